"""Faces: how wide words are in one style of type, measured once each.

In: a computed style of WeasyPrint. Out: widths in pixels, and where its words may be hyphenated.
It never sets anything: the words of a line are set by WeasyPrint.
"""

# ruff: noqa: ANN401  # WeasyPrint has no types

import re
from collections.abc import Callable, Iterator, Sequence
from types import ModuleType
from typing import Any, NamedTuple

_FACE = (
    "font_family", "font_style", "font_stretch", "font_weight", "font_size",
    "font_variant_ligatures", "font_variant_position", "font_variant_caps",
    "font_variant_numeric", "font_variant_alternates", "font_variant_east_asian",
    "font_feature_settings", "font_variation_settings", "font_language_override", "font_kerning",
    "letter_spacing", "word_spacing", "lang",
    "hyphens", "hyphenate_limit_chars", "hyphenate_character",
)  # fmt: skip


class Modules(NamedTuple):
    """The parts of WeasyPrint that are needed here."""

    boxes: ModuleType
    inline: ModuleType
    line_break: ModuleType
    ffi: ModuleType
    shaped: Callable[[Any], Any] | None = None  # the shaped words of a style, if they are kept


_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


class Part(NamedTuple):
    """A part of a word that a hyphen may follow: *letters* of it, their *width*, its spaces.

    *is_compound*: the word has a hyphen of its own.
    """

    letters: int
    width: float
    gaps: int
    is_compound: bool


class Face:
    """The widths of words in one style, in pixels, measured once each."""

    def __init__(self, style: Any, modules: Modules) -> None:
        """Measure with Pango, as WeasyPrint does for *style*."""
        self._line_break = modules.line_break
        self._style = style
        self._layout = modules.line_break.Layout(style)
        self._shaped = modules.shaped(style) if modules.shaped else None
        self._unit = modules.ffi.FROM_UNITS
        self._widths: dict[str, float] = {}
        self._parts: dict[str, tuple[Part, ...]] = {}
        self._hyphens: dict[str, Sequence[int]] = {}
        self.space = self.width(" ")
        self.dash = self.width(style["hyphenate_character"])  # at the end of a hyphenated line

    def width(self, text: str) -> float:
        """Return the width of *text*."""
        found = self._widths.get(text)
        if found is None:
            found = self._widths[text] = self._measured(text)
        return found

    def _measured(self, text: str) -> float:
        if not text:
            return 0.0
        if self._shaped and " " not in text and (word := self._shaped.word(text)):
            return float(word.width * self._unit)
        self._layout.set_text(text)
        line, _ = self._layout.get_first_line()
        return float(self._line_break.line_size(line, self._style)[0])

    def sums(self, word: str) -> list[float]:
        """Return how wide the first letters of *word* are together, from none to all: about."""
        sums, x = [0.0], 0.0
        for letter in word:
            x += self.width(letter)
            sums.append(x)
        factor = self.width(word) / x if x else 1.0
        return [one * factor for one in sums]

    def parts(self, piece: str, dictionaries: dict[Any, Any]) -> tuple[Part, ...]:
        """Return the parts of *piece* that may stand before a hyphen."""
        found = self._parts.get(piece)
        if found is None:
            found = self._parts[piece] = tuple(self._divide(piece, dictionaries))
        return found

    def _divide(self, piece: str, dictionaries: dict[Any, Any]) -> Iterator[Part]:
        sums: list[float] = []
        for match in _WORD.finditer(piece):
            is_compound = "-" in piece[max(0, match.start() - 1) : match.end() + 1]
            for letters in self._hyphenate(match[0], dictionaries):
                sums = sums or self.sums(piece)
                at = match.start() + letters
                gaps = piece.count(" ", 0, at) + piece.count("\u00a0", 0, at)
                yield Part(at, sums[at], gaps, is_compound)

    def _hyphenate(self, word: str, dictionaries: dict[Any, Any]) -> Sequence[int]:
        """After how many letters *word* may be divided."""
        found = self._hyphens.get(word)
        if found is None:
            found = self._hyphens[word] = self._looked_up(word, dictionaries)
        return found

    def _looked_up(self, word: str, dictionaries: dict[Any, Any]) -> Sequence[int]:
        pyphen = self._line_break.pyphen
        total, left, right = self._style["hyphenate_limit_chars"]
        language = self._style["lang"] and pyphen.language_fallback(self._style["lang"])
        if not language or len(word) < total:
            return ()
        key = (language, left, right, total)
        if key not in dictionaries:
            dictionaries[key] = pyphen.Pyphen(lang=language, left=left, right=right)
        # A hyphen that changes how the word is written is left to no machine.
        return sorted(len(a) for a, b in dictionaries[key].iterate(word) if a + b == word)


def face_of(style: Any, modules: Modules) -> Face:
    """Return the face of *style*, shared by all styles like it of one font configuration."""
    found = style.__dict__.get("face_of_paragraphs")
    if found is None:
        faces = style.font_config.__dict__.setdefault("faces_of_paragraphs", {})
        key = str([style[name] for name in _FACE])
        if key not in faces:
            faces[key] = Face(style, modules)
        found = style.__dict__["face_of_paragraphs"] = faces[key]
    return found  # type: ignore[no-any-return]  # untyped
