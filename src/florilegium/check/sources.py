"""Checks of the sources: what the style of citations needs, and an item does not say."""

import re
from collections.abc import Iterator
from pathlib import Path

from florilegium.findings import Finding
from florilegium.model import Book
from florilegium.project.citation_style import find_style
from florilegium.project.project import BIBLIOGRAPHIES


def check_sources(book: Book, root: Path) -> Iterator[Finding]:
    """Yield B141 for each source without a date, where the style cites by the date.

    *root* is the book's folder.
    """
    style = find_style(root, book.meta.citations.style)
    for item in book.sources if style.needs_dates else ():
        if not item.get("issued") and not item.get("status"):
            name = str(item.get("id"))
            told = f"{name!r} has no date, and is cited without one"
            yield Finding("B141", _where(root / "book", name), told)


def _where(folder: Path, name: str) -> str:
    """Return ``file:line`` of the source *name*."""
    pattern = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    for file in BIBLIOGRAPHIES:
        path = folder / file
        if path.is_file():
            text = path.read_text(encoding="utf-8-sig")
            if found := pattern.search(text):
                return f"book/{file}:{text.count(chr(10), 0, found.start()) + 1}"
    return f"book/{BIBLIOGRAPHIES[0]}"
