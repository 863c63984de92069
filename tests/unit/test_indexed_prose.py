"""The editor's own words marked for the index: no word changed, every place a span."""

from dataclasses import replace

import pytest
from book_sample import BOOK
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from florilegium.errors import FlorilegiumError
from florilegium.model import Index, IndexHeading, IndexPlace
from florilegium.render.indexed_prose import index_prose

RAIN = IndexHeading("rain", "Rain", forms=("rain", "rain gauge", "gauge"))


def marked(piece, *headings, key="rain/headnote", **more):
    book = replace(BOOK, index=Index(headings or (RAIN,), **more))
    return index_prose({key: piece}, book)[key]


SPAN = '<span class="name" id="name-rain-1-own.rain.headnote">rain</span>'


@pytest.mark.parametrize(
    ("piece", "made"),
    [
        ("<p>The rain.</p>", f"<p>The {SPAN}.</p>"),
        ("<p><em>rain</em> gauge</p>", f"<p><em>{SPAN}</em> gauge</p>"),
        ("<p>a &lt; b <em>x</em> rain &amp; c</p>", f"<p>a &lt; b <em>x</em> {SPAN} &amp; c</p>"),
        ("<p>Rai</p><p>n</p>", "<p>Rai</p><p>n</p>"),
        ("a &lt; b", "a &lt; b"),
    ],
)
def test_a_form_is_marked_where_it_stands(piece, made):
    assert made == marked(piece)


def test_two_headings_at_one_place_have_an_id_each():
    made = marked("<p>The rain.</p>", RAIN, IndexHeading("wet", "Wet", forms=("rain",)))

    assert 2 == made.count('class="name"')
    assert "The rain." == html.fromstring(made).text_content()


def test_what_is_not_searched_stays_and_an_anchor_is_found_all_the_same():
    place = IndexPlace("rain/headnote", "the {==second==} paragraph", where="f:1")
    second = IndexHeading("second", "Second", places=(place,))
    made = marked("<p>rain</p><p>It is the second paragraph.</p>", RAIN, second, searched=())

    assert 1 == made.count("<span")
    assert "name-second-a0-own.rain.headnote" in made


def test_an_anchor_that_is_nowhere_is_told_with_its_line():
    place = IndexPlace("rain/headnote", "nowhere", where="book/index.yaml:7")

    with pytest.raises(FlorilegiumError, match="does not have") as caught:
        marked("<p>rain</p>", IndexHeading("x", "X", places=(place,)))
    assert "book/index.yaml:7" == caught.value.where


def test_calls_of_notes_and_formulas_are_not_read():
    piece = '<p><a class="note-call" href="#x">rain</a> <math><mi>rain</mi></math></p>'

    assert piece == marked(piece)


WORDS = st.lists(st.sampled_from(["rain", "gauge", "Rain", "<", "&", "sun", "rains"]), max_size=6)


@given(st.lists(st.tuples(st.sampled_from(["", "em", "strong", "p"]), WORDS), max_size=6))
def test_no_word_changes(parts):
    piece = "".join(
        f"<{tag}>{_escaped(words)}</{tag}>" if tag else _escaped(words) for tag, words in parts
    )
    before = html.fragment_fromstring(piece, create_parent="div").text_content()
    after = html.fragment_fromstring(marked(piece) or " ", create_parent="div").text_content()

    assert before.split() == after.split()


def _escaped(words):
    return " ".join(words).replace("&", "&amp;").replace("<", "&lt;") + " "
