"""A seed as it is reviewed: kept and removed passages in the order of the seed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from florilegium.model import Block, Change, CleanText, Doubt, RawText, Removal

Fate = Literal["kept", "removed", "lifted", "doubtful"]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One seed with what became of it; *error* instead, where it cannot be read.

    *chapter* is the slug of the chapter that uses it, *changes* what typography did.
    """

    name: str
    chapter: str = ""
    language: str = ""
    raw: RawText | None = None
    cleaned: CleanText | None = None
    changes: tuple[Change, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a block and, where it was taken out, by what."""

    text: str
    removal: Removal | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A block of the seed, cut into its pieces."""

    index: int
    block: Block
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """Neighbouring blocks with one fate, by one rule; *doubts* are those about kept ones."""

    fate: Fate
    blocks: tuple[Shown, ...]
    kind: str = ""
    why: str = ""
    rule: str = ""
    doubts: tuple[Doubt, ...] = ()

    @property
    def lines(self) -> tuple[int, int]:
        """The first and last line of the seed."""
        return self.blocks[0].block.lines[0], self.blocks[-1].block.lines[1]

    @property
    def removals(self) -> tuple[Removal, ...]:
        """What was taken out of it."""
        return tuple(p.removal for shown in self.blocks for p in shown.pieces if p.removal)


def _doubts(blocks: Sequence[Block], doubted: Iterable[Doubt]) -> dict[int, list[Doubt]]:
    """Return the doubts by the block they are about."""
    found: dict[int, list[Doubt]] = {}
    by_line: dict[int, list[int]] = {}
    for index, block in enumerate(blocks):
        for line in range(block.lines[0], block.lines[1] + 1):
            by_line.setdefault(line, []).append(index)
    for doubt in doubted:
        words = "".join(doubt.text.split())
        for index in by_line.get(doubt.lines[0], ()):
            if words in "".join(blocks[index].text.split()):
                found.setdefault(index, []).append(doubt)
                break
    return found


def passages(raw: RawText, cleaned: CleanText) -> tuple[Passage, ...]:
    """Return all of the seed in its order, what went by one rule together."""
    removals: dict[int, list[Removal]] = {}
    for removal in cleaned.removals:
        removals.setdefault(removal.index, []).append(removal)
    doubts = _doubts(raw.blocks, cleaned.doubts)
    return tuple(_joined(_single(raw.blocks, removals, doubts)))


def _single(
    blocks: Sequence[Block],
    removals: Mapping[int, Sequence[Removal]],
    doubts: Mapping[int, Sequence[Doubt]],
) -> Iterator[Passage]:
    for index, block in enumerate(blocks):
        cuts = sorted(removals.get(index, ()), key=lambda removal: removal.start)
        shown = Shown(index, block, tuple(_pieces(block.text, cuts)))
        if cuts:
            gone = cuts[0]
            yield Passage(gone.action, (shown,), gone.role, gone.why, gone.rule)
        elif index in doubts:
            first = doubts[index][0]
            own = tuple(doubts[index])
            yield Passage("doubtful", (shown,), first.role, _reason(first), doubts=own)
        else:
            yield Passage("kept", (shown,))


def _reason(doubt: Doubt) -> str:
    """Why the lines are in doubt, and how likely they are the author's."""
    if doubt.probability is None:
        return doubt.why
    likely = f"{doubt.probability:.0%} likely to be the author’s"
    return f"{doubt.why.rstrip('.')} ({likely})" if doubt.why else likely


def _pieces(text: str, removals: Sequence[Removal]) -> Iterator[Piece]:
    done = 0
    for removal in removals:
        if done < removal.start:
            yield Piece(text[done : removal.start])
        done = removal.start + len(removal.text)
        yield Piece(removal.text, removal)
    if done < len(text):
        yield Piece(text[done:])


def _joined(single: Iterator[Passage]) -> Iterator[Passage]:
    last: Passage | None = None
    for passage in single:
        if last and _alike(last, passage):
            blocks = (*last.blocks, *passage.blocks)
            last = Passage(last.fate, blocks, last.kind, last.why, last.rule)
            continue
        if last:
            yield last
        last = passage
    if last:
        yield last


def _alike(one: Passage, other: Passage) -> bool:
    whole = all(
        piece.removal for passage in (one, other) for s in passage.blocks for piece in s.pieces
    )
    return (
        one.fate == "removed" == other.fate
        and whole
        and (one.rule, one.kind, one.why) == (other.rule, other.kind, other.why)
    )
