"""A book laid out with the gutter that its number of pages calls for.

How many pages it has is known when it is laid out. The gutter moves the lines and breaks none
elsewhere, so a guess that was wrong costs a second round, and never a third. The best guess is
what it had last time.
"""

import hashlib
import re
from collections.abc import Sequence
from typing import Any

from florilegium.model import ContentDocument, Edition
from florilegium.project.styles import Styles, gutter_of
from florilegium.render.press.binding import pagination
from florilegium.store.cache import Cache

_PAGE = 2600  # characters of markup on a page


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
    pages = last or sum(len(document.xhtml) // _PAGE + 1 for document in documents)
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


def _last(cache: Cache | None, key: str) -> int:
    """How many pages the edition had when it was made last; 0 when nobody knows."""
    kept = (cache and cache.get(key)) or b""
    return int(kept) if re.fullmatch(rb"[1-9][0-9]{0,5}", kept) else 0


def _key(edition: Edition) -> str:
    return hashlib.sha256(f"pages of {edition.name} in {edition.theme}".encode()).hexdigest()
