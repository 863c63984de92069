"""The longer words of a page as numbers: which of them stand in which line.

Input the words of every line, output pairs of a line and a word, both numbered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from florilegium.clean.model.tables import Flags, Numbers, Places


@dataclass(frozen=True, slots=True)
class Words:
    """A *line* and a *word* in it for each word of each line, line by line.

    *lines* is how many lines there are; every word's number is below *count*.
    """

    line: Places
    word: Places
    lines: int
    count: int

    def once(self) -> "Words":
        """Return the pairs without those that stand there already."""
        _, first = np.unique(self.line * self.count + self.word, return_index=True)
        return Words(self.line[first], self.word[first], self.lines, self.count)

    def of(self, places: Places) -> "Words":
        """Return the pairs of these lines only, which are numbered anew."""
        numbers = np.full(self.lines, -1, dtype=np.intp)
        numbers[places] = np.arange(len(places))
        line = numbers[self.line]
        left = line >= 0
        return Words(line[left], self.word[left], len(places), self.count)

    def each(self, flags: Flags | None = None) -> Numbers:
        """Return how many words each line has, or how many of them have a flag set."""
        line = self.line if flags is None else self.line[flags]
        return np.bincount(line, minlength=self.lines).astype(float)

    def sets(self, lines: range) -> list[set[int]]:
        """Return the words of each of *lines*, which follow each other."""
        bounds = np.searchsorted(self.line, [*lines, lines.stop])
        return [set(self.word[a:b].tolist()) for a, b in pairwise(bounds)]


def numbered(lines: Sequence[Sequence[str]]) -> Words:
    """Return the words of *lines* as pairs of numbers."""
    sizes = [len(words) for words in lines]
    flat = [word for words in lines for word in words]
    numbers = identities(flat)
    line: Places = np.repeat(np.arange(len(lines), dtype=np.intp), sizes)
    return Words(line, numbers, len(lines), int(numbers.max(initial=-1)) + 1)


def identities(texts: Sequence[str]) -> Places:
    """Return a number for each of *texts*, the same for the same."""
    numbers = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    return np.fromiter(map(numbers.__getitem__, texts), dtype=np.intp, count=len(texts))
