"""The head of a text by its source: title, byline and date of a CSL item.

Takes an item of ``book/sources.yaml`` as CSL-JSON, gives back three lines, empty where it says
nothing. It never guesses: a date that is not whole stays as coarse as it is.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812  # a field of ours is called date

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton

from florilegium.model.markup_text import without_tags

_DAY, _MONTH = 3, 2  # parts of a date
_TAG = re.compile(r"</?(?:i|b|sc|sub|sup|span)\b[^>]*>")


@dataclass(frozen=True, slots=True)
class SourceHeading:
    """The lines that a source gives for the head of a text."""

    title: str = ""
    byline: str = ""
    date: str = ""


def source_heading(item: Mapping[str, object], *, language: str) -> SourceHeading:
    """Return what the CSL *item* says, its date as *language* writes one."""
    title = without_tags(str(item.get("title", "")), _TAG)
    authors = item.get("author")
    names = (
        [_name(person) for person in authors if isinstance(person, Mapping)]
        if (isinstance(authors, list))
        else []
    )
    return SourceHeading(
        title, ", ".join(filter(None, names)), _date(item.get("issued"), language)
    )


def _name(person: Mapping[str, str]) -> str:
    if literal := person.get("literal", ""):
        return str(literal)
    keys = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    return " ".join(str(person[key]) for key in keys if person.get(key))


def _date(issued: object, language: str) -> str:
    if not isinstance(issued, Mapping):
        return ""
    if said := issued.get("literal") or issued.get("raw"):
        return str(said)
    parts = issued.get("date-parts")
    ends = [_written(part, language) for part in parts] if isinstance(parts, Sequence) else []
    made = "–".join(filter(None, ends))
    return f"ca. {made}" if made and issued.get("circa") else made


def _written(parts: object, language: str) -> str:
    numbers = list(_numbers(parts))
    if not numbers:
        return ""
    locale = _locale(language)
    try:
        if len(numbers) >= _DAY:
            year, month, day = numbers[:_DAY]
            return str(format_date(Date(year, month, day), format="long", locale=locale))
        if len(numbers) == _MONTH:
            first = Date(numbers[0], numbers[1], 1)
            return str(format_skeleton("yMMMM", first, locale=locale))
    except ValueError:  # a season, a year before the first
        return str(numbers[0])
    return str(numbers[0])


def _numbers(parts: object) -> Iterator[int]:
    for part in parts if isinstance(parts, list) else ():
        if not re.fullmatch(r"-?[0-9]+", str(part)):
            return
        yield int(part)


def _locale(language: str) -> Locale:
    for tag in (language, language.partition("-")[0], "en"):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")
