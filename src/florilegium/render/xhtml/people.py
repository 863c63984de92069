"""The people of a text as the book shows them: byline, what others did, notes on them."""

from collections.abc import Mapping, Sequence

from florilegium.assemble.book import person_key
from florilegium.assemble.filing import filing_key
from florilegium.model import Book, Contributor, Section, Selection
from florilegium.project.wording import Wording
from florilegium.render.contributors import in_role, makers
from florilegium.render.elements import XHTML, Node, add, element, locator, prose
from florilegium.render.pandoc import Prose
from florilegium.render.xhtml.matter import body_of, listed

_PARAGRAPH = f"{{{XHTML}}}p"
# Who is named below the byline, in this order: all but authors. Interviewee and speakers are in
# the text itself.
_SHOWN = ("trl", "ivr", "edt", "com", "ill", "pht", "aui", "aft", "nrt", "cmp", "lyr")


def credits_of(book: Book, selection: Selection, words: Wording) -> str:
    """Return what others than the authors did for *selection*: ``Translated by …``.

    Who is in the byline of the text is not named again.
    """
    people = makers(book, selection)
    byline = selection.byline.strip()
    return " · ".join(
        words[f"by-{role}"].format(people=listed(names, words))
        for role in _SHOWN
        if (names := in_role(people, role)) and listed(names, words) != byline
    )


def contributors_page(book: Book, section: Section, pieces: Prose, _words: Wording) -> Node:
    """Return the notes on contributors in the order of their names, each with its texts' pages."""
    made = element("section", class_="contributors", kind="appendix")
    add(made, [element("h1", section.title, class_="title"), *body_of(section, pieces)])
    language = book.meta.language
    numbered = [(number, one) for number, one in enumerate(book.people) if one.note]
    order = sorted(numbered, key=lambda pair: (filing_key(pair[1].file_as, language), pair[0]))
    texts = _texts(book)
    for number, person in order:
        entry = element("div", class_="contributor")
        body = prose(pieces.pieces.get(person_key(number), "<p></p>"), top=2)
        add(entry, body)
        _lead_in(entry, person, texts)
        add(made, [entry])
    return made


def _texts(book: Book) -> dict[str, list[str]]:
    """Return the slugs of the texts of *book* by the names of those who made them."""
    found: dict[str, list[str]] = {}
    for selection in book.selections:
        for name in dict.fromkeys(one.name for one in makers(book, selection)):
            found.setdefault(name, []).append(selection.slug)
    return found


def _lead_in(entry: Node, person: Contributor, texts: Mapping[str, Sequence[str]]) -> None:
    """Begin the note with the name, and end it with the pages of the person's *texts*."""
    name = element("b", person.name, class_="lemma")
    if not len(entry) or entry[0].tag != _PARAGRAPH:
        entry.insert(0, element("p"))
    first = entry[0]
    name.tail, first.text = f" {first.text or ''}", None
    first.insert(0, name)
    if slugs := texts.get(person.name):
        pages = element("span", class_="locators")
        pages.set("data-ranges", "single")
        pages.set("data-before", " ")
        for slug in slugs:
            add(pages, [", " if len(pages) else "", locator(slug)])
        last = entry[-1] if entry[-1].tag == _PARAGRAPH else first
        add(last, [pages])
