"""Slips in the items of ``book/sources.yaml``: a key, a type or a date that is nearly one of CSL.

Takes an item as it was typed; yields what is wrong with it. What is near nothing is let be: a
list may have keys of other programs.
"""

import difflib
import re
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from importlib.resources import files

from florilegium.errors import ConfigError
from florilegium.project.yaml_text import Value

_NEAR = 0.8  # of two words that differ by a letter or two
_DAY = re.compile(r"\d{4}-\d{1,2}(?:-\d{1,2})?")


def slips(item: Value, *, file: str) -> Iterator[ConfigError]:
    """Yield a `ConfigError` for each key, type, part of a name or date in *item* with a slip."""
    terms = _terms()
    said = item.table.get("id")
    name = said.text if said else ""
    for key, value in item.table.items():
        where = f"{file}:{value.line}"
        if near := _meant(key, terms["fields"]):
            yield _error(f"source {name!r}: unknown key {key!r}", where, near)
        elif key == "type" and (near := _meant(value.text, terms["types"])):
            yield _error(f"source {name!r}: 'type' is {value.text!r}", where, near)
        elif key in terms["dates"]:
            yield from _wrong_days(name, key, value, file)
        for person in value.items if isinstance(value.content, tuple) else ():
            for part, words in person.table.items():
                if near := _meant(part, terms["names"]):
                    what = f"source {name!r}: unknown part of a name {part!r}"
                    yield _error(what, f"{file}:{words.line}", near)


def is_of_csl(key: str) -> bool:
    """Tell whether *key* is one of CSL, or nearly one; a date is an `is_date`, too."""
    fields = _terms()["fields"]
    return key in fields or bool(_meant(key, fields))


def is_date(key: str) -> bool:
    """Tell whether the value of *key* is a date."""
    return key in _terms()["dates"]


def _meant(word: str, known: Sequence[str]) -> str:
    """Return that of the *known* words which *word* is nearly; nothing for one of them."""
    if not word or word in known:
        return ""
    folded = {one.lower(): one for one in known}
    near = difflib.get_close_matches(word.lower(), folded, n=1, cutoff=_NEAR)
    return folded[near[0]] if near else ""


def _wrong_days(name: str, key: str, value: Value, file: str) -> Iterator[ConfigError]:
    """Yield a `ConfigError` for each day of the date *value* that no calendar has."""
    for found in _DAY.findall(value.text):
        year, month, day = map(int, (*found.split("-"), "1")[:3])
        try:
            date(year or 1, month, day)
        except ValueError:
            yield ConfigError(
                f"source {name!r}: {key!r} is {value.text!r}",
                where=f"{file}:{value.line}",
                hint="Write the day as 2026-11-23, or less of it: 2026-11, 2026.",
            )


def _error(what: str, where: str, near: str) -> ConfigError:
    return ConfigError(what, where=where, hint=f"Did you mean {near!r}?")


@cache
def _terms() -> dict[str, list[str]]:
    text = (files("florilegium.project") / "csl_terms.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text))
