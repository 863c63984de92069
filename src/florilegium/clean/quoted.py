"""Where the words stand that an editor quotes from a seed, thousands of them as quickly as one.

Input: the blocks of a seed, folded quotations. Output: every place of each, or the line that is
nearest to one that stands nowhere. Quotation and seed are folded alike (`units.fold`): any
white space, quote, dash or ellipsis stands for any other of its kind.
"""

import difflib
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from ahocorasick_rs import AhoCorasick

from florilegium.clean.units import FOLDS, Span, fold
from florilegium.errors import clipped
from florilegium.model import RawText
from florilegium.model.places import span

Place = tuple[int, Span]  # the number of a block, and from where to where in it
_UNSEEN = "".join(sign for sign, folded in FOLDS.items() if not folded)
_SIGNS = "".join(sign for sign, folded in FOLDS.items() if folded)
_PIECES = re.compile(rf"[\s{_UNSEEN}]+|[{_SIGNS}]")
_MANY = 8  # quotations from which on looking for all at once is quicker
_SHOWN = 90  # letters of a line in a message
_SEEN = 400  # letters of a quotation that are compared with a line, and four times as many of it
_GRAM = 3  # letters that are looked up together
_READ = 1000  # places looked at for one quotation, those of its rarest letters first
_CLOSELY = 8  # lines that are compared letter by letter


class Quoted:
    """The blocks of a *text*, in which quotations are looked for."""

    def __init__(self, text: RawText) -> None:
        """Take the blocks of *text*; they are folded once."""
        self.text = text
        self._starts = list(accumulate((len(one.text) + 1 for one in text.blocks), initial=0))
        self._found: dict[str, list[int]] = {}
        self._counts: dict[str, int] = {}

    def expect(self, quotes: Iterable[str]) -> None:
        """Look for all of *quotes* at once, which costs little more than looking for one."""
        wanted = {fold(quote) for quote in quotes} - {"", *self._found}
        if len(wanted) < _MANY:
            return
        words = sorted(wanted)
        found: list[list[int]] = [[] for _ in words]
        automaton = AhoCorasick(words)
        folded = self._folded.text
        for number, start, _ in automaton.find_matches_as_indexes(folded, overlapping=True):
            found[number].append(start)
        self._found.update(zip(words, map(sorted, found), strict=True))

    def count(self, quote: str) -> int:
        """Return how often *quote* stands in the text."""
        words = fold(quote)
        if words not in self._counts:
            self._counts[words] = sum(1 for _ in self._spans(words))
        return self._counts[words]

    def places(self, quote: str) -> tuple[Place, ...]:
        """Return where *quote* stands, as (number of the block, span in it), in order.

        A quotation may run over several blocks.
        """
        return tuple(
            piece for found in self._spans(fold(quote)) for piece in self._by_block(*found)
        )

    def nearest(self, quote: str) -> str:
        """Return ``line 4: '…'``, the line most like *quote*; nothing when there is no text."""
        if not self.text.blocks:
            return ""
        near = self.text.blocks[self._lines.nearest(quote)]
        first = span((near.lines[0], near.lines[0]), self.text.seed.counted)
        return f"{first}: {clipped(near.text, _SHOWN)!r}"

    def _spans(self, words: str) -> Iterator[Span]:
        """Yield from where to where the folded *words* stand in the blocks joined, none twice."""
        end = 0
        for start in self._begins(words):
            stop = start + len(words)
            if start >= end and not {start, stop} & self._folded.inside:
                end = stop
                yield self._folded.source(start), self._folded.source(stop - 1) + 1

    def _begins(self, words: str) -> Iterator[int]:
        if words in self._found or not words:
            yield from self._found.get(words, ())
            return
        start = self._folded.text.find(words)
        while start >= 0:
            yield start
            start = self._folded.text.find(words, start + 1)

    def _by_block(self, start: int, end: int) -> Iterator[Place]:
        """Yield what each block has of a passage."""
        blocks = self.text.blocks
        for index in range(bisect_right(self._starts, start) - 1, len(blocks)):
            offset = self._starts[index]
            if offset >= end:
                break
            a = max(start, offset) - offset
            b = min(end, offset + len(blocks[index].text)) - offset
            if a < b:
                yield index, (a, b)

    @cached_property
    def _folded(self) -> "_Folded":
        return _Folded("\n".join(block.text for block in self.text.blocks))

    @cached_property
    def _lines(self) -> "_Lines":
        return _Lines([block.text for block in self.text.blocks])


class _Folded:
    """A *text* as `fold` has it, and where each of its letters comes from.

    *inside* are the places between two letters that come from one.
    """

    def __init__(self, text: str) -> None:
        pieces: list[str] = []
        self.inside: set[int] = set()
        # The letters of each stretch that is folded to itself are as far apart as before.
        self._from, self._source = [0], [0]
        done = length = 0
        for match in _PIECES.finditer(text):
            start, end = match.span()
            folded = _of_piece(match[0])
            pieces += (text[done:start], folded)
            length += start - done
            if len(folded) != 1 or end - start != 1:
                self.inside.update(range(length + 1, length + len(folded)))
                self._from += (length, length + len(folded))
                self._source += (start, end)
            length += len(folded)
            done = end
        self.text = "".join((*pieces, text[done:]))

    def source(self, at: int) -> int:
        """Return the place in the text of the letter *at*; of three dots, that of the ellipsis."""
        number = bisect_right(self._from, at) - 1
        behind = self._source[number + 1] if number + 1 < len(self._source) else None
        place = self._source[number] + at - self._from[number]
        return place if behind is None else min(place, behind - 1)


def _of_piece(piece: str) -> str:
    if piece in FOLDS:
        return FOLDS[piece]
    return " " if piece.strip(_UNSEEN) else ""


class _Lines:
    """Lines to be compared with a quotation: by letters that stand together, then by all."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._texts = [_beginning(line, 4 * _SEEN) for line in lines]
        self._having: dict[str, list[int]] = {}
        for number, text in enumerate(self._texts):
            for gram in _grams(text):
                self._having.setdefault(gram, []).append(number)

    def nearest(self, quote: str) -> int:
        """Return the number of the line most like *quote*, the first of those alike."""
        wanted = _beginning(quote, _SEEN)
        shared = Counter[int]()
        rarest = sorted((self._having.get(gram, []) for gram in _grams(wanted)), key=len)
        for numbers in rarest:
            shared.update(numbers[:_READ])
            if shared.total() > _READ:
                break
        likely = sorted(shared, key=lambda at: (-shared[at] / self._length(at, wanted), at))
        closely = sorted(likely[:_CLOSELY]) or range(min(_CLOSELY, len(self._texts)))
        return max(closely, key=lambda at: self._likeness(at, wanted))

    def _length(self, at: int, wanted: str) -> int:
        return min(len(self._texts[at]), 4 * len(wanted)) + len(wanted)

    def _likeness(self, at: int, wanted: str) -> float:
        text = self._texts[at][: 4 * len(wanted)]
        matcher = difflib.SequenceMatcher(None, text, wanted, autojunk=False)
        return matcher.ratio() if text else 0.0


def _beginning(text: str, longest: int) -> str:
    return fold(text[: 2 * longest]).casefold()[:longest]


def _grams(text: str) -> list[str]:
    """Return the letters of *text* that stand together, each once, in order."""
    ends = range(_GRAM, max(len(text), _GRAM) + 1)
    return list(dict.fromkeys(text[end - _GRAM : end] for end in ends))
