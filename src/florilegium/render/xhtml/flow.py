"""The words of a block with its marks as XHTML: spans that may cross, and the calls at them."""

from collections.abc import Mapping
from dataclasses import dataclass

from florilegium.model import Block, Mark, PlacedEmendation, PlacedNote
from florilegium.render.xhtml.author_notes import sign
from florilegium.render.xhtml.elements import Node, add, element

# Closing punctuation that a note call follows rather than precedes (Chicago 18, 13.30).
_CLOSING = ".,;:!?…”’»“)]"
_SPANS = {
    "emphasis": "em",
    "strong": "strong",
    "code": "code",
    "superscript": "sup",
    "subscript": "sub",
}
_LINKS = ("link", "elision", "author-note")  # a link may hold no link
_ORDER = ("author-note", "link", "name", "emendation", "elision", "strong", "emphasis")


@dataclass(frozen=True, slots=True)
class Calls:
    """The records that the marks of a text name by id."""

    notes: Mapping[str, PlacedNote]
    emendations: Mapping[str, PlacedEmendation]


def fill(parent: Node, block: Block, calls: Calls) -> None:
    """Append the text of *block* to *parent*, with its marks and note calls."""
    text = block.text
    spans = [mark for mark in block.marks if _is_span(mark)]
    inserted = _insertions(block, calls)
    cuts = {0, len(text), *inserted}
    cuts.update(edge for mark in spans for edge in (mark.start, mark.end))
    edges = sorted(cut for cut in cuts if 0 <= cut <= len(text))
    opening: dict[int, list[Mark]] = {}
    for mark in spans:
        opening.setdefault(mark.start, []).append(mark)
    open_here: list[Mark] = []
    stack: list[tuple[Mark, Node]] = []
    started: set[Mark] = set()
    for position, start in enumerate(edges):
        # A call belongs to what ends here, so it comes before a new span opens.
        for call in inserted.get(start, ()):
            _close(stack, [m for m, _ in stack if m.end > start and m.kind not in _LINKS])
            add(_top(stack, parent), [call])
        if position + 1 == len(edges):
            break
        end = edges[position + 1]
        # Every end of a mark is an edge, so what is open here covers all up to the next one.
        open_here = [mark for mark in open_here if mark.end >= end]
        open_here += (mark for mark in opening.get(start, ()) if mark.end >= end)
        wanted = sorted(open_here, key=lambda mark: (mark.start, -mark.end, _rank(mark)))
        _close(stack, wanted)
        for mark in wanted[len(stack) :]:
            node = _span(mark, text[mark.start : mark.end], first=mark not in started)
            started.add(mark)
            add(_top(stack, parent), [node])
            stack.append((mark, node))
        _add_text(_top(stack, parent), text[start:end], kind=block.kind)


def _is_span(mark: Mark) -> bool:
    """Whether *mark* is an element around its words; a link within its lost site is none."""
    if mark.kind == "link":
        return mark.ref.startswith(("https://", "http://", "mailto:"))
    return mark.kind not in ("note", "gloss")


def _close(stack: list[tuple[Mark, Node]], wanted: list[Mark]) -> None:
    while stack and [mark for mark, _ in stack] != wanted[: len(stack)]:
        stack.pop()


def _top(stack: list[tuple[Mark, Node]], parent: Node) -> Node:
    return stack[-1][1] if stack else parent


def _rank(mark: Mark) -> int:
    return _ORDER.index(mark.kind) if mark.kind in _ORDER else len(_ORDER)


def _span(mark: Mark, words: str, *, first: bool) -> Node:
    if mark.kind == "author-note":
        return _author_call(mark, words) if first else element("span")
    if mark.kind == "link":
        return element("a", href=mark.ref)
    if mark.kind == "elision":
        return element("a", class_="elision", id=mark.ref, href=f"#{mark.ref}-record")
    if mark.kind == "emendation":
        return element("span", class_="emendation")
    if mark.kind == "name":
        return element("span", class_="name", id=mark.ref if first else "")
    return element(_SPANS[mark.kind])


def _author_call(mark: Mark, words: str) -> Node:
    """Return the call of a note of the author's; its sign is the author's, and follows."""
    return element(
        "a",
        sign(words).removesuffix(words),
        kind="noteref",
        class_="note-call author-call",
        id=f"{mark.ref}-call",
        href=f"#{mark.ref}",
    )


def _insertions(block: Block, calls: Calls) -> dict[int, list[Node]]:
    found: dict[int, list[Node]] = {}
    for mark in sorted(block.marks, key=lambda mark: (mark.end, mark.start)):
        if mark.kind == "emendation":
            record = calls.emendations[mark.ref]
            call = element(
                "a", record.label, class_="text-call", id=record.id, href=f"#{record.id}-record"
            )
            found.setdefault(mark.end, []).append(call)
        elif mark.kind in ("note", "gloss"):
            note = calls.notes[mark.ref]
            place = _after_punctuation(block.text, mark.end)
            found.setdefault(place, []).append(_note_call(note))
    return found


def _note_call(note: PlacedNote) -> Node:
    style = "note-call gloss-call" if note.kind == "gloss" else "note-call"
    return element(
        "a", note.label, kind="noteref", class_=style, id=f"{note.id}-call", href=f"#{note.id}"
    )


def _after_punctuation(text: str, end: int) -> int:
    while end < len(text) and text[end] in _CLOSING:
        end += 1
    return end


def _add_text(parent: Node, text: str, *, kind: str) -> None:
    if kind == "verse":
        for number, line in enumerate(text.split("\n")):
            add(parent, [element("br") if number else None, line])
    else:
        add(parent, [text])
