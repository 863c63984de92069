"""What the file says of itself: title, authors, language and date, taken from the book."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version

from florilegium.model import BookMeta

_AUTHORS = frozenset({"aut", "cre"})


@dataclass(frozen=True, slots=True)
class Description:
    """The document information of a PDF; *moment* is an ISO 8601 date and time in UTC."""

    title: str
    authors: tuple[str, ...]
    subject: str
    keywords: tuple[str, ...]
    language: str
    moment: str
    program: str


def describe(meta: BookMeta) -> Description:
    """Return the description of the book: its authors, or else all who made it."""
    people = meta.people
    authors = tuple(one.name for one in people if _AUTHORS & set(one.roles))
    return Description(
        title=": ".join(part for part in (meta.title, meta.subtitle) if part),
        authors=authors or tuple(one.name for one in people),
        subject=meta.description,
        keywords=meta.subjects,
        language=meta.language,
        moment=_moment(meta).strftime("%Y-%m-%dT%H:%M:%SZ"),
        program=f"Florilegium {version('florilegium')}",
    )


def _moment(meta: BookMeta) -> datetime:
    """When the book was made: ``SOURCE_DATE_EPOCH``, else the book's date. Never the clock."""
    if epoch := os.environ.get("SOURCE_DATE_EPOCH", ""):
        return datetime.fromtimestamp(int(epoch), UTC)
    year, month, day = (*(int(part) for part in meta.date[:10].split("-")), 1, 1)[:3]
    return datetime(year, month, day, tzinfo=UTC)
