"""The trained weights: what single words and names of classes say, and the sets of trees."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from florilegium.clean.model.column_detector import ColumnDetector
from florilegium.clean.model.shape import Learned
from florilegium.clean.model.trees import Forest, Tree, forest

HERE = Path(__file__).parent / "weights"
_folder: ContextVar[Path] = ContextVar("folder", default=HERE)


@dataclass(frozen=True, slots=True)
class Forests:
    """Two sets of trees: for the *first* look at the lines, and the *second* that knows it."""

    first: Forest
    second: Forest


@dataclass(frozen=True, slots=True)
class Column:
    """The trees for an article's column alone, and the *detector* that knows one from a page."""

    forests: Forests
    detector: ColumnDetector


@dataclass(frozen=True, slots=True)
class Weights:
    """What training found for one kind of input: ``text`` or ``markup``.

    Both have trees for a whole *page*, text also for a *column*.
    """

    words: Learned
    names: Learned
    page: Forests
    column: Column | None = None


def load(name: str) -> Weights:
    """Return the weights called *name*: the shipped, or those now `taken_from`."""
    return _loaded(_folder.get() / f"{name}.json")


@contextmanager
def taken_from(folder: Path) -> Iterator[None]:
    """Classifier by the weights of *folder*; so those of a cross-validation are tried."""
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
    words = Learned(table["short"], table["long"])
    names = Learned(table["short_names"], table["long_names"])
    page = _forests(table["page"])
    if "column" not in table:
        return Weights(words, names, page)
    bias, *weights = table["gate"]
    column = Column(_forests(table["column"]), ColumnDetector(bias, tuple(weights)))
    return Weights(words, names, page, column)


def _forests(trees: Mapping[str, Sequence[Tree]]) -> Forests:
    return Forests(forest(trees["first"]), forest(trees["second"]))
