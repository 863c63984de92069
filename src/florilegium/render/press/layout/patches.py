"""Patches of WeasyPrint 70, where it would spoil a page or leave a tag out.

Each of these changes one private part of WeasyPrint for as long as its ``with`` lasts. They
are given the part by ``engine.py``; tests fail loudly when a part is no longer as it was.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, wraps
from types import ModuleType
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

import pydyf

from florilegium.render.press.layout.glyph_text import (
    in_clusters,
    in_small_capitals,
    is_from_the_right,
    spoken,
    words_of,
)
from florilegium.render.press.layout.text_above import called

_LONG = 12  # letters: a word in capitals longer than this may have to be broken


class _PageNotes(list[Any]):
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
        lambda context, notes: context.__dict__.update(standing=_PageNotes(notes)),
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
def whole_words_at_page_ends(block: ModuleType, inline: ModuleType) -> Iterator[None]:
    """While it lasts, no page ends within a hyphenated word where its last line can do without.

    The line is broken again with hyphens off, so that the word goes over whole: nobody turns
    a page for half a word, and the e-book can mark where the page begins to the letter.
    """
    names = ("iter_line_boxes", "_break_line", "find_earlier_page_break")
    plain = {name: getattr(block, name) for name in names}
    again = _Again(block, inline)

    def lines(context: Any, box: Any, *rest: Any) -> Any:  # noqa: ANN401  # untyped
        start, around = rest[2:4]
        for line, resume in plain["iter_line_boxes"](context, box, *rest):
            line.origin = (box, start, around)
            yield line, resume
            start = resume

    def break_line(context: Any, box: Any, line: Any, kept: Any, *rest: Any) -> Any:  # noqa: ANN401  # untyped
        aborts, stops, resume = plain["_break_line"](context, box, line, kept, *rest)
        if stops and kept:
            kept[-1] = again.whole(context, kept[-1], *rest[-2:])
        return aborts, stops, resume

    def find(context: Any, children: Any, *placed: Any) -> Any:  # noqa: ANN401  # untyped
        found = plain["find_earlier_page_break"](context, children, *placed)
        if not found or not hasattr(found[0][-1], "origin"):
            return found
        *before, last = found[0]
        last = again.whole(context, last, *placed)
        return [*before, last], {0: last.resume_at}

    for name, mended in zip(names, (lines, break_line, find), strict=True):
        setattr(block, name, mended)
    try:
        with again.ready():
            yield
    finally:
        for name in names:
            setattr(block, name, plain[name])


class _Again:
    """A line broken once more, without hyphens."""

    def __init__(self, block: ModuleType, inline: ModuleType) -> None:
        self._block = block
        self._inline = inline
        self._is_plain = True

    @contextmanager
    def ready(self) -> Iterator[None]:
        """While it lasts, lines can be broken again."""
        plain = self._inline.split_first_line

        @wraps(plain)
        def split(text: str, style: Any, *rest: Any, **more: Any) -> Any:  # noqa: ANN401  # untyped
            if not self._is_plain:
                style = style.copy()
                style["hyphens"] = "none"
            return plain(text, style, *rest, **more)

        self._inline.split_first_line = split  # type: ignore[attr-defined]  # that is the mend
        try:
            yield
        finally:
            self._inline.split_first_line = plain  # type: ignore[attr-defined]  # the same

    def whole(self, context: Any, line: Any, absolute: Any, fixed: Any) -> Any:  # noqa: ANN401  # untyped
        """Return *line*, or one in its place that does not end within a word."""
        box, start, around = line.origin
        if start is None or not _ends_within_word(line):
            return line
        self._is_plain = False
        context.wants_whole_words = True
        try:
            made, resume = self._inline.get_next_linebox(
                context, box, line.position_y, 0, start, around, [], [], None, None
            )
        finally:
            self._is_plain = True
            context.wants_whole_words = False
        # A single word as long as the line has to stay as it is.
        if made is None or _ends_within_word(made) or made.width > around.width + 1:
            return line
        with _keeping(context, called(made)):
            self._block.remove_placeholders(context, line.children, absolute, fixed)
        made.resume_at, made.origin = resume, line.origin
        return made


@contextmanager
def _keeping(context: Any, notes: list[Any]) -> Iterator[None]:  # noqa: ANN401  # untyped
    """While it lasts, *notes* are not taken off the page: the line that stands calls them."""
    plain = context.unlayout_footnote

    def unlayout(note: Any) -> None:  # noqa: ANN401  # untyped
        if not any(note is kept for kept in notes):
            plain(note)

    context.unlayout_footnote = unlayout
    try:
        yield
    finally:
        del context.unlayout_footnote


def _ends_within_word(line: Any) -> bool:  # noqa: ANN401  # untyped
    """Whether a hyphen that the engine put there ends *line*."""
    while getattr(line, "children", ()):
        line = line.children[-1]
    text = getattr(line, "text", "")
    return bool(text) and text.endswith(line.style["hyphenate_character"])


@contextmanager
def whole_capitals(pyphen: ModuleType) -> Iterator[None]:
    """While it lasts, no hyphen is put into words in capitals: they are names and initials."""
    plain = pyphen.Pyphen.iterate

    @wraps(plain)
    def iterate(dictionary: Any, word: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401  # untyped
        if not word.isupper() or len(word) > _LONG:
            yield from plain(dictionary, word)

    pyphen.Pyphen.iterate = iterate
    try:
        yield
    finally:
        pyphen.Pyphen.iterate = plain


@contextmanager
def full_tags(tags: ModuleType) -> Iterator[None]:
    """While it lasts, notes are tagged as notes, and languages are named where they change.

    A link is described by its words instead of its target, a formula by its source. A note
    that goes on over pages is one element, which has all its parts.
    """
    plain = tags._build_box_tree  # noqa: SLF001  # see the head
    inside: list[ET.Element] = []
    begun: dict[ET.Element, Any] = {}
    # Asked once: a box is made of an element for each page, or line.
    turned = cache(is_from_the_right)
    words = cache(lambda element: " ".join("".join(element.itertext()).split()))

    @wraps(plain)
    def tagged(box: Any, *rest: Any) -> Iterator[Any]:  # noqa: ANN401  # WeasyPrint has no types
        inner = getattr(box, "_box", box)
        if _is_furniture(inner):
            return
        element = getattr(inner, "element", None)
        if element is None or inner.element_tag != element.tag or element.tag in {"html", "body"}:
            yield from plain(box, *rest)
            return
        if inner.link_annotation and (said := words(element)):
            inner.link_annotation["Contents"] = pydyf.String(said)
        # A note has boxes of its own inside; the outermost is the note. So has a formula.
        is_outermost = element not in inside
        inside.append(element)
        is_turned = any(turned(one) for one in inside)
        for tag in spoken(plain(box, *rest), is_turned, inner, *rest):
            if is_outermost and _is_note(element) and not _begins(tag, element, begun, rest[1]):
                continue
            if said := _alternative(element) if is_outermost else "":
                tag["Alt"] = pydyf.String(said)
            if is_outermost and element.tag == "math":
                tag["S"] = "/Formula"
            if language := element.get("lang"):
                tag["Lang"] = pydyf.String(language)
                tag["S"] = "/Span" if tag["S"] == "/NonStruct" else tag["S"]
            yield tag
        inside.remove(element)

    tags._build_box_tree = tagged  # type: ignore[attr-defined]  # noqa: SLF001  # the mend
    try:
        yield
    finally:
        tags._build_box_tree = plain  # type: ignore[attr-defined]  # noqa: SLF001  # the same


def _begins(part: Any, element: ET.Element, begun: dict[ET.Element, Any], pdf: Any) -> bool:  # noqa: ANN401
    """Make *part* a note and say so; of one that has *begun*, give it what is in the part."""
    if element not in begun:
        begun[element] = part
        part["S"] = "/Note"
        part["ID"] = pydyf.String(f"note-{len(begun):05}")
        return True
    note = begun[element]
    # Its elements say themselves on what page they are.
    for reference in part["K"]:
        child = pdf.objects[int(reference.split()[0])]
        child["P"] = note.reference
        note["K"].append(reference)
    part.clear()
    return False


def _alternative(element: ET.Element) -> str:
    """What is read aloud in place of *element*, where that is not its text."""
    if element.tag == "math" and (source := element.get("alttext")):
        return source
    is_said = element.tag == "math" or _is_call(element)
    return "".join(element.itertext()) if is_said else ""


def _is_call(element: ET.Element) -> bool:
    return "note-call" in element.get("class", "").split()


@contextmanager
def references_made_once() -> Iterator[None]:
    """While it lasts, a file makes the references to its pages once, and not for each tag."""
    plain = pydyf.PDF.page_references

    def references(file: Any) -> list[bytes]:  # noqa: ANN401  # untyped
        known: list[bytes] = file.__dict__.setdefault("references_to_pages", [])
        known += [b"%d 0 R" % number for number in file.pages["Kids"][3 * len(known) :: 3]]
        return known

    pydyf.PDF.page_references = property(references)
    try:
        yield
    finally:
        pydyf.PDF.page_references = plain


@contextmanager
def silent_calls(stream_class: Any) -> Iterator[None]:  # noqa: ANN401  # untyped
    """While it lasts, the call of a note is drawn, but is no part of the text it stands in.

    Nor is the number of a line of verse, which no reading order has at all. And a line whose
    glyphs do not tell its words, or not as they are written, says them (``glyph_text.py``).

    Who copies, searches or counts the words of the page gets "a year of talks", and not
    "a year3 of talks". The tag of the call says what it is (`full_tags`).
    """
    plain = stream_class.marked

    @contextmanager
    def marked(stream: Any, box: Any, tag: str) -> Iterator[None]:  # noqa: ANN401  # untyped
        if _is_furniture(box):
            with stream.artifact(), said(stream, ""):
                yield
            return
        with plain(stream, box, tag):
            element = getattr(box, "element", None)
            is_call = element is not None and _is_call(element)
            words = "" if is_call else words_of(box)
            if not is_call and not in_clusters(words) and not in_small_capitals(box):
                yield
                return
            with said(stream, words):
                yield

    @contextmanager
    def said(stream: Any, words: str) -> Iterator[None]:  # noqa: ANN401  # untyped
        actual = pydyf.Dictionary({"ActualText": pydyf.String(words)})
        stream.begin_marked_content("Span", actual)
        yield
        stream.end_marked_content()

    stream_class.marked = marked
    try:
        yield
    finally:
        stream_class.marked = plain


def _is_furniture(box: Any) -> bool:  # noqa: ANN401  # untyped
    """Whether *box* is the printed number of a line: no word of the text, and none to copy."""
    tag = getattr(box, "element_tag", None) or ""
    named = getattr(box, "element", None) is not None and box.element.get("class", "")
    return "::" in tag and "numbered" in (named or "").split()


def _is_note(element: ET.Element) -> bool:
    return element.tag == "aside" and "note" in element.get("class", "").split()
