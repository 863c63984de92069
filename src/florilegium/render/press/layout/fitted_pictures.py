"""WeasyPrint 70, mended so that a picture leaves no hole on the page before it.

A picture that has no room where it stands is set smaller, down to two thirds, if it has room
then; else it goes to the next page in its full size. Below every picture so much is left empty
that the text goes on upon the grid. Input: WeasyPrint's own modules, given by ``engine.py``.
Words are never changed, and no picture is made larger.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from math import inf
from typing import Any

from florilegium.render.press.layout.text_above import Modules

_LEAST = 2 / 3  # of its size that a picture is set at
_ALONE = 1 / 4  # the same, on a page of its own
_HOLE = 4  # lines that a page may end short
_HAIR = 0.01  # px: what sums of lengths may be wrong by


@contextmanager
def fitted_pictures(modules: Modules) -> Iterator[None]:
    """While it lasts, figures are fitted to the room they find."""
    plain = modules.block.block_level_layout_switch

    @wraps(plain)
    def lay(context: Any, box: Any, space: float, skip: Any, *rest: Any, **more: Any) -> Any:  # noqa: ANN401
        rest = (*rest, *more.values())  # a flex container says the last of them by name
        if box.element_tag != "figure" or skip is not None or not _is_block(box, modules):
            return plain(context, box, space, skip, *rest)
        fitted = _Figure(modules, plain).fitted(context, box, space, *rest)
        return plain(context, fitted, space, skip, *rest)

    modules.block.block_level_layout_switch = lay  # type: ignore[attr-defined]  # the mend
    try:
        yield
    finally:
        modules.block.block_level_layout_switch = plain  # type: ignore[attr-defined]  # the same


def _is_block(box: Any, modules: Modules) -> bool:  # noqa: ANN401  # untyped
    return isinstance(box, modules.boxes.BlockBox)


class _Figure:
    """A figure that is to be laid out."""

    def __init__(self, modules: Modules, plain: Callable[..., Any]) -> None:
        self._modules, self._plain = modules, plain

    def fitted(self, context: Any, box: Any, space: float, around: Any, *rest: Any) -> Any:  # noqa: ANN401
        """Return *box*, with its picture as large as it should be."""
        is_first = rest[0]
        whole = self._laid(context, box, around)
        picture = self._picture(whole)
        if picture is None or not picture.height:
            return box
        line = self._modules.inline.strut(around.style)[0]
        bottom = whole.position_y + whole.margin_height() - whole.margin_bottom
        room = context.page_bottom - space - whole.position_y
        overflow = bottom - (context.page_bottom - space)
        if overflow > _HAIR and (is_first or room > _HOLE * line):
            height = picture.height - overflow - _HAIR
            # One alone on its page, with a long caption, has no other page to go to.
            if height >= (_ALONE if is_first else _LEAST) * picture.height:
                return self._smaller(box, picture.width * height / picture.height)
        beyond = whole.border_height() % line
        return self._spaced(box, whole.margin_bottom + (line - beyond if beyond > _HAIR else 0.0))

    def _laid(self, context: Any, box: Any, around: Any) -> Any:  # noqa: ANN401  # untyped
        """Return *box* as it would be laid out on a page without end, and without its notes."""
        kept = context.footnotes, context.page_bottom
        context.footnotes, context.page_bottom = [], inf
        try:
            made = self._plain(
                context, box.deepcopy(), -inf, None, around, True, [], [], [], None, None,
                False, None,
            )  # fmt: skip
        finally:
            context.footnotes, context.page_bottom = kept
        return made[0]

    def _picture(self, box: Any) -> Any:  # noqa: ANN401  # untyped
        """Return the one picture in *box*, None where there are more, or none."""
        found = [
            one for one in box.descendants() if isinstance(one, self._modules.boxes.ReplacedBox)
        ]
        return found[0] if len(found) == 1 else None

    def _spaced(self, box: Any, space: float) -> Any:  # noqa: ANN401  # untyped
        made = box.copy()
        made.margin_bottom = space  # which its style has said already
        return made

    def _smaller(self, box: Any, width: float) -> Any:  # noqa: ANN401  # untyped
        made = box.deepcopy()
        picture = self._picture(made)
        length = type(picture.style["max_width"])
        picture.style = picture.style.copy()
        for name, value in (("width", width), ("max_width", inf), ("max_height", inf)):
            picture.style[name] = length(value, "px")
        picture.style["height"] = "auto"
        return made
