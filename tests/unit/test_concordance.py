"""Editions that agree: pages kept, and found again in a later edition."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from florilegium import cli
from florilegium.desk.concordance import compare, from_json, to_csv, to_html, to_json
from florilegium.desk.concordance.kept import KeptEdition, KeptPage, KeptText
from florilegium.errors import ConfigError

FLOW = "".join(f"{number:04}" for number in range(400))  # every stretch of it is its own


def edition(name, flow=FLOW, *, page=200, notes=()):
    """An edition of one text whose pages have *page* letters each."""
    starts = range(0, max(1, len(flow)), page)
    return KeptEdition(
        name,
        "Lamps",
        "2026-11-29",
        "print",
        (KeptText("lamps", "Lamps & <Ferries>", flow, dict(notes)),),
        tuple(KeptPage(str(number), "lamps", at) for number, at in enumerate(starts, start=1)),
    )


def folios(old, new):
    return [(page.old, page.new) for page in compare(old, new).pages]


def test_an_edition_agrees_with_itself():
    found = folios(edition("a"), edition("b"))

    assert [(str(n), str(n)) for n in range(1, 9)] == found


@given(st.integers(40, 400), st.integers(40, 400))
def test_the_first_letter_of_a_page_stands_on_the_new_page(before, after):
    old, new = edition("a", page=before), edition("b", page=after)

    expected = [
        (str(number), str(at // after + 1))
        for number, at in enumerate(range(0, len(FLOW), before), start=1)
    ]
    assert expected == folios(old, new)


def test_a_page_whose_words_are_gone_has_no_new_page():
    cut = FLOW[:180] + FLOW[420:]

    found = dict(folios(edition("a"), edition("b", cut)))

    assert "" == found["2"]
    assert "6" == found["8"]  # its words stand 240 letters further up


def test_texts_and_notes_that_changed_are_told():
    old = edition("a", notes={"oil": "1", "wick": "1", "gate": "1"}.items())
    new = edition("b", FLOW + "more", notes={"oil": "1", "wick": "2", "pier": "1"}.items())

    (text,) = compare(old, new).texts

    assert "changed" == text.fate
    assert (("pier",), ("gate",), ("wick",)) == (
        text.notes_added,
        text.notes_dropped,
        text.notes_changed,
    )


def test_a_text_added_and_one_dropped_are_told():
    other = KeptEdition("b", "Lamps", "", "print", (KeptText("ferry", "Ferry", "x", {}),), ())

    fates = {text.slug: text.fate for text in compare(edition("a"), other).texts}

    assert {"ferry": "added", "lamps": "dropped"} == fates


def test_the_tables_say_the_same_and_hold_no_markup_of_a_title():
    found = compare(edition("a"), edition("b"))

    rows = list(csv.reader(io.StringIO(to_csv(found))))
    assert ["text", "page in a", "page in b"] == rows[0]
    assert len(rows) == 9
    assert "Lamps &amp; &lt;Ferries&gt;" in to_html(found)


def test_what_is_kept_is_read_as_it_was_written():
    kept = edition("a", notes={"oil": "1"}.items())

    assert kept == from_json(to_json(kept), where="")


@pytest.mark.parametrize("text", ["", "[]", "{}", "nonsense", '{"name": 1, "pages": 2}'])
def test_a_damaged_file_is_an_error(text):
    with pytest.raises(ConfigError, match="no kept edition"):
        from_json(text, where="book/kept/a.json")


@pytest.mark.parametrize("value", [None, [], {}, True, "a\ud800", "a\x01", 1.5])
@pytest.mark.parametrize(
    "place",
    [
        ("title",), ("date",), ("texts", 0, "flow"), ("texts", 0, "notes", "oil"),
        ("pages", 0, "folio"), ("pages", 0, "document"), ("pages", 0, "offset"), ("texts", 0),
    ],
)  # fmt: skip
def test_a_value_of_another_kind_is_an_error(place, value):
    rows = json.loads(to_json(edition("a", notes={"oil": "1"}.items())))
    holder = rows
    for step in place[:-1]:
        holder = holder[step]
    holder[place[-1]] = value
    with pytest.raises(ConfigError, match="no kept edition"):
        from_json(json.dumps(rows), where="book/kept/a.json")


def test_an_edition_is_kept_and_compared(book, capsys):
    folder = book("everything")
    here = ["-q", "-C", str(folder)]

    assert 0 == cli.main(["keep", "spring", *here])
    assert 3 == cli.main(["keep", "spring", *here])  # never overwritten
    assert "is kept already" in capsys.readouterr().err
    assert 0 == cli.main(["concordance", "spring", *here])
    assert 3 == cli.main(["concordance", "autumn", *here])
    assert "Kept are: spring" in capsys.readouterr().err
    table = (folder / "build" / "concordance-spring-now.csv").read_text(encoding="utf-8")
    rows = list(csv.reader(io.StringIO(table)))
    assert len(rows) > 3
    assert all(old == new for _, old, new in rows[1:])


@pytest.mark.parametrize("name", ["../../x", "Spring 2027", "", "a/b"])
def test_a_name_is_no_path(book, name, capsys):
    assert 3 == cli.main(["keep", name, "-q", "-C", str(book("minimal"))])
    assert "cannot name an edition" in capsys.readouterr().err
