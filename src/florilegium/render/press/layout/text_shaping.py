"""Text shaping: a word is shaped once for a face, kept, and set and drawn from what was kept.

In: the parts of WeasyPrint that set and draw text. While `shaped_once` lasts, a text that stands
on one line as a whole, such as a planned line, is measured by adding up its words, and drawn
from their kept glyphs. Anything unusual goes WeasyPrint's own way, decided for each text box. The
pages are the same bytes with and without.

Source of the rules of spacing: ``pango_glyph_item_letter_space`` of Pango 1.50.
"""

# ruff: noqa: ANN401  # WeasyPrint has no types

import re
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from types import ModuleType
from typing import Any, NamedTuple

_MANY = 50_000  # words kept for a face
_LEAST, _LARGEST = 1e-3, 10_000  # pixels: less is not drawn, more not counted by Pango
_SCALE = 1024  # Pango's units in a pixel
_GLYPHS = struct.Struct("=Iiii4x")  # PangoGlyphInfo: the glyph; its width, offset aside and up
# Letters of one script (Pango shapes each alone), and what all have; no soft hyphen, no-break
# space, mark of direction or tab.
_COMMON = " -@[-`{-~\u00a1-\u00ac\u00ae-\u00bf\u00d7\u00f7\u2010-\u2027\u2030-\u205e\u20a0-\u22ff"
_LETTERS = (
    "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02b8\u1e00-\u1eff",
    "\u0370-\u0373\u0375-\u03ff\u1f00-\u1fff",
    "\u0400-\u052f",
)
_PLAIN = re.compile("|".join(f"[{_COMMON}{letters}]+" for letters in _LETTERS)).fullmatch
_STYLE = (
    "font_family", "font_style", "font_stretch", "font_weight", "font_size", "font_variant_caps",
    "font_variation_settings", "font_kerning", "font_variant_ligatures", "font_variant_position",
    "font_variant_numeric", "font_variant_alternates", "font_variant_east_asian",
    "font_feature_settings", "font_language_override", "lang",
)  # fmt: skip


class Modules(NamedTuple):
    """The parts of WeasyPrint that are changed or used here."""

    boxes: ModuleType
    inline: ModuleType
    line_break: ModuleType
    ffi: ModuleType
    fonts: ModuleType
    draw: ModuleType  # the package, which draws boxes


class _Glyph(NamedTuple):
    """A glyph of the font, its width in thousandths of an em, the letters it stands for."""

    number: int
    width: int
    letters: str


class _Word(NamedTuple):
    """A shaped word: its *width* in Pango's units, its glyphs as the page shows them."""

    width: int
    shown: str
    glyphs: tuple[_Glyph, ...]


_NOTHING = _Word(0, "", ())


class _Text(NamedTuple):
    """The words of a text, its width in Pango's units; *is_kerned*: also beside a space."""

    words: list[_Word]
    width: int
    is_kerned: bool


class _Line:
    """What stands in for WeasyPrint's layout of a line."""

    __slots__ = (
        "face", "first_line_direction", "justification_spacing", "max_width", "text", "whole",
    )  # fmt: skip

    def __init__(
        self, text: str, whole: "_Text | None", face: "_Face", spacing: float = 0.0
    ) -> None:
        self.text = text
        self.whole = whole
        self.face = face
        self.justification_spacing = spacing
        self.first_line_direction = 0
        self.max_width = None


