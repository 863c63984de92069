"""Features of a line's own looks, whatever stands around it."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from florilegium.clean.model.counting import Counts, counted
from florilegium.clean.model.lines import Line
from florilegium.clean.model.tables import Flags, Numbers, Places, Table
from florilegium.clean.model.wordlists import (
    BEGINNING,
    in_english,
    kind_words,
    small_words,
    telling_words,
    tokens_of,
)
from florilegium.clean.model.words import Words, identities, numbered
from florilegium.clean.units import ends_sentence

_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_DATE = re.compile(
    r"\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b|\b\d{1,2}:\d{2}\b|\b(?:19|20)\d\d\b|年|月", re.ASCII
)
_DATE_DIGITS = 3
_ADDRESS = re.compile(r"https?://|www\.|\w@\w|\.(?:com|de|org|net|co)\b")
_ADDRESS_SIGNS = ("://", "www.", "@", ".de", ".org", ".net", ".co")
_DIGITS = re.compile(r"\d+")
_GOES_ON = ("...", "»", ">", "›", "→")
# Letters and signs are counted in so much of a line; its words are told by a little more.
_SAMPLE, _SEEN = 300, 420
# Small words are counted among so many, a line begins with so many, and this many are a name.
_SOME, _OPENING, _NAME = 60, 8, (2, 4)
_FEW = 4
PROSE = 120
# From so many words on a line is a long one.
LONG = 14

SHAPE_NAMES = (
    "width", "words", "ends", "colon", "dots", "question", "commas", "sentences", "lower",
    "digits", "low_words", "cap_words", "word_length", "date", "address", "humps", "separators",
    "quote_first", "bullet_first", "lower_first", "digit_first", "all_caps", "small_words",
    "name_like", "parenthesis", "heading", "item", "verse", "quotation",
    *(f"kind_{kind}" for kind in kind_words().kinds), "kinds", "kinds_share", "learned",
    "learned_least", "learned_most", "learned_sum", "curly",
)  # fmt: skip
KINDS_AT = slice(SHAPE_NAMES.index(f"kind_{kind_words().kinds[0]}"), SHAPE_NAMES.index("kinds"))
_TOLD_AT = slice(KINDS_AT.start, SHAPE_NAMES.index("kinds_share") + 1)
_BLOCK_KINDS = ("heading", "item", "verse", "quote")
_Tokens = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Learned:
    """What single words weigh for the author's text: in *short* lines, and in *long* ones."""

    short: Mapping[str, float] = field(default_factory=dict)
    long: Mapping[str, float] = field(default_factory=dict)

    def of(self, tokens: Sequence[str]) -> Mapping[str, float]:
        """Return the weights for a line with these words."""
        return self.long if len(tokens) >= LONG else self.short


@dataclass(frozen=True, slots=True)
class Looks:
    """Lines measured: the *values* of `SHAPE_NAMES`, a row for each line, and what others need.

    *telling* are their longer words, *about* the same without repetition. Lines with the same
    number in *whole* have the same words, in *alike* the same but for their digits, and in
    *opening* the same first words; that is -1 for a short line.
    """

    values: Table
    widths: Numbers
    prose: Flags
    telling: Words
    about: Words
    whole: Places
    alike: Places
    opening: Places

    def of(self, places: Sequence[int]) -> "Looks":
        """Return the looks of the lines at these *places* only."""
        if len(places) == len(self.widths):
            return self
        at: Places = np.array(places, dtype=np.intp)
        return Looks(
            self.values[at],
            self.widths[at],
            self.prose[at],
            self.telling.of(at),
            self.about.of(at),
            self.whole[at],
            self.alike[at],
            self.opening[at],
        )

    def wordless(self) -> "Looks":
        """Return these looks as if no word of any kind stood in the lines."""
        values = self.values.copy()
        values[:, _TOLD_AT] = 0.0
        return replace(self, values=values)


def looks(lines: Sequence[Line], words: Learned) -> Looks:
    """Return how *lines* look; *words* is what single words weigh for the author's text."""
    texts = [line.text for line in lines]
    tokens = [tokens_of(text[:_SEEN]) for text in texts]
    widths: Numbers = np.array([width_of(text) for text in texts], dtype=float)
    ends: Flags = np.array([ends_sentence(text) for text in texts], dtype=bool)
    samples = [text[:_SAMPLE] for text in texts]
    counts = counted(samples)
    values = np.column_stack(
        [
            _logarithms(widths),
            _logarithms([len(one) for one in tokens]),
            ends,
            *_endings(texts),
            *_letters(samples, counts),
            *_beginnings(texts),
            [_small_words(one) for one in tokens],
            _name_like(counts, ends),
            [text[:1] in "([" or text[-1:] in ")]" for text in texts],
            *([line.kind == kind for line in lines] for kind in _BLOCK_KINDS),
            *_told(tokens, words),
            [line.curly for line in lines],
        ]
    )
    long = (widths >= 2 * PROSE) & (counts.sentences > 0)
    telling = numbered([telling_words(one) for one in tokens])
    joined = [" ".join(one) for one in tokens]
    return Looks(
        values,
        widths,
        (widths >= PROSE) & (ends | long),
        telling,
        telling.once(),
        identities(joined),
        identities(_DIGITS.sub("0", "\n".join(joined)).split("\n")),
        _openings(tokens),
    )


