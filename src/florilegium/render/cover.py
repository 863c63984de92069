"""The title of a book → its cover: letters below a field of flowers (``flowers.py``).

A florilegium gathers flowers, so a field of them fills the upper part. Which flowers, in which
colours, is decided by a digest of the title: no two books look alike, and one book always
looks the same.
"""

import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass
from itertools import pairwise
from pathlib import Path

import PIL
from PIL import Image, ImageDraw

from florilegium.model import BookMeta
from florilegium.project.styles import Styles
from florilegium.project.wording import Wording, words_of
from florilegium.render.flowers import COLUMNS, flowers
from florilegium.render.lettering import Style, break_lines, covers, draw, harm, width
from florilegium.store import engine_digest
from florilegium.store.cache import Cache
from florilegium.store.files import file_digest

_PNG = b"\x89PNG\r\n\x1a\n"
_WIDTH, _HEIGHT = 1600, 2560  # the page on which everything below is measured
_TILE = _WIDTH // COLUMNS
_MARGIN = 128
_MEASURE = _WIDTH - 2 * _MARGIN
_LARGEST, _HARDLY = 320, 0.8  # size of a title, and what is hardly smaller
_SCALE = 2  # drawn at twice the size and reduced, which makes the edges smooth


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
    rows, lines = _compose(meta, faces)
    palette, shapes = flowers(meta.title, rows)
    page = Image.new("RGB", (_WIDTH * _SCALE, _HEIGHT * _SCALE), palette.paper)
    canvas = ImageDraw.Draw(page)
    for shape, colour in shapes:
        canvas.polygon([(x * _TILE * _SCALE, y * _TILE * _SCALE) for x, y in shape], fill=colour)
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
    key = hashlib.sha256(json.dumps(["cover", *shaped_by], sort_keys=True).encode()).hexdigest()
    painted = cache.get(key)
    if painted is None or not painted.startswith(_PNG):
        painted = paint(meta, styles=styles)
        cache.put(key, painted)
    return painted


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
