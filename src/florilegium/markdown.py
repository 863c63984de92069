"""The stored form of a text: Markdown that a person can diff and pandoc can read.

Input: blocks. Output: one string. Marks of the apparatus are left out: this is the author's
text after cleaning and typography.
"""

import re
from collections.abc import Iterable
from itertools import pairwise

from florilegium.model import Block

_WRAP = {"emphasis": "*", "strong": "**", "code": "`", "superscript": "^", "subscript": "~"}
# Characters that would be read as markup where they stand in plain text.
_SPECIAL = re.compile(r"([\\`*_\[\]^~<>@])")
_LINE_START = re.compile(r"^(\s*)(#{1,6}\s|[-+]\s|\d+[.)]\s|>|:::)", re.MULTILINE)


def to_markdown(blocks: Iterable[Block]) -> str:
    """Return *blocks* as Markdown, one blank line between two of them."""
    return "\n\n".join(_block(block) for block in blocks) + "\n"


def _block(block: Block) -> str:
    if block.kind == "code":
        return f"```\n{block.text}\n```"
    text = _inline(block)
    if block.kind == "heading":
        return f"{'#' * max(1, block.level)} {text}"
    text = _LINE_START.sub(r"\1\\\2", text)
    if block.kind == "quote":
        return "\n".join(f"> {line}" for line in text.split("\n"))
    if block.kind == "item":
        return f"{'    ' * (max(1, block.level) - 1)}- {text}"
    if block.kind == "verse":
        return "\n".join(f"| {line}" for line in text.split("\n"))
    return text


def _inline(block: Block) -> str:
    starts: dict[int, str] = {}
    ends: dict[int, str] = {}
    for mark in sorted(block.marks, key=lambda mark: (mark.start, -mark.end)):
        if mark.kind in _WRAP:
            starts[mark.start] = starts.get(mark.start, "") + _WRAP[mark.kind]
            ends[mark.end] = _WRAP[mark.kind] + ends.get(mark.end, "")
        elif mark.kind == "link":
            starts[mark.start] = starts.get(mark.start, "") + "["
            ends[mark.end] = f"]({mark.ref})" + ends.get(mark.end, "")
    out: list[str] = []
    cuts = sorted({0, *starts, *ends, len(block.text)})
    for place, following in pairwise((*cuts, len(block.text))):
        out += [ends.get(place, ""), starts.get(place, "")]
        out.append(_SPECIAL.sub(r"\\\1", block.text[place:following]))
    return "".join(out)
