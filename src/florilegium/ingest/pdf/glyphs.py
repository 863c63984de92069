"""The letters of a PDF with their places on the page: the door to PDFium for reading seeds.

Input the bytes of a PDF, output a `Sheet` for each page, one at a time. Nothing of the file is
run; lengths are in points, y upwards. What cannot be opened is an error in words.
"""

import ctypes
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from math import isfinite
from typing import Any, NamedTuple, TypeAlias

import pypdfium2
from pypdfium2 import raw

from florilegium.errors import SeedError
from florilegium.ingest.pdf.drawn import Rule, Shown, drawn_on
from florilegium.ingest.pdf.remarks import Remark, remarks_on
from florilegium.ingest.pdf.wide_text import wide_text
from florilegium.ingest.sign_fonts import SIGNS

Document: TypeAlias = pypdfium2.PdfDocument
MOST_PAGES = 3000
MOST_LETTERS = 12_000_000  # three times the Bible; a page has no more than the next
MOST_ON_A_PAGE = 200_000
_FARTHEST = 14_400.0  # points: no page is larger (ISO 32000-1, Annex C)
_SIZES = (0.1, 1000.0)  # points
_QUARTER = 90
_OUTSIDE = -1  # in place of the quarter turns of a letter that is not shown
_PLAY = 2.0  # points, by which a letter that is shown may begin outside
# Letters that fonts have as one sign, and the forms of Arabic letters within a word.
_FORMS = re.compile("[\ufb00-\ufb06\ufb50-\ufdfb\ufe70-\ufefc]")
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_BOLD = re.compile(
    r"bold|black|heavy|semibold|demi(?!li)|cmbx|sfbx|ecbx|lmroman\d+-bold", re.IGNORECASE
)
_ITALIC = re.compile(r"italic|oblique|slanted|-it\b|cmti|sfti|ecti|kursiv", re.IGNORECASE)
_Pointer = Any  # to a value of PDFium's, which has no types
HYPHEN = "\u00ad"  # one that only ever divides a word


class Style(NamedTuple):
    """How letters look: the *font* by name, its *size* in points, *bold*, *italic*."""

    font: str
    size: float
    bold: bool
    italic: bool


