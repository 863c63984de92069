"""Dates of events as an editor writes them (EDTF, level 0, and ``~`` for "about").

Takes ``2017``, ``2017-10``, ``2017-10-15``, ``-0043``, or two of them with a stroke between;
gives back values that sort. It never guesses: what is no date is an error.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date

_ONE = re.compile(
    r"(?P<year>-?[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?(?P<about>~?)"
)
_MONTHS = 12
FORMS = "Write it as 2017-10-15, 2017-10, 2017 or -0043, two with a stroke between: 2014/2016-05."


@dataclass(frozen=True, slots=True, order=True)
class Day:
    """A *year* (0 is 1 BC), with *month* and *day* where they are known (else 0)."""

    year: int
    month: int = 0
    day: int = 0
    about: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From *start* to *end*; both are the same for a single date."""

    start: Day
    end: Day


def day_of(text: str) -> date | None:
    """Return the day that *text* says as ``2017-10-15``, and in no other way; else None."""
    found = _ONE.fullmatch(text)
    if found is None or not found["day"] or found["about"]:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def read_span(text: str) -> Span | None:
    """Return the date or the two dates that *text* says; None when it is none."""
    days = [_day(part.strip()) for part in text.split("/")]
    if len(days) > 2 or None in days:  # noqa: PLR2004  # from, to
        return None
    first, last = days[0], days[-1]
    if first is None or last is None or (len(days) > 1 and _bounds(last) < _bounds(first)):
        return None
    return Span(first, last)


def _bounds(day: Day) -> tuple[int, int, int]:
    return day.year, day.month, day.day


def _day(text: str) -> Day | None:
    found = _ONE.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(found[name] or 0) for name in ("year", "month", "day"))
    if found["month"] and not 1 <= month <= _MONTHS:
        return None
    if found["day"] and not 1 <= day <= _days_in(year, month):
        return None
    return Day(year, month, day, bool(found["about"]))


def _days_in(year: int, month: int) -> int:
    return calendar.monthrange(year if year > 0 else 2000 + year % 400, month)[1]
