"""The order of everything; read this first.

    seeds/* ─ ingest ─ clean ─ typogrify ─ annotate ─▶ Selection    one text at a time
    book/*  ─────────────────────────────── assemble ─▶ Book         the only join
    Book    ─ typeset ─▶ ContentDocuments ─ lay out ─▶ PDF, EPUB     one edition at a time
            ─ check ─▶ Findings

A stage is a function over frozen values, and gets what it needs, never the whole `Project`.
The stages of one text are in ``text_stages.py``. Only `ingest` reads seeds; only this module
and the writers write, and they write to ``build/`` alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from florilegium import check as checks
from florilegium import text_stages
from florilegium.assemble import audiences, clearance
from florilegium.assemble.book import BookSettings, assemble, pieces
from florilegium.assemble.reader import Reader, Text
from florilegium.assemble.seed_pictures import illustrated
from florilegium.assemble.written import Written
from florilegium.errors import ConfigError, FlorilegiumError, raise_all
from florilegium.findings import Finding
from florilegium.ingest.language import forget as forget_languages
from florilegium.ingest.seed_pictures import SeedPictures
from florilegium.model import Artefact, Book, Edition, PicturePlace
from florilegium.project import pictures
from florilegium.project.fonts import own_families
from florilegium.project.paths import below
from florilegium.project.project import Project
from florilegium.project.styles import find_styles, theme_of, to_compare
from florilegium.project.wording import words_of
from florilegium.render import cover, epub, front_picture, pandoc, press
from florilegium.render.contributors import contributors
from florilegium.render.indexed_prose import index_prose
from florilegium.render.manifest import manifest, versions
from florilegium.render.note_citations import note_series
from florilegium.render.places import finder, require_targets
from florilegium.render.prose_typography import set_prose
from florilegium.render.references import file_by_maker, file_references, name_languages
from florilegium.render.standalone import place_pages, standalone
from florilegium.render.xhtml import Production, has_code, typeset
from florilegium.resources import DEFAULT_RESOURCES, Progress, Resources, paced, silent
from florilegium.store.cache import Cache
from florilegium.store.files import made_at, put, sweep, to_json, to_json_rows

LayOut = Callable[[Edition], press.Layout]
Writer = Callable[[Reader, Edition, Path, LayOut, Cache | None], Artefact]


def read_texts(
    project: Project, *, progress: Progress = silent, resources: Resources = DEFAULT_RESOURCES
) -> tuple[Text, ...]:
    """Return every text of the outline, through all text stages; write its text and ledger.

    What is in the cache is not made again. Raises every error of every text together, so
    that one run shows all there is to mend.
    """
    errors: list[FlorilegiumError] = []
    settings = text_stages.load_settings(
        project.root,
        language=project.meta.language,
        sources=_sources(project, resources.cache, errors),
        errors=errors,
    )
    cache = None if errors else resources.cache  # what is read with a mistake is not kept
    found: list[text_stages.Read] = []
    new = 0
    for slug in project.outline.chapters:
        progress(f"reading {slug}")
        try:
            found.append(text_stages.read_text(slug, settings, cache=cache))
        except FlorilegiumError as err:
            errors.append(err)
            continue
        if found[-1].is_new:
            new += sum(len(block.text) for block in found[-1].text.selection.blocks)
            resources.expect(new)  # what is new must be laid out, too
    raise_all(errors)
    forget_languages()  # what they are is kept, so that an edited note asks for none
    for one in found:
        text_stages.write_text(project.build, one, cache=resources.cache)
    return tuple(one.text for one in found)


def _sources(
    project: Project, kept: Cache | None, errors: list[FlorilegiumError]
) -> tuple[dict[str, object], ...]:
    """Return the sources; what is wrong with them is added to *errors*, with that of the texts."""
    try:
        return pandoc.read_sources(project.bibliographies, cache=kept)
    except FlorilegiumError as err:
        errors.append(err)
        return ()


def read_book(
    project: Project, *, progress: Progress = silent, resources: Resources = DEFAULT_RESOURCES
) -> Reader:
    """Return the assembled book as XHTML; write ``build/book.json``."""
    read = read_texts(project, progress=progress, resources=resources)
    progress("assembling the book")
    read, own = illustrated(read, SeedPictures(project.root / "seeds").read)
    sources = pandoc.read_sources(project.bibliographies, cache=resources.cache)
    settings = BookSettings(
        project.root / "book",
        project.meta,
        project.outline,
        project.rights,
        project.index,
        project.bibliography.name,
        project.people,
    )
    book = assemble(settings, [text.selection for text in read], sources=sources)
    audiences.require_readers(book, project.editions, project.outline, root=project.root)
    prose = render_prose(book, project, resources.cache)
    put(project.build / "book.json", to_json_rows(book, levels=4))
    styles = replace(find_styles(project.root), pictures=project.pictures)
    printed = project.editions.default("pdf")
    look = theme_of(styles, printed)
    code = (look.code,) if look.code and has_code(book, prose) else ()
    families = (*look.families, *code, *own_families(styles))
    production = Production(families, tuple(versions().items()), project.text_digest())
    documents = typeset(book, prose, production)
    require_targets(documents, pieces(book), Written(book, project.root).place)
    book = replace(book, pictures=(*_cover(project), *pictures.places(documents)))
    documents, shown = pictures.gather(documents, book=project.root / "book", of_seeds=own.shown)
    for picture in shown:
        put(project.pictures / picture.name, picture.content)
    return Reader(
        project.root,
        project.editions,
        styles,
        read,
        book,
        documents,
        prose.warnings,
        shown,
        project.accepted,
        own.not_shown,
    )


def _cover(project: Project) -> tuple[PicturePlace, ...]:
    cover = project.meta.cover
    return (PicturePlace(f"{pictures.FOLDER}/{cover}", ""),) if cover else ()


def render_prose(book: Book, project: Project, kept: Cache | None) -> pandoc.Prose:
    """Return the editor's Markdown as XHTML; an error names the file it stands in."""
    files, style = project.bibliographies, project.citation_style
    prose = pandoc.render(
        pieces(book),
        bibliography=files,
        language=book.meta.language,
        known=frozenset(str(item["id"]) for item in book.sources),
        cache=kept,
        place=Written(book, project.root).place,
        refer=finder(book),
        style=style,
        series=note_series(book),
    )
    language = book.meta.language
    references = prose.references
    if not style.has_list:
        references = file_by_maker(references, book)
    elif not style.keeps_order:
        references = file_references(references, book)
    alone = standalone(book, files, style=style, cache=kept)
    return replace(
        prose,
        pieces=index_prose(set_prose(prose.pieces, language=language), book),
        references=set_prose(name_languages(references, book), language=language),
        alone=place_pages(
            set_prose(name_languages(alone, book), language=language), words_of(book.meta)
        ),
    )


