"""Words set in a font file with Pillow: measured, kerned, broken into lines.

Pillow kerns well only where a shaping library happens to be installed, so the pairs are read
from the font here: the same words give the same picture on every machine.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont
from PIL import ImageDraw, ImageFont

_PAIRS, _EXTENSION = 2, 9  # kinds of GPOS lookup
_LONG = 4  # letters; a shorter word in small letters is an article or the like
_SINGLE_PAIRS = 1  # the format of a pair lookup that is a list; the other goes by classes


@dataclass(frozen=True, slots=True)
class Style:
    """How words are set: font file, size in pixels, added space in ems between letters."""

    font: Path
    size: int
    tracking: float = 0.0
    leading: float = 1.2

    @property
    def line_height(self) -> float:
        """The distance from one baseline to the next, in pixels."""
        return self.size * self.leading


@dataclass(frozen=True)
class _Metrics:
    units: int
    cmap: Mapping[int, str]
    advances: Mapping[str, tuple[int, int]]
    subtables: tuple[Any, ...]
    pairs: dict[tuple[str, str], int]

    def kern(self, left: str, right: str) -> int:
        """Return the space added between two glyphs, in font units."""
        if (left, right) not in self.pairs:
            found = (_pair_value(table, left, right) for table in self.subtables)
            self.pairs[left, right] = next((value for value in found if value is not None), 0)
        return self.pairs[left, right]


def covers(font: Path, text: str) -> bool:
    """Whether *font* has a glyph for every character of *text*."""
    cmap = _metrics(font, _change_of(font)).cmap
    return all(ord(character) in cmap for character in text if not character.isspace())


def width(text: str, style: Style) -> float:
    """Return how wide *text* runs in *style*, in pixels."""
    return _width(text, style, _change_of(style.font))


@lru_cache(maxsize=4096)
def _width(text: str, style: Style, _changed: int) -> float:
    positions = tuple(_positions(text, style))
    return positions[-1] if positions else 0.0


def draw(
    canvas: ImageDraw.ImageDraw,
    text: str,
    *,
    at: tuple[float, float],
    style: Style,
    fill: str,
) -> None:
    """Draw *text* on *canvas*, the baseline beginning *at* that point."""
    font = _font(style.font, style.size, _change_of(style.font))
    for character, x in zip(text, _positions(text, style), strict=False):
        canvas.text((at[0] + x, at[1]), character, font=font, fill=fill, anchor="ls")


def break_lines(text: str, style: Style, *, measure: float) -> tuple[str, ...]:
    """Return *text* in the fewest lines that fit the *measure*, as even as they can be.

    Where it can be helped, a line ends at a comma or colon, and never in a short small word
    (``of``, ``und``). A word longer than the measure stays whole.
    """
    words = text.split()
    # The least cost of the first n words, and where the last line of them begins.
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(words) + 1):
        least, begin = float("inf"), end - 1
        for start in range(end - 1, -1, -1):
            line = " ".join(words[start:end])
            cost = _cost(line, style, measure, last=end == len(words), single=end - start == 1)
            if cost == float("inf"):
                break  # a line of more words is longer still
            if best[start][0] + cost <= least:
                least, begin = best[start][0] + cost, start
        best.append((least, begin))
    lines: list[str] = []
    end = len(words)
    while end:
        start = best[end][1]
        lines.append(" ".join(words[start:end]))
        end = start
    return tuple(reversed(lines))


def _cost(line: str, style: Style, measure: float, *, last: bool, single: bool) -> float:
    run = width(line, style)
    if run > measure and not single:
        return float("inf")
    slack = max(0.0, 1 - run / measure)
    # 1: each line costs, so that few win over many.
    return 1 + slack * slack + (0.0 if last else 0.25 * harm(line))


def harm(line: str) -> int:
    """Return what a break after *line* does to the sense: 0 at a comma, 2 after ``of``."""
    final = line.rpartition(" ")[2]
    if final.endswith((",", ":", ";", ".", "!", "?", "–", "—")):
        return 0
    return 2 if len(final) < _LONG and final.islower() else 1


def _positions(text: str, style: Style) -> Iterator[float]:
    """Yield where each letter begins, then where the text ends."""
    metrics = _metrics(style.font, _change_of(style.font))
    scale = style.size / metrics.units
    glyphs = [metrics.cmap.get(ord(character), ".notdef") for character in text]
    x = 0.0
    for left, right in pairwise((*glyphs, None)):
        yield x
        assert left is not None  # noqa: S101  # only the last has no successor
        x += metrics.advances[left][0] * scale
        if right is not None:
            x += metrics.kern(left, right) * scale + style.tracking * style.size
    yield x


def _change_of(font: Path) -> int:
    """When the file *font* was changed: what is remembered of it holds so long."""
    return font.stat().st_mtime_ns


@lru_cache(maxsize=64)
def _font(path: Path, size: int, _changed: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=16)
def _metrics(path: Path, _changed: int) -> _Metrics:
    with TTFont(path) as font:
        return _Metrics(
            units=font["head"].unitsPerEm,
            cmap=dict(font.getBestCmap()),
            advances=dict(font["hmtx"].metrics),
            subtables=tuple(_pair_tables(font)) if "GPOS" in font else (),
            pairs={},
        )


def _pair_tables(font: TTFont) -> Iterator[Any]:
    table = font["GPOS"].table
    wanted: Sequence[int] = sorted(
        {
            index
            for record in table.FeatureList.FeatureRecord
            if record.FeatureTag == "kern"
            for index in record.Feature.LookupListIndex
        }
    )
    for index in wanted:
        lookup = table.LookupList.Lookup[index]
        for subtable in lookup.SubTable:
            kind = subtable.ExtensionLookupType if lookup.LookupType == _EXTENSION else None
            inner = subtable.ExtSubTable if kind else subtable
            if (kind or lookup.LookupType) == _PAIRS:
                inner.Coverage.glyphs = tuple(inner.Coverage.glyphs)
                yield inner


def _pair_value(table: Any, left: str, right: str) -> int | None:  # noqa: ANN401  # fontTools' own
    if left not in table.Coverage.glyphs:
        return None
    if table.Format == _SINGLE_PAIRS:
        records = table.PairSet[table.Coverage.glyphs.index(left)].PairValueRecord
        found = next((record for record in records if record.SecondGlyph == right), None)
    else:
        first = table.ClassDef1.classDefs.get(left, 0)
        second = table.ClassDef2.classDefs.get(right, 0)
        found = table.Class1Record[first].Class2Record[second]
    if found is None:
        return None
    return int(getattr(found.Value1, "XAdvance", 0) or 0)
