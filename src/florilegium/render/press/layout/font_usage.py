"""Fonts: what a document used of them, and the same fonts again when the book is bound.

It knows WeasyPrint's fonts, and is given WeasyPrint's modules by ``engine.py``.
"""

import hashlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from types import ModuleType
from typing import Any, NamedTuple

from florilegium.render.press.layout.facts import FontUse

_FROM_STRING = "PangoFontDescription * pango_font_description_from_string(const char *);"


class Parts(NamedTuple):
    """The modules of WeasyPrint that are used here."""

    ffi: ModuleType
    fonts: ModuleType
    pdf_fonts: ModuleType


def use(font: Any) -> FontUse:  # noqa: ANN401  # WeasyPrint has no types
    """Return what was used of *font*, one that remembers its description (``mends.py``)."""
    return FontUse(
        name=font.hash,
        description=font.pango_description,
        size=font.font_size,
        file=_digest(font.file_content),
        widths=dict(sorted(font.widths.items())),
        unicode=dict(sorted(font.to_unicode.items())),
        missing=dict(sorted(font.missing.items())),
    )


def merged(uses: Iterable[FontUse]) -> tuple[FontUse, ...]:
    """Return every font once, with all its glyphs that are used anywhere, by name."""
    fonts: dict[str, FontUse] = {}
    for one in uses:
        before = fonts.get(one.name, one)
        if before.file != one.file:
            message = f"two fonts are called {one.name}: {before.description}, {one.description}"
            raise AssertionError(message)
        fonts[one.name] = FontUse(
            name=one.name,
            description=before.description,
            size=before.size,
            file=one.file,
            widths={**one.widths, **before.widths},
            unicode={**one.unicode, **before.unicode},
            missing={**before.missing, **one.missing},
        )
    return tuple(fonts[name] for name in sorted(fonts))


def load(used: FontUse, font_map: Any, parts: Parts) -> Any:  # noqa: ANN401  # untyped
    """Return WeasyPrint's font for what was *used*: the same file, the same name in the PDF."""
    ffi, pango = parts.ffi.ffi, parts.ffi.pango
    _declare(ffi)
    described = ffi.gc(
        pango.pango_font_description_from_string(used.description.encode()),
        pango.pango_font_description_free,
    )
    units = int(used.size * parts.ffi.TO_UNITS)
    pango.pango_font_description_set_absolute_size(described, units)
    context = ffi.gc(
        pango.pango_font_map_create_context(font_map), parts.ffi.gobject.g_object_unref
    )
    found = ffi.gc(
        pango.pango_font_map_load_font(font_map, context, described),
        parts.ffi.gobject.g_object_unref,
    )
    _key, description, size = parts.fonts.get_pango_font_key(found)
    font = parts.pdf_fonts.Font(found, description, size)
    if (font.hash, _digest(font.file_content)) != (used.name, used.file):
        message = f"Pango gives another font for {used.description!r} than at layout"
        raise AssertionError(message)
    font.keep_alive = found
    font.widths = dict(sorted(used.widths.items()))
    font.to_unicode = dict(sorted(used.unicode.items()))
    font.missing = dict(sorted(used.missing.items()))
    return font


def glyphs_in_conflict(uses: Sequence[FontUse]) -> tuple[str, ...]:
    """Return warnings for glyphs that stand for one character here and for another there."""
    seen: dict[tuple[str, int], str] = {}
    found: list[str] = []
    for one in uses:
        for codepoint, glyph in one.missing.items():
            letter = chr(codepoint)
            if seen.setdefault((one.name, glyph), letter) != letter:
                found.append(f"U+{codepoint:04X} has no glyph, and is copied as another letter")
    return tuple(found)


@lru_cache(maxsize=1)
def _declare(ffi: Any) -> None:  # noqa: ANN401  # WeasyPrint has no types
    """Add to WeasyPrint's binding the one function of Pango that it has no use for."""
    ffi.cdef(_FROM_STRING)


@lru_cache(maxsize=64)
def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
