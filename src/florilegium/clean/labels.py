"""Runs of labels: the names of buttons and icons that a page leaves behind as text.

``MenuSearchClose X`` glued, or one label a line: what counts is that a line is made of
nothing but labels.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+")
# MenuGear → Menu Gear, XArrow → X Arrow; so YouTube comes apart too, and is joined in `_step`.
_HUMP = re.compile(r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])|(?<=[A-Z])(?=[A-Z][a-z])")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Labels in lower case without their spaces, and the most words that one can have."""

    labels: frozenset[str] = frozenset()
    longest: int = 0

    @classmethod
    def of(cls, labels: Iterable[str]) -> "Vocabulary":
        """Return the vocabulary of these labels."""
        words = [_words(label) for label in labels]
        # One more, for a name with a hump in it (LinkedIn Icon).
        longest = max(map(len, words), default=0) + 1
        return cls(frozenset("".join(label) for label in words if label), longest)

    def count(self, text: str) -> int:
        """Return how many labels *text* is made of, or 0 when it holds anything else.

        Numbers may stand between labels (``12 Comments``).
        """
        words = _words(text)
        place = labels = 0
        while place < len(words):
            step = self._step(words, place)
            if not step:
                return 0
            labels += 0 if words[place].isdigit() else 1
            place += step
        return labels

    def _step(self, words: Sequence[str], place: int) -> int:
        for size in range(min(self.longest, len(words) - place), 0, -1):
            if "".join(words[place : place + size]) in self.labels:
                return size
        return 1 if words[place].isdigit() else 0


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(_HUMP.sub(" ", text))]
