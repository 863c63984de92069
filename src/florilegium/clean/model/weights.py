"""The trained weights: what single words and names of classes say, and the two sets of trees."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from florilegium.clean.model.shape import Learned
from florilegium.clean.model.trees import Forest, forest

HERE = Path(__file__).parent / "weights"


@dataclass(frozen=True, slots=True)
class Weights:
    """All that training found for one kind of input (``text`` or ``markup``)."""

    words: Learned
    names: Learned
    first: Forest
    second: Forest


@cache
def load(name: str) -> Weights:
    """Return the shipped weights for ``text`` or ``markup``."""
    return from_json((HERE / f"{name}.json").read_text(encoding="utf-8"))


def from_json(text: str) -> Weights:
    """Return the weights that *text* holds."""
    table = json.loads(text)
    return Weights(
        Learned(table["short"], table["long"]),
        Learned(table["short_names"], table["long_names"]),
        forest(table["first"]),
        forest(table["second"]),
    )
