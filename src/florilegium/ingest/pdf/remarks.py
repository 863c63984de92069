"""Words of a PDF that are none of its text: remarks on a page, and what fills its forms.

Input a page as PDFium has it, output `Remark`s. A remark lies over the page as a note does; what
was typed onto it or into a field is seen there, but is no letter of the page.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any, NamedTuple, TypeAlias

import pypdfium2
from pypdfium2 import raw

from florilegium.ingest.pdf.wide_text import wide_text

OUTSIDE, ATTACHED = "outside-page", "attached-file"
OUTSIDE_WHY = "It stands outside of the part of the page that is shown."
_MOST = 2000  # on a page
_LONGEST = 200_000  # bytes
_COMMENT = "A remark on the page, made by a reader of the PDF."
_TYPED = "It was typed onto the page, and is no letter of it."
_ATTACHED_WHY = "A file that lies within the PDF; it is no part of its text."
_FILLED = "It was filled into a field of a form, and is no letter of the page."
_Note: TypeAlias = Any  # of PDFium's, which has no types
_BY_READERS = frozenset({
    raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_LINE, raw.FPDF_ANNOT_SQUARE, raw.FPDF_ANNOT_CIRCLE,
    raw.FPDF_ANNOT_POLYGON, raw.FPDF_ANNOT_POLYLINE, raw.FPDF_ANNOT_HIGHLIGHT,
    raw.FPDF_ANNOT_UNDERLINE, raw.FPDF_ANNOT_SQUIGGLY, raw.FPDF_ANNOT_STRIKEOUT,
    raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_CARET, raw.FPDF_ANNOT_INK,
})  # fmt: skip


class Remark(NamedTuple):
    """Words beside the text: by which *rule* they go, *why*, and whether the page shows them."""

    rule: str
    why: str
    text: str
    seen: bool = False


def remarks_on(page: pypdfium2.PdfPage) -> Iterator[Remark]:
    """Yield the remarks on *page* and what fills its fields."""
    for at in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST)):
        note = raw.FPDFPage_GetAnnot(page, at)
        if not note:
            continue
        kind = raw.FPDFAnnot_GetSubtype(note)
        if kind in _BY_READERS:
            found = Remark("comment", _COMMENT, _said(note, b"Contents"))
        elif kind == raw.FPDF_ANNOT_FREETEXT:
            found = Remark("comment", _TYPED, _said(note, b"Contents"), seen=True)
        elif kind == raw.FPDF_ANNOT_WIDGET and _said(note, b"FT") != "Btn":
            found = Remark("form-field", _FILLED, _said(note, b"V"), seen=True)
        else:
            continue
        raw.FPDFPage_CloseAnnot(note)
        if found.text:
            yield found


def is_of_adobe(document: pypdfium2.PdfDocument) -> bool:
    """Tell whether *document* has a form that only Adobe's programs show (XFA)."""
    return bool(raw.FPDF_GetXFAPacketCount(document) > 0)


def attached_to(document: pypdfium2.PdfDocument) -> Iterator[Remark]:
    """Yield the names of the files that lie within *document*."""
    for at in range(min(raw.FPDFDoc_GetAttachmentCount(document), _MOST)):
        file = raw.FPDFDoc_GetAttachment(document, at)
        if name := wide_text(partial(raw.FPDFAttachment_GetName, file), longest=_LONGEST):
            yield Remark(ATTACHED, _ATTACHED_WHY, name)


def _said(note: _Note, name: bytes) -> str:
    write = partial(raw.FPDFAnnot_GetStringValue, note, name)
    return " ".join(wide_text(write, longest=_LONGEST).split())
