"""ISBNs and prices of books: digits checked, or one clear error.

Source: ISBN Users' Manual, 7th edition, section 4 (ISO 2108); the add-on of five digits is
GS1 General Specifications 5.2.2.
"""

import re

from florilegium.errors import ConfigError
from florilegium.model.book import EDITIONS_FILE

_LENGTH = 13


def digits(isbn: str, *, where: str = EDITIONS_FILE) -> str:
    """Return the thirteen digits of *isbn*; raise `ConfigError` when it is none.

    ``978-3-16-148410-0`` with or without hyphens or blanks. The check digit must be right.
    """
    plain = re.sub(r"[\s‐‑–-]", "", _bare(isbn))
    if not re.fullmatch(r"97[89][0-9]{10}", plain):
        raise ConfigError(
            f"'isbn' is {isbn!r}", where=where, hint="It has thirteen digits, 978 or 979 first."
        )
    if (right := check_digit(plain)) != plain[-1]:
        raise ConfigError(
            f"the ISBN {isbn} has the check digit {plain[-1]}, and {right} would be right",
            where=where,
            hint="A digit is wrong, or two are exchanged: compare it with the agency's letter.",
        )
    return plain


def hyphenated(isbn: str) -> str:
    """Return *isbn* with the hyphens that the editor wrote; nothing where there are none."""
    bare = re.sub(r"[‐‑–]", "-", _bare(isbn))
    return bare if "-" in bare else ""


def _bare(isbn: str) -> str:
    return re.sub(r"^ISBN(-13)?:?\s*", "", isbn.strip())


def check_digit(number: str) -> str:
    """Return the check digit of the first twelve digits of *number*."""
    weighted = (int(d) * (3 if place % 2 else 1) for place, d in enumerate(number[: _LENGTH - 1]))
    return str(-sum(weighted) % 10)


def price_digits(price: str, *, where: str = EDITIONS_FILE) -> str:
    """Return the five digits of a *price* add-on (``51995`` is 19.95 US dollars)."""
    if not re.fullmatch(r"[0-9]{5}", price):
        raise ConfigError(
            f"'price' is {price!r}",
            where=where,
            hint='The add-on has five digits: "51995" is 19.95 US dollars, "90000" no price.',
        )
    return price
