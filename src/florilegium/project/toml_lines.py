"""Where each key of a TOML file stands: what `tomllib` reads and does not say.

In: the text of a file that `tomllib` has read without complaint. Out: the line of every key,
table and value of a list, by its path. It never reads a value.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

Place = tuple[str | int, ...]  # keys, and the numbers of values in lists, from 0

_TOKEN = re.compile(
    r"""[ \t\r]+ | \#[^\n]*
      | (?P<line>\n)
      | (?P<quoted>\"{3}(?:\\.|[^\\])*?\"{3,5} | '{3}.*?'{3,5} | "(?:\\.|[^"\\\n])*" | '[^'\n]*')
      | (?P<sign>[][{}=,.])
      | (?P<word>[^]\s[{}=,.#"']+)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_DEEPEST = 100  # more than any file may say (config.py)
_SIGNS = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}


@lru_cache(maxsize=8)  # many messages may come of one file
def key_lines(text: str) -> Mapping[Place, int]:
    """Return the line, from 1, of everything in *text* that has a name or a number.

    A table that is written in several places is where it is named first.
    """
    reader = _Reader(list(_tokens(text)))
    reader.read()
    return MappingProxyType(reader.lines)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    line: int


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    line = 1
    for match in _TOKEN.finditer(text):
        if match.lastgroup:
            found.append(_Token(match.lastgroup, match[0], line))
        line += match[0].count("\n")
    return [*found, _Token("line", "", line)]


@dataclass(slots=True)
class _Reader:
    """The *tokens* of a file, *at* the next of them; *lines* and *counts* are what it found."""

    tokens: list[_Token]
    at: int = 0
    lines: dict[Place, int] = field(default_factory=dict)
    counts: Counter[Place] = field(default_factory=Counter)  # the tables of each [[list]]

    def read(self) -> None:
        """Read all statements: a header, or a key with its value."""
        table: Place = ()
        while self._past_lines():
            if self._next().text == "[":
                table = self._header()
            else:
                self._pair(table)

    def _next(self) -> _Token:
        return self.tokens[self.at]

    def _past_lines(self) -> bool:
        """Go to the next token that is no end of a line; return whether there is one."""
        while self.at < len(self.tokens) and self._next().kind == "line":
            self.at += 1
        return self.at < len(self.tokens)

    def _header(self) -> Place:
        """Read ``[table]`` or ``[[list]]``; return the place of the table that it opens."""
        self.at += 1
        is_list = self._next().text == "["
        self.at += is_list
        line = self._next().line
        *above, last = self._key()
        self.at += 1 + is_list
        place: Place = ()
        for part in above:
            place = self._within((*place, part), line)
        place = (*place, last)
        self.lines.setdefault(place, line)
        if is_list:
            self.counts[place] += 1
        return self._within(place, line)

    def _within(self, place: Place, line: int) -> Place:
        """Return *place*, or that of the last of its tables where it is a list of them."""
        self.lines.setdefault(place, line)
        if number := self.counts[place]:
            place = (*place, number - 1)
            self.lines.setdefault(place, line)
        return place

    def _key(self) -> list[str]:
        """Read ``a."b".c``; return its parts, as far as anything may stand within others."""
        parts = [_plain(self._next())]
        self.at += 1
        while self._next().text == ".":
            parts.append(_plain(self.tokens[self.at + 1]))
            self.at += 2
        return parts[:_DEEPEST]

    def _pair(self, table: Place) -> None:
        """Read a key and its value in *table*."""
        place, line = table, self._next().line
        for part in self._key():
            place = (*place, part)
            self.lines.setdefault(place, line)
        self.at += 1  # the =
        self._value(place)

    def _value(self, place: Place) -> None:
        opening = self._next().text
        self.at += 1
        if opening == "[":
            number = 0
            while self._until("]"):
                self.lines[*place, number] = self._next().line
                self._value((*place, number))
                number += 1
        elif opening == "{":
            while self._until("}"):
                self._pair(place)
        else:  # a number or a day may be several words
            while self._next().kind in ("word", "quoted") or self._next().text == ".":
                self.at += 1

    def _until(self, closing: str) -> bool:
        """Go to what comes next in brackets; return False, and go on, where they are *closing*."""
        while self._past_lines() and self._next().text == ",":
            self.at += 1
        is_end = self._next().text == closing
        self.at += is_end
        return not is_end


def _plain(token: _Token) -> str:
    """Return a part of a key as it is meant."""
    if token.kind != "quoted":
        return token.text
    inner = token.text[1:-1]
    return inner if token.text[0] == "'" else _ESCAPE.sub(_meant, inner)


def _meant(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    return chr(int(code, 16)) if code else _SIGNS.get(escape[3], escape[3])
