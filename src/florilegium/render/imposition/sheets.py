"""The bytes of an interior → the bytes of its sheets, which keep its standard.

In: the pages as they are printed, with the bleed they have. Out: sheets of two pages a side,
centred on the paper. Pages that are folded meet at the fold and bleed on the other three sides;
those that are cut apart bleed on all four. Marks stand outside of it all: where it is cut, where
it is folded. It never decides which page stands where: that is ``order.py``'s.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import pikepdf
from pikepdf import Array

from florilegium.errors import ConfigError
from florilegium.model import Sheets
from florilegium.model.book import EDITIONS_FILE
from florilegium.render.imposition import order
from florilegium.render.interior.boxes import POINTS, ROOM, Boxes, crop_marks, set_boxes
from florilegium.render.interior.convert import inks_of, saved
from florilegium.render.interior.inks import Inks
from florilegium.render.interior.pdfx import Claim, claim, information
from florilegium.render.shop.job import PrintJob
from florilegium.render.shop.tables import SHEETS

_SIDES = 2
_A_SHEET = 4  # pages: two on each side
_FOLDED = ("booklet", "signatures")
_TENTH = 0.1  # of a millimetre


@dataclass(frozen=True, slots=True)
class Imposed:
    """The imposed file, and what a copy of it takes: *sheets*, printed *sides*, *blanks*.

    *pages* is the number of pages on them, *creep* the most that a page is moved, in mm; *size*
    is what is left of a sheet when its edges are cut, in mm.
    """

    content: bytes
    sheets: int
    sides: int
    pages: int
    blanks: int
    size: tuple[float, float]
    creep: float = 0.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where things stand on a side of a sheet, in millimetres.

    *part* is the size of a page with the bleed it keeps, *trim* of the two of them when the
    edges are cut, *room* what is left across and down beside bleed and pages.
    """

    kind: Sheets
    part: tuple[float, float]
    trim: tuple[float, float]
    bleed: float
    room: tuple[float, float]

    @property
    def is_folded(self) -> bool:
        """Whether the two pages are one leaf that is folded between them."""
        return self.kind in _FOLDED

    @property
    def boxes(self) -> Boxes:
        """The boxes of the sheet, in points."""
        left, low = (round(side / 2 * POINTS, 3) for side in self.room)
        edge = self.bleed * POINTS
        right, high = left + self.trim[0] * POINTS, low + self.trim[1] * POINTS
        wide, tall = right + left + 2 * edge, high + low + 2 * edge
        trim = (left + edge, low + edge, right + edge, high + edge)
        bleed = (left, low, right + 2 * edge, high + 2 * edge)
        media = (0.0, 0.0, wide, tall)
        return Boxes(*(_rounded(box) for box in (media, bleed, trim)))

    @property
    def inner(self) -> tuple[float, ...]:
        """Where the two pages part, in points from the left: the fold, or the cuts."""
        middle = self.boxes.media[2] / 2
        cuts = {round(middle - self.bleed * POINTS, 3), round(middle + self.bleed * POINTS, 3)}
        return (round(middle, 3),) if self.is_folded else tuple(sorted(cuts))


def sheet_for(job: PrintJob) -> Sheet:
    """Return the sheet that *job* asks for; raise `ConfigError` when it does not fit the paper."""
    kind = job.sheets or "booklet"
    width, height = job.trim
    sides = 1 if kind in _FOLDED else _SIDES  # of a page that bleed across the sheet
    part = (width + sides * job.bleed, height + 2 * job.bleed)
    around = 2 * ROOM if job.marks else 0.0
    trim = (_SIDES * part[0] - 2 * job.bleed, height)
    needed = (_SIDES * part[0] + around, part[1] + around)
    if not job.sheet:
        return Sheet(kind, part, trim, job.bleed, (around, around))
    short, long = SHEETS[job.sheet]
    if long < needed[0] - _TENTH or short < needed[1] - _TENTH:
        raise _too_large(job, needed)
    room = (max(long - _SIDES * part[0], 0.0), max(short - part[1], 0.0))
    return Sheet(kind, part, trim, job.bleed, room)


def _too_large(job: PrintJob, needed: tuple[float, float]) -> ConfigError:
    wide, high = needed
    fits = [
        name for name, (short, long) in SHEETS.items()
        if long >= wide - _TENTH and short >= high - _TENTH
    ]  # fmt: skip
    beside = [f"{job.bleed:g} mm of bleed"] * bool(job.bleed) + ["marks"] * job.marks
    added = f" with {' and '.join(beside)}" if beside else ""
    return ConfigError(
        f"two pages of {job.trim[0]:g} × {job.trim[1]:g} mm{added} do not fit on {job.sheet}",
        where=EDITIONS_FILE,
        hint=f"These sheets are large enough: {', '.join(fits) or 'none that we know'}.",
    )


