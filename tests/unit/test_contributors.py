"""Who made the texts, and in which language their titles are: read from the sources."""

from dataclasses import replace

import pytest
from book_sample import BOOK

from florilegium.model import Person
from florilegium.render.contributors import contributors
from florilegium.render.references import name_languages


def book(**item):
    return replace(BOOK, sources=({"id": "rain2020", **item},))


@pytest.mark.parametrize(
    ("names", "name", "file_as"),
    [
        ({"family": "Orr", "given": "Tamsin"}, "Tamsin Orr", "Orr, Tamsin"),
        ({"literal": "The Gauge"}, "The Gauge", "The Gauge"),
        (
            {"family": "King", "given": "Martin", "suffix": "Jr."},
            "Martin King Jr.",
            "King, Martin, Jr.",
        ),
        (
            {"family": "Gogh", "given": "Vincent", "non-dropping-particle": "van"},
            "Vincent van Gogh",
            "Gogh, Vincent van",
        ),
        (
            {"family": "Humboldt", "given": "A.", "dropping-particle": "von"},
            "A. von Humboldt",
            "Humboldt, A. von",
        ),
        ({"family": "Plato"}, "Plato", "Plato"),
    ],
)
def test_a_name_is_said_and_filed(names, name, file_as):
    assert contributors(book(author=[names])) == (Person(name, file_as, ("aut",)),)


def test_one_person_has_all_roles_and_stands_once():
    orr = {"family": "Orr", "given": "Tamsin"}
    found = contributors(book(author=[orr], translator=[orr], interviewer=[{"literal": "Bo X"}]))

    assert found == (
        Person("Tamsin Orr", "Orr, Tamsin", ("aut", "trl")),
        Person("Bo X", "Bo X", ("ivr",)),
    )


def test_who_made_the_book_is_not_named_again():
    assert contributors(book(author=[{"literal": "Ann"}])) == ()


def test_a_source_that_no_text_uses_adds_nobody():
    assert contributors(replace(BOOK, sources=({"id": "x", "author": [{"literal": "Zo"}]},))) == ()


@pytest.mark.parametrize(
    ("language", "reference", "expected"),
    [
        (
            "de",
            "Orr. “Der Regen: Ein Lied.” 2020.",
            'Orr. “<span lang="de">Der Regen: Ein Lied</span>.” 2020.',
        ),
        (
            "de-CH",
            "<i>Der Regen – ein Lied</i>",
            '<i><span lang="de-CH">Der Regen – ein Lied</span></i>',
        ),
        ("en-GB", "Der Regen: Ein Lied", "Der Regen: Ein Lied"),
        ("", "Der Regen: Ein Lied", "Der Regen: Ein Lied"),
        ('"><script>', "Der Regen: Ein Lied", "Der Regen: Ein Lied"),
        ("de", "Another title", "Another title"),
        ("de", '<a href="/Der Regen Ein Lied">x</a>', '<a href="/Der Regen Ein Lied">x</a>'),
    ],
)
def test_a_foreign_title_says_its_language(language, reference, expected):
    made = name_languages(
        {"rain2020": reference}, book(title="Der Regen: Ein Lied", language=language)
    )

    assert made == {"rain2020": expected}
