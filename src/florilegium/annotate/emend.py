"""Emendations carried out: the new reading stands in the text, and a mark on it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from florilegium.annotate.quotation import Place
from florilegium.model import Block, Emendation, Mark
from florilegium.model.edits import Edit, landings, rewrite

_HUGS_LEFT = frozenset(",.;:!?)]}”’»…")


@dataclass(frozen=True, slots=True)
class Correction:
    """An emendation with its *id*, the *label* of its call, and its *place* in a block."""

    id: str
    label: str
    emendation: Emendation
    place: Place


def emend(block: Block, corrections: Sequence[Correction]) -> Block:
    """Return *block* with *corrections* (all of this block, in order) carried out.

    The mark of an emendation spans its reading; that of a deletion is empty.
    """
    edits: list[Edit] = []
    for correction in corrections:
        edits.append(_beside(edits, _edit(block.text, correction), block.text))
    marks = tuple(
        _mark(edit.text, landing, correction.id)
        for edit, landing, correction in zip(edits, landings(edits), corrections, strict=True)
    )
    done = rewrite(block, edits)
    return replace(done, marks=done.marks + marks)


def _beside(done: Sequence[Edit], edit: Edit, text: str) -> Edit:
    """Return *edit* without the space that the one before it has already taken."""
    if not done or done[-1].end <= edit.start:
        return edit
    end = edit.end
    if not edit.text and text[end : end + 1].isspace():
        end += 1  # a deletion takes the space behind it instead
    return replace(edit, start=done[-1].end, end=end)


def _mark(text: str, landing: int, name: str) -> Mark:
    start = landing + len(text) - len(text.lstrip())
    return Mark(start, max(start, landing + len(text.rstrip())), "emendation", name)


def _edit(text: str, correction: Correction) -> Edit:
    quote, place = correction.emendation.quote, correction.place
    reading = correction.emendation.reading
    if not reading.strip():
        return _deletion(text, place)
    if not quote.exact.strip():
        return _insertion(text, correction)
    # The place leaves out white space at the edges of the words, so the reading must too.
    if quote.exact[:1].isspace():
        reading = reading.lstrip()
    if quote.exact[-1:].isspace():
        reading = reading.rstrip()
    return Edit(place.start, place.end, reading)


def _deletion(text: str, place: Place) -> Edit:
    """Delete the words with one of the spaces around them."""
    start, end = place.start, place.end
    after = text[end : end + 1]
    if start > 0 and text[start - 1].isspace():
        start -= not after or after.isspace() or after in _HUGS_LEFT
    elif start == 0:
        end += after.isspace()
    return Edit(start, end, "")


def _insertion(text: str, correction: Correction) -> Edit:
    """Insert the reading with spaces where the editor wrote spaces beside it."""
    quote, reading = correction.emendation.quote, correction.emendation.reading
    start, end = correction.place.start, correction.place.end
    lead = quote.prefix[-1:].isspace() or reading[:1].isspace()
    trail = quote.suffix[:1].isspace() or reading[-1:].isspace()
    if start < end and not lead:
        trail = True  # the space that was there is not lost
    before, after = text[start - 1 : start], text[end : end + 1]
    left = " " if lead and before.strip() else ""
    right = " " if trail and after.strip() else ""
    return Edit(start, end, f"{left}{reading.strip()}{right}")
