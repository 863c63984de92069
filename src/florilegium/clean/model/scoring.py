"""Weighing the lines of a text: probabilities, decision, and words for the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass

from florilegium.clean.model.decide import Decision, Strictness, decide
from florilegium.clean.model.kinds import named
from florilegium.clean.model.likelihood import probabilities
from florilegium.clean.model.lines import Line, hints_of
from florilegium.clean.model.numbered_lists import levelled
from florilegium.clean.model.predictions import Classification, Prediction
from florilegium.clean.model.shape import Looks, looks
from florilegium.clean.model.titles import title_place
from florilegium.clean.model.votes import VotedHints
from florilegium.clean.model.weights import Weights, load
from florilegium.clean.model.words import Words
from florilegium.clean.units import Unit
from florilegium.model import RawText


@dataclass(frozen=True, slots=True)
class PageScorer:
    """The units of a text measured, to weigh all or some of them: their *hints* and *looks*."""

    hints: tuple[VotedHints, ...]
    looks: Looks
    weights: Weights

    def classify(
        self, units: Sequence[Unit], lines: Sequence[Line], *, strictness: Strictness
    ) -> Classification:
        """Return the model's judgement of *units*, which are these *lines*."""
        places = [unit.place for unit in units]
        hints = tuple(self.hints[place] for place in places) if self.hints else ()
        seen = self.looks.of(places)
        likely = probabilities(lines, seen, hints, self.weights)
        sure = levelled(lines, likely.probabilities)
        decision = decide(sure, strictness=strictness, column=likely.column, markup=bool(hints))
        spared = _spared(units, seen.about, sure, decision)
        told = [fate != "kept" and at not in spared for at, fate in enumerate(decision.fates)]
        if not any(told):
            return Classification(article=decision.article)
        gone = [
            fate == "removed" and tell for fate, tell in zip(decision.fates, told, strict=True)
        ]
        names = named(lines, hints, likely.table, told)
        predictions = {
            at: Prediction(name.role, round(sure[at], 3), name.why) for at, name in names.items()
        }
        return Classification(
            {units[at].place: verdict for at, verdict in predictions.items() if gone[at]},
            {units[at].place: verdict for at, verdict in predictions.items() if not gone[at]},
            decision.article,
        )


def scorer_for(text: RawText, units: Sequence[Unit], lines: Sequence[Line]) -> PageScorer:
    """Return the scales for all the *units* of *text*, which are these *lines*."""
    hints = hints_of(text, units)
    weights = load("markup" if hints else "text")
    return PageScorer(hints, looks(lines, weights.words), weights)


def _spared(
    units: Sequence[Unit], about: Words, probabilities: Sequence[float], decision: Decision
) -> frozenset[int]:
    """Return the title, which is for the rules to lift, and code, of which nothing is known."""
    spared = {at for at, unit in enumerate(units) if unit.kind == "code"}
    start = next((at for at, fate in enumerate(decision.fates) if fate == "kept"), len(units))
    ranked = [at for at, unit in enumerate(units) if unit.kind == "heading" and unit.level == 1]
    above = [at for at in ranked if at <= start]
    if ranked:
        return frozenset({*spared, above[-1] if above else ranked[0]})
    title = title_place(about, probabilities)
    return frozenset(spared if title is None else {*spared, title})
