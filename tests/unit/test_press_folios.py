import pytest

from florilegium.render.press.layout.folios import Folio, LabelRange, label_ranges, roman


@pytest.mark.parametrize(
    ("number", "numeral"),
    [(1, "i"), (4, "iv"), (9, "ix"), (14, "xiv"), (40, "xl"), (99, "xcix"), (1994, "mcmxciv")],
)
def test_roman_numerals_subtract(number, numeral):
    assert numeral == roman(number)


def test_front_matter_counts_in_roman_and_the_rest_in_arabic():
    labels = [Folio(4, "front").label, Folio(4, "body").label, Folio(4, "back").label]

    assert ["iv", "4", "4"] == labels


def test_odd_folios_are_right_hand_pages():
    assert [True, False] == [Folio(n, "body").is_recto for n in (1, 2)]


def test_labels_start_anew_with_the_body_and_run_on_into_the_back():
    folios = [Folio(1, "front"), Folio(2, "front"), Folio(1, "body"), Folio(2, "back")]

    assert (LabelRange(0, "r", 1), LabelRange(2, "D", 1)) == label_ranges(folios)


def test_no_pages_have_no_labels():
    assert () == label_ranges([])
