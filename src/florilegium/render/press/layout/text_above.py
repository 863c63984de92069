"""The text above the notes of a page: how far down it must go before a note is laid.

Input: the lines that WeasyPrint makes, one by one. Output: where the text must end for the
call of a note to stay on the page, with the other notes that begin there then. It never lays
anything on a page itself.
"""

from collections.abc import Callable, Iterator
from functools import wraps
from math import inf
from types import ModuleType
from typing import Any, NamedTuple

LEAST = 2  # lines: of text above the notes, of a note before and after it is divided

Function = Callable[..., Any]


class Modules(NamedTuple):
    """The parts of WeasyPrint that are changed, or asked."""

    layout: ModuleType
    page: ModuleType
    block: ModuleType
    inline: ModuleType
    boxes: ModuleType


class _Line(NamedTuple):
    """The line of text that was made last: the *place* of it in its paragraph, from 1.

    *box* and *around* are what it is a line of, *resume* where the next one begins.
    """

    line: Any
    resume: Any
    place: int
    box: Any
    around: Any
    bottom_space: float


class TextAbove:
    """The text of the page that is being made: its last *line*, and what is bound to that.

    *line* is None while the notes of earlier pages are placed; *in_notes* says that the lines
    made now are no text; *least* is how much of the page the notes must leave to the text.
    """

    def __init__(self, modules: Modules) -> None:
        """Know the parts of WeasyPrint that are asked."""
        self._block, self._inline, self._boxes = modules.block, modules.inline, modules.boxes
        self.line: _Line | None = None
        self.in_notes = False
        self.least = 0.0

    def line_height(self, style: Any) -> float:  # noqa: ANN401  # untyped
        """Return how high a line of text of *style* is."""
        return float(self._inline.strut(style)[0])

    def iter_line_boxes(self, plain: Function) -> Function:
        """Remember the line that was made last."""

        @wraps(plain)
        def lines(  # noqa: PLR0913, PLR0917  # WeasyPrint's own
            context: Any,  # noqa: ANN401
            box: Any,  # noqa: ANN401
            y: float,
            space: float,
            skip: Any,  # noqa: ANN401
            around: Any,  # noqa: ANN401
            *rest: Any,  # noqa: ANN401
        ) -> Iterator[Any]:
            made = plain(context, box, y, space, skip, around, *rest)
            for place, (line, resume) in enumerate(made, start=1):
                if not self.in_notes:
                    self.line = _Line(line, resume, place, box, around, space)
                yield line, resume

        return lines

    def needed(self, context: Any, note: Any) -> tuple[float, list[Any]]:  # noqa: ANN401
        """Return where the text must be let end for the call of *note* to stay on this page.

        And the other notes that begin on the page then: they are called behind it in its
        line, or in the lines that may not be parted from it.
        """
        least = context.current_footnote_area.page.content_box_y() + self.least
        if self.line is None:
            return least, []
        line, resume, _, box, around, space = self.line
        if box.row is not None:
            bottom = self._row_bottom(context, box.row) + space
            calls = [one for one in called(box.row) if one is not note]
            return max(bottom, least), [one for one in calls if one in context.footnotes]
        calls = called(line)
        others = calls[_place_of(note, calls) + 1 :]
        bottom = line.position_y + line.height
        ahead, resume = self._ahead(context)
        bottom += sum(one.height for one in ahead)
        for one in ahead:
            others += called(one)
        if resume is None:
            bottom += around.padding_bottom + around.border_bottom_width
            if around.style["break_after"] in {"avoid", "avoid-page"}:
                bottom += around.margin_bottom + LEAST * self.line_height(line.style)
        waiting = [one for one in others if one in context.footnotes]
        return max(bottom + space, least), waiting

    def _ahead(self, context: Any) -> tuple[list[Any], Any]:  # noqa: ANN401
        """Return the lines bound to the line made last by orphans and widows, and what is next."""
        assert self.line is not None  # noqa: S101  # asked before
        line, resume, place, box, around, _ = self.line
        orphans = max(0, line.style["orphans"] - place)
        widows = line.style["widows"]
        ahead: list[Any] = []
        indent, box.text_indent = box.text_indent, 0
        bottom, end = line.position_y + line.height, resume
        resumes = [resume]
        while end is not None and len(ahead) < orphans + widows:
            made, end = self._inline.get_next_linebox(
                context, box, bottom, 0, end, around, [], [], None, None
            )
            if made is None:
                break
            ahead.append(made)
            resumes.append(end)
            bottom += made.height
        box.text_indent = indent
        # What is left of the paragraph, when too little for the next page, stays here.
        count = len(ahead) if end is None and len(ahead) - orphans < widows else orphans
        count = min(count, len(ahead))
        return ahead[:count], resumes[count]

    # -- rows of tables ----------------------------------------------------------------------

    def know_rows(self, context: Any, root: Any, *_: Any) -> None:  # noqa: ANN401  # untyped
        """Tell every box in a row of a table, while there are notes, which row that is."""
        if not context.footnotes:
            return
        for table in root.descendants():
            if isinstance(table, self._boxes.TableBox):
                rows = (
                    one for one in table.descendants() if isinstance(one, self._boxes.TableRowBox)
                )
                for row in rows:
                    row.table = table
                    for one in row.descendants():
                        one.row = row

    def _row_bottom(self, context: Any, row: Any) -> float:  # noqa: ANN401  # untyped
        """Return where *row* ends, which is being laid: its tallest cell may be still to come."""
        if row.tallness is None:
            kept = context.footnotes, context.page_bottom, self.in_notes
            context.footnotes, context.page_bottom, self.in_notes = [], inf, True
            row.tallness = max(self._cell_height(context, row, cell) for cell in row.children)
            context.footnotes, context.page_bottom, self.in_notes = kept
        return float(row.position_y + row.tallness + row.table.border_bottom_width)

    def _cell_height(self, context: Any, row: Any, cell: Any) -> float:  # noqa: ANN401  # untyped
        made = cell.deepcopy()
        self._block.resolve_percentages(made, row.table)
        made.margin_top = made.margin_left = made.width = 0
        widths = row.table.column_widths[cell.grid_x :][: cell.colspan]
        made.width = sum(widths) - made.border_width()
        made.position_x = made.position_y = 0
        laid = self._block.block_container_layout(
            context, made, -inf, None, True, [], [], None, None, None, False, None
        )[0]
        return float(laid.border_height())


def called(line: Any) -> list[Any]:  # noqa: ANN401  # untyped
    """Return the notes called in *line*, or another box, in order."""
    return [box.footnote for box in line.descendants() if box.footnote is not None]


def _place_of(note: Any, notes: list[Any]) -> int:  # noqa: ANN401  # untyped
    return next((place for place, one in enumerate(notes) if one is note), len(notes))
