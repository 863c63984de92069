"""Weighing the lines of a text: probabilities, decision, and words for the ledger."""

from collections.abc import Sequence

from florilegium.clean.model.decide import Decision, Strictness, decide
from florilegium.clean.model.kinds import named
from florilegium.clean.model.likelihood import probabilities
from florilegium.clean.model.lines import hints_of
from florilegium.clean.model.lists import levelled
from florilegium.clean.model.shape import Line
from florilegium.clean.model.titles import title_place
from florilegium.clean.model.verdicts import Judgement, Verdict
from florilegium.clean.model.weights import load
from florilegium.clean.units import Unit
from florilegium.model import RawText


def weighed(
    text: RawText, units: Sequence[Unit], lines: Sequence[Line], *, strictness: Strictness
) -> Judgement:
    """Return the model's judgement of *units* of *text*, which are these *lines*."""
    hints = hints_of(text, units)
    likely = probabilities(lines, hints, load("markup" if hints else "text"))
    sure = levelled(lines, likely.probabilities)
    decision = decide(sure, strictness=strictness, column=likely.column, markup=bool(hints))
    spared = _spared(units, sure, decision)
    told = [fate != "kept" and at not in spared for at, fate in enumerate(decision.fates)]
    if not any(told):
        return Judgement(article=decision.article)
    gone = [fate == "removed" and tell for fate, tell in zip(decision.fates, told, strict=True)]
    names = named(lines, hints, likely.table, told)
    verdicts = {at: Verdict(name.role, round(sure[at], 3), name.why) for at, name in names.items()}
    return Judgement(
        {units[at].place: verdict for at, verdict in verdicts.items() if gone[at]},
        {units[at].place: verdict for at, verdict in verdicts.items() if not gone[at]},
        decision.article,
    )


def _spared(
    units: Sequence[Unit], probabilities: Sequence[float], decision: Decision
) -> frozenset[int]:
    """Return the title, which is for the rules to lift, and code, of which nothing is known."""
    spared = {at for at, unit in enumerate(units) if unit.kind == "code"}
    start = next((at for at, fate in enumerate(decision.fates) if fate == "kept"), len(units))
    ranked = [at for at, unit in enumerate(units) if unit.kind == "heading" and unit.level == 1]
    above = [at for at in ranked if at <= start]
    if ranked:
        return frozenset({*spared, above[-1] if above else ranked[0]})
    title = title_place([unit.text for unit in units], probabilities)
    return frozenset(spared if title is None else {*spared, title})
