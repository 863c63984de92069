"""The passage an editor may have meant whose quotation is not in the text."""

import difflib
import re
from collections.abc import Sequence

from florilegium.annotate.search import WORD, Vocabulary
from florilegium.model import Block, Counted
from florilegium.model.places import span

_SEEN = 400  # letters of a quotation that are compared
_LIKENESS = 0.5  # below, a passage is no help to somebody who looks for theirs


def nearest(
    blocks: Sequence[Block], words: str, vocabulary: Vocabulary, counted: Counted = "line"
) -> str:
    """Return ``line 4: “…”``, the passage most like *words*, or nothing when none is like it.

    *vocabulary* is that of *blocks*; *counted* says what their lines count.
    """
    looked_for = vocabulary.looked_for(words)
    words = words[:_SEEN]
    best, answer = _LIKENESS, ""
    for number in vocabulary.likeliest(looked_for):
        block = blocks[number]
        passage = _passage(block.text, [*WORD.finditer(block.text)], looked_for)
        likeness = _likeness(passage, words)
        if likeness > best:
            best, answer = likeness, f"{span(block.lines, counted)}: “{passage}”"
    return answer


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
