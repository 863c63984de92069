"""The units that rules look at: the lines of a text, and which of them are its body.

A unit is a block, or one line of a block of verse. Rules read its *text* folded: white space
single, quotes straight, dashes ``-``, so that a pattern need not know every form.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from florilegium.clean.rules.labels import Vocabulary
from florilegium.clean.rules.patterns import LinePattern, finder
from florilegium.model import Block, BlockKind

FOLDS: dict[str, str] = {
    **dict.fromkeys("‘’‚‛′´`", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
    "\u200c": "",
    "\u200d": "",
}
_FOLDED = re.compile(f"[{''.join(FOLDS)}]")
_STOPS = tuple(".!?…。！？।؟")
# The call of a footnote may stand behind the end of a sentence.
_SENTENCE_END = re.compile(
    rf"[{''.join(_STOPS)}]['\"”’»)\]]*$"
    r"|[^\W\d][.!?…]['\"”’»)\]]*(?:\[\d{1,3}\]|\d{1,2}|[*†‡])$"
)
# So many letters at most are the sentence's last sign, quotes and brackets, and a note's call.
_ENDING = 40
# No letter before the Korean ones is wide.
_EAST = re.compile("[\u1100-\U0010ffff]")
# From these lengths on, counted in Latin letters, a line is prose and not a label.
_PROSE, _LONG = 100, 220
# Letters of body that must stand above a line before it can belong to the tail.
_TAIL_AFTER = 400
_PROSE_KINDS = frozenset(
    {"paragraph", "quote", "item", "term", "definition", "row", "caption", "author-note"}
)
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Unit:
    """One line for the rules: its folded *text* and its *spans* in block number *index*.

    *place* counts the units of the text. *body* tells that the line can only be the author's
    or a commentator's: a sentence of some length, or a line of verse.
    """

    place: int
    index: int
    spans: tuple[Span, ...]
    text: str
    kind: BlockKind
    level: int
    body: bool


class Known:
    """What patterns and vocabularies say of the units of a text, each asked once.

    Rules are tried many times while the text gets shorter; its lines stay what they are.
    """

    def __init__(self, units: Sequence[Unit], patterns: Iterable[LinePattern] = ()) -> None:
        """Take the *units* of the whole text, and the *patterns* they will be asked about."""
        self._units = units
        told = sorted((unit for unit in units if unit.kind != "code"), key=_length)
        self._lengths = [_length(unit) for unit in told]
        self._lines = [(unit.place, unit.text) for unit in told]
        self._having = finder(tuple(patterns)).lines([unit.text for unit in told])
        self._matched: dict[tuple[LinePattern, int], frozenset[int]] = {}
        self._counted: dict[Vocabulary, Mapping[int, int]] = {}

    def matched(self, pattern: LinePattern, longest: int) -> frozenset[int]:
        """Return the places of the lines, not too long and no code, that *pattern* matches."""
        key = (pattern, longest)
        if key not in self._matched:
            short = range(bisect_right(self._lengths, longest))
            lines = [self._lines[at] for at in self._having.get(pattern, short) if at in short]
            self._matched[key] = pattern.matching(lines)
        return self._matched[key]

    def labels(self, vocabulary: Vocabulary) -> Mapping[int, int]:
        """Return the places of the lines made of labels only, and how many each has."""
        if vocabulary not in self._counted:
            counts = {unit.place: vocabulary.count(unit.text) for unit in self._units}
            self._counted[vocabulary] = {at: count for at, count in counts.items() if count}
        return self._counted[vocabulary]


def _length(unit: Unit) -> int:
    return len(unit.text)


@dataclass(frozen=True)
class Page:
    """The units still in the text, and where its body begins and ends.

    *known* is what is known of the units. *headed* tells that the format marks headings (HTML,
    Markdown); *lifted* are the places of the bylines and dates lifted before.
    """

    units: tuple[Unit, ...]
    known: Known
    headed: bool = False
    lifted: frozenset[int] = frozenset()

    @cached_property
    def body(self) -> tuple[int, ...]:
        """The positions of the units that are body."""
        return tuple(position for position, unit in enumerate(self.units) if unit.body)

    @cached_property
    def head(self) -> range:
        """The positions before the body; none in a text without a body."""
        return range(self.body[0] if self.body else 0)

    @cached_property
    def tail(self) -> range:
        """The positions that have enough body above them to be comments on it."""
        letters = 0
        for position, unit in enumerate(self.units):
            if letters >= _TAIL_AFTER:
                return range(position, len(self.units))
            letters += len(unit.text) if unit.body else 0
        return range(0)

    @cached_property
    def edge(self) -> frozenset[int]:
        """The positions before and after the body; none in a text without a body."""
        if not self.body:
            return frozenset()
        return frozenset(self.head) | frozenset(range(self.body[-1] + 1, len(self.units)))

    def inside_verse(self, taken: Container[int]) -> frozenset[int]:
        """Return those positions in *taken* around which lines of the same stanza would stay.

        Lines at its beginning and end may go, or all of it; out of its middle goes nothing.
        """
        found: list[int] = []
        lines: dict[int, list[int]] = {}
        for position, unit in enumerate(self.units):
            if unit.kind == "verse":
                lines.setdefault(unit.index, []).append(position)
        for own in lines.values():
            stay = [position for position in own if position not in taken]
            found += [at for at in own if at in taken and stay and stay[0] < at < stay[-1]]
        return frozenset(found)

    def zone(self, name: str) -> Container[int]:
        """Return the positions of ``anywhere``, ``head``, ``tail`` or ``edge``."""
        if name == "head":
            return self.head
        if name == "tail":
            return self.tail
        return self.edge if name == "edge" else range(len(self.units))

    def positions(self, places: Iterable[int]) -> list[int]:
        """Return the positions of those *places* that are still in the text, in order."""
        return sorted(self._position[place] for place in places if place in self._position)

    @cached_property
    def _position(self) -> dict[int, int]:
        return {unit.place: position for position, unit in enumerate(self.units)}


def fold(text: str) -> str:
    """Return *text* as rules read it."""
    return " ".join(_FOLDED.sub(lambda sign: FOLDS[sign[0]], text).split())


def units_of(
    blocks: Sequence[Block], *, without: Sequence[Sequence[Span]] = ()
) -> tuple[Unit, ...]:
    """Return the units of *blocks*; *without* are the spans of each that are gone already."""
    made: list[Unit] = []
    for index, block in enumerate(blocks):
        gone = without[index] if without else ()
        for start, end in _lines(block):
            spans = _minus((start, end), gone)
            text = fold(" ".join(block.text[a:b] for a, b in spans))
            if text:
                body = _is_body(text, block.kind)
                made.append(Unit(len(made), index, spans, text, block.kind, block.level, body))
    return tuple(made)


@lru_cache(maxsize=64)
def line_ends(text: str) -> tuple[int, ...]:
    """Return where the lines of *text* end: kept, for a long poem is asked line by line."""
    return tuple(found.start() for found in re.finditer("\n", text))


def lines_above(text: str, place: int) -> int:
    """Return how many lines of *text* end before the character *place*."""
    return bisect_left(line_ends(text), place)


def width(text: str) -> int:
    """Return the length of *text* in Latin letters; an ideograph says as much as two."""
    if text.isascii():
        return len(text)
    east = (unicodedata.east_asian_width(letter) for letter in _EAST.findall(text))
    return len(text) + sum(kind in "WF" for kind in east)


def ends_sentence(text: str) -> bool:
    """Tell whether *text* ends as a sentence does."""
    # So it is told of most texts.
    if text.endswith(_STOPS):
        return True
    if text[-1:].isalpha():
        return False
    return _SENTENCE_END.search(text, max(0, len(text) - _ENDING)) is not None


def _lines(block: Block) -> list[Span]:
    if block.kind != "verse":
        return [(0, len(block.text))]
    starts = [0, *(match.end() for match in re.finditer(r"\n", block.text))]
    return list(zip(starts, [*starts[1:], len(block.text)], strict=True))


def _is_body(text: str, kind: BlockKind) -> bool:
    if kind in ("verse", "code"):
        return True
    size = width(text)
    return kind in _PROSE_KINDS and size >= _PROSE and (size >= _LONG or ends_sentence(text))


def _minus(whole: Span, gone: Sequence[Span]) -> tuple[Span, ...]:
    parts: list[Span] = []
    at, last = whole
    for start, end in sorted(gone):
        if at < min(start, last):
            parts.append((at, min(start, last)))
        at = max(at, end)
    return (*parts, (at, last)) if at < last else tuple(parts)
