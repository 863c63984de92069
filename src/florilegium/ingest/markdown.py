"""Markdown: CommonMark and tables become blocks with marks; HTML in it is read as HTML."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from florilegium.ingest import html
from florilegium.ingest.front_matter import head_end
from florilegium.ingest.lines import Draft, arranged
from florilegium.ingest.markdown_inline import Line, letters, prepare, read_formulas
from florilegium.ingest.orders import Orders
from florilegium.ingest.poems import Breaks
from florilegium.ingest.reading import SCENE_BREAK, Reading, cut, scene_breaks
from florilegium.ingest.tables import HEAD
from florilegium.model import Block, BlockKind, Illustration, LeftOut, Mark
from florilegium.model.edits import Edit, rewrite

if TYPE_CHECKING:
    from markdown_it.token import Token

# The indent of a line, and the bar that begins one of a line block.
_HEAD = re.compile(r"(?: {0,3}> ?)*+([ \t]*)")
_BAR = re.compile(r"[ \t]*\|(?: |$)")
_BARS = re.compile(r"^([ \t]*\|(?: |$))", re.MULTILINE)
_GOES_ON = re.compile(r"\n(?![ \t]*\|)[ \t]*")
_LISTS = ("ordered_list_open", "bullet_list_open")
# A note's text, which CommonMark would take for the address of a link; and its call.
_DEFINES = re.compile(r"^( {0,3})\[\^(?=[^\]\s]+\]:)", re.MULTILINE)
_DEFINED = re.compile(r"^\[\^([^\]\s]+)\]:\s*", re.MULTILINE)
_CALLED = re.compile(r"\[\^([^\]\s]{1,300})\](?!:)")


def read(text: str, orders: Orders = ()) -> Reading:
    """Return the blocks of a Markdown file; *orders* are what the editor says of passages."""
    # Imported here: other seeds need none of it.
    from markdown_it import MarkdownIt  # noqa: PLC0415

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    prepare(parser)
    lines = text.split("\n")
    head = "\n".join(lines[: (end := head_end(lines))])
    lines[:end] = [""] * end  # so that the others keep their numbers
    context = _Context(lines)
    tokens = parser.parse(_DEFINES.sub(r"\1\\[^", "\n".join(lines)))
    damage = tuple(read_formulas(tokens))
    drafts: list[Draft] = []
    shown: list[Illustration] = []
    for token in tokens:
        shown += _illustrations(token, block=len(drafts))
        drafts += (draft for draft in context.take(token) if draft.block.text.strip())
    made = arranged(drafts, orders)
    shown = [replace(one, block=made.since(one.block)) for one in shown]
    read = _with_notes(scene_breaks(made.blocks))
    left_out = tuple(one for token in tokens for one in _left_out(token))
    if head:
        why = "the head of the file, which says what the text is"
        left_out = (LeftOut("head-of-file", why, 1, len(head), head), *left_out)
    return Reading(read, illustrations=tuple(shown), left_out=left_out, damage=damage)


def _left_out(token: "Token") -> Iterator[LeftOut]:
    if token.type == "html_block":
        above = token.map[0] if token.map else 0
        for one in html.read(token.content).left_out:
            yield replace(one, line=above + one.line)


def _illustrations(token: "Token", *, block: int) -> Iterator[Illustration]:
    above = token.map[0] if token.map else 0
    if token.type == "html_block":
        for one in html.read(token.content).illustrations:
            yield replace(one, block=block + one.block, line=above + one.line)
    for child in token.children or ():
        if child.type == "image":
            address = str(child.attrGet("src") or "")
            yield Illustration(address, " ".join(child.content.split()), block, above + 1)
        elif child.type == "html_inline":
            for one in html.read(child.content).illustrations:
                yield replace(one, block=block, line=above + 1)


@dataclass(slots=True)
class _Context:
    """The lines of the file, and the elements open around the token being read."""

    source: Sequence[str]
    open: list[tuple[BlockKind, int, str]] = field(default_factory=list)
    lists: list[bool] = field(default_factory=list)
    tables: int = 0
    cells: list[Line] = field(default_factory=list)
    in_row: bool = False
    row: int = 1
    rank: int = 0
    align: str = ""
    quoted: int = 0

    def take(self, token: "Token") -> tuple[Draft, ...]:
        """Return the blocks that *token* completes, mostly none or one."""
        lines = (token.map[0] + 1, token.map[1]) if token.map else (1, 1)
        if token.type in _WHOLE:
            # What is only indented may be a stanza that is.
            breaks = Breaks.SOFT if token.type == "code_block" else Breaks.NONE
            return tuple(
                Draft(replace(block, quoted=block.quoted + self.quoted), breaks)
                for block in _WHOLE[token.type](token, lines)
            )
        if token.type == "inline" and not self.in_row:
            return self._block(token, lines)
        if token.type == "tr_close":
            self.in_row = False
            self.row += 1
            row = _row(self.cells, self.row - 1, rank=self.rank, table=self.tables)
            return (Draft(row, Breaks.NONE),)
        self._tabulate(token, lines[0])
        self._nest(token)
        return ()

    def _tabulate(self, token: "Token", line: int) -> None:
        """Take note of what *token* says of a table."""
        if token.type == "inline":
            self.cells.append(_cell(token, self.align))
        elif token.type == "tr_open":
            self.in_row, self.cells = True, []
        elif token.type in ("th_open", "td_open"):
            self.align = _ALIGNED.get(str(token.attrGet("style") or ""), "")
        elif token.type == "table_open":
            self.row = line
            self.tables += 1
            self.rank = HEAD
        elif token.type == "thead_close":
            self.row += 1  # the line of dashes
            self.rank = 0

    def _nest(self, token: "Token") -> None:
        if token.type == "heading_open":
            self.open.append(("heading", int(token.tag[1]), ""))
        elif token.type == "blockquote_open":
            self.open.append(("quote", len(self.lists), ""))
            self.quoted += 1
        elif token.type in _LISTS:
            self.lists.append(token.type == _LISTS[0])
        elif token.type == "list_item_open":
            number = str(int(token.info)) if self.lists[-1] and token.info else ""
            self.open.append(("item", len(self.lists), number))
        elif token.type in ("heading_close", "blockquote_close", "list_item_close"):
            self.open.pop()
            self.quoted -= token.type == "blockquote_close"
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            self.lists.pop()

    def _block(self, token: "Token", lines: tuple[int, int]) -> tuple[Draft, ...]:
        kind, level, label = self.open[-1] if self.open else ("paragraph", 0, "")
        runs = kind in ("paragraph", "quote") and not level
        line = Line.of(token.children or (), _heads(self.source[lines[0] - 1 : lines[1]], runs))
        if kind == "item":
            # Only the first paragraph of an item bears its bullet; others go on with it.
            self.open[-1] = ("paragraph", level, "")
        block = Block(
            kind, line.text, lines, level, tuple(line.marks), label=label, quoted=self.quoted
        )
        if runs and _is_line_block(block.text):
            return (Draft(_unbarred(block), Breaks.SAID),)
        breaks = Breaks.HARD if line.broken else Breaks.SOFT if runs else Breaks.NONE
        return (Draft(block, breaks),)


def _heads(lines: Sequence[str], runs: bool) -> list[str]:  # is it running text?
    """Return the indent of each line, behind the signs of the block quote it may be in."""
    found = (_HEAD.match(line) for line in lines)
    return [match[1] if match and runs else "" for match in found]


def _is_line_block(text: str) -> bool:
    """Whether *text* is a line block as pandoc writes it: a bar before every line."""
    lines = text.split("\n")
    barred = all(_BAR.match(line) or line[:1] in (" ", "\t") for line in lines)
    return barred and _BAR.match(lines[0]) is not None


def _unbarred(block: Block) -> Block:
    """Return a line block without its bars; a line without one goes on with that above it."""
    edits = [Edit(m.start(1), m.end(1), "") for m in _BARS.finditer(block.text)]
    edits += [Edit(m.start(), m.end(), " ") for m in _GOES_ON.finditer(block.text)]
    return rewrite(block, sorted(edits))


_ALIGNED = {"text-align:right": "align=right", "text-align:center": "align=center"}


def _cell(token: "Token", align: str) -> Line:
    line = Line.of(token.children or ())
    if align:
        line.marks.insert(0, Mark(0, len(line.text), "cell", align))
    return line


def _row(cells: Sequence[Line], line: int, *, rank: int, table: int) -> Block:
    marks: list[Mark] = []
    text = ""
    for number, cell in enumerate(cells):
        text += "\t" if number else ""
        marks += [
            replace(mark, start=mark.start + len(text), end=mark.end + len(text))
            for mark in cell.marks
        ]
        text += cell.text.replace("\n", " ")
    return Block("row", text, (line, line), rank, tuple(marks), label=str(table))


def _html(token: "Token", lines: tuple[int, int]) -> tuple[Block, ...]:
    above = lines[0] - 1
    return tuple(
        replace(block, lines=(block.lines[0] + above, block.lines[1] + above))
        for block in html.read(token.content).blocks
    )


def _code(token: "Token", lines: tuple[int, int]) -> tuple[Block, ...]:
    return (Block("code", letters(token.content.rstrip("\n")), lines),)


def _formula(token: "Token", lines: tuple[int, int]) -> tuple[Block, ...]:
    line = Line()
    line.add_formula(token)
    return (Block("paragraph", line.text, lines, marks=tuple(line.marks)),)


def _rule(_token: "Token", lines: tuple[int, int]) -> tuple[Block, ...]:
    return (Block("break", SCENE_BREAK, lines),)


# Tokens that are a block, or several, by themselves.
_WHOLE: dict[str, Callable[["Token", tuple[int, int]], tuple[Block, ...]]] = {
    "code_block": _code,
    "fence": _code,
    "formula": _formula,
    "hr": _rule,
    "html_block": _html,
}


# -- the author's notes --------------------------------------------------------------------


def _with_notes(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return *blocks* with ``[^1]`` as calls, and ``[^1]: …`` as notes, that find each other."""
    parts = [part for block in blocks for part in _parted(block)]
    defined = {m[1] for block in parts if (m := _DEFINED.match(block.text))}
    calls = (m[1] for block in parts for m in _CALLED.finditer(block.text))
    names = dict.fromkeys(name for name in calls if name in defined)
    numbers = {name: str(number) for number, name in enumerate(names, start=1)}
    return tuple(_noted(block, numbers) for block in parts)


