"""Verse as XHTML: a poem of stanzas of lines, each line an element that can be cited.

Input: blocks of kind ``verse``; output: what `flow.fill` needs to make their lines, and the
numbers of the lines. A number is an attribute, for the style sheets to print: it is no word of
the text, and never among its letters.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from florilegium.ingest.poems import is_numeral
from florilegium.model import Block, Selection
from florilegium.model.letters import letters
from florilegium.render.elements import Node, element

# A column of indent, as ingest counts them, in the size of the type; no line goes in further.
_COLUMN, _FURTHEST = 0.5, 16.0
EVERY = 5  # how often a line number is printed, where the editor says nothing


@dataclass(frozen=True, slots=True)
class Numbers:
    """The number of the first line of each stanza, by the number of its block.

    *every* is how often a number is printed (0: never); *poems* is the anchor that the lines
    of each stanza's poem begin with.
    """

    first: Mapping[int, int] = field(default_factory=dict)
    poems: Mapping[int, str] = field(default_factory=dict)
    every: int = 0

    def anchors(self, blocks: Sequence[tuple[int, Block]]) -> frozenset[str]:
        """Return the anchors of all lines that are counted."""
        return frozenset(
            f"{self.poems[number]}-l{self.first[number] + at}"
            for number, block in blocks
            if number in self.first
            for at in range(len(lines(block)))
        )


def numbers(selection: Selection, blocks: Sequence[tuple[int, Block]]) -> Numbers:
    """Return the numbers of all lines of verse in *blocks*, or none where they have none.

    The lines of a poem are counted from 1, those of a play through all its speeches.
    """
    every = _every(selection)
    if not every:
        return Numbers()
    is_play = any(block.kind == "speaker" for _, block in blocks)
    first: dict[int, int] = {}
    poems: dict[int, str] = {}
    poem, due, label = 0, 1, ""
    for number, block in blocks:
        if block.kind != "verse":
            continue
        if not poem or (block.label != label and not is_play):
            poem, due, label = poem + 1, 1, block.label
        if not is_section(block):
            first[number] = due
            poems[number] = selection.slug if poem == 1 else f"{selection.slug}-v{poem}"
            due += len(lines(block))
    return Numbers(first, poems, every)


def _every(selection: Selection) -> int:
    if selection.line_numbers is not None:
        return selection.line_numbers
    return EVERY if is_of_verse(selection) else 0


def is_of_verse(selection: Selection) -> bool:
    """Tell whether the text is verse, and no prose that quotes some."""
    if not any(block.kind == "verse" for block in selection.blocks):
        return False
    sizes = [(block.kind == "verse", len(letters(block.text))) for block in selection.blocks]
    return 2 * sum(size for verse, size in sizes if verse) > sum(size for _, size in sizes)


def is_section(block: Block) -> bool:
    """Tell whether *block* is no stanza, but the number of a part of the poem."""
    return "\n" not in block.text and is_numeral(block.text)


def lines(block: Block) -> list[tuple[int, int]]:
    """Return where each line of a stanza begins and ends, its indent left out."""
    found: list[tuple[int, int]] = []
    start = 0
    for line in block.text.split("\n"):
        bare = line.strip(" ")
        if bare:
            head = start + len(line) - len(line.lstrip(" "))
            found.append((head, head + len(bare)))
        start += len(line) + 1
    return found


def line_maker(block: Block, number: int, counted: Numbers) -> list[Node]:
    """Return the empty elements for the lines of *block*, which is the block *number*."""
    due = counted.first.get(number)
    made: list[Node] = []
    for at, (start, _) in enumerate(lines(block)):
        line = element("span", class_="line")
        if indent := _indent(block.text, start):
            line.set("style", f"margin-left: {indent:g}em")
        if due is not None:
            line.set("id", f"{counted.poems[number]}-l{due + at}")
            if (due + at) % counted.every == 0:
                line.set("class", "line numbered")
                line.set("data-line", str(due + at))
        made.append(line)
    return made


def _indent(text: str, start: int) -> float:
    columns = start - (text.rfind("\n", 0, start) + 1)
    return min(_FURTHEST, columns * _COLUMN)
