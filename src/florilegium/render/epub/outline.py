"""Leaves → the tree of contents that the navigation and the NCX show."""

from collections.abc import Sequence
from dataclasses import dataclass

from florilegium.render.epub.leaves import Leaf


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents and those under it."""

    title: str
    href: str
    language: str
    children: tuple["Entry", ...] = ()


def outline(book: Sequence[Leaf]) -> tuple[Entry, ...]:
    """Return the contents of the *book*: chapters under their part, all else side by side.

    A book in which nothing is listed lists everything, for there must be a way in.
    """
    listed = [leaf for leaf in book if leaf.document.depth] or list(book)
    return _nest(list(zip(_ranks(listed), listed, strict=True)))


def _ranks(book: Sequence[Leaf]) -> list[int]:
    ranks: list[int] = []
    in_part = False
    for leaf in book:
        document = leaf.document
        in_part = document.matter == "body" and (in_part or document.kind == "part")
        least = 2 if in_part and document.kind != "part" else 1
        ranks.append(max(least, document.depth))
    return ranks


def _nest(ranked: list[tuple[int, Leaf]]) -> tuple[Entry, ...]:
    entries: list[Entry] = []
    while ranked:
        rank, leaf = ranked[0]
        below = 1
        while below < len(ranked) and ranked[below][0] > rank:
            below += 1
        document = leaf.document
        title = document.title or document.id
        entries.append(Entry(title, leaf.href, document.language, _nest(ranked[1:below])))
        ranked = ranked[below:]
    return tuple(entries)
