"""What trafilatura, another cleaner of pages, keeps of each line: one more thing to weigh.

It is asked twice, as it is by default and leaning to keep. What it says is a feature among
others, so a page it fails on is still judged by everything else.
"""

import logging
from collections.abc import Sequence
from functools import lru_cache

from florilegium.clean.model.wordlists import tokens_of

_RUN = 4
NONE = (0.0, 0.0)
Votes = tuple[float, float]


def votes(page: str, texts: Sequence[str]) -> list[Votes]:
    """Return for each of *texts*, lines of the HTML *page*, how much of it is kept, 0 to 1.

    A line counts by its runs of four words; a shorter one is kept whole or not at all.
    """
    careful, generous = (_Kept(text) for text in _kept(page))
    words = [tokens_of(text) for text in texts]
    return [(careful.share(line), generous.share(line)) for line in words]


@lru_cache(maxsize=4)
def _kept(page: str) -> tuple[str, str]:
    # Imported here: a plain text needs none of it.
    import trafilatura  # noqa: PLC0415

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    careful, generous = (
        trafilatura.extract(page, include_comments=False, favor_recall=recall) or ""
        for recall in (False, True)
    )
    return careful, generous


class _Kept:
    """A text that was kept, ready to be asked for lines."""

    def __init__(self, text: str) -> None:
        words = tokens_of(text)
        self.flat = f" {' '.join(words)} "
        self.runs = set(_runs(words))

    def share(self, words: Sequence[str]) -> float:
        if len(words) < _RUN:
            return float(bool(words) and f" {' '.join(words)} " in self.flat)
        runs = _runs(words)
        return sum(run in self.runs for run in runs) / len(runs)


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    return list(zip(*(words[at:] for at in range(_RUN)), strict=False))
