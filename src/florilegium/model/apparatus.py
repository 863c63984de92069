"""The editor's apparatus of a text, and the text with all of it in place."""

from dataclasses import dataclass
from typing import Literal

from florilegium.model.person import Person
from florilegium.model.text import Block, Change, Mark, Removal, Seed


@dataclass(frozen=True, slots=True)
class Quotation:
    """Where in a text something belongs, said by quoting it (W3C TextQuoteSelector).

    *exact* are the very words; *prefix* and *suffix* the words around them, quoted only to
    make the place unique. *where* is ``file:line`` of the quotation in the editor's file.
    """

    exact: str
    prefix: str = ""
    suffix: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A note or a gloss as the editor wrote it; *body* is Markdown."""

    kind: Literal["note", "gloss"]
    quote: Quotation
    body: str


@dataclass(frozen=True, slots=True)
class Emendation:
    """An editor's correction: ``quote.exact`` is to read *reading*; *reason* is Markdown."""

    quote: Quotation
    reading: str
    reason: str


@dataclass(frozen=True, slots=True)
class Elision:
    """A cut: from the first word of *start* to the last word of *end*; *reason* is Markdown."""

    start: Quotation
    end: Quotation
    reason: str


@dataclass(frozen=True, slots=True)
class Turn:
    """The paragraph that opens with *quote* and those after it are spoken by *speaker*."""

    speaker: str
    quote: Quotation


@dataclass(frozen=True, slots=True)
class Passage:
    """The editor's word that what runs from *start* to *end* is *kind*, whatever it looks like."""

    kind: Literal["verse", "prose"]
    start: Quotation
    end: Quotation


@dataclass(frozen=True, slots=True)
class Apparatus:
    """One file of ``book/chapters/``: everything the editor says about one text.

    *title*, *deck*, *byline*, *date* and *language* override what cleaning lifted; empty
    means "as lifted" (for *language*: the book's). *headnote* and *questions* are Markdown.
    *running_head* is what the heads of its pages say in place of the title.
    *verse* is how poems stand (``left`` or ``centred``), *line_numbers* how often a line of
    theirs is numbered (0: never, None: as is usual). *passages* are verse or prose by order.
    *original_pages* tells whether the text shows where the pages of its source begin.
    *tracked_changes* of its seed are accepted or rejected, its *pictures* kept or dropped.
    """

    slug: str
    seed: str
    source: str
    path: str
    title: str = ""
    deck: str = ""
    byline: str = ""
    date: str = ""
    language: str = ""
    headnote: str = ""
    questions: str = ""
    notes: tuple[Note, ...] = ()
    emendations: tuple[Emendation, ...] = ()
    elisions: tuple[Elision, ...] = ()
    turns: tuple[Turn, ...] = ()
    running_head: str = ""
    passages: tuple[Passage, ...] = ()
    verse: str = "left"
    line_numbers: int | None = None
    original_pages: bool = False
    tracked_changes: Literal["accept", "reject"] = "accept"
    pictures: Literal["keep", "drop"] = "keep"
    people: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedNote:
    """A note or gloss that found its place.

    *id* is unique in the book, *label* what the reader sees at the call (``1``, ``2`` … for
    notes, ``°`` for glosses), *lemma* the words explained as the book prints them.
    """

    id: str
    kind: Literal["note", "gloss"]
    label: str
    lemma: str
    body: str


@dataclass(frozen=True, slots=True)
class PlacedEmendation:
    """An emendation in its place: the book reads *reading* where the seed has *original*."""

    id: str
    label: str
    original: str
    reading: str
    reason: str
    lines: tuple[int, int]


@dataclass(frozen=True, slots=True)
class PlacedElision:
    """A cut in its place: *text* is all that is not printed, *lines* its lines in the seed."""

    id: str
    label: str
    text: str
    reason: str
    lines: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Selection:
    """One text ready for the book: the reading text with its marks, and its apparatus.

    *blocks* are what the reader reads, emendations and elisions carried out; the marks of
    kind ``note``, ``gloss``, ``emendation`` and ``elision`` name the records below by id.
    *title_marks* and *deck_marks* are those of notes on the lines above the text.
    """

    slug: str
    seed: Seed
    source: str
    language: str
    title: str
    deck: str
    byline: str
    date: str
    blocks: tuple[Block, ...]
    headnote: str = ""
    questions: str = ""
    notes: tuple[PlacedNote, ...] = ()
    emendations: tuple[PlacedEmendation, ...] = ()
    elisions: tuple[PlacedElision, ...] = ()
    removals: tuple[Removal, ...] = ()
    changes: tuple[Change, ...] = ()
    running_head: str = ""
    verse: str = "left"
    line_numbers: int | None = None
    original_pages: bool = False
    title_marks: tuple[Mark, ...] = ()
    deck_marks: tuple[Mark, ...] = ()
    people: tuple[Person, ...] = ()
