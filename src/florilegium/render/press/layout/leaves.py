"""Leaves: what the inline boxes of a line box hold, in a row, before it is broken.

In: a line box of WeasyPrint that is not broken yet. Out: its texts and what else stands in it,
as wide as it will be laid out, with what borders, padding and margins add. It never changes a
box. What it does not understand it refuses, with `UnfitError`.
"""

# ruff: noqa: ANN401  # WeasyPrint has no types

from typing import Any, NamedTuple

from florilegium.render.press.layout.faces import Modules


class UnfitError(Exception):
    """A paragraph that is broken WeasyPrint's own way."""


class Leaf(NamedTuple):
    """A text box, or something as wide as it will be laid out, and the letter it begins at."""

    start: int
    text: str
    style: Any
    width: float | None = None  # of what is no text

    @property
    def stop(self) -> int:
        """The letter after its last."""
        return self.start + len(self.text)

    @property
    def is_break(self) -> bool:
        """Whether it is a line break that the text asks for."""
        return self.text == "\n"

    @property
    def is_raised(self) -> bool:
        """Whether it stands above the line, as the call of a note does."""
        return self.style["font_variant_position"] == "super" or (
            self.style["vertical_align"] in ("super", "text-top")
        )


class Leaves:
    """The *leaves* of a line box, their *length* in letters, and what stands between them.

    *before* and *after* say what borders, padding and margins add before a letter, and after it.
    """

    def __init__(self, modules: Modules, context: Any, linebox: Any, around: Any) -> None:
        """Read *linebox*, to be set in the block *around*; raise `UnfitError` to refuse it."""
        self._modules = modules
        self._context = context
        self.leaves: list[Leaf] = []
        self.before: dict[int, float] = {}
        self.after: dict[int, float] = {}
        self.length = 0
        self._walk(linebox, around)

    def _walk(self, box: Any, around: Any) -> None:
        """Gather the leaves below *box*."""
        boxes, inline = self._modules.boxes, self._modules.inline
        for child in box.children:
            if not child.is_in_normal_flow():
                if child.is_floated():
                    raise UnfitError
            elif isinstance(child, boxes.TextBox):
                self._text(child)
            elif isinstance(child, boxes.InlineBox) and not child.is_leader:
                inline.resolve_percentages(child, around)
                self._side(child, "left", self.before)
                self._walk(child, around)
                self._side(child, "right", self.after)
            else:
                self.leaves.append(
                    Leaf(self.length, "\ufffc", child.style, self._solid(child, around))
                )
                self.length += 1

    def _text(self, box: Any) -> None:
        style = box.style
        is_break = box.text == "\n" and style["white_space"] in ("pre-line", "pre", "pre-wrap")
        if style["direction"] != "ltr" or not style["font_size"]:
            raise UnfitError
        if not is_break and ("\n" in box.text or style["white_space"] not in ("normal", "nowrap")):
            raise UnfitError
        self.leaves.append(Leaf(self.length, box.text, style))
        self.length += len(box.text)

    def _side(self, box: Any, side: str, sums: dict[int, float]) -> None:
        names = (f"margin_{side}", f"padding_{side}", f"border_{side}_width")
        much = sum(value for name in names if (value := getattr(box, name)) != "auto")
        if much:
            sums[self.length] = sums.get(self.length, 0.0) + much

    def _solid(self, box: Any, around: Any) -> float:
        """The width of an inline block or a picture."""
        boxes, inline = self._modules.boxes, self._modules.inline
        box = box.deepcopy()
        inline.resolve_percentages(box, around)
        if isinstance(box, boxes.ReplacedBox):
            inline.inline_replaced_box_layout(box, around)
        elif isinstance(box, boxes.InlineBlockBox) and not box.is_table_wrapper:
            for side in ("margin_left", "margin_right"):
                if getattr(box, side) == "auto":
                    setattr(box, side, 0)
            inline.inline_block_width(box, self._context, around)
        else:
            raise UnfitError
        return float(box.margin_width())
