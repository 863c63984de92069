"""The head of a text: a title that was left standing, and what its source says."""

import pytest

from florilegium import ingest
from florilegium.annotate.source_heading import SourceHeading, source_heading
from florilegium.clean import clean, lift_headline, load_rules, merge

PAGE = (
    "<html><head><title>{title}</title></head><body><article>{body}"
    "<p>We asked five ferrymen which bird they would row for.</p><h2>1. The heron</h2>"
    "<p>Grey, patient, everywhere.</p></article></body></html>"
)


def cleaned(text, name="a.html", titles=()):
    raw = ingest.decode(text.encode(), name)
    done = lift_headline(raw, clean(raw, rules=load_rules()), titles=titles)
    assert raw.blocks == merge(done)
    return done


def lifted(done):
    return [r.text for r in done.removals if r.action == "lifted" and r.role == "title"]


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("Five Birds You Must See", "<h1>Five Birds You Must See</h1>"),
        ("Five Birds You Must See | The Gauge", "<h2>Five Birds You Must See</h2>"),
        ("Five Birds You Must See – The Gauge – Nature", "<h1>Five Birds You Must See</h1>"),
        ("The Gauge", "<h1>Five Birds You Must See</h1>"),
        ("five birds you must see!", "<h1>Five “Birds” You Must See</h1>"),
    ],
)
def test_the_title_of_a_short_page_is_lifted(title, heading):
    done = cleaned(PAGE.format(title=title, body=heading))

    assert len(lifted(done)) == 1
    assert "Birds" not in done.blocks[0].text


@pytest.mark.parametrize(
    "body",
    ["<h2>Five Birds</h2>", "<p>Before it.</p><h1>One</h1>", "<h1>One</h1><h1>Two</h1>", ""],
)
def test_a_heading_that_may_be_the_texts_own_stays(body):
    assert [] == lifted(cleaned(PAGE.format(title="The Gauge", body=body)))


def test_a_title_of_the_editors_does_not_stand_twice():
    text = "The Herons of the Marsh\n\nEvery morning they came down to the marsh and stood there."

    assert ["The Herons of the Marsh"] == lifted(
        cleaned(text, "a.txt", titles=("The herons of the marsh",))
    )
    assert [] == lifted(cleaned("The Herons\n", "a.txt", titles=("The Herons",)))


@pytest.mark.parametrize(
    ("issued", "language", "date"),
    [
        ({"date-parts": [[1990, 5, 2]]}, "en-US", "May 2, 1990"),
        ({"date-parts": [[1990, 5, 2]]}, "en-GB", "2 May 1990"),
        ({"date-parts": [["1990", "5", "2"]]}, "de", "2. Mai 1990"),
        ({"date-parts": [[1990, 5]]}, "fr", "mai 1990"),
        ({"date-parts": [[1990]]}, "xx", "1990"),
        ({"date-parts": [[1990], [1995]]}, "en", "1990–1995"),
        ({"date-parts": [[1990]], "circa": True}, "en", "ca. 1990"),
        ({"literal": "Spring 1990"}, "en", "Spring 1990"),
        ({"date-parts": [[1990, 13, 40]]}, "en", "1990"),
        (None, "en", ""),
    ],
)
def test_a_date_is_as_whole_as_the_source_has_it(issued, language, date):
    assert date == source_heading({"issued": issued}, language=language).date


def test_title_and_byline_are_those_of_the_source():
    item = {
        "title": "The <i>Great</i> Marsh",
        "author": [
            {"family": "Beauvoir", "given": "Simone", "non-dropping-particle": "de"},
            {"literal": "The Heron Society"},
        ],
    }

    assert source_heading(item, language="en") == SourceHeading(
        "The Great Marsh", "Simone de Beauvoir, The Heron Society"
    )
    assert SourceHeading() == source_heading({}, language="en")
