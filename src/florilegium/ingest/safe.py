"""Blocks of a seed that can do no harm: text that XML can hold, links that lead out.

Input: what a reader made of a file. Output: the same blocks, letter for letter. It never takes
a word out; a link that no book can hold is only no link any more.
"""

import re
from dataclasses import replace

from florilegium.ingest.reading import Reading
from florilegium.model import Block, Illustration, Mark, addresses, xml_text

# BCP 47, as far as a name can be told by its form.
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


def safe(reading: Reading) -> Reading:
    """Return *reading* with text, links and language such as a book can hold."""
    return replace(
        reading,
        blocks=tuple(map(_block, reading.blocks)),
        language=reading.language if _LANGUAGE.fullmatch(reading.language) else "",
        illustrations=tuple(map(_illustration, reading.illustrations)),
    )


def _block(block: Block) -> Block:
    text, label = xml_text.shown(block.text), xml_text.shown(block.label)
    marks = block.marks
    if any(mark.kind == "link" for mark in marks):
        marks = tuple(made for mark in marks if (made := _mark(mark)) is not None)
    if (text, label) == (block.text, block.label) and marks is block.marks:
        return block
    return replace(block, text=text, label=label, marks=marks)


def _mark(mark: Mark) -> Mark | None:
    if mark.kind != "link":
        return mark
    address = addresses.cleaned(mark.ref)
    return replace(mark, ref=address) if address else None


def _illustration(one: Illustration) -> Illustration:
    return replace(one, address=xml_text.shown(one.address), words=xml_text.shown(one.words))
