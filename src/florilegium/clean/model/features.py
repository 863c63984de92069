"""A page as numbers: every line's looks, its neighbours', and its place in the whole.

Input the lines of one text, output a table with a row of numbers for each. No number knows a
site's name.
"""

import math
from collections.abc import Sequence

import numpy as np

from florilegium.clean.model.lines import Line
from florilegium.clean.model.shape import PROSE, SHAPE_NAMES, Looks
from florilegium.clean.model.tables import (
    Flags,
    Numbers,
    Places,
    Table,
    beside,
    distances,
    groups_of,
    runs,
    shifted,
    windows,
)
from florilegium.clean.model.wordlists import kind_words

_NEIGHBOURS = (-4, -3, -2, -1, 1, 2, 3, 4)
_WINDOWS = (3, 8, 20)
_NEAR_NAMES = ("width", "ends", "learned", "kinds", "vocabulary", "gap", "date", "name")
# The kinds of line whose appearance tells about what follows.
_OPENERS = tuple(
    kind_words().kinds.index(kind)
    for kind in ("comment", "related", "newsletter", "copyright", "navigation", "author", "share")
)
_FAR = 40.0
_LABEL = 60
_PROSE_GAIN = 600

PLACE_NAMES = (
    "gap", "gap_after", "frequency", "seen_before", "inside_other", "like_frequency",
    "repeats_5", "repeats_15", "vocabulary", "curly_differs", "width_to_main",
    *(f"{name}{at:+d}" for at in _NEIGHBOURS for name in _NEAR_NAMES),
    *(f"{what}_{size}" for size in _WINDOWS for what in ("letters", "learned", "prose", "kinds")),
    *(f"{what}_{where}" for size in _WINDOWS for where in (f"above_{size}", f"below_{size}")
      for what in ("letters", "learned")),
    "place", "count", "main", "from_main_start", "from_main_end", "main_share", "prose_before",
    "prose_above", "prose_below", "run_without_prose", "group", "group_place", "group_width",
    "group_ends", "group_learned", "group_prose", "like_before", "like_after",
    "turns_2", "turns_3", "text_size", "page_prose",
    "page_learned", "page_width", "page_gaps",
    *(f"since_{kind_words().kinds[kind]}" for kind in _OPENERS),
)  # fmt: skip
NAMES = (*SHAPE_NAMES, *PLACE_NAMES)
_AT = {name: place for place, name in enumerate(SHAPE_NAMES)}


def rows(lines: Sequence[Line], seen: Looks) -> Table:
    """Return the features of every one of *lines*, in the order of `NAMES`."""
    if not lines:
        return np.empty((0, len(NAMES)))
    page = _Page(lines, seen)
    return np.column_stack(
        [
            page.shapes,
            *_gaps(page),
            *_repeats(seen),
            page.vocabulary,
            *_manner(page),
            *_neighbours(page),
            *_windows(page),
            *_places(page),
            *_groups(page),
            *_whole(page),
            *_since(page),
        ]
    )


class _Page:
    """The lines of a page as columns of numbers."""

    def __init__(self, lines: Sequence[Line], seen: Looks) -> None:
        self.count = len(lines)
        self.shapes = seen.values
        self.widths = seen.widths
        self.gaps: Numbers = np.array([min(line.gap, 4) for line in lines], dtype=float)
        self.prose = seen.prose
        self.ends = self.shapes[:, _AT["ends"]]
        self.learned = self.shapes[:, _AT["learned"]]
        self.kinds = self.shapes[:, _AT["kinds"]]
        self.vocabulary = _vocabulary(seen)
        self.main = main_part(_gains(self).tolist())


def _gaps(page: _Page) -> list[Numbers]:
    return [page.gaps, np.append(page.gaps[1:], 4.0)]


def _repeats(seen: Looks) -> list[Numbers]:
    """Return how often each line stands on the page, and whether above.

    Then how many others open with the same words, how often it stands there but for its numbers,
    and how much of what is near does so.
    """
    _, first, whole = np.unique(seen.whole, return_index=True, return_inverse=True)
    others = np.where(seen.opening >= 0, np.minimum(_times(seen.opening + 1) - 1, 3), 0)
    alike = _times(seen.alike)
    often = (alike > 2).astype(float)
    return [
        np.minimum(_times(seen.whole), 5),
        np.arange(len(whole)) > first[whole],
        others,
        np.minimum(alike, 8),
        *(windows(often, size).sum / (2 * size + 1) for size in (5, 15)),
    ]


def _times(numbers: Places) -> Places:
    """Return for each of *numbers* how often it is there."""
    times: Places = np.bincount(numbers)[numbers]
    return times


