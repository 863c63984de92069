"""The decision about each line (goes, stays, in doubt), made from its probability.

What stands together stands or falls together. The model decides at the edges of a page first;
inside the body it needs more to take a line out, and of a stanza, a play or wrapped prose it takes
nothing. Where it would take much of the body it is not believed at all.
"""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from florilegium.clean.model.bars import Bars
from florilegium.clean.model.body import Lines, beside, body_of, head_and_tail, with_fringe
from florilegium.clean.model.forms import told_by_form
from florilegium.clean.model.wholes import levelled, marked
from florilegium.clean.units import Unit
from florilegium.model import HeldBack

Fate = Literal["kept", "doubtful", "removed"]

# Kept lines up to so much above their bar are doubtful.
_BAND, _CERTAIN = 0.20, 0.9
_KEPT: Fate = "kept"
_DOUBTFUL: Fate = "doubtful"


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
    body = with_fringe(core, known, bars.few)
    spared = ({*body} - {*core}) | {
        at for own in marked(units, known) for at in range(own[0], own[-1] + 1) if at in body
    }
    formed = told_by_form(units, gaps, known, marked_up=not bars.reading)
    lines = Lines(units, likely, known, formed)
    spared |= formed | (beside(lines, body) if bars.reading else set())
    spared |= head_and_tail(lines, body, spared)
    fates = [
        _fate(p, bars, inside=at in body, spared=unit.kind == "verse" or at in spared)
        for at, (unit, p) in enumerate(zip(units, likely, strict=True))
    ]
    for run in _runs(fates, body, known):
        touched = {run.start - 1, run.stop} & {at for at in range(len(known)) if known[at]}
        if len(run) >= bars.run or not touched:
            fates[run.start : run.stop] = [_DOUBTFUL] * len(run)
    held = _gone(units, body, [fate == "removed" for fate in fates], known)
    if held.letters > bars.most * held.of:
        return Decision(tuple(_doubted(fate) for fate in fates), body, held_back=held)
    if "removed" in fates and not body:
        return Decision((_KEPT,) * len(fates), body, article=False)
    return Decision(tuple(fates), body)


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
