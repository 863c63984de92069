"""Training: pages with gold text in, the files of weights out; the same data, the same bytes.

    python -m florilegium.clean.model.train DATA [--into FOLDER]

Needs the dependency group ``train``; nothing of it is needed to use the weights. Never write a
word of a page anywhere but as a weight that many hosts share.
"""

import argparse
import hashlib
import json
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import lightgbm
import numpy as np

from florilegium.clean.model import features, markup, second
from florilegium.clean.model.gold import Page, markup_pages, text_pages
from florilegium.clean.model.judge import first_look
from florilegium.clean.model.trees import LEAVES, forest
from florilegium.clean.model.weights import HERE, Weights
from florilegium.clean.model.wordlists import tokens_of

# A word or name must be seen on so many hosts before it may weigh anything.
LEAST_HOSTS = 6
_PRIOR = 3.0
_HIGHEST = 3.0
_FOLDS = 4
_SETTINGS = {
    "objective": "binary", "learning_rate": 0.06, "num_leaves": LEAVES, "min_data_in_leaf": 40,
    "feature_fraction": 0.5, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5.0,
    "verbose": -1, "num_threads": 1, "deterministic": True, "force_row_wise": True, "seed": 1,
}  # fmt: skip
ROUNDS = (250, 200)
Rows = np.ndarray
Trees = list[object]


@dataclass(frozen=True, slots=True)
class Trained:
    """What training gives: the table that becomes the file of weights."""

    words: Mapping[str, float]
    names: Mapping[str, float]
    first: Trees
    second: Trees

    def to_json(self) -> str:
        """Return the table as the text of a file."""
        table = {"words": self.words, "names": self.names, "first": self.first, "second": self.second}
        return json.dumps(table, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"

    def weights(self) -> Weights:
        """Return the weights ready for use."""
        return Weights(self.words, self.names, forest(self.first), forest(self.second))


def train(pages: Sequence[Page], *, rounds: tuple[int, int] = ROUNDS) -> Trained:
    """Return what *pages* teach. First probabilities come from trees that did not see the host."""
    inner = [fold(page.host, _FOLDS, salt="inner") for page in pages]
    tables: list[Rows] = [np.empty(0)] * len(pages)
    looks = [()] * len(pages)
    for number in range(_FOLDS):
        others = [page for page, own in zip(pages, inner, strict=True) if own != number]
        vocabulary = _vocabulary(others)
        for at, page in enumerate(pages):
            if inner[at] == number:
                looks[at], tables[at] = _table(page, vocabulary)
    first: list[Rows] = [np.empty(0)] * len(pages)
    for number in range(_FOLDS):
        seen = [at for at, own in enumerate(inner) if own != number]
        trees = _fit(seen, tables, pages, rounds[0])
        for at, own in enumerate(inner):
            if own == number:
                first[at] = trees.predict(tables[at]) if len(tables[at]) else np.empty(0)
    every = range(len(pages))
    final = _fit(every, tables, pages, rounds[0])
    wide = [
        np.hstack([table, np.array(second.rows(page.lines, seen, list(p)))]) if len(table) else table
        for table, page, seen, p in zip(tables, pages, looks, first, strict=True)
    ]
    stacked = _fit(every, wide, pages, rounds[1])
    vocabulary = _vocabulary(pages)
    return Trained(vocabulary.words, vocabulary.names, _trees(final), _trees(stacked))


def fold(host: str, count: int, *, salt: str = "") -> int:
    """Return the fold of *host*: all its pages fall into one."""
    return int(hashlib.sha256(f"{salt}{host}".encode()).hexdigest(), 16) % count


def _vocabulary(pages: Sequence[Page]) -> Weights:
    empty = forest([])
    words = _learned(pages, lambda page, at: set(tokens_of(page.lines[at].text)))
    names = _learned(
        pages, lambda page, at: {n for e in page.hints[at].path[-10:] for n in e.names} if page.hints else set()
    )
    return Weights(words, names, empty, empty)


def _learned(pages: Iterable[Page], things: Callable[[Page, int], set[str]]) -> dict[str, float]:
    """Return the log odds of each word: the hosts where authors use it, and where pages do."""
    inside: dict[str, set[str]] = defaultdict(set)
    outside: dict[str, set[str]] = defaultdict(set)
    for page in pages:
        if page.form == "near":
            continue
        for at, (wanted, count) in enumerate(zip(page.wanted, page.counts, strict=True)):
            if count:
                for thing in things(page, at):
                    (inside if wanted else outside)[thing].add(page.host)
    made: dict[str, float] = {}
    for thing in sorted(inside.keys() | outside.keys()):
        pro, con = len(inside[thing]), len(outside[thing])
        odds = math.log((pro + _PRIOR) / (con + _PRIOR))
        if len(inside[thing] | outside[thing]) >= LEAST_HOSTS and abs(odds) > 0.1:
            made[thing] = round(max(-_HIGHEST, min(_HIGHEST, odds)), 2)
    return made


def _table(page: Page, vocabulary: Weights) -> tuple[object, Rows]:
    seen = features.measured(page.lines, vocabulary.words)
    return seen, np.array(first_look(page.lines, seen, page.hints, vocabulary))


def _fit(which: Iterable[int], tables: Sequence[Rows], pages: Sequence[Page], rounds: int) -> lightgbm.Booster:
    chosen = [at for at in which if len(tables[at])]
    weights = np.concatenate([_line_weights(pages[at]) for at in chosen])
    data = lightgbm.Dataset(
        np.concatenate([tables[at] for at in chosen]),
        np.concatenate([pages[at].wanted for at in chosen]),
        weight=weights * len(weights) / weights.sum(),
        params={"verbose": -1},
    )
    return lightgbm.train(_SETTINGS, data, rounds)


def _line_weights(page: Page) -> Rows:
    """Return how much each line counts; all the lines of a page together as much as any page's."""
    sizes = np.array([math.sqrt(len(tokens_of(line.text)) or 1) + 1 for line in page.lines])
    sizes *= np.array(page.counts)
    return sizes * page.weight / (sizes.sum() or 1.0)


def _trees(booster: lightgbm.Booster) -> Trees:
    return [_node(tree["tree_structure"]) for tree in booster.dump_model()["tree_info"]]


def _node(node: Mapping[str, object]) -> object:
    if "leaf_value" in node and "split_feature" not in node:
        return round(float(node["leaf_value"]), 5)  # type: ignore[arg-type]  # a number
    left, right = node["left_child"], node["right_child"]
    return [node["split_feature"], _short(node["threshold"]), _node(left), _node(right)]  # type: ignore[arg-type]


def _short(threshold: object) -> float:
    return float(f"{float(threshold):.7g}")  # type: ignore[arg-type]  # a number


def main(arguments: Sequence[str] | None = None) -> int:
    """Train both models on a folder of records and write their weights; return 0."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--into", type=Path, default=HERE)
    options = parser.parse_args(arguments)
    options.into.mkdir(parents=True, exist_ok=True)
    for name, pages in (("text", text_pages), ("markup", markup_pages)):
        trained = train(tuple(pages(options.data)))
        (options.into / f"{name}.json").write_text(trained.to_json(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
