"""The bytes of an interior → the bytes of its sheets. The only module that knows pdfimpose.

In: pages of one size, trimmed. Out: sheets of two pages a side, centred on the paper. pdfimpose
2.10 has the order and the places; its creep is broken by its own words (its issue 36), so pages
are moved towards the fold before they are imposed.
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array

from florilegium.errors import ConfigError
from florilegium.render.coversheet.barcode import missing
from florilegium.render.interior.boxes import POINTS
from florilegium.render.shop.job import PrintJob
from florilegium.render.shop.tables import SHEETS

_SIDES = 2
_A_SHEET = 4  # pages: two on each side


@dataclass(frozen=True, slots=True)
class Imposed:
    """The imposed file, and what a copy of it takes: *sheets*, printed *sides*, *blanks*.

    *pages* is the number of pages on them, *creep* the most that a page is moved, in mm.
    """

    content: bytes
    sheets: int
    sides: int
    pages: int
    blanks: int
    creep: float = 0.0


def impose(interior: bytes, job: PrintJob, *, used: int) -> Imposed:
    """Return the sheets of *interior*, of whose pages so many are *used* by the book.

    Raises `ConfigError` when two pages do not fit on the paper, `ToolError` without pdfimpose.
    """
    pages, creep = _prepared(interior, job)
    with pikepdf.open(io.BytesIO(pages)) as pdf:
        count = len(pdf.pages)
    target = io.BytesIO()
    kind = job.sheets or "booklet"
    _IMPOSE[kind](io.BytesIO(pages), target, job, count)
    content, sides = _finished(target.getvalue(), job)
    filled = sides * _SIDES
    return Imposed(content, sides // 2, sides, filled, filled - used, round(creep, 3))


# -- the pages -------------------------------------------------------------------------------


def _prepared(interior: bytes, job: PrintJob) -> tuple[bytes, float]:
    """Return the trimmed pages, filled to whole sheets and moved for creep, and the most moved."""
    most = 0.0
    with pikepdf.open(io.BytesIO(interior)) as pdf:
        size = [float(one) for one in pdf.pages[0].trimbox]
        whole = _A_SHEET * (job.signature if job.sheets == "signatures" else 1)
        while len(pdf.pages) % whole:
            pdf.add_blank_page(page_size=(size[2], size[3]))
            pdf.pages[-1].obj.TrimBox = Array(size)
        moves = tuple(_moves(len(pdf.pages), job))
        for page, move in zip(pdf.pages, moves, strict=True):
            left, low, right, high = (float(one) for one in page.trimbox)
            across = move * POINTS - left
            page.contents_add(f"q 1 0 0 1 {across:.3f} {-low:.3f} cm\n".encode(), prepend=True)
            page.contents_add(b"Q")
            page.contents_coalesce()
            for key in ("/CropBox", "/BleedBox", "/TrimBox"):
                if key in page.obj:
                    del page.obj[key]
            page.obj.MediaBox = Array([0, 0, right - left, high - low])
            most = max(most, abs(move))
        target = io.BytesIO()
        pdf.save(target, deterministic_id=True)
        return target.getvalue(), most


def _moves(pages: int, job: PrintJob) -> Iterator[float]:
    """Yield how far each page is moved to the right in mm, so that all cut edges agree.

    A sheet inside others stands out at the fore-edge by their thickness: its pages go towards
    the fold by as much.
    """
    group = _group(pages, job)
    leaf = job.paper.leaf if job.paper else 0.0
    for page in range(pages):
        if not group:
            yield 0.0
            continue
        of_group = group * _A_SHEET
        start = page // of_group * of_group
        size = min(of_group, pages - start)
        place = page - start
        depth = min(place, size - 1 - place) // 2  # 0 for the outermost sheet
        towards = -1 if page % 2 == 0 else 1  # the fold is to the left of a right-hand page
        yield towards * depth * leaf


def _group(pages: int, job: PrintJob) -> int:
    """Return how many sheets are put into each other; 0 where none are."""
    if job.sheets == "signatures":
        return job.signature
    return pages // _A_SHEET if job.sheets in (None, "booklet") else 0


# -- the sheets ------------------------------------------------------------------------------


def _margins(job: PrintJob) -> Any:  # noqa: ANN401  # pdfimpose's
    """Return the margins that centre two pages on the paper; raise `ConfigError` if none do."""
    from pdfimpose.schema import Margins  # noqa: PLC0415

    width, height = job.trim
    if not job.sheet:
        return Margins(0)
    short, long = SHEETS[job.sheet]
    across, down = long - _SIDES * width, short - height
    if across < -0.1 or down < -0.1:  # noqa: PLR2004  # a tenth of a millimetre
        fits = [
            name for name, (low, high) in SHEETS.items()
            if high - _SIDES * width >= -0.1 and low - height >= -0.1  # noqa: PLR2004
        ]  # fmt: skip
        raise ConfigError(
            f"two pages of {width:g} × {height:g} mm do not fit on {job.sheet}",
            where="book/editions.toml",
            hint=f"These sheets are large enough: {', '.join(fits) or 'none that we know'}.",
        )
    side, edge = max(across, 0) / 2 * POINTS, max(down, 0) / 2 * POINTS
    return Margins(left=side, right=side, top=edge, bottom=edge)


def _library() -> Any:  # noqa: ANN401  # the same
    try:
        import pdfimpose  # noqa: PLC0415  # of the extra 'print'
        from pdfimpose import schema  # noqa: PLC0415
        from pdfimpose.schema import hardcover, saddle, wire  # noqa: PLC0415
    except ImportError as err:
        raise missing("pdfimpose") from err
    del pdfimpose
    return schema, hardcover, saddle, wire


def _booklet(source: io.BytesIO, target: io.BytesIO, job: PrintJob, _pages: int) -> None:
    _, _, saddle, _ = _library()
    saddle.impose([source], target, folds="h", omargin=_margins(job))


def _signatures(source: io.BytesIO, target: io.BytesIO, job: PrintJob, _pages: int) -> None:
    _, hardcover, _, _ = _library()
    hardcover.impose([source], target, folds="h", group=job.signature, omargin=_margins(job))


def _cut_and_stack(source: io.BytesIO, target: io.BytesIO, job: PrintJob, _pages: int) -> None:
    _, _, _, wire = _library()
    wire.impose([source], target, signature=(2, 1), omargin=_margins(job))


def _two_up(source: io.BytesIO, target: io.BytesIO, job: PrintJob, _pages: int) -> None:
    """Two pages side by side, in the order they are read."""
    schema, *_ = _library()
    margins = _margins(job)

    class TwoUp(schema.AbstractImpositor):  # type: ignore[misc,name-defined]  # pdfimpose has no types
        def blank_page_number(self, source: int) -> int:
            return -source % _A_SHEET

        def matrixes(self, pages: int) -> Iterator[Any]:
            for first in range(0, pages, _SIDES):
                left = schema.Page(first, left=margins.left, top=margins.top,
                                   bottom=margins.bottom)  # fmt: skip
                right = schema.Page(first + 1, right=margins.right, top=margins.top,
                                    bottom=margins.bottom)  # fmt: skip
                yield schema.Matrix([[left], [right]])

    TwoUp().impose([source], target)


_IMPOSE = {
    "booklet": _booklet,
    "signatures": _signatures,
    "cut-and-stack": _cut_and_stack,
    "two-up": _two_up,
}


def _finished(content: bytes, job: PrintJob) -> tuple[bytes, int]:
    """Return the sheets without the traces of the library, whose ids are random, and the sides."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.trailer.Info = pdf.make_indirect(pikepdf.Dictionary())
        pdf.docinfo["/Producer"] = pikepdf.String("Florilegium")
        pdf.docinfo["/Title"] = pikepdf.String(f"{job.edition}: {job.sheets or 'booklet'}")
        for key in ("/Metadata", "/Outlines"):
            if key in pdf.Root:
                del pdf.Root[key]
        if "/ID" in pdf.trailer:
            del pdf.trailer["/ID"]
        _plain(pdf.pages)
        target = io.BytesIO()
        pdf.save(
            target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
        )
        return target.getvalue(), len(pdf.pages)


def _plain(pages: Iterable[pikepdf.Page]) -> None:
    for page in pages:
        page.obj.TrimBox = page.obj.MediaBox
