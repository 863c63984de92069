"""Checks: a finished book in, findings out. They read, and never change anything.

In: the `Reader` and the finished files. Out: `Finding`s with stable codes. ``texts`` accounts
for every letter of the seeds, ``book``, ``index``, ``sources`` and ``rights`` look at the
whole before any format, ``pdf``, ``epub``
and ``kindle`` open the finished files, ``agreement`` compares them with the book,
``page_marks`` with each other, ``judges`` asks programs of others. Read ``texts.py`` first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from florilegium.assemble import audiences
from florilegium.assemble.reader import Reader
from florilegium.check import (
    agreement,
    book,
    epub,
    index,
    judges,
    kindle,
    page_marks,
    pdf,
    pdf_places,
    pdf_print,
    people,
    rights,
    sources,
    texts,
)
from florilegium.clean import examples, load_cleaning, load_rules
from florilegium.clean.notices import notices as cleaning_notices
from florilegium.findings import Acceptances, Finding, accept
from florilegium.ingest.damage import suspicions
from florilegium.model import Artefact
from florilegium.project.fonts import own_families
from florilegium.project.page_formats import shifted
from florilegium.project.styles import gutter_of, page_of, theme_of
from florilegium.store.cache import Cache
from florilegium.store.files import made_at

__all__ = ["inspect", "notices"]


def notices(reader: Reader, artefacts: Sequence[Artefact]) -> tuple[Finding, ...]:
    """Return what is known without opening a file: of texts, book, and each writer's warnings."""
    today = made_at(reader.book.meta.date).date()
    found = {
        *_texts(reader),
        *_rules(reader),
        *(one for seen in _seen(reader) for one in book.check_book(seen.book, seen.documents)),
        *index.check_index(reader.book, reader.documents),
        *people.check_people(reader.book),
        *sources.check_sources(reader.book, reader.root),
        *rights.check_rights(reader.book, reader.pictures, today=today),
        *book.seeds(reader.book, reader.root / "seeds"),
        *book.warnings(reader.warnings),
        *book.changed(reader.pictures),
    }
    for artefact in artefacts:
        edition = reader.editions.named(artefact.edition)
        seen = audiences.shown_in(reader, edition)
        found.update(rights.stamps(seen.book, edition, today=today))
        found.update(book.hidden(reader.book, edition))
        found.update(
            pdf.warnings(artefact) if artefact.format == "pdf" else epub.warnings(artefact)
        )
    return accept(sorted(found), reader.accepted)


def inspect(
    reader: Reader, artefacts: Sequence[Artefact], *, cache: Cache | None = None
) -> tuple[Finding, ...]:
    """Return `notices` and all that is wrong with the finished files, sorted.

    Verdicts of judges from outside about the same file are taken from *cache*.
    """
    found = set(notices(reader, artefacts))
    for artefact in artefacts:
        seen = audiences.shown_in(reader, reader.editions.named(artefact.edition))
        found.update(index.check_locators(seen.book, seen.documents, artefact.folios))
        found.update(
            _pdf(seen, artefact) if artefact.format == "pdf" else _epub(seen, artefact, cache)
        )
    found.update(_pages(reader, artefacts))
    plain = [replace(finding, accepted="") for finding in found]
    found.update(_idle(reader, plain))
    return accept(sorted(found), reader.accepted)


def _idle(reader: Reader, findings: Sequence[Finding]) -> Iterator[Finding]:
    for one in Acceptances(reader.accepted).idle(findings):
        if one.code.startswith("S"):
            continue  # of the files for a print shop, which are not looked at here
        said = " ".join(filter(None, (one.code, one.place, one.about)))
        yield Finding("B109", "book/accepted.toml", f"no finding is {said!r}")


def _pages(reader: Reader, artefacts: Sequence[Artefact]) -> Iterator[Finding]:
    """The pages of the print edition as the e-books have them, when both were made."""
    for made in artefacts:
        if made.format == "epub":
            printed = reader.editions.printed_for(reader.editions.named(made.edition))
            for other in artefacts:
                if (
                    other.edition == printed.name
                    and reader.editions.named(printed.name).reader == printed.reader
                ):
                    yield from page_marks.agree(made.path, other.path)


def _seen(reader: Reader) -> Iterator[Reader]:
    """Yield the book as each of its readers gets it, once each."""
    by_reader = {one.reader: one for one in reversed(tuple(reader.editions))}
    return (audiences.shown_in(reader, one) for one in by_reader.values())


def _texts(reader: Reader) -> Iterator[Finding]:
    documents = {document.id: document for document in reader.documents}
    shown = [picture.source for picture in reader.pictures]
    not_shown = reader.not_shown
    seeds = reader.root / "seeds"
    for text in reader.texts:
        document = documents[text.apparatus.slug]
        yield from texts.accounted(text.raw, text.cleaned, text.selection, document)
        yield from cleaning_notices(text.cleaned)
        yield from texts.pictures(text, shown=shown, not_shown=not_shown, seeds=seeds)
        yield from texts.unsaid(text)
        name, kept = text.raw.seed.name, text.cleaned.blocks
        yield from suspicions(
            name,
            text.raw.blocks,
            kept=kept,
            damage=text.cleaned.damage,
            counted=text.raw.seed.counted,
        )


def _rules(reader: Reader) -> Iterator[Finding]:
    settings = load_cleaning(reader.root / "book" / "cleaning.toml")
    for rule in settings.rules[len(load_rules()) :]:  # the book's own come after ours
        for failure in examples.failures(rule, rules=settings.rules):
            yield Finding("T103", "book/cleaning.toml", f"the rule {rule.id!r} {failure}")


def _pdf(reader: Reader, artefact: Artefact) -> Iterator[Finding]:
    edition = reader.editions.named(artefact.edition)
    page = page_of(reader.styles, edition)
    look = theme_of(reader.styles, edition)
    families = (*look.families, look.code, *own_families(reader.styles))
    yield from pdf.check_pdf(artefact.path, families=families, size=(page.width, page.height))
    name, pages = artefact.path.name, pdf_print.printed_pages(artefact.path)
    page = shifted(page, gutter_of(reader.styles, edition, pages=len(pages)))
    yield from pdf_places.check_places(pages, page=page, name=name)
    yield from pdf_places.check_notes(pages, reader.documents, name=name)
    yield from pdf_places.check_fill(
        pages, reader.documents, artefact.folios, page=page, name=name
    )
    yield from agreement.agrees_pdf(artefact.path, reader.documents, artefact.folios)


def _epub(reader: Reader, artefact: Artefact, cache: Cache | None) -> Iterator[Finding]:
    yield from epub.check_epub(artefact.path, cache=cache)
    yield from kindle.check_kindle(artefact.path)
    yield from judges.ask(artefact.path, cache=cache)
    yield from agreement.agrees_epub(artefact.path, reader.documents, artefact.folios)
