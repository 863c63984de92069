"""The editor's word on how one seed is to be read."""

from dataclasses import dataclass
from typing import Literal

from florilegium.ingest.orders import Orders

TrackedChanges = Literal["accept", "reject"]


@dataclass(frozen=True, slots=True)
class SeedSettings:
    """*passages* that are verse or prose by order, the *part* of a book, *tracked_changes*.

    *part* is what stands behind the ``#`` of ``seed: book.epub#chapter-3``; empty for the whole.
    """

    passages: Orders = ()
    part: str = ""
    tracked_changes: TrackedChanges = "accept"
