"""Checks of the notes on people: whom no text knows."""

from collections.abc import Iterator

from florilegium.errors import near
from florilegium.findings import Finding
from florilegium.model import Book
from florilegium.render.contributors import makers


def check_people(book: Book) -> Iterator[Finding]:
    """Yield B142 for each person of ``people.yaml`` who made no text, with whom may be meant."""
    made = {person.name for one in book.selections for person in makers(book, one)}
    made |= {person.name for person in book.meta.people}
    for person in book.people:
        if person.name not in made:
            meant = near(person.name, made)
            guess = f"; did you mean {meant!r}?" if meant else ""
            yield Finding("B142", person.where, f"no text is by {person.name!r}{guess}")
