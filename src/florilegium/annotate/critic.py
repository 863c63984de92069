"""CriticMarkup inside a quotation: which of its words are meant, and what they should read."""

import re
from dataclasses import dataclass
from typing import Literal

Sign = Literal["highlight", "substitution", "deletion", "insertion"]

_SIGNS: dict[str, Sign] = {
    "==": "highlight", "~~": "substitution", "--": "deletion", "++": "insertion",
}  # fmt: skip
_OPENS = re.compile(r"\{(==|~~|--|\+\+)")
_HALF = re.compile(r"\{(?:==|~~|--|\+\+)|(?:==|~~|--|\+\+)\}")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_SPACES = re.compile(r"\s+")


class CriticError(ValueError):
    """Signs that do not make sense, said in words for the editor."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A quotation taken apart; *reading* is what an emendation puts for *exact*."""

    sign: Sign | None
    prefix: str
    exact: str
    suffix: str
    reading: str = ""


def read_marked(text: str) -> Marked:
    """Return *text* taken apart at its one CriticMarkup sign; all of it is exact without one."""
    line = _SPACES.sub(" ", text).strip()
    found = _places(line)
    ends = [0, *(one.end for one in found)]
    starts = [*(one.start for one in found), len(line)]
    if _HALF.search("".join(line[a:b] for a, b in zip(ends, starts, strict=True))):
        raise CriticError("a sign of CriticMarkup is only half there")
    if len(found) > 1:
        raise CriticError("more than one place is marked")
    if not found:
        return Marked(None, "", plain(line), "")
    (place,) = found
    return Marked(
        place.sign,
        prefix=plain(line[: place.start]),
        exact="" if place.sign == "insertion" else plain(place.inside),
        suffix=plain(line[place.end :]),
        reading=plain(place.inside if place.sign == "insertion" else place.reading),
    )


def plain(text: str) -> str:
    """Return *text* without the backslashes that Markdown asks for before signs."""
    return _ESCAPED.sub(r"\1", text)


@dataclass(frozen=True, slots=True)
class _Place:
    """A sign in a line: where it is, what it is around, and what is to be read instead."""

    sign: Sign
    start: int
    end: int
    inside: str
    reading: str


def _places(line: str) -> list[_Place]:
    """Return every whole sign in *line*; each letter is looked at a few times at most."""
    found: list[_Place] = []
    at, unclosed = 0, set[str]()
    while opened := _OPENS.search(line, at):
        kind, at = opened[1], opened.start() + 1
        if kind in unclosed:
            continue
        arrow = line.find("~>", opened.end()) if kind == "~~" else opened.end()
        closed = line.find(f"{kind}}}", arrow + 2 * (kind == "~~")) if arrow >= 0 else -1
        if closed < 0:  # nor is any behind it
            unclosed.add(kind)
            continue
        at = closed + 3
        inside = line[opened.end() : arrow if kind == "~~" else closed]
        reading = line[arrow + 2 : closed] if kind == "~~" else ""
        found.append(_Place(_SIGNS[kind], opened.start(), at, inside, reading))
    return found
