"""Licences by their SPDX id, and the statements of RightsStatements.org, as data.

The terms stand in ``licences.toml`` with their source; what a licence is called is asked of the
SPDX list in ``packaging``.
"""

import difflib
import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

_PORTED = re.compile(r"(CC-BY(?:-NC)?(?:-ND|-SA)?-[0-9.]+)-[A-Z]+")
# The address of a deed of Creative Commons, as pages link it.
_DEED = re.compile(
    r"creativecommons\.org/(?:licenses|publicdomain)/([a-z-]+)/([0-9.]*[0-9])", re.IGNORECASE
)
_VERSION = re.compile(r"-[0-9.]+\Z")
_EXPRESSION = re.compile(r"\s(?:AND|OR|WITH)\s")
_STATEMENT = re.compile(r"https?://rightsstatements\.org/(?:vocab|page)/([\w-]+)/1\.0/?")


def terms(licence: str) -> frozenset[str] | None:
    """Return what *licence* asks (``by``, ``nc``, ``nd``, ``sa``); None where it is not known.

    A licence ported to a country (``CC-BY-ND-3.0-DE``) asks what it does elsewhere. Of an
    expression all parts joined by AND count, and of those joined by OR what all of them ask.
    """
    if _EXPRESSION.search(licence):
        return _of_expression(licence)
    found = _terms().get(licence)
    if found is None and (ported := _PORTED.fullmatch(licence)):
        found = _terms().get(ported[1])
        found = _terms().get(_VERSION.sub("-3.0", ported[1])) if found is None else found
    return None if found is None else frozenset(found)


def _of_expression(licence: str) -> frozenset[str] | None:
    choices = []
    for choice in re.split(r"\s+OR\s+", licence.strip("() ")):
        parts = [terms(part.strip("() ")) for part in re.split(r"\s+(?:AND|WITH)\s+", choice)]
        known = [part for part in parts if part is not None]
        choices.append(frozenset[str]().union(*known) if known else None)
    told = [choice for choice in choices if choice is not None]
    if not told:
        return None
    return frozenset.intersection(*told) if len(told) == len(choices) else frozenset()


def is_open(licence: str) -> bool:
    """Tell whether a work under *licence* may be given to others at all without asking."""
    if statement := _STATEMENT.fullmatch(licence):
        return _statements()[statement[1]]
    return True


def is_known(licence: str) -> bool:
    """Tell whether *licence* is an SPDX id or expression, or a known statement's address."""
    if statement := _STATEMENT.fullmatch(licence):
        return statement[1] in _statements()
    try:
        return canonicalize_license_expression(licence) == licence
    except InvalidLicenseExpression:
        return False


def nearest(licence: str) -> str:
    """Return the id that may have been meant by *licence*; nothing when none is near."""
    if deed := _DEED.search(licence):
        folded = f"CC-{deed[1].upper()}-{deed[2]}".replace("CC-ZERO", "CC0")
        return folded if is_known(folded) else ""
    if "rightsstatements" in licence.lower():
        known = [f"http://rightsstatements.org/vocab/{name}/1.0/" for name in _statements()]
        return next(iter(difflib.get_close_matches(licence, known, n=1)), "")
    try:
        return str(canonicalize_license_expression(licence))
    except InvalidLicenseExpression:
        folded = re.sub(r"[\s_]+", "-", licence.strip()).upper()
        near = difflib.get_close_matches(folded, _terms(), n=1, cutoff=0.7)
        return near[0] if near else ""


def _terms() -> dict[str, list[str]]:
    return dict(_tables()["licence"])


def _statements() -> dict[str, bool]:
    return dict(_tables()["statement"])


@cache
def _tables() -> dict[str, Any]:
    text = (files("florilegium.project") / "licences.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
