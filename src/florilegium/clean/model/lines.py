"""A text as the model reads it: its units as lines, with their hints where the format has any."""

from collections.abc import Sequence
from dataclasses import dataclass

from florilegium.clean.model.votes import VotedHints, votes
from florilegium.clean.units import Unit, line_ends, lines_above
from florilegium.model import Block, BlockKind, RawText


@dataclass(frozen=True, slots=True)
class Line:
    """A line as the model sees it: folded *text*, *kind* and *level* of its block.

    *gap* is how many lines of the seed lie between it and the line before (1 is the next line,
    2 means a blank line between; 0 for the first). *curly* tells how its quotes are written: 1
    as printers do, -1 as typewriters do, 0 when it has none.
    """

    text: str
    kind: BlockKind = "paragraph"
    level: int = 0
    gap: int = 1
    curly: int = 0


def lines_of(text: RawText, units: Sequence[Unit]) -> tuple[Line, ...]:
    """Return *units* of *text* as lines, each with its distance from the one before."""
    gap = _markup_gap if text.hints else _line_gap
    made: list[Line] = []
    for before, unit in zip([None, *units[:-1]], units, strict=False):
        away = 0 if before is None else gap(text, before, unit)
        made.append(Line(unit.text, unit.kind, unit.level, away, _curly(text, unit)))
    return tuple(made)


def _curly(text: RawText, unit: Unit) -> int:
    if "'" not in unit.text and '"' not in unit.text:
        return 0
    block = text.blocks[unit.index].text
    letters = block[unit.spans[0][0] : unit.spans[-1][1]]
    straight = letters.count("'") + letters.count('"')
    return 1 if straight == 0 else -1


def hints_of(text: RawText, units: Sequence[Unit]) -> tuple[VotedHints, ...]:
    """Return the hints for each of *units*; none when *text* has none."""
    if not text.hints:
        return ()
    said = votes(text.page, [unit.text for unit in units])
    hints = (text.hints[unit.index] for unit in units)
    return tuple(
        VotedHints(hint.path, hint.linked, vote) for hint, vote in zip(hints, said, strict=True)
    )


def _line_gap(text: RawText, before: Unit, unit: Unit) -> int:
    last = _line(text.blocks[before.index], before.spans[-1][1] - 1, last=True)
    return max(1, _line(text.blocks[unit.index], unit.spans[0][0]) - last)


def _line(block: Block, place: int, *, last: bool = False) -> int:
    above, below = block.lines
    if above == below or len(line_ends(block.text)) != below - above:
        return below if last else above
    return above + lines_above(block.text, max(0, place))


def _markup_gap(text: RawText, before: Unit, unit: Unit) -> int:
    """Return 1 for lines with the same parent, else 2: what a blank line is to a plain text."""
    parents = [[e.number for e in text.hints[one.index].path[-2:-1]] for one in (before, unit)]
    return 1 if parents[0] == parents[1] else 2
