"""Every note, emendation and elision in its place, and whether they get along there."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TypeVar

from florilegium.annotate.quotation import Concordance, Place, shown_words
from florilegium.errors import ApparatusError, FlorilegiumError
from florilegium.model import Anchor, Apparatus, Elision, Emendation, Note, Quotation

ELISION = "[…]"  # what stands for words left out; brackets and dots are the editor's

_Thing = tuple[str, Quotation, Place]

Item = TypeVar("Item")
Where = TypeVar("Where")


@dataclass(frozen=True, slots=True, order=True)
class Cut:
    """What an elision leaves out: from character *start* of block *first* to *end* of *last*."""

    first: int
    start: int
    last: int
    end: int

    def within(self, block: int, *, length: int) -> Place | None:
        """Return the part of the cut that is in *block*, of *length* characters, or None."""
        if not self.first <= block <= self.last:
            return None
        start = self.start if block == self.first else 0
        end = self.end if block == self.last else length
        return Place(block, start, end)

    def overlaps(self, place: Place) -> bool:
        """Whether the cut takes any of *place* away."""
        part = self.within(place.block, length=max(place.end, self.end) + 1)
        return part is not None and part.overlaps(place)


@dataclass(frozen=True, slots=True)
class Placed:
    """The apparatus with its places, each kind in the order of the text."""

    notes: tuple[tuple[Note, Place], ...]
    emendations: tuple[tuple[Emendation, Place], ...]
    elisions: tuple[tuple[Elision, Cut], ...]
    anchors: tuple[tuple[Anchor, Place], ...] = ()


def place(apparatus: Apparatus, text: Concordance, *, errors: list[FlorilegiumError]) -> Placed:
    """Return *apparatus* in its places in *text*; what does not fit is added to *errors*."""

    def note(item: Note) -> Place:
        if item.of_text:  # it hangs on the title
            title = text.head[0].text
            return Place(-len(text.head), 0, len(title))
        # A note is called behind its last words.
        return text.locate(item.quote, what=f"the {item.kind}", part="last")

    def anchor(item: Anchor) -> Place:
        return text.locate(item.quote, what=item.what, part="first")

    def emendation(item: Emendation) -> Place:
        return text.locate(item.quote, what="the emendation")

    def elision(item: Elision) -> Cut:
        return _cut(item, text)

    text.expect(
        (
            *(item.quote for item in apparatus.notes if not item.of_text),
            *(item.quote for item in apparatus.anchors),
            *(item.quote for item in apparatus.emendations),
            *(quote for item in apparatus.elisions for quote in (item.start, item.end)),
        )
    )
    placed = Placed(
        # A note is called at the end of its words, so the order of notes is that of the ends.
        tuple(
            sorted(
                _found(apparatus.notes, note, errors),
                key=lambda found: (found[1].block, found[1].end, found[1].start),
            )
        ),
        tuple(sorted(_found(apparatus.emendations, emendation, errors), key=_where)),
        tuple(sorted(_found(apparatus.elisions, elision, errors), key=_where)),
        tuple(_found(apparatus.anchors, anchor, errors)),
    )
    errors.extend(_conflicts(placed, text))
    return placed


def _found(
    items: Iterable[Item], locate: Callable[[Item], Where], errors: list[FlorilegiumError]
) -> Iterator[tuple[Item, Where]]:
    for item in items:
        try:
            yield item, locate(item)
        except FlorilegiumError as err:
            errors.append(err)


def _where(found: tuple[object, Place | Cut]) -> tuple[int, ...]:
    where = found[1]
    if isinstance(where, Place):
        return (where.block, where.start, where.end)
    return (where.first, where.start, where.last, where.end)


def _cut(elision: Elision, text: Concordance) -> Cut:
    start = text.locate(elision.start, what="the elision", part="first")
    end = text.locate(elision.end, what="the elision", part="last")
    if start.block < 0 or end.block < 0:
        raise ApparatusError(
            "the elision is about the head of the chapter",
            where=elision.start.where,
            hint="Write the title or the deck as it is to be in the front matter.",
        )
    if (end.block, end.end) <= (start.block, start.start):
        raise ApparatusError(
            f"the elision ends ({text.lines_of(text.blocks[end.block])}) before it begins"
            f" ({text.lines_of(text.blocks[start.block])})",
            where=elision.start.where,
            hint="Quote the first words under 'from:' and the last ones under 'to:'.",
        )
    return Cut(start.block, start.start, end.block, end.end)


def _conflicts(placed: Placed, text: Concordance) -> Iterator[ApparatusError]:
    things = _ByBlock(_things(placed))
    for elision, cut in placed.elisions:
        for kind, quote, at in things.near(cut):
            if cut.overlaps(at):
                yield ApparatusError(
                    f"the {kind} on {shown_words(quote)} is about words that the book leaves"
                    f" out ({text.lines_of(text.blocks[at.block])})",
                    where=quote.where,
                    hint=f"Take it out, or shorten the elision ({elision.start.where}).",
                )
    for (_, first), (second, cut) in pairwise(placed.elisions):
        if (first.last, first.end) > (cut.first, cut.start):
            yield ApparatusError(
                "two elisions overlap",
                where=second.start.where,
                hint="Make one of them, or let them end and begin apart.",
            )
    for (one, before), (two, after) in pairwise(placed.emendations):
        if before.overlaps(after) or before == after:
            yield ApparatusError(
                f"two emendations change the same words, {shown_words(two.quote)}",
                where=two.quote.where,
                hint=f"The other is at {one.quote.where}: make one of them.",
            )


class _ByBlock:
    """What is about words of a text, by the block they stand in and where they begin there."""

    def __init__(self, things: Iterable[_Thing]) -> None:
        self._rows: dict[int, list[_Thing]] = {}
        for thing in things:
            self._rows.setdefault(thing[2].block, []).append(thing)
        for rows in self._rows.values():
            rows.sort(key=_begins)
        self._ends = {
            number: list(accumulate((row[2].end for row in rows), max))
            for number, rows in self._rows.items()
        }

    def near(self, cut: Cut) -> Iterator[_Thing]:
        """Yield what may overlap with *cut*: what neither ends before it nor begins behind it."""
        for number in range(cut.first, cut.last + 1):
            rows = self._rows.get(number, [])
            start = (
                bisect_left(self._ends[number], cut.start) if number == cut.first and rows else 0
            )
            end = bisect_right(rows, cut.end, key=_begins) if number == cut.last else len(rows)
            yield from rows[start:end]


def _begins(thing: _Thing) -> int:
    return thing[2].start


def _things(placed: Placed) -> Iterator[_Thing]:
    for note, at in placed.notes:
        yield note.kind, note.quote, at
    for anchor, at in placed.anchors:
        yield anchor.what.removeprefix("the "), anchor.quote, at
    for emendation, at in placed.emendations:
        yield "emendation", emendation.quote, at
