"""Page numbers as a reader sees them: roman before the body, arabic from its first page on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from florilegium.model import ContentDocument, Edition, Matter
from florilegium.render.roman import roman


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
