"""Patterns of whole lines, and which lines they need be asked about at all.

A pattern says what words a line must have before it can match (`needed`). The words of all
patterns are looked for in a text at once, so few patterns are asked about a line.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate

from ahocorasick_rs import AhoCorasick

from florilegium.clean.rules.required_words import Needs, caseless, needed


@dataclass(frozen=True, slots=True)
class LinePattern:
    """A pattern that a whole line matches or not, without regard to case.

    It is compiled when a line is first asked about; many never are.
    """

    source: str

    def matching(self, lines: Sequence[tuple[int, str]]) -> frozenset[int]:
        """Return the places of those of *lines* that match; each is a place and a text."""
        if not lines:
            return frozenset()
        match = self.compiled().fullmatch
        return frozenset(place for place, text in lines if match(text))

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return where the pattern stands in *text*, as it is written."""
        return [match.span() for match in self.compiled().finditer(text) if match[0]]

    def compiled(self) -> re.Pattern[str]:
        """Return the pattern compiled; raises `re.error` for one that is none."""
        return _compiled(self.source)

    def needed(self) -> Needs | None:
        """Return words of which a line must have one, caseless; None if none are known."""
        return _needed(self.source)


NEVER = LinePattern("(?!)")


class Finder:
    """Looks for the needed words of *patterns* in many lines at once."""

    def __init__(self, patterns: Iterable[LinePattern]) -> None:
        """Learn the words of *patterns*."""
        self._needing = [pattern for pattern in dict.fromkeys(patterns) if pattern.needed()]
        having: dict[str, list[LinePattern]] = {}
        for pattern in self._needing:
            for word in pattern.needed() or ():
                having.setdefault(word, []).append(pattern)
        self._having = list(having.values())
        self._automaton = AhoCorasick(having)

    def lines(self, texts: Sequence[str]) -> Mapping[LinePattern, set[int]]:
        """Return for each pattern the places of those of *texts* that have one of its words.

        *texts* are single lines. A pattern that is not there needs no word that is known.
        """
        whole = "\n".join(map(caseless, texts))
        ends = list(accumulate(len(line) + 1 for line in whole.split("\n")))
        found: dict[LinePattern, set[int]] = {pattern: set() for pattern in self._needing}
        for word, start, _ in self._automaton.find_matches_as_indexes(whole, overlapping=True):
            place = bisect_right(ends, start)
            for pattern in self._having[word]:
                found[pattern].add(place)
        return found


@lru_cache(maxsize=8)
def finder(patterns: tuple[LinePattern, ...]) -> Finder:
    """Return what looks for the words of *patterns*; made once for the same ones."""
    return Finder(patterns)


@cache
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE)


@cache
def _needed(source: str) -> Needs | None:
    return needed(source)
