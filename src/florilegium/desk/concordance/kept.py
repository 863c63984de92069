"""A kept edition: its texts, its notes, and the place where each of its pages begins."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from florilegium.errors import ConfigError
from florilegium.model import Book, ContentDocument, PageStart, xml_text
from florilegium.render.press.layout.page_starts import flow_of
from florilegium.render.press.layout.print_markup import parse

_FORM = 1


@dataclass(frozen=True, slots=True)
class KeptText:
    """A text: its *flow* (letters alone), and the digest of each note by what it quotes."""

    slug: str
    title: str
    flow: str
    notes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page: its folio, its document, and where in the flow of that it begins."""

    folio: str
    document: str
    offset: int


@dataclass(frozen=True, slots=True)
class KeptEdition:
    """An edition by its *name*: what stood on which page of it."""

    name: str
    title: str
    date: str
    edition: str
    texts: tuple[KeptText, ...]
    pages: tuple[KeptPage, ...]


def kept_edition(
    name: str,
    book: Book,
    documents: Sequence[ContentDocument],
    starts: Sequence[PageStart],
    *,
    edition: str,
) -> KeptEdition:
    """Return the *edition* of *book*, laid out with pages that begin at *starts*."""
    flows = {document.id: flow_of(parse(document)) for document in documents}
    texts = tuple(
        KeptText(
            selection.slug,
            selection.title,
            flows[selection.slug],
            {note.lemma: _digest(note.body) for note in selection.notes},
        )
        for selection in book.selections
    )
    pages = tuple(KeptPage(one.label, one.document, one.offset) for one in starts)
    return KeptEdition(name, book.meta.title, book.meta.date, edition, texts, pages)


def to_json(kept: KeptEdition) -> str:
    """Return *kept* as JSON; the same edition gives the same bytes."""
    return json.dumps({"form": _FORM, **asdict(kept)}, ensure_ascii=False, indent=1) + "\n"


def from_json(text: str, *, where: str) -> KeptEdition:
    """Return the edition in *text*; raise `ConfigError` when it is not one of ours."""
    try:
        rows = json.loads(text)
        made = KeptEdition(
            rows["name"],
            rows["title"],
            rows["date"],
            rows["edition"],
            tuple(KeptText(**row) for row in rows["texts"]),
            tuple(KeptPage(**row) for row in rows["pages"]),
        )
        _require_plain(made)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as err:
        raise ConfigError(
            "this is no kept edition",
            where=where,
            hint="Take the file out, and keep the edition again with 'florilegium keep NAME'.",
        ) from err
    return made


def _require_plain(made: KeptEdition) -> None:
    """Raise `TypeError` or `ValueError` for a value of *made* that is of another kind."""
    words: list[object] = [made.name, made.title, made.date, made.edition]
    for text in made.texts:
        words += [text.slug, text.title, text.flow, *text.notes, *text.notes.values()]
    for page in made.pages:
        words += [page.folio, page.document]
        if type(page.offset) is not int:
            raise TypeError(page.offset)
    if any(not isinstance(word, str) or xml_text.forbidden(word) >= 0 for word in words):
        raise ValueError(made.name)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
