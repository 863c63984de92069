"""The words of a tagged PDF in its reading order, as a screen reader would get them.

The structure tree (pikepdf) gives the order, marked content (pdfium) the words. Page heads and
folios are artifacts: they stand in no structure element and so do not appear here.
"""

import ctypes
import re
import unicodedata
from codecs import BOM_UTF16_BE
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Object
from pypdfium2 import raw

_LEADER = re.compile(r"(?:(?<!\s)\s+)?\.(?:\s*\.){4,}")

Place = tuple[int, int]  # page index, marked-content id


@dataclass(frozen=True, slots=True)
class Words:
    """The running words of a book and, apart from them, those of its notes."""

    flow: str
    notes: str


def words_of(path: Path) -> Words:
    """Return the words of the PDF at *path*, each once.

    List numbers, the leaders of contents, and the head of a table that a later page repeats
    are left out: they are no words of the book.
    """
    texts = _marked_texts(path)
    flow: list[str] = []
    notes: list[str] = []
    with pikepdf.open(path) as pdf:
        reading = Reading({page.obj.objgen: number for number, page in enumerate(pdf.pages)})
        reading.skip_repeated_heads(pdf.Root.StructTreeRoot, texts)
        for place, in_note in reading.places(pdf.Root.StructTreeRoot):
            (notes if in_note else flow).append(reading.words(place, texts))
    return Words(without_leaders("".join(flow)), "".join(notes))


def without_leaders(text: str) -> str:
    """Return *text* without rows of points: in a PDF, the leaders of contents look like them."""
    return _LEADER.sub(" ", text)


def words_by_page(path: Path) -> dict[str, str]:
    """Return the running words of each page of the PDF at *path* by the label of the page."""
    texts = _marked_texts(path)
    with pikepdf.open(path) as pdf:
        labels = [str(page.label) for page in pdf.pages]
        reading = Reading({page.obj.objgen: number for number, page in enumerate(pdf.pages)})
        reading.skip_repeated_heads(pdf.Root.StructTreeRoot, texts)
        found = dict.fromkeys(labels, "")
        for place, in_note in reading.places(pdf.Root.StructTreeRoot):
            if not in_note:
                found[labels[place[0]]] += reading.words(place, texts)
    return found


def _marked_texts(path: Path) -> dict[Place, str]:
    """The text of every marked-content sequence in the file."""
    found: dict[Place, list[str]] = {}
    document = pypdfium2.PdfDocument(path)
    try:
        for number in range(len(document)):
            page = document[number]
            for mark, text in _text_objects(page):
                found.setdefault((number, mark), []).append(text)
            page.close()
    finally:
        document.close()
    return {place: "".join(texts) for place, texts in found.items()}


def _text_objects(page: pypdfium2.PdfPage) -> Iterator[tuple[int, str]]:
    """Yield the place and the words of each text object, or what the file says in their place."""
    reader = page.get_textpage()
    replaced: set[int] = set()
    for number in range(raw.FPDFPage_CountObjects(page)):
        item = raw.FPDFPage_GetObject(page, number)
        if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_TEXT:
            continue
        mark = raw.FPDFPageObj_GetMarkedContentID(item)
        if words := _actual_text(item):
            # It stands for all objects of its place together.
            if mark not in replaced:
                yield mark, words
            replaced.add(mark)
            continue
        yield mark, text_of(item, reader)
    reader.close()


def text_of(item: Any, reader: Any) -> str:  # noqa: ANN401  # handles of pdfium's
    """Return the characters of a text object; *reader* is the text page it stands on."""
    size = raw.FPDFTextObj_GetText(item, reader, None, 0)
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    raw.FPDFTextObj_GetText(item, reader, buffer, size)
    return bytes(buffer).decode("utf-16-le").partition("\0")[0]


def _actual_text(item: object) -> str:
    """Return the ``/ActualText`` around a page object (ISO 32000-1, 14.9.4), or nothing."""
    for number in range(raw.FPDFPageObj_CountMarks(item)):
        around = raw.FPDFPageObj_GetMark(item, number)
        size = ctypes.c_ulong()
        found = raw.FPDFPageObjMark_GetParamBlobValue(around, b"ActualText", None, 0, size)
        if not found or not size.value:
            continue
        buffer = (ctypes.c_ubyte * size.value)()
        raw.FPDFPageObjMark_GetParamBlobValue(around, b"ActualText", buffer, size.value, size)
        data = bytes(buffer)
        if data.startswith(BOM_UTF16_BE):
            return data[len(BOM_UTF16_BE) :].decode("utf-16-be")
        return data.decode("latin-1")  # letters of ours are outside of it, or the same in it
    return ""


class Reading:
    """A way through the structure tree; *pages* is the number of each page by its object.

    *spoken* is what tags say in place of their content: words whose glyphs are drawn from the
    right.
    """

    def __init__(self, pages: Mapping[tuple[int, int], int]) -> None:
        """Know the *pages*."""
        self._pages = pages
        self._skipped: set[tuple[int, int]] = set()
        self.spoken: dict[Place, str] = {}

    def skip_repeated_heads(self, root: Object, texts: Mapping[Place, str]) -> None:
        """Leave out the head of every table that continues the one before it on a new page."""
        last = ("", 0)
        for table in (node for node in elements_of(root) if node.get("/S") == Name.Table):
            parts = {str(part.S): part for part in _children(table) if "/S" in part}
            if "/THead" not in parts:
                continue
            head = parts["/THead"]
            said = "".join(texts.get(place, "") for place, _ in self.places(head))
            page = self._pages[head.Pg.objgen] if "/Pg" in head else 0
            if said == last[0] and page > last[1] and "/Caption" not in parts:
                self._skipped.add(head.objgen)
            last = (said, page)

    def places(
        self, node: Object, *, page: int = 0, in_note: bool = False, with_labels: bool = False
    ) -> Iterator[tuple[Place, bool]]:
        """Yield where the text below *node* stands, in order, and whether that is in a note.

        The numbers and bullets of lists are left out, unless *with_labels*.
        """
        if node.objgen in self._skipped or (node.get("/S") == Name.Lbl and not with_labels):
            return
        in_note = in_note or node.get("/S") == Name.Note
        page = self._pages[node.Pg.objgen] if "/Pg" in node else page
        for child in _children(node):
            if not isinstance(child, Dictionary):
                self.spoken.setdefault((page, int(child)), str(node.get("/ActualText", "")))
                yield (page, int(child)), in_note
            elif child.get("/Type") == Name.MCR:
                own = self._pages[child.Pg.objgen] if "/Pg" in child else page
                yield (own, int(child.MCID)), in_note
            elif child.get("/Type") != Name.OBJR:
                yield from self.places(child, page=page, in_note=in_note, with_labels=with_labels)

    def words(self, place: Place, texts: Mapping[Place, str]) -> str:
        """Return the words at *place*: those of its tag, if they are those of its glyphs."""
        said, drawn = self.spoken.get(place, ""), texts.get(place, "")
        return said if said and _base(said) == _base(drawn) else drawn


def _base(text: str) -> list[str]:
    """Return the letters of *text* in any order, without the signs on them."""
    plain = unicodedata.normalize("NFKD", text)
    return sorted(letter for letter in plain if unicodedata.category(letter)[0] in "LN")


def _children(node: Object) -> Iterable[Any]:
    children = node.get("/K", Array())
    return children if isinstance(children, Array) else [children]


def elements_of(node: Object) -> Iterator[Object]:
    """Yield every structure element below *node*, in reading order."""
    for child in _children(node):
        if isinstance(child, Dictionary) and "/S" in child:
            yield child
            yield from elements_of(child)
