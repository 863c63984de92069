"""Settings files read strictly: TOML tables become frozen dataclasses, or one clear error.

Every mistake names the file, the line, the key, and what would have been right. The rest of
the program trusts what comes out of here.
"""

import dataclasses
import difflib
import re
import tomllib
import types
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from florilegium.errors import ConfigError, FlorilegiumError, did_you_mean, raise_all
from florilegium.model import xml_text

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """A TOML file: its *path*, the *name* messages use for it, its *text* and its *table*.

    *begin* is where in the text the table begins that is being read.
    """

    path: Path
    name: str
    text: str
    table: Mapping[str, object]
    begin: int = 0

    def listed(self, key: str, number: int) -> "SettingsFile":
        """Return the file as read from its table ``[[key]]`` of that *number* on, from 0."""
        starts = _openings(self.text, key)
        return dataclasses.replace(self, begin=starts[number]) if number < len(starts) else self

    def where(self, key: str, *, after: int = 0) -> str:
        """``file:line`` of the first *key* at or after character *after*, else the file."""
        start = max(after, self.begin)
        found = re.compile(rf"^\s*\[*[\"']?{re.escape(key)}(?!\w)", re.MULTILINE).search(
            self.text, start
        )
        if found is None:
            return self.name
        return f"{self.name}:{self.line(found.start() + len(found[0]) - len(key))}"

    def line(self, at: int) -> int:
        """Return the line, from 1, in which the character *at* of the text stands."""
        return bisect_left(_line_ends(self.text), at) + 1


@lru_cache(maxsize=8)
def _openings(text: str, key: str) -> tuple[int, ...]:
    """Return where the tables ``[[key]]`` begin in *text*."""
    opening = re.compile(
        rf"^[ \t]*\[\[[ \t]*(?:[^\]\n]+\.)?{re.escape(key)}[ \t]*\]\]", re.MULTILINE
    )
    return tuple(found.start() for found in opening.finditer(text))


@lru_cache(maxsize=4)
def _line_ends(text: str) -> tuple[int, ...]:
    return tuple(found.start() for found in re.finditer("\n", text))


def read_text(
    path: Path,
    *,
    name: str = "",
    missing: str = "Write it, or start from 'florilegium init' (see docs/editing.md).",
) -> str:
    """Return what an editor wrote, without the mark some programs put before UTF-8.

    Raises `ConfigError` when the file is not there (*missing* says what to do then) or is not
    UTF-8; *name* is what messages call it.
    """
    name = name or path.name
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ConfigError("this file is missing", where=name, hint=missing) from None
    except UnicodeDecodeError as err:
        raise ConfigError(
            f"byte {err.start} is not UTF-8", where=name, hint="Save the file as UTF-8."
        ) from err
    if (at := xml_text.forbidden(text)) >= 0:
        line = text.count("\n", 0, at) + 1
        raise _unprintable(text[at], f"{name}:{line}")
    return text


def _unprintable(character: str, where: str) -> ConfigError:
    return ConfigError(
        f"a character that no book can hold: {xml_text.name(character)}",
        where=where,
        hint="Take it out; it often comes with words copied from a PDF or a word processor.",
    )


