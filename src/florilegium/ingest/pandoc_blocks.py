"""The blocks of pandoc's document: headings, paragraphs, lists, quotes, tables, verse, code.

Input pandoc's JSON of a whole file, output drafts for ``lines.arranged`` and what was put
aside. Every word of the document is in one of the two.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from florilegium.ingest.lines import Draft
from florilegium.ingest.pandoc_tables import Grid, alignment, lays_out, row_of, rows_of
from florilegium.ingest.pandoc_tree import SIGNS, Node, images_in, words_of
from florilegium.ingest.pandoc_words import Findings, Line, joins, line_of, without_joints
from florilegium.ingest.poems import Breaks
from florilegium.ingest.reading import SCENE_BREAK
from florilegium.ingest.surroundings import is_poem
from florilegium.ingest.told_apart import part_of
from florilegium.model import Block, BlockKind, Mark

_NUMBERINGS = {"LowerAlpha": "a", "UpperAlpha": "A", "LowerRoman": "i", "UpperRoman": "I"}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_WAYS = ("ltr", "rtl")
_WORD = re.compile(r"[^\W\d_]+")
# The paragraph styles of Word for the entries of a table of contents.
_CONTENTS = re.compile(r"toc(?: heading| ?\d)|contents heading|table of figures", re.IGNORECASE)
_FIRST_OF: dict[BlockKind, BlockKind] = {
    "item": "paragraph",
    "term": "paragraph",
    "definition": "paragraph",
}
_ONE_LINE = frozenset({"heading", "caption", "term", "row"})


@dataclass(slots=True)
class _Place:
    """What the paragraphs of a container are; only the first of an item bears its bullet.

    *family* is the same for paragraphs that may be lines of one stanza.
    """

    kind: BlockKind = "paragraph"
    level: int = 0
    quoted: int = 0
    label: str = ""
    numbering: str = ""
    family: str = "0"
    verse: bool = False
    language: str = ""
    apart: str = ""

    def taken(self) -> "_Place":
        """Return what the next paragraph is."""
        now = replace(self)
        if self.kind in _FIRST_OF:
            self.kind, self.label, self.numbering = _FIRST_OF[self.kind], "", ""
        return now


@dataclass(slots=True)
class Walk:
    """The blocks of a document while it is walked: *drafts*, and all else in *found*."""

    found: Findings
    drafts: list[Draft] = field(default_factory=list)
    _tables: int = 0
    _families: int = 0
    _lists: int = 0
    _gap: bool = False
    _waiting: list[Node] = field(default_factory=list)

    def document(self, blocks: Sequence[Node]) -> None:
        """Write all *blocks*, and behind them the notes that they call."""
        self._walk(blocks, _Place())
        self._rest(_Place())
        self.found.page = ""  # a note stands at the foot of any
        done = 0
        while done < len(self.found.notes):  # a note may call another
            place = _Place("author-note", label=str(done + 1), family="")
            before = len(self.drafts)
            self.walk(self.found.notes[done], place)
            if len(self.drafts) == before:  # one of a picture or of nothing
                self._append(Block("author-note", "—", (0, 0), label=str(done + 1)))
            done += 1

    def walk(self, blocks: Iterable[Node], place: _Place) -> None:
        """Write *blocks*, whose paragraphs are as *place* says, to their end."""
        self._walk(blocks, place)
        self._rest(place)

    def _walk(self, blocks: Iterable[Node], place: _Place) -> None:
        for node in blocks:
            kind, content = node["t"], node.get("c")
            if make := _MAKERS.get(kind):
                make(self, content, place)
            elif kind != "Null":
                self.found.leave_out("unknown", f"pandoc calls it {kind}.", words_of(content))

    # -- paragraphs ----------------------------------------------------------------------

    def paragraph(self, inlines: Sequence[Node], place: _Place) -> None:
        """Write one paragraph, joined to the one before where a tracked change says so."""
        inlines = [*self._waiting, *inlines]
        self._waiting = []
        if joins(inlines, self.found.changes):
            self._waiting = [*without_joints(inlines), {"t": "Space"}]
            return
        before = len(self.found.shown)
        line = line_of(inlines, self.found, breaks=place.kind not in _ONE_LINE)
        if not line.text:
            self._gap = len(self.found.shown) == before
            return
        self._write(line, place.taken())

    def _rest(self, place: _Place) -> None:
        """Write the words whose paragraph was to go on, when nothing follows."""
        if self._waiting:
            self.paragraph([], place)

    def _write(self, line: Line, now: _Place) -> None:
        breaks = Breaks.HARD if "\n" in line.text else Breaks.LINE
        if now.verse:
            breaks = Breaks.VERSE
        if now.kind not in ("paragraph", "quote") or (now.level and breaks is Breaks.LINE):
            breaks = Breaks.NONE if breaks is Breaks.LINE else breaks
        block = Block(
            now.kind,
            line.text,
            (0, 0),
            now.level,
            (*self._around(line.text, now), *line.marks),
            label=now.label,
            numbering=now.numbering,
            quoted=now.quoted,
        )
        self._append(block, breaks, now.family if breaks is Breaks.LINE else "")

    def _around(self, text: str, now: _Place) -> Iterator[Mark]:
        if now.apart:
            yield Mark(0, len(text), "apart", now.apart)
        if now.language and now.language.lower() != self.found.language.lower():
            yield Mark(0, len(text), "language", now.language)

    def _append(self, block: Block, breaks: Breaks = Breaks.NONE, family: str = "") -> None:
        number = self.found.paragraph
        self.drafts.append(
            Draft(replace(block, lines=(number, number)), breaks, family, self._gap)
        )
        self._gap = False
        self.found.paragraph += 1
        self.found.block = len(self.drafts)

    def header(self, content: Sequence[Any], place: _Place) -> None:
        """Write a heading."""
        level, _, inlines = content
        kind: BlockKind = "author-note" if place.kind == "author-note" else "heading"
        self._rest(place)
        inner = replace(place, kind=kind, level=0 if kind == "author-note" else level)
        if kind == "heading":
            inner.label = ""
        self.paragraph(inlines, inner)

    def lines(self, rows: Sequence[Sequence[Node]], place: _Place) -> None:
        """Write a line block: verse by its very sign."""
        parts = [line_of(row, self.found, breaks=False) for row in rows]
        text, marks = "", []
        for number, part in enumerate(parts):
            text += "\n" if number else ""
            start = len(text)
            marks += [replace(m, start=m.start + start, end=m.end + start) for m in part.marks]
            text += part.text
        if text.strip():
            now = place.taken()
            kind: BlockKind = "author-note" if now.kind == "author-note" else "paragraph"
            block = Block(
                kind, text, (0, 0), now.level, tuple(marks), label=now.label, quoted=now.quoted
            )
            self._append(block, Breaks.SAID if kind == "paragraph" else Breaks.NONE)

    def code(self, content: Sequence[Any], place: _Place) -> None:
        """Write a block of code as it stands."""
        line = line_of([{"t": "Code", "c": content}], self.found)
        text = SIGNS.sub("", str(content[1])).strip("\n")
        if text.strip():
            now = place.taken()
            kind: BlockKind = "author-note" if now.kind == "author-note" else "code"
            said = line.text if kind == "author-note" else text
            self._append(Block(kind, said, (0, 0), label=now.label, quoted=now.quoted))

    def rule(self, _content: object, place: _Place) -> None:
        """Write the break between two scenes."""
        if place.kind not in ("author-note", "row"):
            self._append(Block("break", SCENE_BREAK, (0, 0), quoted=place.quoted))

    def raw(self, content: Sequence[Any], _place: _Place) -> None:
        """Put aside code of another format."""
        line_of([{"t": "RawInline", "c": content}], self.found)

    # -- containers ----------------------------------------------------------------------

    def quote(self, blocks: Sequence[Node], place: _Place) -> None:
        """Write what is quoted."""
        self._rest(place)
        if place.kind == "author-note":
            self._walk(blocks, place)
            return
        inner = self._inside(place, kind="quote", level=self._lists, quoted=place.quoted + 1)
        self.walk(blocks, inner)

    def _inside(self, place: _Place, **changes: Any) -> _Place:  # noqa: ANN401  # of any field
        self._families += 1
        fresh = {"label": "", "numbering": "", "family": str(self._families), **changes}
        return replace(place, **fresh)

    def bullets(self, items: Sequence[Sequence[Node]], place: _Place) -> None:
        """Write a list with bullets."""
        self._items(items, place, [("", "")] * len(items))

    def numbered(self, content: Sequence[Any], place: _Place) -> None:
        """Write a list with numbers, from the one it starts with."""
        (start, style, _), items = content
        numbering = _NUMBERINGS.get(style["t"], "")
        self._items(items, place, [(str(start + n), numbering) for n in range(len(items))])

    def _items(
        self,
        items: Sequence[Sequence[Node]],
        place: _Place,
        numbers: Sequence[tuple[str, str]],
    ) -> None:
        self._rest(place)
        if place.kind == "author-note":
            for item in items:
                self._walk(item, place)
            return
        self._lists += 1
        for item, (label, numbering) in zip(items, numbers, strict=True):
            inner = self._inside(
                place, kind="item", level=self._lists, label=label, numbering=numbering
            )
            self.walk(item, inner)
        self._lists -= 1

    def definitions(self, content: Sequence[Any], place: _Place) -> None:
        """Write terms, each with what defines it."""
        self._rest(place)
        in_note = place.kind == "author-note"
        self._lists += 1
        for term, bodies in content:
            level = 0 if in_note else self._lists
            kind: BlockKind = "author-note" if in_note else "term"
            self.paragraph(term, place if in_note else self._inside(place, kind=kind, level=level))
            for body in bodies:
                inner = place if in_note else self._inside(place, kind="definition", level=level)
                self.walk(body, inner)
        self._lists -= 1

    def div(self, content: Sequence[Any], place: _Place) -> None:
        """Write what a division holds: verse by its name or style, another language."""
        (_, classes, pairs), blocks = content
        attributes = dict(pairs)
        if self.found.turn(attributes, words_of(blocks)):
            return
        style = attributes.get("custom-style", "")
        said = attributes.get("lang") or attributes.get("xml:lang") or ""
        if "line-block" in classes and all(one["t"] in ("Para", "Plain") for one in blocks):
            for block in blocks:
                self.lines(list(_rows(block["c"])), place)
            return
        # A division shares the first bullet with the item it stands in.
        kept = (place.verse, place.language, place.apart, place.family)
        named = [word.lower() for name in (*classes, style) for word in _WORD.findall(name)]
        place.verse = place.verse or is_poem(named)
        way = attributes.get("dir", "").lower()
        if _LANGUAGE.fullmatch(said) or way in _WAYS:
            # As `directions.said` reads it: the language, and the direction where one is named.
            place.language = f"{said} {way}".rstrip() if way in _WAYS else said
        if _CONTENTS.match(style):
            place.apart = "the contents of the document itself"
        if not style:
            self._families += 1
            place.family = str(self._families)
        apart = part_of(attributes)
        place.apart = place.apart or apart
        self._walk(blocks, place)
        place.verse, place.language, place.apart, place.family = kept

    def figure(self, content: Sequence[Any], place: _Place) -> None:
        """Write a picture with its caption."""
        _, (_, caption), blocks = content
        self._rest(place)
        self._walk(blocks, place)
        self._caption(_whole(caption, blocks), place, "")

    def _caption(self, blocks: Sequence[Node], place: _Place, table: str) -> None:
        if place.kind == "author-note":
            self._walk(blocks, place)
            return
        inner = replace(place, kind="caption", level=0, label=table, numbering="", family="")
        self.walk(blocks, inner)

    # -- tables --------------------------------------------------------------------------

    def table(self, content: Sequence[Any], place: _Place) -> None:
        """Write a table row by row, or what it holds where it only lays a page out."""
        _, (_, caption), columns, *_ = content
        self._rest(place)
        parts = rows_of(content)
        if place.kind == "author-note" or lays_out(parts):
            self._caption(caption, place, "")
            for row, _ in parts:
                for cell in row[1]:
                    self.walk(cell[4], place)
            return
        self._tables += 1
        number = str(self._tables)
        self._caption(caption, place, number)
        grid = Grid(number, [alignment(column[0]) for column in columns])
        for row, rank in parts:
            block = row_of(row[1], rank, grid, self._cell)
            if block.text.strip():
                self._append(replace(block, quoted=place.quoted))

    def _cell(self, blocks: Sequence[Node]) -> Line:
        """Return all the words of a cell as one line."""
        inner = Walk(self.found)
        found, first = self.found, len(self.found.shown)
        before, number = found.block, found.paragraph
        inner.walk(blocks, _Place("row"))
        found.block, found.paragraph = before, number
        found.shown[first:] = [
            replace(one, block=before, line=number) for one in found.shown[first:]
        ]
        text, marks = "", []
        for draft in inner.drafts:
            text += " " if text else ""
            start = len(text)
            marks += [
                replace(m, start=m.start + start, end=m.end + start) for m in draft.block.marks
            ]
            text += re.sub(r"[\n\t]", " ", draft.block.text)
        return Line(text, tuple(marks))


def _whole(caption: Sequence[Node], figure: Sequence[Node]) -> Sequence[Node]:
    """Return the *caption* with its number, which pandoc leaves to the words of the picture."""
    said = words_of(list(caption))
    for words in images_in(list(figure)):
        whole = words_of(words)
        if said and whole != said and whole.endswith(said):
            return [{"t": "Plain", "c": words}]
    return caption


def _rows(inlines: Sequence[Node]) -> Iterator[list[Node]]:
    row: list[Node] = []
    for node in inlines:
        if node["t"] == "LineBreak":
            yield row
            row = []
        else:
            row.append(node)
    yield row


_MAKERS: dict[str, Callable[[Walk, Any, _Place], None]] = {
    "Para": Walk.paragraph,
    "Plain": Walk.paragraph,
    "Header": Walk.header,
    "LineBlock": Walk.lines,
    "CodeBlock": Walk.code,
    "HorizontalRule": Walk.rule,
    "RawBlock": Walk.raw,
    "BlockQuote": Walk.quote,
    "BulletList": Walk.bullets,
    "OrderedList": Walk.numbered,
    "DefinitionList": Walk.definitions,
    "Div": Walk.div,
    "Figure": Walk.figure,
    "Table": Walk.table,
}
