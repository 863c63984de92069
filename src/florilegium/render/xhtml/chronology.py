"""The chronology: every event of the book in the order of its date, with where it is told.

Takes the events of the chapters and those told on the editor's pages; gives back a list of
terms. It words a date as the book's language does, and changes no word of the editor's.
"""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812  # a field of ours is called date

from babel.core import Locale
from babel.dates import format_date, format_skeleton

from florilegium.assemble.audiences import is_for
from florilegium.errors import ConfigError, raise_all
from florilegium.model import Book, Event, Section
from florilegium.model.dates import Day, Span, read_span
from florilegium.project.wording import Wording
from florilegium.render.elements import XHTML, Node, add, element, inline, page_of
from florilegium.render.pandoc import Prose


@dataclass(frozen=True, slots=True)
class Told:
    """An event as the chronology has it: its date, the piece that tells it, where it stands."""

    span: Span
    date: str
    piece: str
    target: str
    audiences: tuple[str, ...] = ()


def events(book: Book, pieces: Prose, words: Wording) -> tuple[Told, ...]:
    """Return every event of *book* in the order of its date."""
    of_pieces = {one.id: one.audiences for one in book.sections if one.audiences}
    of_pieces |= {one.id: one.audiences for text in book.selections for one in text.reserved}
    chapters = {one.selection: one.audiences for one in book.sections if one.selection}
    found = [
        (one.date, one.shown, one.id, one.at, chapters.get(text.slug, ()))
        for text in book.selections
        for one in text.events
    ]
    found += [
        (
            one.date, one.shown, one.id, one.at,
            of_pieces.get(one.piece, chapters.get(one.piece.partition("/")[0], ())),
        )
        for one in pieces.events
    ]  # fmt: skip
    told = [
        Told(span, shown or dated(span, book.meta.language, words), piece, target, audiences)
        for date, shown, piece, target, audiences in found
        if (span := read_span(date)) is not None
    ]
    return tuple(sorted(told, key=lambda one: one.span))


def chronology(told: Sequence[Told], pieces: Prose, words: Wording) -> Node:
    """Return *told* as a list of terms: when, what, and the page where it is told."""
    made = element("dl", class_="chronology")
    for one in told:
        body = inline(pieces.pieces[one.piece])
        entry = element("dd", *body, " ", page_of(one.target, words))
        add(made, [element("dt", one.date), entry])
    return made


def gather(
    book: Book, nodes: Sequence[tuple[Section, Node]], pieces: Prose, words: Wording
) -> None:
    """Put the chronology where a page asks for it, and dates before events told on pages.

    Raises `ConfigError` for events that no page gathers for all who get them, and for a page that
    has none to gather.
    """
    told = events(book, pieces, words)
    dates = {one.target: one.date for one in told if one.piece != one.target}
    gathered: set[str] = set()
    for section, node in nodes:
        wanted = [one for one in node.iter(f"{{{XHTML}}}div") if _asks(one)]
        if section.kind == "chronology" and not section.body.strip():
            wanted = [element("div", class_="events")]
            add(node, wanted)
        if section.kind == "reserved":
            own = _own(book, section, told)
            _add_own(node, own, pieces, words)
            gathered |= {one.piece for one in own}
        seen = [one for one in told if not one.audiences or _gets(section, one)]
        if wanted and not seen:
            raise ConfigError(
                f"the page {section.id!r} gathers events, and there are none",
                where=section.file or "book/book.toml",
                hint="Write some, ::: {.event date=2017-10-15}, or take it out.",
            )
        for place in wanted:
            place.tag = f"{{{XHTML}}}dl"
            place.set("class", "chronology")
            gathered |= {one.piece for one in seen if one.audiences or not section.audiences}
            place[:] = list(chronology(seen, pieces, words))
        for place in node.iter(f"{{{XHTML}}}div"):
            if place.get("id", "") in dates and "event" in place.get("class", "").split():
                _show_date(place, dates[place.get("id", "")])
    raise_all(
        ConfigError(
            "an event is gathered on no page",
            where=one.where,
            hint="Name 'chronology' in the outline of book/book.toml, or write '::: events' and "
            "':::' on a page of your own.",
        )
        for one in _lost(book, gathered)
    )


def _own(book: Book, section: Section, told: Sequence[Told]) -> list[Told]:
    """Return the events of chapters that the audience of *section* gets, and not everybody."""
    chapters = {one.id for text in book.selections for one in text.events}
    return [one for one in told if one.audiences and one.piece in chapters and _gets(section, one)]


def _add_own(node: Node, own: Sequence[Told], pieces: Prose, words: Wording) -> None:
    """List *own* at the end of the page of an audience, above its notes."""
    if not own:
        return
    head = element("h2", words["event-list"])
    made = element("div", head, chronology(own, pieces, words), class_="event-list")
    notes = next((one for one in node if one.get("class") == "notes"), None)
    node.insert(len(node) if notes is None else node.index(notes), made)


def _lost(book: Book, gathered: Container[str]) -> list[Event]:
    """Return the first event of each chapter that has some which are not *gathered*."""
    lost = ([one for one in text.events if one.id not in gathered] for text in book.selections)
    return [events[0] for events in lost if events]


def _gets(section: Section, told: Told) -> bool:
    return bool(section.audiences) and all(is_for(told.audiences, r) for r in section.audiences)


def _asks(node: Node) -> bool:
    return node.get("class") == "events" and not len(node) and not (node.text or "").strip()


def _show_date(place: Node, date: str) -> None:
    """Put *date* before the words of an event."""
    first = place.find(f"{{{XHTML}}}p")
    host = place if first is None else first
    shown = element("b", date, class_="event-date")
    shown.tail, host.text = f" {host.text or ''}", None
    host.insert(0, shown)


# -- dates ---------------------------------------------------------------------------------


def dated(span: Span, language: str, words: Wording) -> str:
    """Return *span* as *language* writes a date or two of them."""
    start, end = span.start, span.end
    if start == end:
        return _about(start, _one(start, language, words), words)
    ends = [_about(day, _one(day, language, words), words) for day in (start, end)]
    if start.about or end.about or start.year <= 0:
        return " – ".join(ends)
    if (start.year, start.month) == (end.year, end.month) and start.day and end.day:
        day = re.compile(rf"(?<!\d){start.day}(\.?)(?!\d)")  # with the point of an ordinal
        return day.sub(rf"{start.day}\1–{end.day}\1", ends[0], count=1)
    return ("–" if not start.month and not end.month else " – ").join(ends)


def _about(day: Day, text: str, words: Wording) -> str:
    return words["about"].format(date=text) if day.about else text


def _one(day: Day, language: str, words: Wording) -> str:
    if day.year <= 0:
        return words["before-christ"].format(year=1 - day.year)
    if not day.month:
        return str(day.year)
    if day.day:
        return str(format_date(_date(day), format="long", locale=_locale(language)))
    return str(format_skeleton("yMMMM", _date(day), locale=_locale(language)))


def _date(day: Day) -> Date:
    return Date(day.year, day.month or 1, day.day or 1)


def _locale(language: str) -> Locale:
    return Locale.parse(language.replace("_", "-"), sep="-")
