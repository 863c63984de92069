"""Dates as people and pages write them, as ISO 8601: a day, a month, or a year."""

import re
from datetime import date

_MONTHS = (
    "jan(?:uary|uar|vier|eiro|uari)?|enero|ene|gennaio|gen|jänner|januar[iy]?",
    "feb(?:ruary|ruar|braio|rero|ruari)?|février|févr?|fevereiro|fev",
    "mar(?:ch|s|zo|ço|t)?|märz|mrz|maart|mär",
    "apr(?:il|ile)?|avril|avr|abril|abr",
    "may|mai|maio|mayo|mei|maggio|mag",
    "june?|juni|juin|junho|junio|giugno|giu",
    "july?|juli|juillet|juil|julho|julio|luglio|lug",
    "aug(?:ust|ustus)?|août|agosto|ago",
    "sept?(?:ember|iembre|embre)?|setembro|set(?:tembre)?",
    "o[ck]t(?:ober|obre|ubre)?|outubro|out|ottobre|ott|okt",
    "nov(?:ember|embre|iembre|embro)?",
    "de[cz](?:ember|embre|embro)?|décembre|déc|dic(?:iembre|embre)?",
)
_MONTH = "|".join(f"(?P<m{number}>{names})" for number, names in enumerate(_MONTHS, start=1))
_NUMBER = {"d": r"(?P<d>0?[1-9]|[12]\d|3[01])", "y": r"(?P<y>(?:1[5-9]|20)\d\d)"}
_ORDINAL = r"(?:st|nd|rd|th|er|º|ª|\.)?"
_WRITTEN = (
    re.compile(
        rf"\b{_NUMBER['d']}{_ORDINAL}\s*(?:de |of )?\s*\b(?:{_MONTH})\b\.?,?\s*(?:de |del )?"
        rf"{_NUMBER['y']}\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:{_MONTH})\b\.?\s+{_NUMBER['d']}{_ORDINAL},?\s+{_NUMBER['y']}\b", re.IGNORECASE
    ),
    re.compile(rf"\b(?:{_MONTH})\b\.?,?\s+(?:de )?{_NUMBER['y']}\b", re.IGNORECASE),
)
_ISO = re.compile(r"\b((?:1[5-9]|20)\d\d)-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?(?!\d)")
_COMPACT = re.compile(r"\b(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\b")
_DOTTED = re.compile(r"\b(0?[1-9]|[12]\d|3[01])\.\s?(0?[1-9]|1[0-2])\.\s?((?:1[5-9]|20)\d\d)\b")
_SLASHED = re.compile(r"\b(\d{1,2})/(\d{1,2})/((?:1[5-9]|20)\d\d)\b")
_EASTERN = re.compile(
    r"((?:1[5-9]|20)\d\d)\s?[年/.]\s?(1[0-2]|0?[1-9])\s?[月/.]\s?(3[01]|[12]\d|0?[1-9])"
)
_ENDS_IN_MONTH = re.compile(
    r"^(.*\S\s+[^\s\d,]+)(?:[\s,]+\d{1,2}\.?)?[\s,]+(?:january|february|march|july|september|october|november|december|januar|"
    r"februar|märz|juli|oktober|dezember|janvier|février|juillet|septembre|octobre|novembre|"
    r"décembre|enero|febrero|julio|septiembre|octubre|noviembre|diciembre)\b\.?[\s,\d]*$",
    re.IGNORECASE,
)
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)/(0?[1-9]|1[0-2])(?:/(0?[1-9]|[12]\d|3[01]))?(?=/|-|$)")


def iso_date(text: str, *, language: str = "") -> str:
    """Return the first date in *text* as ISO 8601, or nothing.

    ``3/4/2011`` is March in the United States (*language* ``en-US`` or plain ``en``), April
    elsewhere; where only one reading is possible, that is taken.
    """
    for find in (_iso, _written, _numbers):
        if found := find(text, language):
            return found
    return ""


def without_date(text: str) -> str:
    """Return *text*, a byline, without the month that ends it where two names stand before that.

    Months that are names of people, too, stay.
    """
    return _ENDS_IN_MONTH.sub(r"\1", text)


def date_in_address(address: str) -> str:
    """Return the date that the path of a URL holds, or nothing."""
    found = _IN_ADDRESS.search(address)
    return _checked(found[1], found[2], found[3] or "") if found else ""


def _iso(text: str, _language: str) -> str:
    found = _ISO.search(text) or _COMPACT.search(text) or _EASTERN.search(text)
    return _checked(found[1], found[2], found[3] or "") if found else ""


def _written(text: str, _language: str) -> str:
    for pattern in _WRITTEN:
        if found := pattern.search(text):
            parts = found.groupdict()
            month = next(n for n in range(1, 13) if parts.get(f"m{n}"))
            return _checked(parts["y"], str(month), parts.get("d") or "")
    return ""


def _numbers(text: str, language: str) -> str:
    if found := _DOTTED.search(text):
        return _checked(found[3], found[2], found[1])
    if found := _SLASHED.search(text):
        first, second = found[1], found[2]
        american = language.lower() in ("en", "en-us") and int(first) <= 12  # noqa: PLR2004  # months
        month, day = (first, second) if american or int(second) > 12 else (second, first)  # noqa: PLR2004  # the same
        return _checked(found[3], month, day)
    return ""


def _checked(year: str, month: str, day: str) -> str:
    try:
        date(int(year), int(month), int(day or 1))
    except ValueError:
        return ""
    return f"{int(year):04}-{int(month):02}" + (f"-{int(day):02}" if day else "")
