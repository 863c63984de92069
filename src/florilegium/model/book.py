"""The book before any format, its pages as XHTML, and the files made of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

from florilegium.model.apparatus import Selection
from florilegium.model.index import Index
from florilegium.model.person import Person
from florilegium.model.printing import PrintSettings
from florilegium.model.rights import Audience, Right

Matter = Literal["front", "body", "back"]


@dataclass(frozen=True, slots=True)
class Contributor:
    """Somebody who made a text, and what the book says of them: *note* is Markdown.

    *file_as* is how the name is filed, *also* are other names under which sources have it,
    *where* is ``file:line``.
    """

    name: str
    file_as: str
    note: str = ""
    also: tuple[str, ...] = ()
    where: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """The series the book belongs to, and its *position* there (``3``), if it has one."""

    name: str
    position: str = ""


@dataclass(frozen=True, slots=True)
class Accessibility:
    """What the editor vouches for: a standard, who certified it, where the report is."""

    conformance: str
    certified_by: str = ""
    report: str = ""


WorksCited = Literal["book", "selection", "both"]


@dataclass(frozen=True, slots=True)
class Citations:
    """How works are cited: the name of a *style*, and where the works cited are listed."""

    style: str = "chicago"
    works_cited: WorksCited = "book"


@dataclass(frozen=True, slots=True)
class BookMeta:
    """What a catalogue says of the book. *date* is ISO 8601; *identifier* a URN.

    *wording* has the editor's own fixed words (``questions`` …) by key; *cover* is the front
    cover's picture in ``book/pictures/``, where the editor has one; *running_head* is what the
    heads of left-hand pages say in place of the title.
    """

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
    series: Series | None = None
    accessibility: Accessibility | None = None
    wording: tuple[tuple[str, str], ...] = ()
    cover: str = ""
    running_head: str = ""
    citations: Citations = Citations()
    author_heads: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One unit of the book in reading order: a chapter, a part title, a page of matter.

    *kind* says what it is (``half-title``, ``chapter``, ``index`` …); *body* is the editor's
    Markdown for it, empty where the page is made from data; *selection* is the slug of a
    chapter's text. *audiences* are those who alone get it; none where everybody does. *file* is
    where the editor wrote it, empty where the program makes it.
    """

    id: str
    kind: str
    matter: Matter
    title: str
    body: str = ""
    selection: str = ""
    audiences: tuple[str, ...] = ()
    file: str = ""


@dataclass(frozen=True, slots=True)
class PicturePlace:
    """A picture, by its address or that of its seed, and the *section* that shows it.

    The cover has no section.
    """

    source: str
    section: str


@dataclass(frozen=True)  # without slots: what is looked up often is kept beside the fields
class Book:
    """The whole book before any format: metadata, sections in order, texts, records.

    Which *pictures* it shows is known once its pages are set.
    """

    meta: BookMeta
    sections: tuple[Section, ...]
    selections: tuple[Selection, ...]
    rights: tuple[Right, ...]
    index: Index
    sources: tuple[dict[str, object], ...] = ()
    people: tuple[Contributor, ...] = ()
    pictures: tuple[PicturePlace, ...] = ()

    def item(self, source: str) -> Mapping[str, object]:
        """Return the item with the id *source* in CSL-JSON; an empty one where there is none."""
        return self._items.get(source, {})

    def right(self, source: str) -> Right | None:
        """Return the record of rights of *source*; None where there is none."""
        return self._rights.get(source)

    def selection(self, slug: str) -> Selection:
        """Return the selection *slug*; raise `KeyError` where the book has none."""
        return self._selections[slug]

    def known_as(self, name: str) -> Contributor | None:
        """Return the note on the person whom a source calls *name*; the first of several."""
        return self._people.get(name)

    @cached_property
    def _items(self) -> dict[str, dict[str, object]]:
        return {str(one.get("id")): one for one in reversed(self.sources)}

    @cached_property
    def _rights(self) -> dict[str, Right]:
        return {right.source: right for right in self.rights}

    @cached_property
    def _selections(self) -> dict[str, Selection]:
        return {one.slug: one for one in reversed(self.selections)}

    @cached_property
    def _people(self) -> dict[str, Contributor]:
        return {name: one for one in reversed(self.people) for name in (*one.also, one.name)}


