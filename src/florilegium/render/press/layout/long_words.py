"""A patch of WeasyPrint 70: of a long word no more is looked at than a line may need.

For each line WeasyPrint lays out all that is left of a word, once for every hyphen that it may
have, so that a word of 2,000 letters takes minutes. Input: WeasyPrint's own module, given by
``engine.py``. It changes no line: what ends near the end of what was looked at is done again
with twice as much.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import wraps
from math import inf
from types import ModuleType
from typing import Any

_LEAST = 64  # letters: more than a pattern of hyphenation knows, and than most words have
_NARROW = 5  # letters that an em holds at most, almost always


@contextmanager
def bounded_words(inline: ModuleType) -> Iterator[None]:
    """While it lasts, a line is made of the letters it may need, and not of all there are."""
    plain = inline.split_first_line

    @wraps(plain)
    def split(text: str, style: Any, context: Any, max_width: Any, *rest: Any, **more: Any) -> Any:  # noqa: ANN401  # WeasyPrint has no types
        size = style["font_size"]
        if max_width is None or max_width == inf or not size:
            return plain(text, style, context, max_width, *rest, **more)
        count = 2 * _LEAST + int(max(0.0, max_width) / size * _NARROW)
        while count < len(text):
            made = plain(text[:count], style, context, max_width, *rest, **more)
            resume = made[2]
            if resume is not None and resume <= len(text[: count - _LEAST].encode()):
                return made
            count *= 2
        return plain(text, style, context, max_width, *rest, **more)

    inline.split_first_line = split  # type: ignore[attr-defined]  # that is the mend
    try:
        yield
    finally:
        inline.split_first_line = plain  # type: ignore[attr-defined]  # the same
