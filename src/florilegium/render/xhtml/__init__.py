"""The shared markup: every section of a `Book` as one XHTML ``<section>`` for all formats.

Input: a `Book`, the prose pandoc made of the editor's Markdown. Output: content documents in
reading order. It never depends on a format: page furniture and containers are the writers'.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from florilegium.assemble.audiences import book_for, only_for
from florilegium.assemble.sections import is_own_list
from florilegium.model import Book, ContentDocument, Section, Selection
from florilegium.project.wording import Wording, words_of
from florilegium.render.elements import Node, serialize
from florilegium.render.pandoc import Prose
from florilegium.render.references import published
from florilegium.render.xhtml import (
    chronology,
    cross_references,
    index_page,
    matter,
    people,
    picture_rights,
    reserved,
    textual,
    works_cited,
)
from florilegium.render.xhtml.addresses import mark_addresses
from florilegium.render.xhtml.chapter import chapter, mark_end
from florilegium.render.xhtml.languages import say_language
from florilegium.render.xhtml.page_notes import gather_notes
from florilegium.render.xhtml.textual import Production, has_code

__all__ = ["Production", "has_code", "typeset"]


def typeset(book: Book, pieces: Prose, production: Production) -> tuple[ContentDocument, ...]:
    """Return the whole book as XHTML, one document for each section."""
    words = words_of(book.meta)
    # What everybody gets says nothing of what only some do.
    shared = book_for(book, "")

    def node(section: Section, view: Book) -> Node:
        made = _node(view, section, pieces, words, production)
        made.set("id", section.id)
        return made

    read = {
        section.id: node(section, _view(book, shared, section))
        for section in book.sections
        if section.kind not in _MADE_OF_THE_REST
    }
    listings = {
        one.id: index_page.entries(
            book, one, index_page.places(_indexed(book, one, read), book.index), words
        )
        for one in book.sections
        if one.kind == "index"
    }
    sections = tuple(one for one in book.sections if _is_shown(one, listings))
    listed = replace(shared, sections=tuple(one for one in sections if not one.audiences))
    made: list[tuple[Section, Node]] = []
    for section in sections:
        if section.kind == "index":
            read[section.id] = matter.index(section, pieces, listings[section.id])
            read[section.id].set("id", section.id)
        elif section.id not in read:
            read[section.id] = node(section, listed)
        made.append((section, read[section.id]))
    there = {one.id for one in sections}
    for section, tree in made:
        if section.kind == "reserved":
            reserved.forget_pages(tree, {one.id for one in book.sections} - there)
    picture_rights.permit(book, made, words)
    picture_rights.credit(book, [tree for _, tree in made])
    chronology.gather(book, made, pieces, words)
    for section, tree in made:
        if section.kind != "chapter":
            gather_notes(tree, words)
    cross_references.complete(made, words)
    depths = [depth for _, depth in matter.ranked(sections)]
    return tuple(
        _document(book, section, depth, tree)
        for (section, tree), depth in zip(made, depths, strict=True)
    )


# What lists the other sections is made when these are.
_MADE_OF_THE_REST = frozenset({"contents", "index"})


def _is_shown(section: Section, listings: Mapping[str, Node | None]) -> bool:
    """Whether *section* has something in it: an index without entries may have nothing."""
    if section.kind != "index":
        return True
    return listings[section.id] is not None or bool(section.body.strip())


def _view(book: Book, shared: Book, section: Section) -> Book:
    """Return what the page *section* is made of: what those have in common who get it."""
    if is_own_list(section):
        return only_for(book, section.audiences[0])
    return book if section.audiences else shared


def _indexed(book: Book, index: Section, read: Mapping[str, Node]) -> list[Node]:
    """Return the pages that *index* lists: those for all, or those for its audience alone."""
    own = set(index.audiences)
    return [
        read[one.id]
        for one in book.sections
        if one.id in read
        and (own & set(one.audiences) or (not one.audiences and not is_own_list(index)))
    ]


_Build = Callable[[Book, Section, Prose, Wording], Node]


def _chapter(book: Book, section: Section, pieces: Prose, words: Wording) -> Node:
    selection = _selection(book, section)
    named = replace(selection, byline=matter.byline(book, selection, words))
    works = works_cited.of_selection(book, selection, pieces, words)
    item = book.item(selection.source)
    if said := published(item, title=selection.title, language=book.meta.language):
        # The full entry stands among the sources.
        pieces = replace(pieces, alone={**pieces.alone, selection.source: said})
    made = chapter(
        named,
        pieces,
        words,
        language=book.meta.language,
        credit=_credit(book, section),
        works=works,
        people=people.credits_of(book, selection, words),
    )
    if works is not None:
        works_cited.link_nearest(made, selection.slug)
    if any(one.kind == "citing" for one in book.sections):
        mark_end(made, selection.slug)
    return made


# The page each kind of section becomes; any other kind is a page of the editor's prose.
PAGES: dict[str, _Build] = {
    "half-title": lambda b, _s, _p, _w: matter.half_title(b.meta),
    "title-page": lambda b, _s, _p, w: matter.title_page(b.meta, w),
    "copyright": lambda b, _s, p, w: matter.copyright_page(b, p, w),
    "contents": lambda b, _s, _p, w: matter.contents_page(b, w),
    "part": lambda _b, s, p, _w: matter.part(s, p),
    "chapter": _chapter,
    "glossary": lambda b, s, p, _w: matter.glossary(b, s, p),
    "textual-note": textual.textual_note,
    "sources": lambda b, s, p, _w: works_cited.sources(b, s, p),
    "citing": works_cited.citing,
    "contributors": people.contributors_page,
    "reserved": reserved.reserved_page,
}


def _node(
    book: Book, section: Section, pieces: Prose, words: Wording, production: Production
) -> Node:
    if section.kind == "colophon":
        return textual.colophon(section, pieces, words, production)
    build: _Build = PAGES.get(section.kind, lambda _b, s, p, _w: matter.page_of_prose(s, p))
    return build(book, section, pieces, words)


def _document(book: Book, section: Section, depth: int, made: Node) -> ContentDocument:
    language = book.meta.language
    if section.kind == "chapter":
        language = _selection(book, section).language
    mark_addresses(made)
    say_language(made, language)
    return ContentDocument(
        id=section.id,
        kind=section.kind,
        matter=section.matter,
        title=section.title,
        language=language,
        xhtml=serialize(made),
        running_head=_running_head(book, section),
        left_head=_left_head(book, section),
        depth=depth,
        opens="verso" if section.kind == "copyright" else "recto",
        audiences=section.audiences,
    )


def _running_head(book: Book, section: Section) -> str:
    """What the editor says, else the short title its source gives, else the title.

    Where it does not fit, the press shortens it.
    """
    if section.kind == "chapter":
        selection = _selection(book, section)
        if selection.running_head:
            return selection.running_head
        if short := str(book.item(selection.source).get("title-short", "")):
            return short
    return section.title


def _left_head(book: Book, section: Section) -> str:
    """Return who wrote a chapter, where the book wants that above its left-hand pages."""
    if section.kind != "chapter" or not book.meta.author_heads:
        return ""
    return matter.byline(book, _selection(book, section), words_of(book.meta))


def _credit(book: Book, section: Section) -> str:
    """The credit line that the holder wants under the text, word for word."""
    right = book.right(_selection(book, section).source)
    return right.credit if right and right.credit_at_text else ""


def _selection(book: Book, section: Section) -> Selection:
    return book.selection(section.selection)
