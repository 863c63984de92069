"""The probability that a line is the author's: features, trees, and trees on trees."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from florilegium.clean.model import features, markup, second_pass
from florilegium.clean.model.lines import Line
from florilegium.clean.model.shape import Learned, Looks
from florilegium.clean.model.tables import Numbers, Table
from florilegium.clean.model.trees import probabilities as of_scores
from florilegium.clean.model.votes import VotedHints
from florilegium.clean.model.weights import Forests, Weights


@dataclass(frozen=True, slots=True)
class Likelihoods:
    """How likely each line is the author's, and the features of the first look at it.

    *column* is how likely the text is an article's column alone.
    """

    probabilities: tuple[float, ...]
    table: Table
    column: float = 0.0


def probabilities(
    lines: Sequence[Line], seen: Looks, hints: Sequence[VotedHints], weights: Weights
) -> Likelihoods:
    """Return how likely each of *lines*, *seen* before, is the author's; *hints* may be none.

    Between page and column both sets of trees have their say, as the detector shares it out.
    """
    if not lines:
        return Likelihoods((), np.empty((0, 0)))
    table = first_look(lines, seen, hints, weights.names)
    first = of_scores(weights.page.first.scores(table))
    column = weights.column.detector.column(first.tolist()) if weights.column else 0.0
    likely = np.zeros(len(lines))
    if column < 1:
        likely += (1 - column) * _second_look(lines, seen, table, first, weights.page)
    if column and weights.column:
        first = of_scores(weights.column.forests.first.scores(table))
        likely += column * _second_look(lines, seen, table, first, weights.column.forests)
    return Likelihoods(tuple(likely.tolist()), table, column)


def first_look(
    lines: Sequence[Line], seen: Looks, hints: Sequence[VotedHints], names: Learned
) -> Table:
    """Return the features of the first look, those of the markup behind the others."""
    table = features.rows(lines, seen)
    if not hints:
        return table
    return np.hstack([table, np.array(markup.rows(lines, hints, names))])


def _second_look(
    lines: Sequence[Line], seen: Looks, table: Table, first: Numbers, forests: Forests
) -> Numbers:
    more = second_pass.rows(lines, seen, first)
    return of_scores(forests.second.scores(np.hstack([table, more])))
