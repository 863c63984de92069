"""The editor's word on passages: that they are verse, or prose.

A place is counted in the characters of the text that are no white space: no way of reading
its lines changes those, so that a place found in one reading is right in the next.
"""

from collections.abc import Sequence
from typing import Literal

Range = tuple[int, int]
Order = tuple[Literal["verse", "prose"], Range]
Orders = Sequence[Order]


def order_of(place: Range, orders: Orders) -> str:
    """Return what *orders* say of the characters in *place*: ``verse``, ``prose`` or nothing."""
    return next((kind for kind, (start, end) in orders if start < place[1] and place[0] < end), "")
