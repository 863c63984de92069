"""Which page stands where on which sheet: pdfimpose's. The only module that knows it.

In: pages of one size, their number a multiple of four. Out: the sides of the sheets, two pages
on each. pdfimpose 2.10 has the order and the places; its creep is broken by its own words (its
issue 36), so pages are moved towards the fold before they come here, and its marks know of no
bleed, so marks are drawn afterwards.
"""

import io
from collections.abc import Iterator
from typing import Any

from florilegium.model import Sheets
from florilegium.render.coversheet.barcode import missing

_SIDES = 2
_A_SHEET = 4  # pages: two on each side


def imposed(pages: bytes, kind: Sheets, *, group: int, room: tuple[float, float]) -> bytes:
    """Return the sides of the sheets of *pages*, with so much *room* beside and below them.

    *room* is points; *group* is how many sheets of ``signatures`` are folded into each other.
    Raises `ToolError` without pdfimpose.
    """
    schema, hardcover, saddle, wire = _library()
    source, target = io.BytesIO(pages), io.BytesIO()
    margins = schema.Margins(left=room[0], right=room[0], top=room[1], bottom=room[1])
    if kind == "booklet":
        saddle.impose([source], target, folds="h", omargin=margins)
    elif kind == "signatures":
        hardcover.impose([source], target, folds="h", group=group, omargin=margins)
    elif kind == "cut-and-stack":
        wire.impose([source], target, signature=(_SIDES, 1), omargin=margins)
    else:
        _two_up(schema, margins).impose([source], target)
    return target.getvalue()


def _library() -> Any:  # noqa: ANN401  # pdfimpose has no types
    try:
        from pdfimpose import schema  # noqa: PLC0415  # of the extra 'print'
        from pdfimpose.schema import hardcover, saddle, wire  # noqa: PLC0415
    except ImportError as err:
        raise missing("pdfimpose") from err
    return schema, hardcover, saddle, wire


def _two_up(schema: Any, margins: Any) -> Any:  # noqa: ANN401  # the same
    """Return what puts two pages side by side, in the order they are read."""

    class TwoUp(schema.AbstractImpositor):  # type: ignore[misc]  # the same
        def blank_page_number(self, source: int) -> int:
            return -source % _A_SHEET

        def matrixes(self, pages: int) -> Iterator[Any]:
            for first in range(0, pages, _SIDES):
                left = schema.Page(first, left=margins.left, top=margins.top,
                                   bottom=margins.bottom)  # fmt: skip
                right = schema.Page(first + 1, right=margins.right, top=margins.top,
                                    bottom=margins.bottom)  # fmt: skip
                yield schema.Matrix([[left], [right]])

    return TwoUp()
