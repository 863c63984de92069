"""Changes to the text of a block that leave its marks on the words they were on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

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


def _moved(marks: Iterable[Mark], edits: Sequence[Edit]) -> Iterable[Mark]:
    for mark in marks:
        start = _start_after(mark.start, edits)
        if mark.start == mark.end:
            yield replace(mark, start=start, end=start)
            continue
        end = _end_after(mark.end, edits)
        if start < end:
            yield replace(mark, start=start, end=end)


def _start_after(position: int, edits: Sequence[Edit]) -> int:
    shift = 0
    for edit in edits:
        if edit.end <= position:
            shift += _growth(edit)
        elif edit.start < position:
            return edit.start + shift
        else:
            break
    return position + shift


def _end_after(position: int, edits: Sequence[Edit]) -> int:
    shift = 0
    for edit in edits:
        if edit.start >= position:
            break
        if edit.end <= position:
            shift += _growth(edit)
        else:
            return edit.start + shift + len(edit.text)
    return position + shift
