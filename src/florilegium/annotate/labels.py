"""The ids and labels of an apparatus, numbered in the order of the text."""

import string
from dataclasses import dataclass

from florilegium.annotate.emend import Correction
from florilegium.annotate.place import Cut, Placed
from florilegium.annotate.quotation import Place
from florilegium.model import Anchor, Elision, Note

GLOSS = "°"


@dataclass(frozen=True, slots=True)
class LabelledNote:
    """A placed note with its *id* and the *label* of its call."""

    id: str
    label: str
    note: Note
    place: Place


@dataclass(frozen=True, slots=True)
class LabelledElision:
    """A placed elision with its *id*."""

    id: str
    elision: Elision
    cut: Cut


@dataclass(frozen=True, slots=True)
class Labelled:
    """The placed apparatus with its names."""

    notes: tuple[LabelledNote, ...]
    corrections: tuple[Correction, ...]
    elisions: tuple[LabelledElision, ...]
    anchors: tuple[tuple[Anchor, Place], ...] = ()


def label(placed: Placed, *, slug: str) -> Labelled:
    """Return *placed* with ids ``slug-n1``, ``-g1``, ``-e1``, ``-x1`` and the readers' labels."""
    notes: list[LabelledNote] = []
    count = {"note": 0, "gloss": 0}
    for note, place in placed.notes:
        count[note.kind] += 1
        number = count[note.kind]
        sign = GLOSS if note.kind == "gloss" else str(number)
        notes.append(LabelledNote(f"{slug}-{note.kind[0]}{number}", sign, note, place))
    return Labelled(
        tuple(notes),
        tuple(
            Correction(f"{slug}-e{number}", letter(number), emendation, place)
            for number, (emendation, place) in enumerate(placed.emendations, start=1)
        ),
        tuple(
            LabelledElision(f"{slug}-x{number}", elision, cut)
            for number, (elision, cut) in enumerate(placed.elisions, start=1)
        ),
        placed.anchors,
    )


def letter(number: int) -> str:
    """Return ``a`` for 1, ``z`` for 26, ``aa`` for 27 and so on."""
    quotient, remainder = divmod(number - 1, len(string.ascii_lowercase))
    return (letter(quotient) if quotient else "") + string.ascii_lowercase[remainder]
