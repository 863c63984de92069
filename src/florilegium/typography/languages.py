"""The habits of printers by language: quotes, dashes, spaces, apostrophes.

Reads ``languages.toml``, which an editor of another language can add to; decides nothing itself.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

NO_BREAK = "\u00a0"
NARROW = "\u202f"

_OPENING = frozenset("“„«‘‚‹")  # by shape, in a language that has not this mark
_CLOSING = frozenset("”»’›")
_NOTHING: re.Pattern[str] = re.compile(r"(?!)")

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Habits:
    """The habits of one language.

    *quotes*, *inner* and *singles* are the marks that straight ones become: of a quotation, of
    one in single marks inside it, of one in single marks that stands alone. *closers* has, for
    each mark that may open a quotation here, those that may close it. *dash* is what typed
    hyphens between words become, *right_dashes* are left as they are, *wide_points* asks for a
    narrow space before ``! ? ; : »`` and after ``«``. No line may end between one of the
    *titles* and a name, or one of the *counters* and a figure. *elided* matches a word that
    begins with an apostrophe, *maybe_elided* one that does unless it opens a quotation.
    """

    quotes: Pair
    inner: Pair
    singles: Pair
    closers: Mapping[str, str]
    dash: str = "—"
    right_dashes: str = ""
    titles: tuple[str, ...] = ()
    counters: tuple[str, ...] = ()
    wide_points: bool = False
    elided: re.Pattern[str] = _NOTHING
    maybe_elided: re.Pattern[str] = _NOTHING
    closing: frozenset[str] = field(default=frozenset())

    @property
    def spaced_dash(self) -> bool:
        """Whether every dash between words is an en dash between spaces."""
        return self.dash == " – " and "–" not in self.right_dashes

    def signs(self, side: int) -> tuple[str, str, str]:
        """Return the marks that open (*side* 0) or close (1) a quotation of any kind."""
        return self.quotes[side], self.singles[side], self.inner[side]

    def may_open(self, sign: str) -> bool:
        """Whether *sign* opens quotations in this language."""
        return sign in self.closers

    def closer(self, sign: str) -> str:
        """Return the mark that closes what *sign* opens."""
        own = (pair for pair in (self.quotes, self.singles, self.inner) if pair[0] == sign)
        return next(own, (sign, self.closers[sign][:1]))[1]

    def may_close(self, sign: str) -> bool:
        """Whether *sign* closes quotations in this language."""
        return sign in self.closing

    def opens_by_shape(self, sign: str) -> bool:
        """Whether *sign* can only be one that opens."""
        if self.may_open(sign) or self.may_close(sign):
            return not self.may_close(sign)
        return sign in _OPENING

    def closes_by_shape(self, sign: str) -> bool:
        """Whether *sign* can only be one that closes."""
        if self.may_open(sign) or self.may_close(sign):
            return not self.may_open(sign)
        return sign in _CLOSING


def habits(language: str) -> Habits:
    """Return the habits of *language* (a BCP 47 tag), of a wider one, or of none (``und``)."""
    return _habits(next((tag for tag in _wider(language.lower()) if tag in _known()), "und"))


def _wider(tag: str) -> Iterator[str]:
    """Yield *tag*, then *tag* without its last part, and so on."""
    while tag:
        yield tag
        tag = tag.rpartition("-")[0]


@cache
def _tables() -> Mapping[str, Mapping[str, Any]]:
    text = (files("florilegium.typography") / "languages.toml").read_text(encoding="utf-8")
    return {tag.lower(): table for tag, table in tomllib.loads(text).items()}


@cache
def _marks() -> Mapping[str, str]:
    """The marks that CLDR has for a language, by its tag."""
    found = _tables()["marks"]
    return {tag.lower(): signs for signs, tags in found.items() for tag in tags.split()}


@cache
def _known() -> frozenset[str]:
    return (frozenset(_tables()) | frozenset(_marks())) - {"default", "marks"}


@cache
def _habits(tag: str) -> Habits:
    found = {**_tables()["default"]}
    for wider in reversed(tuple(_wider(tag))):
        found |= {"marks": _marks().get(wider, found.get("marks", "“”‘’"))}
        found |= _tables().get(wider, {})
    signs = str(found["marks"])
    outer, inner = _pair(signs[:2]), _pair(signs[2:])
    single = _pair(found.get("single") or (signs[2:] if inner[0] in "‘’‚‹›" else "‘’"))
    pairs = {outer, inner, single, *map(_pair, found["also"])}
    for other, marks in _marks().items():
        if other.startswith(f"{tag.partition('-')[0]}-") or other == tag.partition("-")[0]:
            pairs |= {_pair(marks[:2]), _pair(marks[2:])}
    closers = {
        opening: "".join(sorted(close for sign, close in pairs if sign == opening))
        for opening, _ in sorted(pairs)
    }
    return Habits(
        outer,
        inner,
        single,
        closers,
        dash=str(found["dash"]),
        right_dashes=str(found["right"]),
        titles=tuple(found.get("titles", ())),
        counters=tuple(found.get("counters", ())),
        wide_points=bool(found.get("wide", False)),
        elided=_words(found.get("always", ()), r"\d\ds(?!\w)", end=r"(?!\w)"),
        maybe_elided=_words(found.get("often", ()), r"\d\d(?!\w)", end=r"(?![\w’'])"),
        closing=frozenset("".join(closers.values())),
    )


def _pair(signs: str) -> Pair:
    return signs[0], signs[1]


def _words(words: Sequence[str], figures: str, *, end: str) -> re.Pattern[str]:
    """Return a pattern of *words*, or of *figures*, at a word's beginning, up to its *end*."""
    choices = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"{figures}|(?:{choices or '(?!)'}){end}", re.IGNORECASE)
