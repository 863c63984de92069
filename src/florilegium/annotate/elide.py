"""Elisions carried out: the words are gone, and ``[…]`` with a mark stands for them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from florilegium.annotate.place import ELISION, Cut
from florilegium.model import Block, Mark

_HUGS_LEFT = frozenset(",.;:!?)]}”’»")
_HUGS_RIGHT = frozenset("([{“‘„‚«—")


@dataclass(frozen=True, slots=True)
class Excision:
    """A *cut* (in the text as it stands now) with the *id* of its elision."""

    id: str
    cut: Cut


def elided_words(blocks: Sequence[Block], cut: Cut) -> str:
    """Return the words that *cut* takes from *blocks*, a blank line between paragraphs."""
    parts = (
        (block.text, cut.within(number, length=len(block.text)))
        for number, block in enumerate(blocks[cut.first : cut.last + 1], start=cut.first)
    )
    return "\n\n".join(text[part.start : part.end] for text, part in parts if part)


def elide(blocks: Sequence[Block], excisions: Sequence[Excision]) -> tuple[Block, ...]:
    """Return *blocks* without the words of *excisions*, which are in the order of the text.

    What is left of a first and a last paragraph by one speaker becomes one paragraph; when
    nothing is left of either, the sign is a paragraph by itself.
    """
    done = list(blocks)
    for excision in reversed(excisions):
        first, after = excision.cut.first, excision.cut.last + 1
        touched = done[first:after]
        opened = any(block.opens_turn for block in touched[1:])
        before, behind = _remainder(touched, excision.cut)
        if not behind.text and opened and after < len(done):
            done[after] = replace(done[after], opens_turn=True)
        if not before.text and not behind.text and opened:
            # Whole turns are gone: the sign goes to who spoke before.
            speaker = done[first - 1].speaker if first else ""
            before = replace(before, speaker=speaker, opens_turn=False)
        done[first:after] = _closed_up(before, behind, excision, opened=opened)
    return tuple(done)


def _remainder(touched: Sequence[Block], cut: Cut) -> tuple[Block, Block]:
    """What the cut leaves of its first block and of its last, without the space at the cut."""
    first, last = touched[0], touched[-1]
    end = len(last.text)
    before = _part(first, (0, len(first.text[: cut.start].rstrip())), reach=(0, cut.start))
    left = len(last.text[cut.end :].lstrip())
    return before, _part(last, (end - left, end), reach=(cut.end, end))


def _closed_up(before: Block, behind: Block, excision: Excision, *, opened: bool) -> list[Block]:
    lines = (before.lines[0], behind.lines[1])
    sign = Block("paragraph", ELISION, lines)
    sign = replace(sign, marks=(Mark(0, len(ELISION), "elision", excision.id),))
    if before.text and behind.text and (before.kind != behind.kind or opened):
        return [_joined(before, sign, like=before), replace(behind, opens_turn=opened)]
    if before.text:
        like = replace(before, lines=lines) if behind.text else before
    elif behind.text:
        opens = behind.opens_turn or opened or before.opens_turn
        like = replace(behind, opens_turn=opens)
    else:
        like = replace(sign, speaker=before.speaker, opens_turn=before.opens_turn)
    return [_joined(_joined(before, sign, like=like), behind, like=like)]


def _part(block: Block, span: tuple[int, int], *, reach: tuple[int, int]) -> Block:
    """Return the *span* of *block*; empty marks (deletions) come along from within *reach*."""
    marks: list[Mark] = []
    for mark in block.marks:
        start, end = max(mark.start, span[0]), min(mark.end, span[1])
        if mark.start == mark.end and reach[0] <= mark.start <= reach[1]:
            start = end = min(max(mark.start, span[0]), span[1])
        elif start >= end:
            continue
        marks.append(replace(mark, start=start - span[0], end=end - span[0]))
    return replace(block, text=block.text[span[0] : span[1]], marks=tuple(marks))


def _joined(left: Block, right: Block, *, like: Block) -> Block:
    """Return the words of both in a block like *like*, a space between them where one belongs."""
    text = left.text
    if left.text and right.text:
        hugged = left.text[-1] in _HUGS_RIGHT or right.text[0] in _HUGS_LEFT
        text += "" if hugged else " "
    moved = (
        replace(mark, start=mark.start + len(text), end=mark.end + len(text))
        for mark in right.marks
    )
    return replace(like, text=text + right.text, marks=left.marks + tuple(moved))
