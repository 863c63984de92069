"""The results of the model for the units of a text."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from florilegium.model import HeldBack

# What the ledger calls the model where it names a rule.
RULE = "model"


@dataclass(frozen=True, slots=True)
class Prediction:
    """What is said of a unit: its *role* if it goes, how likely it stays, and *why*.

    A rule that has found a line and may not take it gives no *probability*.
    """

    role: str
    probability: float | None
    why: str


@dataclass(frozen=True, slots=True)
class Classification:
    """The units that go and those kept in doubt, by their place; and whether there is a text.

    *held_back* tells how much would have gone of a text of which too much would have.
    """

    removed: Mapping[int, Prediction] = field(default_factory=dict)
    doubtful: Mapping[int, Prediction] = field(default_factory=dict)
    article: bool = True
    held_back: HeldBack | None = None
