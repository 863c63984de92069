"""A project on disk: where its files are, and what the editor's settings say.

Reads ``book/*.toml`` once, strictly; after `Project.load` the rest of the program trusts it.
Never writes.
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal

from florilegium.errors import ConfigError, FlorilegiumError, raise_all
from florilegium.model import Accessibility, BookMeta, Edition, IndexName, Person, Right, Series
from florilegium.project.config import SettingsFile, read_toml, record, unknown_key
from florilegium.project.wording import wording

OPENING = ("chapters", "parts", "front", "back")  # what an edition may open on either side
SIDES = ("recto", "any")
BIBLIOGRAPHIES = ("sources.yaml", "sources.json", "sources.bib")


@dataclass(frozen=True, slots=True)
class Part:
    """Chapters under a part title; without a *title* they stand alone in the contents."""

    chapters: tuple[str, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """The order of the book: names of front matter, parts of chapters, names of back matter."""

    part: tuple[Part, ...]
    front: tuple[str, ...] = ("half-title", "title-page", "copyright", "contents")
    back: tuple[str, ...] = ("textual-note", "sources", "colophon")


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


# EPUB Accessibility 1.1, 2.2: the very words that a claim of conformance has.
_CLAIM = re.compile(r"EPUB Accessibility 1\.1 - WCAG 2\.[012] Level A{1,3}")
_PLACE = re.compile(r"\{\w+\}")  # where a fixed phrase names something


@dataclass(frozen=True, slots=True)
class _RightsFile:
    right: tuple[Right, ...] = ()


@dataclass(frozen=True, slots=True)
class _NamesFile:
    name: tuple[IndexName, ...] = ()


@dataclass(frozen=True, slots=True)
class _EditionTable:
    format: Literal["pdf", "epub"] | None = None
    extends: str = ""
    theme: str | None = None
    page: str | None = None
    options: dict[str, str] | None = None
    opens: dict[str, str] | None = None


@dataclass(frozen=True)
class Project:
    """One book: its folder and its settings.

    *root* is absolute. Paths in messages are relative to it.
    """

    root: Path
    meta: BookMeta
    outline: Outline
    editions: tuple[Edition, ...]
    rights: tuple[Right, ...]
    names: tuple[IndexName, ...]

    @classmethod
    def load(cls, root: Path | str = ".") -> "Project":
        """Return the project in *root*; raise `ConfigError` for all that is wrong in it."""
        folder = Path(root).resolve()
        if not (folder / "book" / "book.toml").is_file():
            raise ConfigError(
                "this folder holds no book (book/book.toml is missing)",
                where=str(root),
                hint="Go to the book's folder, or make a new one with 'florilegium init FOLDER'.",
            )
        errors: list[FlorilegiumError] = []
        parts: dict[str, object] = {}
        for name, load in _LOADERS.items():
            try:
                parts[name] = load(folder)
            except ConfigError as err:
                errors.append(err)
        raise_all(errors)
        meta, outline = parts["book"]  # type: ignore[misc]
        return cls(folder, meta, outline, parts["editions"], parts["rights"], parts["names"])  # type: ignore[has-type,arg-type]

    @property
    def slug(self) -> str:
        """The book's title as a file name: lower case, hyphens, ASCII where it can be."""
        return slugify(self.meta.title)

    @property
    def build(self) -> Path:
        """The folder of everything made."""
        return self.root / "build"

    @property
    def pictures(self) -> Path:
        """Where the editor's pictures are put, such that every format can show them."""
        return self.build / "pictures"

    @property
    def chapters(self) -> tuple[str, ...]:
        """The slugs of all chapters in reading order."""
        return tuple(slug for part in self.outline.part for slug in part.chapters)

    @cached_property
    def bibliography(self) -> Path:
        """The file of sources; raise `ConfigError` when there is none."""
        for name in BIBLIOGRAPHIES:
            if (path := self.root / "book" / name).is_file():
                return path
        raise ConfigError(
            "no list of sources",
            where="book/sources.yaml",
            hint="Export one from Zotero as CSL YAML, CSL JSON (sources.json) or BibTeX.",
        )

    def edition(self, name: str) -> Edition:
        """The edition called *name*; raise `ConfigError` when there is none."""
        for edition in self.editions:
            if edition.name == name:
                return edition
        names = ", ".join(edition.name for edition in self.editions)
        raise ConfigError(
            f"no edition is called {name!r}",
            where="book/editions.toml",
            hint=f"The editions are {names}.",
        )

    def default_edition(self, kind: str) -> Edition:
        """The first edition in format *kind* (``pdf`` or ``epub``)."""
        for edition in self.editions:
            if edition.format == kind:
                return edition
        raise ConfigError(
            f"no edition has format = {kind!r}",
            where="book/editions.toml",
            hint=f'Add one: two lines, "[name]" and format = "{kind}".',
        )

    def inputs(self) -> tuple[Path, ...]:
        """Every file the editor wrote or saved, sorted: ``book/``, ``seeds/``, ``styles/``."""
        found = (
            path
            for folder in ("book", "seeds", "styles")
            for path in (self.root / folder).rglob("*")
            if path.is_file() and not path.name.startswith(".")
        )
        return tuple(sorted(found, key=lambda path: path.relative_to(self.root).as_posix()))

    def digest(self) -> str:
        """SHA-256 over names and contents of `inputs`, in hexadecimal."""
        total = hashlib.sha256()
        for path in self.inputs():
            total.update(path.relative_to(self.root).as_posix().encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
        return total.hexdigest()


def slugify(text: str) -> str:
    """Return *text* as a lower-case, hyphenated, ASCII name; ``book`` when nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-") or "book"


def _load_book(root: Path) -> tuple[BookMeta, Outline]:
    file = read_toml(root / "book" / "book.toml", name="book/book.toml")
    book = record(_BookFile, file.table, file=file)
    try:
        date.fromisoformat(book.date)
    except ValueError:
        raise ConfigError(
            f"'date' is {book.date!r}", where=file.where("date"), hint="Write it as 2026-11-23."
        ) from None
    _unique(book.outline, file=file)
    _check_claim(book.accessibility, file=file)
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
    )
    return meta, book.outline


def _own_words(
    words: dict[str, str], language: str, *, file: SettingsFile
) -> tuple[tuple[str, str], ...]:
    """Return *words* in order; raise `ConfigError` for one that no page asks for."""
    common = wording(language).words
    for key, own in words.items():
        if key not in common:
            raise unknown_key(key, tuple(common), file=file)
        if odd := set(_PLACE.findall(common[key])) ^ set(_PLACE.findall(own)):
            raise ConfigError(
                f"{key!r} has not the places it should have: {', '.join(sorted(odd))}",
                where=file.where(key),
                hint=f"As it comes it is {common[key]!r}: keep what is in braces.",
            )
    return tuple(sorted(words.items()))


def _check_claim(claim: Accessibility | None, *, file: SettingsFile) -> None:
    if claim and not _CLAIM.fullmatch(claim.conformance):
        raise ConfigError(
            f"'conformance' is {claim.conformance!r}, which no reading system understands",
            where=file.where("conformance"),
            hint='Write it so: "EPUB Accessibility 1.1 - WCAG 2.2 Level AA".',
        )


def _unique(outline: Outline, *, file: SettingsFile) -> None:
    names = [*outline.front, *(c for part in outline.part for c in part.chapters), *outline.back]
    for name in names:
        if slugify(name) != name:
            raise ConfigError(
                f"{name!r} cannot name a section",
                where=file.where("outline"),
                hint=f"Use small letters, digits and hyphens: {slugify(name)!r}.",
            )
        if names.count(name) > 1:
            raise ConfigError(
                f"{name!r} stands twice in the outline",
                where=file.where("outline"),
                hint="Each section has its place once.",
            )


def _load_editions(root: Path) -> tuple[Edition, ...]:
    path = root / "book" / "editions.toml"
    if not path.is_file():
        return (Edition("print", "pdf"), Edition("ebook", "epub"))
    file = read_toml(path, name="book/editions.toml")
    tables: dict[str, _EditionTable] = {}
    for name, table in file.table.items():
        if not isinstance(table, dict):
            raise ConfigError(
                f"{name!r} is no table", where=file.where(name), hint=f"Write [{name}] above it."
            )
        tables[name] = record(_EditionTable, table, file=file)
    return tuple(_edition(name, tables, file=file) for name in tables)


def _edition(
    name: str,
    tables: Mapping[str, _EditionTable],
    *,
    file: SettingsFile,
    seen: tuple[str, ...] = (),
) -> Edition:
    table = tables[name]
    if table.extends:
        if table.extends not in tables or table.extends in (*seen, name):
            raise ConfigError(
                f"edition {name!r} extends {table.extends!r}",
                where=file.where(name),
                hint="It can extend another edition of this file, in no circle.",
            )
        base = _edition(table.extends, tables, file=file, seen=(*seen, name))
    elif table.format is None:
        raise ConfigError(
            f"edition {name!r} has no format",
            where=file.where(name),
            hint='Add format = "pdf" or "epub", or extends = another edition.',
        )
    else:
        base = Edition(name, table.format)
    changed = {
        key: value
        for key in ("format", "theme", "page")
        if (value := getattr(table, key)) is not None
    }
    options = {**dict(base.options), **(table.options or {})}
    opens = {**dict(base.opens), **_opens(table, file=file)}
    return replace(
        base,
        name=name,
        options=tuple(sorted(options.items())),
        opens=tuple(sorted(opens.items())),
        **changed,
    )


def _opens(table: _EditionTable, *, file: SettingsFile) -> dict[str, str]:
    """Return on which side what opens; raise `ConfigError` for a side there is not."""
    for key, side in (table.opens or {}).items():
        if key not in OPENING:
            raise unknown_key(key, OPENING, file=file)
        if side not in SIDES:
            raise ConfigError(
                f"{key} open on {side!r}",
                where=file.where(key),
                hint=f"Write one of: {', '.join(SIDES)}.",
            )
    return table.opens or {}


def _load_rights(root: Path) -> tuple[Right, ...]:
    path = root / "book" / "rights.toml"
    if not path.is_file():
        return ()
    file = read_toml(path, name="book/rights.toml")
    return record(_RightsFile, file.table, file=file).right


def _load_names(root: Path) -> tuple[IndexName, ...]:
    path = root / "book" / "names.toml"
    if not path.is_file():
        return ()
    file = read_toml(path, name="book/names.toml")
    names = record(_NamesFile, file.table, file=file).name
    owner: dict[str, str] = {}
    for name in names:
        for form in name.forms:
            if owner.setdefault(form, name.heading) != name.heading:
                raise ConfigError(
                    f"{form!r} belongs to {owner[form]!r} and to {name.heading!r}",
                    where=file.where("forms", after=max(0, file.text.find(name.heading))),
                    hint="Give the longer form to each, so that every form means one person.",
                )
    return names


_LOADERS = {
    "book": _load_book,
    "editions": _load_editions,
    "rights": _load_rights,
    "names": _load_names,
}
