"""What the head of a chapter says of where its text came out."""

import pytest

from florilegium.render.references import published

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
