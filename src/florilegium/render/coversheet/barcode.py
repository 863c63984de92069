"""An ISBN and a price → the bars of a back cover, as SVG, and the digits below them.

In: digits that are checked. Out: the size in millimetres and the drawing. The pattern of the
EAN-13 is python-barcode's; sizes and the add-on of five digits are GS1 General Specifications
5.2.1 to 5.2.3. It never scales below the nominal size.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from florilegium.errors import ToolError

MODULE = 0.33  # mm: one bar of the nominal size
_HEIGHT, _GUARD = 22.85, 24.5  # of bars, and of those that frame a half
_QUIET, _QUIET_RIGHT, _BETWEEN, _QUIET_ADDED = 11, 7, 9, 5  # modules left white
_EAN = 95
_GUARDS = frozenset({*range(3), *range(45, 50), *range(92, 95)})
_TEXT = 3.0  # mm for a line of digits
_SIZE = 8.0  # points of the digits, which are as high as _TEXT
# GS1 General Specifications, figure 5.2.2-3: which digits of an add-on are of set B.
_PARITY = ("BBAAA", "BABAA", "BAABA", "BAAAB", "ABBAA", "AABBA", "AAABB", "ABABA", "ABAAB",
           "AABAB")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Barcode:
    """Bars drawn: *svg*, its *width* and *height* in mm, digits with the place they begin at.

    *labels* are (text, left edge and upper edge in mm, size in points).
    """

    svg: str
    width: float
    height: float
    labels: tuple[tuple[str, float, float, float], ...]


def draw(isbn: str, price: str = "", *, written: str = "") -> Barcode:
    """Return the barcode of thirteen digits *isbn*, with the add-on *price* if there is one.

    *written* is the ISBN with its hyphens, which stands above the bars.
    """
    top = _TEXT if written else 0.0
    bars = [
        _bar(_QUIET + place, count, top, _GUARD if place in _GUARDS else _HEIGHT)
        for place, count in _black(_ean(isbn))
    ]
    width = _QUIET + _EAN + _QUIET_RIGHT
    below = top + _HEIGHT + 0.2
    labels = [
        (isbn[0], 1.0, below, _SIZE),
        (isbn[1:7], (_QUIET + 6) * MODULE, below, _SIZE),
        (isbn[7:], (_QUIET + 52) * MODULE, below, _SIZE),
    ]
    if written:
        labels.append((f"ISBN {written}", _QUIET * MODULE, -0.4, _SIZE))
    if price:
        start = _QUIET + _EAN + _BETWEEN
        pattern = added(price)
        bars += [
            _bar(start + place, count, top + _TEXT, _GUARD - _TEXT)
            for place, count in _black(pattern)
        ]
        labels.append((price, (start + 6) * MODULE, top - 0.2, _SIZE))
        width = start + len(pattern) + _QUIET_ADDED
    size = (round(width * MODULE, 3), top + _HEIGHT + _TEXT)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size[0]}mm" height="{size[1]}mm" '
        f'viewBox="0 0 {size[0]} {size[1]}"><g fill="#000000">{"".join(bars)}</g></svg>'
    )
    return Barcode(svg, *size, tuple(labels))


def added(price: str) -> str:
    """Return the modules of an add-on of five digits, ``1`` being black."""
    codes = _codes()
    check = (3 * sum(int(d) for d in price[::2]) + 9 * sum(int(d) for d in price[1::2])) % 10
    parts = [codes[kind][int(d)] for kind, d in zip(_PARITY[check], price, strict=True)]
    return "1011" + "01".join(parts)


def _ean(isbn: str) -> str:
    try:
        import barcode  # noqa: PLC0415  # of the extra 'print'
    except ImportError as err:
        raise missing("python-barcode") from err
    return str(barcode.get("ean13", isbn[:12]).build()[0])


def _codes() -> dict[str, tuple[str, ...]]:
    from barcode.charsets import ean  # noqa: PLC0415  # the same

    return dict(ean.CODES)


def missing(package: str) -> ToolError:
    """Return the error for a *package* of the extra ``print`` that is not installed."""
    return ToolError(
        f"{package} is not installed",
        where="florilegium print",
        hint="pip install 'florilegium[print]'; 'nox -s print' does it.",
    )


def _black(pattern: str) -> Iterator[tuple[int, int]]:
    """Yield the bars of *pattern*: where each begins, and of how many modules it is."""
    place = 0
    for kind, run in groupby(pattern):
        count = len(tuple(run))
        if kind == "1":
            yield place, count
        place += count


def _bar(module: int, count: int, top: float, height: float) -> str:
    left, wide = module * MODULE, count * MODULE
    return f'<rect x="{left:.3f}" y="{top:.2f}" width="{wide:.3f}" height="{height:.2f}"/>'
