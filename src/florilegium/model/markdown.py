"""The stored form of a text: Markdown that a person can diff and pandoc can read.

Input: blocks. Output: one string. Marks of the apparatus are left out: this is the author's
text after cleaning and typography.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby, pairwise

from florilegium.model import Block, Mark
from florilegium.model.directions import said

_WRAP = {
    "emphasis": ("*", "*"), "strong": ("**", "**"), "code": ("`", "`"),
    "superscript": ("^", "^"), "subscript": ("~", "~"),
    "struck": ("~~", "~~"), "deleted": ("~~", "~~"),
    "inserted": ("[", "]{.inserted}"), "underlined": ("[", "]{.underline}"),
    "highlighted": ("[", "]{.mark}"), "small": ("[", "]{.small}"),
    "small-caps": ("[", "]{.smallcaps}"), "ruby": ("[", "]{.ruby}"),
    "reading": ("[", "]{.reading}"),
}  # fmt: skip
# Characters that would be read as markup where they stand in plain text.
_SPECIAL = re.compile(r"([\\`*_\[\]^~<>@])")
_LINE_START = re.compile(r"^([^\S\n]*)(#{1,6}\s|[-+]\s|\d+[.)]\s|>|:::)", re.MULTILINE)


def to_markdown(blocks: Iterable[Block]) -> str:
    """Return *blocks* as Markdown, one blank line between two of them."""
    out: list[str] = []
    for kind, run in groupby(blocks, key=_together):
        if kind[0] == "row":
            out.append(_table(tuple(run)))
        elif kind[0] == "author-note":
            first, *others = run
            out += [_block(first), *(f"    {_inline(block)}" for block in others)]
        else:
            out += (_quoted(block, _block(block)) for block in run)
    return "\n\n".join(out) + "\n"


def _together(block: Block) -> tuple[str, str]:
    joined = block.kind in ("row", "author-note")
    return (block.kind, block.label) if joined else ("", "")


def _block(block: Block) -> str:
    if block.kind in _PLAIN:
        return _PLAIN[block.kind](block)
    text = _LINE_START.sub(r"\1\\\2", _inline(block))
    if block.kind in ("item", "term", "definition"):
        indent = "    " * (max(1, block.level) - 1)
        return f"{indent}{_bullet(block)}{text}"
    if block.kind == "verse":
        return "\n".join(f"| {line}" for line in text.split("\n"))
    if block.kind == "author-note":
        return f"[^{block.label}]: {text}"
    return f"{'    ' * block.level}{text}" if block.kind == "paragraph" else text


def _bullet(block: Block) -> str:
    if block.kind == "definition":
        return ":   "
    if block.kind == "term":
        return ""
    return f"{block.label}. " if block.label else "- "


def _quoted(block: Block, text: str) -> str:
    """Return the Markdown *text* of *block* within the quotations it stands in."""
    depth = max(block.quoted, int(block.kind == "quote"))
    sign = "> " * depth
    return "\n".join(f"{sign}{line}".rstrip() for line in text.split("\n")) if depth else text


def _heading(block: Block) -> str:
    return f"{'#' * max(1, block.level)} {_inline(block)}"


def _table(rows: Sequence[Block]) -> str:
    """Return the rows of a table; a line of dashes makes it a table for every reader."""
    width = max(row.text.count("\t") + 1 for row in rows)
    lines = [_row(_inline(row).split("\t"), width) for row in rows]
    if rows[0].level != 1:
        lines.insert(0, _row([""], width))
    lines.insert(1, _row(["---"] * width, width))
    return "\n".join(lines)


def _row(cells: Sequence[str], width: int) -> str:
    clear = [cell.replace("|", "\\|").replace("\n", " ") for cell in cells]
    return f"| {' | '.join([*clear, *[''] * (width - len(clear))])} |"


def _picture(block: Block) -> str:
    source = next((mark.ref for mark in block.marks if mark.kind == "picture"), "")
    words = _SPECIAL.sub(r"\\\1", block.label)
    return f"![{words}]({source.replace(' ', '%20')})"


_PLAIN: dict[str, Callable[[Block], str]] = {
    "picture": _picture,
    "code": lambda block: f"```\n{block.text}\n```",
    "heading": _heading,
    "caption": lambda block: f"{'Table: ' if block.label else ''}{_inline(block)}",
    "break": lambda block: block.text,
}


def _around(mark: Mark) -> tuple[str, str] | None:
    """Return what stands before and after the words of *mark*; None where it is not shown."""
    if mark.kind == "link":
        return "[", f"]({mark.ref})"
    if mark.kind == "language":
        names = zip(("lang", "dir"), said(mark.ref), strict=True)
        return "[", f"]{{{' '.join(f'{name}={value}' for name, value in names if value)}}}"
    if mark.kind == "formula":
        return "[", "]{.formula}"
    return _WRAP.get(mark.kind)


def _inline(block: Block) -> str:
    starts: dict[int, str] = {}
    calls = {m.start: m for m in block.marks if m.kind == "author-note"}
    called = {place for m in calls.values() for place in range(m.start, m.end)}
    ends: dict[int, str] = {}
    for mark in sorted(block.marks, key=lambda mark: (mark.start, -mark.end)):
        around = _around(mark)
        if around and (mark.kind == "link" or mark.start not in called):
            starts[mark.start] = starts.get(mark.start, "") + around[0]
            ends[mark.end] = around[1] + ends.get(mark.end, "")
    out: list[str] = []
    edges = {edge for mark in calls.values() for edge in (mark.start, mark.end)}
    cuts = sorted({0, *starts, *ends, *edges, len(block.text)})
    for place, following in pairwise((*cuts, len(block.text))):
        out += [ends.get(place, ""), starts.get(place, "")]
        if place in calls:
            out.append(f"[^{calls[place].ref}]")
        if place not in called:
            out.append(_SPECIAL.sub(r"\\\1", block.text[place:following]))
    return "".join(out)
