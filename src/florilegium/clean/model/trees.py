"""Boosted trees, scored for all lines and trees at once.

After QuickScorer (Lucchese and others, SIGIR 2015). Every leaf of a tree is a bit. A test that
fails clears the leaves of its left side; so the leaf a line falls into is the lowest bit left,
whatever order the tests are made in. The first tests of all trees are made together, then the
second ones, and so on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from florilegium.clean.model.tables import Numbers, Table

# A node is [feature, threshold, left, right], a leaf its value.
Tree = float | list["Tree"]
LEAVES = 16
_Whole = np.ndarray[Any, np.dtype[np.integer[Any]]]


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees made ready, a column for each: their tests, one row for each, and their leaves.

    A test asks whether *features* are above *thresholds*; if so, the leaves in *clears* are out.
    """

    features: _Whole
    thresholds: Numbers
    clears: _Whole
    leaves: Table

    def scores(self, table: Table) -> Numbers:
        """Return the sum of the trees for every row of *table*."""
        count = self.leaves.shape[0]
        columns = np.ascontiguousarray(table.T)
        gone = np.zeros((count, table.shape[0]), dtype=np.uint16)
        tests = zip(self.features, self.thresholds, self.clears, strict=True)
        for features, thresholds, clears in tests:
            above = columns[features] > thresholds[:, None]
            gone |= above * clears[:, None]
        exits = _lowest()[~gone]
        scores: Numbers = np.take_along_axis(self.leaves, exits, axis=1).sum(axis=0)
        return scores


@dataclass(frozen=True, slots=True)
class _Test:
    feature: int
    threshold: float
    clears: int


_NONE = _Test(0, np.inf, 0)


def forest(trees: Sequence[Tree]) -> Forest:
    """Return *trees* made ready to score."""
    tests: list[list[_Test]] = []
    leaves: list[list[float]] = []
    for tree in trees:
        own: list[_Test] = []
        values: list[float] = []
        _walk(tree, values, own)
        tests.append([*own, *[_NONE] * (LEAVES - 1 - len(own))])
        leaves.append([*values, *[0.0] * (LEAVES - len(values))])
    by_turn = list(zip(*tests, strict=True))
    return Forest(
        np.array([[test.feature for test in turn] for turn in by_turn], dtype=np.intp),
        np.array([[test.threshold for test in turn] for turn in by_turn]),
        np.array([[test.clears for test in turn] for turn in by_turn], dtype=np.uint16),
        np.array(leaves).reshape(len(leaves), LEAVES),
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
    tests.append(_Test(int(_figure(feature)), _figure(threshold), clears))
    _walk(right, leaves, tests)


def _figure(part: Tree) -> float:
    if isinstance(part, list):
        raise TypeError("a node begins with its feature and its threshold")
    return float(part)
