"""The words a page does not show or a file tells apart, as its reader marked them.

Input blocks, output the spans of them: they go before all else. Whether a page is to be
believed in this is for ``ingest`` to say.
"""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from florilegium.model import Block

# The ids of the rules, and the roles of what they take.
HIDDEN, APART = "hidden", "apart"


class Hiding(NamedTuple):
    """The characters from *start* to *end* of a block that go by a *rule*; *how* it is told."""

    block: int
    start: int
    end: int
    how: str
    rule: Literal["hidden", "apart"] = "hidden"

    @property
    def why(self) -> str:
        """The reason, as a sentence."""
        if self.rule == APART:
            return f"The file tells it apart from the text: {self.how}."
        return f"The page does not show it ({self.how})."


def hidden_spans(blocks: Sequence[Block]) -> Iterator[Hiding]:
    """Yield the hidden spans of *blocks* in order; one within another, or touching it, is one."""
    for index, block in enumerate(blocks):
        joined: Hiding | None = None
        for mark in sorted(block.marks, key=lambda mark: (mark.start, -mark.end)):
            if mark.kind != "hidden" and mark.kind != "apart":  # noqa: PLR1714  # mypy reads it so
                continue
            if joined and mark.start <= joined.end:
                joined = joined._replace(end=max(mark.end, joined.end))
                continue
            if joined:
                yield joined
            joined = Hiding(index, mark.start, mark.end, mark.ref, mark.kind)
        if joined:
            yield joined
