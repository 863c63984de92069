"""Which lines go, which stay, and which stay in doubt: from probabilities to a decision.

Inside the main part of a page more is believed than outside it; and a page that is nearly
clean already is believed most, since a lost line costs more than one too many.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from florilegium.clean.model.features import main_part
from florilegium.clean.model.shape import Line
from florilegium.clean.units import ends_sentence

Strictness = Literal["gentle", "normal", "strict"]
Fate = Literal["kept", "doubtful", "removed"]


@dataclass(frozen=True, slots=True)
class Bars:
    """The least probability a line must have to stay: *inside* the main part, *outside* it.

    *clean* holds for the lines of a page that is nearly clean.
    """

    inside: float
    outside: float
    clean: float


BARS: dict[Strictness, Bars] = {
    "gentle": Bars(0.04, 0.15, 0.03),
    "normal": Bars(0.08, 0.30, 0.05),
    "strict": Bars(0.30, 0.80, 0.15),
}
# The main part is the run of lines with the most of what exceeds this probability.
_MAIN = 0.35
# Kept lines up to so much above their bar are doubtful.
_BAND, _CERTAIN = 0.20, 0.9
# Lines less likely than this are plainly the page's; so many of them, and so great a share,
# make a page that is not clean.
_PLAIN, _PLAIN_LINES, _PLAIN_SHARE = 0.10, 3, 0.15
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
    lines: Sequence[Line], probabilities: Sequence[float], *, strictness: Strictness
) -> Decision:
    """Return what becomes of each of *lines*."""
    bars = _bars(lines, probabilities, BARS[strictness])
    fates: tuple[Fate, ...] = tuple(
        _fate(p, bar) for p, bar in zip(probabilities, bars, strict=True)
    )
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


def is_nearly_clean(probabilities: Sequence[float]) -> bool:
    """Tell whether hardly a line of the page is plainly the page's own."""
    plain = sum(p < _PLAIN for p in probabilities)
    return plain < _PLAIN_LINES or plain < _PLAIN_SHARE * len(probabilities)


def _fate(p: float, bar: float) -> Fate:
    if p < bar:
        return "removed"
    return "doubtful" if p < min(bar + _BAND, _CERTAIN) else "kept"


def _bars(lines: Sequence[Line], probabilities: Sequence[float], bars: Bars) -> list[float]:
    if is_nearly_clean(probabilities):
        return [bars.clean] * len(lines)
    gains = [
        (p - _MAIN) * math.sqrt(min(len(line.text), 600))
        for p, line in zip(probabilities, lines, strict=True)
    ]
    first, last = main_part(gains)
    return [bars.inside if first <= at < last else bars.outside for at in range(len(lines))]
