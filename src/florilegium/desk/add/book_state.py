"""The state of a book before texts are added: seeds by their bytes, chapters, sources, names.

Input: a `Project`. Output: `BookState`, which `plan` asks whether a text is new, and what is
free. It writes nothing.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from florilegium import ingest
from florilegium.annotate.front import read_front
from florilegium.assemble.sections import GENERATED
from florilegium.errors import FlorilegiumError
from florilegium.project import config
from florilegium.project.file_names import RECEIVED, find_file, is_seed
from florilegium.project.project import BIBLIOGRAPHIES, Project
from florilegium.render import pandoc


@dataclass(frozen=True, slots=True)
class BookState:
    """What is there: *seeds* are names by SHA-256, *chapters* slugs by the name of their seed.

    *fetched* are names of seeds by the address they were fetched from, *names* all that stands
    in ``seeds/``, *sections* all that a chapter cannot be called, *items* the sources, and
    *cleared* the ids with a record of rights.
    """

    seeds: Mapping[str, str]
    chapters: Mapping[str, str]
    fetched: Mapping[str, str]
    names: frozenset[str]
    sections: frozenset[str]
    items: tuple[Mapping[str, Any], ...]
    bibliography: str
    cleared: frozenset[str]


def state_of(project: Project) -> BookState:
    """Return what the book *project* has; raise `ConfigError` for what cannot be read."""
    root = project.root
    folder = root / "seeds"
    files = sorted(path for path in folder.rglob("*") if is_seed(path))
    texts = [path for path in files if path.suffix.lower() in ingest.READERS]
    names = {path.name.casefold() for path in folder.iterdir()} if folder.is_dir() else set()
    chapters = root / "book" / "chapters"
    written = {path.stem for path in chapters.glob("*.md")}
    outline = project.outline
    there = [name for name in BIBLIOGRAPHIES if (root / "book" / name).is_file()]
    return BookState(
        {_digest(path): path.relative_to(folder).as_posix() for path in texts},
        dict(_chapters(project)),
        {address: name for path in folder.rglob(f"*{RECEIVED}") for address, name in _side(path)},
        frozenset(names),
        frozenset(written) | GENERATED | {*outline.chapters, *outline.front, *outline.back},
        pandoc.read_sources(project.bibliography) if there else (),
        there[0] if there else BIBLIOGRAPHIES[0],
        frozenset(right.source for right in project.rights),
    )


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _chapters(project: Project) -> list[tuple[str, str]]:
    """Return the seed and the slug of each chapter of the outline that can be read."""
    found: list[tuple[str, str]] = []
    seeds = project.root / "seeds"
    for slug in project.outline.chapters:
        path = find_file(project.root / "book" / "chapters", f"{slug}.md")
        errors: list[FlorilegiumError] = []
        if path is None:
            continue
        front = read_front(config.read_text(path).split("\n"), file=path.name, errors=errors)
        if seed := find_file(seeds, front.values.get("seed", "")):
            found.append((seed.relative_to(seeds).as_posix(), slug))
    return found


def _side(path: Path) -> list[tuple[str, str]]:
    """Return the addresses in a side file, with the name of its seed."""
    seed = path.name.removesuffix(RECEIVED)
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return []
    return [(str(table[key]), seed) for key in ("address", "final") if key in table]
