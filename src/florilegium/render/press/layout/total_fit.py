"""Total fit in WeasyPrint: the lines of a paragraph end where ``paragraphs.py`` says.

In: the parts of WeasyPrint that break lines. While `total_fit` lasts, a line of a justified
paragraph, or of a title, ends where it was planned; WeasyPrint itself lays out its words and
stretches its spaces. A paragraph that is not understood is broken WeasyPrint's own way.
"""

# ruff: noqa: ANN401  # WeasyPrint has no types

import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from florilegium.render.press.layout.faces import Modules
from florilegium.render.press.layout.leaves import UnfitError
from florilegium.render.press.layout.paragraphs import End, Paragraph

_ENDLESS = 1e7  # pixels: a width that no line reaches
_HALF_MORE, _OFF = 1.5, 1.0  # what added widths may be off by: in shrinking, in pixels
_PATCHED = ("get_next_linebox", "split_inline_box", "split_text_box", "text_align")


class _Line(NamedTuple):
    """A line in the making: where it ends, and at which letters the boxes of *linebox* begin."""

    end: End
    begins: dict[int, int]
    linebox: Any
    paragraph: Paragraph


@contextmanager
def total_fit(modules: Modules) -> Iterator[None]:
    """While it lasts, the lines of a paragraph are chosen together."""
    inline = modules.inline
    plain = {name: getattr(inline, name) for name in _PATCHED}
    planner = _Planner(modules, plain)
    for name in _PATCHED:
        setattr(inline, name, getattr(planner, name))
    try:
        yield
    finally:
        for name in _PATCHED:
            setattr(inline, name, plain[name])


