"""Audiences: what is for some readers alone, and the book as an edition shows it.

Takes the book with everything in it; gives back what the edition for one reader shows, and what
it leaves out. It moves nothing: what is for some alone stands behind all that everybody gets
(``sections.py``), so that the pages before it are the same in every edition of a format.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from florilegium.assemble.reader import Reader
from florilegium.assemble.sections import is_own_list
from florilegium.errors import ConfigError, did_you_mean, raise_all
from florilegium.model import Book, ContentDocument, Edition
from florilegium.model.letters import letters
from florilegium.project.book import Outline
from florilegium.project.config import read_text, said_in


@dataclass(frozen=True, slots=True)
class Hidden:
    """What an edition leaves out: *what* it is, for whom it is, *where* it is written.

    *size* is how many letters it has.
    """

    what: str
    audiences: tuple[str, ...]
    where: str
    size: int


def is_for(audiences: Sequence[str], reader: str) -> bool:
    """Tell whether *reader* gets what is for *audiences*; everybody gets what is for none."""
    return not audiences or reader in audiences


def documents_for(
    documents: Iterable[ContentDocument], reader: str
) -> tuple[ContentDocument, ...]:
    """Return those of *documents* that *reader* gets."""
    return tuple(one for one in documents if is_for(one.audiences, reader))


def book_for(book: Book, reader: str) -> Book:
    """Return *book* with the sections and texts that *reader* gets, and nothing of others."""
    sections = tuple(one for one in book.sections if is_for(one.audiences, reader))
    slugs = {one.selection for one in sections}
    selections = tuple(
        replace(one, reserved=tuple(r for r in one.reserved if reader in r.audiences))
        for one in book.selections
        if one.slug in slugs
    )
    there = {"", *(one.id for one in sections)}
    pictures = tuple(one for one in book.pictures if one.section in there)
    return replace(book, sections=sections, selections=selections, pictures=pictures)


def only_for(book: Book, audience: str) -> Book:
    """Return *book* with the texts that *audience* gets and not everybody."""
    slugs = {one.selection for one in book.sections if audience in one.audiences}
    return replace(book, selections=tuple(one for one in book.selections if one.slug in slugs))


def shown_in(reader: Reader, edition: Edition) -> Reader:
    """Return *reader*, the book as it is read, with what *edition* shows of it."""
    return replace(
        reader,
        book=book_for(reader.book, edition.reader),
        documents=documents_for(reader.documents, edition.reader),
    )


def hidden(book: Book, reader: str) -> tuple[Hidden, ...]:
    """Return what the edition for *reader* leaves out, in the order of the book."""
    return tuple(one for one in _set_apart(book) if not is_for(one.audiences, reader))


def require_readers(
    book: Book, editions: Iterable[Edition], outline: Outline, *, root: Path
) -> None:
    """Raise `ConfigError` for what is for an audience that no edition is for.

    It is told where that is said: in the *outline*, or where the thing itself is written, in the
    book's folder *root*.
    """
    said = {
        (section.file, name)
        for section in book.sections
        for name in outline.audience.get(section.id, "").split()
    }
    readers = list(dict.fromkeys(one.reader for one in editions if one.reader))
    raise_all(
        ConfigError(
            f"no edition is for {name!r}, who alone gets the {one.what}",
            where=_outlined(name, root) if (one.where, name) in said else _line(one.where, root),
            hint=_mend(name, readers),
        )
        for one in _set_apart(book)
        for name in one.audiences
        if name not in readers
    )


def _outlined(name: str, root: Path) -> str:
    """Return where the outline says that something is for the audience *name*."""
    path, within = root / "book" / "book.toml", ("outline", "audience")
    return said_in(path, name, name="book/book.toml", within=within)


def _line(where: str, root: Path) -> str:
    """Return *where* with the line that begins with the key ``audience``, if it has none."""
    path = root / where
    lines = read_text(path).split("\n") if path.is_file() else []
    found = (n for n, line in enumerate(lines, 1) if line.lstrip().startswith("audience"))
    number = next(found, 0)
    return f"{where}:{number}" if number else where


def _mend(name: str, readers: Sequence[str]) -> str:
    guess = did_you_mean(name, readers)
    there = f"there is one for {', '.join(readers)}" if readers else "none has a reader yet"
    return f'{guess}Give an edition reader = "{name}" in book/editions.toml ({there}).'


def _set_apart(book: Book) -> Iterator[Hidden]:
    """Yield all that is for some alone."""
    texts = {one.slug: one for one in book.selections}
    for section in book.sections:
        is_made = section.kind in ("reserved", "part") or is_own_list(section)
        if section.audiences and not is_made:
            text = texts.get(section.selection)
            words = "".join(block.text for block in text.blocks) if text else section.body
            kind = "chapter" if text else "page"
            yield Hidden(
                f"{kind} {section.id!r}", section.audiences, section.file, len(letters(words))
            )
    for selection in book.selections:
        for one in selection.reserved:
            kind = "questions" if one.kind == "questions" else one.kind
            what = f"{kind} of {selection.slug!r}"
            yield Hidden(what, one.audiences, one.where, len(letters(one.body)))
