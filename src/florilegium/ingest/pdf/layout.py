"""A page laid out for reading: its lines, its tables and the places of its pictures, in order.

Input a `Sheet`, output its lines in reading order. A table and a picture stand in the order of
the columns as a line does, at the place of their upper edge or their middle.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from florilegium.ingest.pdf.aligned import aligned
from florilegium.ingest.pdf.columns import columns
from florilegium.ingest.pdf.drawn import Shown
from florilegium.ingest.pdf.glyph_places import Places
from florilegium.ingest.pdf.glyphs import Sheet
from florilegium.ingest.pdf.lines import Line, Piece, lines_of, pieces_of, usual_size
from florilegium.ingest.pdf.pictures import FIGURE, covers, is_figure
from florilegium.ingest.pdf.tables import Grid, grids, lines_in

_LABELS = 300  # letters, that a figure may have on it


@dataclass(slots=True)
class Thing(Piece):
    """Where a table or a picture stands among the pieces of a page."""

    what: Grid | Shown | None = None


@dataclass(slots=True)
class Page:
    """The *lines* of a page; *pictures* has how many of them are read before each picture.

    *behind* are pictures that lie behind the text. *doubtful* are words of rows that may be a
    table. *column* and *tables* count the columns and
    the tables of the document so far.
    """

    column: int
    tables: int
    lines: list[Line] = field(default_factory=list)
    pictures: dict[str, int] = field(default_factory=dict)
    behind: set[str] = field(default_factory=set)
    doubtful: tuple[str, ...] = ()


def laid_out(sheet: Sheet, column: int, tables: int) -> Page:
    """Return *sheet* in reading order, after so many columns and tables of other pages."""
    page = Page(column, tables)
    places = Places(sheet.glyphs)
    found = grids(sheet.rules, places)
    pieces = _outside(places, found)
    others = aligned(pieces, sheet.rules)
    page.doubtful = others.doubtful
    if others.tables:
        found += others.tables
        pieces = _outside(places, found)
    size = usual_size(pieces) or FIGURE
    pieces += (_thing(grid, grid.box(), size) for grid in found)
    page.behind = {one.name for one in sheet.shown if _is_behind(one, sheet, places)}
    pieces += (_thing(one, one[:4], size) for one in sheet.shown if one.name not in page.behind)
    for group in columns(pieces):
        page.column += 1
        things = [one for one in group if isinstance(one, Thing)]
        words = [one for one in group if not isinstance(one, Thing)]
        for part in _in_order(lines_of(words, sheet, page.column), things):
            if isinstance(part, Line):
                page.lines.append(part)
            elif isinstance(part.what, Grid):
                page.tables += 1
                page.lines += lines_in(part.what, places, sheet, page.column, page.tables)
            elif part.what:
                page.pictures[part.what.name] = len(page.lines)
    return page


def _is_behind(one: Shown, sheet: Sheet, places: Places) -> bool:
    """Tell whether a picture fills the page, or so many letters stand on it as on no figure."""
    if covers(one, (sheet.width, sheet.height)):
        return True
    return is_figure(one) and places.has_more_within(one[:4], _LABELS)


def _outside(places: Places, tables: Sequence[Grid]) -> list[Piece]:
    """Return the pieces of a page that stand in none of *tables*."""
    taken = {id(one) for grid in tables for one in places.within(grid.box())}
    return pieces_of([one for one in places.glyphs if id(one) not in taken])


def _thing(what: Grid | Shown, box: Sequence[float], size: float) -> Thing:
    left, bottom, right, top = box
    base = top - size if isinstance(what, Grid) else (bottom + top) / 2
    return Thing([], left, right, base, size, what)


def _in_order(lines: Sequence[Line], things: Sequence[Thing]) -> Iterator[Line | Thing]:
    """Yield *lines*, and each of *things* before the first line that stands below it."""
    waiting = sorted(things, key=lambda one: -one.base)
    for line in lines:
        while waiting and waiting[0].base > line.base:
            yield waiting.pop(0)
        yield line
    yield from waiting