def width_of(text: str) -> int:
    """Return the length of *text*; a Chinese, Japanese or Korean letter counts as three."""
    return len(text) if text.isascii() else len(text) + 2 * len(_WIDE.findall(text))


def _logarithms(sizes: Sequence[float] | Numbers) -> list[float]:
    # Not NumPy's, whose last digits are another processor's.
    return [math.log1p(size) for size in sizes]


def _endings(texts: Sequence[str]) -> list[list[bool]]:
    return [
        [text.endswith(":") for text in texts],
        [text.endswith(_GOES_ON) for text in texts],
        [text.endswith(("?", "!")) for text in texts],
    ]


def _letters(samples: Sequence[str], counts: Counts) -> list[Numbers]:
    sizes: Numbers = np.array([len(sample) for sample in samples], dtype=float)
    words = np.maximum(counts.words, 1)
    dated = map(_has_date, samples, counts.digits.tolist())
    return [
        counts.commas / (words + 1),
        counts.sentences,
        counts.lower / np.maximum(counts.letters, 1),
        counts.digits / np.maximum(sizes, 1),
        counts.lower_words / words,
        counts.upper_words / words,
        np.minimum(30.0, sizes / words),
        np.array(list(dated), dtype=float),
        np.array([_has_address(sample) for sample in samples], dtype=float),
        counts.humps / words,
        counts.separators / words,
    ]


def _has_date(sample: str, digits: float) -> bool:
    may_be = digits >= _DATE_DIGITS or "年" in sample or "月" in sample
    return may_be and bool(_DATE.search(sample))


def _has_address(sample: str) -> bool:
    return any(map(sample.__contains__, _ADDRESS_SIGNS)) and bool(_ADDRESS.search(sample))


def _beginnings(texts: Sequence[str]) -> list[list[bool]]:
    firsts = [text[:1] for text in texts]
    return [
        [first in "\"'" for first in firsts],
        [first in "-*" for first in firsts],
        [first.islower() for first in firsts],
        [first.isdigit() for first in firsts],
        [text.isupper() for text in texts],
    ]


def _small_words(tokens: Sequence[str]) -> float:
    some = tokens[:_SOME]
    return len([token for token in some if token in _SMALL]) / (len(some) or 1)


def _name_like(counts: Counts, ends: Flags) -> Flags:
    least, most = _NAME
    words = counts.words
    named: Flags = (least <= words) & (words <= most) & (counts.upper_words == words) & ~ends
    return named


def _told(tokens: _Tokens, words: Learned) -> list[Numbers]:
    """Return how often each line says the words of each kind, and what its words weigh."""
    kinds = kind_words()
    english = [in_english(one) for one in tokens]
    found = [(at, kind) for at, one in enumerate(english) for kind in kinds.found(one)]
    hits: Table = np.zeros((len(tokens), len(kinds.kinds)))
    for at, kind in found:
        hits[at, kind] += 1
    told = hits.sum(axis=1)
    sizes = np.array([len(one) for one in tokens])
    weighed = [_weighed(one, words.of(own)) for one, own in zip(english, tokens, strict=True)]
    return [*np.minimum(hits, 3).T, told, told / (sizes + 1), *np.array(weighed).T]


def _weighed(english: Sequence[str], learned: Mapping[str, float]) -> tuple[float, ...]:
    weights = [learned[token] for token in english[:BEGINNING] if token in learned]
    if not weights:
        return _SILENT
    total = math.fsum(weights)  # `sum` rounds otherwise from Python 3.12 on
    return total / (len(weights) + 2), min(weights), max(weights), max(-20.0, min(20.0, total))


def _openings(tokens: _Tokens) -> Places:
    """Return what lines open with: a teaser repeats the first words of what stands in full."""
    made = identities([" ".join(one[:_OPENING]) if len(one) >= _FEW else "" for one in tokens])
    made[[len(one) < _FEW for one in tokens]] = -1
    return made


_SMALL = small_words()
_SILENT = (0.0,) * 4
