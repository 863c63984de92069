"""Facts about the pages of a document once it is laid out."""

from collections.abc import Mapping
from dataclasses import dataclass

from florilegium.render.press.layout.numerals import Mark, Numerals


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where the element of the id *name* begins: *page* from 0, points from the bottom left."""

    name: str
    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A line of the outline, of rank *level* (1 is the first); its place as an `Anchor` has it."""

    level: int
    label: str
    page: int
    x: float
    y: float
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class FontUse:
    """A font as a document uses it: how to find it again, and which of its glyphs.

    *name* is what the page content calls it; *description* is Pango's, *size* in pixels the
    one at which it was first met, *file* the SHA-256 of the font's file. *missing* gives the
    glyphs that stand for characters the font has not.
    """

    name: str
    description: str
    size: float
    file: str
    widths: Mapping[int, int]
    unicode: Mapping[int, str]
    missing: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the pages of one *document*, of which there are *pages*.

    *anchors* are the places of its ids; *starts* where in the document's words each of its
    pages begins (None: it has no words); *marks* where folios go, in which *numerals*.
    *is_numbered* says that folios are part of the pages, since the style sheet does more with
    them than can be done later: such pages are right for one first folio only.
    """

    document: str
    pages: int
    anchors: tuple[Anchor, ...]
    starts: tuple[int | None, ...]
    bookmarks: tuple[Bookmark, ...]
    marks: tuple[Mark, ...]
    numerals: tuple[Numerals, ...]
    fonts: tuple[FontUse, ...]
    warnings: tuple[str, ...]
    is_numbered: bool
