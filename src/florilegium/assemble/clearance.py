"""Clearance: whether each text may be given to the readers of an edition, and if not, why.

Input: the records of rights, an edition, the day of the book. Output: for each selection and
each picture the obstacles in plain words. It knows no law: it compares what the editor wrote.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from florilegium.clean.pictures import holder_of
from florilegium.errors import ConfigError, raise_all
from florilegium.model import AUDIENCES, Book, ContentDocument, Edition, Right
from florilegium.model.rights import FILE
from florilegium.project import licences
from florilegium.project.wording import words_of


@dataclass(frozen=True, slots=True)
class Uncleared:
    """A text or a picture that may not be given to an edition's readers, and the *reasons*.

    *slug* is the section that has it.
    """

    slug: str
    source: str
    reasons: tuple[str, ...]


def uncleared(book: Book, edition: Edition, *, today: date) -> tuple[Uncleared, ...]:
    """Return every text and picture of *book* not cleared for *edition* on the day *today*."""
    asked = [(one.slug, one.source, book.right(one.source)) for one in book.selections]
    asked += [(one.section, one.source, record_of(one.source, book)) for one in book.pictures]
    found = (
        Uncleared(slug, source, tuple(obstacles(right, edition, today=today)))
        for slug, source, right in asked
    )
    return tuple(one for one in found if one.reasons)


def record_of(picture: str, book: Book) -> Right | None:
    """Return the record of a *picture*: its own, or that of the seed or folder it lies in."""
    return book.right(picture) or book.right(holder_of(picture))


def require_clearance(book: Book, edition: Edition, *, today: date) -> None:
    """Raise `ConfigError` for each text that stops *edition*; none where it may be stamped."""
    if edition.uncleared == "stamp":
        return
    raise_all(
        ConfigError(
            f"{one.source!r} is not cleared for the edition {edition.name!r} "
            f"({edition.audience}): {'; '.join(one.reasons)}",
            where=right.where() if (right := book.right(one.source)) else FILE,
            hint="Record the permission there; take the text out; give the edition a narrower "
            'audience; or print it stamped, with uncleared = "stamp" in book/editions.toml.',
        )
        for one in _once(uncleared(book, edition, today=today))
    )


def _once(found: Iterable[Uncleared]) -> list[Uncleared]:
    """Return *found*, a picture that stands in several places once."""
    return list({one.source: one for one in found}.values())


def stamped(
    documents: Sequence[ContentDocument], book: Book, edition: Edition, *, today: date
) -> tuple[ContentDocument, ...]:
    """Return *documents*, stamped with the reasons where something in them is not cleared."""
    if edition.uncleared != "stamp":
        return tuple(documents)
    draft = words_of(book.meta)["stamp"]
    told: dict[str, list[str]] = {}
    for one in uncleared(book, edition, today=today):
        told.setdefault(one.slug, []).append(f"{one.source}, {'; '.join(one.reasons)}")
    stamps = {slug: f"{draft}: {' · '.join(reasons)}" for slug, reasons in told.items()}
    return tuple(replace(one, stamp=stamps.get(one.id, "")) for one in documents)


def obstacles(right: Right | None, edition: Edition, *, today: date) -> Iterator[str]:
    """Yield each thing that keeps a text under *right* from the readers of *edition*.

    A private edition, for the editor's own use, is given to nobody: nothing is in its way.
    """
    if edition.audience == "private":
        return
    if right is None:
        yield "there is no record of its rights"
        return
    yield from _ground(right, today)
    if right.basis not in {"public-domain", "unknown"}:
        yield from _limits(right, edition, today)


def _ground(right: Right, today: date) -> Iterator[str]:
    """Yield what is missing in the ground on which a text is printed."""
    match right.basis:
        case "unknown":
            asked = f"; asked for on {right.asked}, no answer is recorded" if right.asked else ""
            yield f"no permission is on file{asked}"
        case "permission":
            if not right.granted:
                since = f"asked for on {right.asked}, not granted yet" if right.asked else ""
                yield since or "the day it was granted is not recorded ('granted')"
            elif date.fromisoformat(right.granted) > today:
                yield f"the permission begins on {right.granted}"
        case "public-domain" | "quotation":
            if not right.reason:
                yield f"the reason is not recorded why it is {_NAMES[right.basis]} ('reason')"
        case "licence":
            if not licences.is_open(right.licence):
                yield f"the statement {right.licence} asks for a permission"


_NAMES = {"public-domain": "in the public domain", "quotation": "a fair quotation"}


def _limits(right: Right, edition: Edition, today: date) -> Iterator[str]:
    """Yield each limit of a right that *edition* oversteps."""
    if right.expires and date.fromisoformat(right.expires) < today:
        yield f"the {right.basis} ended on {right.expires}"
    if right.formats and edition.format not in right.formats:
        yield f"the {right.basis} is for {' and '.join(right.formats)}, not for {edition.format}"
    widest = right.audience or ("class" if right.basis == "permission" else "public")
    if AUDIENCES.index(edition.audience) > AUDIENCES.index(widest):
        yield f"the {right.basis} is for a {widest} edition ('audience')"
    if right.copies is not None:
        if edition.copies is None:
            yield f"{right.copies} copies are allowed, and the edition does not say its 'copies'"
        elif edition.copies > right.copies:
            yield f"{right.copies} copies are allowed, the edition has {edition.copies}"
