"""The model's verdicts on the units of a text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from florilegium.clean.model.decide import Strictness, shows_frame
from florilegium.clean.model.lines import lines_of
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
    lines = lines_of(text, units)
    if not shows_frame(lines):
        return Judgement()
    # Imported here: NumPy takes long to load, and a text without a frame needs none.
    from florilegium.clean.model.judging import judged  # noqa: PLC0415

    return judged(text, units, lines, strictness=strictness)
