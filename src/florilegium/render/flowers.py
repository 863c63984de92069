"""A title → a field of flowers drawn by rule, in colours that go together.

In: the title, the number of rows. Out: polygons in tiles of side 1, each with its colour. Which
flowers, in which colours, is decided by a digest of the title. It never draws them: the e-book
paints pixels, the printed cover inks.
"""

import hashlib
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Point = tuple[float, float]
Shape = tuple[tuple[Point, ...], int]  # a polygon in a tile of side 1, and its colour

COLUMNS = 4
_GROUND, _FIRST, _SECOND = 0, 1, 2  # the colours of a tile


@dataclass(frozen=True, slots=True)
class Palette:
    """Five colours that go together: letters in *ink* on *paper*, flowers in all."""

    ink: str
    paper: str
    warm: str
    light: str
    cool: str


PALETTES = (
    Palette("#1d2b36", "#f5eee0", "#c9533b", "#e3ac45", "#7d9d93"),
    Palette("#20382e", "#f4eddc", "#cf6449", "#e6b656", "#8bb0a0"),
    Palette("#3b1f30", "#f6ede3", "#c7475a", "#e7b04f", "#86a09b"),
    Palette("#16324a", "#f3eee4", "#d95a35", "#efb445", "#6aa29f"),
    Palette("#43261c", "#f6eddb", "#b8452c", "#dba440", "#84926a"),
)


def flowers(title: str, rows: int) -> tuple[Palette, tuple[tuple[list[Point], str], ...]]:
    """Return the colours of the book *title*, and so many *rows* of its flowers as polygons.

    A row is `COLUMNS` tiles of side 1; the first corner is the upper left.
    """
    palette = PALETTES[_digest(title)[0] % len(PALETTES)]
    return palette, tuple(_field(rows, palette, dice_for(title)))


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def dice_for(text: str) -> Callable[[int], int]:
    """Return a die that always falls the same way for *text*: ``dice(6)`` is 0 to 5."""
    count = 0

    def throw(sides: int) -> int:
        nonlocal count
        count += 1
        return int.from_bytes(_digest(f"{count} {text}")[:4], "big") % sides

    return throw


def _field(
    rows: int, palette: Palette, dice: Callable[[int], int]
) -> Iterator[tuple[list[Point], str]]:
    """Yield the polygons of all tiles with their colours, in tiles of side 1."""
    kinds: dict[tuple[int, int], int] = {}
    grounds: dict[tuple[int, int], int] = {}
    schemes = _schemes(palette)
    for row in range(rows):
        for column in range(COLUMNS):
            place, near = (column, row), ((column - 1, row), (column, row - 1))
            kinds[place] = other(dice, len(_MOTIFS), {kinds.get(one) for one in near})
            used = {grounds.get(one) for one in near}
            grounds[place] = other(dice, len(schemes), used)
            colours = schemes[grounds[place]][dice(2)]
            turn = dice(4) if kinds[place] in _TURNING else 0
            yield _square(place), colours[_GROUND]
            for points, colour in _MOTIFS[kinds[place]]():
                yield [_placed(_turned(point, turn), place) for point in points], colours[colour]


def _schemes(palette: Palette) -> tuple[tuple[tuple[str, str, str], ...], ...]:
    """Return for each ground two ways of colouring what stands on it."""
    ink, paper, warm = palette.ink, palette.paper, palette.warm
    light, cool = palette.light, palette.cool
    return (
        ((ink, light, warm), (ink, cool, paper)),
        ((warm, paper, ink), (warm, light, ink)),
        ((light, ink, warm), (light, warm, paper)),
        ((cool, paper, ink), (cool, ink, light)),
        ((paper, warm, ink), (paper, ink, light)),
    )


def other(dice: Callable[[int], int], sides: int, taken: set[int | None]) -> int:
    """Return what *dice* throw of so many *sides*, but none of those *taken*."""
    free = [side for side in range(sides) if side not in taken]
    return free[dice(len(free))]


def _turned(point: Point, quarters: int) -> Point:
    x, y = point
    for _ in range(quarters):
        x, y = 1 - y, x
    return x, y


def _placed(point: Point, place: tuple[int, int]) -> Point:
    return place[0] + point[0], place[1] + point[1]


