"""The order of everything; read this first.

    seeds/* ─ ingest ─ clean ─ typogrify ─ annotate ─▶ Selection    one text at a time
    book/*  ─────────────────────────────── assemble ─▶ Book         the only join
    Book    ─ typeset ─▶ ContentDocuments ─ lay out ─▶ PDF, EPUB     one edition at a time
            ─ check ─▶ Findings

A stage is a function over frozen values; only `ingest` reads seeds, only this module and the
writers write, and they write to ``build/`` alone.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path

from florilegium import __version__, clean, ingest, text_stages, typography
from florilegium import check as checks
from florilegium.assemble.book import assemble, pieces, place
from florilegium.assemble.reader import Reader, Text
from florilegium.desk import review as reviewing
from florilegium.errors import ConfigError, FlorilegiumError, SeedError, raise_all
from florilegium.findings import Finding
from florilegium.model import Artefact, Edition
from florilegium.project import pictures
from florilegium.project.project import Project
from florilegium.project.styles import find_styles, theme
from florilegium.render import cover, epub, pandoc, press
from florilegium.render.contributors import contributors
from florilegium.render.references import name_languages
from florilegium.render.xhtml import Production, typeset
from florilegium.store.cache import Cache
from florilegium.store.files import put, to_json

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Means:
    """Who lays out pages, and where finished ones are kept; by default this process, nowhere."""

    executor: Executor | None = None
    cache: Cache | None = None

    def expect(self, letters: int) -> None:
        """Let the executor make itself ready to lay out so many *letters*."""
        if isinstance(self.executor, press.Pool):
            self.executor.expect(letters)


ALONE = Means()


def silent(_activity: str) -> None:
    """Show no progress."""


def read_texts(
    project: Project, *, progress: Progress = silent, means: Means = ALONE
) -> tuple[Text, ...]:
    """Return every text of the outline, through all text stages; write its text and ledger.

    What is in the cache is not made again. Raises every error of every text together, so
    that one run shows all there is to mend.
    """
    settings = load_cleaning(project)
    found: list[text_stages.Read] = []
    new = 0
    errors: list[FlorilegiumError] = []
    for slug in project.chapters:
        progress(f"reading {slug}")
        try:
            found.append(text_stages.read_text(project, slug, settings, cache=means.cache))
        except FlorilegiumError as err:
            errors.append(err)
            continue
        if found[-1].is_new:
            new += sum(len(block.text) for block in found[-1].text.selection.blocks)
            means.expect(new)  # what is new must be laid out, too
    raise_all(errors)
    for one in found:
        text_stages.write_text(project, one, cache=means.cache)
    return tuple(one.text for one in found)


def load_cleaning(project: Project) -> clean.Cleaning:
    """Return the rules and overrides of the book; raise `ConfigError` for a seed it has not."""
    settings = clean.load_cleaning(project.root / "book" / "cleaning.toml")
    raise_all(
        ConfigError(
            f"there is no seed {name!r}",
            where="book/cleaning.toml",
            hint="Name a file of seeds/ as it is called there.",
        )
        for name in sorted(settings.overrides.seeds)
        if not (project.root / "seeds" / name).is_file()
    )
    return settings


def read_book(project: Project, *, progress: Progress = silent, means: Means = ALONE) -> Reader:
    """Return the assembled book as XHTML; write ``build/book.json``."""
    read = read_texts(project, progress=progress, means=means)
    progress("assembling the book")
    sources = pandoc.read_sources(project.bibliography, cache=means.cache)
    book = assemble(project, [text.selection for text in read], sources=sources)
    prose = pandoc.render(
        pieces(book),
        bibliography=project.bibliography,
        language=project.meta.language,
        known=frozenset(str(item["id"]) for item in sources),
        cache=means.cache,
        place=partial(place, book, root=project.root),
    )
    put(project.build / "book.json", to_json(book))
    prose = replace(prose, references=name_languages(prose.references, book))
    documents = typeset(book, prose, _production(project))
    documents, shown = pictures.gather(documents, book=project.root / "book")
    for picture in shown:
        put(project.pictures / picture.name, picture.content)
    return Reader(project, read, book, documents, prose.warnings, shown)


LayOut = Callable[[Edition], press.Layout]


def build_pdf(reader: Reader, edition: Edition, lay_out: LayOut) -> Artefact:
    """Write one PDF edition into ``build/pdf/``."""
    layout = lay_out(edition)
    made = press.bind(layout, _target(reader, edition))
    return replace(made, folios=layout.pagination.folios)


def build_epub(reader: Reader, edition: Edition, lay_out: LayOut) -> Artefact:
    """Write one EPUB edition into ``build/epub/``, with the pages of the print edition."""
    pagination = lay_out(reader.project.default_edition("pdf")).pagination
    made = epub.write(
        reader.documents,
        meta=reader.book.meta,
        edition=edition,
        styles=reader.styles,
        target=_target(reader, edition),
        pagination=pagination,
        cover=cover.paint(reader.book.meta, styles=reader.styles),
        authors=contributors(reader.book),
        pictures=reader.pictures,
    )
    return replace(made, folios=pagination.folios)


# How each format is made; a new format is one more line here.
WRITERS: dict[str, Callable[[Reader, Edition, LayOut], Artefact]] = {
    "pdf": build_pdf,
    "epub": build_epub,
}


def build(
    project: Project,
    *,
    formats: Sequence[str] = tuple(WRITERS),
    editions: Sequence[str] = (),
    progress: Progress = silent,
    means: Means = ALONE,
) -> tuple[Reader, tuple[Artefact, ...]]:
    """Build *editions* (or the default edition of each of *formats*) with *means*.

    Returns the reader and its artefacts; raises `FlorilegiumError` before anything in
    ``build/pdf`` or ``build/epub`` is touched when the book has a mistake.
    """
    wanted = [project.edition(name) for name in editions]
    wanted = wanted or [project.default_edition(kind) for kind in formats]
    reader = read_book(project, progress=progress, means=means)

    @cache  # the e-book asks for the pages that the print edition has already been laid out on
    def lay_out(edition: Edition) -> press.Layout:
        return press.lay_out_book(
            reader.documents,
            meta=reader.book.meta,
            edition=edition,
            styles=reader.styles,
            progress=_paced(progress),
            executor=means.executor,
            cache=means.cache,
        )

    made = tuple(WRITERS[edition.format](reader, edition, lay_out) for edition in wanted)
    put(project.build / "manifest.json", to_json(_manifest(reader, made)))
    return reader, made


def _paced(progress: Progress) -> Callable[[press.Step], None]:
    """Return what tells of each document laid out: how many, how fast, how long still."""

    def tell(step: press.Step) -> None:
        left = step.seconds / step.done * (step.total - step.done)
        pace = step.pages / max(step.seconds, 0.001)
        progress(
            f"laid out {step.title} ({step.done} of {step.total}, {step.pages} pages, "
            f"{pace:.0f} a second, {left:.0f} s left)"
        )

    return tell


def check(
    project: Project, *, progress: Progress = silent, means: Means = ALONE
) -> tuple[Finding, ...]:
    """Build the default editions and return everything that is wrong with them, sorted."""
    reader, made = build(project, progress=progress, means=means)
    progress("checking every letter, link, font and page")
    return checks.inspect(reader, made)


def review(project: Project, *, progress: Progress = silent) -> Path:
    """Write ``build/review.html``, every seed with what became of it; return its path."""
    used = {text.raw.seed.name: text for text in read_texts(project, progress=progress)}
    settings = load_cleaning(project)
    seeds = sorted(path for path in (project.root / "seeds").iterdir() if _is_seed(path))
    reviewed = [
        _reviewed(used[path.name]) if path.name in used else _unused(project, path, settings)
        for path in seeds
    ]
    target = project.build / "review.html"
    put(target, reviewing.to_html(project.meta.title, reviewed))
    return target


def _is_seed(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(".") and path.name != "README.md"


def _reviewed(text: Text) -> reviewing.Reviewed:
    return reviewing.Reviewed(
        text.raw.seed.name,
        text.apparatus.slug,
        text.selection.language,
        text.raw,
        text.cleaned,
        text.typeset.changes,
    )


def _unused(project: Project, path: Path, settings: clean.Cleaning) -> reviewing.Reviewed:
    """Return a seed that no chapter uses yet, for its editor has to see it first."""
    try:
        raw = ingest.read(path, largest=settings.largest_seed * 1_000_000)
        cleaned = clean.clean_by(raw, settings)
    except SeedError as err:
        return reviewing.Reviewed(path.name, error=f"{err.what}. {err.hint}")
    language = raw.language or project.meta.language
    changes = typography.typogrify(cleaned, language=language).changes
    return reviewing.Reviewed(path.name, "", language, raw, cleaned, changes)


def _target(reader: Reader, edition: Edition) -> Path:
    default = reader.project.default_edition(edition.format).name
    suffix = "" if edition.name == default else f"-{edition.name}"
    name = f"{reader.project.slug}{suffix}.{edition.format}"
    return reader.project.build / edition.format / name


def _versions() -> tuple[tuple[str, str], ...]:
    return (
        ("florilegium", __version__),
        ("weasyprint", version("weasyprint")),
        ("ebooklib", version("ebooklib")),
        ("pandoc", pandoc.version()),
    )


def _production(project: Project) -> Production:
    printed = project.default_edition("pdf")
    families = theme(find_styles(project.root), printed.theme).families
    return Production(families, _versions(), project.digest())


def _manifest(reader: Reader, artefacts: Sequence[Artefact]) -> dict[str, object]:
    root = reader.project.root
    return {
        "title": reader.book.meta.title,
        "inputs": reader.project.digest(),
        "seeds": {text.raw.seed.name: text.raw.seed.sha256 for text in reader.texts},
        "versions": dict(_versions()),
        "artefacts": [
            {
                "edition": made.edition,
                "path": made.path.relative_to(root).as_posix(),
                "sha256": made.sha256,
                "pages": made.pages,
            }
            for made in artefacts
        ],
    }
