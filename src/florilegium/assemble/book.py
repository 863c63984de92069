"""Assemble: the outline and the selections become a `Book`; the only place where texts meet.

Input: what the book says of itself, its selections, its sources. Output: a `Book`, and the
Markdown in it by key. It never changes a word of a text: it numbers, orders and marks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from florilegium.annotate.front import line_of
from florilegium.assemble.index import for_book, mark_index
from florilegium.assemble.sections import Pages, is_own_list, sections
from florilegium.errors import ConfigError, FlorilegiumError, did_you_mean, raise_all
from florilegium.model import Book, BookMeta, Contributor, Index, Right, Section, Selection
from florilegium.project.book import Outline
from florilegium.project.wording import words_of
from florilegium.typography import typogrify_line


@dataclass(frozen=True, slots=True)
class BookSettings:
    """What the editor says of the book as a whole; *folder* holds ``front/`` and ``back/``.

    *bibliography* is the name of the file of sources, for messages.
    """

    folder: Path
    meta: BookMeta
    outline: Outline
    rights: tuple[Right, ...]
    index: Index
    bibliography: str
    people: tuple[Contributor, ...] = ()


def assemble(
    settings: BookSettings,
    selections: Sequence[Selection],
    *,
    sources: Sequence[dict[str, object]],
) -> Book:
    """Return the book; raise `ConfigError` for a section or a source that does not exist."""
    outline = settings.outline
    by_slug = {selection.slug: selection for selection in selections}
    known = {str(item["id"]) for item in sources}
    errors: list[FlorilegiumError] = [
        ConfigError(
            f"source {selection.source!r} is not among the sources",
            where=f"book/chapters/{selection.slug}.md:"
            f"{line_of(settings.folder / 'chapters', selection.slug, 'source')}",
            hint=f"{did_you_mean(selection.source, sorted(known))}Add an item with id "
            f"{selection.source!r} to book/{settings.bibliography}.",
        )
        for selection in selections
        if selection.source not in known
    ]
    words = words_of(settings.meta)
    pages = Pages(settings.folder, outline, words, settings.meta.language, settings.index)
    found = sections(pages, by_slug, errors)
    raise_all(errors)
    parts = {part.title: part.chapters for part in outline.part if part.title}
    named = [one.id for one in found if one.kind not in ("chapter", "part")]
    index = for_book(settings.index, outline.chapters, parts, named)
    chosen = mark_index([by_slug[slug] for slug in outline.chapters], index)
    apart = {one.selection for one in found if one.audiences}
    shared = [one for one in chosen if one.slug not in apart]
    empty = _empty(shared, sources, index, settings.people)
    told = [
        section for section in found
        if section.body.strip() or section.kind not in empty or is_own_list(section)
    ]  # fmt: skip
    told = [one for one in told if one.kind != "glossary" or _has_terms(one, found, chosen)]
    return Book(
        meta=_typeset(settings.meta),
        sections=tuple(told),
        selections=chosen,
        rights=settings.rights,
        index=index,
        sources=tuple(sources),
        people=settings.people,
    )


def _has_terms(
    glossary: Section, sections: Sequence[Section], selections: Sequence[Selection]
) -> bool:
    """Whether a *glossary* of what one audience alone gets has terms; any other counts as such."""
    if not is_own_list(glossary):
        return True
    slugs = {one.selection for one in sections if set(glossary.audiences) & set(one.audiences)}
    return any(
        note.kind == "gloss" for one in selections if one.slug in slugs for note in one.notes
    )


def _empty(
    selections: Sequence[Selection],
    sources: Sequence[object],
    index: Index,
    people: Sequence[Contributor],
) -> frozenset[str]:
    """Return the kinds of sections that would have a heading and nothing below it.

    Whether an index that looks into the editor's own words is empty is known when they are set.
    """
    marks = (mark for one in selections for block in one.blocks for mark in block.marks)
    has = {
        "glossary": any(note.kind == "gloss" for one in selections for note in one.notes),
        "index": any(mark.kind == "name" for mark in marks)
        or (bool(index.headings) and not index.of_names),
        "textual-note": any(map(_was_changed, selections)),
        "sources": bool(sources),
        "contributors": any(person.note for person in people),
    }
    return frozenset(kind for kind, is_there in has.items() if not is_there)


def _was_changed(selection: Selection) -> bool:
    """Whether the book's words of *selection* are not, sign for sign, all of its seed."""
    removed = any(removal.action == "removed" for removal in selection.removals)
    return bool(removed or selection.changes or selection.emendations or selection.elisions)


def _typeset(meta: BookMeta) -> BookMeta:
    """Return *meta* with the typography of the texts in what the book shows of it."""

    def line(words: str) -> str:
        return typogrify_line(words, language=meta.language)

    return replace(
        meta,
        title=line(meta.title),
        subtitle=line(meta.subtitle),
        description=line(meta.description),
        rights=line(meta.rights),
        course=line(meta.course),
    )


def pieces(book: Book) -> Mapping[str, str]:
    """Return every piece of the editor's Markdown in *book* by its key."""
    found = {section.id: section.body for section in book.sections}
    for selection in book.selections:
        found[f"{selection.slug}/headnote"] = selection.headnote
        found[f"{selection.slug}/questions"] = selection.questions
        found.update((note.id, note.body) for note in selection.notes)
        for told in (selection.asked, selection.events, selection.reserved):
            found.update((one.id, one.body) for one in told)
        found.update((f"{record.id}-reason", record.reason) for record in selection.emendations)
        found.update((f"{record.id}-reason", record.reason) for record in selection.elisions)
    found.update((person_key(n), person.note) for n, person in enumerate(book.people))
    return {key: text for key, text in found.items() if text.strip()}


def person_key(number: int) -> str:
    """Return the key of the note on the person *number* of ``people.yaml``."""
    return f"people/{number}"
