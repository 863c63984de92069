"""The outline of a book: bookmarks of all documents in one tree."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pydyf


@dataclass(slots=True)
class Entry:
    """A line of the outline: where it leads (*page* is an object) and what is below it."""

    level: int
    label: str
    page: int
    x: float
    y: float
    is_open: bool = True
    below: "list[Entry]" = field(default_factory=list)

    @property
    def shown(self) -> int:
        """How many lines are seen below it when it is open."""
        return sum(1 + (one.shown if one.is_open else 0) for one in self.below)


def nested(entries: Sequence[Entry]) -> list[Entry]:
    """Return the *entries* of the first rank, those of lower ranks below them."""
    top: list[Entry] = []
    path: list[Entry] = []
    for entry in entries:
        while path and path[-1].level >= entry.level:
            path.pop()
        (path[-1].below if path else top).append(entry)
        path.append(entry)
    return top


def size(entries: Sequence[Entry]) -> int:
    """Return how many entries there are, those below others counted."""
    return sum(1 + size(entry.below) for entry in entries)


def objects(entries: Sequence[Entry], *, parent: int, first: int) -> Iterator[tuple[int, bytes]]:
    """Yield the PDF objects of *entries* below *parent*, numbered from *first* on."""
    numbers = [first]
    for entry in entries:
        numbers.append(numbers[-1] + 1 + size(entry.below))
    for place, entry in enumerate(entries):
        number = numbers[place]
        made: dict[str, object] = {
            "Title": pydyf.String(entry.label),
            "Parent": _call(parent),
            "Dest": destination(entry.page, entry.x, entry.y),
        }
        if place:
            made["Prev"] = _call(numbers[place - 1])
        if place + 1 < len(entries):
            made["Next"] = _call(numbers[place + 1])
        if entry.below:
            last = numbers[place + 1] - 1 - size(entry.below[-1].below)
            shown = entry.shown
            made |= {"First": _call(number + 1), "Last": _call(last)}
            made["Count"] = shown if entry.is_open else -shown
        yield number, pydyf.Dictionary(made).data
        yield from objects(entry.below, parent=number, first=number + 1)


def root(entries: Sequence[Entry], *, first: int) -> bytes:
    """Return the object above *entries*, of which the first has the number *first*."""
    last = first + size(entries[:-1])
    shown = sum(1 + (one.shown if one.is_open else 0) for one in entries)
    return b"<</Type /Outlines/First %s/Last %s/Count %d>>" % (_call(first), _call(last), shown)


def destination(page: int, x: float, y: float) -> bytes:
    """Return the place (*x*, *y*) of the object *page*."""
    made: bytes = pydyf.Array([_call(page), "/XYZ", x, y, 0]).data
    return made


def _call(number: int) -> bytes:
    return b"%d 0 R" % number
