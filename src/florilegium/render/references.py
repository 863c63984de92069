"""The references as citeproc wrote them: in the order of the language, foreign titles marked.

citeproc writes an entry in the language of the book; a title in another language is marked,
so that a screen reader changes its voice for it. No word of an entry is changed; the head of a
chapter has less of it.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping
from html import escape
from itertools import accumulate
from typing import Any

from lxml import html

from florilegium.annotate.source_heading import source_heading
from florilegium.assemble.filing import filing_key
from florilegium.model import Book
from florilegium.model.markup_text import without_tags

# The title, and what it stands in: both are in the language that CSL gives for the item.
_TITLES = ("title", "container-title")


def name_languages(references: Mapping[str, str], book: Book) -> dict[str, str]:
    """Return *references* with the titles of items in another language than the book's marked."""
    own = _primary(book.meta.language)
    found = dict(references)
    for name in references:
        item = book.item(name)
        language = str(item.get("language") or "")
        if _primary(language) not in ("", own):
            for key in _TITLES:
                found[name] = _marked(found[name], str(item.get(key, "")), language)
    return found


def file_references(references: Mapping[str, str], book: Book) -> dict[str, str]:
    """Return *references* with those that no person made where their first word belongs.

    citeproc files all others; a title it files under its article.
    """
    language = book.meta.language

    def key(name: str) -> object:
        return filing_key(_words(references[name]), language)

    def is_named(name: str) -> bool:
        return any(isinstance(people, list) for people in book.item(name).values())

    order = [name for name in references if is_named(name)]
    unnamed = [name for name in references if not is_named(name)]
    keys: dict[str, Any] = {name: key(name) for name in (references if unnamed else ())}
    # The first of a later key stands where the highest key so far is higher for the first time.
    highest = list(accumulate((keys[name] for name in order), max)) if unnamed else []
    for name in unnamed:
        at = bisect_right(highest, keys[name])
        order.insert(at, name)
        highest.insert(at, keys[name])
    return {name: references[name] for name in order}


def file_by_maker(references: Mapping[str, str], book: Book) -> dict[str, str]:
    """Return *references* in the order of who made the works: a style without a list has none."""

    def key(name: str) -> object:
        people = (one for one in book.item(name).values() if isinstance(one, list))
        first = next((one[0] for one in people if one and isinstance(one[0], dict)), {})
        filed = " ".join(filter(None, (first.get("family"), first.get("given"))))
        words = filed or str(first.get("literal") or "") or _words(references[name])
        return filing_key(words, book.meta.language)

    return {name: references[name] for name in sorted(references, key=key)}  # type: ignore[arg-type]


def published(item: Mapping[str, object], *, title: str, language: str) -> str:
    """Return where and when the text of *item* came out, where its own *title* is said already.

    Empty when the item names nothing that it stood in, or another title: then the whole entry
    says more.
    """
    said = source_heading(item, language=language)
    container = str(item.get("container-title") or "")
    if not container or _letters(said.title) != _letters(title):
        return ""
    return ", ".join(filter(None, [f"<em>{escape(container)}</em>", escape(said.date)]))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _words(reference: str) -> str:
    return "".join(map(str, html.fromstring(f"<div>{reference}</div>").itertext()))


def _primary(language: str) -> str:
    tag = re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", language)
    return language.partition("-")[0].lower() if tag else ""


def _marked(reference: str, title: str, language: str) -> str:
    """Wrap the first place where *reference* has the words of *title*, whatever its quotes."""
    words = re.findall(r"[^\W_]+", without_tags(title))
    if not words:
        return reference
    pattern = r"[^\w<>]+".join(re.escape(escape(word)) for word in words)
    return re.sub(
        rf"(?<![\w<=\"/-]){pattern}(?!\w)",
        lambda match: f'<span lang="{language}">{match[0]}</span>',
        reference,
        count=1,
        flags=re.IGNORECASE,
    )