def build_pdf(
    reader: Reader, edition: Edition, target: Path, lay_out: LayOut, _kept: Cache | None
) -> Artefact:
    """Write one PDF edition to *target*; say what a theme made to save sheets has saved."""
    layout = lay_out(edition)
    made = press.bind(layout, target)
    saved = ""
    if other := to_compare(reader.styles, edition):
        saved = press.savings(layout, lay_out(other), other.theme)
    return replace(made, folios=layout.pagination.folios, savings=saved)


def build_epub(
    reader: Reader, edition: Edition, target: Path, lay_out: LayOut, kept: Cache | None
) -> Artefact:
    """Write one EPUB edition to *target*, with the pages of the print edition."""
    pagination = lay_out(reader.editions.printed_for(edition)).pagination
    meta = reader.book.meta
    own = reader.root / "book" / "pictures"
    made = epub.write(
        reader.documents,
        meta=reader.book.meta,
        edition=edition,
        styles=reader.styles,
        target=target,
        pagination=pagination,
        cover=front_picture.front(below(own, meta.cover, where="book/book.toml"))
        if meta.cover
        else cover.paint_once(meta, styles=reader.styles, cache=kept),
        authors=contributors(reader.book),
        pictures=reader.pictures,
    )
    return replace(made, folios=pagination.folios)


# How each format is made; a new format is one more line here.
WRITERS: dict[str, Writer] = {
    "pdf": build_pdf,
    "epub": build_epub,
}


def build(
    project: Project,
    *,
    formats: Sequence[str] = tuple(WRITERS),
    editions: Sequence[str] = (),
    progress: Progress = silent,
    resources: Resources = DEFAULT_RESOURCES,
) -> tuple[Reader, tuple[Artefact, ...]]:
    """Build *editions* (or the default edition of each of *formats*) with *resources*.

    Returns the reader and its artefacts; raises `FlorilegiumError` before anything in
    ``build/pdf`` or ``build/epub`` is touched when the book has a mistake.
    """
    if not project.outline.chapters:
        raise ConfigError(
            "the book has no text yet",
            where="book/book.toml",
            hint="Add some: 'florilegium add FILE…', or their names to 'chapters' there.",
        )
    wanted = [project.editions.named(name) for name in editions]
    wanted = wanted or [project.editions.default(kind) for kind in formats]
    reader = read_book(project, progress=progress, resources=resources)
    today = made_at(project.meta.date).date()

    def shown(edition: Edition) -> Reader:
        """The book as *edition* shows it: what its reader gets, stamped where not cleared."""
        own = audiences.shown_in(reader, edition)
        documents = clearance.stamped(own.documents, own.book, edition, today=today)
        return replace(own, documents=documents)

    for edition in wanted:
        book = audiences.book_for(reader.book, edition.reader)
        clearance.require_clearance(book, edition, today=today)

    @cache  # the e-book asks for the pages that the print edition has already been laid out on
    def layout_of(edition: Edition) -> press.Layout:
        return lay_out(shown(edition), edition, progress=progress, resources=resources)

    made = tuple(
        WRITERS[edition.format](
            shown(edition),
            edition,
            project.target(edition),
            layout_of,
            resources.cache,
        )
        for edition in wanted
    )
    put(project.build / "manifest.json", to_json(manifest(reader, made, project.text_digest())))
    return reader, made


def lay_out(
    reader: Reader,
    edition: Edition,
    *,
    progress: Progress = silent,
    resources: Resources = DEFAULT_RESOURCES,
) -> press.Layout:
    """Return the pages of one PDF edition, laid out now or taken from the cache."""
    return press.lay_out_book(
        audiences.documents_for(reader.documents, edition.reader),
        meta=reader.book.meta,
        edition=edition,
        styles=reader.styles,
        progress=paced(progress),
        executor=resources.executor,
        cache=resources.cache,
    )


def check(
    project: Project, *, progress: Progress = silent, resources: Resources = DEFAULT_RESOURCES
) -> tuple[Finding, ...]:
    """Build an edition of each format for each reader; return all that is wrong with them."""
    sweep(project.build)
    first = {(one.format, one.reader): one.name for one in reversed(tuple(project.editions))}
    editions = [one.name for one in project.editions if one.name in first.values()]
    reader, made = build(project, editions=editions, progress=progress, resources=resources)
    progress("checking every letter, link, font and page")
    return checks.inspect(reader, made, cache=resources.cache)
