"""Tables of a PDF that lines are drawn around: their cells, and the letters within each.

Input the rules of a page, output `Grid`s. Rules that touch one another are one drawing; it is a
table where they cut it into rows and columns without a rest, and letters stand in most of the
cells. Everything less stays lines of text.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import TypeAlias

from florilegium.ingest.pdf.drawn import Rule
from florilegium.ingest.pdf.glyph_places import Places
from florilegium.ingest.pdf.glyphs import Sheet
from florilegium.ingest.pdf.lines import Cell, Line, lines_of, pieces_of

_NEAR = 3.0  # points between two rules that are one, or meet
_DOUBLE = 4.5  # points between the edges of two cells that have rules of their own
_MOST_CELLS, _MOST_RULES = 1500, 1500
_LONGEST = 2000  # letters of a cell; longer ones are columns of the page
_FULL = 0.5  # of the cells, that have letters
_BOLD = 0.9  # of its letters, that make a line a bold one
_Area: TypeAlias = tuple[int, int, int, int]  # column, row, how many of either


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the edges of its columns from left to right, of its rows from the top down.

    *cells* have the column, the row and how many of either they span.
    """

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    cells: tuple[_Area, ...]

    def box(self) -> tuple[float, float, float, float]:
        """Return its edges: left, bottom, right, top."""
        return self.columns[0], self.rows[-1], self.columns[-1], self.rows[0]

    def sides(self, cell: _Area) -> tuple[float, float, float, float]:
        """Return the edges of *cell*: left, bottom, right, top."""
        column, row, columns, rows = cell
        return (
            self.columns[column],
            self.rows[row + rows],
            self.columns[column + columns],
            self.rows[row],
        )


def grids(rules: Sequence[Rule], glyphs: Places) -> list[Grid]:
    """Return the tables that *rules* draw around *glyphs*, from the top down."""
    merged = _merged(rules)
    if not glyphs.glyphs or len(merged) > _MOST_RULES:
        return []
    found = (_grid(group) for group in _drawings(merged))
    tables = [grid for grid in found if grid and _is_filled(grid, glyphs)]
    return sorted(tables, key=lambda grid: (-grid.rows[0], grid.columns[0]))


def lines_in(grid: Grid, glyphs: Places, sheet: Sheet, column: int, table: int) -> list[Line]:
    """Return the lines of the cells of *grid*, row by row; *table* is the number of it."""
    rows: list[list[tuple[Cell, list[Line]]]] = []
    for _, cells in groupby(grid.cells, key=lambda cell: cell[1]):
        row: list[tuple[Cell, list[Line]]] = []
        for cell in cells:
            at, _, columns, spanned = cell
            lines = lines_of(pieces_of(glyphs.within(grid.sides(cell))), sheet, column)
            row.append((Cell(table, 0, at, spanned, columns), lines))
        rows += _cut(row)
    head = len(rows) > 1 and _is_bold(rows[0]) and not _is_bold(rows[1])
    return [
        replace(line, cell=replace(cell, row=number, head=head and number == 0))
        for number, row in enumerate(rows)
        for cell, lines in row
        for line in lines
    ]


def _cut(row: Sequence[tuple[Cell, list[Line]]]) -> list[list[tuple[Cell, list[Line]]]]:
    """Return *row*, or the rows that it is where no rules part them: lines at the same heights."""
    heights = [[round(line.base) for line in lines] for _, lines in row if lines]
    alike = len(heights) > 1 and all(one == heights[0] for one in heights)
    if not alike or len(heights) < len(row) or any(cell.rows > 1 for cell, _ in row):
        return [list(row)]
    return [[(cell, [lines[at]]) for cell, lines in row] for at in range(len(heights[0]))]


def _is_bold(row: Sequence[tuple[Cell, list[Line]]]) -> bool:
    return all(line.share("bold") >= _BOLD for _, lines in row for line in lines)


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Return *rules* with dashes, and what goes on at the same height, as one."""
    level = [rule for rule in rules if rule.is_level]
    upright = [Rule(r.bottom, r.left, r.top, r.right) for r in rules if not r.is_level]
    return [*_rows_of(level), *(Rule(r.bottom, r.left, r.top, r.right) for r in _rows_of(upright))]


def _rows_of(rules: Sequence[Rule]) -> Iterator[Rule]:
    """Yield level *rules*, those at one height that touch as one."""
    by_height = sorted(rules, key=lambda rule: (rule.bottom + rule.top, rule.left))
    rows: list[list[Rule]] = []
    for rule in by_height:
        middle = (rule.bottom + rule.top) / 2
        if rows and middle - (rows[-1][0].bottom + rows[-1][0].top) / 2 <= _NEAR / 2:
            rows[-1].append(rule)
        else:
            rows.append([rule])
    for row in rows:
        height = (row[0].bottom + row[0].top) / 2
        last: Rule | None = None
        for rule in sorted(row, key=lambda rule: rule.left):
            if last and rule.left <= last.right + _NEAR:
                last = Rule(last.left, height, max(last.right, rule.right), height)
                continue
            if last:
                yield last
            last = Rule(rule.left, height, rule.right, height)
        if last:
            yield last


def _drawings(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Yield *rules* in groups of those that meet one another."""
    left = sorted(rules, key=lambda rule: (-rule.top, rule.left))
    while left:
        group, waiting = [], [left.pop(0)]
        while waiting:
            rule = waiting.pop()
            group.append(rule)
            met = [other for other in left if _meet(rule, other)]
            waiting += met
            taken = set(map(id, met))
            left = [other for other in left if id(other) not in taken]
        yield group


