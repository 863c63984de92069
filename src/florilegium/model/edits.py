"""Changes to the text of a block that leave its marks on the words they were on."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from florilegium.model import Block, Mark


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """The characters ``text[start:end]`` are to read *text*; *kind* says why."""

    start: int
    end: int
    text: str
    kind: str = ""


def rewrite(block: Block, edits: Sequence[Edit]) -> Block:
    """Return *block* with *edits* (in order, not overlapping) done and its marks moved along.

    A mark that ends inside replaced words is stretched over the new ones; a mark whose words
    are all deleted goes with them; an empty mark stays.
    """
    if not edits:
        return block
    pieces: list[str] = []
    done = 0
    for edit in edits:
        pieces += (block.text[done : edit.start], edit.text)
        done = edit.end
    pieces.append(block.text[done:])
    return replace(block, text="".join(pieces), marks=tuple(_moved(block.marks, edits)))


def touched(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of *spans*, which are in order, has a character from *start* to *end*."""
    last = bisect_left(spans, (end, 0)) - 1  # of those that begin before the end
    return last >= 0 and spans[last][1] > start


def landings(edits: Sequence[Edit]) -> tuple[int, ...]:
    """Where the new text of each of *edits* begins once all of them are done."""
    starts: list[int] = []
    shift = 0
    for edit in edits:
        starts.append(edit.start + shift)
        shift += _growth(edit)
    return tuple(starts)


def _growth(edit: Edit) -> int:
    return len(edit.text) - (edit.end - edit.start)


@dataclass(frozen=True, slots=True)
class _Shifts:
    """How far each place of a text moves when *edits* are done: found by halving, not by steps.

    *grown* is by how much the first n edits lengthen the text.
    """

    edits: Sequence[Edit]
    starts: Sequence[int]
    ends: Sequence[int]
    grown: Sequence[int]

    @classmethod
    def of(cls, edits: Sequence[Edit]) -> "_Shifts":
        starts, ends = [edit.start for edit in edits], [edit.end for edit in edits]
        return cls(edits, starts, ends, (0, *accumulate(map(_growth, edits))))

    def start(self, position: int) -> int:
        """Where a mark begins that began at *position*."""
        done = bisect_right(self.ends, position)
        if done < len(self.edits) and self.starts[done] < position:
            return self.starts[done] + self.grown[done]
        return position + self.grown[done]

    def end(self, position: int) -> int:
        """Where a mark ends that ended at *position*."""
        begun = bisect_left(self.starts, position)
        done = min(begun, bisect_right(self.ends, position))
        if done < begun:
            return self.starts[done] + self.grown[done] + len(self.edits[done].text)
        return position + self.grown[done]


def _moved(marks: Iterable[Mark], edits: Sequence[Edit]) -> Iterable[Mark]:
    shifts = _Shifts.of(edits)
    for mark in marks:
        start = shifts.start(mark.start)
        if mark.start == mark.end:
            yield replace(mark, start=start, end=start)
            continue
        end = shifts.end(mark.end)
        if start < end:
            yield replace(mark, start=start, end=end)
