"""How one line looks, whatever stands around it: the first of the model's features."""

import math
import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import NamedTuple

from florilegium.clean.model.wordlists import (
    BEGINNING,
    in_english,
    kind_words,
    small_words,
    telling_words,
    tokens_of,
)
from florilegium.clean.units import ends_sentence
from florilegium.model import BlockKind

_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_DATE = re.compile(
    r"\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b|\b\d{1,2}:\d{2}\b|\b(?:19|20)\d\d\b|年|月", re.ASCII
)
_DATE_DIGITS = 3
_ADDRESS = re.compile(r"https?://|www\.|\w@\w|\.(?:com|de|org|net|co)\b")
_ADDRESS_SIGNS = ("://", "www.", "@", ".com", ".de", ".org", ".net", ".co")
_HUMP = re.compile(r"[a-zß-öø-ÿ](?=[A-ZÀ-ÖØ-Þ])")
_INNER_END = re.compile(r"[.!?…][\"')]? (?=\S)|[。！？।]")
_ASCII = re.compile(r"[\x00-\x7f]+")
_KINDS = tuple(
    kind.encode() for kind in (string.ascii_lowercase, string.ascii_uppercase, string.digits)
)
_SEPARATORS = "|·•>›/"
_SAMPLE = 300
# The words of a long line are told by its beginning.
_SEEN = 420
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
_SENTENCES_AT = SHAPE_NAMES.index("sentences")
KINDS_AT = slice(SHAPE_NAMES.index(f"kind_{kind_words().kinds[0]}"), SHAPE_NAMES.index("kinds"))
_TOLD_AT = slice(KINDS_AT.start, SHAPE_NAMES.index("kinds_share") + 1)


@dataclass(frozen=True, slots=True)
class Line:
    """A line as the model sees it: folded *text*, *kind* and *level* of its block.

    *gap* is how many lines of the seed lie between it and the line before (1 is the next line,
    2 means a blank line between; 0 for the first). *curly* tells how its quotes are written: 1
    as printers do, -1 as typewriters do, 0 when it has none.
    """

    text: str
    kind: BlockKind = "paragraph"
    level: int = 0
    gap: int = 1
    curly: int = 0


class Looks(NamedTuple):
    """One line measured: the *values* of `SHAPE_NAMES`, and what its neighbours need of it.

    *telling* are its longer words, *about* the same without repetition.
    """

    values: tuple[float, ...]
    tokens: tuple[str, ...]
    telling: tuple[str, ...]
    about: set[str]
    width: int
    prose: bool
    learned: float


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """What single words weigh for the author's text: in *short* lines, and in *long* ones.

    Equal only to itself, so that what was worked out with it can be kept.
    """

    short: Mapping[str, float] = field(default_factory=dict)
    long: Mapping[str, float] = field(default_factory=dict)

    def of(self, tokens: Sequence[str]) -> Mapping[str, float]:
        """Return the weights for a line with these words."""
        return self.long if len(tokens) >= LONG else self.short


def looks(line: Line, words: Learned) -> Looks:
    """Return how *line* looks; *words* is what single words weigh for the author's text."""
    return _looks(line.text, line.kind, line.curly, words)


# The model looks at most lines of a page twice.
@lru_cache(maxsize=4096)
def _looks(text: str, kind: BlockKind, curly: int, words: Learned) -> Looks:
    tokens = tokens_of(text[:_SEEN])
    width = width_of(text)
    ends = ends_sentence(text)
    english = in_english(tokens)
    hits = kind_words().hits(english)
    told = sum(hits)
    learned = words.of(tokens)
    weights = [learned[token] for token in english[:BEGINNING] if token in learned]
    mean = sum(weights) / (len(weights) + 2)
    values = (
        *_letters(text, tokens, width, ends=ends),
        *_of_kind(kind),
        *([float(min(hit, 3)) for hit in hits] if told else _NO_HITS),
        float(told),
        told / (len(tokens) + 1),
        mean,
        min(weights, default=0.0),
        max(weights, default=0.0),
        max(-20.0, min(20.0, sum(weights))),
        float(curly),
    )
    sentences = values[_SENTENCES_AT]
    prose = width >= PROSE and (ends or (width >= 2 * PROSE and sentences > 0))
    telling = tuple(telling_words(tokens))
    return Looks(values, tuple(tokens), telling, set(telling), width, prose, mean)


def wordless(one: Looks) -> Looks:
    """Return *one* as if no word of any kind stood in its line."""
    values = list(one.values)
    values[_TOLD_AT] = [0.0] * len(values[_TOLD_AT])
    return one._replace(values=tuple(values))


@cache
def _of_kind(kind: BlockKind) -> tuple[float, ...]:
    return tuple(float(kind == one) for one in ("heading", "item", "verse", "quote"))


def width_of(text: str) -> int:
    """Return the length of *text*; a Chinese, Japanese or Korean letter counts as three."""
    return len(text) if text.isascii() else len(text) + 2 * len(_WIDE.findall(text))


class _Counts(NamedTuple):
    """How many letters, small and capital letters, and digits a text has."""

    letters: int
    lower: int
    upper: int
    digits: int


def _letters(text: str, tokens: list[str], width: int, *, ends: bool) -> tuple[float, ...]:
    sample = text[:_SAMPLE]
    words = sample.split()
    count = len(words) or 1
    counts = _counted(sample)
    firsts = [word[0] for word in words]
    capitals = sum(map(str.isupper, firsts))
    first = text[:1]
    return (
        math.log1p(width),
        math.log1p(len(tokens)),
        float(ends),
        float(text.endswith(":")),
        float(text.endswith(("...", "»", ">", "›", "→"))),
        float(text.endswith(("?", "!"))),
        (sample.count(",") + sample.count(";") + sample.count("、")) / (count + 1),
        float(len(_INNER_END.findall(sample))),
        counts.lower / (counts.letters or 1),
        counts.digits / (len(sample) or 1),
        sum(map(str.islower, firsts)) / count,
        capitals / count,
        min(30.0, len(sample) / count),
        float(_has_date(sample, counts)),
        float(any(map(sample.__contains__, _ADDRESS_SIGNS)) and bool(_ADDRESS.search(sample))),
        0.0 if counts.upper == capitals else len(_HUMP.findall(sample)) / count,
        sum(map(sample.count, _SEPARATORS)) / count,
        float(first in "\"'"),
        float(first in "-*"),
        float(first.islower()),
        float(first.isdigit()),
        float(text.isupper()),
        len([token for token in tokens[:60] if token in _SMALL]) / (min(60, len(tokens)) or 1),
        float(2 <= count <= 4 and capitals == count and not ends),
        float(first in "([" or text[-1:] in ")]"),
    )


def _has_date(sample: str, counts: _Counts) -> bool:
    may_be = counts.digits >= _DATE_DIGITS or "年" in sample or "月" in sample
    return may_be and bool(_DATE.search(sample))


def _counted(sample: str) -> _Counts:
    """Count the letters of *sample*; those of ASCII all at once, which is ten times as quick."""
    coded = sample.encode("utf-8", "replace")
    size = len(coded)
    lower, upper, digits = (size - len(coded.translate(None, kind)) for kind in _KINDS)
    if size == len(sample):
        return _Counts(lower + upper, lower, upper, digits)
    rest = _ASCII.sub("", sample)
    return _Counts(
        lower + upper + sum(map(str.isalpha, rest)),
        lower + sum(map(str.islower, rest)),
        upper + sum(map(str.isupper, rest)),
        digits + sum(map(str.isdigit, rest)),
    )


_SMALL = small_words()
_NO_HITS = (0.0,) * len(kind_words().kinds)
