"""Folios taken off pages that WeasyPrint laid out, with all that is needed to draw others.

It knows WeasyPrint's boxes, and is given WeasyPrint's modules by ``engine.py``. What it cannot
take off stays on the page, and the document is *numbered*: right for one first folio only.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from types import ModuleType
from typing import Any, NamedTuple, cast

import pydyf

from florilegium.render.press.layout.numerals import FIGURES, Counter, Mark, Numerals

# What makes one style of folios another: all that Pango is told.
_SHAPING = (
    "font_family", "font_size", "font_style", "font_weight", "font_stretch", "font_kerning",
    "font_variant_caps", "font_variant_ligatures", "font_variant_numeric",
    "font_variant_position", "font_feature_settings", "font_variation_settings",
    "font_language_override", "lang", "letter_spacing", "direction",
)  # fmt: skip
_HOLDS = {"left": 0.0, "start": 0.0, "center": 0.5, "right": 1.0, "end": 1.0}
_SHOWN = re.compile(rb"\[(.*)\] TJ", re.DOTALL)
_PIECE = re.compile(r"<([0-9a-f]+)>|([-\d.]+)")
_FONT = re.compile(rb"/(\w+) ([\d.]+) Tf")


class Parts(NamedTuple):
    """The modules of WeasyPrint that are used here."""

    boxes: ModuleType
    text: ModuleType
    stream: ModuleType
    line_break: ModuleType


# The numerals of each style seen, with the font they are in; None: they cannot be drawn.
Figures = dict[tuple[object, ...], tuple[Numerals, Any] | None]


@dataclass(frozen=True, slots=True)
class Taken:
    """The folios of a document: their places, styles and fonts."""

    marks: tuple[Mark, ...]
    numerals: tuple[Numerals, ...]
    fonts: tuple[Any, ...]
    is_numbered: bool


def take(pages: Sequence[Any], figures: Figures, parts: Parts) -> Taken:
    """Take the folios off *pages* (page boxes) and return what they were.

    *figures* keeps what was measured, for the next document of the same style.
    """
    marks: list[Mark] = []
    used: list[tuple[Numerals, Any]] = []
    is_numbered = False
    for number, page in enumerate(pages):
        is_numbered = is_numbered or any(map(_counts, _generated(page)))
        for margin in page.children:
            if not (isinstance(margin, parts.boxes.MarginBox) and _counts(margin)):
                continue
            place = _place(margin, parts)
            style = place and _figures(margin, place[1], figures, parts)
            if not place or not style:
                is_numbered = True
                continue
            line, box = place
            if style not in used:
                used.append(style)
            hold = _HOLDS[box.style["text_align_all"]]
            x, y = box.position_x + hold * box.width, box.position_y + box.baseline
            marks.append(Mark(number, x, y, hold, used.index(style)))
            line.children = [child for child in line.children if child is not box]
    fonts = tuple(font for _, font in used)
    return Taken(tuple(marks), tuple(numerals for numerals, _ in used), fonts, is_numbered)


def _generated(page: Any) -> Iterator[Any]:  # noqa: ANN401  # WeasyPrint has no types
    """The boxes of '::before' and its like."""
    return (box for box in page.descendants() if "::" in (box.element_tag or ""))


def _counts(box: Any) -> bool:  # noqa: ANN401  # WeasyPrint has no types
    """Whether its content is or holds the number of a page."""
    content = box.style["content"]
    return isinstance(content, tuple) and any(
        kind in {"counter()", "counters()"} and value[0] in {"page", "pages"}
        for kind, value in content
    )


def _place(margin: Any, parts: Parts) -> tuple[Any, Any] | None:  # noqa: ANN401  # untyped
    """The line and the box of a folio that stands alone in its margin box."""
    content = margin.style["content"]
    found = list(_texts(margin, parts))
    if len(content) != 1 or content[0][0] != "counter()" or content[0][1][0] != "page":
        return None
    if content[0][1][1] not in FIGURES or len(found) != 1:
        return None
    line, box = found[0]
    is_plain = (
        box.style["text_align_all"] in _HOLDS
        and box.style["direction"] == "ltr"
        and box.style["text_decoration_line"] in ("none", set(), frozenset())
        and not margin.style["transform"]
        and box.style["color"].space == "srgb"
        and box.style["color"].alpha == 1
        and box.style["visibility"] == "visible"
    )
    return (line, box) if is_plain else None


def _texts(box: Any, parts: Parts) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401  # untyped
    for child in box.children:
        if isinstance(child, parts.boxes.TextBox):
            yield box, child
        elif isinstance(child, parts.boxes.ParentBox):
            yield from _texts(child, parts)


def _figures(
    margin: Any,  # noqa: ANN401  # WeasyPrint has no types
    box: Any,  # noqa: ANN401  # WeasyPrint has no types
    figures: Figures,
    parts: Parts,
) -> tuple[Numerals, Any] | None:
    counter = cast("Counter", margin.style["content"][0][1][1])
    red, green, blue = box.style["color"].coordinates
    color = "" if (red, green, blue) == (0, 0, 0) else f"{red:.3f} {green:.3f} {blue:.3f} rg "
    key = (counter, color, *(str(box.style[name]) for name in _SHAPING))
    if key not in figures:
        figures[key] = _measure(box, counter, color, parts)
    return figures[key]


def _measure(
    box: Any,  # noqa: ANN401  # WeasyPrint has no types
    counter: Counter,
    color: str,
    parts: Parts,
) -> tuple[Numerals, Any] | None:
    """Set every figure and every pair of them; None when one is not made of one glyph."""
    fonts: dict[object, Any] = {}
    letters = FIGURES[counter]
    shapes = {
        text: _set(box, text, fonts, parts)
        for text in (*letters, *(a + b for a, b in product(letters, repeat=2)))
    }
    if len(fonts) != 1 or any(len(shape.glyphs) != len(text) for text, shape in shapes.items()):
        return None
    numerals = Numerals(
        counter=counter,
        font=next(iter(fonts.values())).hash,
        size=next(iter(shapes.values())).size,
        color=color,
        glyphs={letter: shapes[letter].glyphs[0][0] for letter in letters},
        widths={text: shape.width for text, shape in shapes.items()},
        kerns={text: shape.glyphs[0][1] for text, shape in shapes.items() if len(text) > 1},
    )
    is_sound = all(
        tuple(glyph for glyph, _ in shape.glyphs) == tuple(numerals.glyphs[one] for one in text)
        for text, shape in shapes.items()
    )
    return (numerals, next(iter(fonts.values()))) if is_sound else None


class _Shape(NamedTuple):
    """Text as it is set: glyphs with the kern after each, width, size of the type."""

    glyphs: tuple[tuple[str, str], ...]
    width: float
    size: float


def _set(
    box: Any,  # noqa: ANN401  # WeasyPrint has no types
    text: str,
    fonts: dict[object, Any],
    parts: Parts,
) -> _Shape:
    layout = parts.line_break.create_layout(text, box.style, None, None, 0)
    width, _ = parts.line_break.line_size(layout.get_first_line()[0], box.style)
    probe = box.copy()
    probe.text, probe.pango_layout = text, layout
    resources = pydyf.Dictionary({"ExtGState": pydyf.Dictionary()})
    scratch = parts.stream.Stream(fonts, (0, 0, 1, 1), resources, {}, None, {}, None)
    parts.text.draw_text(scratch, probe, 0, "clip", "none")
    written = b"\n".join(
        one if isinstance(one, bytes) else str(one).encode() for one in scratch.stream
    )
    shown, font = _SHOWN.search(written), _FONT.search(written)
    if shown is None or font is None:
        return _Shape((), width, 0)
    return _Shape(tuple(_glyphs(shown[1].decode())), width, float(font[2]))


def _glyphs(shown: str) -> Iterator[tuple[str, str]]:
    """``<05d505dc>12<05db>`` → (05d5, ''), (05dc, 12), (05db, '')."""
    found: list[list[str]] = []
    for codes, kern in _PIECE.findall(shown):
        found += [[codes[i : i + 4], ""] for i in range(0, len(codes), 4)]
        if kern and kern != "0" and found:
            found[-1][1] = kern
    yield from ((glyph, kern) for glyph, kern in found)
