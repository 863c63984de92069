"""The results of the model for the units of a text."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# What the ledger calls the model where it names a rule.
RULE = "model"


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the model says of a unit: its *role* if it goes, how likely it stays, and *why*."""

    role: str
    probability: float
    why: str


@dataclass(frozen=True, slots=True)
class Classification:
    """The units that go and those kept in doubt, by their place; and whether there is a text."""

    removed: Mapping[int, Prediction] = field(default_factory=dict)
    doubtful: Mapping[int, Prediction] = field(default_factory=dict)
    article: bool = True
