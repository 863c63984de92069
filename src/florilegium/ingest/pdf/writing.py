"""Paragraphs → blocks with marks: words joined over line ends, emphasis, pages, notes.

Input the paragraphs and notes of a document, output drafts of blocks in reading order. Every
letter is in a block or in what was left out.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from florilegium.ingest.lines import Draft
from florilegium.ingest.pdf.feet import Note
from florilegium.ingest.pdf.hyphens import SIGNS, Hyphens
from florilegium.ingest.pdf.lines import Line, Span
from florilegium.ingest.pdf.paragraphs import BULLETS, Paragraph
from florilegium.ingest.poems import Breaks
from florilegium.ingest.tables import HEAD, MOST_SPANNED
from florilegium.model import Block, BlockKind, LeftOut, Mark, MarkKind

_HYPHEN_RULE = "line-end-hyphen"
_HYPHEN_WHY = "It only divided a word at the end of a line."
_SIGN_RULE = "note-sign"
_SIGN_WHY = "The sign at the head of a note of the author's: the book sets its call there."
_BULLET_RULE, _BULLET_WHY = (
    "list-sign",
    "The sign before an item of a list: the book sets its own.",
)
_BULLET = re.compile(rf"[{BULLETS}]\s+")
LARGER = 1.12  # of the size of the text: a heading
_LONGEST_HEADING = 220  # letters
_LONGEST_BOLD = 100
_DEEPEST = 5
_QUOTE = 1.2  # sizes of the letters that a quotation is set in


@dataclass
class Writing:
    """What is written of a document so far.

    *size* is that of its text, *labels* are the printed numbers of its pages, *italic* and
    *bold* tell that most of it is set so. *calls* are the numbers of notes by line and place.
    """

    size: float
    labels: Mapping[int, str]
    hyphens: Hyphens
    levels: Mapping[float, int] = field(default_factory=dict)
    italic: bool = False
    calls: dict[int, list[tuple[int, int, str]]] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)

    def number(self, notes: Sequence[Note]) -> None:
        """Number *notes* in the order of their calls."""
        for at, note in enumerate(notes, start=1):
            if note.call:
                line, start, end = note.call
                self.calls.setdefault(line, []).append((start, end, str(at)))

    def called(self, paragraph: Paragraph) -> list[str]:
        """Return the numbers of the notes that *paragraph* calls."""
        return [n for line in paragraph.lines for _, _, n in self.calls.get(line.number, ())]

    def draft(self, run: Sequence[Paragraph]) -> Draft:
        """Return a paragraph, or a run of single lines that may be verse, as a draft."""
        first = run[0]
        if first.lines[0].cell:
            return Draft(self._row(first.lines), Breaks.NONE, after_gap=first.gap)
        kind, level = self._kind(run)
        if len(run) > 1:
            block = self._lines(run)
            return Draft(block, Breaks.LINE, after_gap=first.gap)
        block = self._block(first.lines, kind, level)
        if kind == "item":
            block = self._without_bullet(block)
        if kind == "quote":
            block = replace(block, quoted=1)
        breaks = Breaks.LINE if kind == "paragraph" and len(first.lines) == 1 else Breaks.NONE
        return Draft(block, breaks, after_gap=first.gap)

    def note(self, note: Note, label: str) -> Block:
        """Return *note* as a block of its own, without its sign."""
        block = self._block(note.lines, "author-note", 0)
        sign = block.text[: note.cut]
        line = note.lines[0].number
        count = len("".join(sign.split()))
        self.left_out.append(LeftOut(_SIGN_RULE, _SIGN_WHY, line, count, sign.strip()))
        return replace(_behind(block, note.cut), label=label)

    def _kind(self, run: Sequence[Paragraph]) -> tuple[BlockKind, int]:
        first = run[0]
        text = first.text()
        if len(run) > 1:
            return "paragraph", 0
        if first.size >= LARGER * self.size and len(text) <= _LONGEST_HEADING:
            level = self.levels.get(round(first.size, 1), _DEEPEST)
            return ("heading", level) if any(map(str.isalpha, text)) else ("paragraph", 0)
        alone = len(text) <= _LONGEST_BOLD and not text.rstrip().endswith((".", ",", ";", ":"))
        if first.is_bold() and alone and first.size >= 0.95 * self.size:
            return "heading", min(_DEEPEST, max(self.levels.values(), default=1) + 1)
        if _BULLET.match(text):
            return "item", 1
        inset = len(first.lines) > 1 and first.inset() >= _QUOTE
        narrow = all(
            frame.edge - line.right >= 0.8 * line.size
            for line, frame in zip(first.lines[:-1], first.frames, strict=False)
        )
        return ("quote", 0) if inset and (narrow or first.size < self.size) else ("paragraph", 0)

    def _lines(self, run: Sequence[Paragraph]) -> Block:
        """Return single lines as those of one block, indented as they stand."""
        left = min(paragraph.lines[0].left for paragraph in run)
        parts: list[str] = []
        marks: list[Mark] = []
        at = 0
        for paragraph in run:
            line = paragraph.lines[0]
            lead = " " * round(max(0.0, line.left - left) / (0.5 * line.size))
            parts.append(lead + line.text)
            marks += self._marks(line, at + len(lead))
            at += len(parts[-1]) + 1
        lines = (run[0].lines[0].number, run[-1].lines[0].number)
        return Block("paragraph", "\n".join(parts), lines, marks=_united(marks))

    def _block(self, lines: Sequence[Line], kind: BlockKind, level: int) -> Block:
        out: list[str] = []
        marks: list[Mark] = []
        at = 0
        for number, line in enumerate(lines):
            text = line.text
            after = lines[number + 1].text if number + 1 < len(lines) else ""
            join = "\n" if after else ""
            if after and text.endswith(tuple(SIGNS)) and text[:-1]:
                join = self._join(line, after)
                text = text[:-1]
            marks += self._marks(replace(line, text=text), at, heading=kind == "heading")
            out += (text, join)
            at += len(text) + len(join)
        span = (lines[0].number, max(line.number for line in lines))
        return Block(kind, "".join(out), span, level, _united(marks))

    def _row(self, lines: Sequence[Line]) -> Block:
        """Return the lines of the cells of a row as one block, with a tab for each column."""
        text, marks, last = "", list[Mark](), 0
        for cell, inner in groupby(lines, key=lambda line: line.cell):
            if cell is None:
                continue
            made = self._block(list(inner), "paragraph", 0)
            text += "\t" * (cell.column - last)
            last, start = cell.column, len(text)
            text += made.text.replace("\n", " ")
            spans = (("colspan", cell.columns), ("rowspan", cell.rows))
            said = " ".join(f"{name}={min(n, MOST_SPANNED)}" for name, n in spans if n > 1)
            if said:
                marks.append(Mark(start, len(text), "cell", said))
            marks += (replace(m, start=m.start + start, end=m.end + start) for m in made.marks)
        first = lines[0].cell
        rank = HEAD if first and first.head else 0
        span = (lines[0].number, max(line.number for line in lines))
        label = str(first.table) if first else ""
        return Block("row", text, span, rank, tuple(marks), label=label)

    def _join(self, line: Line, after: str) -> str:
        """Return what stands between a line that ends in a hyphen and the one *after* it."""
        sign = line.text[-1]
        if line.text[-2:-1].isspace():
            return f"{sign}\n"  # a dash, with a space before it
        if self.hyphens.is_divided(line.text, after, line.number):
            said = f"{line.text.split()[-1]}{after.split(maxsplit=1)[0]}"
            self.left_out.append(LeftOut(_HYPHEN_RULE, _HYPHEN_WHY, line.number, 1, said))
            return ""
        return "-" if sign == "\u00ad" else sign

    def _marks(self, line: Line, at: int, *, heading: bool = False) -> list[Mark]:
        """Return the marks on *line*, whose text begins at *at* in its block."""
        size = len(line.text)
        marks: list[Mark] = []
        calls = self.calls.get(line.number, [])
        for start, end, number in calls:
            marks.append(Mark(at + start, at + min(end, size), "author-note", number))
        for span in line.spans:
            start, end = span.start, min(span.end, size)
            if start >= end:
                continue
            called = any(a < end and start < b for a, b, _ in calls)
            kinds = self._kinds(span, heading=heading, called=called)
            marks += (Mark(at + start, at + end, kind) for kind in kinds)
        if label := self.labels.get(line.page):
            marks.append(Mark(at, at + size, "page", label))
        return marks

    def _kinds(self, span: Span, *, heading: bool, called: bool) -> list[MarkKind]:
        kinds: list[MarkKind] = []
        if span.style.italic != self.italic and not (heading and span.style.bold):
            kinds.append("emphasis")
        if span.style.bold and not heading:
            kinds.append("strong")
        if span.shift and not called:
            kinds.append("superscript" if span.shift > 0 else "subscript")
        return kinds

    def _without_bullet(self, block: Block) -> Block:
        found = _BULLET.match(block.text)
        cut = found.end() if found else 0
        self.left_out.append(LeftOut(_BULLET_RULE, _BULLET_WHY, block.lines[0], 1, block.text[:1]))
        return _behind(block, cut)


def _behind(block: Block, cut: int) -> Block:
    """Return *block* without its first *cut* characters."""
    marks = tuple(
        replace(mark, start=max(0, mark.start - cut), end=mark.end - cut)
        for mark in block.marks
        if mark.end > cut
    )
    return replace(block, text=block.text[cut:], marks=marks)


def _united(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Return *marks* in order, those that go on over the end of a line as one."""
    open_: dict[tuple[str, str], Mark] = {}
    done: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        key = (mark.kind, mark.ref)
        last = open_.get(key)
        if last and mark.start <= last.end + 1 and mark.kind != "author-note":
            open_[key] = replace(last, end=max(last.end, mark.end))
            continue
        if last:
            done.append(last)
        open_[key] = mark
    return tuple(sorted([*done, *open_.values()], key=lambda mark: (mark.start, -mark.end)))
