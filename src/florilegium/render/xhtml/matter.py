"""Front and back matter: title leaf, contents, part titles, prose, glossary, sources, index."""

from collections.abc import Sequence

from florilegium.assemble.filing import filing_key
from florilegium.model import Book, BookMeta, Right, Section, Selection
from florilegium.model.directions import direction
from florilegium.project.wording import Wording
from florilegium.render.contributors import in_role, makers
from florilegium.render.elements import Node, add, element, inline, locator, prose
from florilegium.render.pandoc import Prose
from florilegium.render.xhtml.index_page import forget_names
from florilegium.render.xhtml.languages import say_language

HIDDEN = frozenset({"half-title", "title-page", "copyright", "contents"})  # not in the contents


def half_title(meta: BookMeta) -> Node:
    """Return the half-title: the title alone."""
    return element(
        "section",
        element("p", meta.title, class_="title"),
        kind="halftitlepage",
        class_="half-title",
    )


def title_page(meta: BookMeta, words: Wording) -> Node:
    """Return the title page: title, subtitle, editors, course, series, publisher, year."""
    editors = [person.name for person in meta.people if "edt" in person.roles]
    course = " · ".join(part for part in (meta.course, meta.term) if part)
    series = (meta.series.name, meta.series.position) if meta.series else ()
    lines = (
        ("subtitle", meta.subtitle),
        ("editors", words["edited-by"].format(people=listed(editors, words)) if editors else ""),
        ("course", course),
        ("series", ", ".join(filter(None, series))),
        ("publisher", meta.publisher),
        ("date", meta.date[:4]),
    )
    return element(
        "section",
        element("h1", meta.title, class_="title"),
        *(element("p", line, class_=name) for name, line in lines if line),
        kind="titlepage",
        class_="title-page",
    )


def listed(names: Sequence[str], words: Wording) -> str:
    """Return *names* as running text: ``A``, ``A and B``, ``A, B, and C``."""
    if not names:
        return ""
    if len(names) < 3:  # noqa: PLR2004  # two names take no comma
        return f" {words['and']} ".join(names)
    return f"{', '.join(names[:-1])}, {words['and']} {names[-1]}"


def copyright_page(book: Book, pieces: Prose, words: Wording) -> Node:
    """Return the copyright and permissions page, made from ``rights.toml``."""
    meta = book.meta
    made = element("section", kind="copyright-page", class_="copyright")
    add(
        made,
        [
            element("h1", words["copyright"]),
            element("p", element("i", meta.title), ". " + meta.subtitle, class_="book-title"),
            element("p", meta.rights) if meta.rights else None,
            element("p", *_imprint(meta)),
            element("h2", words["permissions"]),
        ],
    )
    add(made, permissions(book, book.selections, pieces, words))
    return made


def permissions(
    book: Book, selections: Sequence[Selection], pieces: Prose, words: Wording
) -> list[Node]:
    """Return a paragraph for each of *selections*: what it is, and on what right it is printed."""
    return [_permission(one, book.right(one.source), pieces, words) for one in selections]


def _imprint(meta: BookMeta) -> tuple[Node | str, ...]:
    identifier = meta.identifier
    if identifier.startswith("urn:isbn:"):
        identifier = f"ISBN {identifier.removeprefix('urn:isbn:')}"
    published = ", ".join(filter(None, [meta.publisher, meta.date]))
    return published, element("br"), identifier


def _permission(selection: Selection, right: Right | None, pieces: Prose, words: Wording) -> Node:
    reference = pieces.reference(selection.source)
    cited: list[Node | str] = inline(reference) if reference else [selection.title]
    return element("p", *cited, " ", ground(right, words), class_="permission")


def ground(right: Right | None, words: Wording) -> str:
    """Return on what right something is printed, who holds it, and what is on record of it."""
    basis = right.basis if right else "unknown"
    state = words[f"basis-{basis}"].format(licence=right.licence if right else "")
    facts = [state[:1].upper() + state[1:] + "."]
    if right:
        facts += [f"{words['holder']}: {right.holder}." if right.holder else ""]
        facts += [right.status, right.credit, _dated(right, words)]
    return " ".join(filter(None, facts))


def _dated(right: Right, words: Wording) -> str:
    """Return until when a right runs, where that is on record."""
    return words["until"].format(date=right.expires) if right.expires else ""


