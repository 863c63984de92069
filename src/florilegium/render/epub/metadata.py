"""The metadata of the package: Dublin Core, MARC roles, Schema.org accessibility.

Every statement is made from what the book has. Conformance to a standard of accessibility is
a promise that only an editor can make: it is written when ``book.toml`` claims it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from florilegium.model import BookMeta, Edition, Person
from florilegium.project.wording import words_of
from florilegium.render.epub.package import MetaLine

_AUTHORS = frozenset({"aut", "cre"})
_EDITORS = frozenset({"edt", "com", "edc"})


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the book has that a reader with special needs will ask for."""

    notes: bool = False
    index: bool = False
    pages: bool = False
    pictures: bool = False
    mathematics: bool = False


def lines(
    meta: BookMeta, *, edition: Edition, holdings: Holdings, authors: Sequence[Person] = ()
) -> tuple[MetaLine, ...]:
    """Return the metadata of the package in the order in which it is written.

    *authors* made the texts of the book, but not the book: they are contributors.
    """
    found = [
        *_titles(meta),
        *_people(meta, authors),
        *_catalogue(meta),
        *_series(meta),
        *_accessibility(meta, holdings),
        *_claim(meta),
    ]
    if holdings.pages:
        source = print_edition(meta, edition=edition)
        found += [_dc("source", source), _property("pageBreakSource", source)]
    # Readers of EPUB 2, and Amazon's converter, find the cover only by this line.
    found.append(MetaLine("meta", "", {"name": "cover", "content": "cover-image"}))
    return tuple(found)


def print_edition(meta: BookMeta, *, edition: Edition) -> str:
    """Return the name of the edition whose pages are marked: its identifier, or a description."""
    if given := print_identifier(edition):
        return given
    imprint = ", ".join(part for part in (meta.publisher, meta.date[:4]) if part)
    return ". ".join(part for part in (meta.title, imprint, words_of(meta)["print"]) if part)


def print_identifier(edition: Edition) -> str:
    """Return the identifier that *edition* gives for the printed book, or nothing."""
    return dict(edition.options).get("print-identifier", "")


def _dc(name: str, value: str, **attributes: str) -> MetaLine:
    return MetaLine(f"dc:{name}", value, attributes)


def _property(name: str, value: str, *, refines: str = "", scheme: str = "") -> MetaLine:
    attributes = {"property": name}
    if refines:
        attributes["refines"] = f"#{refines}"
    if scheme:
        attributes["scheme"] = scheme
    return MetaLine("meta", value, attributes)


def _titles(meta: BookMeta) -> Iterator[MetaLine]:
    yield _dc("identifier", meta.identifier, id="id")
    yield _dc("title", meta.title, id="title")
    if not meta.subtitle:
        return
    yield _property("title-type", "main", refines="title")
    yield _property("display-seq", "1", refines="title")
    yield _dc("title", meta.subtitle, id="subtitle")
    yield _property("title-type", "subtitle", refines="subtitle")
    yield _property("display-seq", "2", refines="subtitle")


def _people(meta: BookMeta, authors: Sequence[Person]) -> Iterator[MetaLine]:
    creators = _creators(meta.people)
    for number, person in enumerate((*meta.people, *authors), start=1):
        own = f"person-{number}"
        kind = "creator" if person in creators else "contributor"
        yield _dc(kind, person.name, id=own)
        yield _property("file-as", person.file_as or person.name, refines=own)
        for role in person.roles:
            yield _property("role", role, refines=own, scheme="marc:relators")


def _creators(people: tuple[Person, ...]) -> tuple[Person, ...]:
    """Return the authors; of a book without authors, its editors, as catalogues do."""
    authors = tuple(person for person in people if _AUTHORS & set(person.roles))
    return authors or tuple(person for person in people if _EDITORS & set(person.roles))


def _catalogue(meta: BookMeta) -> Iterator[MetaLine]:
    # One language only: with two, converters name the book by the last one.
    for name in ("language", "publisher", "date", "description", "rights"):
        if value := getattr(meta, name):
            yield _dc(name, value)
    for subject in meta.subjects:
        yield _dc("subject", subject)


def _series(meta: BookMeta) -> Iterator[MetaLine]:
    if meta.series is None:
        return
    yield MetaLine("meta", meta.series.name, {"property": "belongs-to-collection", "id": "series"})
    yield _property("collection-type", "series", refines="series")
    if meta.series.position:
        yield _property("group-position", meta.series.position, refines="series")


def _claim(meta: BookMeta) -> Iterator[MetaLine]:
    claim = meta.accessibility
    if claim is None:
        return
    yield MetaLine("meta", claim.conformance, {"property": "dcterms:conformsTo", "id": "claim"})
    certifier = {"property": "a11y:certifiedBy", "refines": "#claim", "id": "certifier"}
    if claim.certified_by:
        yield MetaLine("meta", claim.certified_by, certifier)
    if claim.report:
        refined = "#certifier" if claim.certified_by else "#claim"
        link = {"rel": "a11y:certifierReport", "refines": refined, "href": claim.report}
        yield MetaLine("link", "", link)


def _accessibility(meta: BookMeta, holdings: Holdings) -> Iterator[MetaLine]:
    yield _property("schema:accessMode", "textual")
    if holdings.pictures:
        yield _property("schema:accessMode", "visual")
    yield _property("schema:accessModeSufficient", "textual")
    for feature in _features(holdings):
        yield _property("schema:accessibilityFeature", feature)
    yield _property("schema:accessibilityHazard", "none")
    yield _property("schema:accessibilitySummary", summary(meta, holdings))


def summary(meta: BookMeta, holdings: Holdings) -> str:
    """Return in sentences what makes the book accessible, true of this very book."""
    words = words_of(meta)
    said = {
        "accessibility": True,
        "accessibility-notes": holdings.notes,
        "accessibility-index": holdings.index,
        "accessibility-pages": holdings.pages,
        "accessibility-pictures": holdings.pictures,
        "accessibility-mathematics": holdings.mathematics,
    }
    return " ".join(words[key] for key, is_so in said.items() if is_so)


def _features(holdings: Holdings) -> Iterator[str]:
    # The cover is a picture with a description in every book.
    yield from ("alternativeText", "displayTransformability", "readingOrder")
    yield from ("structuralNavigation", "tableOfContents", "ARIA")
    if holdings.index:
        yield "index"
    if holdings.mathematics:
        yield "MathML"
    if holdings.pages:
        yield from ("pageBreakMarkers", "pageNavigation")
