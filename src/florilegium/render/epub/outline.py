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


def _nest(ranked: Sequence[tuple[int, Leaf]]) -> tuple[Entry, ...]:
    """Return the entries of leaves with their ranks, each with those of higher ranks behind it."""
    waiting: list[tuple[int, Entry]] = []  # with their ranks, the last of the book first
    for rank, leaf in reversed(ranked):
        below: list[Entry] = []
        while waiting and waiting[-1][0] > rank:
            below.append(waiting.pop()[1])
        document = leaf.document
        title = document.title or document.id
        waiting.append((rank, Entry(title, leaf.href, document.language, tuple(below))))
    return tuple(entry for _, entry in reversed(waiting))
