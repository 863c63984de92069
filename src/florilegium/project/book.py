"""``book/book.toml``: what the book says of itself, and its outline."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from florilegium.errors import ConfigError, did_you_mean, raise_all
from florilegium.model import Accessibility, BookMeta, Citations, Person, Series, addresses
from florilegium.model.book import WorksCited
from florilegium.model.dates import day_of
from florilegium.project.citation_style import DEFAULT, find_style
from florilegium.project.codes import identifier_fault, language_fault, role_fault
from florilegium.project.config import SettingsFile, read_toml, record, unknown_key
from florilegium.project.paths import below, name_fault
from florilegium.project.wording import wording

# EPUB Accessibility 1.1, 2.2: the very words that a claim of conformance has.
_CLAIM = re.compile(r"EPUB Accessibility 1\.1 - WCAG 2\.[012] Level A{1,3}")
_LONGEST_SLUG = 80  # letters: a title may have any number of words, a file's name may not
_PLACE = re.compile(r"\{\w+\}")  # where a fixed phrase names something


@dataclass(frozen=True, slots=True)
class Part:
    """Chapters under a part title; without a *title* they stand alone in the contents."""

    chapters: tuple[str, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """The order of the book: names of front matter, parts of chapters, names of back matter.

    *audience* says of a chapter or a page who alone gets it: one audience or several.
    """

    part: tuple[Part, ...]
    front: tuple[str, ...] = ("half-title", "title-page", "copyright", "contents")
    back: tuple[str, ...] = ("textual-note", "sources", "colophon")
    audience: dict[str, str] = field(default_factory=dict)

    @property
    def chapters(self) -> tuple[str, ...]:
        """The slugs of all chapters in reading order."""
        return tuple(slug for part in self.part for slug in part.chapters)


@dataclass(frozen=True, slots=True)
class _Citations:
    style: str = DEFAULT
    works_cited: WorksCited = field(default="book", metadata={"key": "works-cited"})


@dataclass(frozen=True, slots=True)
class _BookFile:
    title: str
    language: str
    identifier: str
    date: str
    outline: Outline
    subtitle: str = ""
    publisher: str = ""
    rights: str = ""
    description: str = ""
    subjects: tuple[str, ...] = ()
    person: tuple[Person, ...] = ()
    course: str = ""
    term: str = ""
    series: Series | None = None
    running_head: str = ""
    accessibility: Accessibility | None = None
    wording: dict[str, str] = field(default_factory=dict)
    cover: str = ""
    author_heads: bool = False
    citations: _Citations = field(default_factory=_Citations)


def load_book(root: Path) -> tuple[BookMeta, Outline]:
    """Return what the book in *root* says of itself; raise `ConfigError` for a mistake in it."""
    file = read_toml(root / "book" / "book.toml", name="book/book.toml")
    book = record(_BookFile, file.table, file=file)
    raise_all(_mistakes(root, book, file))
    meta = BookMeta(
        title=book.title,
        subtitle=book.subtitle,
        language=book.language,
        identifier=book.identifier,
        publisher=book.publisher,
        date=book.date,
        rights=book.rights,
        description=book.description,
        subjects=book.subjects,
        people=book.person,
        course=book.course,
        term=book.term,
        series=book.series,
        running_head=book.running_head,
        accessibility=book.accessibility,
        wording=_own_words(book.wording, book.language, file=file),
        cover=book.cover,
        author_heads=book.author_heads,
        citations=Citations(book.citations.style, book.citations.works_cited),
    )
    return meta, book.outline


def _mistakes(root: Path, book: _BookFile, file: SettingsFile) -> Iterator[ConfigError]:
    if day_of(book.date) is None:
        yield ConfigError(
            f"'date' is {book.date!r}", where=file.where("date"), hint="Write it as 2026-11-23."
        )
    yield from _wrong_cover(root, book.cover, file=file)
    yield from _unique(book.outline, file=file)
    yield from _wrong_audiences(book.outline, file=file)
    claim = book.accessibility
    if claim and not _CLAIM.fullmatch(claim.conformance):
        yield ConfigError(
            f"'conformance' is {claim.conformance!r}, which no reading system understands",
            where=file.where("accessibility", "conformance"),
            hint='Write it so: "EPUB Accessibility 1.1 - WCAG 2.2 Level AA".',
        )
    wrong = addresses.fault(claim.report) if claim and claim.report else ""
    if claim and (wrong or claim.report.startswith("#")):
        yield ConfigError(
            f"'report' is {claim.report[:80]!r}: {wrong or 'it leads into the book'}",
            where=file.where("accessibility", "report"),
            hint="Write its whole address, such as https://example.org/report.",
        )
    yield from _wrong_codes(book, file=file)
    try:
        find_style(root, book.citations.style)
    except ConfigError as err:
        where = file.where("citations", "style") if err.where == file.name else err.where
        yield ConfigError(err.what, where=where, hint=err.hint)


def _wrong_cover(root: Path, cover: str, *, file: SettingsFile) -> Iterator[ConfigError]:
    where = file.where("cover")
    try:
        is_there = not cover or below(root / "book" / "pictures", cover, where=where).is_file()
    except ConfigError as err:
        yield err
        return
    if not is_there:
        yield ConfigError(
            f"the cover's picture {cover!r} is not in book/pictures/",
            where=where,
            hint="Put a PNG or JPEG there, or take the key 'cover' out.",
        )


def slugify(text: str) -> str:
    """Return *text* as a lower-case, hyphenated, ASCII name; ``book`` when nothing is left.

    It is a name that every system can give a file: of a long text its first words.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
    if len(slug) > _LONGEST_SLUG:
        slug = slug[:_LONGEST_SLUG].rpartition("-")[0] or slug[:_LONGEST_SLUG]
    return f"{slug or 'book'}-book" if name_fault(slug or "book") else slug or "book"


