r"""Plain text: every line is a paragraph, but wrapped prose is joined and verse keeps its lines.

A joined paragraph holds its line ends as ``\n``: there they mean no more than a space. In a
block of kind ``verse`` they are the lines of the verse.
"""

import re
from collections.abc import Sequence
from itertools import groupby

from florilegium.ingest.reading import VERSE_WIDTH, Reading, is_verse, scene_breaks, wrap_width
from florilegium.model import Block

# Characters that end a line without being a newline; editors do not count lines by them.
_ENDS = re.compile("[\v\f\x85\u2028\u2029]")
_Line = tuple[int, str]


def read(text: str) -> Reading:
    """Return the blocks of a plain text."""
    runs = tuple(_runs(text))
    long = any(len(line) > VERSE_WIDTH for run in runs for _, line in run)
    parts = (part for run in runs for part in (run, *_indented_paragraphs(run)))
    known = max((wrap_width([line for _, line in part]) for part in parts), default=0)
    blocks = [block for run in runs for block in _blocks(run, known=known, alone=not long)]
    return Reading(scene_breaks(blocks))


def _runs(text: str) -> list[list[_Line]]:
    lines = (
        (number, part.rstrip())
        for number, line in enumerate(text.split("\n"), start=1)
        for part in _ENDS.split(line)
    )
    return [list(run) for filled, run in groupby(lines, lambda line: bool(line[1])) if filled]


def _blocks(run: Sequence[_Line], *, known: int, alone: bool) -> list[Block]:
    lines = [line for _, line in run]
    whole = (run[0][0], run[-1][0])
    parts = _indented_paragraphs(run)
    if len(parts) > 1 and known and any(_wraps(part, known=known) for part in parts):
        return [block for part in parts for block in _blocks(part, known=known, alone=alone)]
    if wrap_width(lines) or wrap_width(lines, known=known):
        return [Block("paragraph", "\n".join(line.strip() for line in lines), whole)]
    if is_verse([line.strip() for line in lines], alone=alone):
        return [Block("verse", "\n".join(_dedented(lines)), whole)]
    return [Block("paragraph", line.strip(), (number, number)) for number, line in run]


def _wraps(run: Sequence[_Line], *, known: int) -> bool:
    return len(run) > 1 and bool(wrap_width([line for _, line in run], known=known))


def _indented_paragraphs(run: Sequence[_Line]) -> list[list[_Line]]:
    """Return *run* cut before every indented line, as old books set their paragraphs."""
    parts: list[list[_Line]] = []
    for line in run:
        if not parts or line[1][0].isspace():
            parts.append([])
        parts[-1].append(line)
    return parts


def _dedented(lines: Sequence[str]) -> list[str]:
    flat = [line.expandtabs(4) for line in lines]
    margin = min(len(line) - len(line.lstrip()) for line in flat)
    return [line[margin:] for line in flat]
