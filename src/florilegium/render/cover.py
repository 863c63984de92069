"""The title of a book → its cover: letters, and flowers drawn by rule.

A florilegium gathers flowers, so a field of them fills the upper part. Which flowers, in which
colours, is decided by a digest of the title: no two books look alike, and one book always
looks the same.
"""

import hashlib
import io
import json
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, astuple, dataclass
from itertools import pairwise
from pathlib import Path

import PIL
from PIL import Image, ImageDraw

from florilegium.model import BookMeta
from florilegium.project.styles import Styles
from florilegium.project.wording import Wording, words_of
from florilegium.render.lettering import Style, break_lines, covers, draw, harm, width
from florilegium.store import engine_digest
from florilegium.store.cache import Cache
from florilegium.store.files import file_digest

Point = tuple[float, float]
Shape = tuple[tuple[Point, ...], int]  # a polygon in a tile of side 1, and its colour

_WIDTH, _HEIGHT = 1600, 2560  # the page on which everything below is measured
COLUMNS = 4
_TILE = _WIDTH // COLUMNS
_MARGIN = 128
_MEASURE = _WIDTH - 2 * _MARGIN
_LARGEST, _HARDLY = 320, 0.8  # size of a title, and what is hardly smaller
_SCALE = 2  # drawn at twice the size and reduced, which makes the edges smooth
_GROUND, _FIRST, _SECOND = 0, 1, 2  # the colours of a tile


@dataclass(frozen=True, slots=True)
class Palette:
    """Five colours that go together: letters in *ink* on *paper*, flowers in all."""

    ink: str
    paper: str
    warm: str
    light: str
    cool: str


_PALETTES = (
    Palette("#1d2b36", "#f5eee0", "#c9533b", "#e3ac45", "#7d9d93"),
    Palette("#20382e", "#f4eddc", "#cf6449", "#e6b656", "#8bb0a0"),
    Palette("#3b1f30", "#f6ede3", "#c7475a", "#e7b04f", "#86a09b"),
    Palette("#16324a", "#f3eee4", "#d95a35", "#efb445", "#6aa29f"),
    Palette("#43261c", "#f6eddb", "#b8452c", "#dba440", "#84926a"),
)


