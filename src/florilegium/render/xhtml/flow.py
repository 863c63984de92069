"""The words of a block with its marks as XHTML: spans that may cross, and the calls at them."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from types import MappingProxyType

from florilegium.model import Block, Mark, PlacedEmendation, PlacedNote
from florilegium.render.elements import Node, add, element
from florilegium.render.xhtml.author_notes import sign
from florilegium.render.xhtml.drawn import bracket_readings, drawing, said_by
from florilegium.render.xhtml.languages import say_language

# Closing punctuation that a note call follows rather than precedes (Chicago 18, 13.30).
_CLOSING = ".,;:!?…”’»“)]"
_SPANS = {
    "emphasis": "em",
    "strong": "strong",
    "code": "code",
    "superscript": "sup",
    "subscript": "sub",
    "struck": "s",
    "deleted": "del",
    "inserted": "ins",
    "underlined": "u",
    "highlighted": "mark",
    "small": "small",
    "ruby": "ruby",
    "reading": "rt",
}
# … and what an element needs to know of its mark.
_SPANS_OF_MORE: dict[str, Callable[[str], Node]] = {
    "abbreviation": lambda title: element("abbr", title=title),
    "elision": lambda ref: element("a", class_="elision", id=ref, href=f"#{ref}-record"),
    "emendation": lambda _ref: element("span", class_="emendation"),
    "link": lambda address: element("a", href=address),
    "small-caps": lambda _ref: element("span", class_="small-caps"),
}
# Marks that are no element around their words.
_UNMARKED = frozenset({"note", "gloss", "cell", "hidden", "apart", "page", "furniture"})
_LINKS = ("link", "elision", "author-note")  # a link may hold no link
_NO_LINES: Mapping[tuple[int, int], Node] = MappingProxyType({})
_ORDER = (
    "author-note", "link", "anchor", "name", "emendation", "elision", "language", "ruby",
    "reading", "strong", "emphasis",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Calls:
    """The records that the marks of a text name by id, and the direction it is written in."""

    notes: Mapping[str, PlacedNote]
    emendations: Mapping[str, PlacedEmendation]
    around: str = "ltr"


class _Open:
    """The *marks* that are open at a place, the outermost first."""

    def __init__(self, spans: Iterable[Mark]) -> None:
        self.marks: list[Mark] = []
        self._ends: list[int] = []  # a heap
        self._opening: dict[int, list[Mark]] = {}
        for mark in spans:
            self._opening.setdefault(mark.start, []).append(mark)

    def move(self, start: int, end: int) -> int:
        """Go on to what is open from *start* to *end*; return how many of the first stayed."""
        closed = 0
        while self._ends and self._ends[0] < end:
            heappop(self._ends)
            closed += 1
        while closed and self.marks[-1].end < end:
            self.marks.pop()
            closed -= 1
        same = len(self.marks)
        if closed:
            same = next(at for at, mark in enumerate(self.marks) if mark.end < end)
            self.marks[same:] = [mark for mark in self.marks[same:] if mark.end >= end]
        for mark in self._opening.get(start, ()):
            if mark.end >= end:
                at = bisect_right(self.marks, _outermost(mark), key=_outermost)
                self.marks.insert(at, mark)
                heappush(self._ends, mark.end)
                same = min(same, at)
        return same


def _outermost(mark: Mark) -> tuple[bool, int, int, int]:
    """Where *mark* stands among those that are open at one place, the outermost first."""
    return mark.kind != "line", mark.start, -mark.end, _rank(mark)


def fill(
    parent: Node, block: Block, calls: Calls, lines: Mapping[tuple[int, int], Node] = _NO_LINES
) -> None:
    """Append the text of *block* to *parent*, with its marks and note calls.

    *lines* are the elements around the lines of a stanza, by where these begin and end.
    """
    text = block.text
    made = {
        Mark(*place, "line", str(number)): node
        for number, (place, node) in enumerate(lines.items())
    }
    drawn = {mark.start: mark for mark in block.marks if _is_drawn(mark, text)}
    spans = [*made, *(mark for mark in block.marks if _is_span(mark))]
    inserted = _behind(_insertions(block, calls), drawn)
    cuts = {0, len(text), *inserted}
    cuts.update(edge for mark in (*spans, *drawn.values()) for edge in (mark.start, mark.end))
    # Nothing parts a formula.
    cuts -= {at for mark in drawn.values() for at in range(mark.start + 1, mark.end)}
    edges = sorted(cut for cut in cuts if 0 <= cut <= len(text))
    open_here = _Open(spans)
    stack: list[tuple[Mark, Node]] = []
    started: set[Mark] = set()
    for position, start in enumerate(edges):
        # A call belongs to what ends here, so it comes before a new span opens.
        for call in inserted.get(start, ()):
            held = (at for at, (mark, _) in enumerate(stack) if not _holds(mark, start))
            del stack[next(held, len(stack)) :]
            add(_top(stack, parent), [call])
        if position + 1 == len(edges):
            break
        end = edges[position + 1]
        # Every end of a mark is an edge, so what is open here covers all up to the next one.
        del stack[open_here.move(start, end) :]
        wanted = open_here.marks
        if made and not any(mark in made for mark in wanted):
            stack, wanted = [], []  # between two lines
        for mark in wanted[len(stack) :]:
            words = text[mark.start : mark.end]
            node = (
                made[mark]
                if mark in made
                else _span(mark, words, calls, first=mark not in started)
            )
            started.add(mark)
            add(_top(stack, parent), [node])
            stack.append((mark, node))
        if start in drawn:
            add(_top(stack, parent), [drawing(drawn[start].ref)])
        else:
            _add_text(_top(stack, parent), text[start:end], kind=block.kind)
    bracket_readings(parent)


def _is_drawn(mark: Mark, text: str) -> bool:
    """Tell whether *mark* is a formula whose words are all still there."""
    return mark.kind == "formula" and said_by(mark.ref) == text[mark.start : mark.end]


def _behind(inserted: dict[int, list[Node]], drawn: Mapping[int, Mark]) -> dict[int, list[Node]]:
    """Return *inserted*, what would stand in a formula behind it."""
    moved: dict[int, list[Node]] = {}
    ends = {
        at: mark.end
        for mark in reversed(tuple(drawn.values()))
        for at in range(mark.start + 1, mark.end)
    }
    for at, nodes in sorted(inserted.items()):
        moved.setdefault(ends.get(at, at), []).extend(nodes)
    return moved


def _holds(mark: Mark, place: int) -> bool:
    """Whether a call at *place* stands within *mark*: one at the end of a line does."""
    return mark.kind == "line" or (mark.end > place and mark.kind not in _LINKS)


def _is_span(mark: Mark) -> bool:
    """Whether *mark* is an element around its words; a link within its lost site is none."""
    if mark.kind == "link":
        return mark.ref.startswith(("https://", "http://", "mailto:"))
    return mark.kind not in _UNMARKED and mark.kind != "formula"


def _top(stack: list[tuple[Mark, Node]], parent: Node) -> Node:
    return stack[-1][1] if stack else parent


def _rank(mark: Mark) -> int:
    return _ORDER.index(mark.kind) if mark.kind in _ORDER else len(_ORDER)


def _span(mark: Mark, words: str, calls: Calls, *, first: bool) -> Node:  # a kind each
    if mark.kind == "author-note":
        return _author_call(mark, words) if first else element("span")
    if mark.kind == "language":
        made = element("span")
        say_language(made, mark.ref, around=calls.around)
        return made
    if mark.kind in ("name", "anchor"):
        return element("span", class_=mark.kind, id=mark.ref if first else "")
    if mark.kind in _SPANS:
        return element(_SPANS[mark.kind])
    return _SPANS_OF_MORE[mark.kind](mark.ref)


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
        elif mark.kind == "page":
            sign = element("span", f"[{mark.ref}]", class_="original-page")
            found.setdefault(mark.start, []).append(sign)
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
    if kind == "verse" and "\n" in text:  # the end of a line, and the next one's indent
        for number, line in enumerate(text.split("\n")):
            add(parent, [element("br") if number else None, line if line.strip() else None])
    else:
        add(parent, [text])