def _meet(one: Rule, other: Rule) -> bool:
    near = _DOUBLE
    return (
        one.left <= other.right + near
        and other.left <= one.right + near
        and one.bottom <= other.top + near
        and other.bottom <= one.top + near
    )


def _grid(group: Sequence[Rule]) -> Grid | None:
    """Return the table that *group* is, if it is cut into cells without a rest."""
    level = [rule for rule in group if rule.is_level]
    upright = [rule for rule in group if not rule.is_level]
    if len(level) < 2 or not upright:  # noqa: PLR2004  # above and below
        return None
    columns = _places([x for r in level for x in (r.left, r.right)] + [r.left for r in upright])
    rows = _places([y for r in upright for y in (r.bottom, r.top)] + [r.bottom for r in level])[
        ::-1
    ]
    count = (len(columns) - 1) * (len(rows) - 1)
    if len(columns) < 3 or len(rows) < 3 or count > _MOST_CELLS:  # noqa: PLR2004  # two of each
        return None
    cells = _cells(columns, rows, level, upright)
    return Grid(tuple(columns), tuple(rows), tuple(cells)) if cells else None


def _places(values: Sequence[float]) -> list[float]:
    """Return the middles of *values* that lie close together, in their order."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= _DOUBLE:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [(group[0] + group[-1]) / 2 for group in groups]


def _cells(
    columns: Sequence[float],
    rows: Sequence[float],
    level: Sequence[Rule],
    upright: Sequence[Rule],
) -> list[_Area]:
    """Return the cells of a table; none where its rules leave a shape that is no rectangle."""
    across = [(a + b) / 2 for a, b in pairwise(columns)]
    down = [(a + b) / 2 for a, b in pairwise(rows)]
    beside = [
        [any(abs(r.left - x) <= _DOUBLE and r.bottom <= y <= r.top for r in upright) for y in down]
        for x in columns[1:-1]
    ]
    below = [
        [
            any(abs(r.bottom - y) <= _DOUBLE and r.left <= x <= r.right for r in level)
            for y in rows[1:-1]
        ]
        for x in across
    ]
    owner = {(x, y): (x, y) for x in range(len(across)) for y in range(len(down))}

    def root(at: tuple[int, int]) -> tuple[int, int]:
        while owner[at] != at:
            at = owner[at]
        return at

    for x, y in list(owner):
        if x + 1 < len(across) and not beside[x][y]:
            owner[max(root((x, y)), root((x + 1, y)))] = min(root((x, y)), root((x + 1, y)))
        if y + 1 < len(down) and not below[x][y]:
            owner[max(root((x, y)), root((x, y + 1)))] = min(root((x, y)), root((x, y + 1)))
    areas: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for at in owner:
        areas.setdefault(root(at), []).append(at)
    made = [_rectangle(area) for area in areas.values()]
    return sorted((one for one in made if one), key=lambda c: (c[1], c[0])) if all(made) else []


def _rectangle(area: Sequence[tuple[int, int]]) -> _Area | None:
    xs, ys = {x for x, _ in area}, {y for _, y in area}
    if len(xs) * len(ys) != len(area):
        return None
    return min(xs), min(ys), len(xs), len(ys)


def _is_filled(grid: Grid, glyphs: Places) -> bool:
    """Tell whether letters stand in most cells of *grid*, more than one, and not too many."""
    counts = [
        sum(not one.text.isspace() for one in glyphs.within(grid.sides(cell)))
        for cell in grid.cells
    ]
    full = sum(map(bool, counts))
    several = (
        len({cell[0] for cell in grid.cells}) > 1 and len({cell[1] for cell in grid.cells}) > 1
    )
    return (
        several and full >= 3 and full >= _FULL * len(counts) and max(counts) <= _LONGEST  # noqa: PLR2004  # two have no order
    )
