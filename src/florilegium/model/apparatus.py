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
    """A note or a gloss as the editor wrote it; *body* is Markdown.

    *name* is the id that the editor gave it, *heading* how the glossary files a gloss, where that
    is not by its words. One *of_text* quotes nothing: it is about the whole text, and called
    behind its title.
    """

    kind: Literal["note", "gloss"]
    quote: Quotation
    body: str
    name: str = ""
    of_text: bool = False
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question on the text, numbered in the order of the file.

    *body* is Markdown, *marks* what it is worth (``5``, or nothing). *id* is unique in the book,
    *name* the id that the editor gave it.
    """

    id: str
    body: str
    marks: str = ""
    name: str = ""


ReservedKind = Literal["headnote", "note", "gloss", "questions", "question", "answer", "event"]


@dataclass(frozen=True, slots=True)
class Reserved:
    """What the editor wrote on a text for some *audiences* alone.

    *body* is Markdown. *at* is the id of what it is about (an anchor in the text, a question),
    empty where it is about all of the text; *lemma* has the words there, as the book prints
    them. *date* is that of an event, *marks* those of a question. *where* is ``file:line``.
    """

    id: str
    kind: ReservedKind
    audiences: tuple[str, ...]
    body: str
    at: str = ""
    lemma: str = ""
    marks: str = ""
    date: str = ""
    name: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place in the text that something of the apparatus leads to: its *id*, its words.

    *what* names it in messages, *name* is the id that the editor gave it.
    """

    id: str
    quote: Quotation
    what: str
    name: str = ""
    lemma: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, for the chronology; *body* is Markdown.

    *date* is as the editor wrote it (``2017-10-15``, ``2017-10``, ``2017``, two of them with a
    stroke between), *shown* how it is to be printed, where the editor says so. *at* is the id of
    the place it is told at: an anchor in a text, a chapter, or the event itself on a page.
    """

    id: str
    date: str
    body: str
    at: str
    shown: str = ""
    name: str = ""
    where: str = ""


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
    *reserved* is what is for some audiences alone, *asked* are questions told one by one,
    *anchors* the places in the text that these, events, and references lead to. *names* gives
    the id of each thing to which the editor gave a name, by that name.
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
    reserved: tuple[Reserved, ...] = ()
    asked: tuple[Question, ...] = ()
    events: tuple[Event, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    names: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedNote:
    """A note or gloss that found its place.

    *id* is unique in the book, *label* what the reader sees at the call (``1``, ``2`` … for
    notes, ``°`` for glosses), *lemma* the words explained as the book prints them. *heading* is
    what the glossary has in place of the lemma, where the editor says so.
    """

    id: str
    kind: Literal["note", "gloss"]
    label: str
    lemma: str
    body: str
    heading: str = ""


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
    *title_marks* and *deck_marks* are those of notes on the lines above the text. *names* gives
    the id of each thing that the editor named, by that name.
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
    reserved: tuple[Reserved, ...] = ()
    asked: tuple[Question, ...] = ()
    events: tuple[Event, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
