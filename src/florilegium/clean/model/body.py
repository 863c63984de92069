"""Where the author's text begins and ends on a page, and what may be its own beside that."""

import math
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import takewhile

from florilegium.clean.model.bars import Bars
from florilegium.clean.model.forms import reads_on
from florilegium.clean.model.wholes import NEAR, marked
from florilegium.clean.units import Unit, ends_sentence

# From this probability on, a sentence is surely the author's.
_SURE = 0.75
# A list of so many lines is a text by itself, such as a table of results.
_TABLE = 12
# So likely is each line of a text beside the body, and so likely they are on the average, next
# to it and behind a line between.
_LEAST, _NEXT, _BEYOND = 0.01, 0.04, 0.06
# So many lines above such a text can be its head, and below it its signature or date; and so near
# to its edge the text must be told by its form.
_HEAD, _TAIL, _EDGE = 3, 2, 12


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
    lists = list(marked(units, known))
    if not sure:
        sure = max((own for own in lists if len(own) >= _TABLE), key=len, default=[])
    if not sure:
        return range(0)
    start, stop = _with_lists(sure[0], sure[-1] + 1, lists, known)
    stop += _reach(likely[stop:], known[stop:], bars)
    start -= _reach(likely[:start][::-1], known[:start][::-1], bars)
    return range(*_with_lists(start, stop, lists, known))


def _with_lists(
    start: int, stop: int, lists: Sequence[Sequence[int]], known: Sequence[bool]
) -> tuple[int, int]:
    for own in lists:
        if stop <= own[0] <= stop + NEAR and not any(known[stop : own[0]]):
            stop = own[-1] + 1
    for own in reversed(lists):
        if start - NEAR <= own[-1] < start and not any(known[own[-1] : start]):
            start = own[0]
    return start, stop


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


def with_fringe(body: range, known: Sequence[bool], few: int) -> range:
    """Return *body* up to the next line on either side that a rule knows, if *few* lie between."""
    if not body:
        return body
    start = max((at + 1 for at in range(body.start) if known[at]), default=0)
    stop = next((at for at in range(body.stop, len(known)) if known[at]), len(known))
    return range(
        start if body.start - start <= few else body.start,
        stop if stop - body.stop <= few else body.stop,
    )


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a page beside its body.

    *likely* tells of each of *units* how likely it is the author's, *known* whether a rule has
    found it to be the page's; *formed* are the positions that are text by their form.
    """

    units: Sequence[Unit]
    likely: Sequence[float]
    known: Sequence[bool]
    formed: AbstractSet[int]

    def read_from(self, away: range) -> range:
        """Return the first of the positions *away*, up to one that is the page's."""
        ends = (n for n, at in enumerate(away) if self.known[at] or self.likely[at] < _LEAST)
        return away[: next(ends, len(away))]

    def is_text(self, own: range, mean: float) -> bool:
        """Tell whether half of the letters read as a text; *mean* is how likely all must be."""
        sizes = [len(self.units[at].text) for at in own]
        likely = math.fsum(self.likely[at] * size for at, size in zip(own, sizes, strict=True))
        reading = sum(
            size
            for at, size in zip(own, sizes, strict=True)
            if at in self.formed or reads_on(self.units[at])
        )
        return likely >= mean * sum(sizes) and 2 * reading >= sum(sizes)

    def told(self, places: range) -> bool:
        """Tell whether verse, or text by its form, is among the *places*."""
        there = (at for at in places if 0 <= at < len(self.units))
        return any(at in self.formed or self.units[at].kind == "verse" for at in there)


def beside(lines: Lines, body: range) -> set[int]:
    """Return the positions on both sides of *body* that read as text, and may be its own.

    A side is read in stretches, up to the first line that a rule knows or that is too unlikely;
    one of the latter may stand between two stretches.
    """
    found: set[int] = set()
    for side in _sides(lines, body):
        away, mean = side, _NEXT
        while (own := lines.read_from(away)) and lines.is_text(own, mean):
            found |= {*own}
            away = away[len(own) :]
            if away and lines.known[away[0]]:
                break
            away, mean = away[1:], _BEYOND
    return found


def head_and_tail(lines: Lines, body: range, spared: AbstractSet[int]) -> set[int]:
    """Return the positions of title, address, signature and date of a text told by its form.

    They stand above and below the *body* and what is *spared* beside it.
    """
    found: set[int] = set()
    for side, most in zip(_sides(lines, body), (_TAIL, _HEAD), strict=False):
        away = side[sum(1 for _ in takewhile(spared.__contains__, side)) :]
        if lines.told(range(away.start - _EDGE * away.step, away.start, away.step)):
            found |= {*lines.read_from(away[:most])}
    return found


def _sides(lines: Lines, body: range) -> tuple[range, ...]:
    """Return the positions below *body*, and those above it upwards; nothing without a body."""
    return (range(body.stop, len(lines.units)), range(body.start)[::-1]) if body else ()
