"""Page numbers as a reader sees them: roman before the body, arabic from its first page on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from florilegium.model import ContentDocument, Edition, Matter

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Folio:
    """The number of a page in its sequence, and which sequence that is."""

    number: int
    matter: Matter

    @property
    def label(self) -> str:
        """What is printed: ``iv`` in the front matter, ``4`` after it."""
        return roman(self.number) if self.matter == "front" else str(self.number)

    @property
    def is_recto(self) -> bool:
        """Whether it is a right-hand page: every sequence begins on one."""
        return self.number % 2 == 1


@dataclass(frozen=True, slots=True)
class LabelRange:
    """From the page *index* on, labels count in *style* (``r`` or ``D``) from *first*."""

    index: int
    style: Literal["r", "D"]
    first: int


def roman(number: int) -> str:
    """Return *number* in lower-case roman numerals."""
    numerals = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        numerals += letters * count
    return numerals


def label_ranges(folios: Sequence[Folio]) -> tuple[LabelRange, ...]:
    """Return the ranges that give every page of a file its folio as label."""
    breaks = [0] if folios else []
    for index, (before, this) in enumerate(pairwise(folios), start=1):
        if _style(this) != _style(before) or this.number != before.number + 1:
            breaks.append(index)
    return tuple(LabelRange(i, _style(folios[i]), folios[i].number) for i in breaks)


def _style(folio: Folio) -> Literal["r", "D"]:
    return "r" if folio.matter == "front" else "D"


def opening(document: ContentDocument, edition: Edition) -> ContentDocument:
    """Return *document* as it opens in *edition*; the title leaf keeps its sides."""
    if document.opens != "recto" or document.kind in {"half-title", "title-page"}:
        return document
    name = {"chapter": "chapters", "part": "parts"}.get(document.kind, document.matter)
    side = dict(edition.opens).get(name, "recto")
    if side == "any":
        return replace(document, opens="any")
    return replace(document, opens="same-page") if side == "same-page" else document
