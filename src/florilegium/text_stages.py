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
from florilegium.errors import ConfigError, SeedError, raise_all
from florilegium.model import Apparatus
from florilegium.model.markdown import to_markdown
from florilegium.store import engine_digest, serial
from florilegium.store.cache import Cache
from florilegium.store.files import file_digest, put


@dataclass(frozen=True, slots=True)
class TextSettings:
    """What all texts of a book share: its folder *root*, its *language*, how it is cleaned."""

    root: Path
    language: str
    cleaning: clean.Cleaning


def load_settings(root: Path, *, language: str) -> TextSettings:
    """Return what the book in *root* says to all its texts; raise `ConfigError` for mistakes."""
    return TextSettings(root, language, load_cleaning(root))


def load_cleaning(root: Path) -> clean.Cleaning:
    """Return the rules and overrides of the book in *root*.

    Raises `ConfigError` for a rule that is wrong or a seed that is not there.
    """
    settings = clean.load_cleaning(root / "book" / "cleaning.toml")
    raise_all(
        ConfigError(
            f"there is no seed {name!r}",
            where="book/cleaning.toml",
            hint="Name a file of seeds/ as it is called there.",
        )
        for name in sorted(settings.overrides.seeds)
        if not (root / "seeds" / name).is_file()
    )
    return settings


@dataclass(frozen=True, slots=True)
class Read:
    """A *text*, the hash of all that shaped it (its *key* in the cache), whether it *is new*."""

    text: Text
    key: str
    is_new: bool = True


def read_text(slug: str, settings: TextSettings, *, cache: Cache | None = None) -> Read:
    """Return the text of the chapter *slug*, from the *cache* if it is there.

    Raises `ApparatusError` or `SeedError` for a mistake in the chapter or its seed.
    """
    path = settings.root / "book" / "chapters" / f"{slug}.md"
    apparatus = annotate.read_apparatus(path, slug=slug)
    seed = _seed(settings.root, apparatus)
    if cache is None:
        return Read(_made(apparatus, seed, settings), "")
    key = _key(path, seed, settings)
    if data := cache.get(key):
        return Read(serial.from_bytes(Text, data), key, is_new=False)
    text = _made(apparatus, seed, settings)
    cache.put(key, serial.to_bytes(text))
    return Read(text, key)


def write_text(build: Path, read: Read, *, cache: Cache | None = None) -> None:
    """Write ``text/<slug>.md`` and ``ledger/<slug>.json`` in *build*, if they are not there."""
    text, slug = read.text, read.text.apparatus.slug
    markdown = build / "text" / f"{slug}.md"
    record = build / "ledger" / f"{slug}.json"
    written = f"{file_digest(markdown)} {file_digest(record)}".encode()
    key = hashlib.sha256(f"{read.key} files".encode()).hexdigest()
    if cache and cache.get(key) == written:
        return
    typeset = text.typeset
    digests = put(markdown, to_markdown(typeset.blocks)), put(record, ledger.to_json(typeset))
    if cache:
        cache.put(key, " ".join(digests).encode())


def _seed(root: Path, apparatus: Apparatus) -> Path:
    seed = root / "seeds" / apparatus.seed
    if not seed.is_file():
        raise SeedError(
            f"seed {apparatus.seed!r} is not in seeds/",
            where=f"book/chapters/{apparatus.slug}.md",
            hint="Put the file there, or mend 'seed:' at the head of the chapter.",
        )
    return seed


def _made(apparatus: Apparatus, seed: Path, settings: TextSettings) -> Text:
    try:
        raw = ingest.read(seed, largest=settings.cleaning.largest_seed * 1_000_000)
    except SeedError as err:
        raise SeedError(err.what, where=f"seeds/{apparatus.seed}", hint=err.hint) from err
    language = apparatus.language or raw.language or settings.language
    cleaned = clean.clean_by(raw, settings.cleaning)
    typeset = typography.typogrify(cleaned, language=language)
    selection = annotate.annotate(typeset, apparatus, language=language)
    # The page itself is for the cleaner alone.
    return Text(apparatus, replace(raw, page=""), cleaned, typeset, selection)


def _key(chapter: Path, seed: Path, settings: TextSettings) -> str:
    """The hash of all that shapes the text."""
    rules = settings.root / "book" / "cleaning.toml"
    parts = {
        "stage": "text",
        "program": engine_digest.digest(),
        "language": settings.language,
        "names": [chapter.name, seed.name],
        "files": [file_digest(path) for path in (chapter, seed, rules)],
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
