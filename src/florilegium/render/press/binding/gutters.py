"""A book laid out with the gutter that its number of pages calls for.

How many pages it has is known when it is laid out. The gutter moves the lines and breaks none
elsewhere, so a guess that was wrong costs a second round, and never a third. The best guess is
what it had last time; of a book of many documents that nobody made before, the longest is laid
out first, and the others are taken to be as dense.
"""

import hashlib
import re
from collections.abc import Sequence
from math import ceil
from typing import Any

from florilegium.model import ContentDocument, Edition
from florilegium.project.styles import Styles, gutter_of, opening_in
from florilegium.render.press.binding import pagination
from florilegium.render.press.layout.folios import opening
from florilegium.store.cache import Cache

_PAGE = 2600  # characters of markup on a page, where nothing better is known
_OFF = 2  # times that a guess by that may be wrong, either way
_MANY = 8  # times as long as its longest document is a book of many


def lay_out_book(
    documents: Sequence[ContentDocument],
    *,
    edition: Edition,
    styles: Styles,
    **given: Any,  # noqa: ANN401  # the rest of what `pagination.lay_out_book` takes
) -> pagination.Layout:
    """Return the book laid out, as `pagination.lay_out_book` does, its gutter right."""
    cache: Cache | None = given.get("cache")
    key = _key(edition)
    last = _last(cache, key)
    pages = last or _guess(documents, edition=edition, styles=styles, **given)
    tried: set[float] = set()
    while True:
        layout = pagination.lay_out_book(
            documents, edition=edition, styles=styles, pages=pages, **given
        )
        tried.add(gutter_of(styles, edition, pages=pages))
        pages = len(layout.folios)
        if gutter_of(styles, edition, pages=pages) in tried:
            if cache and pages != last:
                cache.put(key, str(pages).encode())
            return layout


def _guess(
    documents: Sequence[ContentDocument],
    *,
    edition: Edition,
    styles: Styles,
    **given: Any,  # noqa: ANN401  # see above
) -> int:
    """About how many pages *documents* take: by their markup, where that is near enough."""
    rough = sum(_length(document) // _PAGE + 1 for document in documents)
    possible = {gutter_of(styles, edition, pages=one) for one in (rough // _OFF, rough * _OFF)}
    longest = max(documents, key=_length, default=None)
    is_of_many = longest and sum(map(_length, documents)) > _MANY * _length(longest)
    if longest is None or not is_of_many or len(possible) == 1:
        return rough
    alone = {**given, "progress": None}
    sample = pagination.lay_out_book(
        [longest], edition=edition, styles=styles, pages=rough, **alone
    )
    each = _length(longest) / max(1, len(sample.folios))
    opened = opening_in(styles, edition)
    return sum(_pages(opening(document, opened), each) for document in documents)


def _length(document: ContentDocument) -> int:
    return len(document.xhtml)


def _pages(document: ContentDocument, each: float) -> int:
    """About how many pages *document* takes that has *each* characters on one."""
    pages = ceil(_length(document) / each)
    return pages + pages % 2 if document.opens == "recto" else pages


def _last(cache: Cache | None, key: str) -> int:
    """How many pages the edition had when it was made last; 0 when nobody knows."""
    kept = (cache and cache.get(key)) or b""
    return int(kept) if re.fullmatch(rb"[1-9][0-9]{0,5}", kept) else 0


def _key(edition: Edition) -> str:
    return hashlib.sha256(f"pages of {edition.name} in {edition.theme}".encode()).hexdigest()
