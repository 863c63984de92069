"""The order in which the runs of a page are read: its columns, and what stands across them.

Input the pieces of a page, output groups of them in reading order, each of one column. A
gutter is a strip that hardly any line crosses; what crosses it (a title, a wide table) parts
the page into bands, read from the top down.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from operator import itemgetter

from florilegium.ingest.pdf.lines import Piece, usual_size

_MOST = 3  # columns within columns
_FEWEST = 4  # lines that make a column
_NARROWEST = 0.55  # of a gutter, in sizes of the letters
_FULL = 0.45  # of a column's width, that its lines usually fill
_CELL = 14  # letters; the cell of a table has fewer
_FEW = 0.05  # of the runs, that cross any gutter
_CROSSING = 0.3  # of the lines, that may cross a gutter


def columns(pieces: Sequence[Piece], depth: int = 0) -> list[list[Piece]]:
    """Return *pieces* in groups, in the order they are read."""
    if depth >= _MOST or len(pieces) < 2 * _FEWEST:
        return [list(pieces)] if pieces else []
    gutter = _gutter(pieces)
    if gutter is None:
        return [list(pieces)]
    across = [piece for piece in pieces if _crosses(piece, gutter)]
    wide = set(map(id, across))
    found: list[list[Piece]] = []
    for band in _bands(pieces, across):
        if id(band[0]) in wide:
            found.append(band)
            continue
        left = [piece for piece in band if piece.right <= gutter]
        right = [piece for piece in band if piece.left >= gutter]
        found += columns(left, depth + 1)
        found += columns(right, depth + 1)
    return [group for group in found if group]


def _crosses(piece: Piece, gutter: float) -> bool:
    return piece.left < gutter < piece.right


def _bands(pieces: Sequence[Piece], across: Sequence[Piece]) -> list[list[Piece]]:
    """Return *pieces* cut above and below each run of those that stand across the gutter."""
    ordered = sorted(pieces, key=lambda piece: (-piece.middle, piece.left))
    wide = set(map(id, across))
    heights = sorted((p.base - 0.3 * p.size, p.base + 0.8 * p.size) for p in across)
    highest = list(accumulate((high for _, high in heights), max))
    bands: list[list[Piece]] = []
    was: bool | None = None
    for piece in ordered:
        # What stands in the same line as a run across belongs to it.
        begun = bisect_right(heights, piece.middle, key=itemgetter(0))
        here = id(piece) in wide or (begun > 0 and piece.middle <= highest[begun - 1])
        if here != was:
            bands.append([])
        bands[-1].append(piece)
        was = here
    for band in bands:
        first = next((piece for piece in band if id(piece) in wide), None)
        if first is not None:
            band.remove(first)
            band.insert(0, first)
    return [band for band in bands if band]


def _gutter(pieces: Sequence[Piece]) -> float | None:
    """Return the middle of the strip that best parts *pieces* into two columns, if any does."""
    size = usual_size(pieces)
    left = min(piece.left for piece in pieces)
    right = max(piece.right for piece in pieces)
    if right - left < 12 * size:  # two columns of a few letters are none
        return None
    width = int(right - left) + 2
    covered = [0] * (width + 1)
    for piece in pieces:
        covered[int(piece.left - left)] += 1
        covered[min(width, int(piece.right - left) + 1)] -= 1
    height = 0
    for at in range(width):
        height += covered[at]
        covered[at] = height
    best: tuple[int, float] | None = None
    inner = range(int(0.15 * width), int(0.85 * width))
    limit = _CROSSING * len(pieces) / 2
    few = max(2, _FEW * len(pieces))  # a folio may stand in the gutter, and the head above it
    for start, end in _strips(covered, inner, limit, few):
        if end - start < _NARROWEST * size:
            continue
        middle = left + (start + end) / 2
        crossing = sum(_crosses(piece, middle) for piece in pieces)
        if are_columns(pieces, middle) and (best is None or crossing < best[0]):
            best = (crossing, middle)
    return best[1] if best else None


def _strips(
    covered: Sequence[int], inner: range, limit: float, few: float
) -> list[tuple[int, int]]:
    """Return the strips of *inner* that few runs cover, each where it is covered least."""
    strips: list[tuple[int, int]] = []
    at = inner.start
    while at < inner.stop:
        if covered[at] > limit:
            at += 1
            continue
        end = at
        while end < inner.stop and covered[end] <= limit:
            end += 1
        least = max(min(covered[at:end]), few)
        flat = [n for n in range(at, end) if covered[n] <= least]
        run = flat[0]
        for before, after in zip(flat, [*flat[1:], flat[-1] + 2], strict=True):
            if after != before + 1:
                strips.append((run, before + 1))
                run = after
        at = end
    return strips


def are_columns(pieces: Sequence[Piece], gutter: float) -> bool:
    """Tell whether the lines on both sides of *gutter* fill columns, as the cells of no table."""
    sides = (
        [piece for piece in pieces if piece.right <= gutter],
        [piece for piece in pieces if piece.left >= gutter],
    )
    return all(len(side) >= _FEWEST and _is_filled(side) for side in sides)


def _is_filled(side: Sequence[Piece]) -> bool:
    width = max(piece.right for piece in side) - min(piece.left for piece in side)
    rows: dict[int, Piece] = {}
    for piece in side:
        widest = rows.setdefault(round(piece.base), piece)
        if piece.right - piece.left > widest.right - widest.left:
            rows[round(piece.base)] = piece
    filled = sorted(piece.right - piece.left for piece in rows.values())
    letters = sorted(len(piece.glyphs) for piece in rows.values())
    half = len(rows) // 2
    return len(rows) >= _FEWEST and filled[half] >= _FULL * width and letters[half] >= _CELL
