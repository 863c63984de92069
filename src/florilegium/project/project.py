"""A project on disk: where its files are, and what the editor's settings say.

Reads ``book/*.toml`` once, strictly; after `Project.load` the rest of the program trusts it.
It writes nothing; it only takes back what an ``add`` that was killed has half written.
"""

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from florilegium.errors import ConfigError, FlorilegiumError, raise_all
from florilegium.findings import Acceptance
from florilegium.model import BookMeta, Contributor, Edition, Index, PrintSettings, Right
from florilegium.project.accepted import load_accepted
from florilegium.project.book import Outline, load_book, slugify
from florilegium.project.citation_style import CitationStyle, find_style
from florilegium.project.editions import Editions, load_editions
from florilegium.project.index_file import load_index
from florilegium.project.paths import FOLDERS, below, faults
from florilegium.project.people import load_people
from florilegium.project.rights import load_rights
from florilegium.store.all_or_none import undo_unfinished
from florilegium.store.files import content_digest

# What programs leave beside a file while it is open, or as it was before.
_BESIDE = re.compile(r"\..*|.*~|#.*#|~\$.*", re.DOTALL)
BIBLIOGRAPHIES = ("sources.yaml", "sources.yml", "sources.json", "sources.bib", "sources.ris")


@dataclass(frozen=True)
class Project:
    """One book: its folder and its settings.

    *root* is absolute. Paths in messages are relative to it.
    """

    root: Path
    meta: BookMeta
    outline: Outline
    editions: Editions
    rights: tuple[Right, ...]
    index: Index
    people: tuple[Contributor, ...]
    accepted: tuple[Acceptance, ...]

    @classmethod
    def load(cls, root: Path | str = ".") -> "Project":
        """Return the project in *root*; raise `ConfigError` for all that is wrong in it."""
        folder = Path(root).resolve()
        undo_unfinished(folder)
        require_book(folder)
        errors: list[FlorilegiumError] = list(faults(folder))
        parts: dict[str, Any] = {}
        for name, load in _LOADERS.items():
            try:
                parts[name] = load(folder)
            except FlorilegiumError as err:
                errors.append(err)
        raise_all(errors)
        meta, outline = parts.pop("book")
        return cls(folder, meta, outline, **parts)

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

    def target(self, edition: Edition) -> Path:
        """Return the file of *edition*; that of a format's default edition has no suffix."""
        default = self.editions.default(edition.format).name
        suffix = "" if edition.name == default else f"-{edition.name}"
        name = f"{self.slug}{suffix}.{edition.format}"
        return below(self.build / edition.format, name, where=edition.where(), makes=True)

    def side_outputs(self) -> tuple[Path, ...]:
        """Return all files that a build writes beside the books themselves."""
        texts = ((self.build / "text", ".md"), (self.build / "ledger", ".json"))
        slugs = self.outline.chapters
        return (
            self.build / "book.json",
            self.build / "manifest.json",
            *sorted(self.pictures.glob("*")),
            *(
                below(folder, f"{slug}{suffix}", where="book/book.toml", makes=True)
                for slug in slugs
                for folder, suffix in texts
            ),
        )

    @cached_property
    def bibliographies(self) -> tuple[Path, ...]:
        """The files of sources, in one order; raise `ConfigError` when there is none."""
        folder = self.root / "book"
        found = tuple(folder / name for name in BIBLIOGRAPHIES if (folder / name).is_file())
        if found:
            return found
        other = next((path.name for path in sorted(folder.glob("sources.*"))), "")
        raise ConfigError(
            f"{other!r} is no list of sources" if other else "no list of sources",
            where=f"book/{other or BIBLIOGRAPHIES[0]}",
            hint="Export one from Zotero as CSL YAML, CSL JSON (sources.json), BibTeX"
            " (sources.bib) or RIS (sources.ris).",
        )

    @property
    def bibliography(self) -> Path:
        """The first file of sources, which messages name."""
        return self.bibliographies[0]

    @cached_property
    def citation_style(self) -> CitationStyle:
        """The style of citations that ``book.toml`` names."""
        return find_style(self.root, self.meta.citations.style)

    def inputs(self) -> tuple[Path, ...]:
        """Every file the editor wrote or saved, sorted: ``book/``, ``seeds/``, ``styles/``."""
        return _inputs(self.root)

    def digest(self) -> str:
        """SHA-256 over names and contents of `inputs`, in hexadecimal."""
        return self._digest({})

    def text_digest(self) -> str:
        """`digest`, but for what ``editions.toml`` says to a print shop: no word depends on it.

        The book prints this one: another paper must not change a page.
        """
        plain = [replace(one, printing=PrintSettings()) for one in self.editions]
        return self._digest({"book/editions.toml": repr(plain).encode()})

    def _digest(self, instead: Mapping[str, bytes]) -> str:
        """The digest of `inputs`, some of which have another content *instead* of their own."""
        return digest_of(self.root, instead)


def require_book(folder: Path) -> None:
    """Raise `ConfigError` when there is no book in *folder*."""
    if not (folder / "book" / "book.toml").is_file():
        raise_all(faults(folder))  # it may be a link that leads nowhere
        raise ConfigError(
            "this folder holds no book (book/book.toml is missing)",
            where=str(folder),
            hint="Go to the book's folder, or make a new one with 'florilegium init FOLDER'.",
        )


def digest_of(root: Path, instead: Mapping[str, bytes] = MappingProxyType({})) -> str:
    """Return SHA-256 over names and contents of all that the editor of the book in *root* wrote.

    Some files may have another content *instead* of their own, by their names from *root*.
    """
    total = hashlib.sha256()
    for path in _inputs(root):
        name = path.relative_to(root).as_posix()
        total.update(os.fsencode(name))  # a name that is not UTF-8 is told by `faults`
        given = instead.get(name)
        total.update(content_digest(path) if given is None else hashlib.sha256(given).digest())
    return total.hexdigest()


def _inputs(root: Path) -> tuple[Path, ...]:
    found = (
        path
        for folder in FOLDERS
        for path in (root / folder).rglob("*")
        if path.is_file() and not _BESIDE.fullmatch(path.name)
    )
    return tuple(sorted(found, key=lambda path: path.relative_to(root).as_posix()))


_LOADERS = {
    "book": load_book,
    "editions": load_editions,
    "rights": load_rights,
    "index": load_index,
    "people": load_people,
    "accepted": load_accepted,
}
