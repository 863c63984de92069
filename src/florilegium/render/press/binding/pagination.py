"""Documents in reading order → the sequence of pages: right-hand openings, blanks, folios.

Each document is laid out alone, wherever there is a worker for it. How many pages it takes
depends on no other, but for those that print folios (contents, index): they come last, when
the folios are known. Only folios inside those may still move (the contents stand before the
preface that they list): they are gone through until nothing changes.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace

from florilegium.errors import RenderError
from florilegium.host.pool import InProcess
from florilegium.model import BookMeta, ContentDocument, Edition, Pagination
from florilegium.project.styles import Styles, opening_in
from florilegium.render.elements import XHTML
from florilegium.render.locators import targets
from florilegium.render.press.binding import workers
from florilegium.render.press.binding.cache_keys import Keys
from florilegium.render.press.binding.joined import joined
from florilegium.render.press.binding.placed import Placed, anchors_of, starts_of
from florilegium.render.press.layout import engine
from florilegium.render.press.layout.facts import Anchor, Facts
from florilegium.render.press.layout.folios import Folio, opening
from florilegium.render.press.layout.laid_out import Job, LaidOut
from florilegium.render.press.layout.packing import sound, sound_facts, unpack, unpack_facts
from florilegium.render.press.layout.print_markup import parse
from florilegium.render.press.layout.style import Style, style_for
from florilegium.store.cache import Cache

Progress = Callable[["Step"], object]
_ROUNDS = 10
# The pages that contents and the like are taken for until they are laid out.
_GUESS = 2
BLANK = ContentDocument("", "blank", "body", "", "", "")


@dataclass(frozen=True, slots=True)
class Step:
    """A document laid out just now: *done* of *total* in this round, so far with *pages* pages.

    *seconds* is how long the round has taken.
    """

    title: str
    done: int
    total: int
    pages: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Layout:
    """A book laid out: its *documents* in order, blank ones among them, and what they showed.

    The pages themselves stay in the cache of the *context* until they are bound.
    """

    meta: BookMeta
    edition: Edition
    context: "LayoutContext"
    documents: tuple[Placed, ...]
    places: Mapping[str, tuple[int, Anchor]]
    pagination: Pagination
    warnings: tuple[str, ...]

    @property
    def style(self) -> Style:
        """What it was laid out by."""
        return self.context.style

    @property
    def folios(self) -> tuple[Folio, ...]:
        """The folio of every page, printed or not."""
        return tuple(folio for placed in self.documents for folio in placed.folios)


@dataclass(frozen=True, slots=True)
class LayoutContext:
    """What is at hand while a book is laid out: style, cache, workers, who is told."""

    style: Style
    cache: Cache
    executor: Executor
    progress: Progress
    keys: Keys

    def lay_out(self, jobs: Sequence[Job]) -> Iterator[tuple[Job, Facts]]:
        """Yield every job with its facts, from the cache or made now and put there."""
        missing: list[Job] = []
        for job in jobs:
            facts = sound_facts(self.cache.get(self.keys.of(job)))
            if facts is None:
                missing.append(job)
            else:
                yield job, _lean(facts)
        pages, begun = 0, time.monotonic()
        for done, (job, data) in enumerate(workers.finished(missing, self.executor), start=1):
            self.cache.put(self.keys.of(job), data)
            facts = _lean(unpack_facts(data))
            pages += facts.pages
            if title := job.document.title or job.document.id:
                seconds = time.monotonic() - begun
                self.progress(Step(title, done, len(missing), pages, seconds))
            yield job, facts

    def fetch(self, job: Job) -> LaidOut:
        """Return the pages of *job*, laid out again should the cache have lost them."""
        found = sound(self.cache.get(self.keys.of(job)))
        return unpack(workers.work(job)) if found is None else found

    def fetch_facts(self, job: Job) -> Facts:
        """Return the facts about the same."""
        found = sound_facts(self.cache.get(self.keys.of(job)))
        return unpack_facts(workers.work(job)) if found is None else found


@dataclass(frozen=True, slots=True)
class Calls:
    """The ids of a document, what its page references point to, and what its links."""

    ids: tuple[str, ...]
    references: tuple[str, ...]
    links: frozenset[str]


@dataclass(slots=True)
class _Book:
    """The documents of a book while it is laid out, and what is known of each so far."""

    documents: Sequence[ContentDocument]
    style: Style
    calls: Mapping[str, Calls]
    home: Mapping[str, str]
    done: dict[str, tuple[Job, Facts]] = field(default_factory=dict)

    def wanted(self, document: ContentDocument) -> tuple[str, ...]:
        """The places whose folios *document* prints."""
        found = self.calls[document.id].references
        return tuple(sorted(name for name in found if name in self.home))


def lay_out_book(  # noqa: PLR0913  # what a book is made of, and with what
    documents: Sequence[ContentDocument],
    *,
    meta: BookMeta,
    edition: Edition,
    styles: Styles,
    progress: Progress | None = None,
    executor: Executor | None = None,
    cache: Cache | None = None,
    style: Style | None = None,
    pages: int = 0,
) -> Layout:
    """Return the book laid out; *progress* is told of each document that is set.

    *style* is another than the edition's: a cover has its own. The work goes to *executor*, or
    is done here; finished pages are looked for in *cache* and kept there. The gutter is that
    of a book of so many *pages*.
    """
    style = style or style_for(meta, edition=edition, styles=styles, pages=pages)
    context = LayoutContext(
        style=style,
        cache=cache or Cache.passing(),
        executor=executor or InProcess(),
        progress=progress or (lambda _: None),
        keys=Keys.of_style(style),
    )
    opened = opening_in(styles, edition)
    book = _open(joined(opening(document, opened) for document in documents), style)
    _settle(book, context)
    placed = tuple(_placed(book, context))
    anchors = anchors_of(book.home, placed)
    return Layout(
        meta=meta,
        edition=edition,
        context=context,
        documents=placed,
        places=anchors,
        pagination=Pagination(
            {name: placed[i].label(one.page) for name, (i, one) in anchors.items()},
            tuple(starts_of(placed)),
        ),
        warnings=tuple(dict.fromkeys(_warnings(book, placed))),
    )


def _open(documents: Sequence[ContentDocument], style: Style) -> _Book:
    calls = {document.id: calls_of(document) for document in documents}
    home = {one: name for name, found in reversed(tuple(calls.items())) for one in found.ids}
    return _Book(documents, style, calls, home)


def calls_of(document: ContentDocument) -> Calls:
    """Return what *document* points to, and what can be pointed to in it."""
    root = parse(document)
    links = (link.get("href", "") for link in root.iter(f"{{{XHTML}}}a"))
    return Calls(
        ids=tuple(name for node in root.iter() if (name := node.get("id", ""))),
        references=tuple(dict.fromkeys(targets(root))),
        links=frozenset(link[1:] for link in links if link.startswith("#")),
    )


# -- rounds ----------------------------------------------------------------------------------


def _settle(book: _Book, context: LayoutContext) -> None:
    """Lay out every document until none has another side or prints another folio."""
    # The side of a document that opens on either is known when those before it are done.
    rounds = _ROUNDS + sum(document.opens == "any" for document in book.documents)
    for round_ in range(rounds):
        jobs = [
            job
            for job in _jobs(book, _ready(book, is_first=round_ == 0))
            if book.done.get(job.document.id, (None,))[0] != job
        ]
        if not jobs and round_:
            return
        for job, facts in context.lay_out(jobs):
            book.done[job.document.id] = (job, facts)
    raise RenderError(
        f"the page numbers still move after {rounds - 1} rounds",
        where="contents",
        hint="A page reference changes the length of a document back and forth: "
        "shorten or lengthen a line beside it.",
    )


def _ready(book: _Book, *, is_first: bool) -> list[ContentDocument]:
    """The documents that can be laid out now.

    At first those without page references; one that opens on either side as soon as what
    stands before it is done. Of the others those first whose folios are all known: the index
    before the contents, which say where the colophon behind it is. What refers to a page from
    the body waits for none: one chapter after the other would take a round each.
    """
    found: list[ContentDocument] = []
    are_done = True
    for document in book.documents:
        if (not is_first or not book.wanted(document)) and (document.opens != "any" or are_done):
            found.append(document)
        are_done = are_done and document.id in book.done
    fixed = _fixed(book)
    waiting = {one.id for one in found if one.id not in book.done}
    early = {one.id for one in found if not _depends(book, one, fixed)} & waiting
    early |= {one.id for one in found if one.matter == "body"} & waiting
    return [one for one in found if not early or one.id not in waiting - early]


def _fixed(book: _Book) -> frozenset[str]:
    """The ids of the documents whose first folio is known: all before them are laid out."""
    fixed: set[str] = set()
    is_known, matter = True, "front"
    for document in book.documents:
        if matter == "front" != document.matter:
            is_known = True  # the body counts from 1
        matter = document.matter
        if is_known:
            fixed.add(document.id)
        is_known = is_known and document.id in book.done
    return frozenset(fixed)


def _depends(book: _Book, document: ContentDocument, fixed: frozenset[str]) -> bool:
    """Whether *document* prints a folio that is not known yet."""
    homes = ((name, book.home[name]) for name in book.wanted(document))
    return any(
        home not in fixed or (name != home and home not in book.done) for name, home in homes
    )


def _jobs(book: _Book, documents: Iterable[ContentDocument]) -> Iterator[Job]:
    """Yield what has to be laid out for *documents*, as far as is known now."""
    firsts = {document.id: folio for document, folio in _sequence(book) if document.id}
    pages: dict[str, Mapping[str, int]] = {}  # of the places of each document that is asked for
    for document in documents:
        first = firsts[document.id]
        done = book.done.get(document.id)
        is_numbered = done is not None and done[1].is_numbered
        yield Job(
            document,
            book.style,
            start=first.number if is_numbered else 2 - first.number % 2,
            folios={name: _label(book, name, firsts, pages) for name in book.wanted(document)},
            lost=tuple(sorted(book.calls[document.id].links - book.home.keys())),
        )


def _label(
    book: _Book, name: str, firsts: Mapping[str, Folio], pages: dict[str, Mapping[str, int]]
) -> str:
    """The folio of the place *name*; of its document's first page where it is not known.

    *pages* are those of the places of each document, as they are found.
    """
    home = book.home[name]
    if home not in pages:
        done = book.done.get(home)
        pages[home] = {one.name: one.page for one in reversed(done[1].anchors)} if done else {}
    first = firsts[home]
    return Folio(first.number + pages[home].get(name, 0), first.matter).label


def _sequence(book: _Book) -> Iterator[tuple[ContentDocument, Folio]]:
    """Yield documents and blank pages in order, each with its first folio."""
    documents = book.documents
    folio = Folio(1, documents[0].matter) if documents else Folio(1, "body")
    for document in documents:
        if _is_wrong_side(folio, document):
            yield BLANK, folio
            folio = Folio(folio.number + 1, folio.matter)
        begins_body = folio.matter == "front" and document.matter != "front"
        first = Folio(1 if begins_body else folio.number, document.matter)
        yield document, first
        done = book.done.get(document.id)
        folio = Folio(first.number + (done[1].pages if done else _GUESS), first.matter)
    if not folio.is_recto:
        # A printer's sheet has two sides: the file ends on the second.
        yield BLANK, folio


def _is_wrong_side(folio: Folio, document: ContentDocument) -> bool:
    """Whether *document* cannot begin on the page that is next."""
    begins_body = folio.matter == "front" and document.matter != "front"
    opens = "recto" if begins_body else document.opens
    return opens != "any" and folio.is_recto != (opens == "recto")


# -- the book laid out -----------------------------------------------------------------------


def _placed(book: _Book, context: LayoutContext) -> Iterator[Placed]:
    blanks: dict[int, tuple[Job, Facts]] = {}
    for document, first in _sequence(book):
        if document.id:
            job, facts = book.done[document.id]
        else:
            job = Job(BLANK, book.style, start=2 - first.number % 2)
            if job.start not in blanks:
                blanks[job.start] = next(iter(context.lay_out([job])))
            job, facts = blanks[job.start]
        yield Placed(job, facts, first)


def _lean(facts: Facts) -> Facts:
    """The facts without the glyphs: they are many, and wanted only when the book is bound."""
    return replace(facts, fonts=())


def _warnings(book: _Book, documents: Sequence[Placed]) -> Iterator[str]:
    for warning in engine.style_warnings(book.style):
        yield f"style sheet: {warning}"
    for placed in documents:
        yield from placed.facts.warnings
    for document, calls in book.calls.items():
        for name in calls.references:
            if name not in book.home:
                yield f"{document}: a page reference points to {name!r}, which is nowhere"
        for name in sorted(calls.links - book.home.keys() - {*calls.references}):
            yield f"{document}: a link points to {name!r}, which is nowhere"
