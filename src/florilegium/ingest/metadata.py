"""The metadata of a file: title, authors, date, publisher, language, licence, numbers.

Every statement is a stranger's word and names where it was found. It is read as text, bounded,
and only ever offered to the editor as a draft: no build depends on it. One module a kind of
file makes `Metadata`; ``ingest.METADATA`` lists them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields

from florilegium.project import licences

_LONGEST = 400  # letters of one fact
_SPACE = re.compile(r"\s+")
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]{1,200}")
_ISBN = re.compile(r"(?:97[89][ -]?)?(?:\d[ -]?){9}[\dXx]")
_NUMBERED = re.compile(r"(?:urn:)?(doi|isbn|issn)\s*(?:[:=]\s*)?(\S.*)", re.IGNORECASE)
_ISSN = re.compile(r"\d{4}-\d{3}[\dXx]")
_ADDRESS = re.compile(r"https?://[^\s\"<>]{3,1000}")
_COMMONS = re.compile(
    r"creativecommons\.org/(?P<kind>licenses|publicdomain)/(?P<name>[a-z-]+)/(?P<version>\d\.\d)"
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement: its *value*, and in *source* where it was found.

    *is_body* tells that the file calls it an organisation, not a person.
    """

    value: str
    source: str
    is_body: bool = False


Facts = tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Metadata:
    """All a file says of itself, of each kind the most trusted first.

    Values are as they stand there: names and dates in any form. *sites* are what the text
    appeared in: a site, a journal, a collection. *identifiers* begin with ``doi:``, ``isbn:``
    or ``issn:``; *licences* are SPDX ids or addresses. *kind* is the type of the source in CSL
    where the file tells it, *language* a BCP 47 code.
    """

    titles: Facts = ()
    authors: Facts = ()
    editors: Facts = ()
    translators: Facts = ()
    dates: Facts = ()
    sites: Facts = ()
    publishers: Facts = ()
    addresses: Facts = ()
    identifiers: Facts = ()
    licences: Facts = ()
    volumes: Facts = ()
    issues: Facts = ()
    pages: Facts = ()
    language: str = ""
    kind: str = ""

    def __add__(self, other: "Metadata") -> "Metadata":
        """Return the facts of both; those of this one are trusted more."""
        return Metadata(
            **{
                one.name: getattr(self, one.name) + getattr(other, one.name)
                if isinstance(getattr(self, one.name), tuple)
                else getattr(self, one.name) or getattr(other, one.name)
                for one in fields(self)
            }
        )


def facts(values: Iterable[object], source: str, *, is_body: bool = False) -> Facts:
    """Return those of *values* that are text of a bounded length, on one line."""
    lines = (_SPACE.sub(" ", one).strip() for one in values if isinstance(one, str))
    return tuple(Fact(line, source, is_body) for line in lines if 0 < len(line) <= _LONGEST)


def identifier(text: str) -> str:
    """Return the DOI, ISBN or ISSN in *text* with its kind before it; nothing when it is none."""
    named = _NUMBERED.fullmatch(text.strip())
    kind, words = (named[1].lower(), named[2]) if named else ("", text.strip())
    if kind in ("", "doi") and (found := _DOI.search(words)):
        return f"doi:{found[0].rstrip('.,;' if '(' in found[0] else '.,;)')}"
    if kind == "issn" and (found := _ISSN.fullmatch(words)):
        return f"issn:{found[0].upper()}"
    if kind in ("", "isbn") and (found := _ISBN.fullmatch(words)):
        digits = re.sub(r"[ -]", "", found[0]).upper()
        return f"isbn:{digits}" if _is_isbn(digits) else ""
    return ""


def _is_isbn(digits: str) -> bool:
    """Whether the check digit is right (ISO 2108)."""
    numbers = [10 if digit == "X" else int(digit) for digit in digits]
    if len(numbers) == 10:  # noqa: PLR2004  # ISBN-10
        return (
            sum(weight * n for weight, n in zip(range(10, 0, -1), numbers, strict=True)) % 11 == 0
        )
    return "X" not in digits and sum(n * (1, 3)[at % 2] for at, n in enumerate(numbers)) % 10 == 0


def is_address(value: str) -> bool:
    """Whether *value* is an address of the web and nothing else."""
    return _ADDRESS.fullmatch(value) is not None


def licence(text: str) -> str:
    """Return the SPDX id of the licence that *text* names or links to; nothing for another."""
    if found := _COMMONS.search(text.lower()):
        if found["kind"] == "publicdomain":
            return "CC0-1.0" if found["name"] == "zero" else ""
        name = f"CC-{found['name'].upper()}-{found['version']}"
    else:
        name = re.sub(r"[\s_]+", "-", text.strip())
    near = name if licences.is_known(name) else licences.nearest(name)
    return near if near and near.casefold() == name.casefold() else ""
