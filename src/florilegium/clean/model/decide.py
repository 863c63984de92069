"""The decision about each line (goes, stays, in doubt), made from its probability.

The text of an article's column, with hardly a frame around it, is believed more than that of a
whole page, since a lost line costs more than one too many.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from florilegium.clean.model.lines import Line
from florilegium.clean.units import ends_sentence

Strictness = Literal["gentle", "normal", "strict"]
Fate = Literal["kept", "doubtful", "removed"]


@dataclass(frozen=True, slots=True)
class Bars:
    """The least probability a line must have to stay.

    In plain text, on a whole *page* or in a *column*; and on a page with *markup*.
    """

    page: float
    column: float
    markup: float


BARS: dict[Strictness, Bars] = {
    "gentle": Bars(0.10, 0.03, 0.08),
    "normal": Bars(0.26, 0.08, 0.18),
    "strict": Bars(0.50, 0.35, 0.50),
}
# Kept lines up to so much above their bar are doubtful.
_BAND, _CERTAIN = 0.20, 0.9
# A page whose best lines are less likely than this has no article.
_ARTICLE = 0.4
# So many short lines that end no sentence, and such a share of them, may be a frame.
_LABEL, _LABELS, _LABEL_SHARE = 50, 3, 0.1


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of every line; *article* tells that there is one on the page."""

    fates: tuple[Fate, ...]
    article: bool = True


def decide(
    probabilities: Sequence[float],
    *,
    strictness: Strictness,
    column: float = 0.0,
    markup: bool = False,
) -> Decision:
    """Return what becomes of each line of a page, by how likely each is the author's.

    *column* is how likely they are those of an article's column alone; *markup* tells that the
    page has some, which says much of its lines.
    """
    bars = BARS[strictness]
    bar = bars.markup if markup else column * bars.column + (1 - column) * bars.page
    fates: tuple[Fate, ...] = tuple(_fate(p, bar) for p in probabilities)
    left = (p for p, fate in zip(probabilities, fates, strict=True) if fate != "removed")
    if "removed" not in fates or max(left, default=0.0) >= _ARTICLE:
        return Decision(fates)
    return Decision(tuple(_fate(1.0, 0.0) for _ in fates), article=False)


def shows_frame(lines: Sequence[Line]) -> bool:
    """Tell whether there are labels enough among *lines* that the model should be asked at all.

    A text of sentences has no frame; and this much can be known of it quickly.
    """
    labels = sum(len(line.text) < _LABEL and not ends_sentence(line.text) for line in lines)
    return labels >= _LABELS and labels >= _LABEL_SHARE * len(lines)


def _fate(p: float, bar: float) -> Fate:
    if p < bar:
        return "removed"
    return "doubtful" if p < min(bar + _BAND, _CERTAIN) else "kept"
