"""Carrying a decision out: spans of blocks are taken away, and can be put back.

Input the blocks of a `RawText` and the cuts in each, output a `CleanText`. White space that
would be left over at a cut goes with it; no other letter than those of the cuts is touched.
"""

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass, replace

from florilegium.clean.units import Span, line_ends, lines_above
from florilegium.ingest.reading import clip
from florilegium.model import Action, Block, CleanText, Mark, RawText, Removal
from florilegium.model.edits import touched

_CLOSES = re.compile(r"[,.;:!?)\]]")


@dataclass(frozen=True, slots=True)
class Verdict:
    """In whose name a unit goes, and as what."""

    rule: str
    role: str
    action: Action
    why: str
    probability: float | None = None
    lift: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """A span of a block that goes, and the verdict on it."""

    start: int
    end: int
    verdict: Verdict


class Taken:
    """The spans of each block that are cut already: there may be thousands in one block."""

    def __init__(self, cuts: Sequence[Sequence[Cut]]) -> None:
        """Begin with *cuts*, which do not touch each other."""
        self._spans = [sorted((cut.start, cut.end) for cut in own) for own in cuts]

    def touches(self, index: int, start: int, end: int) -> bool:
        """Whether a character from *start* to *end* of the block *index* is cut."""
        return touched(self._spans[index], start, end)

    def add(self, index: int, start: int, end: int) -> None:
        """Take note of a cut that touches no other."""
        insort(self._spans[index], (start, end))


def merge(cleaned: CleanText) -> tuple[Block, ...]:
    """Return kept and removed blocks put together again: the blocks of the `RawText`.

    Holds for a text as `clean` gave it; typography moves the places of removed parts.
    """
    removed: dict[int, list[Removal]] = {}
    for removal in cleaned.removals:
        removed.setdefault(removal.index, []).append(removal)
    kept = list(reversed(cleaned.blocks))
    made: list[Block] = []
    while kept or removed:
        parts = sorted(removed.pop(len(made), ()), key=lambda removal: removal.start)
        whole = bool(parts) and not parts[0].partial
        made.append(_whole(parts) if whole else _joined(kept.pop(), parts))
    return tuple(made)


def carried_out(text: RawText, cuts: Sequence[Sequence[Cut]]) -> CleanText:
    """Return *text* without the *cuts*, which are given for each of its blocks."""
    blocks: list[Block] = []
    removals: list[Removal] = []
    for index, (block, own) in enumerate(zip(text.blocks, cuts, strict=True)):
        if not own:
            blocks.append(block)
            continue
        if (own[0].start, own[0].end) == (0, len(block.text)):
            removals.append(_removal(block, index, own[0], partial=False))
            continue
        ordered = _tidied(block.text, sorted(own, key=lambda cut: cut.start))
        kept = _complement(len(block.text), ordered)
        if kept:
            blocks.append(_reduced(block, kept))
        bare = replace(block, marks=())  # with each part they would be the square of the parts
        removals += [
            _removal(bare if at else block, index, cut, partial=bool(kept))
            for at, cut in enumerate(ordered)
        ]
    return CleanText(
        text.seed,
        tuple(blocks),
        tuple(removals),
        left_out=text.left_out,
        damage=text.damage,
    )


def _tidied(text: str, cuts: Sequence[Cut]) -> list[Cut]:
    """Return *cuts* with the white space that would be left over at their sides."""
    made: list[Cut] = []
    for number, cut in enumerate(cuts):
        start = made[-1].end if made else 0
        stop = cuts[number + 1].start if number + 1 < len(cuts) else len(text)
        before, after = text[start : cut.start], text[cut.end : stop]
        left, end = cut.start, cut.end
        # Of the white space around the cut, what has to part the words stays.
        if not before or before[-1].isspace() or not after.strip():
            end += len(after) - len(after.lstrip())
        if not before.strip() or _CLOSES.match(after):
            left -= len(before) - len(before.rstrip())
        made.append(replace(cut, start=left, end=end))
    return _tail_tidied(text, made)


