"""Dates of events: what is one, how it sorts, how a language writes it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from florilegium.model.dates import read_span
from florilegium.project.wording import wording
from florilegium.render.xhtml.chronology import dated


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "2017-13", "2017-02-29", "17-10-15", "2017-10-15/", "2018/2017", "1/2/3",
     "2017-1-5", "2017/10/15", "2017-10-15T20:21"],
)  # fmt: skip
def test_what_is_no_date(text):
    assert read_span(text) is None


@given(st.lists(st.dates(min_value=date(1, 1, 1)), min_size=1))
def test_dates_sort_as_time_passes(days):
    spans = [read_span(f"{day.year:04}-{day.month:02}-{day.day:02}") for day in days]

    assert [s.start.day for s in sorted(spans)] == [day.day for day in sorted(days)]


def test_a_year_comes_before_its_months_and_these_before_their_days():
    texts = ["2017-10-15", "2017-10", "2017", "2016~", "-0043", "2017-10-15/2017-10-20"]

    in_order = sorted(texts, key=read_span)

    assert in_order == ["-0043", "2016~", "2017", "2017-10", "2017-10-15", "2017-10-15/2017-10-20"]


@pytest.mark.parametrize(
    ("text", "english", "german"),
    [
        ("2017-10-15", "October 15, 2017", "15. Oktober 2017"),
        ("2017-10", "October 2017", "Oktober 2017"),
        ("2017", "2017", "2017"),
        ("0079-08-24", "August 24, 79", "24. August 79"),
        ("2006~", "about 2006", "um 2006"),
        ("-0043", "44 BC", "44 v. Chr."),
        ("-0043/-0026", "44 BC – 27 BC", "44 v. Chr. – 27 v. Chr."),
        ("2014/2016", "2014–2016", "2014–2016"),
        ("2018-10-20/2018-10-21", "October 20–21, 2018", "20.–21. Oktober 2018"),
        ("2018-10/2018-11", "October 2018 – November 2018", "Oktober 2018 – November 2018"),
        ("2014~/2016", "about 2014 – 2016", "um 2014 – 2016"),
    ],
)
def test_a_date_is_written_as_the_language_does(text, english, german):
    span = read_span(text)

    assert english == dated(span, "en-US", wording("en-US"))
    assert german == dated(span, "de", wording("de"))
