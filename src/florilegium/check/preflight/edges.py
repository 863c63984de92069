"""Things too near an edge: text in the gutter, outside the safe area, on a narrow spine.

In: the file as pypdfium2 reads and paints it. Positions are those of the letters on the page.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image

from florilegium.findings import Finding
from florilegium.render.shop.job import PrintJob

_POINTS = 72 / 25.4
# Millimetres that a cutter may be off: nothing may stand nearer, whatever the shop says.
_CUTTER = 3.0
_SLACK = 0.1
_INK = 250  # of 255: darker is ink


@dataclass(frozen=True, slots=True)
class _Text:
    """The place of some letters: millimetres from the four edges of the trimmed page."""

    left: float
    low: float
    right: float
    high: float
    words: str


def check_interior(path: Path, job: PrintJob) -> Iterator[Finding]:
    """Yield S111 for text in the gutter, or nearer to another edge than the shop allows.

    One finding for each of the two, on the page where it is worst.
    """
    outer = job.printer.outer_bleed if job.bleed and job.printer.outer_bleed else job.printer.outer
    with pdfium.PdfDocument(path) as pdf:
        least = {"spine": max(job.gutter(len(pdf)), _CUTTER), "edge": max(outer, _CUTTER)}
        near: dict[str, list[tuple[float, int, str]]] = {side: [] for side in least}
        for number, page in enumerate(pdf, start=1):
            for side, found in _nearest(page, is_recto=number % 2 == 1).items():
                if found[0] < least[side] - _SLACK:
                    near[side].append((found[0], number, found[1]))
    for side, pages in near.items():
        if pages:
            room, number, words = min(pages)
            more = f" (too near on {len(pages)} pages)" if len(pages) > 1 else ""
            message = f"{words!r} is {room:.1f} mm from the {side}, {least[side]:g} needed{more}"
            yield Finding("S111", f"{path.name}, page {number}", message)


def _nearest(page: pdfium.PdfPage, *, is_recto: bool) -> dict[str, tuple[float, str]]:
    """Return how near text comes to the spine and to any other edge, in mm, with its words."""
    found: dict[str, tuple[float, str]] = {}
    for text in _texts(page):
        inner, outside = (text.left, text.right) if is_recto else (text.right, text.left)
        rooms = {"spine": inner, "edge": min(outside, text.low, text.high)}
        for side, room in rooms.items():
            if side not in found or room < found[side][0]:
                found[side] = (room, text.words)
    return found


def check_cover(path: Path, job: PrintJob, *, spine: float) -> Iterator[Finding]:
    """Yield S111 and S115 for words of the cover near an edge, or on the folds of the spine."""
    safe = max(job.printer.cover_safe, _CUTTER)
    fold = job.printer.spine_safe or 1.0
    width = job.trim[0]
    with pdfium.PdfDocument(path) as pdf:
        for text in (text for page in pdf for text in _texts(page)):
            start, end = text.left, 2 * width + spine - text.right
            nearest = min(start, text.low, text.right, text.high)
            if nearest < safe - _SLACK:
                message = f"{text.words!r} is {nearest:.1f} mm from the edge, {safe:g} needed"
                yield Finding("S111", path.name, message)
            if end > width - safe and start < width + spine + safe and spine:
                room = min(start - width, width + spine - end)
                if room < fold - _SLACK and end > width - fold and start < width + spine + fold:
                    message = f"{text.words!r} is {room:.1f} mm from a fold of the spine"
                    yield Finding("S115", path.name, f"{message}, {fold:g} needed")


def check_bleed(path: Path, job: PrintJob) -> Iterator[Finding]:
    """Yield S110 where colour reaches the cut, but not the end of the bleed."""
    if job.bleed < 1:
        return
    with pdfium.PdfDocument(path) as pdf:
        for number, page in enumerate(pdf, start=1):
            left, low, right, high = page.get_trimbox()
            picture = page.render(scale=2).to_pil().convert("L")
            reach = 0.6 * job.bleed * _POINTS
            edges = {
                "left": ((left + 1, left + 2), (left - reach - 1, left - reach), False),
                "right": ((right - 2, right - 1), (right + reach, right + reach + 1), False),
                "foot": ((low + 1, low + 2), (low - reach - 1, low - reach), True),
                "head": ((high - 2, high - 1), (high + reach, high + reach + 1), True),
            }
            for side, (inside, outside, is_level) in edges.items():
                ends = (left + 3, right - 3) if is_level else (low + 3, high - 3)
                strips = (
                    _strip(picture, span, ends, is_level=is_level) for span in (inside, outside)
                )
                if _gap(*strips):
                    yield Finding("S110", f"{path.name}, page {number}",
                                  f"colour ends at the {side} edge of the trim")  # fmt: skip


def _strip(
    picture: Image.Image, span: tuple[float, float], ends: tuple[float, float], *, is_level: bool
) -> bytes:
    """Return the greys along an edge, one for each half point; *span* is across it."""
    height = picture.height / 2
    if is_level:
        box = (ends[0], height - span[1], ends[1], height - span[0])
    else:
        box = (span[0], height - ends[1], span[1], height - ends[0])
    left, high, right, low = (round(2 * one) for one in box)
    long = int(2 * (ends[1] - ends[0]))
    crop = picture.crop((left, high, right, low))
    return crop.resize((long, 1) if is_level else (1, long)).tobytes()


def _gap(inside: bytes, outside: bytes) -> bool:
    """Whether there is a stretch of ink inside the cut that is white outside of it."""
    missing = sum(a < _INK <= b for a, b in zip(inside, outside, strict=True))
    return missing > 4  # noqa: PLR2004  # two points: more than a letter's edge


def _texts(page: pdfium.PdfPage) -> Iterator[_Text]:
    left, low, right, high = page.get_trimbox()
    text = page.get_textpage()
    for place in range(text.count_rects()):
        x, y, x2, y2 = text.get_rect(place)
        words = text.get_text_bounded(x, y, x2, y2).strip()
        if words and left - 1 <= x2 and x <= right + 1:
            sides = (x - left, y - low, right - x2, high - y2)
            a, b, c, d = (side / _POINTS for side in sides)
            yield _Text(a, b, c, d, words[:40])