def _manner(page: _Page) -> list[Numbers]:
    """Return whether each line writes its quotes as the first prose does, and is as long."""
    first, last = page.main
    main = [at for at in range(first, last) if page.prose[at]][:12]
    curly = page.shapes[:, _AT["curly"]]
    widths = sorted(page.widths[main].tolist())
    middle = widths[len(widths) // 2] if widths else PROSE
    return [-np.sign(curly * curly[main].sum()), np.minimum(4.0, page.widths / middle)]


def _vocabulary(seen: Looks) -> Numbers:
    """Return for each line how many of its longer words the prose of the page uses.

    For a line of the prose: uses in another one as well.
    """
    about, telling = seen.about, seen.telling
    times = np.bincount(about.word[seen.prose[about.line]], minlength=about.count)
    known = times[telling.word] > seen.prose[telling.line]
    return telling.each(known) / (telling.each() + 1)


def _neighbours(page: _Page) -> list[Table]:
    size, date, name = (page.shapes[:, _AT[what]] for what in ("width", "date", "name_like"))
    near = np.column_stack(
        [
            size, page.ends, page.learned, np.minimum(page.kinds, 4), page.vocabulary,
            page.gaps, date, name,
        ]
    )  # fmt: skip
    nothing = [-1.0, *[0.0] * (len(_NEAR_NAMES) - 1)]
    return [shifted(near, at, nothing) for at in _NEIGHBOURS]


def _windows(page: _Page) -> list[Numbers]:
    columns = (
        np.minimum(page.widths, 600), page.learned, page.prose.astype(float),
        np.minimum(page.kinds, 3),
    )  # fmt: skip
    around: list[Numbers] = []
    sides: list[Numbers] = []
    for size in _WINDOWS:
        seen = [windows(column, size) for column in columns]
        around += [one.mean for one in seen]
        sides += [one.above / size for one in seen[:2]]
        sides += [one.below / size for one in seen[:2]]
    return [*around, *sides]


def _places(page: _Page) -> list[Numbers]:
    at = np.arange(page.count, dtype=float)
    first, last = page.main
    widths = np.where(page.prose, page.widths, 0.0)
    before = np.concatenate([[0.0], np.cumsum(widths)])
    total = before[-1] or 1.0
    above = distances(page.prose, _FAR)
    below = distances(page.prose[::-1], _FAR)[::-1]
    ones = np.ones(page.count)
    return [
        at / page.count,
        ones * math.log1p(page.count),
        *beside(first, last, page.count, _FAR),
        ones * (before[last] - before[first]) / total,
        before[:-1] / total,
        above,
        below,
        np.minimum(_FAR, above + below),
    ]


def main_part(gains: Sequence[float]) -> tuple[int, int]:
    """Return the bounds of the run of lines whose *gains* have the greatest sum."""
    best = (0.0, 0, 0)
    current, start = 0.0, 0
    for place, gain in enumerate(gains):
        if current <= 0:
            current, start = 0.0, place
        current += gain
        if current > best[0]:
            best = (current, start, place + 1)
    return best[1:]


def _gains(page: _Page) -> Numbers:
    sentence = (page.ends > 0) | ((page.widths >= 160) & (page.shapes[:, _AT["sentences"]] > 0))
    long = np.where(page.widths >= 25, np.minimum(page.widths, _PROSE_GAIN) / 6, -4.0)
    return np.where(sentence, long, np.where(page.widths >= 80, 3.0, -11.0))


def _groups(page: _Page) -> list[Numbers]:
    """Return what the lines that stand together without a blank line between are like."""
    groups = groups_of(page.gaps)
    columns = (
        np.minimum(page.widths, 600), page.ends, page.learned, page.prose.astype(float),
    )  # fmt: skip
    place = np.arange(page.count) - groups.each(groups.starts)
    return [
        groups.each(np.minimum(groups.sizes, 40)),
        place / groups.each(groups.sizes),
        *(groups.means(column) for column in columns),
        *_turns(page, 1),
        *(np.maximum(*_turns(page, step)) for step in (2, 3)),
    ]


def _turns(page: _Page, step: int) -> tuple[Numbers, Numbers]:
    """Return how many lines in a row above and below look like the line *step* further.

    So they do in lists of teasers.
    """
    alike, no = _alike(page, step), np.zeros(min(step, page.count), dtype=bool)
    before = runs(np.concatenate([no, alike]), _FAR)
    after = runs(np.concatenate([no, alike[::-1]]), _FAR)[::-1]
    return before, after


def _alike(page: _Page, step: int) -> Flags:
    """Return for every line and the one *step* further whether they are as long and end alike."""
    ends, other_ends = page.ends[:-step], page.ends[step:]
    width, other = page.widths[:-step], page.widths[step:]
    alike: Flags = 2 * np.minimum(width, other) >= np.maximum(width, other)
    alike &= ends == other_ends
    return alike


def _whole(page: _Page) -> list[Numbers]:
    whole = (
        math.log1p(page.widths[page.prose].sum()),
        page.prose.mean(),
        page.learned.mean(),
        np.minimum(page.widths, 600).mean(),
        (page.gaps == 1).mean(),
    )
    return [np.full(page.count, one) for one in whole]


def _since(page: _Page) -> list[Numbers]:
    """Return how far above each line a short line with the words of each opening kind stands."""
    short = page.widths <= _LABEL
    first = _AT[f"kind_{kind_words().kinds[0]}"]
    return [distances(short & (page.shapes[:, first + kind] > 0), _FAR) for kind in _OPENERS]
