"""Tables of a PDF whose columns only stand apart: rows of short words, one below the other.

Input the pieces of a page and its level rules, output `Grid`s. Three columns that are aligned in
three rows are a table; of two, there must be a rule above and below. Columns of prose are none.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from florilegium.ingest.pdf.columns import are_columns
from florilegium.ingest.pdf.drawn import Rule
from florilegium.ingest.pdf.lines import Piece, neighbours
from florilegium.ingest.pdf.tables import Grid

_APART = 0.8  # sizes of the letters between two columns
_NEXT = 3.0  # sizes between two rows
_WRAPPED = 1.5  # sizes between two lines of a cell
_EVEN = 2.5  # points between edges that are one
_ALIKE = 0.7  # of the cells of a column, that begin, end or are centred alike
_SEVERAL = 0.6  # of the rows between two rules, that have more than one cell
_LONGEST = 40  # letters, of the usual cell
_ROWS, _COLUMNS = 3, 3  # without rules
_SAME = 6.0  # points between the ends of rules of one table
_MOST_RULES = 60


@dataclass(frozen=True, slots=True)
class _Row:
    """The *pieces* of a row from left to right, on the *base* line, in *size*."""

    base: float
    size: float
    pieces: tuple[Piece, ...]

    @property
    def middle(self) -> float:
        """Half the height of its small letters."""
        return self.base + 0.25 * self.size


@dataclass(frozen=True, slots=True)
class Aligned:
    """The *tables* found on a page, from the top down, and the words of rows that may be one."""

    tables: tuple[Grid, ...]
    doubtful: tuple[str, ...]


def aligned(pieces: Sequence[Piece], rules: Sequence[Rule]) -> Aligned:
    """Return the tables among *pieces*, and what may be another."""
    rows = _rows(pieces)
    found = list(_ruled(rows, rules))
    taken = {id(piece) for grid in found for piece in pieces if _is_in(piece, grid)}
    rest = [row for row in rows if not any(id(piece) in taken for piece in row.pieces)]
    doubtful: list[str] = []
    for run in _runs(rest):
        if len(run) < _ROWS:
            continue
        if grid := _grid(run, _COLUMNS):
            found.append(grid)
        elif _may_be(run):
            doubtful.append(" ".join(piece.text() for piece in run[0].pieces))
    return Aligned(tuple(sorted(found, key=lambda grid: -grid.rows[0])), tuple(doubtful))


def _may_be(run: Sequence[_Row]) -> bool:
    """Tell whether rows stand in as many columns as a table, though not in even ones."""
    gutters = _gutters([row for row in run if len(row.pieces) > 1])
    pieces = [piece for row in run for piece in row.pieces]
    return len(gutters) + 1 >= _COLUMNS and not any(are_columns(pieces, one) for one in gutters)


def _is_in(piece: Piece, grid: Grid) -> bool:
    left, bottom, right, top = grid.box()
    return left <= (piece.left + piece.right) / 2 <= right and bottom <= piece.middle <= top


def _rows(pieces: Sequence[Piece]) -> list[_Row]:
    groups: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.base, piece.left)):
        if groups and groups[-1][0].base - piece.base <= 0.3 * piece.size:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [
        _Row(
            group[0].base,
            max(piece.size for piece in group),
            tuple(sorted(group, key=lambda piece: piece.left)),
        )
        for group in groups
    ]


def _runs(rows: Sequence[_Row]) -> Iterator[list[_Row]]:
    """Yield *rows* of several cells that follow one another, with lines that go on with a cell."""
    run: list[_Row] = []
    for row in rows:
        near = bool(run) and run[-1].base - row.base <= _NEXT * row.size
        if near and (len(row.pieces) > 1 or _goes_on(run[-1], row)):
            run.append(row)
            continue
        if run:
            yield run
        run = [row] if len(row.pieces) > 1 else []
    if run:
        yield run


def _goes_on(above: _Row, row: _Row) -> bool:
    """Tell whether *row* is one line more of a cell of the row *above*, but for its first."""
    inside = row.pieces[0].left >= above.pieces[0].right
    return inside and above.base - row.base <= _WRAPPED * row.size


def _ruled(rows: Sequence[_Row], rules: Sequence[Rule]) -> Iterator[Grid]:
    """Yield the tables between two rules of one width, the farthest two that hold one first."""
    level = [rule for rule in rules if rule.is_level]
    ordered = sorted(level, key=lambda rule: -rule.top)[:_MOST_RULES]
    at = 0
    while at < len(ordered):
        above = ordered[at]
        at += 1
        for below in reversed(ordered[at:]):
            if abs(above.left - below.left) + abs(above.right - below.right) > _SAME:
                continue
            grid = _grid(list(_between(rows, above, below)), 2)
            if grid:
                yield grid
                at = ordered.index(below) + 1
                break


def _between(rows: Sequence[_Row], above: Rule, below: Rule) -> Iterator[_Row]:
    left, right = above.left - _SAME, above.right + _SAME
    for row in rows:
        inside = tuple(p for p in row.pieces if left <= p.left and p.right <= right)
        if inside and below.top < row.middle < above.bottom:
            yield _Row(row.base, row.size, inside)


def _grid(rows: Sequence[_Row], fewest: int) -> Grid | None:
    """Return the table that *rows* are, if they are one of *fewest* columns or more."""
    several = [row for row in rows if len(row.pieces) > 1]
    if len(several) < 2 or len(several) < _SEVERAL * len(rows):  # noqa: PLR2004  # one row is no table
        return None
    gutters = _gutters(several) or _gutters(several[1:])
    pieces = [piece for row in rows for piece in row.pieces]
    if len(gutters) + 1 < fewest or any(are_columns(pieces, gutter) for gutter in gutters):
        return None
    lengths = sorted(len(piece.glyphs) for piece in pieces)
    if lengths[len(lengths) // 2] > _LONGEST or not _are_aligned(several, gutters):
        return None
    left, right = min(p.left for p in pieces), max(p.right for p in pieces)
    columns = (left - 1, *gutters, right + 1)
    whole = [[rows[0]]]
    for above, row in pairwise(rows):
        goes_on = len(row.pieces) == 1 and _goes_on(above, row)
        whole[-1].append(row) if goes_on else whole.append([row])
    heights = [(a[-1].middle + b[0].middle) / 2 for a, b in pairwise(whole)]
    edges = (rows[0].base + rows[0].size, *heights, rows[-1].base - 0.4 * rows[-1].size)
    cells = [cell for at, lines in enumerate(whole) for cell in _cells(lines, gutters, at)]
    return Grid(columns, edges, tuple(cells))


def _gutters(rows: Sequence[_Row]) -> list[float]:
    """Return the middles of the strips that no piece of *rows* stands in."""
    pieces = sorted((piece for row in rows for piece in row.pieces), key=lambda piece: piece.left)
    found: list[float] = []
    end = pieces[0].right if pieces else 0.0
    for piece in pieces:
        if piece.left - end >= _APART * piece.size:
            found.append((end + piece.left) / 2)
        end = max(end, piece.right)
    return found


def _are_aligned(rows: Sequence[_Row], gutters: Sequence[float]) -> bool:
    pieces = sorted((piece for row in rows for piece in row.pieces), key=_left)
    for low, high in pairwise([float("-inf"), *gutters, float("inf")]):
        column = slice(bisect_left(pieces, low, key=_left), bisect_right(pieces, high, key=_left))
        cells = [piece for piece in pieces[column] if piece.right <= high]
        edges = (
            [p.left for p in cells],
            [p.right for p in cells],
            [(p.left + p.right) / 2 for p in cells],
        )
        most = max(max((count for _, count in neighbours(e, _EVEN)), default=0) for e in edges)
        if len(cells) < 2 or most < _ALIKE * len(cells):  # noqa: PLR2004  # one is aligned with nothing
            return False
    return True


def _left(piece: Piece) -> float:
    return piece.left


def _cells(
    lines: Sequence[_Row], gutters: Sequence[float], row: int
) -> Iterator[tuple[int, int, int, int]]:
    """Yield the cells of a row: one for each column, or several where words stand across."""
    across = [
        any(p.left < gutter < p.right for line in lines for p in line.pieces) for gutter in gutters
    ]
    start = 0
    for column, joined in enumerate([*across, False]):
        if not joined:
            yield start, row, column - start + 1, 1
            start = column + 1
