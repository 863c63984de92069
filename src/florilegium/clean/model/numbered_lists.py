"""Numbered lists, which stand or fall as a whole: half a table of results is worse than none."""

import re
from collections.abc import Iterator, Sequence

from florilegium.clean.model.lines import Line

_NUMBER = re.compile(r"\(?(\d{1,3})(?:st|nd|rd|th)?[.):]? ?(?=\S)")
# Fewer lines may begin with numbers in a row by chance.
_SHORTEST = 4
_FURTHEST = 2
# Frames count their items to five or ten; so long a list is as likely the author's as not.
_LONG, _EVEN = 12, 0.5


def levelled(lines: Sequence[Line], probabilities: Sequence[float]) -> tuple[float, ...]:
    """Return the *probabilities* of *lines*; those of a numbered list are all its greatest.

    Those of a long one are even at least.
    """
    made = list(probabilities)
    for places in _lists(lines):
        least = _EVEN if len(places) >= _LONG else 0.0
        best = max(least, *(probabilities[at] for at in places))
        for at in places:
            made[at] = best
    return tuple(made)


def _lists(lines: Sequence[Line]) -> Iterator[list[int]]:
    """Yield the places of lines that begin with one number after another.

    One line without a number may stand between.
    """
    run: list[int] = []
    last = 0
    for at, line in enumerate(lines):
        found = _NUMBER.match(line.text)
        if not found:
            continue
        number = int(found[1])
        if run and (number != last + 1 or at - run[-1] > _FURTHEST):
            yield from _enough(run)
            run = []
        run.append(at)
        last = number
    yield from _enough(run)


def _enough(run: list[int]) -> Iterator[list[int]]:
    if len(run) >= _SHORTEST:
        yield run
