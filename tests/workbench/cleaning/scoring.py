"""The score of a cleaned text against its gold: word 4-grams, and the share of lines lost."""

import random
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from florilegium.clean.model.overlap import SAME, Overlap
from workbench.training.gold import key_of, tokens

_RUN = 4
_DRAWS = 1000


@dataclass(frozen=True, slots=True)
class Score:
    """One page: *f1* over runs of four words, and the share of the gold's lines *lost*."""

    host: str
    language: str
    f1: float
    lost: float
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean over pages with its 95 % interval, hosts drawn again."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        """Return the mean and half the width of its interval."""
        return f"{self.value:.3f} ±{(self.high - self.low) / 2:.3f}"


def f1(text: str, gold: str) -> float:
    """Return the F1 of *text* over runs of four words, each counted as often as it stands."""
    made, wanted = _runs(tokens(text)), _runs(tokens(gold))
    hits = (made & wanted).total()
    return 2 * hits / (made.total() + wanted.total()) if hits else float(not made and not wanted)


def lost(text: str, gold: str) -> float:
    """Return the share of the lines of *gold* of which less than half stands in *text*."""
    overlap = Overlap(tokens(text))
    lines = [tokens(line) for line in gold.split("\n")]
    lines = [line for line in lines if line]
    return sum(overlap.share(line) < SAME for line in lines) / (len(lines) or 1)


def without(text: str, lines: Iterable[str], *, once: bool) -> str:
    """Return *text* without the lines that are like one of *lines*, or without the first."""
    keys = {key_of(line) for line in lines} - {()}
    kept: list[str] = []
    for line in text.split("\n"):
        if keys and key_of(line) in keys:
            keys = set() if once else keys
        else:
            kept.append(line)
    return "\n".join(kept)


def mean(scores: Sequence[Score], what: str) -> Mean:
    """Return the mean of *what* (``f1`` or ``lost``) over *scores*."""
    hosts: dict[str, list[float]] = defaultdict(list)
    for score in scores:
        hosts[score.host].append(getattr(score, what))
    groups = [hosts[host] for host in sorted(hosts)]
    draw = random.Random(7)  # noqa: S311  # chance for statistics, not for secrets
    means = sorted(
        statistics.fmean(value for group in draw.choices(groups, k=len(groups)) for value in group)
        for _ in range(_DRAWS)
    )
    value = statistics.fmean(value for group in groups for value in group)
    return Mean(value, means[round(0.025 * _DRAWS)], means[round(0.975 * _DRAWS) - 1])


def _runs(words: Sequence[str]) -> Counter[tuple[str, ...]]:
    if not words:
        return Counter()
    return Counter(tuple(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1)))
