"""Letters of a page by where they stand, so that those in a box are found without asking all.

Input the glyphs of a page, output those whose middle lies in a box, in the order of the file.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from operator import itemgetter

from florilegium.ingest.pdf.glyphs import Glyph

_Box = tuple[float, float, float, float]
_Middles = list[tuple[float, int]]  # of glyphs, along one edge of the page; their numbers
_middle = itemgetter(0)


class Places:
    """The *glyphs* of a page, sorted by their middles when first they are asked for."""

    def __init__(self, glyphs: Sequence[Glyph]) -> None:
        """Keep *glyphs*; nothing is sorted yet."""
        self.glyphs = glyphs

    @cached_property
    def _across(self) -> _Middles:
        return sorted((_across(one), at) for at, one in enumerate(self.glyphs))

    @cached_property
    def _upwards(self) -> _Middles:
        return sorted((_upwards(one), at) for at, one in enumerate(self.glyphs))

    def within(self, box: _Box) -> list[Glyph]:
        """Return the glyphs whose middle lies in *box*, which is left, bottom, right, top."""
        return [self.glyphs[at] for at in sorted(self._found(box))]

    def has_more_within(self, box: _Box, most: int) -> bool:
        """Tell whether more than *most* letters, not counting spaces, lie in *box*."""
        letters = (at for at in self._found(box) if not self.glyphs[at].text.isspace())
        return any(count > most for count, _ in enumerate(letters, start=1))

    def _found(self, box: _Box) -> Iterator[int]:
        """Yield the numbers of the glyphs in *box*, in no order."""
        left, bottom, right, top = box
        beside = _between(self._across, left, right)
        level = _between(self._upwards, bottom, top)
        if len(beside) < len(level):
            yield from (n for n in beside if bottom <= _upwards(self.glyphs[n]) <= top)
        else:
            yield from (n for n in level if left <= _across(self.glyphs[n]) <= right)


def _between(middles: _Middles, low: float, high: float) -> list[int]:
    start, end = bisect_left(middles, low, key=_middle), bisect_right(middles, high, key=_middle)
    return [number for _, number in middles[start:end]]


def _across(glyph: Glyph) -> float:
    return (glyph.left + glyph.right) / 2


def _upwards(glyph: Glyph) -> float:
    return glyph.base + 0.25 * glyph.style.size
