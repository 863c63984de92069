"""The places that an editor can refer to, by the names that ``[@see:milano#hashtag]`` uses.

Takes the book; gives back a function that finds the id of a place. A page that everybody gets
refers to nothing that only some get: their page would not be there.
"""

import html
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from florilegium.assemble.sections import RESERVED
from florilegium.errors import ApparatusError, near, raise_all
from florilegium.model import Book, ContentDocument
from florilegium.render.allowed_markup import Fault
from florilegium.render.markdown_places import Refer

_IDS = re.compile(r'\sid="([^"]+)"')
_LINKS = re.compile(r'\shref="#([^"]+)"')


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the book: the *id* of its element, and the *audiences* that alone get it."""

    id: str
    audiences: tuple[str, ...] = ()


def require_targets(
    documents: Iterable[ContentDocument],
    pieces: Mapping[str, str],
    place: Callable[[str, str], str],
) -> None:
    """Raise `ApparatusError` for each link of *pieces* that leads nowhere in *documents*.

    *place* tells where an editor finds words of a piece.
    """
    made = tuple(documents)
    there = {one.id for one in made}.union(*(_IDS.findall(one.xhtml) for one in made))
    raise_all(
        ApparatusError(
            f"a link leads to '#{name}', which is nowhere in the book",
            where=place(key, words),
            hint="Mend the link, or give its target that name.",
        )
        for name in dict.fromkeys(name for one in made for name in _LINKS.findall(one.xhtml))
        if html.unescape(name) not in there
        for key, text in pieces.items()
        for words in (f"](#{html.unescape(name)}",)
        if words in text
    )


def finder(book: Book) -> Refer:
    """Return what finds the place that a piece of *book* refers to, or says what is wrong."""
    known = dict(_places(book))
    readers = _audiences(book)
    pages = frozenset(one.id for one in book.sections)
    slugs = frozenset(one.slug for one in book.selections)

    def find(name: str, own: Mapping[str, str]) -> Place | None:
        if name in known or name not in own:
            return known.get(name)
        return Place(own[name], readers.get(name.partition("#")[0], ()))

    def refer(key: str, name: str, own: Mapping[str, str]) -> str | Fault:
        page = key if key in pages else _chapter(key, slugs)
        place = find(name, own) or find(f"{page}#{name.removeprefix('#')}", own)
        if place is None:
            return _nowhere(name, page, [*own, *known])
        mine = readers.get(key, readers.get(page, ()))
        if place.audiences and not (mine and set(mine) <= set(place.audiences)):
            return Fault(
                f"refers to [@see:{name}], which only {', '.join(place.audiences)} gets",
                "Refer to it from what is for the same audience.",
                name,
            )
        return place.id

    return refer


def _nowhere(name: str, page: str, known: Sequence[str]) -> Fault:
    meant = near(name, known)
    if not meant and (here := near(f"{page}#{name}", known)).startswith(f"{page}#"):
        meant = here
    guess = f"Did you mean [@see:{meant}]? " if meant else ""
    return Fault(
        f"refers to [@see:{name}], which is nowhere",
        f"{guess}Name a chapter or a page, or give the place a name: ::: {{.note #name}}.",
        name,
    )


def _places(book: Book) -> Iterator[tuple[str, Place]]:
    """Yield every name with its place: sections, and what editors named in chapters."""
    chapters: dict[str, tuple[str, ...]] = {}
    for section in book.sections:
        yield section.id, Place(section.id, section.audiences)
        chapters[section.selection] = section.audiences
    for text in book.selections:
        audiences = chapters.get(text.slug, ())
        for name, id_ in text.names:
            yield f"{text.slug}#{name}", Place(id_, audiences)
        for one in text.reserved:
            if one.name:
                id_ = f"{RESERVED}{one.audiences[0]}-{one.id}"
                yield f"{text.slug}#{one.name}", Place(id_, one.audiences)


def _audiences(book: Book) -> dict[str, tuple[str, ...]]:
    """Return who alone gets a piece, or all pieces of a section, by its key."""
    found = {one.id: one.audiences for one in book.sections if one.audiences}
    return found | {one.id: one.audiences for text in book.selections for one in text.reserved}


def _chapter(key: str, slugs: Container[str]) -> str:
    """Return the chapter that the piece *key* belongs to: ``milano/headnote``, ``milano-n3``."""
    slug = key.partition("/")[0]
    while slug not in slugs and "-" in slug:
        slug = slug.rpartition("-")[0]
    return slug if slug in slugs else key.partition("/")[0]
