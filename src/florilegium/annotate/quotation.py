"""Finding the one place in a text that an editor's quotation means.

Nothing is guessed: no place and two places are errors that say what the text has instead.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import Literal

from florilegium.annotate.folding import Folded, fold
from florilegium.annotate.nearest import nearest
from florilegium.annotate.search import FoldedTexts, Vocabulary
from florilegium.errors import ApparatusError
from florilegium.model import Block, Counted, Quotation, Removal
from florilegium.model.places import span

_CONTEXT = 32  # characters shown on either side of a candidate
_SHOWN = 5  # candidates listed before "and 12 more"
_HELPED = 25  # quotations that are nowhere, for which the nearest passage is looked for
_QUOTED = 90  # characters of a quotation repeated in a message
# What stands in the words and is no part of them: an editor quotes with it or without.
_CALLS = frozenset(("author-note", "reading"))

Part = Literal["first", "last"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """The characters from *start* to *end* of block number *block*.

    The lines above a text have numbers, too: those below 0.
    """

    block: int
    start: int
    end: int

    def overlaps(self, other: "Place") -> bool:
        """Whether the two share a character; one without any, whether it is inside the other."""
        if self.block != other.block:
            return False
        if self.start == self.end or other.start == other.end:
            return self.start < other.end and other.start < self.end
        return max(self.start, other.start) < min(self.end, other.end)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A quotation folded: its *text*, in which the very words run from *start* to *end*."""

    quote: Quotation
    text: str
    start: int
    end: int


