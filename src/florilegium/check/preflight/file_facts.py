"""The facts a shop reads off the file first: boxes, fonts, claims, number of pages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Name, Object

from florilegium.findings import Finding
from florilegium.render.shop.job import STANDARDS, PrintJob

_POINTS = 72 / 25.4
_TENTH = 0.1 * _POINTS  # what a cutter holds
_EMBEDDED = ("/FontFile", "/FontFile2", "/FontFile3")
_FORBIDDEN = {"/AcroForm": "a form", "/OpenAction": "an action", "/Encrypt": "encryption",
              "/JavaScript": "a script"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a page should be: its trimmed *size* in millimetres, for which *job*."""

    size: tuple[float, float]
    job: PrintJob
    is_cover: bool = False


def check_file(path: Path, sheet: Sheet) -> Iterator[Finding]:
    """Yield what is wrong with fonts, boxes and claims of the file at *path*."""
    with pikepdf.open(path) as pdf:
        yield from _fonts(pdf, path.name)
        yield from _boxes(pdf, path.name, sheet)
        yield from _claims(pdf, path.name, sheet.job)


def check_pages(path: Path, job: PrintJob) -> Iterator[Finding]:
    """Yield S112 for a number of pages that cannot be bound, and for folios on the wrong side."""
    with pikepdf.open(path) as pdf:
        pages = len(pdf.pages)
        if pages % job.multiple:
            yield Finding("S112", path.name, f"{pages} pages are no multiple of {job.multiple}")
        least, most = job.printer.pages
        if pages < least or (most and pages > most):
            limits = f"{least} to {most}" if most else f"at least {least}"
            yield Finding("S112", path.name, f"{pages} pages, and the shop takes {limits}")
        for number, page in enumerate(pdf.pages, start=1):
            label = str(page.label)
            folio = re.fullmatch(r"\d+", label)
            if "/PageLabels" in pdf.Root and folio and (int(label) - number) % 2:
                message = f"the folio {label} stands on the wrong side of the leaf"
                yield Finding("S112", f"{path.name}, page {number}", message)
                return


def _fonts(pdf: pikepdf.Pdf, where: str) -> Iterator[Finding]:
    for font in pdf.objects:
        if not isinstance(font, Dictionary) or font.get("/Type") != Name.Font:
            continue
        if "/DescendantFonts" in font or font.get("/Subtype") == Name.Type3:
            continue
        descriptor = font.get("/FontDescriptor", Dictionary())
        if not any(key in descriptor for key in _EMBEDDED):
            yield Finding("S101", where, f"{str(font.get('/BaseFont', '/?'))[1:]} is missing")


def _boxes(pdf: pikepdf.Pdf, where: str, sheet: Sheet) -> Iterator[Finding]:
    wanted = [side * _POINTS for side in sheet.size]
    bleed = sheet.job.bleed
    for number, page in enumerate(pdf.pages, start=1):
        place = f"{where}, page {number}"
        if "/TrimBox" not in page.obj:
            yield Finding("S109", place, "it has no TrimBox")
            return
        trim, bled, media = (_box(page, key) for key in ("/TrimBox", "/BleedBox", "/MediaBox"))
        size = (trim[2] - trim[0], trim[3] - trim[1])
        if any(abs(a - b) > _TENTH for a, b in zip(size, wanted, strict=True)):
            is_spine = sheet.is_cover and abs(size[1] - wanted[1]) <= _TENTH
            message = f"it is cut to {_mm(size)} mm, and should be {_mm(wanted)} mm"
            yield Finding("S113" if is_spine else "S109", place, message)
            return
        if not _within(trim, bled) or not _within(bled, media):
            yield Finding("S109", place, "its boxes do not lie within each other")
            return
        given = min(trim[0] - bled[0], trim[1] - bled[1], bled[2] - trim[2], bled[3] - trim[3])
        if given < bleed * _POINTS - _TENTH:
            message = f"its bleed is {given / _POINTS:.1f} mm, and {bleed:g} mm are asked for"
            yield Finding("S109", place, message)
            return


def _box(page: pikepdf.Page, key: str) -> tuple[float, float, float, float]:
    box = page.obj.get(key, page.mediabox)
    left, low, right, high = (float(one) for one in box)
    return left, low, right, high


def _within(inner: tuple[float, ...], outer: tuple[float, ...]) -> bool:
    slack = 0.01
    return (
        inner[0] >= outer[0] - slack
        and inner[1] >= outer[1] - slack
        and inner[2] <= outer[2] + slack
        and inner[3] <= outer[3] + slack
    )


def _mm(points: tuple[float, ...] | list[float]) -> str:
    return " × ".join(f"{one / _POINTS:.1f}" for one in points)


def _claims(pdf: pikepdf.Pdf, where: str, job: PrintJob) -> Iterator[Finding]:
    for key, what in _FORBIDDEN.items():
        if key in pdf.Root or key in pdf.trailer:
            yield Finding("S114", where, f"it has {what}")
    if any("/Annots" in page.obj for page in pdf.pages):
        yield Finding("S114", where, "it has links or comments")
    if not str(pdf.docinfo.get("/Title", "")):
        yield Finding("S114", where, "it has no title")
    if job.colour == "rgb":
        return
    if str(pdf.docinfo.get("/Trapped", "")) not in ("/False", "/True"):
        yield Finding("S114", where, "it does not say whether it is trapped")
    if _claimed(pdf) != job.standard:
        yield Finding("S114", where, f"it does not say that it is {STANDARDS[job.standard]}")
    yield from _intent(pdf, where)


def _claimed(pdf: pikepdf.Pdf) -> str:
    """Return the standard that the file says it keeps."""
    packet = pdf.Root.Metadata.read_bytes() if "/Metadata" in pdf.Root else b""
    if b">PDF/X-4<" in packet:
        return "pdf/x-4"
    old = str(pdf.docinfo.get("/GTS_PDFXConformance", ""))
    return "pdf/x-1a" if old.startswith("PDF/X-1a") else ""


def _intent(pdf: pikepdf.Pdf, where: str) -> Iterator[Finding]:
    intents: list[Object] = list(pdf.Root.get("/OutputIntents", []))
    found = [one for one in intents if one.get("/S") == Name.GTS_PDFX]
    if not found:
        yield Finding("S114", where, "it names no condition of printing (output intent)")
        return
    profile = found[0].get("/DestOutputProfile")
    if profile is None:
        yield Finding("S114", where, "its output intent has no profile")
        return
    head = profile.read_bytes()[:40]
    if head[12:16] != b"prtr" or head[36:40] != b"acsp":
        yield Finding("S114", where, "the profile of its output intent is no printer's")
