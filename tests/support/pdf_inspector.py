"""What a PDF says, for tests: words by page, fonts, bookmarks, page labels, metadata."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pikepdf
import pypdfium2


@dataclass(frozen=True)
class Bookmark:
    title: str
    page: int
    depth: int


@dataclass(frozen=True)
class PdfInspector:
    """A PDF file opened for questions; pages count from 0."""

    path: Path

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The text of every page, as a reader would copy it."""
        with pypdfium2.PdfDocument(self.path) as pdf:
            found = []
            for page in pdf:
                words = page.get_textpage()
                found.append(words.get_text_range().replace("\r\n", "\n"))
                words.close()
                page.close()
            return tuple(found)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The label of every page, as a viewer shows it."""
        with pypdfium2.PdfDocument(self.path) as pdf:
            return tuple(pdf.get_page_label(index) for index in range(len(pdf)))

    @cached_property
    def fonts(self) -> frozenset[str]:
        """The names of the embedded fonts, without the prefix of their subset."""
        with pikepdf.open(self.path) as pdf:
            names = {
                str(font.BaseFont)[1:]
                for page in pdf.pages
                for font in page.get("/Resources", {}).get("/Font", {}).values()
            }
        return frozenset(name.partition("+")[2] or name for name in names)

    @cached_property
    def sizes(self) -> frozenset[tuple[int, int]]:
        """The sizes of the trimmed pages, in whole millimetres."""
        with pikepdf.open(self.path) as pdf:
            boxes = [[float(edge) for edge in page.trimbox] for page in pdf.pages]
        return frozenset(
            (round((box[2] - box[0]) / 72 * 25.4), round((box[3] - box[1]) / 72 * 25.4))
            for box in boxes
        )

    @cached_property
    def bookmarks(self) -> tuple[Bookmark, ...]:
        """The outline from top to bottom."""
        with pypdfium2.PdfDocument(self.path) as pdf:
            return tuple(
                Bookmark(mark.get_title(), mark.get_dest().get_index(), mark.level)
                for mark in pdf.get_toc()
            )

    @cached_property
    def metadata(self) -> dict[str, str]:
        """The document information, names without the slash."""
        with pikepdf.open(self.path) as pdf:
            return {str(name)[1:]: str(value) for name, value in pdf.docinfo.items()}

    @cached_property
    def xmp(self) -> str:
        """The XMP packet."""
        with pikepdf.open(self.path) as pdf:
            return pdf.Root.Metadata.read_bytes().decode()

    @cached_property
    def tags(self) -> tuple["Tag", ...]:
        """The structure elements in reading order."""
        with pikepdf.open(self.path) as pdf:
            return tuple(_tags(pdf.Root.StructTreeRoot))

    @cached_property
    def language(self) -> str:
        """The language of the file."""
        with pikepdf.open(self.path) as pdf:
            return str(pdf.Root.Lang)


@dataclass(frozen=True)
class Tag:
    kind: str
    language: str
    id: str
    said: str = ""


def _tags(element: pikepdf.Object) -> "list[Tag]":
    kids = element.get("/K", [])
    found = []
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            more = (str(kid.get(key, "")) for key in ("/Lang", "/ID", "/Alt"))
            found.append(Tag(str(kid.S)[1:], *more))
            found += _tags(kid)
    return found
