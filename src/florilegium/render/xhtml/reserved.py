"""The pages for one audience: what the chapters reserve for it, gathered text by text.

Takes the book and the section that gathers; gives back its page. Each thing names what it is
about and the page where that stands, since nothing in the shared pages may call it.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from florilegium.assemble.sections import RESERVED
from florilegium.model import Book, Question, Reserved, Section, Selection
from florilegium.model.dates import read_span
from florilegium.project.wording import Wording
from florilegium.render.elements import XHTML, Node, add, element, inline, page_of, prose
from florilegium.render.pandoc import Prose
from florilegium.render.xhtml import matter, textual
from florilegium.render.xhtml.chronology import dated
from florilegium.render.xhtml.questions import question


@dataclass(frozen=True, slots=True)
class _Page:
    """What the parts of the page share: the *audience*, the words, the language of the book."""

    audience: str
    pieces: Prose
    words: Wording
    language: str

    def body(self, item: Reserved) -> str:
        return self.pieces.pieces.get(item.id, "")

    def id(self, item: Reserved) -> str:
        return f"{RESERVED}{self.audience}-{item.id}"


def reserved_page(book: Book, section: Section, pieces: Prose, words: Wording) -> Node:
    """Return the page that gathers what is reserved for the audience of *section*."""
    page = _Page(section.audiences[0], pieces, words, book.meta.language)
    made = element(
        "section",
        element("h1", section.title, class_="title"),
        *(prose(pieces.pieces[section.id]) if section.id in pieces.pieces else ()),
        kind="appendix",
        class_="reserved",
    )
    others = [
        one for one in book.sections if page.audience in one.audiences and one.id != section.id
    ]
    if others:
        add(made, [matter.contents_list(book, others, words)])
    for selection in book.selections:
        add(made, [_text(selection, page)])
    slugs = {one.selection for one in others if one.selection}
    add(made, _records(book, [one for one in book.selections if one.slug in slugs], page))
    return made


def permit(page: Node, permissions: Sequence[Node], words: Wording) -> None:
    """Put *permissions* at the end of *page*, behind those of the texts or under a heading."""
    if not permissions:
        return
    there = next(
        (one for one in page.iter(f"{{{XHTML}}}p") if one.get("class") == "permission"), None
    )
    around = there.getparent() if there is not None else None
    if around is None:
        around = element("div", element("h2", words["permissions"]))
        notes = next((one for one in page if one.get("class") == "notes"), None)
        page.insert(len(page) if notes is None else page.index(notes), around)
    add(around, permissions)


def forget_pages(page: Node, gone: Collection[str]) -> None:
    """Take the pages *gone*, which had nothing in them, out of the list on *page*."""
    for link in list(page.iterfind("{*}ol[@class='contents']/{*}li//{*}a")):
        if link.get("href", "")[1:] in gone:
            item = next(link.iterancestors(f"{{{XHTML}}}li"), None)
            around = item.getparent() if item is not None else None
            if item is not None and around is not None:
                around.remove(item)


def text_id(audience: str, slug: str) -> str:
    """Return the id of what is reserved for *audience* on the text *slug*: nothing else has it."""
    return f"{RESERVED}{audience}.{slug}"


def _text(selection: Selection, page: _Page) -> Node | None:
    """Return what is reserved on one text; None where nothing is."""
    items = [one for one in selection.reserved if page.audience in one.audiences]
    if not items:
        return None

    def of(*kinds: str) -> list[Reserved]:
        return [one for one in items if one.kind in kinds]

    return element(
        "section",
        element("h2", selection.title, " ", page_of(selection.slug, page.words)),
        *(_prose(one, page) for one in of("headnote")),
        _notes(of("note", "gloss"), page),
        _questions(of("questions"), of("question"), of("answer"), page),
        _answers(selection, of("answer"), page),
        _events(of("event"), page),
        class_="reserved-text",
        id=text_id(page.audience, selection.slug),
    )


def _prose(item: Reserved, page: _Page, *, top: int = 3) -> Node:
    return element(
        "div", *prose(page.body(item), top=top), id=page.id(item), class_=f"reserved-{item.kind}"
    )


def _notes(items: Sequence[Reserved], page: _Page) -> Node | None:
    """Return notes in the order of the file, each under the words that it is about."""
    if not items:
        return None
    made = element("dl", class_="teaching-notes")
    for item in items:
        lemma = item.lemma or page.words["on-the-text"]
        body = element("dd", *inline(page.body(item)))
        if item.at:
            add(body, [" ", page_of(item.at, page.words)])
        add(made, [element("dt", lemma, id=page.id(item)), body])
    return _titled("teaching-notes", made, page)


def _questions(
    whole: Sequence[Reserved],
    single: Sequence[Reserved],
    answers: Sequence[Reserved],
    page: _Page,
) -> Node | None:
    if not whole and not single:
        return None
    made = element("div", *(_prose(one, page, top=4) for one in whole))
    if single:
        listed = element("ol")
        for item in single:
            asked = Question(item.id, "", item.marks)
            entry = question(asked, page.pieces, page.words)
            entry.set("id", page.id(item))
            add(entry, (_prose(one, page, top=4) for one in answers if one.at == item.id))
            add(listed, [entry])
        add(made, [listed])
    return _titled("questions", made, page)


def _answers(selection: Selection, items: Sequence[Reserved], page: _Page) -> Node | None:
    """Return the answers to the questions that everybody gets, each with its page."""
    numbers = {one.id: str(number) for number, one in enumerate(selection.asked, start=1)}
    answers = [one for one in items if one.at in numbers]
    if not answers:
        return None
    made = element("dl", class_="answers")
    for item in answers:
        head = page.words["question-at"].format(number=numbers[item.at])
        body = element("dd", *inline(page.body(item)), " ", page_of(item.at, page.words))
        add(made, [element("dt", head, id=page.id(item)), body])
    return _titled("answers", made, page)


def _events(items: Sequence[Reserved], page: _Page) -> Node | None:
    if not items:
        return None
    made = element("dl", class_="chronology")
    spans = [(span, one) for one in items if (span := read_span(one.date)) is not None]
    for span, item in sorted(spans, key=lambda pair: pair[0]):
        body = element("dd", *inline(page.body(item)))
        if item.at:
            add(body, [" ", page_of(item.at, page.words)])
        date = dated(span, page.language, page.words)
        add(made, [element("dt", date, id=page.id(item)), body])
    return _titled("event-list", made, page)


def _titled(key: str, content: Node, page: _Page) -> Node:
    return element("div", element("h3", page.words[key]), content, class_=key)


def _records(book: Book, selections: Sequence[Selection], page: _Page) -> Iterator[Node]:
    """Yield by what right the texts for this audience are printed, and what was done to them."""
    if selections:
        rights = matter.permissions(book, selections, page.pieces, page.words)
        yield element("div", element("h2", page.words["permissions"]), *rights)
        accounts = (n for one in selections for n in textual.account(one, page.pieces, page.words))
        yield element("div", *accounts, class_="textual-note")
