"""Line breaking over numbers: where the lines of a paragraph end, chosen together.

In: the places where lines may end, each with the widths up to it. Out: the places taken. It
knows neither letters nor fonts, and never drops a place that the paragraph cannot do without:
what cannot fit runs over its measure.

Source: Donald E. Knuth and Michael F. Plass, "Breaking Paragraphs into Lines", Software:
Practice and Experience 11 (1981), with demerits as in TeX.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

FORBIDDEN = inf
_WHOLE = 1e-6  # what sums of widths may be off by
_OVERFULL = 1e13  # demerits of a line that runs over its measure: only where there is no other
# How loose lines may be: tried in this order, for few paragraphs need more than the first.
_TOLERANCES = (1.6, 4.0, inf)
_TIGHT, _NORMAL, _LOOSE, _VERY_LOOSE = range(4)


class Place(NamedTuple):
    """A place where a line may end, or the start of the paragraph.

    All sums run from the start of the paragraph: *end* is the width of a line's words if it
    ends here (with a hyphen, without the space), *start* the width before the words of a line
    that begins here; *stretch* and *shrink* are what the spaces before *end* can give, and
    *stretch_start* and *shrink_start* those before *start*. *penalty* says how unwelcome a
    line's end is here, `FORBIDDEN` that none may be. *is_hyphen*: it is within a word.
    """

    end: float
    start: float
    stretch: float = 0.0
    shrink: float = 0.0
    stretch_start: float = 0.0
    shrink_start: float = 0.0
    penalty: float = 0.0
    is_hyphen: bool = False


@dataclass(frozen=True, slots=True)
class Taste:
    """What is thought ugly, in demerits, and by how much; TeX's words for it in brackets.

    *line* is added to the badness of every line (line penalty). *contrast* is for a tight line
    beside a loose one (adjdemerits), *ladder* for two hyphens in a row (doublehyphendemerits),
    *steep* for each more, *last_hyphen* for a hyphen at the end of the last line but one
    (finalhyphendemerits). *short* is for a last line of one word narrower than *short_width*.
    """

    line: float = 10.0
    contrast: float = 4_000.0
    ladder: float = 12_000.0
    steep: float = 1e10
    last_hyphen: float = 6_000.0
    short: float = 12_000.0
    short_width: float = 0.0


class _Node(NamedTuple):
    """A way to the line that begins at *place*; *run* counts the hyphens in a row before it."""

    demerits: float
    place: int
    run: int
    fitness: int
    before: "_Node | None"


class Paragraph:
    """The places of a paragraph, from its start to its end, and the width of its lines."""

    def __init__(self, places: Sequence[Place], width: float, *, indent: float = 0.0) -> None:
        """Take the first of *places* for the start; *indent* narrows the first line."""
        self.places = tuple(places)
        self.width = width
        self.indent = indent

    def ratio(self, first: int, last: int) -> float:
        """How far the spaces of the line between two places give: -1 to 1, or beyond.

        Less than -1 is a line that does not fit; more than 1 one looser than is liked. A last
        line is never loose.
        """
        before, after = self.places[first], self.places[last]
        width = self.width - (self.indent if first == 0 else 0.0)
        room = width - (after.end - before.start)
        if room < 0:
            shrink = after.shrink - before.shrink_start
            if room >= -shrink - _WHOLE:
                return room / shrink if shrink > 0 else 0.0
            return -1 + (room + shrink - _WHOLE) / max(self.width, 1.0)
        if last == len(self.places) - 1:
            return 0.0
        stretch = after.stretch - before.stretch_start
        # Without a space in it, a line is as bad as a very loose one.
        return room / stretch if stretch > 0 else 6 + 20 * room / max(width, 1.0)

    def demerits(self, lines: Sequence[int], taste: Taste, *, first: int = 0) -> float:
        """Return the demerits of *lines*, the places where they end, from place *first* on."""
        node = _Node(0.0, first, 0, _NORMAL, None)
        for place in lines:
            node = self.reach(node, place, taste)
        return node.demerits

    def reach(self, node: "_Node", place: int, taste: Taste) -> "_Node":
        """Return the way to *place* that goes over *node*, with all its demerits."""
        ratio = self.ratio(node.place, place)
        where = self.places[place]
        is_last = place == len(self.places) - 1
        if ratio < -1:
            cost = _OVERFULL * (1 - ratio)
        else:
            cost = (taste.line + where.penalty + 100 * abs(ratio) ** 3) ** 2
        run, fitness = 0, _fitness(ratio)
        if where.is_hyphen:
            run = min(node.run + 1, 2)
            cost += (0.0, taste.ladder, taste.steep)[node.run]
        if is_last:
            if node.run:
                cost += taste.last_hyphen
            before = self.places[node.place]
            is_word = where.stretch - before.stretch_start <= 0
            if node.place and is_word and where.end - before.start < taste.short_width:
                cost += taste.short
        if node.before is not None and abs(fitness - node.fitness) > 1:
            cost += taste.contrast
        return _Node(node.demerits + cost, place, run, fitness, node)


def _fitness(ratio: float) -> int:
    if ratio < -0.5:  # noqa: PLR2004  # the classes of the source
        return _TIGHT
    if ratio <= 0.5:  # noqa: PLR2004  # the same
        return _NORMAL
    return _LOOSE if ratio <= 1 else _VERY_LOOSE


def choose(paragraph: Paragraph, taste: Taste, *, first: int = 0) -> tuple[int, ...] | None:
    """Return the places where lines end, from place *first* on, with the least demerits.

    None when there is no way to the end. It takes time in proportion to the paragraph.
    """
    for tolerance in _TOLERANCES:
        found = _search(paragraph, taste, first, tolerance)
        # A line looser than was tolerated would alone cost more than these lines together.
        if found and found.demerits <= (taste.line + 100 * tolerance**3) ** 2:
            return _lines(found)
    return None


def _search(paragraph: Paragraph, taste: Taste, first: int, tolerance: float) -> _Node | None:
    """The best way to the end over lines no looser than *tolerance*."""
    places = paragraph.places
    active = [_Node(0.0, first, 0, _NORMAL, None)]
    for here in range(first + 1, len(places)):
        if places[here].penalty == FORBIDDEN:
            continue
        found, gone = _ways(paragraph, taste, active, here, tolerance)
        if gone:
            last, active = active[gone - 1], active[gone:]
            if not active and not found:
                if tolerance < inf:
                    return None
                found = [paragraph.reach(last, here, taste)]
        active += _worthwhile(found, taste) if len(found) > 1 else found
    final = len(places) - 1
    return min(
        (node for node in active if node.place == final and node.before),
        key=lambda node: node.demerits,
        default=None,
    )


def _ways(
    paragraph: Paragraph, taste: Taste, active: list[_Node], here: int, tolerance: float
) -> tuple[list[_Node], int]:
    """The ways from *active* to the place *here*, and how many of *active* are too far back.

    The ratio is that of `Paragraph.ratio`, written out: this is the innermost loop.
    """
    places, full = paragraph.places, paragraph.width
    end, start, stretch, shrink, _, _, penalty, is_hyphen = places[here]
    is_last = here == len(places) - 1
    # Without the hyphen: what does not fit so far, fits at no later place.
    narrowest = start if is_hyphen else end
    slack = taste.contrast
    least, floor = inf, min(active)[0]
    at_least = taste.line + penalty
    found: list[_Node] = []
    gone = 0
    for node in active:
        before = places[node[1]]
        begun = before[1]
        if end <= begun:
            continue  # nothing between them but a space
        width = full - paragraph.indent if node[1] == 0 else full
        room = width - (end - begun)
        if room < 0:
            give = shrink - before[5]
            if room < -give - _WHOLE:
                gone += narrowest - begun > width + give + _WHOLE
                continue
        elif not is_last:
            give = (stretch - before[4]) * tolerance
            if room > give and (give > 0 or tolerance < inf):
                break  # too loose, and lines that start later are looser still
            if found:
                # A line that starts later is looser still, or one word.
                ratio = min(paragraph.ratio(node[1], here), 6 + 20 * room / max(width, 1.0))
                if floor + (at_least + 100 * ratio**3) ** 2 > least + slack:
                    break
        made = paragraph.reach(node, here, taste)
        found.append(made)
        if made[2] <= is_hyphen:  # after two hyphens in a row, a worse way may be the better one
            least = min(least, made[0])
    return found, gone


def _worthwhile(found: list[_Node], taste: Taste) -> list[_Node]:
    """Those of *found*, all at one place, that may be part of the best way to the end."""
    kept: list[_Node] = []
    for node in sorted(found, key=lambda node: node.demerits):
        if not any(
            other.run <= node.run
            and (other.fitness == node.fitness or other.demerits + taste.contrast <= node.demerits)
            for other in kept
        ):
            kept.append(node)
    return kept


def _lines(node: _Node) -> tuple[int, ...]:
    found: list[int] = []
    while node.before is not None:
        found.append(node.place)
        node = node.before
    return tuple(reversed(found))


def fill(paragraph: Paragraph, *, first: int = 0) -> tuple[int, ...]:
    """Return the places where lines end if each takes all it can hold (first fit)."""
    places = paragraph.places
    lines: list[int] = []
    start, best = first, 0
    for here in range(first + 1, len(places)):
        if places[here].penalty == FORBIDDEN:
            continue
        before = places[start]
        width = paragraph.width - (paragraph.indent if start == 0 else 0.0)
        narrowest = places[here].start if places[here].is_hyphen else places[here].end
        while best > start and narrowest - before.start > width + _WHOLE:
            lines.append(best)
            start, before, width = best, places[best], paragraph.width
        if places[here].end > before.start and (
            best == start or places[here].end - before.start <= width + _WHOLE
        ):
            best = here
    return (*lines, len(places) - 1)


def balance(paragraph: Paragraph) -> tuple[int, ...] | None:
    """Return the places where lines end if there are as few as can be, all about as long.

    For titles: spaces neither stretch nor shrink. None when there is no way to the end.
    """
    places, width = paragraph.places, max(paragraph.width, 1.0)
    best: dict[int, tuple[int, float, int | None]] = {0: (0, 0.0, None)}
    for here in range(1, len(places)):
        if places[here].penalty == FORBIDDEN:
            continue
        ways: list[tuple[int, float, int]] = []
        for start in reversed(best):
            before = places[start]
            room = width - (paragraph.indent if start == 0 else 0.0)
            room -= places[here].end - before.start
            if places[here].end <= before.start:
                continue
            if room < -_WHOLE and ways:
                break
            lines, cost, _ = best[start]
            much = (max(room, 0.0) / width + places[here].penalty / 100) ** 2
            ways.append((lines + 1, cost + much - min(room, 0.0) * _OVERFULL, start))
            if room < -_WHOLE:
                break
        if ways:
            best[here] = min(ways)
    here = len(places) - 1
    if here not in best:
        return None
    found: list[int] = []
    while here:
        found.append(here)
        here = best[here][2] or 0
    return tuple(reversed(found))
