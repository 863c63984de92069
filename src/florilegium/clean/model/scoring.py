"""Weighing the lines of a text: probabilities, decision, and words for the ledger."""

from collections.abc import Container, Sequence

from florilegium.clean.model.bars import Strictness, bars_for
from florilegium.clean.model.decide import Decision, decide
from florilegium.clean.model.kinds import named
from florilegium.clean.model.likelihood import probabilities
from florilegium.clean.model.lines import hints_of, lines_of
from florilegium.clean.model.predictions import Classification, Prediction
from florilegium.clean.model.shape import looks
from florilegium.clean.model.titles import title_place
from florilegium.clean.model.weights import load
from florilegium.clean.model.words import Words
from florilegium.clean.units import Unit
from florilegium.model import RawText

# So many lines at most lie between a byline or date and the text below it.
_CLOSE = 8
# A title that opens the text has so many letters at least.
_NAME = 4
# It is named within so many letters.
_AT = 60


def classified(
    text: RawText,
    units: Sequence[Unit],
    strictness: Strictness,
    *,
    frame: Container[int],
    head: Container[int],
) -> Classification:
    """Return the model's judgement of *units*, which are all those of *text*.

    *frame* and *head* are places of units: those that rules take, and bylines and dates.
    """
    lines, hints = lines_of(text, units), hints_of(text, units)
    weights = load("markup" if hints else "text")
    seen = looks(lines, weights.words)
    likely = probabilities(lines, seen, hints, weights)
    sure = likely.probabilities
    bars = bars_for(strictness, markup=bool(hints))
    decision = decide(units, [line.gap for line in lines], sure, bars, frame=frame)
    spared = _spared(units, seen.about, sure, decision, head)
    told = [fate != "kept" and at not in spared for at, fate in enumerate(decision.fates)]
    gone = [fate == "removed" and tell for fate, tell in zip(decision.fates, told, strict=True)]
    names = named(lines, hints, likely.table, told) if any(told) else {}
    made = {at: Prediction(name.role, round(sure[at], 3), name.why) for at, name in names.items()}
    return Classification(
        {units[at].place: one for at, one in made.items() if gone[at]},
        {units[at].place: one for at, one in made.items() if not gone[at]},
        decision.article,
        decision.held_back,
    )


def _spared(
    units: Sequence[Unit],
    about: Words,
    probabilities: Sequence[float],
    decision: Decision,
    head: Container[int],
) -> frozenset[int]:
    """Return title, byline and date, which are for the rules to lift, and code."""
    code = {at for at, unit in enumerate(units) if unit.kind == "code"}
    start = next((at for at, fate in enumerate(decision.fates) if fate == "kept"), len(units))
    ranked = [at for at, unit in enumerate(units) if unit.kind == "heading" and unit.level == 1]
    above = [at for at in ranked if at <= start]
    title = title_place(about, probabilities)
    if ranked:
        title = above[-1] if above else ranked[0]
    if title is None and decision.body:
        title = _named_at_once(units, decision.body.start)
    first = max(start - _CLOSE, 0 if title is None else title)
    near = {*range(first, start), *range(decision.body.start - _CLOSE, decision.body.stop)}
    signed = {at for at in near if at >= 0 and units[at].place in head}
    return frozenset(code | signed | (set() if title is None else {title}))


def _named_at_once(units: Sequence[Unit], start: int) -> int | None:
    """Return where the line above *start* stands that the text there begins by naming."""
    opening = units[start].text.casefold()
    names = (unit.text.casefold() for unit in units[:start])
    found = [
        at for at, name in enumerate(names) if len(name) >= _NAME and opening.startswith(name)
    ]
    return found[-1] if found else None