@dataclass(frozen=True, slots=True)
class _Faces:
    title: Path
    subtitle: Path
    sans: Path
    sans_bold: Path


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of letters, its baseline *y* on the page."""

    text: str
    y: float
    style: Style


def paint(meta: BookMeta, *, styles: Styles, size: tuple[int, int] = (_WIDTH, _HEIGHT)) -> bytes:
    """Return the cover of the book as a PNG of *size* pixels.

    Words that the fonts of *styles* cannot write are left to the reading system, which shows
    the title beside the cover; the flowers then fill more of it.
    """
    faces = _faces(styles)
    palette, dice = _PALETTES[_digest(meta.title)[0] % len(_PALETTES)], _dice(meta.title)
    rows, lines = _compose(meta, faces)
    page = Image.new("RGB", (_WIDTH * _SCALE, _HEIGHT * _SCALE), palette.paper)
    canvas = ImageDraw.Draw(page)
    for shape, colour in _field(rows, palette, dice):
        canvas.polygon([(x * _SCALE, y * _SCALE) for x, y in shape], fill=colour)
    for line in lines:
        at = (_MARGIN * _SCALE, line.y * _SCALE)
        draw(canvas, line.text, at=at, style=_enlarged(line.style), fill=palette.ink)
    buffer = io.BytesIO()
    page.resize(size, Image.Resampling.LANCZOS).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def paint_once(meta: BookMeta, *, styles: Styles, cache: Cache | None) -> bytes:
    """Return the same cover as `paint`, from *cache* where it was painted before."""
    if cache is None:
        return paint(meta, styles=styles)
    fonts = [file_digest(path) for path in astuple(_faces(styles))]
    shaped_by = [asdict(meta), fonts, PIL.__version__, engine_digest.digest()]
    key = _digest(json.dumps(["cover", *shaped_by], sort_keys=True)).hex()
    painted = cache.get(key)
    if painted is None:
        painted = paint(meta, styles=styles)
        cache.put(key, painted)
    return painted


def flowers(title: str, rows: int) -> tuple[Palette, tuple[tuple[list[Point], str], ...]]:
    """Return the colours of the book *title*, and so many *rows* of its flowers as polygons.

    A row is `COLUMNS` tiles of side 1; the first corner is the upper left. The printed cover
    has the same flowers as the e-book's.
    """
    palette = _PALETTES[_digest(title)[0] % len(_PALETTES)]
    shapes = _field(rows, palette, _dice(title))
    return palette, tuple(
        ([(x / _TILE, y / _TILE) for x, y in points], colour) for points, colour in shapes
    )


def edited_by(meta: BookMeta) -> str:
    """Return the line that names the editors, or all people where there are none."""
    people = tuple(person.name for person in meta.people if "edt" in person.roles)
    return _edited_by(people or tuple(person.name for person in meta.people), words_of(meta))


def _faces(styles: Styles) -> _Faces:
    return _Faces(
        title=styles.find("fonts/SourceSerif4-Semibold.ttf"),
        subtitle=styles.find("fonts/SourceSerif4Display-It.ttf"),
        sans=styles.find("fonts/SourceSans3-Regular.ttf"),
        sans_bold=styles.find("fonts/SourceSans3-Semibold.ttf"),
    )


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _dice(text: str) -> Callable[[int], int]:
    """Return a die that always falls the same way for *text*: ``dice(6)`` is 0 to 5."""
    count = 0

    def throw(sides: int) -> int:
        nonlocal count
        count += 1
        return int.from_bytes(_digest(f"{count} {text}")[:4], "big") % sides

    return throw


# -- the letters -------------------------------------------------------------------------


def _compose(meta: BookMeta, faces: _Faces) -> tuple[int, list[_Line]]:
    """Return how many rows of flowers there are, and the lines of letters below them.

    The title is as large as the room allows; a long one takes room from the flowers.
    """
    foot = _foot(meta, faces, bottom=_HEIGHT - 116)
    end = foot[0].y - foot[0].style.line_height if foot else _HEIGHT
    if not _head(meta, faces, top=0, size=_LARGEST):
        return 5, foot
    for rows, smallest in ((4, 148), (3, 104), (4, 72), (3, 72), (2, 40)):
        top = rows * _TILE + 120
        sizes = [
            size
            for size in range(_LARGEST, smallest - 1, -4)
            if _least_height(meta, faces, size) <= end - 60 - top
        ]
        heads = (_head(meta, faces, top=top, size=size) for size in sizes)
        fitting = [head for head in heads if head[-1].y <= end - 60 and _fits(head)]
        if fitting:
            return rows, [*_calmest(fitting), *foot]
    return 2, [*_head(meta, faces, top=2 * _TILE + 120, size=40), *foot]


def _least_height(meta: BookMeta, faces: _Faces, size: int) -> float:
    """Return a height that the title does not go below at *size*, however it is broken."""
    if not covers(faces.title, meta.title):
        return 0.0
    style = _title_style(faces, size)
    largest = _title_style(faces, _LARGEST)
    run = width(meta.title, largest) * size / _LARGEST
    # A line loses the blank at its end, which is a small part of it.
    return (0.8 * run / _MEASURE - 1) * style.line_height


def _title_style(faces: _Faces, size: int) -> Style:
    return Style(faces.title, size, tracking=-0.012, leading=1.06)


def _calmest(heads: Sequence[list[_Line]]) -> list[_Line]:
    """Return the largest of *heads*, or one hardly smaller that breaks less, or better."""
    near = [head for head in heads if head[0].style.size >= _HARDLY * heads[0][0].style.size]
    return min(near, key=lambda head: (len(head), _harm(head)))


def _harm(head: Sequence[_Line]) -> int:
    return sum(harm(line.text) for line, after in pairwise(head) if line.style == after.style)


def _fits(lines: Sequence[_Line]) -> bool:
    return all(width(line.text, line.style) <= _MEASURE for line in lines)


def _head(meta: BookMeta, faces: _Faces, *, top: float, size: int) -> list[_Line]:
    title = _title_style(faces, size)
    subtitle = Style(faces.subtitle, max(48, min(78, round(size * 0.42))), leading=1.22)
    lines: list[_Line] = []
    y = top
    for text, style, gap in ((meta.title, title, 0.0), (meta.subtitle, subtitle, size * 0.34)):
        if not text or not covers(style.font, text):
            continue
        y += gap if lines else 0.0
        for number, words in enumerate(break_lines(text, style, measure=_MEASURE)):
            # The first line hangs from the top by the height of its capitals.
            y += style.size * 0.7 if not lines and not number else style.line_height
            lines.append(_Line(words, y, style))
    return lines


def _foot(meta: BookMeta, faces: _Faces, *, bottom: float) -> list[_Line]:
    editors = Style(faces.sans_bold, 56, leading=1.25)
    imprint = Style(faces.sans, 42, tracking=0.02, leading=1.5)
    course = " · ".join(part for part in (meta.course, meta.term) if part)
    wanted = [
        (edited_by(meta), editors),
        (course, imprint),
        (meta.publisher, imprint),
    ]
    broken = [
        (words, style)
        for text, style in wanted
        if text and covers(style.font, text)
        for words in break_lines(text, style, measure=_MEASURE)
    ]
    lines: list[_Line] = []
    y = bottom
    for words, style in reversed(broken):
        lines.insert(0, _Line(words, y, style))
        y -= style.line_height
    return lines


def _edited_by(people: Sequence[str], words: Wording) -> str:
    if not people:
        return ""
    named = f" {words['and']} ".join(part for part in (", ".join(people[:-1]), people[-1]) if part)
    return words["edited-by"].format(people=named)


def _enlarged(style: Style) -> Style:
    return Style(style.font, style.size * _SCALE, style.tracking, style.leading)


# -- the flowers -------------------------------------------------------------------------


def _field(
    rows: int, palette: Palette, dice: Callable[[int], int]
) -> Iterator[tuple[list[Point], str]]:
    """Yield the polygons of all tiles with their colours, in page coordinates."""
    kinds: dict[tuple[int, int], int] = {}
    grounds: dict[tuple[int, int], int] = {}
    schemes = _schemes(palette)
    for row in range(rows):
        for column in range(COLUMNS):
            place, near = (column, row), ((column - 1, row), (column, row - 1))
            kinds[place] = _other(dice, len(_MOTIFS), {kinds.get(one) for one in near})
            used = {grounds.get(one) for one in near}
            grounds[place] = _other(dice, len(schemes), used)
            colours = schemes[grounds[place]][dice(2)]
            turn = dice(4) if kinds[place] in _TURNING else 0
            yield _square(place), colours[_GROUND]
            for points, colour in _MOTIFS[kinds[place]]():
                yield [_on_page(_turned(point, turn), place) for point in points], colours[colour]


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


def _other(dice: Callable[[int], int], sides: int, taken: set[int | None]) -> int:
    free = [side for side in range(sides) if side not in taken]
    return free[dice(len(free))]


def _turned(point: Point, quarters: int) -> Point:
    x, y = point
    for _ in range(quarters):
        x, y = 1 - y, x
    return x, y


def _on_page(point: Point, place: tuple[int, int]) -> Point:
    return (place[0] + point[0]) * _TILE, (place[1] + point[1]) * _TILE


def _square(place: tuple[int, int]) -> list[Point]:
    return [_on_page(corner, place) for corner in ((0, 0), (1, 0), (1, 1), (0, 1))]


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
