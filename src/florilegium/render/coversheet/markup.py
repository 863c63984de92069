"""The parts of a printed cover as XHTML: placed boxes, in millimetres from the trimmed corner.

In: words, sizes, the flowers of the book. Out: elements for one page of the press. It never
measures the finished page; preflight does.
"""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from florilegium.errors import ConfigError
from florilegium.model import BookMeta
from florilegium.project.styles import Styles
from florilegium.render import cover
from florilegium.render import flowers as field
from florilegium.render.coversheet import barcode
from florilegium.render.lettering import Style, break_lines, width

POINT = 25.4 / 72
# Lengths in the measuring of letters are tenths of a point.
_FINE = 10
_HINGE = 6.0  # mm beside the spine that stay plain: a cover may be glued that far off
_GAP = 9.0
_FRAME = 8.0  # mm around the flowers where there is no bleed
_LARGEST, _SMALLEST = 42, 15  # points, of a title
_MOST_LINES = 5
_LEAST_SPINE = 6.0  # points: smaller letters on a spine cannot be read
_BLURB = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0)  # points
_SPINE_FACE = "fonts/SourceSans3-Semibold.ttf"


@dataclass(frozen=True, slots=True)
class Place:
    """The sheet: the trimmed size of a panel, the spine between them, the bleed around; mm.

    *safe* is how far words stay from the edges, *fold* how far from those of the spine.
    """

    width: float
    height: float
    spine: float
    bleed: float
    safe: float
    fold: float

    @property
    def front(self) -> float:
        """Where the front begins."""
        return self.width + self.spine

    @property
    def total(self) -> float:
        """The width of the whole sheet when it is cut."""
        return 2 * self.width + self.spine

    @property
    def margin(self) -> float:
        """The margin of the words of a panel."""
        return max(0.085 * self.width, self.safe + 1)


def ground(place: Place, colour: str) -> str:
    """Return the colour of the whole sheet."""
    outer = 2 * place.bleed
    size = (-place.bleed, -place.bleed, place.total + outer, place.height + outer)
    return _box(*size, f"background: {colour}")


def flowers(place: Place, meta: BookMeta, rows: int) -> str:
    """Return the field of flowers of the front, from the hinge into the bleed."""
    tile = _tile(place)
    _, shapes = field.flowers(meta.title, rows)
    drawn = "".join(
        f'<polygon fill="{colour}" points="{" ".join(f"{x:.4f},{y:.4f}" for x, y in points)}"/>'
        for points, colour in shapes
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {field.COLUMNS} {rows}" '
        f'width="{field.COLUMNS * tile}mm" height="{rows * tile}mm">{drawn}</svg>'
    )
    left = place.front + (_HINGE if place.spine else 0)
    size = (left, -place.bleed, field.COLUMNS * tile, rows * tile)
    if not place.bleed:  # nothing is cut off: the field keeps away from the edges of the paper
        size = (place.front + _FRAME, _FRAME, field.COLUMNS * tile, rows * tile)
    return _picture(*size, _inline(svg))


def own_front(place: Place, name: str) -> str:
    """Return the editor's own picture *name* over the whole front and its bleed."""
    size = (place.front, -place.bleed, place.width + place.bleed, place.height + 2 * place.bleed)
    return _picture(*size, f"picture:{name}")


def rows_for(place: Place) -> int:
    """Return how many rows of flowers leave room for the title."""
    room = 0.62 * (place.height + place.bleed) - (0 if place.bleed else _FRAME)
    return max(2, int(room / _tile(place)))


def front_words(place: Place, meta: BookMeta, styles: Styles, rows: int) -> Iterator[str]:
    """Yield title and subtitle below the flowers, editors and publisher at the foot."""
    hinge = _HINGE if place.spine and place.bleed else 0
    margin = place.margin if place.bleed else max(_FRAME, place.safe + 1)
    measure = place.width - 2 * margin - hinge
    left = place.front + margin + hinge
    top = rows * _tile(place) - place.bleed + _GAP + (0 if place.bleed else _FRAME)
    foot = [cover.edited_by(meta), " · ".join(p for p in (meta.course, meta.term) if p),
            meta.publisher]  # fmt: skip
    lines = [one for one in foot if one]
    foot_height = len(lines) * 5.4 + place.margin
    room = place.height - top - foot_height - 4
    size, title = _title(meta, styles, measure, room)
    inner = "".join(f"<span>{escape(line)}</span>" for line in title)
    yield _words(left, top, measure, f"cover-title: {size}", inner, size=size)
    if meta.subtitle:
        below = top + len(title) * size * 1.08 * POINT + 2.5
        small = max(10.0, min(15.0, size * 0.42))
        yield _words(left, below, measure, "cover-subtitle", escape(meta.subtitle), size=small)
    for number, line in enumerate(reversed(lines)):
        y = place.height - place.margin - 5.4 * (number + 1) + 1.5
        kind = "cover-editors" if line == lines[0] and len(lines) > 1 else "cover-imprint"
        yield _words(left, y, measure, kind, escape(line), size=10.5)


def _title(
    meta: BookMeta, styles: Styles, measure: float, room: float
) -> tuple[float, tuple[str, ...]]:
    """Return the size in points at which the title fits, and its lines."""
    font = styles.find("fonts/SourceSerif4-Semibold.ttf")
    fine = measure / POINT * _FINE
    lines: tuple[str, ...] = ()
    for size in range(_LARGEST, _SMALLEST - 1, -1):
        style = Style(font, size * _FINE, tracking=-0.012, leading=1.08)
        lines = break_lines(meta.title, style, measure=fine)
        subtitle = 2.5 + 2 * max(10, 0.42 * size) * 1.25 * POINT if meta.subtitle else 0
        height = len(lines) * size * 1.08 * POINT + subtitle
        fits = all(width(line, style) <= fine * 0.985 for line in lines)
        if fits and height <= room and len(lines) <= _MOST_LINES:
            return float(size), lines
    return float(_SMALLEST), lines


