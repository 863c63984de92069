"""No cell of a table that an editor opens in a spreadsheet is a formula."""

import csv
import io
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from florilegium.desk import spreadsheet
from florilegium.desk.concordance import from_json, to_json
from florilegium.desk.concordance import to_csv as concordance_csv
from florilegium.desk.concordance.compare import KeptEdition, KeptText, compare
from florilegium.desk.rights import Row
from florilegium.desk.rights import to_csv as rights_csv

FORMULAS = (
    "=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1",
    "\ufeff=1", "\uff1d1", "\uff0b1", "\uff0d1", "\uff201", "\x00=1", "\x0b=1",
)  # fmt: skip


def cells(text):
    return [cell for row in csv.reader(io.StringIO(text)) for cell in row]


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_the_rights_is_a_formula(formula):
    row = Row(**{field.name: formula for field in fields(Row)})

    found = cells(rights_csv([row]))
    assert len(fields(Row)) == found.count(f"'{formula}")


@pytest.mark.parametrize("formula", FORMULAS[:4])
def test_no_cell_of_a_concordance_is_a_formula(formula):
    old = KeptEdition("a", "T", "", "print", (KeptText(formula, formula, "x", {}),), ())
    old = from_json(to_json(old), where="")
    found = compare(replace(old, name=formula), old)
    text = concordance_csv(found)

    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells(text))


@given(
    st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1), min_size=1)
)
def test_every_cell_is_there_as_it_was_said(rows):
    made = csv.reader(io.StringIO(spreadsheet.to_csv(rows), newline=""))

    assert rows == [
        [cell[1:] if cell[:1] == "'" and cell not in own else cell for cell in row]
        for row, own in zip(made, rows, strict=True)
    ]
