"""One text through all text stages: seed and chapter file in, `Text` out; kept in the cache.

What shapes a text is its seed, its chapter file, the book's cleaning rules and language, and
this program; nothing else of the book does, so an edit elsewhere leaves it kept.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from florilegium import annotate, clean, ingest, typography
from florilegium.annotate.front import line_of
from florilegium.assemble.reader import Text
from florilegium.clean import ledger
from florilegium.errors import ConfigError, FlorilegiumError, SeedError, raise_all
from florilegium.ingest import plays, received
from florilegium.ingest.language import language_of
from florilegium.model import Apparatus, CleanText
from florilegium.model.markdown import to_markdown
from florilegium.project.config import said_in
from florilegium.project.file_names import find_file, find_seed, near_name, shown_name
from florilegium.project.paths import below
from florilegium.store import engine_digest, serial
from florilegium.store.cache import Cache
from florilegium.store.files import file_digest, put
from florilegium.store.memory import Memory

# The last text of each chapter with its key, by cache and chapter, for a book that is saved
# again; in memory a text takes some ten times as much.
_READ = Memory[tuple[str, Text]](limit=16 * 1024 * 1024)
_SURE = 0.95  # that a text whose page does not say so is in another language than the book


@dataclass(frozen=True, slots=True)
class TextSettings:
    """What all texts of a book share: its folder *root*, its *language*, how it is cleaned.

    *sources* are its sources in CSL-JSON by id; where it *has_sources* not, they could not be
    read, and that a text lacks one is not told again.
    """

    root: Path
    language: str
    cleaning: clean.Cleaning
    sources: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    has_sources: bool = True

    def item(self, apparatus: Apparatus) -> Mapping[str, object]:
        """Return the source of the text of *apparatus*; an empty one where there is none."""
        unread = {} if self.has_sources else {"title": apparatus.slug}
        return self.sources.get(apparatus.source, unread)


def load_settings(
    root: Path,
    *,
    language: str,
    sources: Sequence[Mapping[str, object]] = (),
    errors: list[FlorilegiumError],
) -> TextSettings:
    """Return what the book in *root* says to all its texts; mistakes are added to *errors*."""
    by_id = {str(item.get("id")): item for item in sources}
    has_sources = not errors
    try:
        cleaning = load_cleaning(root)
    except FlorilegiumError as err:
        errors.append(err)
        cleaning = clean.Cleaning(clean.load_rules())
    return TextSettings(root, language, cleaning, by_id, has_sources)


def load_cleaning(root: Path) -> clean.Cleaning:
    """Return the rules and overrides of the book in *root*.

    Raises `ConfigError` for a rule that is wrong or a seed that is not there.
    """
    path = root / "book" / "cleaning.toml"
    settings = clean.load_cleaning(path)
    named = sorted(settings.overrides.seeds)
    found = {name: find_seed(root / "seeds", name) for name in named}
    raise_all(
        ConfigError(
            f"there is no seed {shown_name(name)!r}",
            where=said_in(path, name, name="book/cleaning.toml", key="seed"),
            hint=f"{_did_you_mean(root, name)}Name a file of seeds/ as it is called there, or take"
            " out what names this one.",
        )
        for name, (seed, _) in found.items()
        if seed is None
    )
    own = settings.overrides.renamed(
        {name: _name(path, root, part) for name, (path, part) in found.items()}
    )
    return replace(settings, overrides=own)


def _name(seed: Path | None, root: Path, part: str) -> str:
    """Return what *part* of *seed* is called in messages, in the ledger and by overrides."""
    name = shown_name(seed.relative_to(root / "seeds").as_posix()) if seed else ""
    return f"{name}#{part}" if part else name


def _did_you_mean(root: Path, name: str) -> str:
    near = near_name(root / "seeds", name) or near_name(root / "seeds", name.partition("#")[0])
    return f"Did you mean {near!r}? " if near else ""


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
    chapters = settings.root / "book" / "chapters"
    path = find_file(chapters, f"{slug}.md")
    path = path or below(chapters, f"{slug}.md", where="book/book.toml")
    written = file_digest(path)
    apparatus = annotate.read_apparatus(path, slug=slug)
    seed, part = _seed(settings.root, apparatus)
    if cache is None:
        return Read(_made(apparatus, seed, part, settings, None), "")
    item = settings.item(apparatus)
    key = _key(path, seed, settings, item, chapter=written)
    remembered = f"{cache.folder} {slug}"
    if (known := _READ.get(remembered)) and known[0] == key:
        return Read(known[1], key, is_new=False)
    with suppress(serial.UnreadableError):
        if data := cache.get(key):
            text = serial.from_bytes(Text, data)
            _READ.put(remembered, (key, text), len(data))
            return Read(text, key, is_new=False)
    text = _made(apparatus, seed, part, settings, cache)
    # Nobody has saved anything meanwhile, or it would be kept as what it is not.
    if key == _key(path, seed, settings, item, chapter=file_digest(path)):
        cache.put(key, data := serial.to_bytes(text))
        _READ.put(remembered, (key, text), len(data))
    return Read(text, key)


def write_text(build: Path, read: Read, *, cache: Cache | None = None) -> None:
    """Write ``text/<slug>.md`` and ``ledger/<slug>.json`` in *build*, if they are not there."""
    text, slug = read.text, read.text.apparatus.slug
    where = "book/book.toml"
    markdown = below(build / "text", f"{slug}.md", where=where, makes=True)
    record = below(build / "ledger", f"{slug}.json", where=where, makes=True)
    written = f"{file_digest(markdown)} {file_digest(record)}".encode()
    key = hashlib.sha256(f"{read.key} files".encode()).hexdigest()
    if cache and cache.get(key) == written:
        return
    typeset = text.typeset
    digests = put(markdown, to_markdown(typeset.blocks)), put(record, ledger.to_json(typeset))
    if cache:
        cache.put(key, " ".join(digests).encode())


def _seed(root: Path, apparatus: Apparatus) -> tuple[Path, str]:
    """Return the seed of a chapter, and which part of it is meant."""
    seed, part = find_seed(root / "seeds", apparatus.seed)
    if seed is None:
        line = line_of(root / "book" / "chapters", apparatus.slug, "seed")
        raise SeedError(
            f"seed {shown_name(apparatus.seed)!r} is not in seeds/",
            where=f"book/chapters/{apparatus.slug}.md:{line}",
            hint=f"{_did_you_mean(root, apparatus.seed)}Put the file there, or mend 'seed:' at the"
            f" head of the chapter. To do without the text, take {apparatus.slug!r} out of the"
            " outline in book/book.toml, and this file away.",
        )
    return seed, part


def _made(
    apparatus: Apparatus, seed: Path, part: str, settings: TextSettings, cache: Cache | None
) -> Text:
    largest = settings.cleaning.largest_seed * 1_000_000
    name = _name(seed, settings.root, part)
    said = ingest.SeedSettings(part=part, tracked_changes=apparatus.tracked_changes)
    try:
        raw = ingest.read(seed, largest=largest, settings=said)
        if apparatus.passages:  # read again, as the editor says
            said = replace(said, passages=annotate.orders(apparatus, raw))
            raw = ingest.read(seed, largest=largest, settings=said)
    except SeedError as err:
        raise SeedError(err.what, where=f"seeds/{name}", hint=err.hint) from err
    raw = received.located(replace(raw, seed=replace(raw.seed, name=name)), seed)
    item = settings.item(apparatus)
    cleaned = clean.clean_by(raw, settings.cleaning)
    titles = (apparatus.title, str(item.get("title", "")))
    cleaned = clean.lift_headline(raw, cleaned, titles=titles)
    language = (
        apparatus.language or raw.language or spoken(cleaned, settings.language, cache=cache)
    )
    shown = clean.with_pictures(
        raw,
        cleaned,
        orders=settings.cleaning.overrides.of(name).pictures,
        keep=apparatus.pictures == "keep",
    )
    # An interview whose speakers the editor names is no play.
    blocks = shown.blocks if apparatus.turns else plays.staged(shown.blocks)
    staged = replace(shown, blocks=blocks)
    typeset = typography.typogrify(staged, language=language)
    selection = annotate.annotate(typeset, apparatus, language=language, item=item)
    # The page itself is for the cleaner alone.
    return Text(apparatus, replace(raw, page=""), cleaned, typeset, selection)


def spoken(text: CleanText, usual: str, *, cache: Cache | None = None) -> str:
    """Return the language of the words of *text*, or *usual* when that is it or none is sure."""
    words = "\n".join(block.text for block in text.blocks if block.kind != "code")
    found = language_of(words, cache=cache)
    if found.sure < _SURE or found.code == usual.partition("-")[0].lower():
        return usual
    return found.code


def _key(
    path: Path, seed: Path, settings: TextSettings, item: Mapping[str, object], *, chapter: str
) -> str:
    """The hash of all that shapes the text; *chapter* is that of the file at *path*."""
    rules = settings.root / "book" / "cleaning.toml"
    parts = {
        "stage": "text",
        "program": engine_digest.digest(),
        "language": settings.language,
        "names": [path.name, seed.name],
        "source": {key: item.get(key) for key in ("title", "author", "issued")},
        "files": [chapter, *map(file_digest, (seed, rules, received.side_file(seed)))],
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
