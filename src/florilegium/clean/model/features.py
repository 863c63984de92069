"""A page as numbers: every line's looks, its neighbours', and its place in the whole.

Input the lines of one text, output one row of numbers a line. No number knows a site's name.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, pairwise

from florilegium.clean.model.shape import PROSE, SHAPE_NAMES, Learned, Line, Looks, looks
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
_DIGITS = re.compile(r"\d+")
_LABEL = 60
_PROSE_GAIN, _LABEL_COST = 600, 66.0

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


def measured(lines: Sequence[Line], words: Learned) -> tuple[Looks, ...]:
    """Return how each of *lines* looks by itself."""
    return tuple(looks(line, words) for line in lines)


def rows(lines: Sequence[Line], seen: Sequence[Looks]) -> list[list[float]]:
    """Return the features of every one of *lines*, in the order of `NAMES`."""
    if not lines:
        return []
    vocabulary = _vocabulary(seen)
    columns = [
        _gaps(lines),
        _repeats(seen),
        [[share] for share in vocabulary],
        _manner(lines, seen),
        _neighbours(lines, seen, vocabulary),
        _windows(seen),
        _places(seen),
        _groups(lines, seen),
        _page(lines, seen),
        _since(seen),
    ]
    return [
        [*one.values, *(value for part in parts for value in part)]
        for one, parts in zip(seen, zip(*columns, strict=True), strict=True)
    ]


def _gaps(lines: Sequence[Line]) -> list[list[float]]:
    gaps = [float(min(line.gap, 4)) for line in lines]
    return [[gap, after] for gap, after in zip(gaps, [*gaps[1:], 4.0], strict=True)]


def _repeats(seen: Sequence[Looks]) -> list[list[float]]:
    keys = [" ".join(one.tokens) for one in seen]
    counts = Counter(keys)
    # A teaser repeats the first words of something that stands elsewhere in full.
    starts = Counter(" ".join(one.tokens[:8]) for one in seen if len(one.tokens) >= 4)
    before: set[str] = set()
    made: list[list[float]] = []
    for key, one in zip(keys, seen, strict=True):
        start = " ".join(one.tokens[:8])
        other = starts[start] - 1 if len(one.tokens) >= 4 else 0
        made.append([float(min(counts[key], 5)), float(key in before), float(min(other, 3))])
        before.add(key)
    return [[*row, *more] for row, more in zip(made, _likes(keys), strict=True)]


def _likes(keys: Sequence[str]) -> list[list[float]]:
    """Return how often each line stands on the page but for its numbers, and how often near."""
    alike = [_DIGITS.sub("0", key) for key in keys]
    counts = Counter(alike)
    sums = [0, *accumulate(counts[key] > 2 for key in alike)]
    count = len(keys)
    return [
        [
            float(min(counts[key], 8)),
            *(
                (sums[min(count, at + size + 1)] - sums[max(0, at - size)]) / (2 * size + 1)
                for size in (5, 15)
            ),
        ]
        for at, key in enumerate(alike)
    ]


def _manner(lines: Sequence[Line], seen: Sequence[Looks]) -> list[list[float]]:
    """Return whether each line writes its quotes as the first prose does, and is as long."""
    first, last = main_part([_gain(one) for one in seen])
    main = [at for at in range(first, last) if seen[at].prose][:12]
    manner = sum(lines[at].curly for at in main)
    widths = sorted(seen[at].width for at in main)
    middle = widths[len(widths) // 2] if widths else PROSE
    return [
        [
            float(line.curly * manner < 0) - float(line.curly * manner > 0),
            min(4.0, one.width / middle),
        ]
        for line, one in zip(lines, seen, strict=True)
    ]


def _vocabulary(seen: Sequence[Looks]) -> list[float]:
    """Return for each line how many of its longer words the prose of the page uses twice."""
    words: Counter[str] = Counter()
    for one in seen:
        if one.prose:
            words.update({token for token in one.tokens if len(token) > 4})
    made: list[float] = []
    for one in seen:
        long = [token for token in one.tokens[:80] if len(token) > 4]
        own = 2 if one.prose else 1
        made.append(sum(words[token] >= own for token in long) / (len(long) + 1))
    return made


def _neighbours(
    lines: Sequence[Line], seen: Sequence[Looks], vocabulary: Sequence[float]
) -> list[list[float]]:
    size, date, name = map(SHAPE_NAMES.index, ("width", "date", "name_like"))
    near = [
        [one.values[size], float(one.ends), one.learned, float(min(sum(one.kinds), 4)), share,
         float(min(line.gap, 4)), one.values[date], one.values[name]]
        for line, one, share in zip(lines, seen, vocabulary, strict=True)
    ]  # fmt: skip
    nothing = [-1.0, *[0.0] * (len(_NEAR_NAMES) - 1)]
    pad = [nothing] * 4
    padded = [*pad, *near, *pad]
    return [
        [value for at in _NEIGHBOURS for value in padded[place + 4 + at]]
        for place in range(len(near))
    ]


def _windows(seen: Sequence[Looks]) -> list[list[float]]:
    sums = [
        [0.0, *accumulate(values)]
        for values in (
            [float(min(one.width, 600)) for one in seen],
            [one.learned for one in seen],
            [float(one.prose) for one in seen],
            [float(min(sum(one.kinds), 3)) for one in seen],
        )
    ]
    count = len(seen)
    made: list[list[float]] = []
    for place in range(count):
        row: list[float] = []
        for size in _WINDOWS:
            low, high = max(0, place - size), min(count, place + size + 1)
            row += [(one[high] - one[low]) / (high - low) for one in sums]
        for size in _WINDOWS:
            low, high = max(0, place - size), min(count, place + size + 1)
            row += [(one[place] - one[low]) / size for one in sums[:2]]
            row += [(one[high] - one[place + 1]) / size for one in sums[:2]]
        made.append(row)
    return made


def _places(seen: Sequence[Looks]) -> list[list[float]]:
    count = len(seen)
    first, last = main_part([_gain(one) for one in seen])
    widths = [one.width if one.prose else 0 for one in seen]
    total = sum(widths) or 1
    before = [0, *accumulate(widths)]
    inside = (before[last] - before[first]) / total
    above = _distances([one.prose for one in seen])
    below = _distances([one.prose for one in reversed(seen)])[::-1]
    return [
        [
            place / count,
            math.log1p(count),
            float(first <= place < last),
            max(-_FAR, min(_FAR, place - first)),
            max(-_FAR, min(_FAR, place - last)),
            inside,
            before[place] / total,
            above[place],
            below[place],
            min(_FAR, above[place] + below[place]),
        ]
        for place in range(count)
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


def _gain(one: Looks) -> float:
    if one.ends or one.width >= 160:
        return min(one.width, _PROSE_GAIN) / 6 if one.width >= 25 else -4.0
    return 3.0 if one.width >= 80 else -11.0


def _distances(marks: Sequence[bool]) -> list[float]:
    """Return for each place how far back the last mark is; 0 on a mark itself."""
    made: list[float] = []
    away = _FAR
    for mark in marks:
        away = 0.0 if mark else min(_FAR, away + 1)
        made.append(away)
    return made


def _groups(lines: Sequence[Line], seen: Sequence[Looks]) -> list[list[float]]:
    """Return what the lines that stand together without a blank line between are like."""
    starts = [place for place, line in enumerate(lines) if line.gap != 1 or not place]
    made: list[list[float]] = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        group = seen[start:end]
        size = end - start
        shared = [
            sum(min(one.width, 600) for one in group) / size,
            sum(one.ends for one in group) / size,
            sum(one.learned for one in group) / size,
            sum(one.prose for one in group) / size,
        ]
        made += [[float(min(size, 40)), place / size, *shared] for place in range(size)]
    alike = [_alike(a, b) for a, b in pairwise(seen)]
    before = _runs([False, *alike])
    after = _runs([False, *reversed(alike)])[::-1]
    turns = [_turns(seen, step) for step in (2, 3)]
    return [[*row, *more] for row, *more in zip(made, before, after, *turns, strict=True)]


def _turns(seen: Sequence[Looks], step: int) -> list[float]:
    """Return how many lines in a row look like the line *step* further, as in lists of teasers."""
    alike = [_alike(a, b) for a, b in zip(seen, seen[step:], strict=False)]
    before = _runs([*[False] * min(step, len(seen)), *alike][: len(seen)])
    after = _runs([*[False] * min(step, len(seen)), *reversed(alike)][: len(seen)])[::-1]
    return [max(pair) for pair in zip(before, after, strict=True)]


def _alike(one: Looks, other: Looks) -> bool:
    return one.ends == other.ends and 2 * min(one.width, other.width) >= max(
        one.width, other.width
    )


def _runs(marks: Sequence[bool]) -> list[float]:
    made: list[float] = []
    run = 0.0
    for mark in marks:
        run = min(_FAR, run + 1) if mark else 0.0
        made.append(run)
    return made


def _page(lines: Sequence[Line], seen: Sequence[Looks]) -> list[list[float]]:
    count = len(seen)
    prose = sum(one.width for one in seen if one.prose)
    whole = [
        math.log1p(prose),
        sum(one.prose for one in seen) / count,
        sum(one.learned for one in seen) / count,
        sum(min(one.width, 600) for one in seen) / count,
        sum(line.gap == 1 for line in lines) / count,
    ]
    return [whole] * count


def _since(seen: Sequence[Looks]) -> list[list[float]]:
    """Return how far above each line a short line with the words of each opening kind stands."""
    away = [_FAR] * len(_OPENERS)
    made: list[list[float]] = []
    for one in seen:
        away = [min(_FAR, one_away + 1) for one_away in away]
        if one.width <= _LABEL:
            for place, kind in enumerate(_OPENERS):
                if one.kinds[kind]:
                    away[place] = 0.0
        made.append(list(away))
    return made
