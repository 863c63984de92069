"""Checks of the index: headings found nowhere, references that lead nowhere, too many pages."""

from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from florilegium.assemble.index import forms_found
from florilegium.errors import KnownWords
from florilegium.findings import Finding
from florilegium.model import Book, ContentDocument, Index, IndexHeading
from florilegium.model.index import plain_heading, read_place_id
from florilegium.render.locators import fill_locators, is_locator
from florilegium.render.xhtml.index_page import name_of

_MOST_LOCATORS = 6  # undivided, as the Chicago Manual of Style counts (16.10: five to six)


def check_index(book: Book, documents: Sequence[ContentDocument]) -> Iterator[Finding]:
    """Yield what is wrong with the index before it has a format."""
    yield from _unfound(book, documents)
    yield from _references(book.index)
    yield from _doubles(book.index)


def check_locators(
    book: Book, documents: Sequence[ContentDocument], folios: Mapping[str, str]
) -> Iterator[Finding]:
    """Yield B135 for a heading with more undivided pages than a reader looks up."""
    for document in documents:
        if document.kind != "index" or book.index.of_names:
            continue
        section = next(one for one in book.sections if one.id == document.id)
        headings = {f"{name_of(section)}{one.key}": one for one in book.index.headings}
        root = etree.fromstring(document.xhtml.encode())
        fill_locators(root, folios)
        for node in root.iter("{*}li", "{*}span"):
            heading = headings.get(node.get("id", ""))
            listing = node.find("{*}span[@class='locators']")
            count = sum(map(is_locator, listing)) if listing is not None else 0
            if heading and count > _MOST_LOCATORS:
                yield Finding(
                    "B135", heading.where, f"{heading.heading!r} has {count} pages in a row"
                )


def _unfound(book: Book, documents: Sequence[ContentDocument]) -> Iterator[Finding]:
    """Yield B104 for a form of a name that no text uses, B131 for a heading without a place."""
    index = book.index
    if index.of_names:
        used = forms_found(book.selections, index)
        for one in index.headings:
            for form in one.forms:
                if (one.key, form) not in used:
                    yield Finding("B104", index.file, f"no text says {form!r} ({one.heading})")
        return
    found = _keys(documents) if index.headings else frozenset()
    parents = {one.within for one in index.headings}
    for one in index.headings:
        leads = one.see or one.see_also or one.key in parents
        if one.key not in found and (one.forms or one.places or not leads):
            said = f" ({', '.join(map(repr, one.forms))})" if one.forms else ""
            yield Finding("B131", one.where, f"the book has no place for {one.heading!r}{said}")


def _keys(documents: Sequence[ContentDocument]) -> frozenset[str]:
    found: set[str] = set()
    for document in documents:
        for node in etree.fromstring(document.xhtml.encode()).iter("{*}span"):
            if node.get("class") == "name" and (said := read_place_id(node.get("id", ""))):
                found.add(said.key)
    return frozenset(found)


def _references(index: Index) -> Iterator[Finding]:
    """Yield B132 for a reference to no heading, B133 for those that lead round in a circle."""
    named = index.named()
    own = {one.key: one for one in index.headings}
    known = KnownWords(named)
    circles = dict(_circles(index.headings, named))
    for one in index.headings:
        for key, words in (("see", one.see), *(("see-also", also) for also in one.see_also)):
            if words and plain_heading(words) not in named:
                meant = known.near(plain_heading(words), cutoff=0.7)
                hint = f"; did you mean {_called(named[meant], own)!r}?" if meant else ""
                yield Finding(
                    "B132", one.where, f"{key!r} of {one.heading!r} names {words!r}{hint}"
                )
        if way := circles.get(one.key):
            names = " → ".join(repr(heading.heading) for heading in way)
            yield Finding("B133", one.where, f"'see' leads round in a circle: {names}")


def _called(heading: IndexHeading, own: Mapping[str, IndexHeading]) -> str:
    """Return how a reference names *heading*: a subheading behind that which it stands in."""
    above = own.get(heading.within)
    return f"{above.heading}: {heading.heading}" if above else heading.heading


def _circles(
    headings: Sequence[IndexHeading], named: Mapping[str, IndexHeading]
) -> Iterator[tuple[str, Sequence[IndexHeading]]]:
    """Yield each circle that 'see' leads round in, from the first of its *headings* back to it.

    Each comes with the key of that heading; no heading is gone through twice.
    """
    first: dict[str, int] = {}  # by key: from which heading it was come to
    place = {one.key: number for number, one in enumerate(headings)}
    for number, start in enumerate(headings):
        way: list[IndexHeading] = []
        one: IndexHeading | None = start
        while one is not None and one.key not in first:
            first[one.key] = number
            way.append(one)
            one = named.get(plain_heading(one.see)) if one.see else None
        if one is not None and first[one.key] == number:
            circle = way[way.index(one) :]
            at = min(range(len(circle)), key=lambda n: place[circle[n].key])
            circle = [*circle[at:], *circle[: at + 1]]
            yield circle[0].key, circle


def _doubles(index: Index) -> Iterator[Finding]:
    """Yield B134 for each heading that stands twice in the same place."""
    first: dict[tuple[str, str], IndexHeading] = {}
    for one in index.headings:
        other = first.setdefault((one.within, plain_heading(one.heading)), one)
        if other is not one:
            yield Finding("B134", one.where, f"{one.heading!r} is also in {other.where}")
