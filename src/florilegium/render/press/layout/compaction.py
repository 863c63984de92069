"""PDF content made shorter: the pages look and read the same.

Two things make a third of a tagged file: every glyph is shown by a string of its own, and
every line of a paragraph is an element of the structure tree of its own.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pydyf

_SHOWN = re.compile(rb"\[([^\[\]]*)\] TJ")
# A thousandth of a thousandth of the type size cannot be seen; WeasyPrint writes all digits.
_DIGITS = re.compile(rb"(\.\d{3})\d+")
_ELEMENT = "/StructElem"
_LINE_KEYS = frozenset({"Type", "S", "K", "Pg", "P"})
_LINES = frozenset({"/Span", "/NonStruct"})
# Elements that may hold words themselves; the others hold elements only.
_HOSTS = frozenset(
    {"/P", "/TD", "/TH", "/LBody", "/Lbl", "/Caption", "/Link", "/Span",
     *(f"/H{level}" for level in range(1, 7))}
)  # fmt: skip


def shorten(content: bytes) -> bytes:
    """Return the *content* of a page with the glyphs that follow each other in one string."""
    return _SHOWN.sub(_one_string, content)


def merge_lines(pdf: pydyf.PDF) -> frozenset[int]:
    """Give the lines of paragraphs in *pdf* to the paragraphs; return the elements left over.

    Only lines go of which nothing is said but where they are: language, notes and links stay.
    """
    root = pdf.objects[_number(pdf.catalog["StructTreeRoot"])]
    tree = _Tree({one.number: one for one in pdf.objects if _is_element(one)})
    for child in root["K"]:
        tree.merge(tree.elements[_number(child)], is_host=False)
    numbers = pdf.objects[_number(root["ParentTree"])]["Nums"]
    for place, entry in enumerate(numbers):
        if isinstance(entry, list):
            numbers[place] = pydyf.Array(tree.home(one) for one in entry)
        elif isinstance(entry, bytes):
            numbers[place] = tree.home(entry)
    return frozenset(tree.gone)


def _one_string(shown: re.Match[bytes]) -> bytes:
    # "<01>0<02>5<>-7.123456<03>" → "<0102>5 -7.123<03>": no move and an empty string say nothing.
    pieces = shown[1].replace(b">0<", b"").replace(b"<>", b" ")
    return b"[%s] TJ" % _DIGITS.sub(rb"\1", pieces)


class _Tree:
    """The elements of a structure tree by number, and the hosts of those that are *gone*."""

    def __init__(self, elements: Mapping[int, Any]) -> None:
        self.elements = elements
        self.gone: dict[int, bytes] = {}

    def merge(self, element: Any, *, is_host: bool) -> None:  # noqa: ANN401  # pydyf is untyped
        """Merge what is below *element* into it, where it holds words or is in a host."""
        kind = element["S"]
        is_host = kind in _HOSTS or (kind == "/NonStruct" and is_host)
        element["K"] = pydyf.Array(self._children(element, is_host=is_host))

    def home(self, reference: bytes) -> bytes:
        """The element that holds now what was in the one of *reference*."""
        while (number := _number(reference)) in self.gone:
            reference = self.gone[number]
        return reference

    def _children(self, element: Any, *, is_host: bool) -> Iterator[object]:  # noqa: ANN401  # the same
        for child in element["K"]:
            below = self.elements.get(_number(child)) if isinstance(child, bytes) else None
            if below is not None:
                self.merge(below, is_host=is_host)
            if below is not None and is_host and _is_line(below, element):
                self.gone[below.number] = element.reference
                yield from below["K"]
            else:
                yield child


def _is_element(one: object) -> bool:
    return isinstance(one, dict) and one.get("Type") == _ELEMENT


def _is_line(element: Any, parent: Any) -> bool:  # noqa: ANN401  # pydyf is untyped
    """Whether of *element* nothing is said but that it is on the page of its *parent*."""
    return (
        element["S"] in _LINES
        and element.keys() <= _LINE_KEYS
        and element["Pg"] == parent["Pg"]
        and all(isinstance(one, int) for one in element["K"])
    )


def _number(reference: bytes) -> int:
    return int(reference.split()[0])
