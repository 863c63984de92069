"""How likely each line of a text is the author's: features, trees, and trees on trees."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from florilegium.clean.model import features, markup, second
from florilegium.clean.model.shape import Line, Looks
from florilegium.clean.model.trees import probability
from florilegium.clean.model.votes import VotedHints
from florilegium.clean.model.weights import Weights

Table = list[list[float]]


@dataclass(frozen=True, slots=True)
class Judged:
    """How likely each line is the author's, and the features of the first look at it."""

    probabilities: tuple[float, ...]
    table: Table


def probabilities(lines: Sequence[Line], hints: Sequence[VotedHints], weights: Weights) -> Judged:
    """Return how likely each of *lines* is the author's; *hints* may be none."""
    if not lines:
        return Judged((), [])
    seen = features.measured(lines, weights.words)
    table = first_look(lines, seen, hints, weights)
    columns = list(zip(*table, strict=True))
    first = [probability(score) for score in weights.first.scores(columns)]
    more = list(zip(*second.rows(lines, seen, first), strict=True))
    scores = weights.second.scores([*columns, *more])
    return Judged(tuple(map(probability, scores)), table)


def first_look(
    lines: Sequence[Line], seen: Sequence[Looks], hints: Sequence[VotedHints], weights: Weights
) -> Table:
    """Return the features of the first look, those of the markup behind the others."""
    table = features.rows(lines, seen)
    if not hints:
        return table
    told = markup.rows(lines, hints, weights.names)
    return [list(chain(*both)) for both in zip(table, told, strict=True)]
