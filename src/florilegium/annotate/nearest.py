"""The passage an editor may have meant whose quotation is not in the text."""

import difflib
import re
from collections.abc import Sequence
from typing import Protocol

from florilegium.model import Block

_WORD = re.compile(r"\w+")
_LIKENESS = 0.5  # below, a passage is no help to somebody who looks for theirs


class _Lined(Protocol):
    @property
    def lines(self) -> tuple[int, int]: ...


def lines_of(thing: _Lined) -> str:
    """Return ``line 4`` or ``lines 4–6`` of the seed."""
    first, last = thing.lines
    return f"line {first}" if first == last else f"lines {first}–{last}"


def nearest(blocks: Sequence[Block], words: str) -> str:
    """Return ``line 4: “…”``, the passage most like *words*, or nothing when none is like it."""
    found = [[*_WORD.finditer(block.text)] for block in blocks]
    vocabulary = {match[0].casefold() for matches in found for match in matches}
    looked_for = [_closest(match[0].casefold(), vocabulary) for match in _WORD.finditer(words)]
    best, answer = _LIKENESS, ""
    for block, matches in zip(blocks, found, strict=True):
        passage = _passage(block.text, matches, looked_for)
        likeness = _likeness(passage, words)
        if likeness > best:
            best, answer = likeness, f"{lines_of(block)}: “{passage}”"
    return answer


def _closest(word: str, vocabulary: set[str]) -> str:
    if word in vocabulary:
        return word
    return next(iter(difflib.get_close_matches(word, vocabulary, n=1)), word)


def _passage(text: str, found: Sequence[re.Match[str]], looked_for: Sequence[str]) -> str:
    """The words of *text* around the longest run that it shares with *looked_for*."""
    words = [match[0].casefold() for match in found]
    run = difflib.SequenceMatcher(None, words, looked_for, autojunk=False).find_longest_match()
    if run.size == 0:
        return ""
    first = max(0, run.a - run.b)
    last = min(len(found), run.a - run.b + len(looked_for)) - 1
    return " ".join(text[found[first].start() : found[last].end()].split())


def _likeness(passage: str, words: str) -> float:
    return difflib.SequenceMatcher(None, passage, words, autojunk=False).ratio()