def spine_words(place: Place, meta: BookMeta, styles: Styles) -> str:
    """Return the title along the spine, read from the head down; nothing when it does not fit.

    ISO 6357, 2.1: words on a spine run from top to bottom.
    """
    room = place.height - 2 * max(place.safe, 12.0)
    high = (place.spine - 2 * place.fold) / POINT
    size = min(13.0, 0.72 * high)
    last = f"{meta.publisher}" if meta.publisher else ""
    while size >= _LEAST_SPINE:
        style = Style(styles.find(_SPINE_FACE), round(size * _FINE))
        runs = [width(text, style) / _FINE * POINT for text in (meta.title, last) if text]
        if sum(runs) + (8.0 if last else 0) <= room:
            return _spine(place, meta.title, last, size)
        size -= 0.5
    return ""


def _spine(place: Place, title: str, last: str, size: float) -> str:
    inset = max(place.safe, 12.0)
    # A box as long as the book is high, turned about its upper left corner.
    style = (
        f"left: {place.width + place.spine:.3f}mm; top: 0; width: {place.height:.3f}mm; "
        f"height: {place.spine:.3f}mm; line-height: {place.spine:.3f}mm; font-size: {size}pt; "
        "transform: rotate(90deg); transform-origin: 0 0"
    )
    ends = f"padding: 0 {inset}mm"
    publisher = f'<div class="cover-placed" style="right: 0; {ends}">{escape(last)}</div>'
    return (
        f'<div class="cover-placed cover-spine" style="{style}">'
        f'<div class="cover-placed" style="left: 0; {ends}">{escape(title)}</div>{publisher}</div>'
    )


def back_words(place: Place, blurb: str, keep: float) -> str:
    """Return the *blurb* on the back; the last *keep* millimetres stay free of it.

    Raises `ConfigError` for one that has no room there in letters that can be read.
    """
    measure = place.width - 2 * place.margin
    top = 0.11 * place.height
    room = place.height - top - keep - 6
    size = next((size for size in _BLURB if _height(blurb, size, measure) <= room), None)
    if size is None:
        least = _BLURB[-1]
        lines = int(room / POINT / (1.4 * least))
        raise ConfigError(
            f"the blurb has {len(blurb)} letters, and the back has no room for so many",
            where="book/editions.toml",
            hint=f"About {int(lines * _letters(least, measure))} fit: shorten 'blurb', or "
            "'description' in book/book.toml.",
        )
    paragraphs = "".join(f"<p>{escape(one)}</p>" for one in blurb.split("\n\n") if one.strip())
    return _words(place.margin, top, measure, "cover-blurb", paragraphs, size=size)


def _letters(size: float, measure: float) -> float:
    """Return how many letters of *size* points stand in a line of *measure* millimetres."""
    return measure / POINT / size / 0.47


def _height(text: str, size: float, measure: float) -> float:
    letters = _letters(size, measure)
    lines = sum(1 + len(one) / letters for one in text.split("\n\n"))
    return lines * size * 1.4 * POINT


def barcode_box(place: Place, drawn: barcode.Barcode, inset: float) -> str:
    """Return the bars on white, at the foot of the back beside the spine."""
    pad = 1.5
    wide, high = drawn.width + 2 * pad, drawn.height + 2 * pad
    left = place.width - inset - wide
    top = place.height - inset - high
    parts = [_box(left, top, wide, high, "background: #ffffff")]
    parts.append(_picture(left + pad, top + pad, drawn.width, drawn.height, _inline(drawn.svg)))
    for text, x, y, size in drawn.labels:
        kind = "cover-digits" if text.isdecimal() else "cover-isbn"
        parts.append(_words(left + pad + x, top + pad + y, 40, kind, text, size=size))
    return "".join(parts)


def _tile(place: Place) -> float:
    if not place.bleed:
        return (place.width - 2 * _FRAME) / field.COLUMNS
    hinge = _HINGE if place.spine else 0
    return (place.width + place.bleed - hinge) / field.COLUMNS


def _box(left: float, top: float, wide: float, high: float, more: str) -> str:
    style = f"left: {left:.3f}mm; top: {top:.3f}mm; width: {wide:.3f}mm; height: {high:.3f}mm"
    return f'<div class="cover-placed" style="{style}; {more}"></div>'


def _picture(left: float, top: float, wide: float, high: float, source: str) -> str:
    style = f"left: {left:.3f}mm; top: {top:.3f}mm; width: {wide:.3f}mm; height: {high:.3f}mm"
    return (
        f'<img class="cover-placed cover-picture" style="{style}" alt="ornament" src="{source}"/>'
    )


def _inline(svg: str) -> str:
    """Return a drawing as an address that has it in itself."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def _words(  # noqa: PLR0913  # the same
    left: float, top: float, measure: float, kind: str, inner: str, *, size: float
) -> str:
    name = kind.partition(":")[0]
    style = f"left: {left:.3f}mm; top: {top:.3f}mm; width: {measure:.3f}mm; font-size: {size}pt"
    return f'<div class="cover-placed {name}" style="{style}">{inner}</div>'
