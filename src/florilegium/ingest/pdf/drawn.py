"""Lines and pictures of a PDF: what is drawn on its pages beside the letters.

Input a page as PDFium has it, output its `Rule`s and `Shown` pictures in points, y upwards, and
on request the bytes of a picture. Nothing of the file is run.
"""

import ctypes
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from io import BytesIO
from itertools import pairwise
from math import isfinite
from typing import Any, NamedTuple, TypeAlias

import pypdfium2
from PIL.Image import Image
from pypdfium2 import PdfMatrix, raw

from florilegium.ingest.pdf.wide_text import wide_text

_Object: TypeAlias = Any  # of PDFium's, which has no types
_Box: TypeAlias = tuple[float, float, float, float]
_Placed: TypeAlias = tuple[_Object, _Box]
_NAME = re.compile(r"page-([0-9]{1,5})-picture-([0-9]{1,5})")
_FARTHEST = 14_400.0  # points: no page is larger (ISO 32000-1, Annex C)
_DEEPEST = 6  # forms within each other
_MOST_OBJECTS = 60_000  # of a page; a map has more, and no table
_MOST_SEGMENTS = 400  # of a path; a drawing has more
_MOST_RULES = 6000
_THIN = 3.0  # points, that a line is thick
_SHORTEST = 3.0  # points of a line
_SMALLEST = 12.0  # points; smaller pictures are letters and bullets
_TOUCHING = 1.0  # points between the slices of one picture
_SCALE = 4.0  # pixels for a point: 288 to the inch
_MOST_PIXELS = 40_000_000
_OPAQUE = (255, 255)  # the least and the most of its alpha


