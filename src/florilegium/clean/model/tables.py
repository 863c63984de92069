"""Columns of numbers, one for each line of a page: their neighbours, windows, runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Numbers = np.ndarray[Any, np.dtype[np.float64]]
Table = np.ndarray[Any, np.dtype[np.float64]]
Places = np.ndarray[Any, np.dtype[np.intp]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True)
class Windows:
    """Around each line: *sum* and *mean* with the line itself, and sums *above* and *below* it."""

    sum: Numbers
    mean: Numbers
    above: Numbers
    below: Numbers


def windows(column: Numbers, size: int) -> Windows:
    """Return the windows of *size* lines above and below each line of *column*."""
    count = len(column)
    sums = np.concatenate([[0.0], np.cumsum(column)])
    at = np.arange(count)
    low, high = np.maximum(0, at - size), np.minimum(count, at + size + 1)
    whole = sums[high] - sums[low]
    above, below = sums[at] - sums[low], sums[high] - sums[at + 1]
    return Windows(whole, whole / (high - low), above, below)


@dataclass(frozen=True, slots=True)
class Groups:
    """Lines that stand together without a blank line between: where groups start, their sizes."""

    starts: Places
    sizes: Places

    def each(self, values: Places) -> Places:
        """Return for every line the value of its group."""
        return np.repeat(values, self.sizes)

    def means(self, column: Numbers) -> Numbers:
        """Return for every line the mean of *column* in its group."""
        return np.repeat(np.add.reduceat(column, self.starts) / self.sizes, self.sizes)


def groups_of(gaps: Numbers) -> Groups:
    """Return the groups of lines with these *gaps* above them; 1 is no blank line."""
    starts = np.flatnonzero((gaps != 1) | (np.arange(len(gaps)) == 0))
    return Groups(starts, np.diff(np.append(starts, len(gaps))))


def beside(first: int, last: int, count: int, far: float) -> list[Numbers]:
    """Return how each of *count* lines stands to those from *first* to before *last*.

    That is, whether among them, and how far from either bound, *far* at most.
    """
    at = np.arange(count, dtype=float)
    inside = ((first <= at) & (at < last)).astype(float)
    return [inside, np.clip(at - first, -far, far), np.clip(at - last, -far, far)]


def shifted(table: Table, step: int, nothing: float | Sequence[float]) -> Table:
    """Return for each line the row *step* lines further down; *nothing* where there is none."""
    count = len(table)
    made = np.empty_like(table)
    made[:] = nothing
    if abs(step) < count:
        made[max(0, -step) : count - max(0, step)] = table[max(0, step) : count - max(0, -step)]
    return made


def distances(marks: Flags, far: float) -> Numbers:
    """Return for each place how far back the last mark is, *far* at most; 0 on a mark itself."""
    at = np.arange(len(marks))
    last = np.maximum.accumulate(np.where(marks, at, -len(marks) - int(far)))
    return np.minimum(far, at - last).astype(float)


def runs(marks: Flags, longest: float) -> Numbers:
    """Return for each place how many marks in a row end there, *longest* at most."""
    at = np.arange(len(marks))
    last = np.maximum.accumulate(np.where(marks, -1, at))
    return np.minimum(longest, at - last).astype(float)