LineBreaking = Literal["total-fit", "greedy"]
EDITIONS_FILE = "book/editions.toml"


@dataclass(frozen=True, slots=True)
class Edition:
    """One output: its format, theme, page and options (a table of ``book/editions.toml``).

    Without a *page* it has that of its theme; *width*, *height* (mm) are a page of its own.
    *gutter* is what the fold takes (mm), None where the number of pages says it. *opens* says
    where ``chapters``, ``parts``, the ``front`` and the ``back`` matter open: ``recto``, on a
    right-hand page, ``any``, or ``same-page``, where the one before ends. *reader* is the
    audience whose pages it has beside those for everybody. *audience* is how far it is given
    away, in how many *copies* (None: not said); *uncleared* is what happens to a text that may
    not be given away so far. *line_breaking* says how the lines of a printed paragraph are
    chosen: together, or each filled in its turn. *printing* is what a print shop has to know
    of it. *lines* says for each key in which line of the file it stands, and for "" where the
    table begins.
    """

    name: str
    format: Literal["pdf", "epub"]
    theme: str = "classic"
    page: str = ""
    width: float = 0.0
    height: float = 0.0
    gutter: float | None = None
    line_breaking: LineBreaking = "total-fit"
    options: tuple[tuple[str, str], ...] = ()
    opens: tuple[tuple[str, str], ...] = ()
    audience: Audience = "private"
    copies: int | None = None
    uncleared: Literal["stop", "stamp"] = "stop"
    reader: str = ""
    printing: PrintSettings = field(default_factory=PrintSettings)
    lines: tuple[tuple[str, int], ...] = field(default=(), compare=False, repr=False)

    def where(self, key: str = "") -> str:
        """Return ``file:line`` of *key*; of the whole table, if it does not say that."""
        lines = dict(self.lines)
        line = lines.get(key) or lines.get("")
        return f"{EDITIONS_FILE}:{line}" if line else EDITIONS_FILE


@dataclass(frozen=True, slots=True)
class ContentDocument:
    """A section as the one XHTML ``<section>`` that every format shows.

    *id* is the element's id and the stem of its file in an EPUB; *running_head* what the top
    of a right-hand page says; *depth* its rank in the contents (0: not listed); *opens* the
    side of the sheet it starts on. *left_head* is what the top of a left-hand page says, if not
    the book's title. *stamp* is printed on each of its pages, like a page head. *audiences* are
    those who alone get it.
    """

    id: str
    kind: str
    matter: Matter
    title: str
    language: str
    xhtml: str
    running_head: str = ""
    depth: int = 1
    opens: Literal["recto", "verso", "any", "same-page"] = "recto"
    stamp: str = ""
    left_head: str = ""
    audiences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as every format shows it: *name* is its file, *source* the editor's address.

    *notices* are what had to be done so that it can be shown.
    """

    name: str
    media_type: str
    content: bytes
    source: str
    notices: tuple[str, ...] = ()


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

    folios: Mapping[str, str]
    starts: tuple[PageStart, ...] = ()


@dataclass(frozen=True, slots=True)
class Artefact:
    """A finished file and what was noticed while it was made.

    *folios* is the page label of every id whose page the file may name, *beside* are the files
    that belong to it. *savings* says how many sheets its theme saves, if it is made for that.
    """

    edition: str
    format: str
    path: Path
    sha256: str
    pages: int | None = None
    warnings: tuple[str, ...] = ()
    folios: Mapping[str, str] = field(default_factory=dict)
    beside: tuple[Path, ...] = ()
    savings: str = ""
