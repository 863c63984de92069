"""The model's verdicts on the units of a text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from florilegium.clean.model.decide import Decision, Strictness, decide, is_column, shows_frame
from florilegium.clean.model.kinds import named
from florilegium.clean.model.likelihood import probabilities
from florilegium.clean.model.lines import hints_of, lines_of
from florilegium.clean.model.second import title_place
from florilegium.clean.model.weights import load
from florilegium.clean.units import Unit
from florilegium.model import RawText

# What the ledger calls the model where it names a rule.
RULE = "model"
_MARKUP = "text/html"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the model says of a unit: its *role* if it goes, how likely it stays, and *why*."""

    role: str
    probability: float
    why: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """The units that go and those kept in doubt, by their place; and whether there is a text."""

    removed: Mapping[int, Verdict] = field(default_factory=dict)
    doubtful: Mapping[int, Verdict] = field(default_factory=dict)
    article: bool = True


def judge(text: RawText, units: Sequence[Unit], *, strictness: Strictness) -> Judgement:
    """Return the model's judgement of *units*, which are all or some of those of *text*.

    A page whose markup is not known any more is left as it is.
    """
    if text.seed.media_type == _MARKUP and not text.hints:
        return Judgement()
    lines, hints = lines_of(text, units), hints_of(text, units)
    if not shows_frame(lines):
        return Judgement()
    judged = probabilities(lines, hints, load("markup" if hints else "text"))
    column = not hints and is_column(judged.probabilities)
    if column:
        judged = probabilities(lines, hints, load("column"))
    decision = decide(judged.probabilities, strictness=strictness, column=column)
    spared = _spared(units, judged.probabilities, decision)
    told = [fate != "kept" and at not in spared for at, fate in enumerate(decision.fates)]
    if not any(told):
        return Judgement(article=decision.article)
    gone = [fate == "removed" and tell for fate, tell in zip(decision.fates, told, strict=True)]
    names = named(lines, hints, judged.table, told)
    verdicts = {
        at: Verdict(name.role, round(judged.probabilities[at], 3), name.why)
        for at, name in names.items()
    }
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
