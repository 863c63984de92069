"""The draft of an index: names found, ordinary words left alone, and YAML that can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from florilegium.desk.suggest.index_terms import Spoken, draft_index, find_terms
from florilegium.model import Block, Index, IndexHeading
from florilegium.project.yaml_text import read_yaml


def spoken(*paragraphs, language="en", slug="a"):
    blocks = tuple(Block("paragraph", text, (n, n)) for n, text in enumerate(paragraphs, start=1))
    return Spoken(slug, language, blocks)


def terms(*paragraphs, language="en", index=None):
    found = find_terms([spoken(*paragraphs, language=language)], index or Index())
    return {one.heading: (one.kind, tuple(one.forms), sum(one.counts.values())) for one in found}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Then Ida Zorn came. Ida Zorn’s hat.", {"Zorn, Ida": ("person", ("Ida Zorn",), 2)}),
        (
            "I met Ida Zorn. Here Zorn left, and so did Zorn and Ms. Zorn.",
            {"Zorn, Ida": ("person", ("Ida Zorn", "Zorn"), 4)},
        ),
        ("Whatever. Nobody said. The end. A house.", {}),
        ("He lives in Paris now.", {"Paris": ("place", ("Paris",), 1)}),
        (
            "We took the Fifth Avenue, then Fifth Avenue.",
            {"Fifth Avenue": ("other", ("Fifth Avenue",), 2)},
        ),
        ("They cry #MeToo today.", {}),
        ("They cry #MeToo today, #MeToo.", {"#MeToo": ("other", ("#MeToo",), 2)}),
        ("On Monday I saw that in May.", {}),
    ],
)
def test_names_are_told_from_other_words_with_capitals(text, found):
    assert found == terms(text)


GERMAN = (
    "Der Regen ist ein Nachbar, sagte die Großmutter von Ida Zorn. Im Herbst kam der Regen. "
    "Ein Schirm stand im Flur, und Schirme helfen gegen Regen. Zorns Haus steht in Berlin. "
    "Die Großmutter mag Regen. Liebe und Geld und Arbeit: viel Arbeit."
)


def test_nouns_with_capitals_do_not_drown_the_draft():
    found = terms(GERMAN, language="de")

    assert {"Zorn, Ida", "Berlin"} == set(found)


def test_what_the_index_has_is_not_proposed():
    index = Index((IndexHeading("zorn", "Zorn, Ida", forms=("Ida Zorn",)),))

    assert {"Paris"} == set(terms("Ida Zorn met Ida Zorn in Paris.", index=index))


def test_the_draft_is_an_index_file():
    text = spoken("I met Ida Zorn, #MeToo, and Ms. O’Neill, #MeToo, in Paris.")
    draft = draft_index([text], Index(), language="en")
    errors = []
    value = read_yaml(draft, file="f", errors=errors)

    assert [] == errors
    assert ["Zorn, Ida", "Paris", "#MeToo"] == [
        one.table["heading"].text for one in value.table["headings"].items
    ]


@given(st.lists(st.text(alphabet="ABZabz .'\"’#@&-:,é\n", max_size=60), max_size=4))
def test_any_draft_can_be_read_and_quotes_the_text(paragraphs):
    draft = draft_index([spoken(*paragraphs)], Index(), language="en")
    errors = []
    value = read_yaml(draft, file="f", errors=errors)

    assert [] == errors
    plain = " ".join(" ".join(paragraphs).split())
    assert value or "no names" in draft
    for one in value.table["headings"].items if value else ():
        assert all(form.text in plain for form in one.table["match"].items)
