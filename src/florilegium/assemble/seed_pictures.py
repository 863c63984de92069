"""The pictures that texts bring along, made fit for every format; those that cannot be told.

Input the texts and a way to the bytes of a picture, output the texts with the pictures that the
book shows. One that cannot be shown leaves its text, and why is a finding; it never stops a book.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from florilegium.assemble.reader import Text
from florilegium.errors import FlorilegiumError
from florilegium.model import Block, Picture
from florilegium.project import pictures

Read = Callable[..., bytes]  # the source of a picture, its address → its bytes


@dataclass(slots=True)
class SeedPictures:
    """The *shown* pictures by their source, and of the others why they are *not shown*."""

    shown: dict[str, Picture] = field(default_factory=dict)
    not_shown: dict[str, str] = field(default_factory=dict)


def illustrated(texts: Sequence[Text], read: Read) -> tuple[tuple[Text, ...], SeedPictures]:
    """Return *texts* with those of their pictures that can be shown, and the pictures."""
    found = SeedPictures()
    for text in texts:
        for block in text.selection.blocks:
            if source := source_of(block):
                _make(source, text, read, found)
    return tuple(_kept(text, found) for text in texts), found


def source_of(block: Block) -> str:
    """Return what the picture *block* is called in the book; empty for any other block."""
    if block.kind != "picture":
        return ""
    return next((mark.ref for mark in block.marks if mark.kind == "picture"), "")


def _make(source: str, text: Text, read: Read, found: SeedPictures) -> None:
    if source in found.shown or source in found.not_shown:
        return
    number = source.rpartition("#picture-")[2]
    address = text.raw.illustrations[int(number) - 1].address if number.isdecimal() else ""
    try:
        content = read(source, address=address)
        found.shown[source] = pictures.of_seed(source, content, taken=found.shown.values())
    except FlorilegiumError as err:
        found.not_shown[source] = err.what.removeprefix(f"the picture {source!r} ")


def _kept(text: Text, found: SeedPictures) -> Text:
    blocks = text.selection.blocks
    shown = tuple(block for block in blocks if source_of(block) not in found.not_shown)
    if len(shown) == len(blocks):
        return text
    return replace(text, selection=replace(text.selection, blocks=shown))