def contents_page(book: Book, words: Wording) -> Node:
    """Return the printed contents: every section that has a depth, with its folio to come."""
    return element(
        "section",
        element("h1", words["contents"]),
        contents_list(book, book.sections, words),
        kind="toc",
        class_="contents-page",
    )


def contents_list(book: Book, sections: Sequence[Section], words: Wording) -> Node:
    """Return the list of those of *sections* that have a depth, each with its folio to come."""
    entries = element("ol", class_="contents")
    bylines = {one.slug: _credited(book, one, words) for one in book.selections}
    for section, depth in ranked(sections):
        if depth:
            add(entries, [_entry(section, depth, bylines.get(section.selection, ""))])
    return entries


def _credited(book: Book, selection: Selection, words: Wording) -> str:
    """Return who wrote *selection*, and who translated it, as the contents say it."""
    translators = in_role(makers(book, selection), "trl")
    said = words["by-trl-within"].format(people=listed(translators, words)) if translators else ""
    return ", ".join(filter(None, (byline(book, selection, words), said)))


def byline(book: Book, selection: Selection, words: Wording) -> str:
    """Return who wrote *selection*: its byline, else the authors that its source names."""
    return selection.byline or listed(in_role(makers(book, selection), "aut"), words)


def ranked(sections: Sequence[Section]) -> list[tuple[Section, int]]:
    """Return each section with its depth in the contents: 0 for what is not listed there."""
    found: list[tuple[Section, int]] = []
    inside = False
    for section in sections:
        if section.kind == "part":
            inside = bool(section.title)
        elif section.matter != "body":
            inside = False
        hidden = section.kind in HIDDEN
        found.append((section, 0 if hidden else 2 if inside and section.kind == "chapter" else 1))
    return found


def _entry(section: Section, depth: int, byline: str) -> Node:
    link = element(
        "a",
        element("span", section.title, class_="entry-title"),
        element("span", f" {byline}", class_="entry-author") if byline else None,
        href=f"#{section.id}",
    )
    return element(
        "li", link, " ", locator(section.id), class_=f"depth-{depth} kind-{section.kind}"
    )


def part(section: Section, pieces: Prose) -> Node:
    """Return a part title."""
    body = pieces.pieces.get(section.id, "")
    return element(
        "section",
        element("h1", section.title, class_="title"),
        *(prose(body) if body else ()),
        kind="part",
        class_="part",
    )


def page_of_prose(section: Section, pieces: Prose) -> Node:
    """Return a page of the editor's: the preface, the chronology, any other."""
    kind = {"preface": "preface", "chronology": "appendix"}.get(section.kind, "")
    return element(
        "section",
        element("h1", section.title, class_="title"),
        *body_of(section, pieces),
        kind=kind,
        class_=f"prose {section.kind}",
    )


def glossary(book: Book, section: Section, pieces: Prose) -> Node:
    """Return all glosses of the book in the order of their terms, each with its page.

    The term is the heading that the editor gave, else the words explained.
    """
    language = book.meta.language
    glosses = [
        (note.heading or note.lemma, note.id, selection.language)
        for selection in book.selections
        for note in selection.notes
        if note.kind == "gloss"
    ]
    terms = element("dl", class_="glossary")
    for term, id_, spoken in sorted(glosses, key=lambda one: (filing_key(one[0], language), one)):
        body = inline(pieces.pieces[id_]) if id_ in pieces.pieces else []
        forget_names(body)
        made = element("dt", term)
        if spoken != language:
            say_language(made, spoken, around=direction(language))
        add(terms, [made, element("dd", *body, " ", locator(f"{id_}-call"))])
    return element(
        "section",
        element("h1", section.title, class_="title"),
        *body_of(section, pieces),
        terms,
        kind="glossary",
        class_="glossary-page",
    )


def index(section: Section, pieces: Prose, listing: Node | None) -> Node:
    """Return the index: what the editor wrote above it, and the *listing* of its entries."""
    return element(
        "section",
        element("h1", section.title, class_="title"),
        *body_of(section, pieces),
        listing,
        kind="index",
        class_="index-page",
    )


def body_of(section: Section, pieces: Prose) -> list[Node | str]:
    """Return what the editor wrote for a page that the program makes."""
    return prose(pieces.pieces[section.id]) if section.id in pieces.pieces else []
