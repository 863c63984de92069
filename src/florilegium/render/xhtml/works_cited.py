"""Works cited: for the book, for each selection, or both; and how to cite the selections.

The links of citations lead to the list nearest to them: that of the selection where it has one.
"""

from collections.abc import Iterable

from florilegium.model import Book, Section, Selection
from florilegium.project.wording import Wording
from florilegium.render.elements import XHTML, Node, add, element, inline
from florilegium.render.pandoc import Prose
from florilegium.render.standalone import cited_here
from florilegium.render.xhtml.matter import body_of

_OF_REFERENCE = "#ref-"  # what the address of a link to a reference begins with


def sources(book: Book, section: Section, pieces: Prose) -> Node:
    """Return the list of works for the book, as citeproc ordered it.

    Where every selection has a list of its own, only works cited elsewhere are in it.
    """
    listed: Iterable[str] = pieces.references
    if book.meta.citations.works_cited == "selection":
        outside = _cited_outside(book, pieces)
        listed = [name for name in pieces.references if name in outside]
    return element(
        "section",
        element("h1", section.title, class_="title"),
        *body_of(section, pieces),
        element("ul", *(_entry(name, pieces) for name in listed), class_="references"),
        kind="bibliography",
        class_="sources",
    )


def of_selection(book: Book, selection: Selection, pieces: Prose, words: Wording) -> Node | None:
    """Return the list of works cited with *selection*; None where the book has none or few."""
    if book.meta.citations.works_cited == "book":
        return None
    slug = selection.slug
    keys = (f"{slug}/headnote", f"{slug}/questions", *(note.id for note in selection.notes))
    cited = {name for key in keys for name in pieces.cited(key)}
    listed = [name for name in pieces.references if name in cited]
    if not listed:
        return None
    title = f"{slug}-works"
    return element(
        "section",
        element("h2", words["works-cited"], id=title),
        element("ul", *(_entry(name, pieces, slug) for name in listed), class_="references"),
        class_="works-cited",
        role="region",
        aria_labelledby=title,
    )


def link_nearest(chapter: Node, slug: str) -> None:
    """Let the citations in *chapter* lead to its own list of works."""
    own = {node.get("id", "") for node in chapter.iter(f"{{{XHTML}}}li")}
    for link in chapter.iter(f"{{{XHTML}}}a"):
        address = link.get("href", "")
        if address.startswith(_OF_REFERENCE) and f"{address[1:]}-{slug}" in own:
            link.set("href", f"{address}-{slug}")


def citing(book: Book, section: Section, pieces: Prose, words: Wording) -> Node:
    """Return how to cite each selection: as it was published, and as it stands in this book."""
    made = element("section", class_="citing", kind="appendix")
    add(made, [element("h1", section.title, class_="title"), *body_of(section, pieces)])
    for selection in book.selections:
        entries = (
            ("cite-original", pieces.reference(selection.source)),
            ("cite-here", pieces.alone.get(cited_here(selection.slug), "")),
        )
        add(made, [element("h2", selection.title, id=f"cite-{selection.slug}")])
        listed = element("dl", class_="citations")
        for key, reference in entries:
            if reference:
                entry = element("dd", *inline(reference), class_="csl-entry")
                add(listed, [element("dt", words[key]), entry])
        add(made, [listed])
    return made


def _entry(name: str, pieces: Prose, slug: str = "") -> Node:
    place = f"ref-{name}-{slug}" if slug else f"ref-{name}"
    return element("li", *inline(pieces.references[name]), id=place, class_="csl-entry")


def _cited_outside(book: Book, pieces: Prose) -> frozenset[str]:
    """Return the works cited on the editor's pages, in the glossary, in the note on the text."""
    keys = [section.id for section in book.sections]
    for selection in book.selections:
        keys += [note.id for note in selection.notes if note.kind == "gloss"]
        ids = [record.id for record in selection.emendations]
        ids += [record.id for record in selection.elisions]
        keys += [f"{name}-reason" for name in ids]
    return frozenset(name for key in keys for name in pieces.cited(key))
