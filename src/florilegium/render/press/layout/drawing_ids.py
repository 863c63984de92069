"""Patch of WeasyPrint 70: an element of a drawing is found by its id at once.

WeasyPrint looks through the whole drawing whenever a gradient, a clip, a mask or a ``use`` names
an element, so that a drawing of thousands takes minutes. While the patch lasts the ids are looked
up in a table; the same elements are found, and no others are read on the way.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any


@contextmanager
def known_ids(node_class: Any) -> Iterator[None]:  # noqa: ANN401  # WeasyPrint has no types
    """While it lasts, elements within a *node_class* are found by their ids at once."""
    plain = node_class.get_child

    @wraps(plain)
    def get_child(node: Any, name: str) -> Any:  # noqa: ANN401  # as above
        table = node.__dict__.get("florilegium_ids")
        if table is None:
            table = node.__dict__["florilegium_ids"] = _Ids(node._etree_node)  # noqa: SLF001  # see the head
        found = node
        for element in table.way_to(name):
            found = _children(found).get(id(element))
            if found is None:  # its text was taken apart: it is no longer as it was written
                return plain(node, name)
        return None if found is node else found

    node_class.get_child = get_child
    try:
        yield
    finally:
        node_class.get_child = plain


class _Ids:
    """The elements below *root* by their ids, the first of each, and what they stand in."""

    def __init__(self, root: Any) -> None:  # noqa: ANN401  # an element of a drawing
        self._root = root
        self._around = {one: around for around in root.iter() for one in around}
        self._named: dict[str, Any] = {}
        for one in root.iter():
            if one is not root and (name := one.get("id")) is not None:
                self._named.setdefault(name, one)

    def way_to(self, name: str) -> list[Any]:
        """Return the elements from the root's child to the one called *name*; none for none."""
        way: list[Any] = []
        at = self._named.get(name, self._root)
        while at is not self._root:
            way.append(at)
            at = self._around[at]
        return way[::-1]


def _children(node: Any) -> dict[int, Any]:  # noqa: ANN401  # WeasyPrint has no types
    """Return the children of *node* by their elements."""
    made: Any
    found: dict[int, Any]
    made, found = node.__dict__.get("florilegium_children", (None, {}))
    if made is None or made is not node._children:  # noqa: SLF001  # see the head
        found = {id(one._etree_node): one for one in node}  # noqa: SLF001  # as above
        node.__dict__["florilegium_children"] = (node._children, found)  # noqa: SLF001  # as above
    return found