def _own_words(
    words: dict[str, str], language: str, *, file: SettingsFile
) -> tuple[tuple[str, str], ...]:
    """Return *words* in order; raise `ConfigError` for one that no page asks for."""
    common = wording(language).words
    for key, own in words.items():
        if key not in common:
            raise unknown_key(key, tuple(common), file=file.inside("wording"))
        if odd := set(_PLACE.findall(common[key])) ^ set(_PLACE.findall(own)):
            raise ConfigError(
                f"{key!r} has not the places it should have: {', '.join(sorted(odd))}",
                where=file.where("wording", key),
                hint=f"As it comes it is {common[key]!r}: keep what is in braces.",
            )
    return tuple(sorted(words.items()))


def _wrong_codes(book: _BookFile, *, file: SettingsFile) -> Iterator[ConfigError]:
    """Yield a `ConfigError` for each code that no library, shop or reading system knows."""
    faults = [
        ("language", book.language, language_fault(book.language), file.where("language")),
        (
            "identifier",
            book.identifier,
            identifier_fault(book.identifier),
            file.where("identifier"),
        ),
        *(
            ("roles", role, role_fault(role), file.where("person", number, "roles", at))
            for number, one in enumerate(book.person)
            for at, role in enumerate(one.roles)
        ),
    ]
    for key, value, wrong, where in faults:
        if wrong:
            hint = f"{wrong[0].upper()}{wrong[1:]}."
            yield ConfigError(f"{key!r} is {value!r}", where=where, hint=hint)


def _wrong_audiences(outline: Outline, *, file: SettingsFile) -> Iterator[ConfigError]:
    """Yield a `ConfigError` for an audience of what the outline does not name."""
    named = [*outline.front, *outline.chapters, *outline.back]
    for key, names in outline.audience.items():
        if key not in named:
            guess = did_you_mean(key, named)
            yield ConfigError(
                f"an audience is said of {key!r}, which the outline does not name",
                where=file.where("outline", "audience", key),
                hint=f"{guess}Named are {', '.join(named)}.",
            )
        elif any(slugify(name) != name for name in names.split()) or not names.split():
            yield ConfigError(
                f"the audience of {key!r} is {names!r}",
                where=file.where("outline", "audience", key),
                hint="Use small letters, digits and hyphens; a blank between two audiences.",
            )


def _unique(outline: Outline, *, file: SettingsFile) -> Iterator[ConfigError]:
    places = [
        *((name, ("front", at)) for at, name in enumerate(outline.front)),
        *(
            (name, ("part", number, "chapters", at))
            for number, part in enumerate(outline.part)
            for at, name in enumerate(part.chapters)
        ),
        *((name, ("back", at)) for at, name in enumerate(outline.back)),
    ]
    first: dict[str, str] = {}
    for name, place in places:
        where = file.where("outline", *place)
        if slugify(name) != name:
            plain = slugify(name.removesuffix(".md"))  # a name of a section is none of a file
            yield ConfigError(
                f"{name!r} cannot name a section",
                where=where,
                hint=f"Use small letters, digits and hyphens: {plain!r}.",
            )
        if name in first:
            yield ConfigError(
                f"{name!r} stands twice in the outline",
                where=where,
                hint=f"The first is in {first[name]}: each section has its place once.",
            )
        first.setdefault(name, where)
