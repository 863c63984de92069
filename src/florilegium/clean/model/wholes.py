"""Lines that stand or fall together: a stanza, a list, a table, a paragraph that was wrapped."""

import math
import re
from collections.abc import Iterator, Sequence

from florilegium.clean.units import Unit, ends_sentence

# How a line of a list begins: a number, a word and a number, a letter or Roman figure; and how
# many of them are a list.
_MARK = re.compile(r"\W{0,2}(?:(?:[^\W\d]{1,9}\.? )?\d|(?:[IVXLC]{1,7}|[^\W\d])[).](?: |$))")
_LIST = 4
# So many lines may stand between two of them, or between a list and the body.
NEAR = 2
_TOGETHER = frozenset({"verse", "item", "row", "paragraph"})
# A line of wrapped prose is so long at least.
_WRAPPED = 30


def levelled(
    units: Sequence[Unit], gaps: Sequence[int], probabilities: Sequence[float]
) -> tuple[float, ...]:
    """Return the *probabilities*; what stands or falls as a whole has their mean, by letters."""
    made = list(probabilities)
    for places in wholes(units, gaps):
        letters = [len(units[at].text) for at in places]
        mean = math.fsum(probabilities[at] * own for at, own in zip(places, letters, strict=True))
        for at in places:
            made[at] = mean / sum(letters)
    return tuple(made)


def wholes(units: Sequence[Unit], gaps: Sequence[int]) -> Iterator[list[int]]:
    """Yield the positions of what stands together: a stanza, a list, a table, wrapped prose."""
    own: list[int] = []
    for at, unit in enumerate(units):
        if own and not _goes_on(units[own[-1]], unit, gaps[at]):
            yield from [own] if len(own) > 1 else ()
            own = []
        own.append(at)
    yield from [own] if len(own) > 1 else ()


def _goes_on(before: Unit, unit: Unit, gap: int) -> bool:
    """Tell whether *unit* belongs to the same whole as the one *before*."""
    if unit.kind != before.kind or unit.kind not in _TOGETHER:
        return False
    if unit.kind == "verse":
        return unit.index == before.index
    if unit.kind != "paragraph":
        return True
    flows = unit.text[:1].islower() or before.text.endswith(",")
    return gap == 1 and len(before.text) >= _WRAPPED and flows and not ends_sentence(before.text)


def marked(units: Sequence[Unit], known: Sequence[bool]) -> Iterator[list[int]]:
    """Yield the positions of lines in a row that begin with a number, a date or a quantity.

    Two other lines at most stand between two of them.
    """
    run: list[int] = []
    for at, unit in enumerate(units):
        if known[at] or (run and at > run[-1] + NEAR + 1):
            yield from [run] if len(run) >= _LIST else ()
            run = []
        if not known[at] and _MARK.match(unit.text):
            run.append(at)
    yield from [run] if len(run) >= _LIST else ()
