"""One text through all text stages: seed and chapter file in, `Text` out; kept in the cache.

What shapes a text is its seed, its chapter file, the book's cleaning rules and language, and
this program; nothing else of the book does, so an edit elsewhere leaves it kept.
"""

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path

from florilegium import annotate, clean, ingest, typography
from florilegium.assemble.reader import Text
from florilegium.clean import ledger
from florilegium.errors import SeedError
from florilegium.ingest import plays
from florilegium.model import Apparatus
from florilegium.model.markdown import to_markdown
from florilegium.project.project import Project
from florilegium.store import engine_digest, serial
from florilegium.store.cache import Cache
from florilegium.store.files import file_digest, put


@dataclass(frozen=True, slots=True)
class Read:
    """A *text*, the hash of all that shaped it (its *key* in the cache), whether it *is new*."""

    text: Text
    key: str
    is_new: bool = True


def read_text(
    project: Project, slug: str, settings: clean.Cleaning, *, cache: Cache | None = None
) -> Read:
    """Return the text of the chapter *slug*, from the *cache* if it is there.

    Raises `ApparatusError` or `SeedError` for what is to be mended in it.
    """
    path = project.root / "book" / "chapters" / f"{slug}.md"
    apparatus = annotate.read_apparatus(path, slug=slug)
    seed = _seed(project, apparatus)
    if cache is None:
        return Read(_made(project, apparatus, seed, settings), "")
    key = _key(project, path, seed)
    if data := cache.get(key):
        return Read(serial.from_bytes(Text, data), key, is_new=False)
    text = _made(project, apparatus, seed, settings)
    cache.put(key, serial.to_bytes(text))
    return Read(text, key)


def write_text(project: Project, read: Read, *, cache: Cache | None = None) -> None:
    """Write ``build/text/<slug>.md`` and ``build/ledger/<slug>.json``, if they are not there."""
    text, slug = read.text, read.text.apparatus.slug
    markdown = project.build / "text" / f"{slug}.md"
    record = project.build / "ledger" / f"{slug}.json"
    written = f"{file_digest(markdown)} {file_digest(record)}".encode()
    key = hashlib.sha256(f"{read.key} files".encode()).hexdigest()
    if cache and cache.get(key) == written:
        return
    typeset = text.typeset
    digests = put(markdown, to_markdown(typeset.blocks)), put(record, ledger.to_json(typeset))
    if cache:
        cache.put(key, " ".join(digests).encode())


def _seed(project: Project, apparatus: Apparatus) -> Path:
    seed = project.root / "seeds" / apparatus.seed
    if not seed.is_file():
        raise SeedError(
            f"seed {apparatus.seed!r} is not in seeds/",
            where=f"book/chapters/{apparatus.slug}.md",
            hint="Put the file there, or mend 'seed:' at the head of the chapter.",
        )
    return seed


def _made(project: Project, apparatus: Apparatus, seed: Path, settings: clean.Cleaning) -> Text:
    largest = settings.largest_seed * 1_000_000
    try:
        raw = ingest.read(seed, largest=largest)
        if apparatus.passages:  # read again, as the editor says
            said = annotate.orders(apparatus, raw)
            raw = ingest.read(seed, largest=largest, orders=said)
    except SeedError as err:
        raise SeedError(err.what, where=f"seeds/{apparatus.seed}", hint=err.hint) from err
    language = apparatus.language or raw.language or project.meta.language
    cleaned = clean.clean_by(raw, settings)
    # An interview whose speakers the editor names is no play.
    blocks = cleaned.blocks if apparatus.turns else plays.staged(cleaned.blocks)
    staged = replace(cleaned, blocks=blocks)
    typeset = typography.typogrify(staged, language=language)
    selection = annotate.annotate(typeset, apparatus, language=language)
    # The page itself is for the cleaner alone.
    return Text(apparatus, replace(raw, page=""), cleaned, typeset, selection)


def _key(project: Project, chapter: Path, seed: Path) -> str:
    """The hash of all that shapes the text."""
    rules = project.root / "book" / "cleaning.toml"
    parts = {
        "stage": "text",
        "program": engine_digest.digest(),
        "language": project.meta.language,
        "names": [chapter.name, seed.name],
        "files": [file_digest(path) for path in (chapter, seed, rules)],
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
