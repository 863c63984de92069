"""Checks of a finished PDF: what a print shop and a screen reader need.

Sources: ISO 32000-1 (fonts 9.9, page labels 12.4.2, structure 14.7), ISO 14289-1 (PDF/UA-1).
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Object

from florilegium.check import missing_glyphs
from florilegium.findings import Finding
from florilegium.model import Artefact

_POINTS_PER_MM = 72 / 25.4
# T122 and B107 say it of the picture, with its place and what to write.
_NO_WORDS = "has no required alt description"
_EMBEDDED = ("/FontFile", "/FontFile2", "/FontFile3")


def warnings(artefact: Artefact) -> Iterator[Finding]:
    """Yield P103 for a character without a glyph, P101 for all else WeasyPrint complained of."""
    for message in missing_glyphs.told(artefact.warnings):
        yield Finding("P103", artefact.path.name, message)
    for message in artefact.warnings:
        if not (missing_glyphs.is_complaint(message) or _NO_WORDS in message):
            code = "P103" if "glyph" in message else "P101"
            yield Finding(code, artefact.path.name, message)
    if artefact.savings:
        yield Finding("P120", artefact.path.name, artefact.savings)


def check_pdf(
    path: Path, *, families: Sequence[str], size: tuple[float, float]
) -> Iterator[Finding]:
    """Yield what is wrong with the PDF at *path*; *size* is the page's width and height in mm."""
    with pikepdf.open(path) as file:
        yield from _fonts(file, path.name, families)
        yield from _metadata(file, path.name)
        yield from _sizes(file, path.name, size)
        yield from _accessible(file, path.name)


def fonts_of(path: Path) -> tuple[str, ...]:
    """Return the PostScript names of the fonts in a PDF, without their subset tags, sorted."""
    with pikepdf.open(path) as pdf:
        return tuple(sorted({_base_name(font) for font in _font_dictionaries(pdf)}))


def _font_dictionaries(pdf: pikepdf.Pdf) -> Iterator[Object]:
    for item in pdf.objects:
        if isinstance(item, Dictionary) and item.get("/Type") == Name.Font:
            yield item


def _base_name(font: Object) -> str:
    return re.sub(r"^[A-Z]{6}\+", "", str(font.get("/BaseFont", "/?"))[1:])


def _fonts(pdf: pikepdf.Pdf, where: str, families: Sequence[str]) -> Iterator[Finding]:
    allowed = tuple(re.sub(r"\W", "", family).lower() for family in families)
    for font in _font_dictionaries(pdf):
        name = _base_name(font)
        if "/DescendantFonts" not in font:
            descriptor = font.get("/FontDescriptor")
            if descriptor is None or not any(key in descriptor for key in _EMBEDDED):
                yield Finding("P102", where, f"{name} is not embedded")
        if not re.sub(r"\W", "", name).lower().startswith(allowed):
            yield Finding("P102", where, f"{name} is none of the book's fonts")


def _metadata(pdf: pikepdf.Pdf, where: str) -> Iterator[Finding]:
    wanted = {
        "title": str(pdf.docinfo.get("/Title", "")),
        "language": str(pdf.Root.get("/Lang", "")),
        "outline": pdf.Root.get("/Outlines", ""),
        "page labels": pdf.Root.get("/PageLabels", ""),
        "XMP metadata": pdf.Root.get("/Metadata", ""),
    }
    for key, value in wanted.items():
        if isinstance(value, str) and not value:
            yield Finding("P105", where, f"it has no {key}")


def _sizes(pdf: pikepdf.Pdf, where: str, size: tuple[float, float]) -> Iterator[Finding]:
    wanted = [side * _POINTS_PER_MM for side in size]
    for number, page in enumerate(pdf.pages, start=1):
        left, low, right, high = (float(value) for value in page.trimbox)
        actual = (right - left, high - low)
        # A tenth of a millimetre is less than a cutter's tolerance.
        if any(abs(a - w) > _POINTS_PER_MM / 10 for a, w in zip(actual, wanted, strict=True)):
            sides = " × ".join(f"{side / _POINTS_PER_MM:.1f}" for side in actual)
            yield Finding("P106", f"{where}, page {number}", f"it is {sides} mm")
            return


def _accessible(pdf: pikepdf.Pdf, where: str) -> Iterator[Finding]:
    root = pdf.Root
    marked = root.get("/MarkInfo", Dictionary()).get("/Marked", False)
    if not marked or "/StructTreeRoot" not in root:
        yield Finding("P107", where, "it is not tagged")
        return
    if not root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle", False):
        yield Finding("P107", where, "a viewer would show the file's name, not the title")
    ranks = [int(str(e.S)[2:]) for e in elements(root.StructTreeRoot) if _is_heading(e)]
    if ranks and ranks[0] != 1:
        yield Finding("P107", where, f"its first heading is of rank {ranks[0]}")
    for before, after in pairwise(ranks):
        if after > before + 1:
            yield Finding("P107", where, f"a heading of rank {after} follows one of {before}")
    for kind, name in ((Name.Figure, "picture"), (Name.Formula, "formula")):
        for drawn in (e for e in elements(root.StructTreeRoot) if e.get("/S") == kind):
            if not str(drawn.get("/Alt", "")):
                yield Finding("P107", where, f"a {name} has no description")


def _is_heading(node: Object) -> bool:
    return re.fullmatch(r"/H[1-6]", str(node.get("/S", ""))) is not None


def elements(node: Object) -> Iterator[Object]:
    """Yield every structure element below *node* in reading order."""
    children = node.get("/K", Array())
    for child in children if isinstance(children, Array) else [children]:
        if isinstance(child, Dictionary) and "/S" in child:
            yield child
            yield from elements(child)
