"""Settings files read strictly: TOML tables become frozen dataclasses, or one clear error.

Every mistake names the file, the line, the key, and what would have been right. The rest of
the program trusts what comes out of here.
"""

import dataclasses
import difflib
import re
import sys
import tomllib
import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from florilegium.errors import ConfigError, FlorilegiumError, did_you_mean, raise_all
from florilegium.model import xml_text
from florilegium.project.toml_lines import Place, key_lines

Record = TypeVar("Record")
_DEEPEST = 50  # values within values; no setting has ten


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """A TOML file: its *path*, the *name* messages use for it, its *text* and its *table*.

    *at* is the place of the table being read.
    """

    path: Path
    name: str
    text: str
    table: Mapping[str, object]
    at: Place = ()

    @property
    def lines(self) -> Mapping[Place, int]:
        """The line of everything in the file that has a name or a number."""
        return key_lines(self.text)

    def inside(self, *place: str | int) -> "SettingsFile":
        """Return the file as read from the table at *place* below that being read."""
        return dataclasses.replace(self, at=(*self.at, *place))

    def where(self, *place: str | int) -> str:
        """``file:line`` of *place* below the table being read, or of what it should stand in."""
        found = (*self.at, *place)
        lines = self.lines
        while found and found not in lines:
            found = found[:-1]
        return f"{self.name}:{lines[found]}" if found else self.name


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
        line = err.object.count(b"\n", 0, err.start) + 1
        raise ConfigError(
            f"a byte that is not UTF-8: 0x{err.object[err.start]:02X}",
            where=f"{name}:{line}",
            hint="Save the file as UTF-8.",
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
        found = re.search(r"line (\d+)", str(err))
        line = int(found[1]) if found else text.count("\n") + 1  # at the end of the document
        raise ConfigError(
            f"not valid TOML: {err}",
            where=f"{name}:{line}",
            hint="Check the quotes and brackets there.",
        ) from err
    except ValueError as err:  # Python reads no number of so many digits
        raise ConfigError(
            "a number has too many digits",
            where=f"{name}:{_line_of_digits(text)}",
            hint="Take some of its digits out.",
        ) from err
    except RecursionError:
        raise _too_deep(name) from None
    _check_values(file)
    return file


def said_in(path: Path, value: object, *, name: str, within: Place = (), key: str = "") -> str:
    """Return ``file:line`` of the first place *within* which the TOML file *path* says *value*.

    With *key*, it is one of that key. The answer is *name*, what messages call the file, alone
    where there is no such place. For what is found to be wrong when the file was read long ago.
    """
    try:
        places = _places(path, path.stat().st_mtime_ns)
    except (FlorilegiumError, OSError):
        return name
    found = [
        line
        for place, line in places.get(value, ())
        if place[: len(within)] == within and key in ("", place[-1])
    ]
    return f"{name}:{min(found)}" if found else name


@lru_cache(maxsize=4)
def _places(path: Path, _changed: int) -> Mapping[object, Sequence[tuple[Place, int]]]:
    """Return where each value of the TOML file *path* stands: its places, with their lines."""
    file = read_toml(path)
    waiting: list[tuple[Place, object]] = [((), file.table)]
    found: dict[object, list[tuple[Place, int]]] = {}
    while waiting:
        place, one = waiting.pop()
        if isinstance(one, dict):
            waiting += (((*place, key), part) for key, part in one.items())
        elif isinstance(one, list):
            waiting += (((*place, number), part) for number, part in enumerate(one))
        elif place in file.lines:
            found.setdefault(one, []).append((place, file.lines[place]))
    return found


def _too_deep(where: str) -> ConfigError:
    return ConfigError(
        f"tables or lists stand one within the other more than {_DEEPEST} times",
        where=where,
        hint="Take some of the brackets out.",
    )


def _check_values(file: SettingsFile) -> None:
    """Raise `ConfigError` for a value with a character that no book can hold, however written.

    So it does for one that stands within too many others.
    """
    waiting: list[tuple[Place, object]] = [((), file.table)]
    while waiting:
        place, value = waiting.pop()
        if len(place) > _DEEPEST:
            raise _too_deep(file.where(*place))
        if isinstance(value, dict):
            waiting += (((*place, key), part) for key, one in value.items() for part in (key, one))
        elif isinstance(value, list):
            waiting += (((*place, number), one) for number, one in enumerate(value))
        elif isinstance(value, str) and (at := xml_text.forbidden(value)) >= 0:
            raise _unprintable(value[at], file.where(*place))


def record(kind: type[Record], table: Mapping[str, object], *, file: SettingsFile) -> Record:
    """Return *table* as the dataclass *kind*, whose field names and types are the schema.

    A field whose key is no name of Python's has it in its metadata, as ``key``; one that has
    ``made`` there is no key: the program fills it.

    Raises a `ConfigError` for each unknown key, missing one, and value of the wrong type.
    """
    fields = [
        one
        for one in dataclasses.fields(kind)  # type: ignore[arg-type]  # only dataclasses come here
        if not one.metadata.get("made")
    ]
    names = {one.metadata.get("key", one.name): one.name for one in fields}
    types_ = get_type_hints(kind)
    hints = {key: types_[name] for key, name in names.items()}
    errors: list[FlorilegiumError] = [
        unknown_key(key, tuple(hints), file=file) for key in table if key not in hints
    ]
    # A key that is missing because it is misspelt is told once.
    meant = {near for key in table if key not in hints for near in _near(key, tuple(hints))}
    missing = [
        key
        for one in fields
        if (key := one.metadata.get("key", one.name)) not in table.keys() | meant
        and one.default is dataclasses.MISSING
        and one.default_factory is dataclasses.MISSING
    ]
    beside = list(table)[:1]
    if missing:
        said = ", ".join(map(repr, missing))
        errors.append(
            ConfigError(
                f"{said} {'is' if len(missing) == 1 else 'are'} missing",
                where=file.where(*beside),
                hint=f"Add {'it' if len(missing) == 1 else 'them'}; the keys here are "
                f"{', '.join(hints)}.",
            )
        )
    values: dict[str, object] = {}
    for key in hints.keys() & table.keys():
        try:
            values[names[key]] = _value(hints[key], table[key], key=key, file=file.inside(key))
        except FlorilegiumError as err:
            errors.append(err)
    raise_all(errors)
    return kind(**values)


def unknown_key(key: str, valid: tuple[str, ...], *, file: SettingsFile) -> ConfigError:
    """Return the error for a *key* that is not among the *valid* ones."""
    guess = did_you_mean(key, valid)
    return ConfigError(
        f"unknown key {_shown(key)}",
        where=file.where(key),
        hint=f"{guess}The keys here are {', '.join(valid)}.",
    )


def _near(key: str, valid: tuple[str, ...]) -> list[str]:
    return difflib.get_close_matches(key, valid, n=1)


def unknown_value(key: str, value: str, valid: tuple[str, ...], *, where: str) -> ConfigError:
    """Return the error for a *value* of *key* that is not among the *valid* ones."""
    guess = did_you_mean(value, valid)
    return ConfigError(
        f"{key!r} is {_shown(value)}",
        where=where,
        hint=f"{guess}See docs/editing.md for all of them.",
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
        return {
            name: _value(inner[1], one, key=name, file=file.inside(name))
            for name, one in value.items()
        }
    return record(hint, value, file=file)


def _items(hint: Any, values: list[object], *, key: str, file: SettingsFile) -> list[object]:  # noqa: ANN401  # the same
    """Return the items of a list; raise the errors of all of them."""
    items: list[object] = []
    errors: list[FlorilegiumError] = []
    for number, value in enumerate(values):
        try:
            items.append(_value(hint, value, key=key, file=file.inside(number)))
        except FlorilegiumError as err:
            errors.append(err)
    raise_all(errors)
    return items


def _line_of_digits(text: str) -> int:
    """Return the line of the first number that has more digits than Python reads."""
    found = _DIGITS.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _is_sound(number: Any) -> bool:  # noqa: ANN401  # an int or a float
    """Whether a *number* is one at all, and not beyond all measure."""
    return bool(number == 0 or _LEAST <= abs(number) <= _LARGEST)


_DIGITS = re.compile(rf"[0-9](?:_?[0-9]){{{sys.get_int_max_str_digits()}}}")
_LEAST, _LARGEST = 1e-9, 10**12
_LONGEST_SHOWN = 80  # letters
_WORDS = {str: "text in quotes", int: "a whole number", float: "a number", bool: "true or false"}


def _wrong(
    key: str, value: object, wanted: str, *, file: SettingsFile, guess: str = ""
) -> ConfigError:
    return ConfigError(
        f"{key!r} is {_shown(value)}", where=file.where(), hint=f"{guess}It should be {wanted}."
    )


def _shown(value: object) -> str:
    """Return *value* as a message shows it: the first letters of a long one."""
    is_beyond = isinstance(value, int) and abs(value) > 10**_LONGEST_SHOWN
    said = f"{value:#x}" if is_beyond else repr(value)  # Python writes no longer one otherwise
    return said if len(said) <= _LONGEST_SHOWN else f"{said[: _LONGEST_SHOWN - 1]}…"
