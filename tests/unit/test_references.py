"""What the head of a chapter says of where its text came out."""

from dataclasses import replace

import pytest
from book_sample import BOOK, PRODUCTION, PROSE

from florilegium.render.references import published
from florilegium.render.xhtml import typeset

ITEM = {
    "title": "19 Million Tweets <i>Later</i>",
    "container-title": "MAKERS & Co",
    "issued": {"date-parts": [[2018, 10, 15]]},
}


@pytest.mark.parametrize(
    ("changes", "title", "expected"),
    [
        ({}, "19 Million Tweets Later", "<em>MAKERS &amp; Co</em>, October 15, 2018"),
        ({}, "“19 million tweets, later”", "<em>MAKERS &amp; Co</em>, October 15, 2018"),
        ({}, "Another Title", ""),  # the entry says under which it came out
        ({"container-title": ""}, "19 Million Tweets Later", ""),
        ({"issued": None}, "19 Million Tweets Later", "<em>MAKERS &amp; Co</em>"),
    ],
)
def test_a_title_that_stands_above_is_not_said_again(changes, title, expected):
    assert expected == published({**ITEM, **changes}, title=title, language="en")


def test_the_head_of_a_chapter_has_it_and_not_the_entry_that_stands_alone():
    item = {**ITEM, "id": "rain2020", "title": BOOK.selections[0].title}
    prose = replace(PROSE, alone={"rain2020": "Author, Ann. The whole entry."})

    made = {
        one.id: one.xhtml for one in typeset(replace(BOOK, sources=(item,)), prose, PRODUCTION)
    }

    assert "<em>MAKERS &amp; Co</em>, October 15, 2018" in made["rain"]
    assert "The whole entry" not in made["rain"]
    assert "The whole entry" in made["copyright"]
