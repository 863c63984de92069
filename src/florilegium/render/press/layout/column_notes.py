"""Notes called in columns: as much text as leaves room for the notes that it calls.

WeasyPrint lays columns as often as it likes, and their notes with them; a note that has no
room goes to the next page. Here columns are laid as if notes had no height, above a *reserve*
at the foot of the page, and their notes afterwards. The smallest reserve is looked for that
leaves them room: all of them whole but the last, which may be divided; else the beginning of
each.
"""

from collections.abc import Sequence
from functools import wraps
from typing import Any, NamedTuple, Protocol

from florilegium.render.press.layout.text_above import LEAST, Function, TextAbove, called


class Divider(Protocol):
    """What lays notes at the foot of the page, and divides them.

    While *is_gathering*, notes are counted as called, and not laid. *floor* is where the text
    ends that they stand below, and which notes are to begin below each of them. *rests* are
    the parts of divided notes that go on to the next page.
    """

    is_gathering: bool
    floor: tuple[float, Sequence[Any]] | None
    rests: list[Any]
    text: TextAbove

    def lowest(self, box: Any) -> float:  # noqa: ANN401  # untyped
        """Return where the lowest line of text of *box* ends."""
        ...


class _Call(NamedTuple):
    """How WeasyPrint asked for columns: the arguments before and after its two lists.

    *absolute* and *fixed* are boxes to be placed when their page is done, often one list.
    """

    context: Any
    box: Any
    before: tuple[Any, ...]
    absolute: list[Any]
    fixed: list[Any]
    after: tuple[Any, ...]

    @property
    def space(self) -> float:
        """What is kept free below the columns."""
        return float(self.before[0])


class _State:
    """What an attempt to lay columns changes, besides notes."""

    def __init__(self, context: Any) -> None:  # noqa: ANN401  # untyped
        self._context = context
        self._floats = dict(context.broken_out_of_flow)
        self._shapes = list(context.excluded_shapes)

    def restore(self) -> None:
        """Bring it back."""
        self._context.broken_out_of_flow.clear()
        self._context.broken_out_of_flow.update(self._floats)
        self._context.excluded_shapes[:] = self._shapes


class ColumnNotes:
    """Lays columns with the notes that they call."""

    def __init__(self, divider: Divider) -> None:
        """Have the notes laid by *divider*."""
        self._divider = divider

    def columns_layout(self, plain: Function) -> Function:
        """Lay columns, then their notes, where there are any to be called."""

        @wraps(plain)
        def lay(context: Any, box: Any, *rest: Any) -> Any:  # noqa: ANN401  # untyped
            if context.in_column or not context.footnotes or self._divider.text.in_notes:
                return plain(context, box, *rest)
            asked = _Call(context, box, rest[:4], rest[4], rest[5], rest[6:])
            return _Attempts(plain, asked, self._divider).best()

        return lay


class _Attempts:
    """Tries at laying columns, with more or less room reserved below them."""

    def __init__(self, plain: Function, asked: _Call, divider: Divider) -> None:
        self._plain, self._asked, self._divider = plain, asked, divider
        self._notes: list[Any] = []  # that the last try called and laid
        self._lists: tuple[list[Any], list[Any]] = ([], [])
        self._before = _State(asked.context)
        self._bottom = asked.context.page_bottom

    def best(self) -> Any:  # noqa: ANN401  # untyped
        """Return the columns with the most text that has its notes on the page."""
        made, is_right = self._try(0.0, are_whole=True)
        if not is_right:
            made = self._most(are_whole=True) or self._most(are_whole=False) or self._late()
        self._asked.absolute[:], self._asked.fixed[:] = self._lists
        return made

    def _most(self, *, are_whole: bool) -> Any:  # noqa: ANN401  # untyped
        """Return the columns above the least reserve that will do, None when none does."""
        box, text = self._asked.box, self._divider.text
        line = box.style["font_size"]
        least, most = 0.0, self._bottom - box.position_y - LEAST * text.line_height(box.style)
        made, is_right = self._try(most, are_whole=are_whole)
        if not is_right:
            return None
        reserve = most
        while most - least > line:
            reserve = (least + most) / 2
            made, is_right = self._try(reserve, are_whole=are_whole)
            least, most = (least, reserve) if is_right else (reserve, most)
        return made if reserve == most else self._try(most, are_whole=are_whole)[0]

    def _late(self) -> Any:  # noqa: ANN401  # untyped
        """Return the columns all the same; what has no room is for the next page."""
        made = self._columns(0.0)
        self._lay_notes(made[0], are_whole=False, are_late=True)
        return made

    def _try(self, reserve: float, *, are_whole: bool) -> tuple[Any, bool]:
        """Return the columns above so large a *reserve*, and whether their notes have room."""
        made = self._columns(reserve)
        if made[0] is None:
            return made, reserve > 0
        return made, self._lay_notes(made[0], are_whole=are_whole)

    def _columns(self, reserve: float) -> Any:  # noqa: ANN401  # untyped
        asked, divider = self._asked, self._divider
        context = asked.context
        for note in reversed(self._notes):
            context.unlayout_footnote(note)
        self._before.restore()
        standing = list(context.current_page_footnotes)
        absolute = list(asked.absolute)
        fixed = absolute if asked.fixed is asked.absolute else list(asked.fixed)
        self._lists = (absolute, fixed)
        context.page_bottom -= reserve
        divider.is_gathering = True
        try:
            made = self._plain(context, asked.box, *asked.before, *self._lists, *asked.after)
            # What was called in columns that were given up is called no more.
            gathered = [one for one in context.current_page_footnotes if one not in standing]
            for note in gathered:
                context.unlayout_footnote(note)
        finally:
            divider.is_gathering = False
            context.page_bottom += reserve
        self._notes = []
        return made

    def _lay_notes(self, box: Any, *, are_whole: bool, are_late: bool = False) -> bool:  # noqa: ANN401
        """Lay the notes called in *box* below it; return whether they have room."""
        context, divider = self._asked.context, self._divider
        notes = [one for one in called(box) if one in context.footnotes]
        area = context.current_footnote_area
        least = area.page.content_box_y() + divider.text.least
        bottom = max(least, divider.lowest(box) + self._asked.space)
        begun = len(divider.rests)
        is_full = bool(context.reported_footnotes)  # notes from before it have no room already
        try:
            for place, note in enumerate(notes):
                divider.floor = (bottom, () if are_whole else notes[place + 1 :])
                overflows = context.layout_footnote(note) or is_full
                if overflows and are_late:
                    context.report_footnote(note)
                    continue
                self._notes.append(note)
                is_last = note is notes[-1]
                if overflows or (are_whole and len(divider.rests) > begun and not is_last):
                    return False
        finally:
            divider.floor = None
        return True
