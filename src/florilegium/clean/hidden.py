"""The words a page does not show, as its reader marked them: they go before all else.

Input blocks, output the spans of them. Whether a page is to be believed in this is for
``ingest`` to say.
"""

from collections.abc import Iterator, Sequence

from florilegium.model import Block

HIDDEN = "hidden"  # the id of the rule, and the role of what it takes
Hiding = tuple[int, int, int, str]  # number of the block, start, end, how it is hidden


def hidden_spans(blocks: Sequence[Block]) -> Iterator[Hiding]:
    """Yield the hidden spans of *blocks* in order; one within another, or touching it, is one."""
    for index, block in enumerate(blocks):
        joined: Hiding | None = None
        for mark in sorted(block.marks, key=lambda mark: (mark.start, -mark.end)):
            if mark.kind != HIDDEN:
                continue
            if joined and mark.start <= joined[2]:
                joined = (index, joined[1], max(mark.end, joined[2]), joined[3])
                continue
            if joined:
                yield joined
            joined = (index, mark.start, mark.end, mark.ref)
        if joined:
            yield joined
