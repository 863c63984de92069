"""The second look: what the first probabilities say about a line's neighbours and its page.

Input the lines and the first trees' probabilities, output further numbers a line.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

from florilegium.clean.model.features import main_part
from florilegium.clean.model.shape import Line, Looks
from florilegium.clean.model.wordlists import tokens_of

_REACH = 6
_WINDOWS = (2, 5, 10, 20)
_FAR = 40.0
_SURE = 0.7
_LONG_WORD = 4
_WORDS = 60
# Below this probability a line speaks for nothing of the article's words.
_HALF = 0.5

NAMES = (
    "first", *(f"first{at:+d}" for at in range(-_REACH, _REACH + 1) if at),
    *(f"{what}_{size}" for size in _WINDOWS for what in ("mean", "letters", "above", "below")),
    "letters_before", "letters_after", "page_first", "page_letters", "article_size",
    "main2", "from_main2_start", "from_main2_end", "group_first", "sure_above", "sure_below",
    "shares_words", "shares_words_near", "foreign_words", "title_words",
    "rank", "top_first", "kept_first",
)  # fmt: skip


def rows(
    lines: Sequence[Line], seen: Sequence[Looks], first: Sequence[float]
) -> list[list[float]]:
    """Return the features of the second look for every line, in the order of `NAMES`."""
    if not lines:
        return []
    columns = zip(
        _neighbours(first),
        _windows(seen, first),
        _main(seen, first),
        _groups(lines, first),
        _sure(first),
        _words(seen, first),
        _ranks(seen, first),
        strict=True,
    )
    return [[value for part in parts for value in part] for parts in columns]


def _neighbours(first: Sequence[float]) -> Iterator[list[float]]:
    edge = [-0.2] * _REACH
    padded = [*edge, *first, *edge]
    for place, own in enumerate(first):
        yield [
            own,
            *padded[place : place + _REACH],
            *padded[place + _REACH + 1 : place + 2 * _REACH + 1],
        ]


def _windows(seen: Sequence[Looks], first: Sequence[float]) -> Iterator[list[float]]:
    widths = [float(min(one.width, 600)) for one in seen]
    kept = [p * width for p, width in zip(first, widths, strict=True)]
    sums, kept_sums, width_sums = ([0.0, *accumulate(v)] for v in (first, kept, widths))
    count = len(first)
    total, whole = kept_sums[-1] + 1, width_sums[-1] or 1.0
    page = [sums[-1] / count, kept_sums[-1] / whole, math.log1p(total)]
    for place in range(count):
        row: list[float] = []
        for size in _WINDOWS:
            low, high = max(0, place - size), min(count, place + size + 1)
            row += [
                (sums[high] - sums[low]) / (high - low),
                (kept_sums[high] - kept_sums[low]) / (width_sums[high] - width_sums[low] + 1),
                (sums[place] - sums[low]) / size,
                (sums[high] - sums[place + 1]) / size,
            ]
        yield [*row, kept_sums[place] / total, 1 - kept_sums[place + 1] / total, *page]


def _main(seen: Sequence[Looks], first: Sequence[float]) -> Iterator[list[float]]:
    gains = [
        _log_odds(p) * min(3.0, math.sqrt(min(one.width, 600)) / 5)
        for p, one in zip(first, seen, strict=True)
    ]
    start, end = main_part(gains)
    for place in range(len(first)):
        yield [
            float(start <= place < end),
            max(-_FAR, min(_FAR, place - start)),
            max(-_FAR, min(_FAR, place - end)),
        ]


def _log_odds(p: float) -> float:
    p = max(1e-3, min(1 - 1e-3, p))
    return math.log(p / (1 - p))


def _groups(lines: Sequence[Line], first: Sequence[float]) -> Iterator[list[float]]:
    starts = [place for place, line in enumerate(lines) if line.gap != 1 or not place]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        mean = sum(first[start:end]) / (end - start)
        for _ in range(start, end):
            yield [mean]


def _sure(first: Sequence[float]) -> Iterator[list[float]]:
    above = _distances(first)
    below = _distances(first[::-1])[::-1]
    for pair in zip(above, below, strict=True):
        yield list(pair)


def _distances(first: Sequence[float]) -> list[float]:
    made: list[float] = []
    away = _FAR
    for p in first:
        made.append(away)
        away = 0.0 if p > _SURE else min(_FAR, away + 1)
    return made


def _words(seen: Sequence[Looks], first: Sequence[float]) -> Iterator[list[float]]:
    """Yield how much of each line's longer words the article, as it now looks, uses too."""
    own = [_long_words(one.tokens) for one in seen]
    inside: Counter[str] = Counter()
    outside: Counter[str] = Counter()
    for words, p in zip(own, first, strict=True):
        (inside if p >= _HALF else outside).update(words)
    title = _title(own, first)
    for place, (words, p) in enumerate(zip(own, first, strict=True)):
        size = len(words) + 1
        least = 2 if p >= _HALF else 1
        shared = sum(inside[word] >= least for word in words)
        near = set().union(*(own[at] for at in _close(place, first)))
        foreign = sum(outside[word] >= 3 - least and inside[word] < least for word in words)
        yield [shared / size, len(words & near) / size, foreign / size, len(words & title) / size]


def _close(place: int, first: Sequence[float]) -> list[int]:
    around = range(max(0, place - 5), min(len(first), place + 6))
    return [at for at in around if at != place and first[at] >= _HALF]


def title_place(texts: Sequence[str], probabilities: Sequence[float]) -> int | None:
    """Return where the line stands above the article that is most like its beginning."""
    top = next((place for place, p in enumerate(probabilities) if p > _SURE), 0)
    near = [_long_words(tokens_of(text)) for text in texts[: top + 6]]
    return _title_place(near, probabilities)


def _title(own: Sequence[set[str]], first: Sequence[float]) -> set[str]:
    place = _title_place(own, first)
    return set() if place is None else own[place]


def _title_place(own: Sequence[set[str]], first: Sequence[float]) -> int | None:
    top = next((place for place, p in enumerate(first) if p > _SURE), 0)
    after = set().union(*own[top : top + 6])
    found = [
        (len(own[place] & after), place)
        for place in range(max(0, top - 25), top)
        if 2 <= len(own[place]) <= 20 and own[place] & after
    ]
    # Of equals the first; a title said again is a duplicate.
    return max(found, key=lambda one: (one[0], -one[1]))[1] if found else None


def _long_words(tokens: Sequence[str]) -> set[str]:
    return {token for token in tokens[:_WORDS] if len(token) > _LONG_WORD}


def _ranks(seen: Sequence[Looks], first: Sequence[float]) -> Iterator[list[float]]:
    """Yield how each line's probability stands to the best of its page."""
    ordered = sorted(p for p, one in zip(first, seen, strict=True) if one.width >= 60)
    top = ordered[-max(1, len(ordered) // 10)] if ordered else max(first)
    inside = [p for p in first if p >= _HALF]
    mean = sum(inside) / (len(inside) or 1)
    for p in first:
        yield [p / (top + 1e-6), top, mean]
