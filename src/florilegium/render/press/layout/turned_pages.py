"""WeasyPrint 70, mended so that a page can be turned: what is wide reads from its right side.

A page whose name begins with ``turned`` is laid out as wide as others are high, with its notes
and whatever goes on from page to page, and then turned a quarter to the left. Its size, head
and folio are those of every page. Input: WeasyPrint's own modules, given by ``engine.py``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import wraps
from types import ModuleType
from typing import Any

NAME = "turned"


def is_turned(page: Any) -> bool:  # noqa: ANN401  # untyped
    """Whether *page* is one of those that are turned."""
    return str(page.page_type.name).startswith(NAME)


@contextmanager
def turned_pages(layout: ModuleType, page: ModuleType) -> Iterator[None]:
    """While it lasts, pages of that name are laid out wide, and turned when they are done."""
    plain_height, plain_margins = page.page_height, layout.make_margin_boxes

    @wraps(plain_height)
    def height(box: Any, *rest: Any) -> Any:  # noqa: ANN401  # untyped
        made = plain_height(box, *rest)
        if is_turned(box):
            box.width, box.height = box.height, box.width
        return made

    @wraps(plain_margins)
    def margins(context: Any, box: Any, *rest: Any) -> Any:  # noqa: ANN401  # untyped
        if is_turned(box):
            box.width, box.height = box.height, box.width
            for part in box.children:
                _turn(part, box)
        return plain_margins(context, box, *rest)

    page.page_height = height  # type: ignore[attr-defined]  # that is the mend
    layout.make_margin_boxes = margins  # type: ignore[attr-defined]  # the same
    try:
        yield
    finally:
        page.page_height = plain_height  # type: ignore[attr-defined]  # the same
        layout.make_margin_boxes = plain_margins  # type: ignore[attr-defined]  # the same


def _turn(part: Any, page: Any) -> None:  # noqa: ANN401  # untyped
    """Turn *part* of *page* to the left, so that its upper left corner is the lower left one."""
    left, top = page.content_box_x(), page.content_box_y()
    across, down = part.border_box_x() - left, part.border_box_y() - top
    # A transformation begins at the corner of what it moves.
    matrix = (0, -1, 1, 0, down - across, page.height - across - down)
    part.style = part.style.copy()
    part.style["transform"] = (("matrix", matrix),)
    nothing = type(part.style["transform_origin"][0])(0, "px")
    part.style["transform_origin"] = (nothing, nothing)
