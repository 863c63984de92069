"""Tells an article's column copied alone from a whole page, by the first probabilities.

Who copies a column takes hardly any of the frame along, so its lines are to be believed more.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul

_PLAIN = 0.1
_ABOVE, _BELOW = 5, 8
# Nearer to certainty than this is certain.
_CERTAIN = 0.1


@dataclass(frozen=True, slots=True)
class ColumnDetector:
    """A logistic regression: the *weights* of what is measured, and a *bias*."""

    bias: float
    weights: tuple[float, ...]

    def column(self, first: Sequence[float]) -> float:
        """Return how likely a text with these *first* probabilities is a column alone, 0 to 1."""
        score = self.bias + math.fsum(map(mul, self.weights, signs(first)))
        likely = 1 / (1 + math.exp(-score))
        return max(0.0, min(1.0, (likely - _CERTAIN) / (1 - 2 * _CERTAIN)))


def signs(first: Sequence[float]) -> tuple[float, ...]:
    """Return what the detector looks at: size, lines plainly the page's, beginning and end."""
    above, below = first[:_ABOVE], first[-_BELOW:]
    return (
        math.log(len(first)),
        sum(p < _PLAIN for p in first) / len(first),
        math.fsum(above) / len(above),
        math.fsum(below) / len(below),
    )
