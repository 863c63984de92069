"""The second look: what the first probabilities say about a line's neighbours and its page.

Input the lines and the first trees' probabilities, output a table of further numbers.
"""

import math
from collections.abc import Sequence

import numpy as np

from florilegium.clean.model.features import main_part
from florilegium.clean.model.lines import Line
from florilegium.clean.model.shape import Looks
from florilegium.clean.model.tables import (
    Flags,
    Numbers,
    Places,
    Table,
    beside,
    distances,
    groups_of,
    shifted,
    windows,
)
from florilegium.clean.model.titles import SURE, title_place
from florilegium.clean.model.words import Words

_REACH = 6
_WINDOWS = (2, 5, 10, 20)
_FAR = 40.0
# Below this probability a line speaks for nothing of the article's words.
_HALF = 0.5
_CLOSE = 5

NAMES = (
    "first", *(f"first{at:+d}" for at in range(-_REACH, _REACH + 1) if at),
    *(f"{what}_{size}" for size in _WINDOWS for what in ("mean", "letters", "above", "below")),
    "letters_before", "letters_after", "page_first", "page_letters", "article_size",
    "main2", "from_main2_start", "from_main2_end", "group_first", "sure_above", "sure_below",
    "shares_words", "shares_words_near", "foreign_words", "title_words",
    "rank", "top_first", "kept_first",
)  # fmt: skip


def rows(lines: Sequence[Line], seen: Looks, likely: Numbers) -> Table:
    """Return the features of the second look for every line, in the order of `NAMES`.

    *likely* are the first probabilities.
    """
    if not lines:
        return np.empty((0, len(NAMES)))
    gaps: Numbers = np.array([line.gap for line in lines], dtype=float)
    widths = seen.widths
    columns = [
        likely,
        *(shifted(likely, at, -0.2) for at in range(-_REACH, _REACH + 1) if at),
        *_windows(widths, likely),
        *_main(widths, likely),
        groups_of(gaps).means(likely),
        *_sure(likely),
        _words(seen.about, likely),
        *_ranks(widths, likely),
    ]
    return np.column_stack(columns)


def _windows(widths: Numbers, likely: Numbers) -> list[Numbers]:
    widths = np.minimum(widths, 600)
    kept = likely * widths
    before = np.cumsum(kept)
    total, whole = before[-1] + 1, widths.sum() or 1.0
    around: list[Numbers] = []
    for size in _WINDOWS:
        first, letters = windows(likely, size), windows(widths, size)
        share = windows(kept, size).sum / (letters.sum + 1)
        around += [first.mean, share, first.above / size, first.below / size]
    page = (likely.mean(), before[-1] / whole, math.log1p(total))
    return [
        *around,
        np.concatenate([[0.0], before[:-1]]) / total,
        1 - before / total,
        *(np.full(len(likely), one) for one in page),
    ]


def _main(widths: Numbers, likely: Numbers) -> list[Numbers]:
    sure = np.clip(likely, 1e-3, 1 - 1e-3)
    gains = np.log(sure / (1 - sure)) * np.minimum(3.0, np.sqrt(np.minimum(widths, 600)) / 5)
    start, end = main_part(gains.tolist())
    return beside(start, end, len(likely), _FAR)


def _sure(likely: Numbers) -> list[Numbers]:
    """Return how many lines lie between each line and the next sure one above and below."""
    sure = likely > SURE
    above, below = (np.append(False, marks[:-1]) for marks in (sure, sure[::-1]))
    return [distances(above, _FAR), distances(below, _FAR)[::-1]]


def _words(about: Words, likely: Numbers) -> Table:
    """Return what words each line shares with the article, what is near, the rest, the title."""
    line, word = about.line, about.word
    inside = likely[line] >= _HALF
    # A line of the article shares its words with itself, and so does one of the rest.
    within, without = (
        np.bincount(word[part], minlength=about.count)[word] > part for part in (inside, ~inside)
    )
    told = np.zeros(about.count, dtype=bool)
    title = title_place(about, likely.tolist())
    if title is not None:
        told[word[line == title]] = True
    shared = (within, _near(line, word, inside), without & ~within, told[word])
    sizes = about.each() + 1
    return np.column_stack([about.each(flags) / sizes for flags in shared])


def _near(line: Places, word: Places, inside: Flags) -> Flags:
    """Return of which pairs the word stands in another likely line close above or below."""
    # Words lie so far apart that no line is close to one with another word.
    place = word * (line.max(initial=0) + _CLOSE + 1) + line
    likely = np.concatenate([[-_FAR], np.sort(place[inside]), [place.max(initial=0) + _FAR]])
    above = likely[np.searchsorted(likely, place, "left") - 1]
    below = likely[np.searchsorted(likely, place, "right")]
    close: Flags = (place - above <= _CLOSE) | (below - place <= _CLOSE)
    return close


def _ranks(widths: Numbers, likely: Numbers) -> list[Numbers]:
    """Return how each line's probability stands to the best of its page."""
    ordered = np.sort(likely[widths >= 60])
    top = ordered[-max(1, len(ordered) // 10)] if len(ordered) else likely.max()
    inside = likely[likely >= _HALF]
    mean = inside.sum() / (len(inside) or 1)
    return [likely / (top + 1e-6), np.full(len(likely), top), np.full(len(likely), mean)]
