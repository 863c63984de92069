"""Markdown: CommonMark and tables become blocks with marks; HTML in it is read as HTML."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from florilegium.ingest import html
from florilegium.ingest.encoding import visible
from florilegium.ingest.reading import Reading, at_breaks
from florilegium.model import Block, BlockKind, Mark, MarkKind

_MARKS: dict[str, MarkKind] = {"em_open": "emphasis", "strong_open": "strong", "link_open": "link"}
_BREAK = "<br"


def read(text: str) -> Reading:
    """Return the blocks of a Markdown file."""
    parser = MarkdownIt("commonmark").enable("table")
    context = _Context()
    blocks = [block for token in parser.parse(text) for block in context.take(token)]
    return Reading(tuple(block for block in blocks if block.text.strip()))


@dataclass(slots=True)
class _Context:
    """The elements open around the token being read."""

    open: list[tuple[BlockKind, int]] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    in_row: bool = False
    row: int = 1

    def take(self, token: Token) -> tuple[Block, ...]:
        """Return the blocks that *token* completes, mostly none or one."""
        lines = (token.map[0] + 1, token.map[1]) if token.map else (1, 1)
        if token.type in ("fence", "code_block"):
            return (Block("code", _letters(token.content.rstrip("\n")), lines),)
        if token.type == "html_block":
            return _html(token.content, above=lines[0] - 1)
        if token.type == "inline" and self.in_row:
            self.cells.append(_Line.of(token.children or ()).text.replace("\n", " "))
        elif token.type == "inline":
            return self._block(token, lines)
        elif token.type == "tr_open":
            self.in_row, self.cells = True, []
        elif token.type == "table_open":
            self.row = lines[0]
        elif token.type == "thead_close":
            self.row += 1  # the line of dashes
        elif token.type == "tr_close":
            self.in_row = False
            self.row += 1
            return (Block("paragraph", "\t".join(self.cells), (self.row - 1,) * 2),)
        else:
            self._nest(token)
        return ()

    def _nest(self, token: Token) -> None:
        if token.type == "heading_open":
            self.open.append(("heading", int(token.tag[1])))
        elif token.type == "blockquote_open":
            self.open.append(("quote", 0))
        elif token.type == "list_item_open":
            self.open.append(("item", 1 + sum(1 for kind, _ in self.open if kind == "item")))
        elif token.type in ("heading_close", "blockquote_close", "list_item_close"):
            self.open.pop()

    def _block(self, token: Token, lines: tuple[int, int]) -> tuple[Block, ...]:
        line = _Line.of(token.children or ())
        kind, level = self.open[-1] if self.open else ("paragraph", 0)
        block = Block(kind, line.text, lines, level, tuple(line.marks))
        return at_breaks(block) if line.broken else (block,)


@dataclass(slots=True)
class _Line:
    """Inline tokens written out: their text and the marks on it.

    *broken* tells that its newlines are line breaks the author set, not the wrapping of the file.
    """

    text: str = ""
    broken: bool = False
    marks: list[Mark] = field(default_factory=list)
    starts: list[Mark] = field(default_factory=list)

    @classmethod
    def of(cls, tokens: Sequence[Token]) -> "_Line":
        """Return *tokens* written out."""
        line = cls(broken=any(map(_is_break, tokens)))
        for token in tokens:
            line._take(token)
        line.marks.sort(key=lambda mark: (mark.start, -mark.end))
        return line

    def _take(self, token: Token) -> None:
        here = len(self.text)
        if _is_break(token):
            self.text += "\n"
        elif token.type == "softbreak":
            self.text += " " if self.broken else "\n"
        elif token.type in _MARKS:
            address = str(token.attrGet("href") or "")
            self.starts.append(Mark(here, here, _MARKS[token.type], address))
        elif token.nesting < 0 and self.starts:
            self.marks.append(replace(self.starts.pop(), end=here))
        elif token.type in ("text", "code_inline"):
            self.text += _letters(token.content)
            if token.type == "code_inline":
                self.marks.append(Mark(here, len(self.text), "code"))


def _is_break(token: Token) -> bool:
    return token.type == "hardbreak" or (
        token.type == "html_inline" and token.content.lower().startswith(_BREAK)
    )


def _html(source: str, *, above: int) -> tuple[Block, ...]:
    return tuple(
        replace(block, lines=(block.lines[0] + above, block.lines[1] + above))
        for block in html.read(source).blocks
    )


def _letters(text: str) -> str:
    return visible(unicodedata.normalize("NFC", text))
