"""The place in the words of a document where each printed page begins.

The flow text of a document is its text without notes and note calls, without page references
(they are empty until a folio fills them), white space, hyphens and soft hyphens dropped,
case-folded, one U+FFFC for a picture. It is the same in print and in the e-book, so a place
in the one is a place in the other.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from florilegium.errors import RenderError
from florilegium.render.elements import Node

PICTURE = "\ufffc"

_DROPPED = re.compile(r"[\s\u00ad\u2010\-\u200b\u2060]")
_OUTSIDE = frozenset({"note", "note-call", "locator"})


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text on a page: *element* is the place of its element in document order."""

    element: int
    text: str


def flow_text(text: str) -> str:
    """Return what of *text* counts in the flow: letters, figures and marks, case-folded."""
    return _DROPPED.sub("", text).casefold()


def page_starts(
    root: Node, pages: Sequence[Sequence[Run]], *, source: Node, where: str
) -> tuple[int | None, ...]:
    """Return for each page the first flow character on it; None for a page without text.

    *root* is the document as it was laid out, *pages* the runs found on each page, *source*
    the document as the book has it: there the characters are counted, since print leaves
    out commas where a page is named once. Raises `RenderError` when the pages do not hold
    every character of *root*: a style sheet has hidden something that the e-book shows.
    """
    own = _own_characters(root)
    taken = dict.fromkeys(own, 0)
    starts: list[int | None] = []
    for runs in pages:
        found = [place for run in runs for place in _take(run, own=own, taken=taken)]
        starts.append(min(found, default=None))
    if lost := sum(len(own[element]) - taken[element] for element in own):
        raise RenderError(
            f"{lost} characters are on no page",
            where=where,
            hint="The style sheet for print hides part of the text ('display: none'?).",
        )
    places = _places_in(flow_of(source), flow_of(root))
    return tuple(None if start is None else places[start] for start in starts)


def flow_of(root: Node) -> str:
    """Return the flow text of the whole element."""
    return "".join(text for _element, text in _flow(root))


def _take(run: Run, *, own: dict[int, list[int]], taken: dict[int, int]) -> Iterator[int]:
    """Use up the characters of *run*; yield the place of the first of them."""
    if run.element not in own:
        return
    count = len(_counted(run.text))
    used = taken[run.element]
    places = own[run.element]
    # A table's head is set again on every page: its characters are used up by then.
    if not count or used + count > len(places):
        return
    taken[run.element] = used + count
    yield places[used]


def _own_characters(root: Node) -> dict[int, list[int]]:
    """For every element in the flow, the places of its own characters."""
    numbers = {element: number for number, element in enumerate(root.iter())}
    own: dict[int, list[int]] = {}
    place = 0
    for element, text in _flow(root):
        places = own.setdefault(numbers[element], [])
        places.extend(range(place, place + len(text)))
        place += len(text)
    return own


def _counted(text: str) -> str:
    return PICTURE if text == PICTURE else flow_text(text)


def _flow(element: Node) -> Iterator[tuple[Node, str]]:
    """The elements of the flow with the text that is theirs: a tail belongs to the parent."""
    if _OUTSIDE & set(element.get("class", "").split()):
        return
    if str(element.tag).rpartition("}")[2] == "img":
        yield element, PICTURE
        return
    yield element, flow_text(element.text or "")
    for child in element:
        yield from _flow(child)
        yield element, flow_text(child.tail or "")


def _places_in(whole: str, part: str) -> list[int]:
    """For each character of *part*, its place in *whole*, of which some characters are gone."""
    if part == whole:
        return list(range(len(whole)))
    places: list[int] = []
    place = 0
    for character in part:
        place = whole.index(character, place) + 1
        places.append(place - 1)
    return places
