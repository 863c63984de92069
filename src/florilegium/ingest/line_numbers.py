"""Numbers in the margin of a text, told from its words: those of the lines of a poem or a play.

Input blocks, output the same blocks with each such number marked as furniture. A number is one
of the margin only if every number that stands at that end of the lines counts them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from florilegium.model import Block, Mark

RULE = "line-number"
_COUNTED = frozenset({"verse", "row", "paragraph"})
_BEHIND = re.compile(r"(?<=\S)[ \t]+[\[(]?(\d{1,4})[\])]?[ \t]*$")
_BEFORE = re.compile(r"^[ \t]*[\[(]?(\d{1,4})[\])]?[ \t]+(?=\S)")
_STEPS = (5, 10, 4, 20, 25)  # lines from one number to the next, as books have them
_FEWEST = 2  # numbers; one alone may be a word of the line


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the text from *start* to *end* of the block at *index*."""

    index: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Number:
    """A *value* that stands at an end of the line *at* its place, from *start* to *end*."""

    at: int
    value: int
    start: int
    end: int


def without_line_numbers(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return *blocks*, with the numbers of lines marked as furniture."""
    marks: dict[int, list[Mark]] = {}
    for run in _runs(blocks):
        lines = [line for index in run for line in _lines(blocks[index], index)]
        for pattern in (_BEHIND, _BEFORE):
            numbers = list(_numbers(blocks, lines, pattern))
            if not _count(numbers, len(lines)):
                continue
            for number in numbers:
                mark = Mark(number.start, number.end, "furniture", RULE)
                marks.setdefault(lines[number.at].index, []).append(mark)
            break
    return tuple(
        replace(block, marks=(*block.marks, *marks[index])) if index in marks else block
        for index, block in enumerate(blocks)
    )


def _runs(blocks: Sequence[Block]) -> Iterator[list[int]]:
    """Yield the blocks whose lines may be counted in one row: a poem, a table, short lines."""
    for key, run in groupby(enumerate(blocks), key=lambda pair: _kin(pair[1])):
        if key:
            yield [index for index, _ in run]


def _kin(block: Block) -> str:
    if block.kind not in _COUNTED or (block.kind == "paragraph" and "\n" in block.text):
        return ""
    return block.kind if block.kind != "row" else f"row {block.label}"


def _lines(block: Block, index: int) -> Iterator[_Line]:
    start = 0
    for line in block.text.split("\n"):
        if line.strip():
            yield _Line(index, start, start + len(line))
        start += len(line) + 1


def _numbers(
    blocks: Sequence[Block], lines: Sequence[_Line], pattern: re.Pattern[str]
) -> Iterator[_Number]:
    for at, line in enumerate(lines):
        text = blocks[line.index].text[line.start : line.end]
        if found := pattern.search(text):
            yield _Number(at, int(found[1]), line.start + found.start(), line.start + found.end())


def _count(numbers: Sequence[_Number], lines: int) -> bool:
    """Tell whether *numbers* count the lines, each the lines since the one before it."""
    if len(numbers) < _FEWEST:
        return False
    first = numbers[0].value - numbers[0].at
    if any(number.value - number.at != first for number in numbers):
        return False
    steps = {after.value - before.value for before, after in pairwise(numbers)}
    step = min(steps)
    usual = step in _STEPS and all(number.value % step == 0 for number in numbers)
    # Every line that should bear a number does, but for one that has no room.
    return usual and len(numbers) >= (lines // step) - 1
