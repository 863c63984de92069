"""Tables for paper: which columns are numbers, and what brings their decimal signs together."""

import pytest
from lxml import etree

from florilegium.render.elements import XHTML
from florilegium.render.press.layout.print_tables import align_numbers, padding


@pytest.mark.parametrize(
    ("cells", "behind"),
    [
        (["3.5", "12", "1,234.125"], ["00", ".000", ""]),
        (["3,5", "1.234,25", "7"], ["0", "", ",00"]),
        (["12%", "3.25%", "7%"], [".00", "", ".00"]),
        (["12%", "3"], ["", "%"]),
        (["0.125", "12", "–"], ["", ".000", ".000"]),
        (["$3.50", "$1,200"], ["", ".00"]),
        (["1,200", "3,400"], ["", ""]),  # thousands
        (["1.5", "1,5"], ["", ""]),  # nobody can tell which is the sign
        (["1901", "12"], ["", ""]),
        ([], []),
    ],
)
def test_decimal_signs_stand_below_each_other(cells, behind):
    assert behind == padding(cells)


def marked(*rows):
    cells = "".join(f"<tr>{''.join(f'<td>{one}</td>' for one in row)}</tr>" for row in rows)
    table = etree.fromstring(f'<section xmlns="{XHTML}"><table>{cells}</table></section>')
    align_numbers(table)
    return [[one.get("class", "") for one in row] for row in table.iter(f"{{{XHTML}}}tr")]


def test_a_column_of_figures_may_have_gaps_and_notes():
    call = '<a class="note-call">3</a><aside class="note"><p>Said.</p></aside>'

    assert [["number"]] * 3 == marked(["1.5"], ["–"], [f"12{call}"])
    assert [["number"]] * 3 == marked(["1.5"], [""], ["n/a"])
    assert [[""]] * 2 == marked(["–"], ["n/a"])
    assert [[""]] * 2 == marked(["1.5"], ["many"])


def test_cells_that_span_move_the_columns_behind_them():
    section = etree.fromstring(
        f'<section xmlns="{XHTML}"><table><tr><td colspan="2">both</td><td>1</td></tr>'
        '<tr><td rowspan="2">a</td><td>b</td><td>2</td></tr><tr><td>c</td><td>3</td></tr>'
        "</table></section>"
    )
    align_numbers(section)
    numbers = [one.text for one in section.iter(f"{{{XHTML}}}td") if one.get("class") == "number"]

    assert ["1", "2", "3"] == numbers
