"""What leads to a heading of the index, and where the texts say it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from florilegium.assemble.filing import filing_letter
from florilegium.assemble.index import for_book, mark_index
from florilegium.errors import FlorilegiumError, Several
from florilegium.model import Block, Index, IndexHeading, IndexPlace, Mark, Seed, Selection
from florilegium.model.index import heading_keys, place_id, read_place_id

SEED = Seed("x.txt", "0" * 64, "text/plain", "utf-8")


def selection(*texts, language="en"):
    blocks = tuple(Block("paragraph", text, (n, n)) for n, text in enumerate(texts, start=1))
    return Selection("x", SEED, "src", language, "T", "", "", "", blocks)


def heading(key, *forms, **more):
    return IndexHeading(key, key.title(), forms=forms, **more)


def marked(text, *headings, **more):
    (made,) = mark_index([text], Index(headings, **more))
    return [
        (block.text[mark.start : mark.end], mark.ref)
        for block in made.blocks
        for mark in block.marks
        if mark.kind == "name"
    ]


@pytest.mark.parametrize(
    ("text", "forms", "found"),
    [
        ("Hillary Clinton spoke", ("Clinton", "Hillary Clinton"), ["Hillary Clinton"]),
        ("Burkean, Burke’s", ("Burke",), ["Burke"]),
        ("Louis O’Neill\nwrote", ("Louis O'Neill",), ["Louis O’Neill"]),
        ("Zoë, Zoe", ("Zoe",), ["Zoë", "Zoe"]),
        ("Zoë, Zoe", ("Zoë",), ["Zoë", "Zoe"]),
        ("Hashtags. A hashtag.", ("hashtag", "hashtags"), ["Hashtags", "hashtag"]),
        ("THE HASHTAG", ("hashtag",), []),
        ("self‑help", ("self-help",), ["self‑help"]),
        ("가 e\u0301 Clinton ½ Clinton", ("Clinton",), ["Clinton", "Clinton"]),
        ("#MeToo and MeToo", ("#MeToo",), ["#MeToo"]),
    ],
)
def test_a_form_is_found_whatever_the_text_typed(text, forms, found):
    assert found == [words for words, _ in marked(selection(text), heading("h", *forms))]


@pytest.mark.parametrize(
    ("language", "form", "text", "count"),
    [
        ("de", "schon", "schön", 0),
        ("en", "schon", "schön", 1),
        ("sv", "bar", "bår", 0),
        ("es", "ano", "año", 0),
    ],
)
def test_an_accent_that_makes_another_letter_counts(language, form, text, count):
    assert count == len(marked(selection(text, language=language), heading("h", form)))


def test_what_is_excluded_leads_nowhere_but_for_others():
    burke = heading("burke", "Burke", excluded=("Edmund Burke", "Burke's Law"))
    law = heading("law", "Law")

    assert [("Burke", "name-burke-1-x"), ("Law", "name-law-1-x")] == marked(
        selection("Burke. Edmund Burke. Burke’s Law."), burke, law
    )


def test_one_form_may_lead_to_two_headings_and_texts_may_be_named():
    found = marked(
        selection("Burke"),
        heading("a", "Burke"),
        heading("b", "Burke"),
        heading("c", "Burke", texts=("y",)),
    )

    assert ["name-a-1-x", "name-b-1-x"] == [ref for _, ref in found]


def test_ids_count_in_each_text_and_other_marks_stay():
    first = replace(
        selection(), blocks=(Block("paragraph", "Burke", (1, 1), marks=(Mark(0, 5, "emphasis"),)),)
    )
    other = replace(selection("Burke", "Burke"), slug="y")
    one, two = mark_index([first, other], Index((heading("b", "Burke"),)))

    assert ["", "name-b-1-x"] == [mark.ref for block in one.blocks for mark in block.marks]
    assert ["name-b-1-y", "name-b-2-y"] == [m.ref for block in two.blocks for m in block.marks]


def test_a_place_is_quoted_and_may_run_over_paragraphs():
    places = (IndexPlace("x", "a {==walk==} by", "the {==end==}", where="book/index.yaml:3"),)

    assert [("walk", "name-h-a0-x"), ("end", "name-h-z0-x")] == marked(
        selection("I took a walk by the sea.", "This is the end."), heading("h", places=places)
    )


@pytest.mark.parametrize(
    ("quote", "to", "told"),
    [
        ("nowhere at all", "", "does not have"),
        ("the", "", "2 times"),
        ("the end", "I took", "ends before it begins"),
        ("{==the", "", "only half there"),
    ],
)
def test_a_place_that_is_not_one_is_an_error_with_its_line(quote, to, told):
    places = (IndexPlace("x", quote, to, where="book/index.yaml:3"),)
    text = selection("I took a walk by the sea.", "This is the end.")

    with pytest.raises(FlorilegiumError, match=told) as caught:
        mark_index([text], Index((heading("h", places=places),)))
    assert "book/index.yaml:3" == caught.value.where


def test_only_what_is_searched_and_the_part_that_is_indexed_are_marked():
    note = replace(selection(), blocks=(Block("author-note", "Burke", (1, 1), label="1"),))
    burke = heading("b", "Burke")

    assert [] == marked(note, burke, searched=("texts",))
    assert 1 == len(marked(note, burke, searched=("notes",)))
    assert [] == marked(selection("Burke"), burke, chapters=("y",))


def test_a_text_or_part_that_is_not_there_is_told_with_the_one_meant():
    index = Index((heading("b", "Burke", texts=("cachro",), where="f:1"),), part="Paper", file="f")

    with pytest.raises(Several) as caught:
        for_book(index, ["cachero"], {"Papers": ["cachero"]}, ["preface"])
    assert ["Did you mean 'Papers'?", "Did you mean 'cachero'?"] == [
        error.hint.partition("?")[0] + "?" for error in caught.value.errors
    ]
    part = for_book(Index(part="Papers"), ["cachero", "x"], {"Papers": ["cachero"]}, [])
    assert ("cachero",) == part.chapters


def test_without_headings_nothing_changes():
    text = selection("Burke")

    assert (text,) == mark_index([text], Index())


@given(st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8)), max_size=12))
def test_keys_are_unique_and_ids_can_be_read_back(headings):
    keys = heading_keys(headings)

    assert len(set(keys)) == len(headings)
    for key in keys:
        said = read_place_id(place_id(key, "a", 3, "some-text.of-it"))
        assert (key, "a", 3) == (said.key, said.part, said.number)


@pytest.mark.parametrize(
    ("heading_", "language", "letter"),
    [
        ("The Economist", "en", "E"), ("van der Berg, Ida", "nl", "B"), ("Ångström", "sv", "Å"),
        ("Ångström", "en", "A"), ("Æsop", "en", "A"), ("“Me too” (words)", "en", "M"),
        ("1984", "en", ""), ("#MeToo", "en", "M"), ("Ørsted", "da", "Ø"),
        ("Чехов, Антон", "ru", "Ч"),
        ("Ñandú", "es", "Ñ"), ("chleba", "cs", "Ch"), ("Straße", "de", "S"),
    ],
)  # fmt: skip
def test_a_heading_stands_under_the_letter_of_its_filing(heading_, language, letter):
    assert letter == filing_letter(heading_, language)
