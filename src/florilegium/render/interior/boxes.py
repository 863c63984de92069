"""Page boxes and marks: what is printed, what is cut off, and the lines that say where.

In: a page as the press made it, and a print job. Out: MediaBox, BleedBox and TrimBox in that
order around each other (ISO 32000-1, 14.11.2), the content moved so that the sheet begins at
0, and crop marks outside the bleed. It never scales a page.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Array

from florilegium.render.interior.inks import Inks
from florilegium.render.shop.job import PrintJob

POINTS = 72 / 25.4
_OFFSET, _LENGTH, _WIDTH = 1.0, 5.0, 0.25  # of a mark: mm from the bleed, mm, points
ROOM = _OFFSET + _LENGTH + 1.0  # mm beside the bleed that marks take
_DASH = "[2 1.5] 0 d"  # of a fold, as it is drawn everywhere


@dataclass(frozen=True, slots=True)
class Boxes:
    """The boxes of a page in points, from the lower left corner of the sheet."""

    media: tuple[float, float, float, float]
    bleed: tuple[float, float, float, float]
    trim: tuple[float, float, float, float]


def boxes_for(size: tuple[float, float], job: PrintJob) -> Boxes:
    """Return the boxes of a page whose trimmed *size* is in millimetres."""
    around = ROOM if job.marks else 0.0
    width, height = size
    trim = around + job.bleed
    outer = 2 * trim
    return Boxes(
        _points(0, 0, width + outer, height + outer),
        _points(around, around, width + outer - around, height + outer - around),
        _points(trim, trim, width + trim, height + trim),
    )


def _points(*millimetres: float) -> tuple[float, float, float, float]:
    left, low, right, high = (round(one * POINTS, 3) for one in millimetres)
    return left, low, right, high


def set_boxes(page: pikepdf.Page, boxes: Boxes) -> None:
    """Give *page* its boxes; PDF/X knows no ArtBox beside a TrimBox, and needs no CropBox."""
    for key in ("/CropBox", "/ArtBox", "/UserUnit", "/Rotate"):
        if key in page.obj:
            del page.obj[key]
    page.obj.MediaBox = Array(boxes.media)
    page.obj.BleedBox = Array(boxes.bleed)
    page.obj.TrimBox = Array(boxes.trim)


def crop_marks(
    boxes: Boxes, inks: Inks, *, cuts: Sequence[float] = (), folds: Sequence[float] = ()
) -> bytes:
    """Return the operators that draw crop marks at the corners of the trim.

    *cuts* and *folds* are further places in points from the left: where the trim is cut again,
    and (dashed) where it is folded.
    """
    left, low, right, high = boxes.trim
    bleed = left - boxes.bleed[0]
    start, end = bleed + _OFFSET * POINTS, bleed + (_OFFSET + _LENGTH) * POINTS
    lines = []
    for x, way in ((left, -1), (right, 1)):
        for y, up in ((low, -1), (high, 1)):
            lines.append(f"{x + way * start:.3f} {y:.3f} m {x + way * end:.3f} {y:.3f} l S")
            lines.append(f"{x:.3f} {y + up * start:.3f} m {x:.3f} {y + up * end:.3f} l S")
    for places, before in ((cuts, ""), (folds, f"{_DASH} ")):
        for x in places:
            for y, up in ((low, -1), (high, 1)):
                line = f"{x:.3f} {y + up * start:.3f} m {x:.3f} {y + up * end:.3f} l S"
                lines.append(f"{before}{line}")
    colour = " ".join(f"{one:g}" for one in inks.black())
    letter = "G" if inks.space == "DeviceGray" else "K"
    return f"q {colour} {letter} {_WIDTH} w {' '.join(lines)} Q\n".encode()
