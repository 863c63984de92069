"""Handouts: one text or several, cut from the book with its folios, as PDF and EPUB.

In: a book, the names of texts, editions. Out: files in ``build/handout/``. It is gated by the
rights of its texts as the book is. It lays out the book as a build does, so that a page of the
handout is that page of the book.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from florilegium import pipeline
from florilegium.assemble import audiences, clearance
from florilegium.assemble.reader import Reader
from florilegium.errors import ConfigError, did_you_mean, raise_all
from florilegium.model import Artefact, ContentDocument, Edition, Selection
from florilegium.project.book import slugify
from florilegium.project.paths import below
from florilegium.project.project import Project
from florilegium.project.wording import words_of
from florilegium.render import cover, epub, press
from florilegium.render.contributors import contributors
from florilegium.render.handout_page import (
    closing_page,
    handout_meta,
    reserved_page,
    within,
)
from florilegium.render.pandoc import Prose
from florilegium.render.press.binding.joined import sections_of
from florilegium.resources import DEFAULT_RESOURCES, Progress, Resources, silent
from florilegium.store.files import made_at


@dataclass(frozen=True, slots=True)
class _Handout:
    """One handout while it is made: the book as its edition shows it, the texts, the pages."""

    project: Project
    reader: Reader
    edition: Edition
    chosen: tuple[Selection, ...]
    layout: press.Layout
    prose: Prose
    resources: Resources

    @property
    def slugs(self) -> tuple[str, ...]:
        return tuple(one.slug for one in self.chosen)

    @property
    def target(self) -> Path:
        default = self.project.editions.default(self.edition.format).name
        suffix = "" if self.edition.name == default else f"-{self.edition.name}"
        name = f"{slugify(' '.join(self.slugs))}{suffix}.{self.edition.format}"
        folder = self.project.build / "handout"
        return below(folder, name, where="book/editions.toml", makes=True)

    @property
    def identifier(self) -> str:
        """An identifier of its own, the same whenever it is made."""
        name = " ".join((self.project.meta.identifier, *self.slugs))
        return uuid.uuid5(uuid.NAMESPACE_URL, name).urn

    @property
    def documents(self) -> tuple[ContentDocument, ...]:
        return tuple(one for one in self.reader.documents if one.id in self.slugs)

    def closing(self) -> tuple[ContentDocument, ...]:
        """Return its last pages: for its reader alone; where it is from, by what right."""
        ranges = [
            "–".join(dict.fromkeys((one.folios[0].label, one.folios[-1].label)))
            for one in self.layout.documents
            if one.document and set(self.slugs) & {*sections_of(one.job.document)}
        ]
        own = reserved_page(
            self.reader.documents, self.slugs, self.edition.reader, words_of(self.project.meta)
        )
        return (*own, closing_page(self.reader.book, self.chosen, self.prose, ", ".join(ranges)))


def make(
    project: Project,
    slugs: Sequence[str],
    names: Sequence[str] = (),
    *,
    progress: Progress = silent,
    resources: Resources = DEFAULT_RESOURCES,
) -> tuple[Artefact, ...]:
    """Write the handout of the texts *slugs* in the editions *names* (else the default ones).

    Raises `ConfigError` for a text that the book has not, that the edition does not show, or
    that is not cleared for it; nothing is written then.
    """
    editions = [project.editions.named(name) for name in names]
    editions = editions or [project.editions.default(kind) for kind in pipeline.WRITERS]
    _require_chapters(project, slugs)
    reader = pipeline.read_book(project, progress=progress, resources=resources)
    handouts = [
        _handout(project, reader, edition, slugs, progress=progress, resources=resources)
        for edition in editions
    ]
    return tuple(_pdf(one) if one.edition.format == "pdf" else _epub(one) for one in handouts)


def _require_chapters(project: Project, slugs: Sequence[str]) -> None:
    known = project.outline.chapters
    raise_all(
        ConfigError(
            f"the book has no chapter {slug!r}",
            where="book/book.toml",
            hint=f"{did_you_mean(slug, known)}The chapters are {', '.join(known)}.",
        )
        for slug in slugs
        if slug not in known
    )


def _handout(  # noqa: PLR0913  # what a handout is made of
    project: Project,
    reader: Reader,
    edition: Edition,
    slugs: Sequence[str],
    *,
    progress: Progress,
    resources: Resources,
) -> _Handout:
    shown = audiences.shown_in(reader, edition)
    chosen = tuple(one for one in shown.book.selections if one.slug in slugs)
    raise_all(
        ConfigError(
            f"the chapter {slug!r} is not in the edition {edition.name!r}",
            where=edition.where("reader"),
            hint="It is for another audience: name an edition that it is for.",
        )
        for slug in slugs
        if slug not in {one.slug for one in chosen}
    )
    today = made_at(project.meta.date).date()
    pictures = tuple(one for one in shown.book.pictures if one.section in slugs)
    own = replace(shown.book, selections=chosen, pictures=pictures)
    clearance.require_clearance(own, edition, today=today)
    stamped = clearance.stamped(shown.documents, shown.book, edition, today=today)
    shown = replace(shown, documents=stamped)
    printed = edition if edition.format == "pdf" else project.editions.printed_for(edition)
    layout = pipeline.lay_out(shown, printed, progress=progress, resources=resources)
    _require_whole_pages(layout, slugs)
    prose = pipeline.render_prose(reader.book, project, resources.cache)
    return _Handout(project, shown, edition, chosen, layout, prose, resources)


def _require_whole_pages(layout: press.Layout, slugs: Sequence[str]) -> None:
    """Raise `ConfigError` where a page of the chapters *slugs* has words of another one, too."""
    errors: list[ConfigError] = []
    for placed in layout.documents:
        run = sections_of(placed.job.document) if placed.document else ()
        others = [one for one in run if one not in slugs]
        if others and len(others) < len(run):
            mine = next(one for one in run if one in slugs)
            errors.append(
                ConfigError(
                    f"{mine!r} shares a page with {', '.join(map(repr, others))}",
                    where="book/editions.toml",
                    hint="Hand them out together, or name an edition in which each chapter "
                    "opens on a page of its own.",
                )
            )
    raise_all(errors)


def _pdf(handout: _Handout) -> Artefact:
    meta = handout_meta(handout.reader.book.meta, handout.chosen, handout.identifier)
    cut = press.excerpt(handout.layout, handout.slugs, closing=handout.closing(), meta=meta)
    return press.bind(cut, handout.target)


def _epub(handout: _Handout) -> Artefact:
    reader, styles = handout.reader, handout.reader.styles
    meta = handout_meta(reader.book.meta, handout.chosen, handout.identifier)
    pages = handout.layout.pagination
    documents = within((*handout.documents, *handout.closing()), pages.folios)
    there = "".join(one.xhtml for one in documents)
    book = replace(reader.book, selections=handout.chosen)
    made = epub.write(
        documents,
        meta=meta,
        edition=handout.edition,
        styles=styles,
        target=handout.target,
        pagination=replace(
            pages, starts=tuple(one for one in pages.starts if one.document in handout.slugs)
        ),
        cover=cover.paint_once(meta, styles=styles, cache=handout.resources.cache),
        authors=contributors(book),
        pictures=tuple(one for one in reader.pictures if one.name in there),
    )
    return replace(made, folios=pages.folios)