class Concordance:
    """Every block of a text, folded once, to look quotations up in."""

    def __init__(
        self,
        blocks: Sequence[Block],
        *,
        head: Sequence[Block] = (),
        removals: Sequence[Removal] = (),
        seed: str = "the text",
        counted: Counted = "line",
    ) -> None:
        """Fold *blocks*, and those of the *head* above them, where only what they lack is sought.

        *removals*, *seed* and *counted* (see `Seed`) serve the messages.
        """
        self.blocks = tuple(blocks)
        self.head = tuple(head)
        self._above = tuple(fold(block.text) for block in head)
        self.removals = tuple(removals)
        self.seed = seed
        self._counted = counted
        self._folded = tuple(fold(block.text) for block in blocks)
        calls = [[(m.start, m.end) for m in b.marks if m.kind in _CALLS] for b in blocks]
        self._bare = tuple(
            fold(block.text, without=spans) if spans else folded
            for block, spans, folded in zip(blocks, calls, self._folded, strict=True)
        )
        self._texts = (FoldedTexts(self._folded), FoldedTexts(self._bare))
        self._expected: tuple[str, ...] = ()
        self._helped = 0

    def folded(self, block: int) -> Folded:
        """Return block number *block*, folded."""
        return self._folded[block]

    def lines_of(self, thing: Block | Removal) -> str:
        """Return where *thing* stands in the seed: ``line 4`` or ``lines 4–6``."""
        return span(thing.lines, self._counted)

    def locate(self, quote: Quotation, *, what: str, part: Part | None = None) -> Place:
        """Return the only place of ``quote.exact``; *what* names the quoter in a message.

        For an insertion (nothing exact) it is the gap between prefix and suffix. Of words that
        run from one paragraph into others it is the *part* in the first or the last of them;
        they are an error where no part is asked for. Context may always do so. Where a part is
        asked for, the words may also be those of the head.
        """
        wanted = fold_quotation(quote)
        if not wanted.text:
            raise ApparatusError(f"{what} quotes no words", where=quote.where)
        found = self._found(wanted)
        if len(found) > 1:
            raise self._too_many(wanted, sorted(found.values()), what)
        if found:
            return next(iter(found))
        above = _occurrences(self._above, wanted.text) if part else ()
        if len(above) == 1:
            place = _very_words(self._above[above[0][0]], wanted, *above[0])
            return replace(place, block=place.block - len(self.head))
        places = self._across(wanted)
        if not places or (len(places) > 1 and part is None):
            raise self._not_found(wanted, what)
        return places[0 if part == "first" else -1]

    def occurrences(self, words: str) -> tuple[tuple[int, int], ...]:
        """Return block and offset of each place of the folded *words*.

        Where they stand as whole words, places inside other words do not count.
        """
        return self._texts[0].occurrences(words)

    def opening_with(self, words: str, *, signs: str) -> list[int]:
        """Return the number of each block that begins with *words*, *signs* before them aside."""
        return self._texts[0].opening_with(words, signs=signs)

    def expect(self, quotes: Iterable[Quotation]) -> None:
        """Look all *quotes* up at once; `locate` then finds them sooner."""
        self._expected = tuple(fold_quotation(quote).text for quote in quotes)
        for texts in self._texts:
            texts.expect(self._expected)

    def nearest(self, words: str) -> str:
        """Return the passage most like *words*; nothing when none is, or enough were shown."""
        self._helped += 1
        if self._helped > _HELPED:
            return ""
        return nearest(self.blocks, words, self._vocabulary, self._counted)

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(self.blocks)

    @cached_property
    def _whole_texts(self) -> FoldedTexts:
        found = FoldedTexts((self._whole,))
        found.expect(self._expected)
        return found

    @cached_property
    def _gone(self) -> tuple[str, ...]:
        return tuple(fold(removal.text).text for removal in self.removals)

    def _found(self, wanted: Wanted) -> dict[Place, tuple[int, int]]:
        """Return each place of the words in one paragraph, and what is wanted around them.

        The latter as the block and the character of it where that begins.
        """
        found: dict[Place, tuple[int, int]] = {}
        for texts, folded in zip(self._texts, (self._folded, self._bare), strict=True):
            for number, start in texts.occurrences(wanted.text):
                place = _very_words(folded[number], wanted, number, start)
                found.setdefault(place, (number, folded[number].at[start]))
        return found

    def _across(self, wanted: Wanted) -> tuple[Place, ...]:
        """Return the parts of the very words, when what is wanted runs over paragraphs.

        None when that is nowhere, or in more than one place.
        """
        whole = self._whole
        found = self._whole_texts.everywhere(wanted.text)
        if len(found) != 1 or wanted.start == wanted.end:
            return ()
        first, last = whole.source(found[0] + wanted.start, found[0] + wanted.end)
        return tuple(
            Place(number, max(first - start, 0), min(last - start, len(self.blocks[number].text)))
            for number, start in self._touched(first, last)
        )

    @cached_property
    def _whole(self) -> Folded:
        """Return all blocks as one text, without the signs of calls."""
        calls = [
            (start + mark.start, start + mark.end)
            for start, block in zip(self._starts, self.blocks, strict=True)
            for mark in block.marks
            if mark.kind in _CALLS
        ]
        return fold("\n".join(block.text for block in self.blocks), without=calls)

    @cached_property
    def _starts(self) -> list[int]:
        """Return where each block begins when all are one text."""
        ends = accumulate(len(block.text) + 1 for block in self.blocks)
        return [0, *ends][: len(self.blocks)]

    def _touched(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """Yield each block that has characters from *first* to *last* of all, and its start."""
        behind = bisect_left(self._starts, last)
        for number in range(max(0, bisect_right(self._starts, first) - 1), behind):
            start = self._starts[number]
            if first < start + len(self.blocks[number].text):
                yield number, start

    def _too_many(
        self, wanted: Wanted, found: Sequence[tuple[int, int]], what: str
    ) -> ApparatusError:
        shown = [
            f"{self.lines_of(self.blocks[number])}: {self._in_context(number, start, wanted)}"
            for number, start in found[:_SHOWN]
        ]
        more = f"\n  and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        return ApparatusError(
            f"{what} quotes {shown_words(wanted.quote)}, which {self.seed} has {len(found)} times",
            where=wanted.quote.where,
            hint="\n  ".join(shown) + more + "\n  Quote more of the words around it, and mark the"
            " very words with {==…==}.",
        )

    def _in_context(self, number: int, start: int, wanted: Wanted) -> str:
        text = self.blocks[number].text
        first, last = start, start + len(wanted.text)
        before = text[max(0, first - _CONTEXT) : first]
        after = text[last : last + _CONTEXT]
        head = "…" if first > _CONTEXT else ""
        tail = "…" if last + _CONTEXT < len(text) else ""
        return f"{head}{before}{text[first:last]}{after}{tail}".replace("\n", " ")

    def _not_found(self, wanted: Wanted, what: str) -> ApparatusError:
        return ApparatusError(
            f"{what} quotes {shown_words(wanted.quote)}, which {self.seed} does not have",
            where=wanted.quote.where,
            hint=self._crossing(wanted.text) or self.taken_out(wanted.text) or self._near(wanted),
        )

    def _crossing(self, words: str) -> str:
        """Say so when the words are in the text, but run over the end of a paragraph."""
        whole = self._whole
        found = self._whole_texts.occurrences(words)
        if not found:
            return ""
        at = found[0][1]
        first, last = whole.source(at, at + len(words))
        touched = [self.blocks[number] for number, _ in self._touched(first, last)]
        return (
            f"The words run from one paragraph ({self.lines_of(touched[0])}) into another"
            f" ({self.lines_of(touched[-1])}): change the words of one paragraph only."
        )

    def taken_out(self, words: str) -> str:
        """Say so when cleaning took the folded *words* out of the text; nothing otherwise."""
        for removal, text in zip(self.removals, self._gone, strict=True):
            if words in text:
                return (
                    f"Cleaning {removal.action} it ({self.lines_of(removal)}, rule"
                    f" {removal.rule!r}: {removal.why}) To print it, keep it in"
                    " book/cleaning.toml."
                )
        return ""

    def _near(self, wanted: Wanted) -> str:
        quote = wanted.quote
        passage = self.nearest(f"{quote.prefix}{quote.exact}{quote.suffix}")
        remedy = "Quote the words as the text has them."
        if self._helped > _HELPED:
            return remedy
        return f"Nearest, {passage}\n  {remedy}" if passage else f"Nothing is near it. {remedy}"


