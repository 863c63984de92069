"""The speeches of a play: who speaks, what is done on the stage, the words in prose or verse.

Takes the blocks of a cleaned text, since menus repeat their labels as plays do their names;
returns them with the names before speeches and the stage directions as blocks of their own. It
never changes a letter, and leaves alone what is no play.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from florilegium.ingest.reading import cut
from florilegium.model import Block

# A name on a line of its own: some words in capitals, or with a point behind them.
_NAME = re.compile(
    r"[_*]{0,2}(?P<name>[^\W\d_][^\W_.:!?()\[\]]*(?:[ .,'’&-]+[^\W_.:!?()\[\]]+){0,6}?)"
    r"\s*(?P<aside>[(\[][^()\[\]]{1,80}[)\]])?\s*(?P<end>[.:]?)[_*]{0,2}(?P<after>[.:]?)"
)
# A name in capitals before the first words of a speech.
_BEFORE = re.compile(r"(?P<name>[^\W\d_a-z](?:[^\W\d_a-z]|[ '’&-]){1,28})[.:]\s+(?=\S)")
_DIRECTION = re.compile(r"[\s_*]*(?:\([^()]*\)|\[[^\[\]]*\])[\s_*.]*")
_MOVES = re.compile(r"\s*(?:Enter|Re-enter|Exit|Exeunt|Manet)\b[^\n]{0,120}")
_MOST_WORDS = 4
# Fewer names, speeches, or speeches among the blocks than this are chance.
_NAMES, _SPEECHES, _SHARE = 2, 5, 4


@dataclass(frozen=True, slots=True)
class _Cue:
    """The *name* (folded) that opens a block, and where its characters end there.

    *sure* tells that it looks like a name before a speech even where it stands once.
    """

    name: str
    end: int
    sure: bool = True


def staged(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return *blocks* with cues and directions parted from the speeches, if they are a play."""
    cues = [_cue(block) for block in blocks]
    counted = Counter(cue.name for cue in cues if cue and cue.sure)
    names = {name for name, count in counted.items() if count > 1}
    speeches = sum(counted[name] for name in names)
    if len(names) < _NAMES or speeches < _SPEECHES or _SHARE * speeches < len(blocks):
        return tuple(blocks)
    if 4 * _unanswered(blocks, cues, names) > speeches:
        return tuple(blocks)
    # Who speaks once only is told by the company.
    made: list[Block] = []
    for block, cue in zip(blocks, cues, strict=True):
        follows = bool(made) and made[-1].kind == "speaker"
        speaks = cue and _speaks(block, cue, names, follows=follows)
        made += _speech(block, cue if speaks else None)
    return tuple(_in_prose(made))


def _unanswered(blocks: Sequence[Block], cues: Sequence[_Cue | None], names: set[str]) -> int:
    """Count the names that stand before a name, as a signature stands before an address."""
    bare = [
        cue is not None and cue.name in names and cue.end >= len(block.text)
        for block, cue in zip(blocks, cues, strict=True)
    ]
    return sum(1 for name, after in pairwise(bare) if name and after)


def _cue(block: Block) -> _Cue | None:
    """Return the name that opens *block*, if it looks like one."""
    if block.kind not in ("paragraph", "verse", "quote") or block.level:
        return None
    line = block.text.partition("\n")[0]
    start = len(line) - len(line.lstrip())
    alone = _NAME.fullmatch(line.strip())
    if alone and len(alone["name"].split()) <= _MOST_WORDS:
        sure = alone["name"].isupper() or bool(alone["end"] or alone["after"])
        return _Cue(_folded(alone["name"]), len(line), sure)
    before = _BEFORE.match(line, start)
    if before and block.kind == "verse":
        return _Cue(_folded(before["name"]), before.end())
    return None


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _speaks(block: Block, cue: _Cue, names: set[str], *, follows: bool) -> bool:
    if cue.name in names:
        return True
    opens = block.kind == "verse" and "\n" in block.text and not follows
    return cue.sure and (opens or block.text[: cue.end].strip(" .:").isupper())


def _speech(block: Block, cue: _Cue | None) -> Iterator[Block]:
    """Yield *block* in its parts: who speaks, what is done, what is said."""
    start = 0
    if cue:
        yield replace(cut(block, 0, cue.end), kind="speaker", label="")
        start = cue.end + (block.text[cue.end : cue.end + 1] == "\n")
    if start >= len(block.text):
        return
    if block.kind == "verse":
        yield from _lines(block, start)
        return
    said = replace(cut(block, start, len(block.text)))
    is_direction = block.kind == "paragraph" and _is_direction(said.text)
    yield replace(said, kind="direction") if is_direction else said


def _in_prose(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield *blocks*; in a play in prose a speech of one short line is no verse."""
    sizes = Counter({"verse": 0})
    for block in blocks:
        sizes[block.kind] += len(block.text)
    in_prose = 3 * sizes["verse"] < sizes["paragraph"]
    for block in blocks:
        single = block.kind == "verse" and "\n" not in block.text
        if in_prose and single:
            yield replace(cut(block, 0, len(block.text)), kind="paragraph", label="")
        else:
            yield block


def _is_direction(text: str) -> bool:
    return bool(_DIRECTION.fullmatch(text) or _MOVES.fullmatch(text))


def _lines(block: Block, start: int) -> Iterator[Block]:
    """Yield the verse of *block* from *start* on, cut where a direction stands between lines."""
    first = at = start
    for line in block.text[start:].split("\n"):
        end = at + len(line)
        if _is_direction(line):
            yield from _verse(block, first, max(first, at - 1))
            yield replace(cut(block, at, end), kind="direction", label="")
            first = end + 1
        at = end + 1
    yield from _verse(block, first, len(block.text))


def _verse(block: Block, start: int, end: int) -> Iterator[Block]:
    if block.text[start:end].strip():
        # The indent of the first line is its form; `cut` would trim it.
        bare = cut(block, start, end)
        text = block.text[start:end].rstrip()
        indent = len(text) - len(text.lstrip())
        moved = (replace(m, start=m.start + indent, end=m.end + indent) for m in bare.marks)
        yield replace(bare, text=" " * indent + bare.text, marks=tuple(moved))
