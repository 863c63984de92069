"""The result of reading a file, and whether its lines are wrapped prose."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from florilegium.model import Block, Damage, Hints, Illustration, LeftOut, Mark

# Lines of 50 to 90 letters are what typewriters, e-mail and Gutenberg texts are wrapped at.
WRAP_WIDTHS = range(50, 91)
# The sign between two scenes, as it is written where the seed has only a rule.
SCENE_BREAK = "* * *"
_SCENE_BREAK = re.compile(r"\s*(?:(?:[*＊]\s*){3,9}|[⁂❦❧☙※])\s*")


@dataclass(frozen=True, slots=True)
class Reading:
    """The blocks of a file and, where it says so itself, its language (BCP 47).

    *hints* tell of each block where it stood in its page; empty where the format has none.
    *illustrations* are the pictures it names; what of it is in no block was *left out* or is
    *damage*. *page* is the whole page that the hints are of, for a file that holds one coded.
    """

    blocks: tuple[Block, ...]
    language: str = ""
    hints: tuple[Hints, ...] = ()
    illustrations: tuple[Illustration, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    damage: tuple[Damage, ...] = ()
    page: str = field(default="", repr=False, compare=False)


def scene_breaks(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return *blocks*, those that are only asterisks or a flower as the break of a scene."""
    return tuple(
        replace(block, kind="break")
        if block.kind == "paragraph" and _SCENE_BREAK.fullmatch(block.text)
        else block
        for block in blocks
    )


def wrap_width(lines: Sequence[str], *, known: int = 0) -> int:
    """Return the width to which *lines* are hard-wrapped, or 0 when they are not.

    A wrapped line has no room for the first word of the next one; and prose wrapped by a
    machine often goes on in lower case. *known* is the width found elsewhere in the text:
    with it two lines are enough.
    """
    width = max(map(len, lines))
    if len(lines) < (2 if known else 3) or width not in WRAP_WIDTHS or (known and width > known):
        return 0
    width = known or width
    pairs = tuple(pairwise(lines))
    full = sum(1 for line, after in pairs if len(line) + 1 + len(after.split()[0]) > width)
    flows = sum(1 for _, after in pairs if after.lstrip()[:1].islower())
    # One short line in ten is allowed (a word that a hand moved); a third must flow on.
    return width if 10 * full >= 9 * len(pairs) and 3 * flows >= len(pairs) else 0


def cut(block: Block, start: int, end: int) -> Block:
    """Return the part ``text[start:end]`` of *block*, trimmed, with the marks on it."""
    text = block.text[start:end]
    start += len(text) - len(text.lstrip())
    text = text.strip()
    return replace(block, text=text, marks=clip(block.marks, start, start + len(text)))


def clip(marks: Sequence[Mark], start: int, end: int) -> tuple[Mark, ...]:
    """Return what of *marks* lies in ``[start:end]``, counted from *start*."""
    return tuple(
        replace(mark, start=max(mark.start, start) - start, end=min(mark.end, end) - start)
        for mark in marks
        if mark.start < end and mark.end > start
    )
