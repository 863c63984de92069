"""Tables of data in an HTML page: which cells stand in which column of which row.

A table that only lays the page out (it holds other tables, or cells as long as paragraphs)
is none: what is in it is read as running text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

# A cell longer than this is a column of the page's layout, not an entry of a table …
_CELL = 200
# … unless the table has heads or a caption; then only a cell like a whole article is.
_LONG_CELL = 2000
# No real table spans more; a page that says so wants to use up the memory.
MOST_SPANNED = 60
HEAD, HEADED = 1, 2  # Block.level of a row of heads, and of a row headed by its first cell


@dataclass(slots=True)
class Tables:
    """The data tables of a page.

    *rows* gives the number of its table and its rank for every row, *captions* the number of
    its table for every caption, *tabs* how many columns each cell is on from the one before,
    *cells* what is said of a cell that is not as most are: ``colspan=2 rowspan=3 align=right
    head=col``, each part only where it is needed.
    """

    rows: dict[etree._Element, tuple[str, int]] = field(default_factory=dict)
    captions: dict[etree._Element, str] = field(default_factory=dict)
    tabs: dict[etree._Element, int] = field(default_factory=dict)
    cells: dict[etree._Element, str] = field(default_factory=dict)


def data_tables(root: etree._Element) -> Tables:
    """Return the tables of data under *root*."""
    found = Tables()
    number = 0
    for table in root.iter("table"):
        rows = [row for row in table.iter("tr") if len(_cells(row))]
        if not _is_data(table, rows):
            continue
        number += 1
        for caption in table.findall("caption"):
            found.captions[caption] = str(number)
        spans: dict[int, int] = {}
        for row in rows:
            found.rows[row] = (str(number), _rank(row))
            found.tabs |= dict(_columns(row, spans))
            for cell in _cells(row):
                if said := _said(cell, row, found.rows[row][1]):
                    found.cells[cell] = said
    return found


def is_column(cell: etree._Element) -> bool:
    """Tell whether the table cell *cell* is a column of the page's layout."""
    return cell.tag in ("td", "th") and (
        sum(map(len, cell.itertext())) > _CELL or cell.find(".//table") is not None
    )


def _cells(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _is_data(table: etree._Element, rows: list[etree._Element]) -> bool:
    if table.find(".//table") is not None or table.get("role") in ("presentation", "none"):
        return False
    if len(rows) < 2 or max(len(_cells(row)) for row in rows) < 2:  # noqa: PLR2004  # a grid
        return False
    named = table.find("caption") is not None or table.find(".//th") is not None
    longest = _LONG_CELL if named else _CELL
    return all(sum(map(len, cell.itertext())) <= longest for row in rows for cell in _cells(row))


def _rank(row: etree._Element) -> int:
    cells = _cells(row)
    parent = row.getparent()
    if all(cell.tag == "th" for cell in cells) or (parent is not None and parent.tag == "thead"):
        return HEAD
    return HEADED if cells[0].tag == "th" else 0


def _columns(row: etree._Element, spans: dict[int, int]) -> Iterator[tuple[etree._Element, int]]:
    """Yield each cell of *row* with its distance from the one before; *spans* reach from above."""
    column = last = 0
    for cell in _cells(row):
        while spans.get(column, 0):
            spans[column] -= 1
            column += 1
        yield cell, column - last
        last = column
        for _ in range(_span(cell, "colspan")):
            spans[column] = _span(cell, "rowspan") - 1
            column += 1
    for further in [at for at in spans if at >= column and spans[at]]:
        spans[further] -= 1


def _said(cell: etree._Element, row: etree._Element, rank: int) -> str:
    """Return what is to be said of *cell* besides its words."""
    parts = [
        f"{name}={_span(cell, name)}" for name in ("colspan", "rowspan") if _span(cell, name) > 1
    ]
    if align := _alignment(cell) or _alignment(row):
        parts.append(f"align={align}")
    first = row.index(cell) == 0
    scope = _SCOPES.get((cell.get("scope") or "").lower(), "")
    if cell.tag == "th" and (scope or (rank != HEAD and not (rank == HEADED and first))):
        parts.append(f"head={scope or ('col' if rank == HEAD else 'row')}")
    return " ".join(parts)


_SCOPES = {name: name for name in ("col", "row", "colgroup", "rowgroup")}
_ALIGNED = re.compile(r"(?:^|;)\s*text-align\s*:\s*(center|right|end)", re.IGNORECASE)
_ALIGNMENTS = {"center": "center", "middle": "center", "right": "right", "end": "right"}


def _below(cell: etree._Element) -> Iterator[etree._Element]:
    row = cell.getparent()
    yield from row.itersiblings("tr") if row is not None else ()


def _alignment(element: etree._Element) -> str:
    styled = _ALIGNED.search(element.get("style") or "")
    said = styled[1] if styled else element.get("align") or ""
    return _ALIGNMENTS.get(said.strip().lower(), "")


def _span(cell: etree._Element, name: str) -> int:
    value = (cell.get(name) or "").strip()
    if name == "rowspan" and value == "0":  # to the end of its part of the table
        return min(MOST_SPANNED, 1 + sum(1 for _ in _below(cell)))
    return min(MOST_SPANNED, max(1, int(value))) if value.isascii() and value.isdigit() else 1
