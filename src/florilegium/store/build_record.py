"""The record of a build: what went in, what came out. The same again needs no work.

It is read before any engine is loaded, so it imports next to nothing.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from florilegium.findings import Finding, all_known
from florilegium.model import Artefact
from florilegium.store import engine_digest, serial
from florilegium.store.cache import Cache
from florilegium.store.files import file_digest, folder_digest
from florilegium.store.serial import UnreadableError


@dataclass(frozen=True, slots=True)
class Output:
    """A file that was written: *path* from the book's folder; *pages* of a PDF."""

    path: str
    sha256: str
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class BuildRecord:
    """What a build gave: the books, all other files it wrote, and what it reported."""

    books: tuple[Output, ...]
    others: tuple[Output, ...]
    findings: tuple[Finding, ...]


def key(
    book: str, *, styles: Path, formats: Sequence[str] = (), editions: Sequence[str] = ()
) -> str:
    """Return the hash of all that a build depends on: what is asked, the book, the program.

    *book* is the digest of all that the editor wrote, *styles* the folder of our own styles.
    """
    asked = {
        "book": book,
        "formats": sorted(formats),
        "editions": sorted(editions),
        "styles": folder_digest(styles),
        "program": engine_digest.digest(),
        "epoch": os.environ.get("SOURCE_DATE_EPOCH", ""),
    }
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def find(cache: Cache, asked: str, *, root: Path) -> BuildRecord | None:
    """Return the record under the key *asked*, if all it wrote below *root* is still there."""
    data = cache.get(asked)
    if data is None:
        return None
    try:
        record = serial.from_bytes(BuildRecord, data)
    except UnreadableError:
        return None  # no build of ours wrote it
    if not all_known(record.findings):
        return None
    is_there = all(_is_there(one, root) for one in (*record.books, *record.others))
    return record if is_there else None


def _is_there(one: Output, root: Path) -> bool:
    """Whether the file that *one* speaks of is still there as it was, in ``build/``."""
    parts = PurePosixPath(str(one.path)).parts
    if parts[:1] != ("build",) or ".." in parts:
        return False
    return file_digest(root.joinpath(*parts)) == one.sha256


def keep(cache: Cache, asked: str, record: BuildRecord) -> None:
    """Keep the *record* of a build that is done under the key *asked*."""
    cache.put(asked, serial.to_bytes(record))


def outputs(artefacts: Iterable[Artefact], *, root: Path) -> tuple[Output, ...]:
    """Return *artefacts* as they stand in a record of the book in *root*."""
    return tuple(
        Output(made.path.relative_to(root).as_posix(), made.sha256, made.pages)
        for made in artefacts
    )


def others(paths: Iterable[Path], *, root: Path) -> tuple[Output, ...]:
    """Return the files at *paths* as they stand in a record of the book in *root*."""
    return tuple(Output(path.relative_to(root).as_posix(), file_digest(path)) for path in paths)
