"""CriticMarkup inside a quotation: which of its words are meant, and what they should read."""

import re
from dataclasses import dataclass
from typing import Literal

Sign = Literal["highlight", "substitution", "deletion", "insertion"]

_SIGNS = re.compile(
    r"""
      \{==(?P<highlight>.*?)==\}
    | \{~~(?P<substitution>.*?)~>(?P<reading>.*?)~~\}
    | \{--(?P<deletion>.*?)--\}
    | \{\+\+(?P<insertion>.*?)\+\+\}
    """,
    re.VERBOSE,
)
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
    found = list(_SIGNS.finditer(line))
    if _HALF.search(_SIGNS.sub("", line)):
        raise CriticError("a sign of CriticMarkup is only half there")
    if len(found) > 1:
        raise CriticError("more than one place is marked")
    if not found:
        return Marked(None, "", plain(line), "")
    match = found[0]
    sign = _sign(match)
    inside = match[sign]
    reading = {"substitution": match["reading"], "insertion": inside}.get(sign) or ""
    return Marked(
        sign,
        prefix=plain(line[: match.start()]),
        exact="" if sign == "insertion" else plain(inside),
        suffix=plain(line[match.end() :]),
        reading=plain(reading),
    )


def plain(text: str) -> str:
    """Return *text* without the backslashes that Markdown asks for before signs."""
    return _ESCAPED.sub(r"\1", text)


def _sign(match: re.Match[str]) -> Sign:
    signs: tuple[Sign, ...] = ("highlight", "substitution", "deletion", "insertion")
    return next(sign for sign in signs if match[sign] is not None)
