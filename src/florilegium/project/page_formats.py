"""Page formats: the size of a page, its margins, its lines and type; the gutter of a thick book.

Input: the tables of ``theme.toml`` and what an edition says; output: one `PageFormat`. What a
table leaves out is fitted to the size, so that a line holds 60 to 70 letters. It never knows
what is printed on the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from florilegium.errors import ConfigError

POINTS_PER_MM = 72 / 25.4
# A line of so many ems of running text holds 65 letters.
_MEASURE = 30.6
# What a hand needs to hold a page, and a cutter to cut it (millimetres).
_NARROWEST = 10.0
# The sizes a book can have at all (millimetres): a stamp, and a sheet of A2.
_SMALLEST, _LARGEST = 60.0, 600.0
_SMALLEST_TYPE, _LARGEST_TYPE = 3.0, 200.0  # points


@dataclass(frozen=True, slots=True)
class PageFormat:
    """A page and its type area; millimetres, but *type* and *leading* in points."""

    name: str
    width: float
    height: float
    inner: float
    outer: float
    top: float
    lines: int
    type: float
    leading: float

    @property
    def foot(self) -> float:
        """The foot margin: what top margin and lines leave of the height."""
        return self.height - self.top - self.lines * self.leading / POINTS_PER_MM

    @property
    def measure(self) -> float:
        """The length of a line in points."""
        return (self.width - self.inner - self.outer) * POINTS_PER_MM


@dataclass(frozen=True, slots=True)
class PageTable:
    """A page as ``theme.toml`` has it; what is 0 there is fitted to the size."""

    size: tuple[float, ...]
    inner: float = 0.0
    outer: float = 0.0
    top: float = 0.0
    lines: int = 0
    type: float = 0.0
    leading: float = 0.0


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What a theme changes of every page: millimetres and lines added, the type it is set in."""

    inner: float = 0.0
    outer: float = 0.0
    top: float = 0.0
    lines: int = 0
    type: float = 0.0
    leading: float = 0.0


def made(name: str, table: PageTable, *, where: str, adjust: Adjustment) -> PageFormat:
    """Return the page *name* as *table* and the theme have it.

    Raises `ConfigError`, which says it is found at *where*, for a page that cannot be.
    """
    if len(table.size) != 2:  # noqa: PLR2004  # a page has a width and a height
        raise ConfigError(
            f"the size of page {name!r} is not two lengths",
            where=where,
            hint="Write width and height in millimetres: size = [148.0, 210.0]",
        )
    if any(not _SMALLEST <= side <= _LARGEST for side in table.size):
        raise ConfigError(
            f"the page {name!r} is {table.size[0]:g} × {table.size[1]:g} mm",
            where=where,
            hint=f"Each side is {_SMALLEST:g} to {_LARGEST:g} millimetres; an inch has 25.4.",
        )
    page = _adjusted(_fitted(name, table), adjust)
    if not (_SMALLEST_TYPE <= page.type <= _LARGEST_TYPE and page.type / 2 <= page.leading):
        raise ConfigError(
            f"page {name!r} is set in {page.type:g} pt on lines {page.leading:g} pt apart",
            where=where,
            hint=f"Type is {_SMALLEST_TYPE:g} to {_LARGEST_TYPE:g} pt, its lines are no closer "
            "than half of that.",
        )
    if page.foot <= 0 or page.measure <= 0 or page.lines < 1:
        raise ConfigError(
            f"the type area of page {name!r} is larger than the page",
            where=where,
            hint="Set fewer lines, or narrower margins.",
        )
    return page


def _fitted(name: str, table: PageTable) -> PageFormat:
    """Return *table* with what it leaves out in proportion to its size."""
    width, height = table.size
    size = table.type or min(12.0, max(8.0, round(2 * (6.4 + 0.0243 * width)) / 2))
    leading = table.leading or round(2 * 1.35 * size) / 2
    measure = min(width - 2 * max(_NARROWEST, 0.11 * width), _MEASURE * size / POINTS_PER_MM)
    margins = width - measure
    inner = table.inner or (margins - table.outer if table.outer else round(0.46 * margins, 1))
    outer = table.outer or round(margins - inner, 1)
    top = table.top or round(0.108 * height, 1)
    lines = table.lines or int((height - top - 0.125 * height) * POINTS_PER_MM / leading)
    return PageFormat(name, width, height, inner, outer, top, lines, size, leading)


def _adjusted(page: PageFormat, adjust: Adjustment) -> PageFormat:
    depth = page.lines * page.leading
    leading = adjust.leading or page.leading
    return replace(
        page,
        inner=round(page.inner + adjust.inner, 3),
        outer=round(page.outer + adjust.outer, 3),
        top=round(page.top + adjust.top, 3),
        # In other type the same depth holds other lines.
        lines=int(depth / leading + 0.01) + adjust.lines,
        type=adjust.type or page.type,
        leading=leading,
    )


# -- the gutter --------------------------------------------------------------------------------


def gutter(steps: Sequence[Sequence[float]], pages: int) -> float:
    """Return how many millimetres the fold of a book of so many *pages* takes.

    Each of *steps* is a number of pages and the millimetres from that number on.
    """
    return max((width for least, width in steps if pages >= least), default=0.0)


def shifted(page: PageFormat, by: float) -> PageFormat:
    """Return *page* with its type area moved *by* so many millimetres away from the fold.

    The measure stays, so no line breaks elsewhere; the outer margin is left what a hand needs.
    """
    by = max(0.0, min(by, page.outer - _NARROWEST))
    return replace(page, inner=round(page.inner + by, 3), outer=round(page.outer - by, 3))
