"""Values of the model ⇄ JSON bytes, for the cache: plain data, which pickle is not.

A value is a list of rows, one for each dataclass in it, its fields in their order; a
dataclass within another is the number of its row. Equal ones share a row: of the four forms
a text goes through, most blocks are the same.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

_T = TypeVar("_T")
_Read = Callable[["_Rows", Any], Any]
_PLAIN = (str, int, float, bool, NoneType)


class UnreadableError(Exception):
    """What was kept is not what it should be: it has to be made anew."""


def to_bytes(value: object) -> bytes:
    """Return *value*, a dataclass of plain data, tuples and other such dataclasses."""
    rows: list[list[object]] = []
    _put(value, rows, {})
    return json.dumps(rows, separators=(",", ":")).encode()


def from_bytes(kind: type[_T], data: bytes) -> _T:
    """Return the value of *kind* that `to_bytes` made *data* of.

    Raises `UnreadableError` for anything else.
    """
    asked: type = kind
    _readers(asked)  # what cannot be read back at all is our mistake, not the data's
    try:
        rows = _Rows(json.loads(data))
        made: _T = rows.take(kind, len(rows.rows) - 1)
    except (ValueError, TypeError, LookupError, RecursionError) as err:
        raise UnreadableError(kind.__name__) from err
    return made


def _put(value: object, rows: list[list[object]], seen: dict[tuple[type, object], int]) -> object:
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, tuple):
        return [_put(one, rows, seen) for one in value]
    if not is_dataclass(value):
        raise TypeError(f"{type(value).__name__} cannot be kept")
    key = (type(value), value)
    if key not in seen:
        row = [_put(getattr(value, one.name), rows, seen) for one in fields(value)]
        seen[key] = len(rows)
        rows.append(row)
    return seen[key]


@dataclass(slots=True)
class _Rows:
    """The rows as they were read, and what has been made of each so far."""

    rows: list[list[Any]]
    made: dict[int, Any] = field(default_factory=dict)

    def take(self, kind: type, number: int) -> Any:  # noqa: ANN401  # whatever the row holds
        if number not in self.made:
            row = self.rows[number]
            pairs = zip(_readers(kind), row, strict=True)
            self.made[number] = kind(*(read(self, one) for read, one in pairs))
        return self.made[number]


@cache
def _readers(kind: type) -> tuple[_Read, ...]:
    """How each field of *kind* is read."""
    hints = get_type_hints(kind)
    return tuple(_reader(hints[one.name]) for one in fields(kind))


def _reader(hint: Any) -> _Read:  # noqa: ANN401  # types have no common type
    origin, parts = get_origin(hint), get_args(hint)
    if hint in _PLAIN or origin is Literal:
        return _plain_reader(hint)
    if origin is tuple:
        return _tuple_reader(parts)
    if isinstance(hint, type) and is_dataclass(hint):
        return lambda rows, number: rows.take(hint, number)
    if origin is UnionType:
        read = next(_reader(part) for part in parts if part is not NoneType)
        return lambda rows, one: None if one is None else read(rows, one)
    raise TypeError(f"{hint} cannot be read back")


def _tuple_reader(parts: tuple[Any, ...]) -> _Read:
    read = _reader(parts[0])

    def read_all(rows: _Rows, many: Any) -> tuple[Any, ...]:  # noqa: ANN401  # JSON
        if type(many) is not list:
            raise TypeError
        return tuple([read(rows, one) for one in many])

    return read_all


def _plain_reader(hint: Any) -> _Read:  # noqa: ANN401  # the same
    """What lets through only what is of the type *hint*, as JSON gives it back."""
    types = {type(one) for one in get_args(hint)} or {hint, *([int] if hint is float else [])}

    def read(_rows: _Rows, one: Any) -> Any:  # noqa: ANN401  # the same
        if type(one) not in types:
            raise TypeError
        return one

    return read
