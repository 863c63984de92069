"""The result of laying out one document, before it is packed: see ``laid_out.py``."""

from dataclasses import dataclass

from florilegium.render.press.layout.facts import Anchor, Bookmark, FontUse
from florilegium.render.press.layout.fragment import Fragment
from florilegium.render.press.layout.numerals import Mark, Numerals
from florilegium.render.press.layout.page_starts import Run


@dataclass(frozen=True, slots=True)
class Typeset:
    """What laying out one document gave: see `LaidOut`; *runs* are the pieces of text by page.

    *is_on_one_page* says that it has room there; *wide_tables* are those that have none,
    with whether they stand in columns.
    """

    runs: tuple[tuple[Run, ...], ...]
    anchors: tuple[Anchor, ...]
    bookmarks: tuple[Bookmark, ...]
    marks: tuple[Mark, ...]
    numerals: tuple[Numerals, ...]
    fonts: tuple[FontUse, ...]
    warnings: tuple[str, ...]
    is_numbered: bool
    is_on_one_page: bool
    wide_tables: frozenset[tuple[int, bool]]
    fragment: Fragment
