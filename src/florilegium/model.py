"""The values that pass from stage to stage: frozen, comparable, made of plain data.

Imports nothing of ours. A stage takes one of these and returns the next:

    Seed bytes ─ingest─▶ RawText ─clean─▶ CleanText ─typogrify─▶ CleanText ─annotate─▶ Selection
    Selection, … ─assemble─▶ Book ─xhtml─▶ ContentDocument, … ─▶ Artefact
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

BlockKind = Literal["paragraph", "heading", "quote", "item", "verse", "code"]
MarkKind = Literal[
    "emphasis", "strong", "code", "superscript", "subscript", "link",
    "note", "gloss", "emendation", "elision", "name",
]  # fmt: skip
Action = Literal["removed", "lifted"]
Matter = Literal["front", "body", "back"]


# -- texts -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Seed:
    """A file in ``seeds/`` as it was saved: its name there, its digest, how it was read."""

    name: str
    sha256: str
    media_type: str
    encoding: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A property of the characters ``text[start:end]`` of a block.

    *ref* is the address of a link, or the id of the note, gloss, emendation, elision or
    indexed name that the mark stands for; empty for emphasis and its like.
    """

    start: int
    end: int
    kind: MarkKind
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading or other unit of a text.

    *text* is plain: emphasis, links and notes are *marks* on it. *lines* are the first and
    last line it came from in the seed, counted from 1. *level* is the rank of a heading
    (1 to 6) or the depth of a list item (from 1). *speaker* is set by annotate on every
    block of an interview; *opens_turn* on the first block of each turn.
    """

    kind: BlockKind
    text: str
    lines: tuple[int, int]
    level: int = 0
    marks: tuple[Mark, ...] = ()
    speaker: str = ""
    opens_turn: bool = False


@dataclass(frozen=True, slots=True)
class RawText:
    """A seed, decoded: Unicode NFC, newlines LF, every letter still there."""

    seed: Seed
    blocks: tuple[Block, ...]
    language: str = ""


@dataclass(frozen=True, slots=True)
class Removal:
    """A block (or a part of one) that the cleaner took out of the text.

    *action* is ``removed`` for boilerplate and ``lifted`` for what became metadata (then
    *role* is ``title``, ``deck``, ``byline`` or ``date``). *rule* is the id of the rule,
    *why* its reason in words. *index* is the place of the block in ``RawText.blocks`` and
    *start* the character of that block where the removed *text* began, so that kept and
    removed blocks can be merged back into the input; *partial* tells that another part of the
    block was kept, and *kind*, *level* and *marks* are what the whole block had.
    """

    rule: str
    role: str
    action: Action
    why: str
    lines: tuple[int, int]
    text: str
    index: int
    start: int = 0
    partial: bool = False
    kind: BlockKind = "paragraph"
    level: int = 0
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """How often typogrify made one class of change (``quotes``, ``dashes``, ``spaces`` …)."""

    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class CleanText:
    """The author's text: kept *blocks*, what was taken out, and what typography changed."""

    seed: Seed
    blocks: tuple[Block, ...]
    removals: tuple[Removal, ...] = ()
    changes: tuple[Change, ...] = ()


# -- the editor's apparatus --------------------------------------------------------------


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
class Apparatus:
    """One file of ``book/chapters/``: everything the editor says about one text.

    *title*, *deck*, *byline*, *date* and *language* override what cleaning lifted; empty
    means "as lifted" (for *language*: the book's). *headnote* and *questions* are Markdown.
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


# -- the book ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who made the book; *roles* are MARC relator codes (``edt``, ``trl`` …)."""

    name: str
    file_as: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BookMeta:
    """What a catalogue says of the book. *date* is ISO 8601; *identifier* a URN."""

    title: str
    subtitle: str
    language: str
    identifier: str
    publisher: str
    date: str
    rights: str
    description: str
    subjects: tuple[str, ...]
    people: tuple[Person, ...]
    course: str = ""
    term: str = ""


@dataclass(frozen=True, slots=True)
class Right:
    """What may be done with one source (a record of ``book/rights.toml``)."""

    source: str
    holder: str
    basis: Literal["public-domain", "licence", "permission", "quotation", "unknown"]
    status: str
    licence: str = ""
    term: str = ""
    copies: int | None = None
    fee: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class IndexName:
    """A heading of the index of names and the forms under which the texts use it."""

    heading: str
    forms: tuple[str, ...]
    see: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One unit of the book in reading order: a chapter, a part title, a page of matter.

    *kind* says what it is (``half-title``, ``chapter``, ``index`` …); *body* is the editor's
    Markdown for it, empty where the page is made from data; *selection* is the slug of a
    chapter's text.
    """

    id: str
    kind: str
    matter: Matter
    title: str
    body: str = ""
    selection: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """The whole book before any format: metadata, sections in order, texts, records."""

    meta: BookMeta
    sections: tuple[Section, ...]
    selections: tuple[Selection, ...]
    rights: tuple[Right, ...]
    names: tuple[IndexName, ...]
    sources: tuple[dict[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """One output: its format, theme, page and options (a table of ``book/editions.toml``)."""

    name: str
    format: Literal["pdf", "epub"]
    theme: str = "classic"
    page: str = "A5"
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ContentDocument:
    """A section as the one XHTML ``<section>`` that every format shows.

    *id* is the element's id and the stem of its file in an EPUB; *running_head* what the top
    of a right-hand page says; *depth* its rank in the contents (0: not listed); *opens* the
    side of the sheet it starts on.
    """

    id: str
    kind: str
    matter: Matter
    title: str
    language: str
    xhtml: str
    running_head: str = ""
    depth: int = 1
    opens: Literal["recto", "verso", "any"] = "recto"


@dataclass(frozen=True, slots=True)
class PageStart:
    """Where a printed page begins in the words of the book.

    *offset* counts characters of the document's flow text: its text without notes and note
    calls, white space, hyphens and soft hyphens dropped, case-folded.
    """

    label: str
    document: str
    offset: int


@dataclass(frozen=True, slots=True)
class Pagination:
    """What laying out the print edition found: the folio of every anchor, every page's start."""

    folios: dict[str, str]
    starts: tuple[PageStart, ...] = ()


@dataclass(frozen=True, slots=True)
class Artefact:
    """A finished file and what was noticed while it was made."""

    edition: str
    format: str
    path: Path
    sha256: str
    pages: int | None = None
    warnings: tuple[str, ...] = field(default=())
