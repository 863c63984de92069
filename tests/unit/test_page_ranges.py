"""Pages of an index entry drawn together: a table of cases, and what always holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from florilegium.render.page_ranges import Reference, drawn_together, page_of
from florilegium.render.roman import number_of, roman

SIGNS = ("n", "f.", "ff.")


def refs(text):
    """Return references of ``12 13-15 14n *16``: pages, passages, notes, principal ones."""
    found = []
    for word in text.split():
        page = word.strip("*n")
        first, _, last = page.partition("-")
        found.append(
            Reference(
                first, last or first, in_note=word.endswith("n"), principal=word.startswith("*"),
                target=word,
            )
        )  # fmt: skip
    return found


def shown(text, ranges="collapsed"):
    return ", ".join(words for words, _ in drawn_together(refs(text), ranges, SIGNS))


@pytest.mark.parametrize(
    ("places", "ranges", "printed"),
    [
        ("14 12 13 12", "collapsed", "12–14"),
        ("12 13", "collapsed", "12–13"),
        ("12 14", "collapsed", "12, 14"),
        ("12 13", "following", "12f."),
        ("12 13 14", "following", "12ff."),
        ("12 13 14", "single", "12, 13, 14"),
        ("12-14 15", "single", "12–14, 15"),
        ("12-14 15", "collapsed", "12–15"),
        ("14n", "collapsed", "14n"),
        ("14n 14", "collapsed", "14"),
        ("13 14n 15", "collapsed", "13, 14n, 15"),
        ("12 *13 14", "collapsed", "12, 13, 14"),
        ("*13-14 12 15", "collapsed", "12, 13–14, 15"),
        ("4 iv v vi", "collapsed", "iv–vi, 4"),
        ("vi 1", "collapsed", "vi, 1"),
        ("ix-xi", "collapsed", "ix–xi"),
        ("14-12", "collapsed", "14"),
        ("", "collapsed", ""),
    ],
)
def test_pages_are_drawn_together(places, ranges, printed):
    assert printed == shown(places, ranges)


def test_a_page_leads_to_its_first_place():
    assert [("12–13", "12")] == drawn_together(refs("12 13 12"), "collapsed", SIGNS)


PAGES = st.lists(st.tuples(st.integers(1, 30), st.booleans(), st.booleans()), max_size=20)


@given(PAGES, st.sampled_from(["collapsed", "single"]))
def test_every_page_is_named_and_named_once(pages, ranges):
    references = [Reference(str(n), str(n), note, principal, "") for n, note, principal in pages]
    named = []
    for words, _ in drawn_together(references, ranges, SIGNS):
        first, _, last = words.rstrip("n").partition("–")
        named += range(int(first), int(last or first) + 1)

    assert sorted({n for n, _, _ in pages}) == named


@given(st.integers(1, 3999))
def test_roman_numerals_are_read_as_they_are_written(number):
    assert number == number_of(roman(number))
    assert (0, number) == page_of(roman(number))
