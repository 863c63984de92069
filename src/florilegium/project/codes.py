"""Codes at the door: languages, roles and numbers of books, as libraries and shops read them.

Input: what an editor wrote. Output: why it is none, in a few words; nothing when it is one. It
never mends a code by guessing.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files

# BCP 47 without extensions: language, script, region, variants.
_LANGUAGE = re.compile(
    r"([A-Za-z]{2,3})(-[A-Za-z]{4})?(-(?:[A-Za-z]{2}|[0-9]{3}))?(-[A-Za-z0-9]{5,8}|-[0-9]\w{3})*"
)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@cache
def _table(name: str) -> frozenset[str]:
    text = (files("florilegium.project") / "codes.toml").read_text(encoding="utf-8")
    return frozenset(str(tomllib.loads(text)[name]).split())


def language_fault(code: str) -> str:
    """Return why *code* names no language (BCP 47)."""
    found = _LANGUAGE.fullmatch(code)
    if found is None:
        return "a language is written such as en, de-CH or zh-Hant"
    if len(found[1]) == 2 and found[1].lower() not in _table("languages"):  # noqa: PLR2004  # ISO 639-1
        return f"no language has the code {found[1]!r}"
    return ""


def role_fault(code: str) -> str:
    """Return why *code* is no role (MARC relator)."""
    if code in _table("roles"):
        return ""
    return "a role is a MARC relator code, such as edt, trl or aut"


def identifier_fault(identifier: str) -> str:
    """Return why *identifier* cannot name a book: an ISBN or UUID with a slip in it, or blank."""
    kind, _, value = identifier.removeprefix("urn:").partition(":")
    if kind.lower() == "isbn":
        return isbn_fault(value)
    if kind.lower() == "uuid" and not _UUID.fullmatch(value):
        return "a UUID has 32 digits in five groups"
    if not identifier.strip() or re.search(r"\s", identifier):
        return "an identifier has no blanks"
    return ""


def isbn_fault(isbn: str) -> str:
    """Return why *isbn* is none: by its length and its last digit (ISO 2108)."""
    digits = re.sub(r"[ -]", "", isbn).upper()
    if re.fullmatch(r"97[89]\d{10}", digits):
        total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
        return "its last digit does not fit the others" if total % 10 else ""
    if re.fullmatch(r"\d{9}[\dX]", digits):
        values = [10 if digit == "X" else int(digit) for digit in digits]
        total = sum(value * (10 - place) for place, value in enumerate(values))
        return "its last digit does not fit the others" if total % 11 else ""
    return "an ISBN has 13 digits and begins with 978 or 979"
