"""Finding the one place in a text that an editor's quotation means.

Nothing is guessed: no place and two places are errors that say what the text has instead.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from florilegium.annotate.folding import Folded, fold
from florilegium.annotate.nearest import lines_of, nearest
from florilegium.annotate.search import FoldedTexts, Vocabulary
from florilegium.errors import ApparatusError
from florilegium.model import Block, Quotation, Removal

_CONTEXT = 32  # characters shown on either side of a candidate
_SHOWN = 5  # candidates listed before "and 12 more"
_HELPED = 25  # quotations that are nowhere, for which the nearest passage is looked for
_QUOTED = 90  # characters of a quotation repeated in a message


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """The characters from *start* to *end* of block number *block*."""

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
        self, blocks: Sequence[Block], *, removals: Sequence[Removal] = (), seed: str = "the text"
    ) -> None:
        """Fold *blocks*; *removals* and *seed* serve the messages."""
        self.blocks = tuple(blocks)
        self.removals = tuple(removals)
        self.seed = seed
        self._folded = tuple(fold(block.text) for block in blocks)
        self.texts = FoldedTexts(self._folded)
        self._expected: tuple[str, ...] = ()
        self._helped = 0

    def folded(self, block: int) -> Folded:
        """Return block number *block*, folded."""
        return self._folded[block]

    def locate(self, quote: Quotation, *, what: str) -> Place:
        """Return the only place of ``quote.exact``; *what* names the quoter in a message.

        For an insertion (nothing exact) it is the gap between prefix and suffix.
        """
        wanted = fold_quotation(quote)
        if not wanted.text:
            raise ApparatusError(f"{what} quotes no words", where=quote.where)
        found = self.occurrences(wanted.text)
        if not found:
            raise self._not_found(wanted, what)
        if len(found) > 1:
            raise self._too_many(wanted, found, what)
        return self._very_words(wanted, *found[0])

    def occurrences(self, words: str) -> tuple[tuple[int, int], ...]:
        """Return block and offset of each place of the folded *words*.

        Where they stand as whole words, places inside other words do not count.
        """
        return self.texts.occurrences(words)

    def expect(self, quotes: Iterable[Quotation]) -> None:
        """Look all *quotes* up at once; `locate` then finds them sooner."""
        self._expected = tuple(fold_quotation(quote).text for quote in quotes)
        self.texts.expect(self._expected)

    def nearest(self, words: str) -> str:
        """Return the passage most like *words*; nothing when none is, or enough were shown."""
        self._helped += 1
        return nearest(self.blocks, words, self._vocabulary) if self._helped <= _HELPED else ""

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(self.blocks)

    @cached_property
    def _whole(self) -> Folded:
        return fold("\n".join(block.text for block in self.blocks))

    @cached_property
    def _whole_texts(self) -> FoldedTexts:
        found = FoldedTexts((self._whole,))
        found.expect(self._expected)
        return found

    @cached_property
    def _gone(self) -> tuple[str, ...]:
        return tuple(fold(removal.text).text for removal in self.removals)

    def _very_words(self, wanted: Wanted, number: int, start: int) -> Place:
        folded = self._folded[number]
        first, last = start + wanted.start, start + wanted.end
        if first < last:
            return Place(number, *folded.source(first, last))
        before = _edge(folded, first - 1, step=-1) + 1 if wanted.start > 0 else None
        after = _edge(folded, first, step=1) if wanted.end < len(wanted.text) else None
        edges = [edge for edge in (before, after) if edge is not None]
        return Place(number, edges[0], edges[-1])

    def _too_many(
        self, wanted: Wanted, found: Sequence[tuple[int, int]], what: str
    ) -> ApparatusError:
        shown = [
            f"{lines_of(self.blocks[number])}: {self._in_context(number, start, wanted)}"
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
        first, last = self._folded[number].source(start, start + len(wanted.text))
        before = text[max(0, first - _CONTEXT) : first]
        after = text[last : last + _CONTEXT]
        head = "…" if first > _CONTEXT else ""
        tail = "…" if last + _CONTEXT < len(text) else ""
        return f"{head}{before}{text[first:last]}{after}{tail}".replace("\n", " ")

    def _not_found(self, wanted: Wanted, what: str) -> ApparatusError:
        return ApparatusError(
            f"{what} quotes {shown_words(wanted.quote)}, which {self.seed} does not have",
            where=wanted.quote.where,
            hint=self._crossing(wanted.text) or self._removed(wanted.text) or self._near(wanted),
        )

    def _crossing(self, words: str) -> str:
        """Say so when the words are in the text, but run over the end of a paragraph."""
        whole = self._whole
        found = self._whole_texts.occurrences(words)
        if not found:
            return ""
        at = found[0][1]
        first, last = whole.source(at, at + len(words))
        touched = [self.blocks[number] for number in self._blocks_between(first, last)]
        return (
            f"The words run from one paragraph ({lines_of(touched[0])}) into another"
            f" ({lines_of(touched[-1])}): quote words of one paragraph only."
        )

    def _blocks_between(self, first: int, last: int) -> Iterator[int]:
        start = 0
        for number, block in enumerate(self.blocks):
            end = start + len(block.text)
            if start < last and first < end:
                yield number
            start = end + 1

    def _removed(self, words: str) -> str:
        for removal, text in zip(self.removals, self._gone, strict=True):
            if words in text:
                return (
                    f"Cleaning {removal.action} it ({lines_of(removal)}, rule"
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


def _edge(folded: Folded, at: int, *, step: int) -> int:
    """Where in the original the character *at*, or beyond a space the next one, is."""
    return folded.at[at + step if folded.text[at] == " " else at]


def shown_words(quote: Quotation) -> str:
    """Return the words of *quote* in quotation marks, cut short when there are many."""
    words = " ".join(f"{quote.prefix}{quote.exact}{quote.suffix}".split())
    return f"“{words[:_QUOTED].rstrip()}…”" if len(words) > _QUOTED else f"“{words}”"