class _Face:
    """The words of one style of type, as Pango shapes them."""

    def __init__(self, style: Any, modules: Modules) -> None:
        """Shape with Pango, as WeasyPrint does for *style*."""
        self._ffi, self._pango = modules.ffi.ffi, modules.ffi.pango
        self._unit = modules.ffi.FROM_UNITS
        self._layout = modules.line_break.Layout(style)
        self._words: dict[str, _Word | None] = {}
        self._kerns: dict[str, int] = {}
        self._widths: dict[int, int] = {}
        self._placed: dict[tuple[int, int, int, bytes], tuple[_Glyph, str]] = {}
        self._ink, self._logical = (self._ffi.new("PangoRectangle *") for _ in range(2))
        line = self._set("x")
        self.font = line.runs[0].data.item.analysis.font
        self.key, _, self.size = modules.fonts.get_pango_font_key(self.font)
        extents = self._ffi.new("PangoRectangle *")
        self._pango.pango_layout_line_get_extents(line, self._ffi.NULL, extents)
        self.height = extents.height * self._unit
        self.baseline = self._pango.pango_layout_get_baseline(self._layout.layout) * self._unit
        space = self.word(" ")
        self.is_sound = space is not None and len(space.glyphs) == 1
        self.space = space or _Word(0, "", ())

    def _set(self, text: str) -> Any:
        """The line that Pango makes of *text*."""
        self._bytes = text.encode()
        pointer = self._ffi.new("char[]", self._bytes)
        self._pango.pango_layout_set_text(self._layout.layout, pointer, len(self._bytes))
        return self._pango.pango_layout_get_line_readonly(self._layout.layout, 0)

    def word(self, text: str) -> _Word | None:
        """Return *text* shaped, None if there is something unusual in it."""
        try:
            return self._words[text]
        except KeyError:
            if len(self._words) > _MANY:
                self._words.clear()
            made = self._words[text] = self._shape(text)
            return made

    def _shape(self, text: str) -> _Word | None:
        first = self._set(text).runs
        if first == self._ffi.NULL:
            return None
        run = first[0]
        runs: list[str] = []
        glyphs: list[_Glyph] = []
        width = 0
        while run != self._ffi.NULL:
            item = run.data
            run = run.next
            font = item.item.analysis.font
            if font != self.font or item.item.analysis.level % 2:
                return None
            shown: list[str] = []
            for number, much, offset, above, letters in self._glyphs(item):
                kind = (number, much, offset, letters)
                known = self._placed.get(kind)
                if above or (known is None and self._is_unusual(number)):
                    return None
                if known is None:
                    known = self._placed[kind] = self._place(*kind)
                width += much
                glyphs.append(known[0])
                shown.append(known[1])
            runs.append("".join(shown))
        return _Word(width, "><".join(runs), tuple(glyphs))

    def _glyphs(self, item: Any) -> Iterator[tuple[int, int, int, int, bytes]]:
        """Each glyph of a run, its width, how far it is moved to the side and up, its letters."""
        string, start = item.glyphs, item.item.offset
        count = string.num_glyphs
        begins = self._ffi.unpack(string.log_clusters, count)
        begins.append(item.item.length)
        rows = _GLYPHS.iter_unpack(self._ffi.buffer(string.glyphs, count * _GLYPHS.size))
        for row, (begin, end) in zip(rows, pairwise(begins), strict=True):
            yield *row, self._bytes[start + begin : start + end]

    def _is_unusual(self, number: int) -> bool:
        is_unknown = number & self._pango.PANGO_GLYPH_UNKNOWN_FLAG
        return bool(is_unknown) or number == self._pango.PANGO_GLYPH_EMPTY

    def _place(self, number: int, much: int, offset: int, letters: bytes) -> tuple[_Glyph, str]:
        """A glyph, and how the page shows it, with what the next one moves by."""
        width = self._widths.get(number)
        if width is None:
            self._pango.pango_font_get_glyph_extents(self.font, number, self._ink, self._logical)
            width = round(self._logical.width * 1000 * self._unit / self.size)
            self._widths[number] = width
        aside = offset / self.size
        before = f">{-aside}<" if aside else ""
        kerning = width + aside - much * 1000 * self._unit / self.size
        shown = f"{before}{number:04x}" + (f">{int(kerning)}<" if kerning else "")
        return _Glyph(number, width, letters.decode()), shown

    def kern(self, pair: str) -> int:
        """Return what the two letters of *pair*, one of them a space, gain side by side."""
        found = self._kerns.get(pair)
        if found is None:
            whole, *parts = (self.word(one) for one in (pair, *pair))
            known = whole and parts[0] and parts[1]
            found = whole.width - parts[0].width - parts[1].width if known else 1  # type: ignore[union-attr]  # known
            self._kerns[pair] = found
        return found

    def text(self, text: str) -> "_Text | None":
        """Return the words of *text*, None if one of them is unusual."""
        if not _PLAIN(text):
            return None
        found: list[_Word] = []
        kerning = 0
        before = ""
        for number, piece in enumerate(text.split(" ")):
            word = self.word(piece) if piece else _NOTHING
            if word is None:
                return None
            if number and piece:
                kerning += self.kern(" " + piece[0])
            if number and before:
                kerning += self.kern(before + " ")
            found.append(word)
            before = piece[-1:]
        width = sum(word.width for word in found) + self.space.width * (len(found) - 1) + kerning
        return _Text(found, width, is_kerned=bool(kerning))

    def gap(self, spacing: float, *, at_start: bool = False, at_end: bool = False) -> str:
        """Return a space as the page shows it, *spacing* pixels wider."""
        units = int(spacing * _SCALE)
        left = int(units / 2)
        if units % _SCALE == 0:
            left = (left + _SCALE // 2) // _SCALE * _SCALE
        if at_start or at_end:
            left = units if at_end else 0
        (glyph,) = self.space.glyphs
        offset = left / self.size
        before = f">{-offset}<" if offset else ""
        width = (self.space.width + units) * 1000 * self._unit / self.size
        kerning = glyph.width + offset - width
        return f"<{before}{glyph.number:04x}" + (f">{int(kerning)}" if kerning else ">")


@contextmanager
def shaped_once(modules: Modules) -> Iterator[Callable[[Any], Any]]:
    """While it lasts, words are shaped once, kept, and drawn from what was kept.

    Lends what finds the kept words of a style; None for a style that is unusual.
    """
    shaping = _Shaping(modules)
    inline, draw = modules.inline, modules.draw
    inline.split_text_box = shaping.split_text_box  # type: ignore[attr-defined]  # the patch
    inline.add_word_spacing = shaping.add_word_spacing  # type: ignore[attr-defined]  # the same
    draw.draw_text = shaping.draw_text  # type: ignore[attr-defined]  # the same
    try:
        yield shaping.face
    finally:
        inline.split_text_box, inline.add_word_spacing, draw.draw_text = shaping.plain  # type: ignore[attr-defined]  # the same


class _Shaping:
    """WeasyPrint's functions of the same names."""

    def __init__(self, modules: Modules) -> None:
        self._modules = modules
        inline = modules.inline
        self.plain = (inline.split_text_box, inline.add_word_spacing, modules.draw.draw_text)

    def split_text_box(
        self, context: Any, box: Any, available_width: Any, skip: int, is_line_start: bool = True
    ) -> Any:
        """Set a text that is one line from its words."""
        face = self.face(box.style)
        text = box.text.encode()[skip:].decode() if skip else box.text
        whole = face.text(text) if face and text else None
        if face is None or whole is None or not _fits(whole, available_width):
            return self.plain[0](context, box, available_width, skip, is_line_start)
        inline = self._modules.inline
        made = box.copy_with_text(text)
        made.width = whole.width * self._modules.ffi.FROM_UNITS
        made.pango_layout = _Line(text, whole, face)
        made.height = face.height
        half_leading = (inline.strut(box.style)[0] - face.height) / 2
        made.margin_top = made.margin_bottom = half_leading
        made.baseline = face.baseline
        made.baseline += made.margin_top
        return made, None, False

    def add_word_spacing(self, context: Any, box: Any, spacing: float, x_advance: float) -> float:
        """Widen the spaces of a text that was set from its words."""
        layout = getattr(box, "pango_layout", None)
        if type(layout) is not _Line:
            return self.plain[1](context, box, spacing, x_advance)  # type: ignore[no-any-return]  # untyped
        box.justification_spacing = spacing
        box.position_x += x_advance
        spaces = self._modules.inline.count_expandable_spaces(box)
        if spaces > 0:
            face, whole = layout.face, layout.whole
            if box.text != layout.text:
                whole = face.text(box.text)
            box.pango_layout = _Line(box.text, whole, face, spacing)
            extra = spacing * spaces
            x_advance += extra
            box.width += extra
        return x_advance

    def draw_text(
        self, stream: Any, box: Any, x: Any, text_overflow: str, block_ellipsis: Any = "none"
    ) -> None:
        """Draw a text that was set from its words."""
        layout = box.pango_layout
        is_whole = text_overflow == "clip" and block_ellipsis == "none"
        if type(layout) is _Line:
            whole = layout.whole if is_whole else None
            shown = whole and _shown(layout.face, whole, layout.justification_spacing)
            if whole and shown:
                self._draw(stream, box, whole.words, shown)
                return
            real = self._modules.line_break.Layout(box.style, layout.justification_spacing)
            real.text = layout.text
            real.deactivate()
            box.pango_layout = real
        if not is_whole and box.pango_layout.max_width is None:
            box.pango_layout.max_width = box.width  # WeasyPrint asks for one, and knows none
        self.plain[2](stream, box, x, text_overflow, block_ellipsis)

    def _draw(self, stream: Any, box: Any, words: list[_Word], shown: str) -> None:
        face = box.pango_layout.face
        stream.set_color(box.style["color"])
        stream.begin_text()
        if box.text.strip():
            font = stream._fonts.get(face.key) or stream.add_font(face.font)[0]  # noqa: SLF001  # see the head
            # In the order in which they come first, as WeasyPrint notes them.
            for word in (words[0], face.space, *words[1:]) if len(words) > 1 else words:
                for glyph in word.glyphs:
                    font.widths.setdefault(glyph.number, glyph.width)
                    font.to_unicode.setdefault(glyph.number, glyph.letters)
            x, y = box.position_x, box.position_y + box.baseline
            stream.set_text_matrix(1, 0, 0, -1, x, y)
            stream.set_font_size(font.hash, face.size)
            stream.show_text(shown)
        stream.end_text()

    def face(self, style: Any) -> _Face | None:
        """Return the face of *style*; None for a style with something unusual."""
        try:
            return style.shaped_face  # type: ignore[no-any-return]  # untyped
        except AttributeError:
            pass
        face = None
        if _is_usual(style):
            faces = style.font_config.__dict__.setdefault("shaped_faces", {})
            key = str([style[name] for name in _STYLE])
            if key not in faces:
                faces[key] = _Face(style, self._modules)
            face = faces[key] if faces[key].is_sound else None
        style.shaped_face = face
        return face


def _is_usual(style: Any) -> bool:
    return (
        style["white_space"] in ("normal", "nowrap")
        and style["letter_spacing"] in ("normal", 0)
        and not style["word_spacing"]
        and style["word_break"] == "normal"
        and style["direction"] == "ltr"
        and style["text_decoration_line"] == "none"
        and _LEAST < style["font_size"] < _LARGEST
        and style["visibility"] == "visible"
    )


def _fits(text: _Text, width: float | None) -> bool:
    """Whether *text* is one line in *width* pixels (None: endless), its last space included."""
    return width is None or text.width <= int(max(0.0, width) * _SCALE)


def _shown(face: _Face, text: _Text, spacing: float) -> str:
    """The glyphs of a line as the page shows them, nothing for one that is unusual.

    Its spaces are wider by *spacing* pixels.
    """
    words = text.words
    if not spacing or len(words) == 1:
        if text.is_kerned:
            return ""
        return _closed("<" + face.space.shown.join(word.shown for word in words))
    at_start, at_end = words[0] is _NOTHING, words[-1] is _NOTHING
    inner = words[at_start : len(words) - at_end]
    if not inner or _NOTHING in inner:
        return ""
    if (at_start or at_end) and int(spacing * _SCALE) % (_SCALE // 2) == 0:
        return ""
    line = face.gap(spacing).join(_closed(f"<{word.shown}") for word in inner)
    before = face.gap(spacing, at_start=True) if at_start else ""
    return before + line + (face.gap(spacing, at_end=True) if at_end else "")


def _closed(string: str) -> str:
    return string[:-1] if string.endswith("<") else string + ">"
