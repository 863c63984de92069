"""Patterns of whole lines, and which lines they need be asked about at all.

A pattern says what words a line must have before it can match (`needed`). The words of all
patterns are looked for in a text at once, so few patterns are asked about a line.
"""

import re
import time
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from typing import Any

import regex  # type: ignore[import-untyped]  # its stubs are no part of it
from ahocorasick_rs import AhoCorasick

from florilegium.clean.rules.required_words import Needs, caseless, needed
from florilegium.errors import ConfigError

_SECONDS = 5  # for one pattern of the book and one text


@dataclass(frozen=True, slots=True)
class LinePattern:
    """A pattern that a whole line matches or not, without regard to case.

    It is compiled when a line is first asked about; many never are. One *of the book* may come
    from anybody: it has some seconds for a text, and where they are not enough that is told.
    """

    source: str
    of_the_book: bool = False

    def matching(self, lines: Sequence[tuple[int, str]]) -> frozenset[int]:
        """Return the places of those of *lines* that match; each is a place and a text.

        Raises `ConfigError` for a pattern of the book that takes too long.
        """
        if not lines:
            return frozenset()
        if self.of_the_book:
            with self._in_time() as left:
                match = _stoppable(self.source).fullmatch
                return frozenset(place for place, text in lines if match(text, timeout=left()))
        whole = self.compiled().fullmatch
        return frozenset(place for place, text in lines if whole(text))

    def matches(self, text: str) -> bool:
        """Tell whether the pattern is the whole of *text*; raises as `matching` does."""
        if self.of_the_book:
            return bool(self.matching([(0, text)]))
        return self.compiled().fullmatch(text) is not None

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return where the pattern stands in *text*, as it is written; raises as `matching`."""
        if self.of_the_book:
            with self._in_time() as left:
                found = _stoppable(self.source).finditer(text, timeout=left())
                return [match.span() for match in found if match[0]]
        return [match.span() for match in self.compiled().finditer(text) if match[0]]

    @contextmanager
    def _in_time(self) -> Iterator[Callable[[], float]]:
        """Lend what tells the seconds that are left; make an error of a time that is over."""
        end = time.monotonic() + _SECONDS
        try:
            yield lambda: max(end - time.monotonic(), 0.001)
        except TimeoutError:
            raise ConfigError(
                f"a pattern is not done with a text after {_SECONDS} seconds: {self.source[:80]}",
                where="book/cleaning.toml",
                hint="What may come any number of times holds something that may, too, such as"
                " (a+)+: write it with one sign of repetition.",
            ) from None

    def compiled(self) -> re.Pattern[str]:
        """Return the pattern compiled; raises `re.error` for one that is none."""
        return _compiled(self.source)

    def check(self) -> None:
        """Compile the pattern; raises `re.error` for one that is none."""
        try:
            self.compiled()
            _needed(self.source)
            if self.of_the_book:
                _stoppable(self.source)
        except (regex.error, RecursionError, OverflowError) as err:
            raise re.error(str(err)) from err

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
def _stoppable(source: str) -> Any:  # noqa: ANN401  # a pattern of regex, which knows a time limit
    return regex.compile(source, regex.IGNORECASE)


@cache
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE)


@cache
def _needed(source: str) -> Needs | None:
    return needed(source)
