"""One part of a file, chosen by the words of its heading: ``seed: pg1234.txt#Chapter II``.

Input what a reader made of the whole file, output the blocks from that heading to the next one
as high. A plain text has no headings: there a line of its own is one that is numbered as books
number their parts, or that says what was asked for. The rest is left out, and counted.
"""

import difflib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from florilegium.errors import SeedError
from florilegium.ingest.orders import Orders
from florilegium.ingest.reading import Reading
from florilegium.model import Block, LeftOut

_RULE, _WHY = "other-part", "Another part of the file than the one that the chapter names."
_LONGEST = 90  # letters of a heading in a plain text
_NUMBER = r"(?:\d{1,3}|[ivxlc]{1,7}|the\s+\w+|[a-z]+(?:[- ][a-z]+)?)"
_RANKS = (
    re.compile(
        rf"(?:volume|book|part|act|buch|teil|band|livre|partie|libro|parte)\s+{_NUMBER}\b.*"
    ),
    re.compile(
        rf"(?:chapter|canto|letter|section|scene|stave|kapitel|chapitre|cap[ií]tulo|capitolo"
        rf"|lettre|brief|gesang|chant)\s+{_NUMBER}\b.*"
    ),
    re.compile(r"(?:preface|introduction|prologue|epilogue|conclusion|contents|appendix)\b.*"),
    re.compile(r"(?:\d{1,3}|[ivxlc]{1,7})[.)]?(?:\s+.*)?"),
)
_END = re.compile(r"\*\*\*\s*end of", re.IGNORECASE)
_RUN = 3  # headings in a row are a table of contents
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading: the *words* it says, folded; how high it stands (1 is highest); its *block*."""

    words: str
    rank: int
    block: int


def in_part(reading: Reading, part: str) -> tuple[int, int]:
    """Return which blocks of *reading* are the *part*; raise `SeedError` where none or several."""
    wanted = _folded(part)
    headings = _headings(reading.blocks, wanted)
    found = [one for one in headings if one.words == wanted] or [
        one for one in headings if re.match(rf"{re.escape(wanted)}(?!\w)", one.words)
    ]
    if len(found) != 1:
        raise _not_one(part, found, headings, reading.blocks)
    start = found[0]
    later = (one.block for one in headings if one.block > start.block and one.rank <= start.rank)
    return start.block, next(later, _text_end(reading.blocks, start.block))


def of_part(reading: Reading, start: int, end: int) -> Reading:
    """Return the blocks of *reading* from *start* to *end*, the others left out and counted."""
    others = (*reading.blocks[:start], *reading.blocks[end:])
    count = sum(len("".join(block.text.split())) for block in others)
    out = (LeftOut(_RULE, _WHY, others[0].lines[0], count),) if count else ()
    shown = (one for one in reading.illustrations if start <= one.block <= end)
    return replace(
        reading,
        blocks=reading.blocks[start:end],
        hints=reading.hints[start:end],
        illustrations=tuple(replace(one, block=one.block - start) for one in shown),
        left_out=(*reading.left_out, *out),
    )


def moved(orders: Orders, reading: Reading, start: int) -> Orders:
    """Return *orders* on the part that begins at block *start*, as they are for the whole file."""
    by = sum(len("".join(block.text.split())) for block in reading.blocks[:start])
    return [(kind, (first + by, last + by)) for kind, (first, last) in orders]


def _headings(blocks: Sequence[Block], wanted: str) -> list[_Heading]:
    if any(block.kind == "heading" for block in blocks):
        return [
            _Heading(_folded(block.text), block.level, at)
            for at, block in enumerate(blocks)
            if block.kind == "heading"
        ]
    lines = [
        _Heading(words, rank, at)
        for at, block in enumerate(blocks)
        if (words := _line(block)) and (rank := _rank(words, wanted))
    ]
    return [one for at, one in enumerate(lines) if not _is_listed(lines, at)]


def _line(block: Block) -> str:
    """Return the words of a block that may be a heading in a plain text."""
    alone = block.kind == "paragraph" and "\n" not in block.text.strip()
    return _folded(block.text) if alone and len(block.text) <= _LONGEST else ""


def _rank(words: str, wanted: str) -> int:
    for rank, pattern in enumerate(_RANKS, start=1):
        if pattern.fullmatch(words):
            return min(rank, 3) if rank < len(_RANKS) else rank
    return len(_RANKS) if words == wanted else 0


def _is_listed(lines: Sequence[_Heading], at: int) -> bool:
    """Tell whether the heading stands in a table of contents, among others without a text."""
    first = last = at
    while first and lines[first - 1].block == lines[first].block - 1:
        first -= 1
    while last + 1 < len(lines) and lines[last + 1].block == lines[last].block + 1:
        last += 1
    # The last one of a run may head the text below it.
    return last - first + 1 >= _RUN and at < last


def _text_end(blocks: Sequence[Block], start: int) -> int:
    """Return where the text ends: before the words that Project Gutenberg puts below it."""
    ends = (at for at in range(start, len(blocks)) if _END.match(blocks[at].text))
    return next(ends, len(blocks))


def _folded(words: str) -> str:
    flat = " ".join(unicodedata.normalize("NFKC", words).casefold().split())
    return flat.strip(" .:*_#—-")


def _not_one(
    part: str, found: Sequence[_Heading], headings: Sequence[_Heading], blocks: Sequence[Block]
) -> SeedError:
    said = {one.words: " ".join(blocks[one.block].text.split()) for one in headings}
    if found:
        lines = ", ".join(str(blocks[one.block].lines[0]) for one in found[:_SHOWN])
        return SeedError(
            f"{len(found)} headings of the file say {part!r}, on lines {lines}",
            hint="Name more of the words of the one that is meant.",
        )
    near = difflib.get_close_matches(_folded(part), said, n=1)
    guess = f"Did you mean {said[near[0]]!r}? " if near else ""
    names = ", ".join(repr(name) for name in list(said.values())[:_SHOWN])
    has = f"It has {names} …" if names else "It has no headings that can be told."
    return SeedError(f"the file has no part {part!r}", hint=f"{guess}{has}")
