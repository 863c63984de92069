"""One row for each text: its source, its right, its pages in this book, what is missing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

from florilegium.assemble.audiences import is_for
from florilegium.assemble.clearance import obstacles, record_of
from florilegium.desk import spreadsheet
from florilegium.model import Book, Edition, Right, Selection
from florilegium.render import press
from florilegium.render.contributors import people_of


@dataclass(frozen=True, slots=True)
class Row:
    """What a clearing office asks about one text; empty where it is not on record."""

    slug: str
    author: str
    title: str
    container: str
    identifier: str
    volume: str
    issue: str
    issued: str
    pages_in_source: str
    pages_in_book: str
    words: str
    share_of_work: str
    copies: str
    course: str
    term: str
    holder: str
    basis: str
    missing: str


def rows(
    book: Book, editions: Sequence[Edition], *, pages: Mapping[str, str], today: date
) -> tuple[Row, ...]:
    """Return the row of every text, and of every picture behind them.

    *pages* are the pages of each section in this book by its id (``12–17``).
    *editions* are those asked about: a row says for each that has the text what is missing.
    """
    apart = {one.selection: one.audiences for one in book.sections if one.selection}
    texts = [
        _row(
            book,
            selection,
            book.item(selection.source),
            book.right(selection.source),
            pages=pages.get(selection.slug, ""),
            copies=_copies(editions),
            missing=_missing(
                book.right(selection.source),
                [one for one in editions if is_for(apart.get(selection.slug, ()), one.reader)],
                today,
            ),
        )
        for selection in book.selections
    ]
    return (*texts, *_pictures(book, editions, pages, today))


def _pictures(
    book: Book, editions: Sequence[Edition], pages: Mapping[str, str], today: date
) -> Iterator[Row]:
    """Yield the row of every picture: where it stands is known of its section alone."""
    audiences = {one.id: one.audiences for one in book.sections}
    sections: dict[str, list[str]] = {}
    for place in book.pictures:
        sections.setdefault(place.source, []).append(place.section)
    for source, where in sections.items():
        right = record_of(source, book)
        asked = [
            one for one in editions
            if any(is_for(audiences.get(name, ()), one.reader) for name in where)
        ]  # fmt: skip
        told = dict.fromkeys(pages[name] for name in where if name in pages)
        empty = {field.name: "" for field in fields(Row)}
        yield Row(
            **empty
            | {
                "slug": source,
                "title": source.rpartition("/")[2],
                "pages_in_book": ", ".join(told),
                "copies": _copies(editions),
                "course": book.meta.course,
                "term": book.meta.term,
                "holder": right.holder if right else "",
                "basis": right.basis if right else "no record",
                "missing": _missing(right, asked, today),
            }
        )


def page_ranges(layout: press.Layout) -> dict[str, str]:
    """Return the first and last folio of each document by its id: ``12–17``, or ``12``."""
    return {
        one.document: "–".join(dict.fromkeys((one.folios[0].label, one.folios[-1].label)))
        for one in layout.documents
        if one.document
    }


def to_csv(found: Sequence[Row]) -> str:
    """Return *found* as CSV (RFC 4180) under a line of names."""
    names = [field.name for field in fields(Row)]
    head = [name.replace("_", " ") for name in names]
    return spreadsheet.to_csv([head, *([getattr(row, name) for name in names] for row in found)])


def to_text(found: Sequence[Row]) -> str:
    """Return *found* as a table for a terminal: text, ground, pages, what is missing."""
    shown = [("text", "basis", "pages", "words", "missing")]
    shown += [(r.slug, r.basis, r.pages_in_book, r.words, r.missing or "nothing") for r in found]
    widths = [max(len(row[column]) for row in shown) for column in range(4)]
    lines = (
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4]])
        for row in shown
    )
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _row(  # noqa: PLR0913  # a row is made of this much
    book: Book,
    selection: Selection,
    source: Mapping[str, object],
    right: Right | None,
    *,
    pages: str,
    copies: str,
    missing: str,
) -> Row:
    return Row(
        slug=selection.slug,
        author="; ".join(people_of(source)) or selection.byline,
        title=_text(source, "title") or selection.title,
        container=_text(source, "container-title", "publisher"),
        identifier=_text(source, "ISBN", "ISSN", "DOI", "URL"),
        volume=_text(source, "volume"),
        issue=_text(source, "issue"),
        issued=_issued(source),
        pages_in_source=(right.pages if right else "") or _text(source, "page"),
        pages_in_book=pages,
        words=str(sum(len(block.text.split()) for block in selection.blocks)),
        share_of_work=right.share if right else "",
        copies=copies,
        course=book.meta.course,
        term=book.meta.term,
        holder=right.holder if right else "",
        basis=right.basis if right else "no record",
        missing=missing,
    )


def _copies(editions: Sequence[Edition]) -> str:
    return ", ".join(f"{one.copies} ({one.name})" for one in editions if one.copies is not None)


def _missing(right: Right | None, editions: Sequence[Edition], today: date) -> str:
    found = ((one.name, "; ".join(obstacles(right, one, today=today))) for one in editions)
    return " · ".join(f"{name}: {reasons}" for name, reasons in found if reasons)


def _text(source: Mapping[str, object], *keys: str) -> str:
    return next((str(source[key]) for key in keys if source.get(key)), "")


def _issued(source: Mapping[str, object]) -> str:
    issued = source.get("issued")
    if not isinstance(issued, Mapping):
        return str(issued or "")
    parts: Iterator[object] = iter(issued.get("date-parts") or ())
    first = next(parts, ())
    numbers = [f"{int(part):02}" for part in first] if isinstance(first, list) else []
    return "-".join(numbers) or str(issued.get("raw") or issued.get("literal") or "")
