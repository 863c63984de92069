"""Page numbers drawn after layout: where each stands, and the shapes of its figures.

A document is laid out without knowing its folios. The press takes them off the pages and
measures, once for every style of them, each figure and each pair of figures; with that any
folio can be drawn exactly as it would have been set.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from florilegium.render.roman import roman

Counter = Literal["decimal", "lower-roman", "upper-roman"]
FIGURES: Mapping[Counter, str] = {
    "decimal": "0123456789",
    "lower-roman": "ivxlcdm",
    "upper-roman": "IVXLCDM",
}
_POINTS = 0.75  # a CSS pixel


@dataclass(frozen=True, slots=True)
class Numerals:
    """The figures of one style of folios, in one *font* (its name in the file).

    *glyphs* gives for a figure its glyph, as the file writes it; *widths* the width in pixels
    of a figure or a pair; *kerns* what stands between the glyphs of a pair.
    """

    counter: Counter
    font: str
    size: float
    color: str
    glyphs: Mapping[str, str]
    widths: Mapping[str, float]
    kerns: Mapping[str, str]

    def spell(self, number: int) -> str:
        """Return *number* as this style counts."""
        if self.counter == "decimal":
            return str(number)
        return roman(number) if self.counter == "lower-roman" else roman(number).upper()

    def width(self, text: str) -> float:
        """Return how wide *text* is, in pixels."""
        pairs = (self.widths[a + b] - self.widths[a] - self.widths[b] for a, b in pairwise(text))
        return sum(self.widths[figure] for figure in text) + sum(pairs)

    def show(self, text: str) -> str:
        """Return *text* as the operand of the operator that shows it."""
        shown = f"<{self.glyphs[text[0]]}"
        for before, figure in pairwise(text):
            kern = self.kerns[before + figure]
            shown += f">{kern}<{self.glyphs[figure]}" if kern else self.glyphs[figure]
        return f"{shown}>"


@dataclass(frozen=True, slots=True)
class Mark:
    """The place of a folio on *page*: where its text is held, and by which part of it.

    *hold* is 0 when (*x*, *y*) is the left end of the base line, 0.5 its middle, 1 its right
    end; pixels from the top left. *numerals* says which of the document's styles it has.
    """

    page: int
    x: float
    y: float
    hold: float
    numerals: int


def draw(mark: Mark, numerals: Numerals, number: int) -> bytes:
    """Return the operators that draw *number* at *mark*, as an artifact of pagination."""
    text = numerals.spell(number)
    left = mark.x - mark.hold * numerals.width(text)
    return (
        f"\n/Artifact <</Type /Pagination>> BDC q {_POINTS} 0 0 {_POINTS} 0 0 cm {numerals.color}"
        f"BT 1 0 0 -1 {_short(left)} {_short(mark.y)} Tm /{numerals.font} "
        f"{_short(numerals.size)} Tf [{numerals.show(text)}] TJ ET Q EMC"
    ).encode()


def _short(number: float) -> str:
    return f"{number:.4f}".rstrip("0").rstrip(".")
