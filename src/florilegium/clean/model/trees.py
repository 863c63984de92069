"""Boosted trees, scored in plain Python: many trees at once as the bits of one long integer.

After QuickScorer (Lucchese and others, SIGIR 2015). Every leaf of every tree is a bit. A test
that fails clears the leaves of its left side; so the leaf a row falls into is the lowest bit
left of each tree, whatever order the tests are made in. Tests on one feature are sorted by
their threshold, and what the first n of them clear together is worked out beforehand.
"""

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import getitem as _leaf
from operator import or_

# A node is [feature, threshold, left, right], a leaf its value.
Tree = float | list["Tree"]
LEAVES = 16
_FIELD = LEAVES // 8


@dataclass(frozen=True, slots=True)
class _Tests:
    """All tests on one feature: sorted *thresholds*, and the leaves the first n *clear*."""

    feature: int
    thresholds: tuple[float, ...]
    clear: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees made ready: the *tests* of each feature, and the value of each leaf by its bit."""

    tests: tuple[_Tests, ...]
    values: tuple[Mapping[int, float], ...]
    full: int
    lowest: int

    def scores(self, columns: Sequence[Sequence[float]]) -> list[float]:
        """Return the sum of the trees for every row of the table with these *columns*."""
        count = len(columns[0]) if columns else 0
        cleared = [0] * count
        for tests in self.tests:
            steps = [bisect_left(tests.thresholds, value) for value in columns[tests.feature]]
            cleared = list(map(or_, cleared, map(tests.clear.__getitem__, steps)))
        return [self._sum(gone) for gone in cleared]

    def _sum(self, cleared: int) -> float:
        left = self.full & ~cleared
        exits = (left & ~(left - self.lowest)).to_bytes(len(self.values) * _FIELD, "little")
        bits = memoryview(exits).cast("H")
        return sum(map(_leaf, self.values, bits))


def forest(trees: Sequence[Tree]) -> Forest:
    """Return *trees* made ready to score."""
    tests: dict[int, list[tuple[float, int]]] = {}
    values: list[Mapping[int, float]] = []
    full = lowest = 0
    for number, tree in enumerate(trees):
        leaves: list[float] = []
        shift = number * LEAVES
        _walk(tree, leaves, tests, shift)
        full |= ((1 << len(leaves)) - 1) << shift
        lowest |= 1 << shift
        values.append({_bit(place): value for place, value in enumerate(leaves)})
    return Forest(
        tuple(_tests(f, found) for f, found in sorted(tests.items())), tuple(values), full, lowest
    )


def probability(score: float) -> float:
    """Return the logistic of *score*."""
    return 1.0 / (1.0 + math.exp(-score))


def _bit(place: int) -> int:
    """Return the bit of leaf *place* as `Forest` reads it: by the machine's own byte order."""
    return memoryview((1 << place).to_bytes(_FIELD, "little")).cast("H")[0]


def _walk(
    tree: Tree, leaves: list[float], tests: dict[int, list[tuple[float, int]]], shift: int
) -> None:
    if not isinstance(tree, list):
        leaves.append(float(tree))
        return
    feature, threshold, left, right = tree
    first = len(leaves)
    _walk(left, leaves, tests, shift)
    mask = ((1 << (len(leaves) - first)) - 1) << (first + shift)
    tests.setdefault(int(_figure(feature)), []).append((_figure(threshold), mask))
    _walk(right, leaves, tests, shift)


def _figure(part: Tree) -> float:
    if isinstance(part, list):
        raise TypeError("a node begins with its feature and its threshold")
    return float(part)


def _tests(feature: int, found: list[tuple[float, int]]) -> _Tests:
    found.sort()
    clear = [0]
    for _, mask in found:
        clear.append(clear[-1] | mask)
    return _Tests(feature, tuple(threshold for threshold, _ in found), tuple(clear))
