"""Is every letter accounted for? Seeds and ledgers against the words in the book's XHTML."""

from collections import Counter
from collections.abc import Iterable, Iterator

from lxml import etree

from florilegium.clean import merge
from florilegium.findings import Finding
from florilegium.letters import letters
from florilegium.model import CleanText, ContentDocument, RawText, Selection

# Inline elements of a text that are the editor's words, not the author's.
EDITORIAL = frozenset({"speaker", "note-call", "text-call", "elision"})


def accounted(
    raw: RawText, cleaned: CleanText, selection: Selection, document: ContentDocument
) -> Iterator[Finding]:
    """Yield T101 and T102 when the letters of one text do not add up (laws 2 and 5)."""
    where = f"seeds/{raw.seed.name}"
    if merge(cleaned) != raw.blocks:
        yield Finding("T101", where, "kept and removed together are not the seed")
    expected = _count(block.text for block in raw.blocks)
    expected.subtract(_count(removal.text for removal in selection.removals))
    expected.subtract(_count(cut.text for cut in selection.elisions))
    expected.subtract(_count(record.original for record in selection.emendations))
    expected.update(_count(record.reading for record in selection.emendations))
    actual = Counter(letters(reading_text(document)))
    if difference := _difference(expected, actual):
        yield Finding("T102", f"{where} in {document.id}", difference)


def found(cleaned: CleanText) -> Iterator[Finding]:
    """Yield T104 when the text could not be told from the frame of its page."""
    if not cleaned.article:
        yield Finding(
            "T104",
            f"seeds/{cleaned.seed.name}",
            "no line of it could be told from the frame of a page, so all were kept",
        )


def reading_text(document: ContentDocument) -> str:
    """Return the author's words in a chapter, without the editor's calls, labels and marks.

    The author's own notes are words of the author, and so are the signs that call them.
    """
    root = etree.fromstring(document.xhtml.encode())
    return "".join(
        "".join(_words(part))
        for part in root.iter("{*}div", "{*}aside")
        if {"text", "author-note"} & set((part.get("class") or "").split())
    )


def _words(node: etree._Element) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        styles = set((child.get("class") or "").split())
        if not EDITORIAL & styles or "author-call" in styles:
            yield from _words(child)
        yield child.tail or ""


def _count(texts: Iterable[str]) -> Counter[str]:
    return Counter(letters("\n".join(texts)))


def _difference(expected: Counter[str], actual: Counter[str]) -> str:
    missing = {c: n - actual[c] for c, n in expected.items() if n > actual[c]}
    extra = {c: n - expected[c] for c, n in actual.items() if n > expected[c]}
    parts = []
    if missing:
        parts.append("missing " + ", ".join(f"{n} × {c!r}" for c, n in sorted(missing.items())))
    if extra:
        parts.append("too many " + ", ".join(f"{n} × {c!r}" for c, n in sorted(extra.items())))
    return "; ".join(parts)
