"""Tables of pandoc's document: rows of cells in their columns, or a layout that is none.

Input the rows of pandoc's JSON, output a block for each: a tab for each column, what is said
of a cell as a mark on it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from florilegium.ingest.pandoc_tree import Node, words_of
from florilegium.ingest.pandoc_words import Line
from florilegium.ingest.tables import HEAD, HEADED, MOST_SPANNED
from florilegium.model import Block, Mark

Row = tuple[Any, int]  # of pandoc's JSON, and its rank
_ALIGNED = {"AlignRight": "align=right", "AlignCenter": "align=center"}
# A cell longer than this is a column of the page's layout, and no entry of a table.
_LONG_CELL = 2000


@dataclass(slots=True)
class Grid:
    """A table while its rows are written; *spans* are the rows that cells above still reach."""

    number: str
    aligned: Sequence[str]
    spans: dict[int, int] = field(default_factory=dict)


def alignment(said: Mapping[str, Any]) -> str:
    """Return how pandoc has a column or a cell set, as a mark says it; empty for the usual."""
    return _ALIGNED.get(str(said["t"]), "")


def rows_of(content: Sequence[Any]) -> list[Row]:
    """Return the rows of a table with their ranks: of heads, headed by their first cell, or 0."""
    _, _, _, head, bodies, foot = content
    rows = [(row, HEAD) for row in head[1]]
    for _, headed, own, others in bodies:
        rows += [(row, HEAD) for row in own]
        rows += [(row, HEADED if headed else 0) for row in others]
    return [*rows, *((row, 0) for row in foot[1])]


def lays_out(rows: Sequence[tuple[Any, int]]) -> bool:
    """Tell whether a table has one cell, cells as long as pages, or tables in it."""
    cells = [cell for row, _ in rows for cell in row[1]]
    if len(cells) < 2:  # noqa: PLR2004  # a box around words
        return True
    return any(
        any(node["t"] == "Table" for node in cell[4]) or len(words_of(cell[4])) > _LONG_CELL
        for cell in cells
    )


def row_of(
    cells: Sequence[Any], rank: int, grid: Grid, line_of: Callable[[Sequence[Node]], Line]
) -> Block:
    """Return a row of *cells*, whose words *line_of* gives; *grid* is moved on by a row."""
    text, last, column = "", 0, 0
    marks: list[Mark] = []
    for _, align, rows, columns, blocks in cells:
        while grid.spans.get(column, 0):
            grid.spans[column] -= 1
            column += 1
        text += "\t" * (column - last)
        last, start = column, len(text)
        line = line_of(blocks)
        text += line.text
        usual = grid.aligned[column] if column < len(grid.aligned) else ""
        if said := _said(columns, rows, alignment(align) or usual):
            marks.append(Mark(start, len(text), "cell", said))
        marks += [replace(m, start=m.start + start, end=m.end + start) for m in line.marks]
        for _ in range(min(columns, MOST_SPANNED)):
            grid.spans[column] = rows - 1
            column += 1
    for further in [at for at in grid.spans if at >= column and grid.spans[at]]:
        grid.spans[further] -= 1
    return Block("row", text, (0, 0), rank, tuple(marks), label=grid.number)


def _said(columns: int, rows: int, align: str) -> str:
    spans = (("colspan", columns), ("rowspan", rows))
    parts = [f"{name}={min(count, MOST_SPANNED)}" for name, count in spans if count > 1]
    return " ".join([*parts, *([align] if align else [])])
