"""Training: pages with gold text in, the files of weights out; the same data, the same bytes.

    nox -s train -- DATA [--into FOLDER]

Needs the dependency group ``train``; nothing of it is needed to use the weights. Never write a
word of a page anywhere but as a weight that many hosts share.
"""

import argparse
import json
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np

from florilegium.clean.model import second_pass
from florilegium.clean.model.likelihood import first_look, probabilities
from florilegium.clean.model.lines import Line
from florilegium.clean.model.shape import LONG, Learned, Looks, looks
from florilegium.clean.model.trees import LEAVES, Tree
from florilegium.clean.model.weights import HERE, Weights, from_json
from florilegium.clean.model.wordlists import in_english, tokens_of
from workbench.training.gold import Page, fold, is_locked, markup_pages, text_pages
from workbench.training.mixing import estranged, literary, mixed

# A word or name must be seen on so many hosts before it may weigh anything.
LEAST_HOSTS = 6
_PRIOR = 3.0
_HIGHEST = 3.0
_FOLDS = 4
_SETTINGS = {
    "objective": "binary", "learning_rate": 0.08, "num_leaves": LEAVES, "min_data_in_leaf": 40,
    "feature_fraction": 0.5, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5.0,
    "verbose": -1, "num_threads": 1, "deterministic": True, "force_row_wise": True, "seed": 1,
}  # fmt: skip
ROUNDS = (150, 110)
_TEXT_ROUNDS = (200, 140)
# How much a page counts whose lines were told by the other model.
_TAUGHT = 0.7
# A language with a smaller share of the pages than this is rare; how much more its pages count.
_RARE, _MORE = 0.1, 1.5
_UNKNOWN = Learned()
Rows = np.ndarray
Trees = list[Tree]
_Things = Callable[[Page, int], set[str]]


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """What single words weigh, and the names of classes and ids."""

    words: Learned
    names: Learned


