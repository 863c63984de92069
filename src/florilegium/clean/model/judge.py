"""How likely each line of a text is the author's: features, trees, and trees on trees."""

from collections.abc import Sequence
from itertools import chain

from florilegium.clean.model import features, markup, second
from florilegium.clean.model.shape import Line, Looks
from florilegium.clean.model.trees import probability
from florilegium.clean.model.weights import Weights
from florilegium.model import Hints

Table = list[list[float]]


def probabilities(lines: Sequence[Line], hints: Sequence[Hints], weights: Weights) -> list[float]:
    """Return for each of *lines* how likely it is the author's; *hints* may be none."""
    seen = features.measured(lines, weights.words)
    table = first_look(lines, seen, hints, weights)
    columns = list(zip(*table, strict=True))
    first = [probability(score) for score in weights.first.scores(columns)]
    more = list(zip(*second.rows(lines, seen, first), strict=True))
    return [probability(score) for score in weights.second.scores([*columns, *more])]


def first_look(
    lines: Sequence[Line], seen: Sequence[Looks], hints: Sequence[Hints], weights: Weights
) -> Table:
    """Return the features of the first look, those of the markup behind the others."""
    table = features.rows(lines, seen)
    if not hints:
        return table
    told = markup.rows(lines, hints, weights.names)
    return [list(chain(*both)) for both in zip(table, told, strict=True)]