def impose(interior: bytes, job: PrintJob, *, used: int, title: str, moment: datetime) -> Imposed:
    """Return the sheets of *interior*, of whose pages so many are *used* by the book.

    Raises `ConfigError` when two pages do not fit on the paper, `ToolError` without pdfimpose.
    """
    sheet = sheet_for(job)
    pages, creep = _prepared(interior, job, sheet)
    room = (sheet.room[0] / 2 * POINTS, sheet.room[1] / 2 * POINTS)
    sides = order.imposed(pages, sheet.kind, group=job.signature, room=room)
    with pikepdf.open(io.BytesIO(sides)) as pdf:
        _finish(pdf, job, sheet, title=title, moment=moment)
        count = len(pdf.pages)
        content = saved(pdf, job)
    filled = count * _SIDES
    return Imposed(content, count // 2, count, filled, filled - used, sheet.trim, round(creep, 3))


# -- the pages -------------------------------------------------------------------------------


def _prepared(interior: bytes, job: PrintJob, sheet: Sheet) -> tuple[bytes, float]:
    """Return the pages with their bleed, filled to whole sheets and moved for creep.

    And the most that one is moved, in millimetres.
    """
    most = 0.0
    with pikepdf.open(io.BytesIO(interior)) as pdf:
        size = [float(one) for one in pdf.pages[0].trimbox]
        whole = _A_SHEET * (job.signature if sheet.kind == "signatures" else 1)
        while len(pdf.pages) % whole:
            pdf.add_blank_page(page_size=(size[2], size[3]))
            pdf.pages[-1].obj.TrimBox = Array(size)
        moves = tuple(_moves(len(pdf.pages), job, sheet))
        for number, (page, move) in enumerate(zip(pdf.pages, moves, strict=True), start=1):
            _cut_out(page, sheet, move, is_recto=number % 2 == 1)
            most = max(most, abs(move))
        target = io.BytesIO()
        pdf.save(target, deterministic_id=True)
        return target.getvalue(), most


def _cut_out(page: pikepdf.Page, sheet: Sheet, move: float, *, is_recto: bool) -> None:
    """Leave of *page* the trim and the bleed it keeps, what is on it moved by *move* mm."""
    left, low, *_ = (float(one) for one in page.trimbox)
    at_fold = sheet.is_folded and is_recto  # the fold is to the left of a right-hand page
    across = (move + (0.0 if at_fold else sheet.bleed)) * POINTS - left
    up = sheet.bleed * POINTS - low
    page.contents_add(f"q 1 0 0 1 {across:.3f} {up:.3f} cm\n".encode(), prepend=True)
    page.contents_add(b"Q")
    page.contents_coalesce()
    for key in ("/CropBox", "/BleedBox", "/TrimBox"):
        if key in page.obj:
            del page.obj[key]
    page.obj.MediaBox = Array([0, 0, *(round(side * POINTS, 3) for side in sheet.part)])


def _moves(pages: int, job: PrintJob, sheet: Sheet) -> Iterator[float]:
    """Yield how far each page is moved to the right in mm, so that all cut edges agree.

    A sheet inside others stands out at the fore-edge by their thickness: its pages go towards
    the fold by as much.
    """
    group = job.signature if sheet.kind == "signatures" else pages // _A_SHEET
    leaf = job.paper.leaf if job.paper and sheet.is_folded else 0.0
    for page in range(pages):
        of_group = group * _A_SHEET
        start = page // of_group * of_group
        size = min(of_group, pages - start)
        place = page - start
        depth = min(place, size - 1 - place) // 2  # 0 for the outermost sheet
        towards = -1 if page % 2 == 0 else 1  # the fold is to the left of a right-hand page
        yield towards * depth * leaf


# -- the sheets ------------------------------------------------------------------------------


def _finish(
    pdf: pikepdf.Pdf, job: PrintJob, sheet: Sheet, *, title: str, moment: datetime
) -> None:
    """Give the sheets boxes, marks and claims; take out what the library wrote of itself."""
    for key in ("/Metadata", "/Outlines"):
        if key in pdf.Root:
            del pdf.Root[key]
    if "/ID" in pdf.trailer:  # a random one
        del pdf.trailer["/ID"]
    inks = inks_of(job)
    marks = b""
    if job.marks:
        where = {"folds" if sheet.is_folded else "cuts": sheet.inner}
        marks = crop_marks(sheet.boxes, inks or Inks("grey", b""), **where)
    for page in pdf.pages:
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(b"Q\n" + marks)
        page.contents_coalesce()
        set_boxes(page, sheet.boxes)
    named = f"{title}: {sheet.kind}"
    if inks is None:
        information(pdf, named, moment)
    else:
        claim(pdf, Claim(named, moment, job.standard, job.profile, inks.profile))


def _rounded(box: tuple[float, ...]) -> tuple[float, float, float, float]:
    left, low, right, high = (round(one, 3) for one in box)
    return left, low, right, high
