"""Boosted trees, scored for all lines and trees at once.

After QuickScorer (Lucchese and others, SIGIR 2015). Every leaf of a tree is a bit. A test that
fails clears the leaves of its left side; so the leaf a line falls into is the lowest bit left,
whatever order the tests are made in. Each test is made once, however many trees ask it; then
the first answers of all trees are taken together, the second ones, and so on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, zip_longest
from operator import itemgetter
from typing import Any

import numpy as np

from florilegium.clean.model.tables import Numbers, Table

# A node is [feature, threshold, left, right], a leaf its value.
Tree = float | list["Tree"]
LEAVES = 16
# A feature, its threshold, and the leaves that are out above it.
_Test = tuple[int, float, int]
_Whole = np.ndarray[Any, np.dtype[np.integer[Any]]]


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees made ready: the tests of every feature, and for each tree its turns and leaves.

    A test asks whether a feature is above a threshold; one more, the first, never holds. *turns*
    has for every turn and tree the number of a test, and *clears* the leaves that are out if it
    holds. *starts* has where the leaves of each tree begin.
    """

    tests: tuple[tuple[int, Numbers], ...]
    turns: _Whole
    clears: _Whole
    leaves: Numbers
    starts: _Whole

    def scores(self, table: Table) -> Numbers:
        """Return the sum of the trees for every row of *table*."""
        columns = np.ascontiguousarray(table.T)
        never = np.zeros((1, len(table)), dtype=bool)
        above = np.concatenate([never, *(columns[at] > bounds for at, bounds in self.tests)])
        gone = np.zeros((len(self.starts), len(table)), dtype=np.uint16)
        for tests, clears in zip(self.turns, self.clears, strict=True):
            gone |= above[tests] * clears[:, None]
        exits = self.starts[:, None] + _lowest().take(~gone)
        scores: Numbers = self.leaves.take(exits).sum(axis=0)
        return scores


def forest(trees: Sequence[Tree]) -> Forest:
    """Return *trees* made ready to score."""
    asked: list[list[_Test]] = []
    leaves: list[float] = []
    starts: list[int] = []
    for tree in trees:
        own: list[_Test] = []
        values: list[float] = []
        _walk(tree, values, own)
        asked.append(own)
        starts.append(len(leaves))
        leaves += values
    tests = sorted({(feature, threshold) for own in asked for feature, threshold, _ in own})
    numbers = {test: number for number, test in enumerate(tests, start=1)}
    # A tree with fewer tests than others has turns that clear nothing.
    turns = list(zip_longest(*asked, fillvalue=(0, 0.0, 0)))
    return Forest(
        tuple(
            (feature, np.array([[threshold] for _, threshold in same]))
            for feature, same in groupby(tests, key=itemgetter(0))
        ),
        np.array([[numbers.get(test[:2], 0) for test in turn] for turn in turns], np.intp),
        np.array([[test[2] for test in turn] for turn in turns], np.uint16),
        np.array(leaves),
        np.array(starts, dtype=np.intp),
    )


def probabilities(scores: Numbers) -> Numbers:
    """Return the logistic of *scores*."""
    return 1.0 / (1.0 + np.exp(-scores))


@cache
def _lowest() -> _Whole:
    """Return for each number of 16 bits which is its lowest."""
    numbers = np.arange(1 << LEAVES)
    made = np.zeros(1 << LEAVES, dtype=np.uint8)
    for bit in reversed(range(LEAVES)):
        made[numbers & (1 << bit) > 0] = bit
    return made


def _walk(tree: Tree, leaves: list[float], tests: list[_Test]) -> None:
    if not isinstance(tree, list):
        leaves.append(float(tree))
        return
    feature, threshold, left, right = tree
    first = len(leaves)
    _walk(left, leaves, tests)
    clears = ((1 << (len(leaves) - first)) - 1) << first
    tests.append((int(_figure(feature)), _figure(threshold), clears))
    _walk(right, leaves, tests)


def _figure(part: Tree) -> float:
    if isinstance(part, list):
        raise TypeError("a node begins with its feature and its threshold")
    return float(part)
