"""A vote on each line by trafilatura, another cleaner of pages: one feature of the model.

It is asked twice, as it is by default and leaning to keep. What it says is a feature among
others, so a page it fails on is still judged by everything else.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from florilegium.clean.model.overlap import Overlap
from florilegium.clean.model.wordlists import tokens_of
from florilegium.model import Hints

Votes = tuple[float, float]


@dataclass(frozen=True, slots=True)
class VotedHints(Hints):
    """Hints, and *votes*: how much of the line trafilatura keeps, careful and generous."""

    votes: Votes = (0.0, 0.0)


def votes(page: str, texts: Sequence[str]) -> list[Votes]:
    """Return for each of *texts*, lines of the HTML *page*, how much of it is kept, 0 to 1."""
    careful, generous = _kept(page)
    words = [tokens_of(text) for text in texts]
    return [(careful.share(line), generous.share(line)) for line in words]


@lru_cache(maxsize=4)
def _kept(page: str) -> tuple[Overlap, Overlap]:
    # Imported here: a plain text needs none of it.
    import trafilatura  # noqa: PLC0415

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    careful, generous = (
        trafilatura.extract(page, include_comments=False, favor_recall=recall) or ""
        for recall in (False, True)
    )
    return Overlap(tokens_of(careful)), Overlap(tokens_of(generous))
