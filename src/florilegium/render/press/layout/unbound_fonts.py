"""A patch of WeasyPrint 70: it makes a document without fonts, for a book to bind.

Input: WeasyPrint's own modules, given by ``engine.py``. Output: PDF objects in which a font is
a name and a description. It embeds nothing: that is for the whole book.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from types import ModuleType
from typing import Any

import pydyf

from florilegium.render.press.layout.glyph_text import Letters

_GLYPHS = 1 << 16  # a glyph's number has two bytes


@contextmanager
def unbound(pdf: ModuleType, stream: ModuleType, ffi: ModuleType) -> Iterator[None]:
    """While it lasts, a PDF is made without fonts, and with links to other documents.

    The book embeds the fonts, once for all documents. To find them again they remember how
    Pango describes them. A letter that no font has gets the same glyph in every document.
    """
    plain = pdf.build_fonts_dictionary, pdf.resolve_links, stream.Font
    pdf.build_fonts_dictionary = lambda *_args: pydyf.Dictionary()  # type: ignore[attr-defined]
    pdf.resolve_links = lambda pages: [(page.links, []) for page in pages]  # type: ignore[attr-defined]
    stream.Font = _remembering(stream.Font, ffi)  # type: ignore[attr-defined]
    try:
        yield
    finally:
        pdf.build_fonts_dictionary, pdf.resolve_links, stream.Font = plain  # type: ignore[attr-defined]


@cache
def _remembering(font_class: Any, ffi: ModuleType) -> Any:  # noqa: ANN401  # untyped
    class Font(font_class):  # type: ignore[misc]  # the same
        def __init__(self, pango_font: Any, description: Any, size: float) -> None:  # noqa: ANN401
            written = ffi.pango.pango_font_description_to_string(description)
            self.pango_description = ffi.ffi.string(written).decode()
            super().__init__(pango_font, description, size)
            self.to_unicode = Letters(self.file_content, self.index)

        def get_unused_glyph_id(self, codepoint: int) -> int:
            unused = _GLYPHS - self.glyph_count
            glyph: int = self.glyph_count + codepoint % unused
            self.missing[codepoint] = glyph
            return glyph

    return Font