class _Planner:
    """WeasyPrint's functions of the same names, which know the line that is planned."""

    def __init__(self, modules: Modules, plain: dict[str, Any]) -> None:
        self._modules = modules
        self._plain = plain
        self._now: _Line | None = None

    def get_next_linebox(
        self, context: Any, linebox: Any, y: Any, bottom: Any, skip_stack: Any, *rest: Any
    ) -> Any:
        """Lay out a line that ends where it is planned."""
        before, (around, _, _, *styles) = self._now, rest
        # What only the first letter or line looks like is not looked into.
        self._now = None if any(styles) else self._planned(context, linebox, skip_stack, around)
        try:
            return self._plain["get_next_linebox"](context, linebox, y, bottom, skip_stack, *rest)
        finally:
            self._now = before

    def split_inline_box(
        self, context: Any, box: Any, position_x: Any, max_x: Any, *rest: Any
    ) -> Any:
        """Give a planned line all the room it wants: where it ends is known."""
        if self._now is not None and box is self._now.linebox:
            max_x = _ENDLESS
        return self._plain["split_inline_box"](context, box, position_x, max_x, *rest)

    def split_text_box(
        self, context: Any, box: Any, available_width: Any, skip: int, is_line_start: bool = True
    ) -> Any:
        """Split the text that is in the planned line from what is not."""
        plain, now = self._plain["split_text_box"], self._now
        begin = None if now is None or available_width is None else now.begins.get(id(box))
        if now is None or begin is None:
            return plain(context, box, available_width, skip, is_line_start)
        text, end = box.text, now.end
        if (
            not begin < end.next <= begin + len(text)
            or end.next == now.paragraph.length
            or text == "\n"
        ):
            return plain(context, box, None, skip, is_line_start)
        resume = len(text[: end.next - begin].encode())
        shown = text[: max(0, end.end - begin)].encode()[skip:].decode()
        if not shown:
            return None, resume, False
        if end.is_hyphen:
            shown += box.style["hyphenate_character"]
        made, _, _ = plain(context, box.copy_with_text(shown), None, 0, is_line_start)
        return made, resume, False

    def text_align(self, context: Any, line: Any, available_width: float, last: bool) -> Any:
        """Make the spaces of a planned line smaller if it is wider than its box."""
        now, inline = self._now, self._modules.inline
        over = line.width - available_width
        if now is None or now.paragraph.is_title or over <= 0:
            return self._plain["text_align"](context, line, available_width, last)
        spaces = inline.count_expandable_spaces(line)
        if spaces and over < spaces * now.paragraph.shrink * _HALF_MORE + _OFF:
            inline.add_word_spacing(context, line, -over / spaces, 0)
        return 0

    # -- plans ---------------------------------------------------------------------------

    def _planned(self, context: Any, linebox: Any, skip_stack: Any, around: Any) -> _Line | None:
        paragraph = self._paragraph(context, linebox, around)
        begins = paragraph and self._begins(linebox, paragraph)
        if not paragraph or not begins:
            return None
        skip_stack = self._modules.inline.skip_first_whitespace(linebox, skip_stack)
        start = None if skip_stack == "continue" else self._letter(linebox, skip_stack, begins)
        if start is None:
            return None
        is_whole = getattr(context, "wants_whole_words", False)
        end = paragraph.line(start, is_whole=is_whole)
        return _Line(end, begins, linebox, paragraph) if end else None

    def _paragraph(self, context: Any, linebox: Any, around: Any) -> Paragraph | None:
        """The paragraph of *linebox*, remembered with it, and shared by boxes like it."""
        style = linebox.style
        if context.excluded_shapes or not _is_wanted(style):
            return None
        kept = linebox.__dict__.get("paragraph")
        if kept and kept[0] == around.width:
            return kept[1]  # type: ignore[no-any-return]  # untyped
        made: Paragraph | None
        try:
            made = Paragraph(self._modules, context, linebox, around)
        except UnfitError:
            made = None
        if made:
            known = context.__dict__.setdefault("paragraphs", {})
            made = known.get(made.key) or known.setdefault(made.key, made.ready())
        linebox.paragraph = around.width, made
        return made

    def _begins(self, linebox: Any, paragraph: Paragraph) -> dict[int, int] | None:
        """At which letter each box in *linebox* begins; None if it has another text by now."""
        kept = linebox.__dict__.get("begins")
        if kept and kept[0]() is linebox:
            return kept[1]  # type: ignore[no-any-return]  # untyped
        found: dict[int, int] = {}
        texts: list[str] = []
        self._find_begins(linebox, 0, found, texts)
        same = texts == [leaf.text for leaf in paragraph.leaves]
        linebox.begins = weakref.ref(linebox), found if same else None
        return found if same else None

    def _find_begins(self, box: Any, begin: int, found: dict[int, int], texts: list[str]) -> int:
        """Add at which letter each box in *box* begins, and the texts; return where it ends."""
        boxes = self._modules.boxes
        for child in box.children:
            found[id(child)] = begin
            if not child.is_in_normal_flow():
                continue
            if isinstance(child, boxes.InlineBox):
                begin = self._find_begins(child, begin, found, texts)
                continue
            texts.append(child.text if isinstance(child, boxes.TextBox) else "\ufffc")
            begin += len(texts[-1])
        return begin

    def _letter(self, linebox: Any, skip_stack: Any, begins: dict[int, int]) -> int | None:
        """The letter at which a line begins that resumes at *skip_stack*."""
        box, letter = linebox, 0
        while skip_stack:
            ((index, skip_stack),) = skip_stack.items()
            if isinstance(box, self._modules.boxes.TextBox):
                return letter + len(box.text.encode()[:index].decode())
            if index >= len(box.children):
                return None
            box = box.children[index]
            letter = begins[id(box)]
        return letter


def _is_wanted(style: Any) -> bool:
    """Whether lines of this *style* are to be chosen together."""
    if style["direction"] != "ltr" or style["white_space"] != "normal":
        return False
    if style["text_align_all"] == "justify":
        return True
    wrap = style["__text_wrap"]
    return any(getattr(token, "value", "") == "balance" for token in wrap or ())
