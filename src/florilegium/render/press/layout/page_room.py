"""Pages and tables whose words have not the room they were given, by WeasyPrint's boxes.

Input: page boxes, laid out. Output: what has no room, so that it can be set otherwise. It
changes nothing; whether the finished file is right is for ``check/pdf_places.py``.
"""

from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree import ElementTree as ET

from florilegium.render.press.layout.turned_pages import is_turned


def wide_tables(pages: Sequence[Any], root: ET.Element) -> Iterator[tuple[int, bool]]:
    """Yield the tables that are wider than what they stand in, by their order in the document.

    With each goes whether it stands in a column of several.
    """
    order = {table: number for number, table in enumerate(root.iter("table"))}
    for page in pages if order else ():
        width = page.height if is_turned(page) else page.width
        for wrapper, room in _wrappers(page.children[0], width):
            table = wrapper.get_wrapped_table()
            known = table is not None and table.element in order
            if known and sum(table.column_widths) > room + 1:
                yield order[table.element], room < width


def _wrappers(box: Any, room: float) -> Iterator[tuple[Any, float]]:  # noqa: ANN401  # untyped
    """Yield what is around each table in *box*, and how wide the column is that it stands in."""
    if getattr(box, "is_table_wrapper", False):
        yield box, room
    room = box.width if getattr(box, "is_column", False) else room
    for child in getattr(box, "children", ()):
        yield from _wrappers(child, room)


def is_roomy(page: Any) -> bool:  # noqa: ANN401  # untyped
    """Whether no word of a page stands out of its type area, or on a line placed at its foot."""
    edge = page.content_box_x() + page.width + 1
    inside = page.children[0].descendants(placeholders=True)
    texts = [one for one in inside if getattr(one, "text", "")]
    middles = [(one.position_x, one.position_y + one.height / 2) for one in texts]
    return not any(
        one.position_x + one.width > edge
        or any(
            one.position_x <= x < one.position_x + one.width - 1
            and one.position_y < y < one.position_y + one.height
            for x, y in middles[:place]
        )
        for place, one in enumerate(texts)
    )
