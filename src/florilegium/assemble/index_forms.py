"""Where words stand that lead to a heading of the index: the longest wins.

Accents, kinds of apostrophes, hyphens and spaces make no difference; an accent that makes
another letter of the alphabet does (å in Swedish, ñ in Spanish, ä in German).
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from florilegium.assemble.filing import own_letters
from florilegium.model import IndexHeading

_SIGNS = {"’": "'", "ʼ": "'", "‑": "-", "‐": "-"}
_TEXTS = 16_384  # blocks whose places are remembered: two or three hundred chapters
_DEEPEST = 30  # choices within one another; what is left is a list
_ACCENT = 10  # the least combining class of an accent; below are signs of other scripts' words


@dataclass(frozen=True, slots=True)
class Found:
    """The characters from *start* to *end*, which lead to *heading* by its *form*."""

    start: int
    end: int
    heading: IndexHeading
    form: str


class FormFinder:
    """The forms of *headings*, to be found in texts in one *language*."""

    def __init__(self, headings: Sequence[IndexHeading], language: str) -> None:
        """Make one pattern of all forms."""
        self._signs = _Signs(own_letters(language))
        # The same texts are asked for again: by checks, and when a book is made once more.
        self._all = lru_cache(_TEXTS)(self._found)
        self._owners: dict[str, list[tuple[IndexHeading, str]]] = {}
        for heading in headings:
            for form in heading.forms:
                self._owners.setdefault(self._plain(form), []).append((heading, form))
        self._pattern = _pattern(self._owners) if self._owners else None
        self._excluded = {
            heading.key: _pattern([self._plain(words) for words in heading.excluded])
            for heading in headings
            if heading.excluded
        }

    def find(self, text: str, *, where: str) -> Iterator[Found]:
        """Yield every form in *text*, which is (or is in) the chapter or page *where*."""
        for found in self._all(text):
            if not found.heading.texts or where in found.heading.texts:
                yield found

    def _found(self, text: str) -> tuple[Found, ...]:
        """Return every form in *text*, wherever that stands."""
        return tuple(self._search(text, self._pattern)) if self._pattern else ()

    def _search(self, text: str, pattern: re.Pattern[str]) -> Iterator[Found]:
        folded, at = self._folded(text)
        for match in pattern.finditer(folded):
            start, end = at(match.start()), at(match.end() - 1) + 1
            for heading, form in self._owners_of(match[0]):
                if not self._is_excluded(heading, folded, match):
                    yield Found(start, end, heading, form)

    def _owners_of(self, words: str) -> list[tuple[IndexHeading, str]]:
        plain = " ".join(words.split())
        return self._owners.get(plain) or self._owners.get(plain[:1].lower() + plain[1:], [])

    def _is_excluded(self, heading: IndexHeading, text: str, match: re.Match[str]) -> bool:
        pattern = self._excluded.get(heading.key)
        return pattern is not None and any(
            other.start() < match.end() and match.start() < other.end()
            for other in pattern.finditer(text)
        )

    def _plain(self, words: str) -> str:
        return " ".join(self._folded(unicodedata.normalize("NFC", words))[0].split())

    def _folded(self, text: str) -> tuple[str, Callable[[int], int]]:
        """Return *text* folded, and what tells where in *text* a character of that stands."""
        signs = self._signs
        if text.isascii():
            return text, lambda place: place
        if all(len(signs[ord(char)]) == 1 for char in set(text)):
            return text.translate(signs), lambda place: place
        at = [place for place, char in enumerate(text) for _ in signs[ord(char)]]
        return text.translate(signs), at.__getitem__


class _Signs(dict[int, str]):
    """What each character is folded to, for `str.translate`: learnt when it is first met."""

    def __init__(self, kept: frozenset[str]) -> None:
        """Leave the letters *kept* as they are."""
        super().__init__()
        self._kept = kept

    def __missing__(self, code: int) -> str:
        self[code] = folded = self._folded(chr(code))
        return folded

    def _folded(self, char: str) -> str:
        if char.isascii() or char in self._kept:
            return char
        if char in _SIGNS:
            return _SIGNS[char]
        parts = unicodedata.normalize("NFD", char)
        return "".join(part for part in parts if unicodedata.combining(part) < _ACCENT)


def _pattern(forms: Iterable[str]) -> re.Pattern[str]:
    """Return what matches the longest of *forms* that stands at a place, in whole words."""
    signs = sorted({signs for form in forms for signs in _spelt(form)})
    return re.compile(rf"(?<!\w){_choices(signs, 0, _DEEPEST)}(?!\w)")


def _spelt(form: str) -> Iterator[tuple[str, ...]]:
    """Yield the signs of *form* as patterns: any space between words, a capital at its head."""
    signs = tuple(r"\s+" if sign == " " else re.escape(sign) for sign in " ".join(form.split()))
    yield signs
    first = form[:1]
    if first.islower() and len(first.upper()) == 1:
        yield (re.escape(first.upper()), *signs[1:])


def _choices(forms: Sequence[tuple[str, ...]], at: int, depth: int) -> str:
    """Return a pattern of *forms* from their sign *at* on, the longest first.

    What begins alike is one choice, so that a place of a text asks few of many forms.
    """
    if depth == 0 or len(forms) == 1:
        return f"(?:{'|'.join(''.join(f[at:]) for f in sorted(forms, key=len, reverse=True))})"
    found: list[str] = []
    for _, group in groupby((form for form in forms if len(form) > at), key=itemgetter(at)):
        own = list(group)
        end = at + 1
        least = min(len(own[0]), len(own[-1]))
        while end < least and own[0][end] == own[-1][end]:  # sorted: so do all between
            end += 1
        found.append("".join(own[0][at:end]) + _choices(own, end, depth - 1))
    if any(len(form) == at for form in forms):
        found.append("")
    return f"(?:{'|'.join(found)})"
