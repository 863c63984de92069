"""The bars that a line must pass to stay, by strictness, in plain text and with markup."""

import math
from dataclasses import dataclass, replace
from typing import Literal

Strictness = Literal["gentle", "normal", "strict"]


@dataclass(frozen=True, slots=True)
class Bars:
    """What a line needs in order to stay: at least the probability *bar*.

    A body ends at the first line that is less likely than *plain*, if no other follows after
    so many lines *between*; so *few* lines between that and the next one that a rule knows
    belong to it still. Inside it a line needs less, a share of the bar (*inside*); lines that
    would go stay when they stand beside none that a rule knows, or when so many are a *run*;
    and when a larger share of the body than *most* would go, nothing goes. With *reading*, what is
    text by its form stays anywhere, and next to the body what reads as one.
    """

    bar: float
    inside: float
    plain: float
    between: int
    few: int
    run: float
    most: float
    reading: bool


# Markup tells more of a line, and where a text ends; its bodies have more of the page's between
# their lines.
_TEXT = Bars(0.27, 0.6, 0.13, 1, 5, 4, 0.2, reading=True)
_MARKUP = Bars(0.30, 0.8, 0.15, 0, 1, math.inf, 0.35, reading=False)
_BARS: dict[tuple[Strictness, bool], Bars] = {
    ("gentle", False): replace(_TEXT, bar=0.10),
    ("normal", False): _TEXT,
    ("strict", False): replace(_TEXT, bar=0.50),
    ("gentle", True): replace(_MARKUP, bar=0.08),
    ("normal", True): _MARKUP,
    ("strict", True): replace(_MARKUP, bar=0.50),
}


def bars_for(strictness: Strictness, *, markup: bool) -> Bars:
    """Return the bars for a *strictness*; *markup* tells that the page has some."""
    return _BARS[strictness, markup]
