"""A seed as it is reviewed: kept and removed passages in the order of the seed."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
    """Return the doubts, which are in order, by the block they are about."""
    found: dict[int, list[Doubt]] = {}
    by_line: dict[int, list[int]] = {}
    for index, block in enumerate(blocks):
        for line in range(block.lines[0], block.lines[1] + 1):
            by_line.setdefault(line, []).append(index)
    letters = [_letters(block.text) for block in blocks]
    index = after = 0  # the block and the letter behind the doubt before
    for doubt in doubted:
        words, beside = _letters(doubt.text), by_line.get(doubt.lines[0], [])
        for at in range(bisect_left(beside, index), len(beside)):
            start = letters[beside[at]].find(words, after if beside[at] == index else 0)
            if start >= 0:
                index, after = beside[at], start + len(words)
                found.setdefault(index, []).append(doubt)
                break
    return found


def _letters(text: str) -> str:
    return "".join(text.split())


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
    together: list[Passage] = []
    for passage in single:
        if together and not _alike(together[-1], passage):
            yield _one(together)
            together = []
        together.append(passage)
    if together:
        yield _one(together)


def _one(together: Sequence[Passage]) -> Passage:
    return replace(together[0], blocks=tuple(shown for one in together for shown in one.blocks))


def _alike(one: Passage, other: Passage) -> bool:
    whole = all(
        piece.removal for passage in (one, other) for s in passage.blocks for piece in s.pieces
    )
    return (
        one.fate == "removed" == other.fate
        and whole
        and (one.rule, one.kind, one.why) == (other.rule, other.kind, other.why)
    )
