"""WeasyPrint 70, mended where it would spoil a page or leave a tag out.

Each of these changes one private part of WeasyPrint for as long as its ``with`` lasts. They
are given the part by ``engine.py``; tests fail loudly when a part is no longer as it was.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import wraps
from types import ModuleType
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

import pydyf

_GLYPHS = 1 << 16  # a glyph's number has two bytes


class _Standing(list[Any]):
    """The notes on a page. They look like none, unless *counted*: see below."""

    counted = False

    def __bool__(self) -> bool:
        return self.counted and len(self) > 0


@contextmanager
def notes_by_their_calls(context_class: Any) -> Iterator[None]:  # noqa: ANN401  # untyped
    """While it lasts, a note stands on the page that calls it, if it can stand there at all.

    WeasyPrint moves the notes of a page to the next one where that spares a paragraph from
    being broken after one line; it must think that there is no note to move, and break
    before the paragraph. And where an attempt to place a note was given up, the rule and the
    space above the notes stay taken off the page: they are given back.
    """
    plain = context_class._update_footnote_area  # noqa: SLF001  # see the head

    @wraps(plain)
    def update(context: Any) -> Any:  # noqa: ANN401  # WeasyPrint has no types
        notes = context.current_page_footnotes
        notes.counted = True
        try:
            overflows = plain(context)
        finally:
            notes.counted = False
        if not len(notes) and not context.in_column:
            context.page_bottom += context.current_footnote_area.margin_height()
            context.current_footnote_area.height = "auto"
        return overflows

    context_class._update_footnote_area = update  # noqa: SLF001  # see the head
    context_class.current_page_footnotes = property(
        lambda context: context.__dict__["standing"],
        lambda context, notes: context.__dict__.update(standing=_Standing(notes)),
    )
    try:
        yield
    finally:
        context_class._update_footnote_area = plain  # noqa: SLF001  # see the head
        del context_class.current_page_footnotes


class _Line(NamedTuple):
    """What `split_first_line` returns; *resume* is None when the whole text is on the line."""

    layout: Any
    length: int
    resume: int | None
    width: float
    height: float
    baseline: float


@contextmanager
def full_lines(inline: ModuleType) -> Iterator[None]:
    """While it lasts, a line may be filled to its end before emphasis or a link.

    Text that fits the line exactly, but for the space that ends it, is taken by WeasyPrint
    for a word too long: it breaks the first word, and leaves half of it alone on the line.
    """
    plain = inline.split_first_line

    @wraps(plain)
    def split(text: str, style: Any, context: Any, max_width: Any, *rest: Any, **more: Any) -> Any:  # noqa: ANN401  # WeasyPrint has no types
        def within(words: str, width: float | None) -> _Line:
            return _Line(*plain(words, style, context, width, *rest, **more))

        made = within(text, max_width)
        if made.resume is None or not text.endswith(" ") or max_width is None:
            return made
        # No letter is narrower on average; a longer text cannot fit.
        if len(text) * style["font_size"] / 4 > max_width:
            return made
        bare = within(text.rstrip(" "), max_width)
        if bare.resume is None and bare.width <= max_width:
            return within(text, None)
        return made

    inline.split_first_line = split  # type: ignore[attr-defined]  # that is the mend
    try:
        yield
    finally:
        inline.split_first_line = plain  # type: ignore[attr-defined]  # the same


@contextmanager
def full_tags(tags: ModuleType) -> Iterator[None]:
    """While it lasts, notes are tagged as notes, and languages are named where they change.

    A link is described by its words instead of its target.
    """
    plain = tags._build_box_tree  # noqa: SLF001  # see the head
    notes: list[ET.Element] = []
    count = 0

    @wraps(plain)
    def tagged(box: Any, *rest: Any) -> Iterator[Any]:  # noqa: ANN401  # WeasyPrint has no types
        nonlocal count
        inner = getattr(box, "_box", box)
        element = getattr(inner, "element", None)
        if element is None or inner.element_tag != element.tag or element.tag in {"html", "body"}:
            yield from plain(box, *rest)
            return
        if inner.link_annotation and (words := "".join(element.itertext()).split()):
            inner.link_annotation["Contents"] = pydyf.String(" ".join(words))
        # A note has boxes of its own inside; the outermost is the note.
        is_note = _is_note(element) and element not in notes
        if is_note:
            notes.append(element)
        for tag in plain(box, *rest):
            if is_note:
                count += 1
                tag["S"] = "/Note"
                tag["ID"] = pydyf.String(f"note-{count:05}")
                notes.remove(element)
            if language := element.get("lang"):
                tag["Lang"] = pydyf.String(language)
                tag["S"] = "/Span" if tag["S"] == "/NonStruct" else tag["S"]
            yield tag

    tags._build_box_tree = tagged  # type: ignore[attr-defined]  # noqa: SLF001  # the mend
    try:
        yield
    finally:
        tags._build_box_tree = plain  # type: ignore[attr-defined]  # noqa: SLF001  # the same


def _is_note(element: ET.Element) -> bool:
    return element.tag == "aside" and "note" in element.get("class", "").split()


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


def _remembering(font_class: Any, ffi: ModuleType) -> Any:  # noqa: ANN401  # untyped
    class Font(font_class):  # type: ignore[misc]  # the same
        def __init__(self, pango_font: Any, description: Any, size: float) -> None:  # noqa: ANN401
            written = ffi.pango.pango_font_description_to_string(description)
            self.pango_description = ffi.ffi.string(written).decode()
            super().__init__(pango_font, description, size)

        def get_unused_glyph_id(self, codepoint: int) -> int:
            unused = _GLYPHS - self.glyph_count
            glyph: int = self.glyph_count + codepoint % unused
            self.missing[codepoint] = glyph
            return glyph

    return Font
