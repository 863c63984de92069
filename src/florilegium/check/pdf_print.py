"""The print on each page of a finished PDF, and its place: read from the page content.

Input: a PDF. Output: every run of glyphs and every picture with its box, in points from the
bottom left of the page. The structure tree says only what a run belongs to (text, a note, or
page furniture); that it is printed, and where, comes from the content alone. Text inside an
SVG picture is the picture's affair and is not looked at.
"""

import ctypes
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Name, Object
from pypdfium2 import raw

from florilegium.check.pdf_words import Reading, elements_of, text_of

Box = tuple[float, float, float, float]  # left, bottom, right, top


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs set in one go, or a picture (its *text* is empty).

    *note* is the number of the note it belongs to in the order of the file, None outside of
    notes; *is_silent* says that the words of the page are read without it (a note's call);
    *is_furniture* that it is no part of the book's text.
    """

    text: str
    box: Box
    note: int | None = None
    is_silent: bool = False
    is_furniture: bool = False


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page: its folio as the file's page labels have it, its size, what is printed on it."""

    label: str
    size: tuple[float, float]
    runs: tuple[Run, ...]


def printed_pages(path: Path) -> tuple[PrintedPage, ...]:
    """Return every page of the PDF at *path* with all that is printed on it."""
    with pikepdf.open(path) as file:
        labels = [str(page.label) for page in file.pages]
        owners = _owners(file)
    document = pypdfium2.PdfDocument(path)
    try:
        return tuple(
            PrintedPage(labels[number], document[number].get_size(), tuple(runs))
            for number in range(len(document))
            for runs in (_runs(document[number], owners[number]),)
        )
    finally:
        document.close()


def _owners(file: pikepdf.Pdf) -> Mapping[int, Mapping[int, int | None]]:
    """By page, by marked-content id: the number of the note, or None for running text."""
    found: dict[int, dict[int, int | None]] = defaultdict(dict)
    reading = Reading({page.obj.objgen: number for number, page in enumerate(file.pages)})
    for (page, mark), _ in reading.places(file.Root.StructTreeRoot, with_labels=True):
        found[page][mark] = None
    for number, note in enumerate(_notes(file.Root.StructTreeRoot)):
        for (page, mark), _ in reading.places(note, with_labels=True):
            found[page][mark] = number
    return found


def _notes(root: Object) -> Iterator[Object]:
    return (node for node in elements_of(root) if node.get("/S") == Name.Note)


def _runs(page: pypdfium2.PdfPage, owners: Mapping[int, int | None]) -> Iterator[Run]:
    reader = page.get_textpage()
    for item in _objects(page):
        kind = raw.FPDFPageObj_GetType(item)
        if kind not in (raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_IMAGE):
            continue
        mark = raw.FPDFPageObj_GetMarkedContentID(item)
        is_text = kind == raw.FPDF_PAGEOBJ_TEXT
        text = text_of(item, reader) if is_text else ""
        if is_text and not text.strip():
            continue
        yield Run(
            text,
            _box(item),
            note=owners.get(mark),
            is_silent=is_text and _is_silent(item),
            is_furniture=mark not in owners,
        )
    reader.close()


def _objects(page: pypdfium2.PdfPage) -> Iterator[Any]:
    for number in range(raw.FPDFPage_CountObjects(page)):
        yield raw.FPDFPage_GetObject(page, number)


def _box(item: Any) -> Box:  # noqa: ANN401  # a handle of pdfium's
    sides = tuple(ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(item, *sides)
    left, bottom, right, top = (side.value for side in sides)
    return left, bottom, right, top


def _is_silent(item: Any) -> bool:  # noqa: ANN401  # a handle of pdfium's
    """Whether the run stands under an empty ``/ActualText`` (ISO 32000-1, 14.9.4)."""
    for number in range(raw.FPDFPageObj_CountMarks(item)):
        mark = raw.FPDFPageObj_GetMark(item, number)
        if raw.FPDFPageObjMark_GetParamValueType(mark, b"ActualText") != raw.FPDF_OBJECT_STRING:
            continue
        size = ctypes.c_ulong()
        raw.FPDFPageObjMark_GetParamStringValue(mark, b"ActualText", None, 0, size)
        if size.value <= 2:  # noqa: PLR2004  # nothing but the end of the string
            return True
    return False
