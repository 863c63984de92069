"""The document information of the PDF: title, authors, language and date of the book."""

from dataclasses import dataclass
from importlib.metadata import version

from florilegium.model import BookMeta
from florilegium.store.files import made_at

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
        moment=made_at(meta.date).replace(tzinfo=None).isoformat() + "Z",
        program=f"Florilegium {version('florilegium')}",
    )