def _tail_tidied(text: str, cuts: list[Cut]) -> list[Cut]:
    """Return *cuts* so that those which end the text leave no white space before them."""
    edge = len(text)
    for number in range(len(cuts) - 1, -1, -1):
        if cuts[number].end != edge:
            break
        floor = cuts[number - 1].end if number else 0
        start = floor + len(text[floor : cuts[number].start].rstrip())
        cuts[number] = replace(cuts[number], start=start)
        edge = start
    return cuts


def _complement(length: int, cuts: Sequence[Cut]) -> list[Span]:
    edges = [0, *(edge for cut in cuts for edge in (cut.start, cut.end)), length]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]


def _reduced(block: Block, kept: Sequence[Span]) -> Block:
    marks: list[Mark] = []
    ending: dict[tuple[str, str, int], list[int]] = {}  # the marks by what they are and their end
    offset = 0
    for (start, end), own in zip(kept, _touching(block.marks, kept), strict=True):
        for mark in clip(own, start, end):
            moved = replace(mark, start=mark.start + offset, end=mark.end + offset)
            same = ending.get((mark.kind, mark.ref, moved.start))
            # A mark that was cut through goes on behind the cut.
            if same and moved.start == offset:
                at = same.pop(0)
                marks[at] = replace(marks[at], end=moved.end)
            else:
                at = len(marks)
                marks.append(moved)
            insort(ending.setdefault((mark.kind, mark.ref, moved.end), []), at)
        offset += end - start
    text = "".join(block.text[start:end] for start, end in kept)
    return replace(block, text=text, marks=tuple(marks))


def _touching(marks: Sequence[Mark], kept: Sequence[Span]) -> list[list[Mark]]:
    """Return for each span of *kept* the *marks* that touch it, in their order."""
    starts, ends = [start for start, _ in kept], [end for _, end in kept]
    found: list[list[Mark]] = [[] for _ in kept]
    for mark in marks:
        for number in range(bisect_left(ends, mark.start), bisect_right(starts, mark.end)):
            found[number].append(mark)
    return found


def _removal(block: Block, index: int, cut: Cut, *, partial: bool) -> Removal:
    verdict = cut.verdict
    return Removal(
        verdict.rule,
        verdict.role,
        verdict.action,
        verdict.why,
        lines_of_cut(block, cut.start, cut.end),
        block.text[cut.start : cut.end],
        index,
        cut.start,
        partial,
        block.kind,
        block.level,
        block.marks,
        block.label,
        block.numbering,
        block.quoted,
        verdict.probability,
    )


def lines_of_cut(block: Block, start: int, end: int) -> tuple[int, int]:
    """Return the lines of the seed with ``text[start:end]`` of *block*, as near as is known."""
    first, last = block.lines
    if len(line_ends(block.text)) != last - first:
        return block.lines
    text = block.text[start:end]
    lead = len(text) - len(text.lstrip()) if start else 0
    above = lines_above(block.text, start + lead)
    inside = (text if end == len(block.text) else text.rstrip())[lead:]
    return (first + above, first + above + inside.count("\n"))


def _whole(parts: Sequence[Removal]) -> Block:
    lines = (min(part.lines[0] for part in parts), max(part.lines[1] for part in parts))
    text = "".join(part.text for part in parts)
    first = parts[0]
    return Block(
        first.kind,
        text,
        lines,
        first.level,
        first.marks,
        label=first.label,
        numbering=first.numbering,
        quoted=first.quoted,
    )


def _joined(block: Block, parts: Sequence[Removal]) -> Block:
    if not parts:
        return block
    pieces: list[str] = []
    done = length = 0  # of what was kept; of what is joined
    for part in parts:
        kept = block.text[done : done + part.start - length]
        pieces += (kept, part.text)
        done, length = done + len(kept), length + len(kept) + len(part.text)
    return replace(block, text="".join((*pieces, block.text[done:])), marks=parts[0].marks)
