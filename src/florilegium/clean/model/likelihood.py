"""How likely each line of a text is the author's: features, trees, and trees on trees."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from florilegium.clean.model import features, markup, second_pass
from florilegium.clean.model.lines import Line
from florilegium.clean.model.shape import Learned, Looks
from florilegium.clean.model.tables import Table
from florilegium.clean.model.trees import probabilities as of_scores
from florilegium.clean.model.votes import VotedHints
from florilegium.clean.model.weights import Weights


@dataclass(frozen=True, slots=True)
class Likelihoods:
    """How likely each line is the author's, and the features of the first look at it."""

    probabilities: tuple[float, ...]
    table: Table


def probabilities(
    lines: Sequence[Line], seen: Looks, hints: Sequence[VotedHints], weights: Weights
) -> Likelihoods:
    """Return how likely each of *lines*, *seen* before, is the author's; *hints* may be none."""
    if not lines:
        return Likelihoods((), np.empty((0, 0)))
    table = first_look(lines, seen, hints, weights.names)
    first = of_scores(weights.first.scores(table))
    more = second_pass.rows(lines, seen, first)
    likely = of_scores(weights.second.scores(np.hstack([table, more])))
    return Likelihoods(tuple(likely.tolist()), table)


def first_look(
    lines: Sequence[Line], seen: Looks, hints: Sequence[VotedHints], names: Learned
) -> Table:
    """Return the features of the first look, those of the markup behind the others."""
    table = features.rows(lines, seen)
    if not hints:
        return table
    return np.hstack([table, np.array(markup.rows(lines, hints, names))])
