"""Notes in the cells of a table: every call stands in one cell, and in one only."""

import pytest

from florilegium.model import Block, Mark
from florilegium.render.elements import element
from florilegium.render.xhtml.structure import structured


def cells(*marks):
    """The calls in each cell of a row of two, as pairs of place and id."""
    block = Block("row", "one\ttwo", (1, 1), marks=marks, label="1")
    found = []

    def make(cell, tag, _name):
        found.append([(mark.start, mark.end) for mark in cell.marks if mark.kind == "note"])
        return element(tag, cell.text)

    structured([(1, block)], make, slug="x")
    return found


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (0, 3, [[(0, 3)], []]),
        (4, 7, [[], [(0, 3)]]),
        (1, 6, [[], [(0, 2)]]),  # it ends in the second, which bears the call
        (1, 4, [[(1, 3)], []]),  # it ends on the tab behind the first
        (3, 4, [[(3, 3)], []]),  # nothing but the tab
    ],
)
def test_a_note_is_called_in_the_cell_it_ends_in(start, end, expected):
    assert expected == cells(Mark(start, end, "note", "x-n1"))
