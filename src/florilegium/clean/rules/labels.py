"""Runs of labels: the names of buttons and icons that a page leaves behind as text.

``MenuSearchClose X`` glued, or one label a line: what counts is that a line is made of
nothing but labels.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+")
# MenuGear → Menu Gear, XArrow → X Arrow; so YouTube comes apart too, and is joined in `_step`.
_HUMP = re.compile(r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])|(?<=[A-Z])(?=[A-Z][a-z])")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Labels in lower case without their spaces, and the most words that one can have.

    *begun* is all that a label begins with: most lines are told by their first two words.
    """

    labels: frozenset[str] = frozenset()
    longest: int = 0
    begun: frozenset[str] = frozenset()

    @classmethod
    def of(cls, labels: Iterable[str]) -> "Vocabulary":
        """Return the vocabulary of these labels."""
        words = [list(_words(label)) for label in labels]
        # One more, for a name with a hump in it (LinkedIn Icon).
        longest = max(map(len, words), default=0) + 1
        joined = frozenset("".join(label) for label in words if label)
        begun = frozenset(label[:size] for label in joined for size in range(1, len(label) + 1))
        return cls(joined, longest, begun)

    def count(self, text: str) -> int:
        """Return how many labels *text* is made of, or 0 when it holds anything else.

        Numbers may stand between labels (``12 Comments``).
        """
        if not self._may_open(text):
            return 0
        words = _words(text)
        ahead: list[str] = []
        labels = 0
        while ahead or (ahead := list(islice(words, 1))):
            step = self._step(ahead, words)
            if not step:
                return 0
            labels += 0 if ahead[0].isdigit() else 1
            del ahead[:step]
        return labels

    def _may_open(self, text: str) -> bool:
        """Tell quickly of most lines that their first word is no label, nor begins one."""
        first = _WORD.search(text)
        if first is None:
            return False
        word = first[0]
        whole = word.islower() or word[1:].islower()  # no hump in it
        return not whole or word.casefold() in self.begun

    def _step(self, ahead: list[str], words: Iterator[str]) -> int:
        """Return how many words of *ahead* are a label; more of *words* are read if need be."""
        best = 1 if ahead[0].isdigit() else 0
        joined = ""
        for size in range(1, self.longest + 1):
            if len(ahead) < size:
                ahead.extend(islice(words, 1))
            if len(ahead) < size:
                break
            joined += ahead[size - 1]
            if joined not in self.begun:
                break
            best = size if joined in self.labels else best
        return best


def _words(text: str) -> Iterator[str]:
    for part in text.split():
        for word in _WORD.findall(_HUMP.sub(" ", part)):
            yield word.casefold()
