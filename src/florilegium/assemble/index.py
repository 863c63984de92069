"""The index: where the texts say what the editor listed, or where the editor points.

Input: selections and what ``book/index.yaml`` orders. Output: the same selections with a mark
on every place. The editor's own words are marked when they are set (``render/indexed_prose``).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial

from florilegium.annotate.critic import CriticError, read_marked
from florilegium.annotate.quotation import Concordance, Place
from florilegium.assemble.index_forms import FormFinder, Found
from florilegium.errors import ApparatusError, FlorilegiumError, raise_all
from florilegium.model import Block, Index, IndexHeading, IndexPlace, Mark, Quotation, Selection
from florilegium.model.index import place_id
from florilegium.project.config import unknown_value

PARTS = ("headnote", "notes", "questions")  # of a chapter, in the editor's own words

QuotedPlace = tuple[IndexHeading, int, IndexPlace]
Finder = Callable[[str], FormFinder]


def for_book(
    index: Index,
    chapters: Sequence[str],
    parts: Mapping[str, Sequence[str]],
    pages: Sequence[str],
) -> Index:
    """Return *index* for a book of *chapters* and *pages*; of one of its *parts*, if it says so.

    Raises `ConfigError` for a part, a chapter or a page that the book does not have.
    """
    of_chapters = (f"{slug}/{part}" for slug in chapters for part in PARTS)
    known = (*chapters, *pages, *of_chapters)
    there = frozenset(known)
    errors: list[FlorilegiumError] = []
    if index.part and index.part not in parts:
        errors.append(unknown_value("part", index.part, tuple(parts), where=index.file))
    for heading in index.headings:
        named = [(text, heading.where) for text in heading.texts]
        named += [(place.text, place.where) for place in heading.places]
        errors += (
            unknown_value("in", text, known, where=where)
            for text, where in named
            if text not in there
        )
    raise_all(errors)
    return replace(index, chapters=tuple(parts.get(index.part, ())))


def mark_index(selections: Sequence[Selection], index: Index) -> tuple[Selection, ...]:
    """Return *selections* with marks of kind ``name`` on what the *index* lists.

    Their ref is made by `place_id`; a place is counted within its text, so that a place more
    in one text leaves the others as they are. Raises `ApparatusError` for every quotation
    that is nowhere, or in two places.
    """
    if not index.headings:
        return tuple(selections)
    find = finder(index)
    errors: list[FlorilegiumError] = []
    quoted = quoted_places(index)
    made = tuple(
        one
        if index.chapters and one.slug not in index.chapters
        else _marked(one, index, find, quoted.get(one.slug, ()), errors)
        for one in selections
    )
    raise_all(errors)
    return made


def finder(index: Index) -> Finder:
    """Return what gives, for a language, all forms of *index* to be found in it."""
    return partial(_finder, index.headings)


@lru_cache(maxsize=8)  # a few languages; the next build of the same book asks again
def _finder(headings: tuple[IndexHeading, ...], language: str) -> FormFinder:
    return FormFinder(headings, language)


def forms_found(selections: Iterable[Selection], index: Index) -> frozenset[tuple[str, str]]:
    """Return key and form of every heading of *index* that *selections* say."""
    find = finder(index)
    return frozenset(
        (found.heading.key, found.form)
        for selection in selections
        for block in selection.blocks
        for found in find(selection.language).find(block.text, where=selection.slug)
    )


def quoted_places(index: Index) -> dict[str, list[QuotedPlace]]:
    """Return the quoted places of *index*, each with its number in its heading, by their text."""
    found: dict[str, list[QuotedPlace]] = {}
    for heading in index.headings:
        for number, place in enumerate(heading.places):
            found.setdefault(place.text, []).append((heading, number, place))
    return found


def quotation(heading: IndexHeading, words: str, where: str) -> Quotation:
    """Return *words*, quoted for *heading*, taken apart; raise `ApparatusError` for odd signs."""
    try:
        marked = read_marked(words)
    except CriticError as err:
        what = f"{heading.heading!r} of the index: in the quotation {err}"
        hint = "Mark one place only, as in {==the very words==}."
        raise ApparatusError(what, where=where, hint=hint) from err
    return Quotation(marked.exact, marked.prefix, marked.suffix, where)


def locate(
    concordance: Concordance, heading: IndexHeading, place: IndexPlace
) -> tuple[Place, Place | None]:
    """Return where *place* begins and, where it is a longer passage, where that ends.

    Raises `ApparatusError` where a quotation is nowhere, or in two places.
    """
    what = f"{heading.heading!r} of the index"
    start = concordance.locate(
        quotation(heading, place.quote, place.where), what=what, part="first"
    )
    if not place.to:
        return start, None
    end = concordance.locate(quotation(heading, place.to, place.where), what=what, part="last")
    if end < start:
        raise ApparatusError(
            f"{what} ends before it begins", where=place.where, hint="Turn quote and to round."
        )
    return start, end


def _marked(
    selection: Selection,
    index: Index,
    find: Finder,
    quoted: Sequence[QuotedPlace],
    errors: list[FlorilegiumError],
) -> Selection:
    marks: list[list[Mark]] = [list(block.marks) for block in selection.blocks]
    counts: Counter[str] = Counter()
    slug, forms = selection.slug, find(selection.language)
    for number, block in enumerate(selection.blocks):
        if _kind(block) in index.searched:
            for found in forms.find(block.text, where=slug):
                marks[number].append(_mark(found, counts, slug))
    concordance = None
    for heading, count, place in quoted:
        concordance = concordance or Concordance(
            selection.blocks,
            removals=selection.removals,
            seed=f"the text of {slug!r}",
            counted=selection.seed.counted,
        )
        try:
            start, end = locate(concordance, heading, place)
        except FlorilegiumError as err:
            errors.append(err)
            continue
        for part, at in (("a", start), ("z", end)):
            if at is not None:
                ref = place_id(heading.key, part, count, slug)
                marks[at.block].append(Mark(at.start, at.end, "name", ref))
    pairs = zip(selection.blocks, marks, strict=True)
    return replace(selection, blocks=tuple(replace(b, marks=tuple(own)) for b, own in pairs))


def _kind(block: Block) -> str:
    return "notes" if block.kind == "author-note" else "texts"


def _mark(found: Found, counts: Counter[str], slug: str) -> Mark:
    key = found.heading.key
    counts[key] += 1
    return Mark(found.start, found.end, "name", place_id(key, "", counts[key], slug))
