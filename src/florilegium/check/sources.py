"""Checks of the sources: what the style of citations needs, and an item does not say."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from ahocorasick_rs import AhoCorasick

from florilegium.clean.units import lines_above
from florilegium.findings import Finding
from florilegium.model import Book
from florilegium.project.citation_style import find_style
from florilegium.project.project import BIBLIOGRAPHIES

_OF_NAMES = re.compile(r"[\w-]")


def check_sources(book: Book, root: Path) -> Iterator[Finding]:
    """Yield B143 for each source without a date, where the style cites by the date.

    *root* is the book's folder.
    """
    style = find_style(root, book.meta.citations.style)
    undated = [
        str(item.get("id"))
        for item in (book.sources if style.needs_dates else ())
        if not item.get("issued") and not item.get("status")
    ]
    places = _places(root / "book", undated) if undated else {}
    for name in undated:
        where = places.get(name, f"book/{BIBLIOGRAPHIES[0]}")
        yield Finding("B143", where, f"{name!r} has no date, and is cited without one")


def _places(folder: Path, names: Sequence[str]) -> dict[str, str]:
    """Return ``file:line`` of the first place of each of *names* in the files of sources."""
    found: dict[str, str] = {}
    names = [name for name in names if name]
    automaton = AhoCorasick(names)
    for file in BIBLIOGRAPHIES:
        path = folder / file
        if not path.is_file():
            continue
        text = path.read_text(encoding="utf-8-sig")
        for number, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
            if names[number] not in found and not (
                _goes_on(text[max(0, start - 1) : start]) or _goes_on(text[end : end + 1])
            ):
                found[names[number]] = f"book/{file}:{lines_above(text, start) + 1}"
    return found


def _goes_on(letter: str) -> bool:
    """Tell whether a name goes on with *letter*."""
    return _OF_NAMES.match(letter) is not None
