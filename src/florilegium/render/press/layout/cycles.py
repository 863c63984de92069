"""The circles in which WeasyPrint's objects hold each other, opened when a document is done.

Its boxes are then freed at once, not when Python next looks for circles, which may be after
many more documents. In: the parts of WeasyPrint that make circles. Out: nothing.
"""

# ruff: noqa: ANN401  # WeasyPrint has no types

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from types import ModuleType
from typing import Any


@contextmanager
def freed_contexts(layout: ModuleType) -> Iterator[None]:
    """Empty each context of a layout that is made while it lasts, at its end."""
    context_class = layout.LayoutContext
    plain = context_class.__init__
    made: list[Any] = []

    @wraps(plain)
    def begin(context: Any, *rest: Any) -> None:
        made.append(context)
        plain(context, *rest)

    context_class.__init__ = begin
    try:
        yield
    finally:
        context_class.__init__ = plain
        for context in made:
            context.__dict__.clear()


def open_pages(pages: Iterable[Any], footnote_area: type) -> None:
    """Let the areas of notes of *pages*, which are painted, forget on which page they stand."""
    for page in pages:
        for part in page.children:
            if isinstance(part, footnote_area):
                part.page = None  # type: ignore[attr-defined]  # WeasyPrint's