def fold_quotation(quote: Quotation) -> Wanted:
    """Return *quote* folded, with its context."""
    folded = fold(f"{quote.prefix}{quote.exact}{quote.suffix}")
    first, last = len(quote.prefix), len(quote.prefix) + len(quote.exact)
    start = sum(1 for source in folded.at if source < first)
    end = sum(1 for source in folded.at if source < last)
    while start < end and folded.text[start] == " ":
        start += 1
    while end > start and folded.text[end - 1] == " ":
        end -= 1
    return Wanted(quote, folded.text, start, end)


def _occurrences(texts: Sequence[Folded], words: str) -> tuple[tuple[int, int], ...]:
    found = [
        (number, start) for number, folded in enumerate(texts) for start in folded.find_all(words)
    ]
    whole = [
        (number, start)
        for number, start in found
        if texts[number].is_whole(start, start + len(words))
    ]
    return tuple(whole or found)


def _very_words(folded: Folded, wanted: Wanted, number: int, start: int) -> Place:
    first, last = start + wanted.start, start + wanted.end
    if first < last:
        return Place(number, *folded.source(first, last))
    before = _edge(folded, first - 1, step=-1) + 1 if wanted.start > 0 else None
    after = _edge(folded, first, step=1) if wanted.end < len(wanted.text) else None
    edges = [edge for edge in (before, after) if edge is not None]
    return Place(number, edges[0], edges[-1])


def _edge(folded: Folded, at: int, *, step: int) -> int:
    """Where in the original the character *at*, or beyond a space the next one, is."""
    return folded.at[at + step if folded.text[at] == " " else at]


def shown_words(quote: Quotation) -> str:
    """Return the words of *quote* in quotation marks, cut short when there are many."""
    words = " ".join(f"{quote.prefix}{quote.exact}{quote.suffix}".split())
    return f"“{words[:_QUOTED].rstrip()}…”" if len(words) > _QUOTED else f"“{words}”"
