"""The navigation document: contents that a reader sees, landmarks and pages that programs use."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from florilegium.model import BookMeta
from florilegium.project.wording import words_of
from florilegium.render.elements import Node, element, set_language
from florilegium.render.epub.content import page
from florilegium.render.epub.leaves import COVER, NAV, Leaf
from florilegium.render.epub.outline import Entry
from florilegium.render.epub.pagelist import Break

# What a reading system may offer to jump to: the kind of section and its epub:type.
_LANDMARKS = {
    "title-page": "titlepage",
    "copyright": "copyright-page",
    "preface": "preface",
    "chronology": "appendix",
    "glossary": "glossary",
    "sources": "bibliography",
    "index": "index",
    "colophon": "colophon",
}


@dataclass(frozen=True, slots=True)
class Landmark:
    """A place with a function: its ``epub:type``, the words for it, its file."""

    kind: str
    title: str
    href: str


def landmarks(book: Sequence[Leaf], *, meta: BookMeta, contents: Landmark) -> tuple[Landmark, ...]:
    """Return the landmarks of the *book* in reading order of their kinds."""
    words = words_of(meta)
    found = [Landmark("cover", words["cover"], COVER), contents]
    body = next((leaf for leaf in book if leaf.document.matter == "body"), None)
    if body is not None:
        found.append(Landmark("bodymatter", words["beginning"], body.href))
    seen: set[str] = set()
    for leaf in book:
        kind = _LANDMARKS.get(leaf.document.kind, "")
        if kind and kind not in seen:
            seen.add(kind)
            title = leaf.document.title or words[leaf.document.kind]
            found.append(Landmark(kind, title, leaf.href))
    return tuple(found)


def file(
    entries: Sequence[Entry],
    *,
    places: Sequence[Landmark],
    pages: Sequence[Break],
    meta: BookMeta,
) -> bytes:
    """Return ``nav.xhtml``: contents, landmarks and, when there are *pages*, their list."""
    contents = next(place for place in places if place.kind == "toc")
    title, own = contents.title, contents.href.rpartition("#")[2]
    toc = element(
        "nav",
        element("h1", title, class_="title", id="toc-title"),
        _list(entries, language=meta.language),
        kind="toc",
        id=own,
        class_="contents",
        aria_labelledby="toc-title",
    )
    body = element("body", toc, *_hidden(places, pages, meta=meta), kind="frontmatter")
    return page(body, title=title, language=meta.language, href=NAV)


def _list(entries: Sequence[Entry], *, language: str) -> Node:
    return element("ol", *(_item(entry, language=language) for entry in entries))


def _item(entry: Entry, *, language: str) -> Node:
    link = element("a", entry.title, href=entry.href)
    if entry.language != language:
        set_language(link, entry.language)
    below = _list(entry.children, language=language) if entry.children else None
    return element("li", link, below, class_="group" if below is not None else "")


def _hidden(
    places: Sequence[Landmark], pages: Sequence[Break], *, meta: BookMeta
) -> Iterator[Node]:
    words = words_of(meta)
    items = [
        element("li", element("a", place.title, kind=place.kind, href=place.href))
        for place in places
    ]
    for item in items:
        item[0].attrib.pop("role", "")  # a link to the index is no index
    yield element(
        "nav",
        element("ol", *items),
        kind="landmarks",
        id="landmarks",
        hidden="hidden",
        aria_label=words["landmarks"],
    )
    if pages:
        lines = [element("li", element("a", mark.label, href=mark.href)) for mark in pages]
        yield element(
            "nav",
            element("ol", *lines),
            kind="page-list",
            role="doc-pagelist",
            id="page-list",
            hidden="hidden",
            aria_label=words["pages"],
        )