class Glyph(NamedTuple):
    """A letter (or a space) and where it stands: *left* to *right*, its *base* line.

    *lost* tells that the file does not say which letter it is.
    """

    text: str
    left: float
    right: float
    base: float
    style: Style
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its *number* from 1, its *label* (the printed number, if the file says one).

    *glyphs* are the letters in the order of the file, *sideways* those that stand at an angle to
    most. *rules* are the lines drawn on it, *shown* its pictures, *shapes* how many it has.
    *outside* are letters outside of the part of it that is shown, *remarks* words over it.
    """

    number: int
    label: str
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    sideways: tuple[Glyph, ...]
    rules: tuple[Rule, ...] = ()
    shown: tuple[Shown, ...] = ()
    shapes: int = 0
    outside: tuple[Glyph, ...] = ()
    remarks: tuple[Remark, ...] = ()


def opened(data: bytes) -> Document:
    """Return the PDF *data* opened; raise `SeedError` when it is locked, damaged or too long."""
    try:
        document = pypdfium2.PdfDocument(data)
        pages = len(document)
    except pypdfium2.PdfiumError as err:
        raise _not_opened(data, str(err)) from err
    if not pages or pages > MOST_PAGES:
        raise SeedError(
            f"the PDF has {pages:,} pages; a seed may have 1 to {MOST_PAGES:,}",
            hint="Cut it into the texts it holds: 'qpdf in.pdf --pages . 10-34 -- out.pdf'.",
        )
    return document


def _not_opened(data: bytes, said: str) -> SeedError:
    if "password" in said.lower() or "security" in said.lower():
        return SeedError(
            "the PDF is protected by a password",
            hint="Save it without: 'qpdf --password=… --decrypt in.pdf out.pdf'.",
        )
    if b"%%EOF" not in data[-2048:]:
        return SeedError(
            "the PDF breaks off: its end is missing",
            hint="Download or copy it once more; it was not received whole.",
        )
    return SeedError(
        "the PDF is damaged and cannot be opened",
        hint="Try 'qpdf in.pdf out.pdf', which mends much, or get the file once more.",
    )


def sheets(document: Document) -> Iterator[Sheet]:
    """Yield the pages of *document*; raise `SeedError` when they hold more than a text can."""
    fonts: dict[str, tuple[bool, bool]] = {}
    total = 0
    for number in range(len(document)):
        try:
            page = document[number]
            text = page.get_textpage()
        except pypdfium2.PdfiumError:
            yield Sheet(number + 1, "", 0, 0, (), ())
            continue
        count = text.count_chars()
        total += count
        if count > MOST_ON_A_PAGE or total > MOST_LETTERS:
            raise SeedError(
                f"page {number + 1} of the PDF brings it to more letters than a text can have",
                hint="It is a table, a log or a trap; save the text that is meant as .txt.",
            )
        found = _whole(list(_glyphs(text, count, fonts, page.get_cropbox())))
        upright, sideways, turn = _parted([one for one in found if one[1] != _OUTSIDE])
        width, height = page.get_size()
        label = (document.get_page_label(number) or "").strip()
        drawn = drawn_on(page, number + 1)
        yield Sheet(
            number + 1, label, width, height, upright, sideways,
            tuple(Rule(*_turned_box(one, turn)) for one in drawn.rules),
            tuple(Shown(*_turned_box(one, turn), *one[4:]) for one in drawn.shown), drawn.shapes,
            tuple(one for one, turn in found if turn == _OUTSIDE), tuple(remarks_on(page)),
        )  # fmt: skip
        text.close()
        page.close()


def language(document: Document) -> str:
    """Return the language that *document* says it is in (BCP 47); empty when it says none."""
    return wide_text(partial(raw.FPDFCatalog_GetLanguage, document), longest=200).strip()


def _whole(found: list[tuple[Glyph, int]]) -> list[tuple[Glyph, int]]:
    """Return *found*; a line that is shown in part is shown whole."""
    for order in (range(1, len(found)), range(len(found) - 2, -1, -1)):
        for at in order:
            glyph, turn = found[at]
            near, way = found[at - order.step]
            if turn == _OUTSIDE and way == 0 and _is_next(glyph, near):
                found[at] = (glyph, 0)
    return found


def _is_next(one: Glyph, other: Glyph) -> bool:
    size = max(one.style.size, other.style.size)
    gap = max(one.left - other.right, other.left - one.right)
    return abs(one.base - other.base) <= 0.1 * size and gap <= size


def _turned_box(box: Sequence[Any], turn: int) -> tuple[float, float, float, float]:
    """Return the edges of *box* in the coordinates of text that stands at *turn* quarters."""
    (x, y), (u, v) = _turned(box[0], box[1], turn), _turned(box[2], box[3], turn)
    return min(x, u), min(y, v), max(x, u), max(y, v)


def _parted(
    found: list[tuple[Glyph, int]],
) -> tuple[tuple[Glyph, ...], tuple[Glyph, ...], int]:
    """Return the glyphs that stand as most do, the others, and the quarter turns of the first."""
    turns: dict[int, int] = {}
    for glyph, turn in found:
        if not glyph.text.isspace():
            turns[turn] = turns.get(turn, 0) + 1
    usual = max(turns, key=lambda turn: turns[turn], default=0)
    upright = tuple(glyph for glyph, turn in found if turn == usual)
    return upright, tuple(glyph for glyph, turn in found if turn != usual), usual


def _glyphs(
    text: pypdfium2.PdfTextPage,
    count: int,
    fonts: dict[str, tuple[bool, bool]],
    shown: tuple[float, float, float, float],
) -> Iterator[tuple[Glyph, int]]:
    """Yield the letters with the quarter turns they stand at, in the coordinates of these.

    *shown* is the part of the page that is shown: left, bottom, right, top.
    """
    handle = text.raw
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    known: dict[int, tuple[Style, int]] = {}
    last: tuple[Style, int] | None = None
    for index in range(count):
        code = raw.FPDFText_GetUnicode(handle, index)
        if raw.FPDFText_IsGenerated(handle, index):
            if code == 0x20 and last:  # noqa: PLR2004  # a space between two words
                raw.FPDFText_GetCharOrigin(handle, index, x, y)
                left, base = _turned(x.value, y.value, last[1])
                # Behind a letter that is not shown, it is trimmed off.
                yield _glyph(" ", (left,), base, last[0]), last[1]
            continue
        owner = raw.FPDFText_GetTextObject(handle, index)
        key = ctypes.addressof(owner.contents) if owner else 0
        if key not in known:
            known[key] = _style(handle, index, owner, fonts)
        last = known[key]
        raw.FPDFText_GetLooseCharBox(handle, index, box)
        raw.FPDFText_GetCharOrigin(handle, index, x, y)
        sign, lost = _plain(code) or _of_signs(code, last[0].font) or _letter(code)
        if raw.FPDFText_HasUnicodeMapError(handle, index) == 1:
            lost = True
        if not _is_in(shown, x.value, y.value):
            yield _glyph(sign, (box.left, box.right), y.value, last[0], lost=lost), _OUTSIDE
        elif last[1]:
            _, base = _turned(x.value, y.value, last[1])
            edges = [_turned(a, b, last[1])[0] for a, b in _corners(box)]
            yield _glyph(sign, edges, base, last[0], lost=lost), last[1]
        else:
            yield _glyph(sign, (box.left, box.right), y.value, last[0], lost=lost), 0


def _is_in(box: tuple[float, float, float, float], x: float, y: float) -> bool:
    """Tell whether a point is in *box*, or no number and so nowhere else."""
    left, bottom, right, top = box
    outside = x < left - _PLAY or x > right + _PLAY or y < bottom - _PLAY or y > top + _PLAY
    return not outside


def _glyph(
    sign: str, edges: Iterable[float], base: float, style: Style, *, lost: bool = False
) -> Glyph:
    """Return a letter at its place, or at the edge of all that a page may be."""
    places = [_within(edge) for edge in edges]
    return Glyph(sign, min(places), max(places), _within(base), style, lost)


def _within(place: float) -> float:
    return min(max(place, -_FARTHEST), _FARTHEST) if isfinite(place) else 0.0


def _corners(box: raw.FS_RECTF) -> tuple[tuple[float, float], tuple[float, float]]:
    return (box.left, box.bottom), (box.right, box.top)


def _turned(x: float, y: float, turn: int) -> tuple[float, float]:
    """Return a point in the coordinates of text that stands at *turn* quarters, clockwise."""
    return ((x, y), (-y, x), (-x, -y), (y, -x))[turn]


def _plain(code: int) -> tuple[str, bool] | None:
    """Return the letter of ASCII that *code* is, if it is one."""
    return (chr(code), False) if 0x20 <= code < 0x7F else None  # noqa: PLR2004  # its bounds


def _of_signs(code: int, font: str) -> tuple[str, bool] | None:
    """Return the bullet that *code* is in a *font* of signs, which have no letters."""
    if not 0xF000 < code <= 0xF0FF:  # noqa: PLR2004  # where such fonts have them
        return None
    known = (signs.get(code, "") for name, signs in SIGNS.items() if name in font.lower())
    sign = next(known, "")
    return (sign, False) if sign else None


@cache
def _letter(code: int) -> tuple[str, bool]:
    """Return the letter that PDFium means by *code*, and whether it does not know."""
    if code in (0x2, 0xFFFE):  # what PDFium says for any hyphen at the end of a line
        return "-", False
    sign = chr(code) if code <= 0x10FFFF else "\ufffd"  # noqa: PLR2004  # the end of Unicode
    kind = unicodedata.category(sign)
    if sign in "\r\n\t":
        return " ", False
    if kind in ("Cc", "Co", "Cs", "Cn") or sign == "\ufffd":
        shown = sign if kind not in ("Cc", "Cs", "Cn") else "\ufffd"
        return shown, True
    if _FORMS.match(sign):
        return unicodedata.normalize("NFKC", sign), False
    return " " if kind == "Zs" and sign != "\u00a0" else sign, False


def _style(
    handle: _Pointer, index: int, owner: _Pointer, fonts: dict[str, tuple[bool, bool]]
) -> tuple[Style, int]:
    """Return how the letter at *index* looks, and the quarter turns it stands at."""
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(handle, index, matrix)
    scale = (matrix.c**2 + matrix.d**2) ** 0.5 or 1.0
    size = round(_within(raw.FPDFText_GetFontSize(handle, index) * scale), 2)
    size = min(max(size, _SIZES[0]), _SIZES[1])
    angle = round(ctypes.c_float(raw.FPDFText_GetCharAngle(handle, index)).value * 57.29578)
    name = ""
    if owner:
        buffer = ctypes.create_string_buffer(200)
        length = raw.FPDFFont_GetBaseFontName(raw.FPDFTextObj_GetFont(owner), buffer, 200)
        name = buffer.raw[: max(0, length - 1)].decode("utf-8", "replace")
    name = _SUBSET.sub("", name)
    if name not in fonts:
        fonts[name] = (bool(_BOLD.search(name)), bool(_ITALIC.search(name)))
    return Style(name, size, *fonts[name]), round(angle / _QUARTER) % 4