@dataclass(frozen=True, slots=True)
class Trained:
    """What training gives: the table that becomes the file of weights.

    *first* and *second* are the trees of both looks, as lists that go into a file.
    """

    words: Learned
    names: Learned
    first: Trees
    second: Trees

    def to_json(self) -> str:
        """Return the table as the text of a file."""
        table = {
            "short": self.words.short, "long": self.words.long,
            "short_names": self.names.short, "long_names": self.names.long,
            "first": self.first, "second": self.second,
        }  # fmt: skip
        return json.dumps(table, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"

    def weights(self) -> Weights:
        """Return the weights ready for use."""
        return from_json(self.to_json())


def train(pages: Sequence[Page], *, rounds: tuple[int, int] = ROUNDS) -> Trained:
    """Return what *pages* teach; first probabilities come from trees that did not see the host."""
    vocabularies = [
        _vocabulary([page for page in pages if _inner(page) != number]) for number in range(_FOLDS)
    ]
    everything = _vocabulary(pages)
    inner = [_inner(page) for page in pages]
    measured = [_table(page, vocabularies[own]) for page, own in zip(pages, inner, strict=True)]
    sights, tables = zip(*measured, strict=True)
    first: list[Rows] = [np.empty(0)] * len(pages)
    for number in range(_FOLDS):
        seen = [at for at, own in enumerate(inner) if own != number]
        trees = _fit(seen, tables, pages, rounds[0])
        for at, own in enumerate(inner):
            if own == number and len(tables[at]):
                first[at] = np.asarray(trees.predict(tables[at]))
    every = range(len(pages))
    final = _fit(every, tables, pages, rounds[0])
    wide = [
        np.hstack([table, second_pass.rows(page.lines, seen, p)]) if len(table) else table
        for table, page, seen, p in zip(tables, pages, sights, first, strict=True)
    ]
    stacked = _fit(every, wide, pages, rounds[1])
    return Trained(everything.words, everything.names, _trees(final), _trees(stacked))


def with_mixed(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Return *pages*, strange copies and mixtures of them, and made-up texts in their frames.

    No mixture has hosts of two folds.
    """
    return (*pages, *estranged(pages), *mixed(pages, group=_inner), *literary(pages))


def taught(pages: Sequence[Page], told: Sequence[Page], teacher: Weights) -> tuple[Page, ...]:
    """Return *pages* of plain text, with the lines of those without gold as *teacher* has them.

    *told* are the same pages with their markup, which says more than the text alone.
    """
    known = {page.id: page for page in told if page.form == "snippets"}
    return tuple(
        _taught(page, known[page.id], teacher)
        if page.form == "snippets" and page.id in known
        else page
        for page in pages
    )


def evened(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Return *pages*, with more weight for those in languages of which there are few."""
    spoken = Counter(page.language for page in pages)
    rare = {one for one, count in spoken.items() if count < _RARE * len(pages)}
    return tuple(
        replace(page, weight=page.weight * _MORE) if page.language in rare else page
        for page in pages
    )


def _taught(page: Page, told: Page, teacher: Weights) -> Page:
    seen = looks(told.lines, teacher.words)
    likely = probabilities(told.lines, seen, told.hints, teacher).probabilities
    # Rounded, since the last digits of a probability may be another machine's.
    said = {line.text: round(p, 4) for line, p in zip(told.lines, likely, strict=True)}
    wanted, counts = list(page.wanted), list(page.counts)
    for at, line in enumerate(page.lines):
        if not counts[at] and line.text in said:
            wanted[at] = int(said[line.text] >= 0.5)
            counts[at] = abs(2 * said[line.text] - 1)
    return replace(page, wanted=tuple(wanted), counts=tuple(counts), weight=_TAUGHT)


def _inner(page: Page) -> int:
    return fold(page.host, _FOLDS, salt="inner")


def _vocabulary(pages: Sequence[Page]) -> _Vocabulary:
    words = Learned(_learned(pages, _short(_words)), _learned(pages, _long(_words)))
    names = Learned(_learned(pages, _short(_names)), _learned(pages, _long(_names)))
    return _Vocabulary(words, names)


def _words(page: Page, at: int) -> set[str]:
    return set(in_english(tokens_of(page.lines[at].text)))


def _names(page: Page, at: int) -> set[str]:
    path = page.hints[at].path[-10:] if page.hints else ()
    return {name for element in path for name in element.names}


def _short(things: _Things) -> _Things:
    return lambda page, at: set() if _is_long(page.lines[at]) else things(page, at)


def _long(things: _Things) -> _Things:
    return lambda page, at: things(page, at) if _is_long(page.lines[at]) else set()


def _is_long(line: Line) -> bool:
    return len(tokens_of(line.text)) >= LONG


def _learned(pages: Sequence[Page], things: _Things) -> dict[str, float]:
    """Return what each thing weighs: the log odds of its lines being the author's.

    Every host has one voice, the share of the author's lines among its lines with the thing;
    the odds are taken against those of all lines.
    """
    voices: dict[str, dict[str, list[float]]] = defaultdict(
        lambda: defaultdict(lambda: [0.0, 0.0])
    )
    for page in pages:
        if page.form in ("near", "mixed"):
            continue
        for at, (wanted, count) in enumerate(zip(page.wanted, page.counts, strict=True)):
            for thing in things(page, at) if count else ():
                voice = voices[thing][page.host]
                voice[0] += count * wanted
                voice[1] += count
    shares = {
        thing: (math.fsum(a / b for a, b in hosts.values()), len(hosts))
        for thing, hosts in voices.items()
    }
    everything = sum(count for _, count in shares.values()) or 1
    base = math.fsum(share for share, _ in shares.values()) / everything
    made: dict[str, float] = {}
    for thing, (share, hosts) in sorted(shares.items()):
        likely = (share + _PRIOR * base) / (hosts + _PRIOR)
        odds = math.log(likely / (1 - likely) * (1 - base) / base) if 0 < likely < 1 else 0.0
        if hosts >= LEAST_HOSTS and abs(odds) > 0.1:
            made[thing] = round(max(-_HIGHEST, min(_HIGHEST, odds)), 2)
    return made


def _table(page: Page, vocabulary: _Vocabulary) -> tuple[Looks, Rows]:
    words = vocabulary.words if page.words == "known" else _UNKNOWN
    seen = looks(page.lines, words)
    if page.words == "strange":
        seen = seen.wordless()
    return seen, first_look(page.lines, seen, page.hints, vocabulary.names)


def _fit(
    which: Iterable[int], tables: Sequence[Rows], pages: Sequence[Page], rounds: int
) -> lightgbm.Booster:
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


def _node(node: Mapping[str, Any]) -> Tree:
    if "split_feature" not in node:
        return round(float(node["leaf_value"]), 5)
    threshold = float(f"{node['threshold']:.7g}")
    return [
        node["split_feature"],
        threshold,
        _node(node["left_child"]),
        _node(node["right_child"]),
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Train on a folder of records but the locked ones, and write the weights; return 0."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--into", type=Path, default=HERE)
    options = parser.parse_args(arguments)
    told, plain = (
        tuple(page for page in pages(options.data) if not is_locked(page.host))
        for pages in (markup_pages, text_pages)
    )
    trained = train_all(told, plain)
    write(trained, options.into)
    return 0


def train_all(told: Sequence[Page], plain: Sequence[Page]) -> Mapping[str, Trained]:
    """Return what pages teach as HTML (*told*) and as *plain* text, by the name of the file."""
    markup = train(told)
    pages = evened(taught(plain, told, markup.weights()))
    text = train(with_mixed(pages), rounds=_TEXT_ROUNDS)
    return {"markup": markup, "text": text}


def write(trained: Mapping[str, Trained], into: Path) -> None:
    """Write the files of weights to the folder *into*."""
    into.mkdir(parents=True, exist_ok=True)
    for name, one in trained.items():
        (into / f"{name}.json").write_text(one.to_json(), encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
