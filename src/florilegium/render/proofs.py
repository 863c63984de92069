"""Proofs: the finished files as pictures, so that an editor sees every spread at a glance.

In: the bytes of interior and cover. Out: PNGs: contact sheets of the spreads as the open book
shows them, cut to the trim, and the cover with its bleed. It never shows what is not in the
files.
"""

import io
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageDraw, ImageFont

_COLUMNS, _ROWS = 3, 4
_PAGE = 300  # pixels that a page is wide
_GAP, _CAPTION = 36, 34
_DESK, _INK, _EDGE = "#d9d6cf", "#333333", "#b0aca2"
_COVER = 100 / 72  # pixels in a point


def spreads(interior: bytes, *, font: Path) -> Iterator[bytes]:
    """Yield the contact sheets of *interior* as PNGs, captions in *font*."""
    with pdfium.PdfDocument(interior) as pdf:
        pairs = [(number - 1, number) for number in range(0, len(pdf) + 1, 2)]
        a_sheet = _COLUMNS * _ROWS
        for number in range(0, len(pairs), a_sheet):
            yield _png(_sheet(pdf, pairs[number : number + a_sheet], font))


def cover(content: bytes) -> bytes:
    """Return the cover as a PNG with its bleed and marks; two pages side by side."""
    with pdfium.PdfDocument(content) as pdf:
        pages = [page.render(scale=_COVER).to_pil().convert("RGB") for page in pdf]
    wide = sum(page.width for page in pages) + _GAP * (len(pages) - 1)
    made = Image.new("RGB", (wide, max(page.height for page in pages)), _DESK)
    left = 0
    for page in pages:
        made.paste(page, (left, 0))
        left += page.width + _GAP
    return _png(made)


def _sheet(pdf: pdfium.PdfDocument, spreads: list[tuple[int, int]], font: Path) -> Image.Image:
    left, low, right, high = pdf[0].get_trimbox()
    size = (_PAGE, round(_PAGE * (high - low) / (right - left)))
    step = (2 * size[0] + _GAP, size[1] + _CAPTION + _GAP)
    rows = -(-len(spreads) // _COLUMNS)
    sheet = Image.new("RGB", (_COLUMNS * step[0] + _GAP, rows * step[1] + _GAP), _DESK)
    canvas = ImageDraw.Draw(sheet)
    letters = ImageFont.truetype(str(font), 20)
    for place, spread in enumerate(spreads):
        x = _GAP + place % _COLUMNS * step[0]
        y = _GAP + place // _COLUMNS * step[1]
        for side, number in enumerate(spread):
            if not 0 <= number < len(pdf):
                continue
            at = (x + side * size[0], y)
            sheet.paste(_trimmed(pdf[number], size), at)
            edge = (at[0], y, at[0] + size[0] - 1, y + size[1] - 1)
            canvas.rectangle(edge, outline=_EDGE)
            label = pdf.get_page_label(number) or str(number + 1)
            middle = (at[0] + size[0] / 2, y + size[1] + 6)
            canvas.text(middle, label, font=letters, fill=_INK, anchor="mt")
    return sheet


def _trimmed(page: pdfium.PdfPage, size: tuple[int, int]) -> Image.Image:
    left, low, right, high = page.get_trimbox()
    media = page.get_mediabox()
    crop = (left - media[0], low - media[1], media[2] - right, media[3] - high)
    scale = 1.02 * size[0] / (right - left)
    picture: Image.Image = page.render(scale=scale, crop=crop).to_pil()
    return picture.convert("RGB").resize(size)


def _png(picture: Image.Image) -> bytes:
    target = io.BytesIO()
    picture.convert("RGB").quantize(64, dither=Image.Dither.NONE).save(
        target, "PNG", optimize=True
    )
    return target.getvalue()
