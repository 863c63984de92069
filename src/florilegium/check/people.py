"""Checks of the notes on people: whom no text knows."""

import difflib
from collections.abc import Iterator

from florilegium.findings import Finding
from florilegium.model import Book
from florilegium.render.contributors import makers


def check_people(book: Book) -> Iterator[Finding]:
    """Yield B142 for each person of ``people.yaml`` who made no text, with whom may be meant."""
    made = {person.name for one in book.selections for person in makers(book, one)}
    made |= {person.name for person in book.meta.people}
    for person in book.people:
        if person.name not in made:
            near = difflib.get_close_matches(person.name, made, n=1)
            guess = f"; did you mean {near[0]!r}?" if near else ""
            yield Finding("B142", person.where, f"no text is by {person.name!r}{guess}")
