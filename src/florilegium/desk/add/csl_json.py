"""CSL-JSON of a reference manager, read strictly: every number as it is typed, no odd value.

Input: the text of an export. Output: its items with the keys that CSL knows, or errors that name
the item. What else a program wrote beside them (paths, attachments) stays there.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from florilegium.errors import ConfigError
from florilegium.model import xml_text
from florilegium.project.csl_slips import is_date, is_of_csl

_DIGITS = 40  # of a number that says anything
_SHOWN = 60


def read(text: str, *, where: str) -> list[dict[str, Any]]:
    """Return the items with an id in *text*; raise `ConfigError` where it is no JSON."""
    try:
        loaded = json.loads(text, parse_int=_number, parse_float=str, parse_constant=_no_number)
    except (ValueError, RecursionError) as err:
        raise ConfigError(
            f"not valid JSON: {err}", where=where, hint="Export it again as CSL JSON."
        ) from err
    found = loaded.get("items", loaded) if isinstance(loaded, dict) else loaded
    items = found if isinstance(found, list) else []
    return [
        {key: value for key, value in one.items() if is_of_csl(key)}
        for one in items
        if isinstance(one, dict) and one.get("id")
    ]


def _number(digits: str) -> int:
    if len(digits) > _DIGITS:
        raise ValueError(f"a number of {len(digits):,} digits")
    return int(digits)


def _no_number(name: str) -> object:
    raise ValueError(f"{name} is no number")


def odd_values(items: Sequence[Mapping[str, Any]], where: str) -> Iterator[ConfigError]:
    """Yield an error for each value of *items* that is of no kind that CSL has there."""
    for item in items:
        for key, value in item.items():
            if not (_is_date(value) if is_date(key) else _is_flat(value)):
                name = xml_text.shown(str(item.get("id")))[:_SHOWN]
                yield ConfigError(
                    f"the source {name!r}: what {key!r} says is neither text nor a list of it",
                    where=where,
                    hint="Mend it in your reference manager, and export again as CSL JSON.",
                )


def _is_word(value: object) -> bool:
    return value is None or isinstance(value, str | int | float | bool)


def _is_flat(value: object) -> bool:
    """Whether *value* is text, or a list of texts or of names."""
    parts = value if isinstance(value, list) else [value]
    return all(
        _is_word(part) or (isinstance(part, dict) and all(map(_is_word, part.values())))
        for part in parts
    )


def _is_date(value: object) -> bool:
    """Whether *value* is text, or parts of days: ``{"date-parts": [[2026, 11], [2027]]}``."""
    parts = value.values() if isinstance(value, dict) else [value]
    return all(
        _is_word(part)
        or (isinstance(part, list) and all(_is_word(day) or _is_day(day) for day in part))
        for part in parts
    )


def _is_day(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_word, value))