class Rule(NamedTuple):
    """A line drawn from left to right or from the bottom to the top, and where."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def is_level(self) -> bool:
        """Whether it goes from left to right."""
        return self.right - self.left > self.top - self.bottom


class Shown(NamedTuple):
    """A picture: where it stands, what it is called, which one it is (*digest*).

    *words* are what the file says of it for those who do not see it.
    """

    left: float
    bottom: float
    right: float
    top: float
    name: str
    digest: str
    words: str = ""


class Drawn(NamedTuple):
    """What is drawn on a page: *rules*, the pictures *shown*, and how many *shapes* there are."""

    rules: tuple[Rule, ...]
    shown: tuple[Shown, ...]
    shapes: int


def drawn_on(page: pypdfium2.PdfPage, number: int) -> Drawn:
    """Return what is drawn on *page*, whose number is *number*."""
    shapes = 0
    rules: list[Rule] = []
    images: list[_Placed] = []
    for count, (kind, one, matrix) in enumerate(_objects(page)):
        shapes += kind == raw.FPDF_PAGEOBJ_PATH
        if kind == raw.FPDF_PAGEOBJ_PATH and count <= _MOST_OBJECTS:
            rules += _rules(one, matrix)
        elif box := _picture_box(kind, one, matrix):
            images.append((one, box))
    said = _alternatives(page) if images else {}
    shown = [
        Shown(
            *_around(group),
            f"page-{number}-picture-{at}",
            _digest(one for one, _ in group),
            said.get(raw.FPDFPageObj_GetMarkedContentID(group[0][0]), ""),
        )
        for at, group in enumerate(_joined_up(images), start=1)
    ]
    return Drawn(tuple(rules) if len(rules) <= _MOST_RULES else (), tuple(shown), shapes)


def picture(document: pypdfium2.PdfDocument, name: str) -> bytes:
    """Return the picture called *name* as a JPEG or a PNG; none where there is none."""
    found = _NAME.fullmatch(name)
    if found is None or not 0 < int(found[1]) <= len(document):
        return b""
    page = document[int(found[1]) - 1]
    images = [(one, box) for kind, one, m in _objects(page) if (box := _picture_box(kind, one, m))]
    groups = _joined_up(images)[int(found[2]) - 1 :][:1]
    if not groups:
        return b""
    image = pypdfium2.PdfImage(groups[0][0][0], page=page, pdf=document)
    width, height = image.get_px_size()
    if width * height > _MOST_PIXELS:
        return b""
    if len(groups[0]) > 1:
        return _cut_out(page, _around(groups[0]))
    seen = image.get_bitmap(render=True, scale_to_original=True).to_pil()
    masked = "A" in seen.getbands() and seen.getextrema()[-1] != _OPAQUE
    if image.get_filters() == ["DCTDecode"] and not masked and _is_plain(image, page):
        return bytes(image.get_data(decode_simple=False))
    return _written(seen if masked else seen.convert("RGB"))


def _cut_out(page: pypdfium2.PdfPage, box: _Box) -> bytes:
    """Return the part of *page* within *box*, where pictures stand that are one."""
    left, bottom, right, top = page.get_mediabox()
    crop = (box[0] - left, box[1] - bottom, right - box[2], top - box[3])
    page.set_cropbox(left, bottom, right, top)
    cut = page.render(scale=_SCALE, crop=tuple(max(0.0, edge) for edge in crop))
    return _written(cut.to_pil())


def _written(seen: Image) -> bytes:
    buffer = BytesIO()
    seen.save(buffer, "PNG")
    return buffer.getvalue()


def _joined_up(images: Sequence[_Placed]) -> list[list[_Placed]]:
    """Return *images* in groups: the slices of a picture that was cut up are one."""
    groups: list[list[_Placed]] = []
    around = (0.0, 0.0, 0.0, 0.0)
    for one in images:
        if groups and _goes_on(around, one[1]):
            groups[-1].append(one)
            around = _around([(None, around), one])
        else:
            groups.append([one])
            around = one[1]
    return [group for group in groups if side(_around(group)) >= _SMALLEST]


def _goes_on(whole: _Box, box: _Box) -> bool:
    """Tell whether a picture lies below or beside those of *whole*, edge to edge."""
    near = [abs(a - b) <= _TOUCHING for a, b in zip(whole, box, strict=True)]
    below = (
        near[0] and near[2] and min(abs(whole[1] - box[3]), abs(whole[3] - box[1])) <= _TOUCHING
    )
    beside = (
        near[1] and near[3] and min(abs(whole[0] - box[2]), abs(whole[2] - box[0])) <= _TOUCHING
    )
    return below or beside


def _around(group: Sequence[_Placed]) -> _Box:
    boxes = [box for _, box in group]
    return (
        min(box[0] for box in boxes), min(box[1] for box in boxes),
        max(box[2] for box in boxes), max(box[3] for box in boxes),
    )  # fmt: skip


def side(box: _Box | Shown) -> float:
    """Return the shorter side of *box*, in points."""
    return min(box[2] - box[0], box[3] - box[1])


def _objects(page: pypdfium2.PdfPage) -> Iterator[tuple[int, _Object, PdfMatrix]]:
    """Yield the kind of each object of *page*, the object, and where the form it is in stands."""
    for at in range(raw.FPDFPage_CountObjects(page)):
        yield from _within(raw.FPDFPage_GetObject(page, at), PdfMatrix(), 0)


def _within(
    one: _Object, matrix: PdfMatrix, depth: int
) -> Iterator[tuple[int, _Object, PdfMatrix]]:
    kind = raw.FPDFPageObj_GetType(one)
    if kind != raw.FPDF_PAGEOBJ_FORM:
        yield kind, one, matrix
    elif depth < _DEEPEST:
        inner = _matrix(one).multiply(matrix)
        for at in range(raw.FPDFFormObj_CountObjects(one)):
            yield from _within(raw.FPDFFormObj_GetObject(one, at), inner, depth + 1)


def _matrix(one: _Object) -> PdfMatrix:
    found = raw.FS_MATRIX()
    return PdfMatrix.from_raw(found) if raw.FPDFPageObj_GetMatrix(one, found) else PdfMatrix()


def _rules(path: _Object, matrix: PdfMatrix) -> Iterator[Rule]:
    """Yield the lines of *path* that are drawn: its strokes, or thin shapes that are filled."""
    count = raw.FPDFPath_CountSegments(path)
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    if not 2 <= count <= _MOST_SEGMENTS or not (fill.value or stroke.value):  # noqa: PLR2004  # ends of a line
        return
    shapes = list(_shapes(path, count, _matrix(path).multiply(matrix)))
    for shape in shapes:
        if not stroke.value and (line := _filled(shape)):
            yield line
        elif stroke.value or len(shapes) > 1:
            for (x, y), (u, v) in pairwise(shape):
                yield from _line(min(x, u), min(y, v), max(x, u), max(y, v))


def _shapes(path: _Object, count: int, matrix: PdfMatrix) -> Iterator[list[tuple[float, float]]]:
    """Yield the corners of each part of *path*; one with a curve ends there."""
    shape: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for at in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, at)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == raw.FPDF_SEGMENT_MOVETO and shape:
            yield shape
            shape = []
        if kind == raw.FPDF_SEGMENT_BEZIERTO:
            shape = []
            continue
        shape.append(matrix.on_point(x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment) and shape[0] != shape[-1]:
            shape.append(shape[0])
    if shape:
        yield shape


def _filled(shape: Sequence[tuple[float, float]]) -> Rule | None:
    """Return the line that a filled *shape* is, where it is thin."""
    xs, ys = [x for x, _ in shape], [y for _, y in shape]
    return next(_line(min(xs), min(ys), max(xs), max(ys)), None)


def _line(left: float, bottom: float, right: float, top: float) -> Iterator[Rule]:
    if not all(isfinite(n) and abs(n) <= _FARTHEST for n in (left, bottom, right, top)):
        return
    if min(right - left, top - bottom) <= _THIN and max(right - left, top - bottom) >= _SHORTEST:
        yield Rule(left, bottom, right, top)


def _picture_box(kind: int, one: _Object, matrix: PdfMatrix) -> _Box | None:
    """Return where an object that is a picture stands: left, bottom, right, top."""
    if kind != raw.FPDF_PAGEOBJ_IMAGE:
        return None
    own = _matrix(one).multiply(matrix)
    corners = [own.on_point(x, y) for x in (0, 1) for y in (0, 1)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    box = (min(xs), min(ys), max(xs), max(ys))
    return box if all(isfinite(n) and abs(n) <= _FARTHEST for n in box) else None


def _is_plain(one: _Object, page: pypdfium2.PdfPage) -> bool:
    """Tell whether a picture is shown as it lies in the file: upright, in no colours of print."""
    a, b, c, d, _, _ = _matrix(one).get()
    facts = raw.FPDF_IMAGEOBJ_METADATA()
    raw.FPDFImageObj_GetImageMetadata(one, page, facts)
    shown = (raw.FPDF_COLORSPACE_DEVICEGRAY, raw.FPDF_COLORSPACE_DEVICERGB,
             raw.FPDF_COLORSPACE_ICCBASED, raw.FPDF_COLORSPACE_CALRGB)  # fmt: skip
    upright = a > 0 and d > 0 and abs(b) + abs(c) < 0.01 * (a + d)
    return upright and facts.colorspace in shown and facts.bits_per_pixel <= 24  # noqa: PLR2004  # no fourth colour


def _digest(images: Iterable[_Object]) -> str:
    """Return a name for the bytes of pictures, the same wherever they stand again."""
    digest = hashlib.sha256()
    for one in images:
        size = raw.FPDFImageObj_GetImageDataRaw(one, None, 0)
        buffer = ctypes.create_string_buffer(size)
        raw.FPDFImageObj_GetImageDataRaw(one, buffer, size)
        digest.update(buffer.raw)
    return digest.hexdigest()


def _alternatives(page: pypdfium2.PdfPage) -> dict[int, str]:
    """Return what is said in place of parts of *page*, by the numbers of their content."""
    tree = raw.FPDF_StructTree_GetForPage(page)
    if not tree:
        return {}
    found: dict[int, str] = {}
    waiting = [
        (raw.FPDF_StructTree_GetChildAtIndex(tree, at), "")
        for at in range(raw.FPDF_StructTree_CountChildren(tree))
    ]
    while waiting and len(found) < _MOST_OBJECTS:
        element, around = waiting.pop()
        if not element:
            continue
        words = _said(element) or around
        if words:
            for at in range(max(0, raw.FPDF_StructElement_GetMarkedContentIdCount(element))):
                found[raw.FPDF_StructElement_GetMarkedContentIdAtIndex(element, at)] = words
        waiting += [
            (raw.FPDF_StructElement_GetChildAtIndex(element, at), words)
            for at in range(max(0, raw.FPDF_StructElement_CountChildren(element)))
        ]
    raw.FPDF_StructTree_Close(tree)
    return found


def _said(element: _Object) -> str:
    write = partial(raw.FPDF_StructElement_GetAltText, element)
    return " ".join(wide_text(write, longest=4000).split())  # no description is so long
