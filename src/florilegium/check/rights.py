"""Checks of the records of rights: missing, ended, overstepped, or without their ground."""

from collections.abc import Iterator, Sequence
from datetime import date

from florilegium.assemble.clearance import record_of, uncleared
from florilegium.clean.pictures import holder_of
from florilegium.errors import did_you_mean
from florilegium.findings import Finding
from florilegium.model import Book, Edition, Picture, Right, Selection
from florilegium.model.rights import FILE
from florilegium.project import licences

_GROUNDED = {"public-domain": "in the public domain", "quotation": "a fair quotation"}


def check_rights(book: Book, pictures: Sequence[Picture], *, today: date) -> Iterator[Finding]:
    """Yield all that is wrong with the records of rights of *book* on the day *today*."""
    shown = {one.source for one in pictures} | {one.source for one in book.pictures}
    yield from missing(book, shown)
    for selection in book.selections:
        if right := book.right(selection.source):
            yield from changed(selection, right)
    for right in book.rights:
        yield from grounds(right, today)


def missing(book: Book, pictures: set[str]) -> Iterator[Finding]:
    """Yield R101 for a text without a record, R109 for a picture, R102, R103 and R111.

    R102 is for a text nobody gave leave to print, R103 for a record of nothing in the book;
    R111 for either of the first two where no page of the book says so.
    """
    says_so = any(section.kind == "copyright" for section in book.sections)
    sources = {selection.source for selection in book.selections}
    for selection in book.selections:
        right = book.right(selection.source)
        if right is None:
            yield Finding("R101", FILE, f"no record for {selection.source!r}")
        elif right.basis == "unknown":
            status = right.status or "no permission is on file"
            yield Finding("R102", right.where("basis"), f"{selection.source!r}: {status}")
        if (right is None or right.basis == "unknown") and not says_so:
            yield Finding(
                "R111", FILE, f"{selection.source!r}: no page of the book has its rights"
            )
    yield from _of_pictures(sorted(pictures), book)
    # A picture in a seed may be one that no book can show; T108 says so.
    seeds = {f"seeds/{one.seed.name.partition('#')[0]}" for one in book.selections}
    used = sources | pictures | {holder_of(name) for name in pictures} | seeds
    recorded = {right.source for right in book.rights}
    for right in book.rights:
        name = right.source
        if name in used:
            continue
        guess = did_you_mean(name, sorted((sources | pictures) - recorded))
        said = f"{name!r} is the source of no chapter and no picture"
        yield Finding("R103", right.where(), f"{said}. {guess}".rstrip(". "))


def _of_pictures(pictures: Sequence[str], book: Book) -> Iterator[Finding]:
    """Yield R109 for a picture without a record, R102 for a record that nobody gave leave in."""
    told: set[str] = set()
    for name in pictures:
        right = record_of(name, book)
        if right is None:
            yield Finding("R109", FILE, f"no record for the picture {name!r}")
        elif right.basis == "unknown" and right.source not in told:
            told.add(right.source)
            status = right.status or "no permission is on file"
            yield Finding(
                "R102", right.where("basis"), f"the pictures of {right.source!r}: {status}"
            )


def grounds(right: Right, today: date) -> Iterator[Finding]:
    """Yield R104 for a ground without its reason, R105 for a right that has ended."""
    if right.basis in _GROUNDED and not right.reason:
        message = f"{right.source!r}: nothing says why it is {_GROUNDED[right.basis]}"
        yield Finding("R104", right.where("basis"), message)
    elif right.basis == "public-domain" and not right.country:
        yield Finding(
            "R104",
            right.where("basis"),
            f"{right.source!r}: nothing says in which country it is in the public domain",
        )
    if right.expires and date.fromisoformat(right.expires) < today:
        message = f"{right.source!r}: ended on {right.expires} ('expires')"
        yield Finding("R105", right.where("expires"), message)


def changed(selection: Selection, right: Right) -> Iterator[Finding]:
    """Yield R106 for changes that a licence forbids, R107 and R108 for what others ask."""
    asked = licences.terms(right.licence) or frozenset()
    edits = len(selection.emendations) + len(selection.elisions)
    if "nd" in asked and edits:
        message = f"{right.source!r} is under {right.licence}, and {edits} places are changed"
        yield Finding("R106", f"book/chapters/{selection.slug}.md", message)
    if "nc" in asked:
        yield Finding("R107", right.where("licence"), f"{right.source!r} is under {right.licence}")
    if "sa" in asked and edits:
        yield Finding("R108", right.where("licence"), f"{right.source!r} is under {right.licence}")


def stamps(book: Book, edition: Edition, *, today: date) -> Iterator[Finding]:
    """Yield R110 for all that *edition* prints stamped, since it is not cleared."""
    if edition.uncleared == "stamp":
        for one in uncleared(book, edition, today=today):
            yield Finding("R110", edition.name, f"{one.source!r}: {'; '.join(one.reasons)}")