def read_toml(path: Path, *, name: str = "") -> SettingsFile:
    """Return the parsed file; raise `ConfigError` when it is missing, not UTF-8, or not TOML."""
    name = name or path.name
    text = read_text(path, name=name)
    try:
        file = SettingsFile(path, name, text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as err:
        line = re.search(r"line (\d+)", str(err))
        where = f"{name}:{line[1]}" if line else name
        raise ConfigError(
            f"not valid TOML: {err}", where=where, hint="Check the quotes and brackets there."
        ) from err
    except RecursionError:
        raise ConfigError(
            "tables or lists stand one within the other too many times",
            where=name,
            hint="Take some of the brackets out.",
        ) from None
    _check_values(file)
    return file


def _check_values(file: SettingsFile) -> None:
    """Raise `ConfigError` for a value with a character that no book can hold, however written."""
    waiting: list[tuple[str, object]] = [("", file.table)]
    while waiting:
        key, value = waiting.pop()
        if isinstance(value, dict):
            waiting += (
                (name, one) for pair in value.items() for name, one in (pair, ("", pair[0]))
            )
        elif isinstance(value, list):
            waiting += ((key, one) for one in value)
        elif isinstance(value, str) and (at := xml_text.forbidden(value)) >= 0:
            raise _unprintable(value[at], file.where(key) if key else file.name)


def record(kind: type[Record], table: Mapping[str, object], *, file: SettingsFile) -> Record:
    """Return *table* as the dataclass *kind*, whose field names and types are the schema.

    A field whose key is no name of Python's has it in its metadata, as ``key``; one that has
    ``made`` there is no key: the program fills it.

    Raises a `ConfigError` for each unknown key, missing one, and value of the wrong type.
    """
    fields = [
        field
        for field in dataclasses.fields(kind)  # type: ignore[arg-type]  # only dataclasses come here
        if not field.metadata.get("made")
    ]
    names = {field.metadata.get("key", field.name): field.name for field in fields}
    types_ = get_type_hints(kind)
    hints = {key: types_[name] for key, name in names.items()}
    errors: list[FlorilegiumError] = [
        unknown_key(key, tuple(hints), file=file) for key in table if key not in hints
    ]
    # A key that is missing because it is misspelt is told once.
    meant = {near for key in table if key not in hints for near in _near(key, tuple(hints))}
    missing = [
        field.metadata.get("key", field.name)
        for field in fields
        if field.metadata.get("key", field.name) not in table.keys() | meant
        and field.default is dataclasses.MISSING
        and field.default_factory is dataclasses.MISSING
    ]
    beside = next(iter(table), "")
    if missing:
        said = ", ".join(map(repr, missing))
        errors.append(
            ConfigError(
                f"{said} {'is' if len(missing) == 1 else 'are'} missing",
                where=file.where(beside) if beside else file.name,
                hint=f"Add {'it' if len(missing) == 1 else 'them'}; the keys here are "
                f"{', '.join(hints)}.",
            )
        )
    values: dict[str, object] = {}
    for key in hints.keys() & table.keys():
        try:
            values[names[key]] = _value(hints[key], table[key], key=key, file=file)
        except FlorilegiumError as err:
            errors.append(err)
    raise_all(errors)
    return kind(**values)


def unknown_key(key: str, valid: tuple[str, ...], *, file: SettingsFile) -> ConfigError:
    """Return the error for a *key* that is not among the *valid* ones."""
    guess = did_you_mean(key, valid)
    return ConfigError(
        f"unknown key {key!r}",
        where=file.where(key),
        hint=f"{guess}The keys here are {', '.join(valid)}.",
    )


def _near(key: str, valid: tuple[str, ...]) -> list[str]:
    return difflib.get_close_matches(key, valid, n=1)


def unknown_value(key: str, value: str, valid: tuple[str, ...], *, where: str) -> ConfigError:
    """Return the error for a *value* of *key* that is not among the *valid* ones."""
    guess = did_you_mean(value, valid)
    return ConfigError(
        f"{key!r} is {value!r}", where=where, hint=f"{guess}See docs/editing.md for all of them."
    )


def _value(hint: Any, value: object, *, key: str, file: SettingsFile) -> object:  # noqa: ANN401  # a type hint has no narrower type
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        hint = next(arg for arg in get_args(hint) if arg is not type(None))
        origin = get_origin(hint)
    if origin is not None or dataclasses.is_dataclass(hint):
        return _composite(hint, value, key=key, file=file)
    if hint is str and isinstance(value, date):
        return value.isoformat()
    if hint in (int, float) and type(value) in (int, float) and not _is_sound(value):
        raise _wrong(key, value, f"{_WORDS[hint]} that can be counted with", file=file)
    if hint is float and type(value) is int:
        return float(value)
    if not isinstance(value, hint) or (hint is int and isinstance(value, bool)):
        raise _wrong(key, value, _WORDS.get(hint, hint.__name__), file=file)
    return value


def _composite(hint: Any, value: object, *, key: str, file: SettingsFile) -> object:  # noqa: ANN401  # the same
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal:
        if value not in inner:
            guess = did_you_mean(value, inner) if isinstance(value, str) else ""
            raise _wrong(key, value, " or ".join(map(repr, inner)), file=file, guess=guess)
        return value
    wanted, word = (list, "a list") if origin is tuple else (dict, "a table")
    if not isinstance(value, wanted):
        raise _wrong(key, value, word, file=file)
    if isinstance(value, list):
        return tuple(_items(inner[0], value, key=key, file=file))
    if origin is dict:
        return {name: _value(inner[1], v, key=key, file=file) for name, v in value.items()}
    return record(hint, value, file=file)


def _items(hint: Any, values: list[object], *, key: str, file: SettingsFile) -> list[object]:  # noqa: ANN401  # the same
    """Return the items of a list; raise the errors of all of them."""
    items: list[object] = []
    errors: list[FlorilegiumError] = []
    for number, value in enumerate(values):
        here = file.listed(key, number) if isinstance(value, dict) else file
        try:
            items.append(_value(hint, value, key=key, file=here))
        except FlorilegiumError as err:
            errors.append(err)
    raise_all(errors)
    return items


def _is_sound(number: Any) -> bool:  # noqa: ANN401  # an int or a float
    """Whether a *number* is one at all, and not beyond all measure."""
    return bool(number == 0 or _LEAST <= abs(number) <= _LARGEST)


_LEAST, _LARGEST = 1e-9, 10**12
_WORDS = {str: "text in quotes", int: "a whole number", float: "a number", bool: "true or false"}


def _wrong(
    key: str, value: object, wanted: str, *, file: SettingsFile, guess: str = ""
) -> ConfigError:
    return ConfigError(
        f"{key!r} is {value!r}", where=file.where(key), hint=f"{guess}It should be {wanted}."
    )
