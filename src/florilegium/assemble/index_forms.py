"""Where words stand that lead to a heading of the index: the longest wins.

Accents, kinds of apostrophes, hyphens and spaces make no difference; an accent that makes
another letter of the alphabet does (å in Swedish, ñ in Spanish, ä in German).
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from florilegium.assemble.filing import own_letters
from florilegium.model import IndexHeading

_SIGNS = {"’": "'", "ʼ": "'", "‑": "-", "‐": "-"}
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
        self._kept = own_letters(language)
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
        if self._pattern is None:
            return
        folded, at = self._folded(text)
        for match in self._pattern.finditer(folded):
            start, end = at(match.start()), at(match.end() - 1) + 1
            for heading, form in self._owners_of(match[0]):
                if heading.texts and where not in heading.texts:
                    continue
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
        if text.isascii():
            return text, lambda place: place
        out: list[str] = []
        at: list[int] = []
        for place, char in enumerate(text):
            for sign in self._signs(char):
                out.append(sign)
                at.append(place)
        return "".join(out), at.__getitem__

    def _signs(self, char: str) -> str:
        if char.isascii() or char in self._kept:
            return char
        if char in _SIGNS:
            return _SIGNS[char]
        parts = unicodedata.normalize("NFD", char)
        return "".join(part for part in parts if unicodedata.combining(part) < _ACCENT)


def _pattern(forms: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    choices = "|".join(map(_spaced, longest_first))
    return re.compile(rf"(?<!\w)(?:{choices})(?!\w)")


def _spaced(form: str) -> str:
    """Return a pattern for *form*: any space between its words, a capital where one may stand."""
    words = [re.escape(word) for word in form.split()]
    first = form[:1]
    if first.islower() and len(first.upper()) == 1:
        words[0] = f"[{first}{first.upper()}]{words[0][1:]}"
    return r"\s+".join(words)
