"""WeasyPrint 70, mended so that a note too long for its page is divided over pages.

A note that has no room on the page of its call begins there, and goes on as the first of the
notes of the next pages. Input: WeasyPrint's own modules, given by ``engine.py``. It never
changes a note's words, and never puts the beginning of a note on another page than its call
where the page has room for two lines of it.

How it works. WeasyPrint lays a note as soon as the line that calls it stands
(`LayoutContext.layout_footnote`), and asks whether it overflows. Here it is asked first how
far down the text must be let go (`TextAbove.needed`: the line itself, what may not be parted
from it, the first lines of other notes called there); what is left is the *room* of the note.
Note boxes have four more attributes, which copies keep: *room*, the height of the part that
stays on the page; *is_forced*, that it is broken wherever that is; *begins*, the skip stack of
a part that goes on; *whole*, the note that a part is of. The rest of a divided note waits, and
is handed to the next page like a note that was moved there.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from math import inf
from typing import Any, NamedTuple

from florilegium.render.press.layout.column_notes import ColumnNotes
from florilegium.render.press.layout.text_above import LEAST, Function, Modules, TextAbove

_HAIR = 0.01  # px: what sums of lengths may be wrong by
_TRIES = 3  # how often a page is made again for text that needs more room above the notes

# What boxes know besides: see the head; of what is in a table, in which row, and how tall it is.
_ATTRIBUTES = ("begins", "room", "whole", "is_forced", "row", "table", "tallness")


class _Part(NamedTuple):
    """How a note was laid out: where it begins, its box, and where what is left begins."""

    top: float
    box: Any
    resume: Any


@contextmanager
def divided_notes(modules: Modules) -> Iterator[None]:
    """While it lasts, notes are divided where the page ends."""
    divider = _Divider(modules)
    layout, page, block, _, boxes = modules
    places: list[tuple[Any, str, Callable[[Function], Function]]] = [
        (layout.LayoutContext, "layout_footnote", divider.layout_footnote),
        (layout.LayoutContext, "unlayout_footnote", divider.take_back),
        (layout.LayoutContext, "report_footnote", divider.report),
        (layout.LayoutContext, "_update_footnote_area", divider.update),
        (layout, "make_all_pages", divider.make_all_pages),
        (page, "remake_page", divider.remake_page),
        (page, "make_page", divider.make_page),
        (block, "iter_line_boxes", divider.text.iter_line_boxes),
        (block, "block_level_layout_switch", divider.lay_block),
        (block, "columns_layout", ColumnNotes(divider).columns_layout),
    ]
    plain = [getattr(owner, name) for owner, name, _ in places]
    for name in _ATTRIBUTES:
        setattr(boxes.Box, name, None)
    for (owner, name, mended), old in zip(places, plain, strict=True):
        setattr(owner, name, mended(old))
    try:
        yield
    finally:
        for (owner, name, _), old in zip(places, plain, strict=True):
            setattr(owner, name, old)
        for name in _ATTRIBUTES:
            delattr(boxes.Box, name)


class _Divider:
    """What is known of the page that is being made."""

    def __init__(self, modules: Modules) -> None:
        self.text = TextAbove(modules)
        self.is_gathering = False
        self.floor: tuple[float, Sequence[Any]] | None = None
        self._page = modules.page
        boxes = self._boxes = modules.boxes
        self._text_lines = (boxes.LineBox, boxes.BlockReplacedBox)
        self._note_lines = (*self._text_lines, boxes.TableRowBox)
        self._carried: dict[int, list[Any]] = {}  # by page: the notes that come from before it
        self.rests: list[Any] = []  # of notes divided on this page
        self._part: _Part | None = None  # of the note laid last
        self._before: _State  # what was before the page
        self._more = 0.0  # what the text was seen to need, when a try had left it less

    # -- pages -------------------------------------------------------------------------------

    def make_all_pages(self, plain: Function) -> Function:
        """Make pages again together with those that their notes go on to."""

        @wraps(plain)
        def make(context: Any, *rest: Any) -> Any:  # noqa: ANN401  # untyped
            if not hasattr(context, "is_begun"):
                context.is_begun, self._carried = True, {}
            self.text.know_rows(context, *rest)
            # WeasyPrint keeps a page as it was, but not the notes that it sent on.
            for index in [index for index, notes in self._carried.items() if notes]:
                for number in (index - 1, index):
                    if number < len(context.page_maker):
                        context.page_maker[number][-1]["content_changed"] = True
            return plain(context, *rest)

        return make

    def remake_page(self, plain: Function) -> Function:
        """Make a page with the notes carried to it, and note down those it sends on."""

        @wraps(plain)
        def remake(index: int, context: Any, *rest: Any) -> Any:  # noqa: ANN401  # untyped
            made = self._with_room_for_text(plain, index, context, *rest)
            carried = self._carried.get(index, [])
            is_more = made[1] is not None
            began = any(one not in carried for one in context.reported_footnotes)
            if carried and began:
                # A note could not begin beside those that go on: the page is for these alone.
                made = self._without_text(plain, index, context, *rest)
                is_more = made[1] is not None
            context.reported_footnotes[:0] = self.rests
            self.rests = []
            self._hand_on(index + 1, context, is_more=is_more)
            return made

        return remake

    def _with_room_for_text(self, plain: Function, index: int, context: Any, *rest: Any) -> Any:  # noqa: ANN401
        """Make the page; again when something tall in its text came to stand on its notes."""
        self._more = 0.0
        for _ in range(_TRIES):
            made = self._begun(plain, index, context, *rest)
            lowest = self.lowest(made[0].children[0]) if context.current_page_footnotes else 0.0
            top = made[0].content_box_y()
            wanted = lowest - top
            fits = not context.overflows(context.page_bottom, lowest)
            # A page of text alone is left as it is: what overflows it cannot be divided.
            if fits or wanted <= self._more or wanted > 0.9 * made[0].height:
                break
            self._more = wanted
            self._before.restore()
        self._more = 0.0
        return made

    def lowest(self, box: Any) -> float:  # noqa: ANN401  # untyped
        """Return where the lowest line of text of *box* ends."""
        return max(self._ends(box, self._text_lines), default=0.0)

    def _without_text(self, plain: Function, index: int, context: Any, *rest: Any) -> Any:  # noqa: ANN401
        """Make the page as a blank one, which has notes all the same."""
        self._before.restore()
        resume, next_page, is_right, *state = context.page_maker[index]
        side = "left" if is_right else "right"
        context.page_maker[index] = (resume, {**next_page, "break": side}, is_right, *state)
        groups = self._page._update_page_groups  # noqa: SLF001  # see the head
        self._page._update_page_groups = lambda now, at, _next, root, _blank: groups(  # type: ignore[attr-defined]  # noqa: SLF001
            now, at, next_page, root, False
        )
        try:
            made = self._begun(plain, index, context, *rest)
        finally:
            self._page._update_page_groups = groups  # type: ignore[attr-defined]  # noqa: SLF001
        context.page_maker[index] = (resume, next_page, is_right, *state)
        after = context.page_maker[index + 1]
        context.page_maker[index + 1] = (after[0], next_page, *after[2:])
        return made

    def _begun(self, plain: Function, index: int, context: Any, *rest: Any) -> Any:  # noqa: ANN401
        self._before = _State(context)
        context.reported_footnotes = list(self._carried.get(index, ()))
        self.rests, self.text.line = [], None
        return plain(index, context, *rest)

    def _hand_on(self, index: int, context: Any, *, is_more: bool) -> None:  # noqa: ANN401
        """Give the notes that wait to page *index*; one with other notes is to be made again."""
        before, now = self._carried.get(index, ()), context.reported_footnotes
        if is_more and [_which(one) for one in before] != [_which(one) for one in now]:
            context.page_maker[index][-1]["content_changed"] = True
        self._carried[index] = list(now)

    def make_page(self, plain: Function) -> Function:
        """Say how much of the page belongs to the text before its notes are placed."""

        @wraps(plain)
        def make(context: Any, root: Any, page_type: Any, *rest: Any) -> Any:  # noqa: ANN401
            self.text.line = None
            least = max(LEAST * self.text.line_height(root.style), self._more)
            self.text.least = 0.0 if page_type.blank else least
            return plain(context, root, page_type, *rest)

        return make

    # -- notes -------------------------------------------------------------------------------

    def update(self, plain: Function) -> Function:
        """Know lines of notes from lines of text; lay none while columns are tried."""

        @wraps(plain)
        def update(context: Any) -> Any:  # noqa: ANN401  # untyped
            if self.is_gathering:
                return False
            was, self.text.in_notes = self.text.in_notes, True
            try:
                return plain(context)
            finally:
                self.text.in_notes = was

        return update

    def take_back(self, plain: Function) -> Function:
        """Forget the rest of a note that goes to another page with its call."""

        @wraps(plain)
        def take_back(context: Any, note: Any) -> Any:  # noqa: ANN401  # untyped
            self.rests = [rest for rest in self.rests if rest.whole is not note]
            note.room, note.is_forced = None, False
            return plain(context, note)

        return take_back

    def report(self, plain: Function) -> Function:
        """Leave a note to the next page; in columns that are tried, what goes is not known yet."""
        leave = self.take_back(plain)

        @wraps(plain)
        def report(context: Any, note: Any) -> Any:  # noqa: ANN401  # untyped
            return None if self.is_gathering else leave(context, note)

        return report

    def layout_footnote(self, plain: Function) -> Function:
        """Lay a note; where it has no room, divide it. Return whether it overflows still."""

        @wraps(plain)
        def lay(context: Any, note: Any) -> bool:  # noqa: ANN401  # untyped
            if self.is_gathering:
                return bool(plain(context, note))
            note.room, self._part = inf, None
            overflows = bool(plain(context, note))
            note.room = None
            if self.text.in_notes or self._part is None or context.reported_footnotes:
                return overflows
            text, others = self.floor or self.text.needed(context, note)
            is_divided = bool(self.rests)
            wanted = text + sum(self._beginning(context, one) for one in others)
            if not (overflows or is_divided or context.overflows(context.page_bottom, wanted)):
                return False
            return not self._divide(context, note, wanted)

        return lay

    def _divide(self, context: Any, note: Any, text: float) -> bool:  # noqa: ANN401  # untyped
        """Leave on the page what of *note* has room below *text*; return whether that is any."""
        area = context.current_footnote_area
        assert self._part is not None  # noqa: S101  # asked before
        top, whole, _ = self._part
        edge = area.position_y + (context.page_bottom + area.margin_height() - text)
        edge -= area.margin_bottom + area.border_bottom_width + area.padding_bottom
        edge = min(edge, area.content_box_y() + area.max_height)
        ends = self._ends(whole, self._note_lines)
        if ends and max(ends) <= edge + _HAIR:
            return True  # it has room after all
        if self._cut(context, note, edge, len(ends)):
            return True
        is_first = self.text.line is None and len(context.current_page_footnotes) == 1
        if is_first and edge > top:
            # The first note of a page has no other page to go to: it is broken anyhow.
            note.room, note.is_forced = edge - top, True
            context._update_footnote_area()  # noqa: SLF001  # see the head
            if self._part.resume not in (None, note.begins):
                return self._go_on(note)
            note.is_forced = False
        note.room = None
        context._update_footnote_area()  # noqa: SLF001  # the same
        return False

    def _cut(self, context: Any, note: Any, edge: float, total: int) -> bool:  # noqa: ANN401
        """Break *note* above *edge*, at least two lines before its end; it has *total* lines."""
        assert self._part is not None  # noqa: S101  # asked before
        top = self._part.top
        for _ in range(LEAST):
            if edge <= top:
                return False
            note.room = edge - top
            context._update_footnote_area()  # noqa: SLF001  # see the head
            _, box, resume = self._part
            ends = self._ends(box, self._note_lines) if resume is not None else []
            if len(ends) < LEAST:
                return False
            if total - len(ends) >= LEAST:
                note.room = min(edge, max(ends) + _HAIR) - top
                context._update_footnote_area()  # noqa: SLF001  # the same
                if self._part.resume != resume:
                    # The end of a table wants more than its last line.
                    note.room = edge - top
                    context._update_footnote_area()  # noqa: SLF001  # the same
                return self._go_on(note)
            edge = max(ends) - 1  # a line less
        return False

    def _go_on(self, note: Any) -> bool:  # noqa: ANN401  # untyped
        assert self._part is not None  # noqa: S101  # asked before
        rest = note.copy()
        rest.begins, rest.room, rest.whole = self._part.resume, None, note
        rest.is_forced = False
        self.rests.append(rest)
        return True

    def _beginning(self, context: Any, note: Any) -> float:  # noqa: ANN401  # untyped
        """Return how high the least part of *note* is that can stand on a page."""
        notes = context.current_page_footnotes
        kept = self._part
        note.room, self._part = inf, None
        notes.append(note)
        context._update_footnote_area()  # noqa: SLF001  # see the head
        note.room, part = None, self._part
        notes.remove(note)
        context._update_footnote_area()  # noqa: SLF001  # the same
        self._part = kept
        if part is None:
            return 0.0
        ends = sorted(self._ends(part.box, self._note_lines))
        last = ends[LEAST - 1] if len(ends) >= 2 * LEAST else ends[-1] if ends else part.top
        return float(last - part.top)

    def _ends(self, box: Any, kinds: tuple[Any, ...]) -> list[float]:  # noqa: ANN401
        """Where the lines of *box* end, and what else cannot be divided."""
        if isinstance(box, kinds):
            # Without height, it is the line of a marker that is not shown.
            return [box.position_y + box.height] if box.height else []
        # What stands in for an absolute box, such as the bullet of an item, is none yet.
        below = (one for one in box.children if isinstance(one, self._boxes.Box))
        return [end for one in below for end in self._ends(one, kinds)]

    def lay_block(self, plain: Function) -> Function:
        """Lay a note, or what is left of one, to the height that it may have."""

        @wraps(plain)
        def lay(  # noqa: PLR0913, PLR0917  # WeasyPrint's own
            context: Any,  # noqa: ANN401
            box: Any,  # noqa: ANN401
            space: float,
            skip: Any,  # noqa: ANN401
            around: Any,  # noqa: ANN401
            is_empty: bool,
            *rest: Any,  # noqa: ANN401
            **more: Any,  # noqa: ANN401
        ) -> Any:  # noqa: ANN401
            rest = (*rest, *more.values())  # a flex container says the last of them by name
            if box.begins is None and box.room is None:
                return plain(context, box, space, skip, around, is_empty, *rest)
            top, room = box.position_y, inf if box.room is None else box.room
            absolute, fixed, margins, *others = (*rest, None, None, None)[: max(3, len(rest))]
            made = None
            if room < inf:
                space = context.page_bottom - (top + room)
                # In a column, notes are not moved on to make room: here, the note itself.
                was, context.in_column = context.in_column, True
                now = list(margins) if margins is not None else None
                places = (absolute, fixed, now, *others)
                made = plain(context, box, space, box.begins, around, bool(box.is_forced), *places)
                context.in_column = was
            if made is None or made[0] is None:
                box.position_y = top
                now = list(margins) if margins is not None else None
                made = plain(
                    context, box, -inf, box.begins, around, is_empty, absolute, fixed, now, *others
                )
            if box.room is not None:
                self._part = _Part(top, made[0], made[1])
            return (made[0], None, *made[2:])

        return lay


class _State:
    """What must be as it was for a page to be made again."""

    def __init__(self, context: Any) -> None:  # noqa: ANN401  # untyped
        self._context = context
        self._notes = context.footnotes[:]
        self._floats = dict(context.broken_out_of_flow)
        self._pages = list(context.page_maker)

    def restore(self) -> None:
        """Bring it back."""
        self._context.footnotes[:] = self._notes
        self._context.broken_out_of_flow = self._floats
        self._context.page_maker[:] = self._pages


def _which(note: Any) -> tuple[int, Any]:  # noqa: ANN401  # untyped
    """Return what tells one part of a note from another."""
    return id(note.whole or note), note.begins
