"""Where an editor finds a piece of what she wrote: the file, the line, and what it is.

In: the `Book` and its folder. Out: words for a message. Each file is read once, however many
messages are of it.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from florilegium.assemble.book import pieces
from florilegium.clean.units import lines_above
from florilegium.errors import ConfigError
from florilegium.model import Book, Contributor, Selection
from florilegium.project.paths import below


@dataclass(frozen=True)
class _File:
    """What is in a file of the editor's."""

    text: str

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    def line(self, at: int) -> int:
        """Return the line of the character *at*, counted from 1."""
        return lines_above(self.text, at) + 1


class Written:
    """Where the pieces of *book*, in the folder *root*, were written."""

    def __init__(self, book: Book, root: Path) -> None:
        """Know the *book*; its files are read when they are asked for."""
        self._book, self._root = book, root
        self._files: dict[str, _File] = {}

    def place(self, key: str, words: str = "") -> str:
        """Return where an editor finds *words* of the piece *key*: file, line, and what it is.

        Without words it is the line where the piece begins.
        """
        if key.startswith("people/"):
            return self._in_note(self._book.people[int(key.partition("/")[2])], words)
        file, comma, what = self._place(key).partition(", ")
        found = self._file(file)
        if not found.text:
            return f"{file}{comma}{what}"
        piece = unicodedata.normalize("NFC", self._pieces.get(key, "").strip())
        start = max(0, found.text.find(piece))
        line = found.line(max(start, found.text.find(words, start)))
        return f"{file}:{line}{comma}{what}"

    @cached_property
    def _pieces(self) -> dict[str, str]:
        return dict(pieces(self._book))

    @cached_property
    def _places(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for section in self._book.sections:
            found.setdefault(section.id, section.file or f"book/{section.matter}/{section.id}.md")
        for selection in self._book.selections:
            for key, place in _of_text(selection):
                found.setdefault(key, place)
        return found

    def _place(self, key: str) -> str:
        if place := self._places.get(key):
            return place
        slugs = [one.slug for one in self._book.selections]
        slug, slash, part = key.partition("/")
        if slash and slug in slugs:
            return f"book/chapters/{slug}.md, {part}"
        own = next((slug for slug in slugs if key.startswith(f"{slug}-")), "")
        return f"book/chapters/{own}.md, {key.removesuffix('-reason')}" if own else key

    def _file(self, name: str) -> _File:
        """Return what is in the editor's file *name*; nothing where it cannot be read."""
        if name not in self._files:
            try:
                path = below(self._root, name, where="")
                text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8-sig"))
            except (OSError, UnicodeDecodeError, ConfigError):
                text = ""
            self._files[name] = _File(text)
        return self._files[name]

    def _in_note(self, person: Contributor, words: str) -> str:
        """Return where *words* of the note on *person* are, or its beginning."""
        file, _, number = person.where.rpartition(":")
        first = int(number) if number.isdecimal() else 1
        lines = self._file(file).lines
        sought = (words or person.note.strip()).partition("\n")[0]
        at = (n for n in range(first, len(lines) + 1) if sought and sought in lines[n - 1])
        return f"{file}:{next(at, first)}, note on {person.name}"


def _of_text(selection: Selection) -> Iterator[tuple[str, str]]:
    """Yield the pieces of a chapter by their keys, each with its file and what it is."""
    slug = selection.slug
    file = f"book/chapters/{slug}.md"
    yield from ((f"{slug}/{part}", f"{file}, {part}") for part in ("headnote", "questions"))
    yield from ((one.id, f"{file}, {one.kind} on “{one.lemma}”") for one in selection.notes)
    yield from ((one.id, f"{file}, event") for one in selection.events)
    yield from ((one.id, f"{file}, question") for one in selection.asked)
    yield from ((one.id, f"{file}, {one.kind}") for one in selection.reserved)
    records = [one.id for one in selection.emendations] + [one.id for one in selection.elisions]
    yield from ((f"{record}-reason", f"{file}, {record}") for record in records)
