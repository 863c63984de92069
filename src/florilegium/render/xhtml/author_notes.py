"""The author's own notes: a series beside the editor's, called by a sign with an asterisk.

A note goes with the first call that is printed. One that nothing calls any more (its call
was cut out) stays where it stands in the text, so that no letter is lost.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from florilegium.model import Block, Mark


@dataclass(frozen=True, slots=True)
class AuthorNote:
    """One note of the author's: its *id*, the *sign* of its call, its paragraphs."""

    id: str
    sign: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Noted:
    """A text parted: the *blocks* of the running text, by number, and the *notes* they call."""

    blocks: tuple[tuple[int, Block], ...]
    notes: tuple[AuthorNote, ...]


def part_notes(blocks: Sequence[Block], *, slug: str) -> Noted:
    """Return *blocks* parted; the marks that call notes name them by id, others are gone."""
    bodies: dict[str, list[Block]] = {}
    for block in blocks:
        if block.kind == "author-note":
            bodies.setdefault(block.label, []).append(block)
    notes: dict[str, AuthorNote] = {}
    running: list[tuple[int, Block]] = []
    for number, block in enumerate(blocks, start=1):
        if block.kind == "author-note":
            running.append((number, block))
            continue
        marks = [_named(mark, block, bodies, notes, slug) for mark in block.marks]
        kept = _single(tuple(mark for mark in marks if mark))
        running.append((number, replace(block, marks=kept)))
    text = (
        (number, block)
        for number, block in running
        if block.kind != "author-note" or block.label not in notes
    )
    return Noted(tuple(text), tuple(notes.values()))


def sign(words: str) -> str:
    """Return how the call *words* is printed: a bare number gets the author's asterisk."""
    return f"*{words}" if words.isalnum() else words


def _named(
    mark: Mark,
    block: Block,
    bodies: dict[str, list[Block]],
    notes: dict[str, AuthorNote],
    slug: str,
) -> Mark | None:
    if mark.kind != "author-note":
        return mark
    if mark.ref in notes or mark.ref not in bodies:
        return None
    name = f"{slug}-a{len(notes) + 1}"
    shown = sign(block.text[mark.start : mark.end])
    notes[mark.ref] = AuthorNote(name, shown, tuple(bodies[mark.ref]))
    return replace(mark, ref=name)


def _single(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """Return *marks* without those that would raise a call twice."""
    calls = sorted((mark.start, mark.end) for mark in marks if mark.kind == "author-note")
    starts = [start for start, _ in calls]
    ends = (0, *accumulate((end for _, end in calls), max))  # the last of the first n ends
    return tuple(
        mark
        for mark in marks
        if mark.kind not in ("superscript", "link")
        or ends[bisect_left(starts, mark.end)] <= mark.start
    )
