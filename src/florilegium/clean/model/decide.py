"""The decision about each line (goes, stays, in doubt), made from its probability.

What stands together stands or falls together. The model decides at the edges of a page first;
inside the body it needs more to take a line out, and of a stanza it takes nothing. Where it
would take much of the body it is not believed at all.
"""

import math
import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from florilegium.clean.units import Unit, ends_sentence
from florilegium.model import HeldBack

Strictness = Literal["gentle", "normal", "strict"]
Fate = Literal["kept", "doubtful", "removed"]


@dataclass(frozen=True, slots=True)
class Bars:
    """What a line needs in order to stay: at least the probability *bar*.

    A body ends at the first line that is less likely than *plain*, if no other follows after
    so many lines *between*; so *few* lines between that and the next one that a rule knows
    belong to it still. Inside it a line needs less, a share of the bar (*inside*); lines that
    would go stay when they stand beside none that a rule knows, or when so many are a *run*;
    and when a larger share of the body than *most* would go, nothing goes.
    """

    bar: float
    inside: float
    plain: float
    between: int
    few: int
    run: float
    most: float


# Markup tells more of a line, and its bodies have more of the page's between their lines.
_TEXT = Bars(0.27, 0.6, 0.13, 1, 5, 4, 0.2)
_MARKUP = Bars(0.30, 0.8, 0.15, 0, 1, math.inf, 0.35)
_BARS: dict[tuple[Strictness, bool], Bars] = {
    ("gentle", False): replace(_TEXT, bar=0.10),
    ("normal", False): _TEXT,
    ("strict", False): replace(_TEXT, bar=0.50),
    ("gentle", True): replace(_MARKUP, bar=0.08),
    ("normal", True): _MARKUP,
    ("strict", True): replace(_MARKUP, bar=0.50),
}
# Kept lines up to so much above their bar are doubtful.
_BAND, _CERTAIN = 0.20, 0.9
# From this probability on, a sentence is surely the author's.
_SURE = 0.75
# How a line of a list begins: a number, a word and a number; and how many of them are a list.
_MARK, _LIST = re.compile(r"\W{0,2}(?:[^\W\d]{1,9}\.? )?\d"), 4
# A list of so many lines is a text by itself, such as a table of results.
_TABLE = 12
# So many lines may stand between two of them, or between a list and the body.
_NEAR = 2
_KEPT: Fate = "kept"
_DOUBTFUL: Fate = "doubtful"
_TOGETHER = frozenset({"verse", "item", "row", "paragraph"})
# A line of wrapped prose is so long at least.
_WRAPPED = 30


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of every line; *article* tells that there is one on the page.

    *body* are the positions of what is surely the author's and all between; *held_back* tells
    how much of it would have gone, when that was too much.
    """

    fates: tuple[Fate, ...]
    body: range = range(0)
    article: bool = True
    held_back: HeldBack | None = None


def bars_for(strictness: Strictness, *, markup: bool) -> Bars:
    """Return the bars for a *strictness*; *markup* tells that the page has some."""
    return _BARS[strictness, markup]


def decide(
    units: Sequence[Unit],
    gaps: Sequence[int],
    probabilities: Sequence[float],
    bars: Bars,
    *,
    frame: Container[int] = (),
) -> Decision:
    """Return what becomes of each of *units*, by how likely each is the author's.

    *gaps* are the lines of the seed from one to the next. *frame* are the places of those that
    rules have told to be the page's.
    """
    known = [unit.place in frame for unit in units]
    likely = levelled(units, gaps, probabilities)
    core = body_of(units, likely, known, bars)
    body = _with_fringe(core, known, bars.few)
    spared = ({*body} - {*core}) | {
        at for own in _marked(units, known) for at in range(own[0], own[-1] + 1) if at in body
    }
    fates = [
        _fate(p, bars, inside=at in body, spared=unit.kind == "verse" or at in spared)
        for at, (unit, p) in enumerate(zip(units, likely, strict=True))
    ]
    for run in _runs(fates, body, known):
        beside = {run.start - 1, run.stop} & {at for at in range(len(known)) if known[at]}
        if len(run) >= bars.run or not beside:
            fates[run.start : run.stop] = [_DOUBTFUL] * len(run)
    held = _gone(units, body, [fate == "removed" for fate in fates], known)
    if held.letters > bars.most * held.of:
        return Decision(tuple(_doubted(fate) for fate in fates), body, held_back=held)
    if "removed" in fates and not body:
        return Decision((_KEPT,) * len(fates), body, article=False)
    return Decision(tuple(fates), body)


def levelled(
    units: Sequence[Unit], gaps: Sequence[int], probabilities: Sequence[float]
) -> tuple[float, ...]:
    """Return the *probabilities*; what stands or falls as a whole has their mean, by letters."""
    made = list(probabilities)
    for places in wholes(units, gaps):
        letters = [len(units[at].text) for at in places]
        mean = math.fsum(probabilities[at] * own for at, own in zip(places, letters, strict=True))
        for at in places:
            made[at] = mean / sum(letters)
    return tuple(made)


def wholes(units: Sequence[Unit], gaps: Sequence[int]) -> Iterator[list[int]]:
    """Yield the positions of what stands together: a stanza, a list, a table, wrapped prose."""
    own: list[int] = []
    for at, unit in enumerate(units):
        if own and not _goes_on(units[own[-1]], unit, gaps[at]):
            yield from [own] if len(own) > 1 else ()
            own = []
        own.append(at)
    yield from [own] if len(own) > 1 else ()


def _goes_on(before: Unit, unit: Unit, gap: int) -> bool:
    """Tell whether *unit* belongs to the same whole as the one *before*."""
    if unit.kind != before.kind or unit.kind not in _TOGETHER:
        return False
    if unit.kind == "verse":
        return unit.index == before.index
    if unit.kind != "paragraph":
        return True
    flows = unit.text[:1].islower() or before.text.endswith(",")
    return gap == 1 and len(before.text) >= _WRAPPED and flows and not ends_sentence(before.text)


def body_of(
    units: Sequence[Unit], likely: Sequence[float], known: Sequence[bool], bars: Bars
) -> range:
    """Return the positions of the body, which begins and ends where a page plainly does.

    It reaches from the first line that is surely the author's to the last, takes a list of
    marked lines along that stands right above or below, and goes on up to a line that is
    plainly the page's. *known* tells of each of *units* whether a rule has said so of it.
    """
    sure = [
        at
        for at, (unit, p, page) in enumerate(zip(units, likely, known, strict=True))
        if p >= _SURE and not page and (unit.body or ends_sentence(unit.text))
    ]
    lists = list(_marked(units, known))
    if not sure:
        sure = max((own for own in lists if len(own) >= _TABLE), key=len, default=[])
    if not sure:
        return range(0)
    start, stop = sure[0], sure[-1] + 1
    for own in lists:
        if stop <= own[0] <= stop + _NEAR and not any(known[stop : own[0]]):
            stop = own[-1] + 1
    for own in reversed(lists):
        if start - _NEAR <= own[-1] < start and not any(known[own[-1] : start]):
            start = own[0]
    stop += _reach(likely[stop:], known[stop:], bars)
    start -= _reach(likely[:start][::-1], known[:start][::-1], bars)
    return range(start, stop)


def _reach(likely: Sequence[float], known: Sequence[bool], bars: Bars) -> int:
    """Return how many of the lines next to a body are its own.

    Between lines that are not plainly the page's so many may stand that are: a speaker's name.
    """
    reached = 0
    for at, (p, page) in enumerate(zip(likely, known, strict=True)):
        if page or at - reached > bars.between:
            break
        reached = at + 1 if p >= bars.plain else reached
    return reached


def _with_fringe(body: range, known: Sequence[bool], few: int) -> range:
    """Return *body* up to the next line on either side that a rule knows, if *few* lie between."""
    if not body:
        return body
    start = max((at + 1 for at in range(body.start) if known[at]), default=0)
    stop = next((at for at in range(body.stop, len(known)) if known[at]), len(known))
    return range(
        start if body.start - start <= few else body.start,
        stop if stop - body.stop <= few else body.stop,
    )


def _marked(units: Sequence[Unit], known: Sequence[bool]) -> Iterator[list[int]]:
    """Yield the positions of lines in a row that begin with a number, a date or a quantity.

    Two other lines at most stand between two of them.
    """
    run: list[int] = []
    for at, unit in enumerate(units):
        if known[at] or (run and at > run[-1] + _NEAR + 1):
            yield from [run] if len(run) >= _LIST else ()
            run = []
        if not known[at] and _MARK.match(unit.text):
            run.append(at)
    yield from [run] if len(run) >= _LIST else ()


def _runs(fates: Sequence[Fate], body: range, known: Sequence[bool]) -> Iterator[range]:
    """Yield the runs of lines inside the *body* that would go together and no rule knows."""
    start = body.start
    for at in range(body.start, body.stop + 1):
        if at == body.stop or fates[at] != "removed" or known[at]:
            if start < at:
                yield range(start, at)
            start = at + 1


def _gone(
    units: Sequence[Unit], body: range, going: Sequence[bool], known: Sequence[bool]
) -> HeldBack:
    """Return how much would go of the largest part of the body in which no rule knows a line."""
    parts = [[*own] for page, own in groupby(body, lambda at: known[at]) if not page]
    own = max(parts, key=lambda places: _letters(units, places), default=[])
    return HeldBack(_letters(units, [at for at in own if going[at]]), _letters(units, own))


def _letters(units: Sequence[Unit], places: Sequence[int]) -> int:
    return sum(len(units[at].text) for at in places)


def _fate(p: float, bars: Bars, *, inside: bool, spared: bool) -> Fate:
    if p < (bars.bar * bars.inside if inside else bars.bar):
        return "doubtful" if spared else "removed"
    return "doubtful" if p < min(bars.bar + _BAND, _CERTAIN) else "kept"


def _doubted(fate: Fate) -> Fate:
    return "doubtful" if fate == "removed" else fate
