"""The last pages of a handout, and its texts without links that lead out of it.

Takes the book, the texts that are handed out, the folios; gives back documents as every format
shows them. It changes no word: a page reference keeps its figure where its page is not handed
out.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import replace

from lxml import etree

from florilegium.model import Book, BookMeta, ContentDocument, Selection
from florilegium.project.wording import Wording, words_of
from florilegium.render.elements import XHTML, Node, add, element, serialize
from florilegium.render.locators import fill_locators, is_locator
from florilegium.render.pandoc import Prose
from florilegium.render.xhtml import matter, picture_rights, reserved, textual
from florilegium.render.xhtml.page_notes import gather_notes

ID = "handout"


def closing_page(
    book: Book, chosen: Sequence[Selection], pieces: Prose, pages: str
) -> ContentDocument:
    """Return the page that says where the *pages* of a handout are from.

    For each text of *chosen* it has the source, the right on which it is printed, its credit
    line, and what was done to it.
    """
    words = words_of(book.meta)
    key = "handout-pages" if any(sign in pages for sign in "–,") else "handout-page"
    before, _, after = words["handout-from"].partition("{book}")
    said = [_people(book.meta, words), book.meta.publisher, book.meta.date[:4]]
    said.append(words[key].format(pages=pages))
    slugs = {one.slug for one in chosen}
    pictures = [one.source for one in book.pictures if one.section in slugs]
    made = element("section", kind="colophon", class_="handout", id=ID)
    add(
        made,
        [
            element("h1", words["permissions"], class_="title"),
            element(
                "p", before, _book_title(book.meta), after, f", {', '.join(filter(None, said))}."
            ),
            *matter.permissions(book, chosen, pieces, words),
            *picture_rights.permissions(book, pictures, words),
            *(node for one in chosen for node in textual.account(one, pieces, words)),
        ],
    )
    return ContentDocument(
        ID, "handout", "back", words["permissions"], book.meta.language, serialize(made)
    )


def reserved_page(
    documents: Sequence[ContentDocument], slugs: Sequence[str], audience: str, words: Wording
) -> tuple[ContentDocument, ...]:
    """Return the page of what is reserved for *audience* on the texts *slugs*; none for nothing.

    It is cut from that of the whole book, one of *documents*; its notes are numbered anew.
    """
    wanted = {reserved.text_id(audience, slug) for slug in slugs}
    for document in documents:
        if document.kind != "reserved" or audience not in document.audiences:
            continue
        page = etree.fromstring(document.xhtml.encode())
        kept = [one for one in page if one.get("id") in wanted]
        notes = [one for one in page if one.get("class") == "notes"]
        if kept:
            page[:] = [page[0], *kept, *notes]
            gather_notes(page, words)
            return (replace(document, xhtml=serialize(page)),)
    return ()


def handout_meta(meta: BookMeta, chosen: Sequence[Selection], identifier: str) -> BookMeta:
    """Return what the file of a handout says of itself: the titles of its texts, its book."""
    words = words_of(meta)
    title = "; ".join(one.title for one in chosen)
    origin = words["handout-from"].format(book=meta.title)
    return replace(
        meta, title=title, subtitle=origin, identifier=identifier, series=None, accessibility=None
    )


def within(
    documents: Sequence[ContentDocument], folios: Mapping[str, str]
) -> tuple[ContentDocument, ...]:
    """Return *documents* with links among them alone; *folios* are those of the whole book."""
    roots = [etree.fromstring(one.xhtml.encode()) for one in documents]
    there = {name for root in roots for node in root.iter() if (name := node.get("id"))}
    for root in roots:
        outside = [link for link in root.iter(f"{{{XHTML}}}a") if _leads_out(link, there)]
        _fill(outside, folios)
        for link in outside:
            del link.attrib["href"]
    return tuple(
        replace(one, xhtml=serialize(root)) for one, root in zip(documents, roots, strict=True)
    )


def _leads_out(link: Node, there: set[str]) -> bool:
    href = link.get("href", "")
    return href.startswith("#") and href[1:] not in there


def _fill(links: Sequence[Node], folios: Mapping[str, str]) -> None:
    """Print the folio in those of *links* that are page references."""
    for link in links:
        if is_locator(link):
            alone = etree.Element("span")
            copy = deepcopy(link)
            copy.tail = None
            alone.append(copy)
            fill_locators(alone, folios)
            link.text = "".join(map(str, alone.itertext()))


def _book_title(meta: BookMeta) -> Node:
    subtitle = f": {meta.subtitle}" if meta.subtitle else ""
    return element("i", f"{meta.title}{subtitle}")


def _people(meta: BookMeta, words: Wording) -> str:
    editors = [one.name for one in meta.people if "edt" in one.roles]
    said = words["edited-by"].format(people=matter.listed(editors, words)) if editors else ""
    return said[:1].lower() + said[1:]  # it stands within a sentence
