"""The trained weights: what single words and names of classes say, and the sets of trees."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from florilegium.clean.model.shape import Learned
from florilegium.clean.model.trees import Forest, forest

HERE = Path(__file__).parent / "weights"
_folder: ContextVar[Path] = ContextVar("folder", default=HERE)


@dataclass(frozen=True, slots=True)
class Weights:
    """What training found for one kind of input: ``text`` or ``markup``.

    *words* and *names* say what single words, and names of classes, weigh; the *first* set of
    trees looks at the lines, the *second* knows what the first said.
    """

    words: Learned
    names: Learned
    first: Forest
    second: Forest


def load(name: str) -> Weights:
    """Return the weights called *name*: the shipped, or those now `taken_from`."""
    return _loaded(_folder.get() / f"{name}.json")


@contextmanager
def taken_from(folder: Path) -> Iterator[None]:
    """Judge by the weights of *folder*; so those of a cross-validation are tried."""
    token = _folder.set(folder)
    try:
        yield
    finally:
        _folder.reset(token)


@cache
def _loaded(path: Path) -> Weights:
    return from_json(path.read_text(encoding="utf-8"))


def from_json(text: str) -> Weights:
    """Return the weights that *text* holds."""
    table = json.loads(text)
    return Weights(
        Learned(table["short"], table["long"]),
        Learned(table["short_names"], table["long_names"]),
        forest(table["first"]),
        forest(table["second"]),
    )
