"""WeasyPrint 70, mended so that a running head fits between its folios.

A head that is too wide for its page says less: what stands before a colon, else as many of
its words as there is room for and an ellipsis. Where the style sheet lets it go on to a second
line, as the stamp of a text that is not cleared, it may fill three. Input: WeasyPrint's own
parts, given by ``engine.py``. It goes by the width of the words as they are set, never by
counting letters, and changes page heads only, which are no words of the book.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from types import ModuleType
from typing import Any

_BESIDE = 3.0  # ems kept free on each side of a head, for a folio and some air
_LINES = 2.7  # three, less what their ends leave empty
_BOXES = tuple(
    f"@{side}-{place}" for side in ("top", "bottom") for place in ("center", "left", "right")
)


@contextmanager
def fitted_heads(context_class: Any, line_break: ModuleType) -> Iterator[None]:  # noqa: ANN401  # untyped
    """While it lasts, strings that margin boxes show are shortened to the width of the page."""
    plain = context_class.get_string_set_for

    @wraps(plain)
    def get(context: Any, page: Any, name: str, *rest: Any) -> Any:  # noqa: ANN401  # untyped
        words = plain(context, page, name, *rest)
        style = _style(context, page, name)
        if not words or style is None:
            return words
        is_line = style["white_space"] == "nowrap"
        room = (page.width - 2 * _BESIDE * style["font_size"]) * (1 if is_line else _LINES)

        def fits(text: str) -> bool:
            width = line_break.split_first_line(text, style, context, None, 0)[3]
            return bool(width <= room)

        return (shortened(" ".join("".join(words).split()), fits, is_line=is_line),)

    context_class.get_string_set_for = get
    try:
        yield
    finally:
        context_class.get_string_set_for = plain


def shortened(text: str, fits: Callable[[str], bool], *, is_line: bool = True) -> str:
    """Return *text*, or as much of it as *fits*, broken off at a word where there is one.

    Of what *is_line*, one line and no more, what stands before a colon is enough.
    """
    before = text.partition(":")[0].rstrip()
    for whole in (text, before) if is_line else (text,):
        if fits(whole):
            return whole
    words = text.split()
    ends = [" ".join(words[:count]) for count in range(len(words) - 1, 0, -1)]
    ends += [words[0][:count] for count in range(len(words[0]) - 1, 0, -1)]
    tries = (f"{end.rstrip(',;:.!?–—-')}…" for end in ends)
    return next((one for one in tries if fits(one)), "")


def _style(context: Any, page: Any, name: str) -> Any:  # noqa: ANN401  # untyped
    """The style of the margin box of *page* that shows the string *name*; None without one."""
    for keyword in _BOXES:
        style = context.style_for(page.page_type, keyword)
        content = style["content"] if style is not None else ()
        if isinstance(content, (list, tuple)) and any(
            part[0] == "string()" and part[1][0] == name for part in content
        ):
            return style
    return None