def _square(place: tuple[int, int]) -> list[Point]:
    return [_placed(corner, place) for corner in ((0, 0), (1, 0), (1, 1), (0, 1))]


def _disc(
    centre: Point, radius: float, *, start: float = 0.0, end: float = 1.0
) -> tuple[Point, ...]:
    """Return a disc, or its sector between two fractions of a full turn."""
    steps = 180
    rim = [
        (
            centre[0] + radius * math.cos(2 * math.pi * (start + (end - start) * step / steps)),
            centre[1] + radius * math.sin(2 * math.pi * (start + (end - start) * step / steps)),
        )
        for step in range(steps + 1)
    ]
    return tuple(rim) if end - start == 1 else (centre, *rim)


def _petal(root: Point, tip: Point, fullness: float) -> tuple[Point, ...]:
    """Return a leaf-shaped petal; *fullness* is its half-width by its length."""
    steps = 48
    dx, dy = tip[0] - root[0], tip[1] - root[1]
    left, right = [], []
    for step in range(steps + 1):
        along = step / steps
        across = fullness * 4 * along * (1 - along)
        left.append((root[0] + along * dx - across * dy, root[1] + along * dy + across * dx))
        right.append((root[0] + along * dx + across * dy, root[1] + along * dy - across * dx))
    return (*left, *reversed(right))


def _ring(count: int, length: float, *, turn: float = 0.0) -> Iterator[tuple[Point, Point]]:
    """Yield root and tip of *count* petals around the middle of the tile."""
    for number in range(count):
        angle = 2 * math.pi * (number / count + turn)
        yield (0.5, 0.5), (0.5 + length * math.cos(angle), 0.5 + length * math.sin(angle))


def _clover() -> Iterator[Shape]:
    for root, tip in _ring(4, math.sqrt(0.5), turn=1 / 8):
        yield _petal(root, tip, 0.25), _FIRST
    yield _disc((0.5, 0.5), 0.1), _SECOND


def _star() -> Iterator[Shape]:
    for root, tip in _ring(4, 0.5):
        yield _petal(root, tip, 0.2), _FIRST
    for root, tip in _ring(4, 0.5, turn=1 / 8):
        yield _petal(root, tip, 0.16), _SECOND
    yield _disc((0.5, 0.5), 0.07), _GROUND


def _daisy() -> Iterator[Shape]:
    for root, tip in _ring(12, 0.45):
        yield _petal(root, tip, 0.12), _FIRST
    yield _disc((0.5, 0.5), 0.15), _SECOND


def _leaf() -> Iterator[Shape]:
    yield _petal((0, 1), (1, 0), 0.27), _FIRST
    yield _petal((0.12, 0.88), (0.88, 0.12), 0.035), _GROUND


def _fan() -> Iterator[Shape]:
    for radius, colour in ((1.0, _FIRST), (0.68, _GROUND), (0.36, _SECOND)):
        yield _disc((0, 0), radius, end=0.25), colour


def _tulip() -> Iterator[Shape]:
    yield ((0.48, 0.7), (0.52, 0.7), (0.52, 1), (0.48, 1)), _SECOND
    for tip in ((0.14, 0.2), (0.86, 0.2)):
        yield _petal((0.5, 0.8), tip, 0.26), _FIRST
    yield _petal((0.5, 0.8), (0.5, 0.08), 0.2), _SECOND


def _seed() -> Iterator[Shape]:
    for radius, colour in ((0.42, _FIRST), (0.27, _GROUND), (0.13, _SECOND)):
        yield _disc((0.5, 0.5), radius), colour


def _sprig() -> Iterator[Shape]:
    yield ((0.485, 0.1), (0.515, 0.1), (0.515, 1), (0.485, 1)), _SECOND
    for height in (0.98, 0.7, 0.42):
        yield _petal((0.5, height), (0.9, height - 0.28), 0.2), _FIRST
        yield _petal((0.5, height), (0.1, height - 0.28), 0.2), _FIRST
    yield _disc((0.5, 0.1), 0.06), _SECOND


_MOTIFS: tuple[Callable[[], Iterator[Shape]], ...] = (
    _clover,
    _star,
    _daisy,
    _leaf,
    _fan,
    _tulip,
    _seed,
    _sprig,
)
_TURNING = frozenset({_MOTIFS.index(_leaf), _MOTIFS.index(_fan)})  # the rest stand upright
