"""Looking words up in all blocks of a text at once, so that many quotations cost no more each.

Input: folded texts, or blocks; words. Output: every place of the words, or the passages that
share most of them. It never decides which place is meant.
"""

import difflib
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate

import ahocorasick_rs

from florilegium.annotate.folding import Folded
from florilegium.model import Block

WORD = re.compile(r"\w+")
_LOOKED_FOR = 60  # words of a quotation that are looked for; more tell no more
_MANY = 8  # quotations from which on looking for all at once is quicker
_PASSAGES = 8  # blocks that are looked at closely
_ALIKE = 2  # letters by which the length of a misspelt word may be wrong
_LAST = "\U0010ffff"  # behind every other character


class FoldedTexts:
    """Folded *texts*, joined, to be searched in one go."""

    def __init__(self, texts: Sequence[Folded]) -> None:
        """Join *texts* by a sign that none of them has."""
        self._texts = tuple(texts)
        self._joined = "\n".join(text.text for text in texts)
        self._starts = [0, *accumulate(len(text.text) + 1 for text in texts)][: len(texts)]
        self._found: dict[str, tuple[tuple[int, int], ...]] = {}
        self._starts_of: dict[str, list[int]] = {}
        self._openings: dict[str, list[tuple[str, int]]] = {}

    def expect(self, quoted: Iterable[str]) -> None:
        """Look all the folded words *quoted* up at once, which costs no more than one of them."""
        words = [one for one in dict.fromkeys(quoted) if one]
        if len(words) < _MANY:
            return
        found: list[list[int]] = [[] for _ in words]
        automaton = ahocorasick_rs.AhoCorasick(words)
        for number, start, _ in automaton.find_matches_as_indexes(self._joined, overlapping=True):
            found[number].append(start)
        self._starts_of.update(zip(words, found, strict=True))

    def occurrences(self, words: str) -> tuple[tuple[int, int], ...]:
        """Return text and offset of each place of the folded *words*.

        Where they stand as whole words, places inside other words do not count.
        """
        if words not in self._found:
            found = [self._place(start) for start in self.everywhere(words)]
            end = len(words)
            whole = [
                (number, start)
                for number, start in found
                if self._texts[number].is_whole(start, start + end)
            ]
            self._found[words] = tuple(whole or found)
        return self._found[words]

    def everywhere(self, words: str) -> list[int]:
        """Return where *words* begin in the texts joined, whole words or not."""
        starts = self._starts_of.get(words)
        return self._find_all(words) if starts is None else sorted(starts)

    def opening_with(self, words: str, *, signs: str) -> list[int]:
        """Return the number of each text that begins with *words*, *signs* before them aside."""
        if signs not in self._openings:
            pairs = ((text.text.lstrip(signs), number) for number, text in enumerate(self._texts))
            self._openings[signs] = sorted(pairs)
        rows = self._openings[signs]
        first, last = bisect_left(rows, (words, -1)), bisect_right(rows, (words + _LAST, -1))
        return sorted(number for _, number in rows[first:last])

    def _find_all(self, words: str) -> list[int]:
        found: list[int] = []
        start = self._joined.find(words) if words else -1
        while start >= 0:
            found.append(start)
            start = self._joined.find(words, start + 1)
        return found

    def _place(self, start: int) -> tuple[int, int]:
        number = bisect_right(self._starts, start) - 1
        return number, start - self._starts[number]


class Vocabulary:
    """The words of *blocks*, and which blocks have them."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        """Take every word of *blocks* down once."""
        self._blocks: dict[str, list[int]] = {}
        self._alike: dict[tuple[str, int], list[str]] = {}
        for number, block in enumerate(blocks):
            for word in dict.fromkeys(found[0].casefold() for found in WORD.finditer(block.text)):
                self._blocks.setdefault(word, []).append(number)
        for word in self._blocks:
            self._alike.setdefault((word[0], len(word)), []).append(word)

    def looked_for(self, words: str) -> tuple[str, ...]:
        """Return the first words of *words*, those that the text has not as the likeliest ones."""
        found = [found[0].casefold() for found in WORD.finditer(words)][:_LOOKED_FOR]
        return tuple(word if word in self._blocks else self._closest(word) for word in found)

    def likeliest(self, looked_for: Sequence[str]) -> list[int]:
        """Return the numbers of the blocks that share most words with *looked_for*, in order."""
        shared = Counter[int]()
        for word in dict.fromkeys(looked_for):
            shared.update(self._blocks.get(word, ()))
        best = sorted(shared, key=lambda number: (-shared[number], number))
        return sorted(best[:_PASSAGES])

    def _closest(self, word: str) -> str:
        sizes = range(len(word) - _ALIKE, len(word) + _ALIKE + 1)
        known = [one for size in sizes for one in self._alike.get((word[0], size), ())]
        return next(iter(difflib.get_close_matches(word, known, n=1)), word)