def _parted(block: Block) -> Iterator[Block]:
    """Yield *block*, cut before every line that begins a note."""
    starts = [m.start() for m in _DEFINED.finditer(block.text)] if block.kind != "code" else []
    edges = [0, *(start for start in starts if start), len(block.text)]
    for start, end in pairwise(edges):
        above = block.text[:start].count("\n")
        part = cut(block, start, end) if len(edges) > 2 else block  # noqa: PLR2004  # more than it
        first = block.lines[0] + above
        last = first + part.text.count("\n") if len(edges) > 2 else block.lines[1]  # noqa: PLR2004  # the same
        yield replace(part, lines=(first, last))


def _noted(block: Block, numbers: dict[str, str]) -> Block:
    if block.kind == "code":
        return block
    head = _DEFINED.match(block.text)
    if head and head[1] in numbers and block.kind == "paragraph":
        block = replace(
            cut(block, head.end(), len(block.text)), kind="author-note", label=numbers[head[1]]
        )
    calls = [m for m in _CALLED.finditer(block.text) if m[1] in numbers]
    return _called(block, calls, numbers) if calls else block


def _called(block: Block, calls: Sequence[re.Match[str]], numbers: dict[str, str]) -> Block:
    """Return *block* with the numbers of the notes for their names, and marks on them."""
    edits = [Edit(m.start(), m.end(), numbers[m[1]]) for m in calls]
    marks = [Mark(m.start(), m.end(), "author-note", numbers[m[1]]) for m in calls]
    return rewrite(replace(block, marks=(*block.marks, *marks)), edits)
