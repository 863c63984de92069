"""The letters of the finished PDF and EPUB compared with those of the book (law 4)."""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from lxml import etree

from florilegium.check.package import spine_of
from florilegium.check.pdf_words import Words, without_leaders, words_of
from florilegium.findings import Finding
from florilegium.model import ContentDocument
from florilegium.model.letters import letters
from florilegium.render.locators import fill_locators

_CONTEXT = 30  # letters shown on either side of a difference
# What only an e-reader needs: the way back from a note. A stamp is page furniture in print.
_EPUB_ONLY = frozenset({"doc-backlink"})


def agrees_pdf(
    path: Path, documents: Sequence[ContentDocument], folios: Mapping[str, str]
) -> Iterator[Finding]:
    """Yield P104 when the PDF does not say what *documents* say."""
    said = _said(documents, folios)
    expected = replace(said, flow=without_leaders(said.flow))  # the book's own rows of points
    yield from _compare("P104", path, words_of(path), expected)


def agrees_epub(
    path: Path, documents: Sequence[ContentDocument], folios: Mapping[str, str]
) -> Iterator[Finding]:
    """Yield E201 when the EPUB does not say what *documents* say (its contents are its nav)."""
    expected = _said([d for d in documents if d.kind != "contents"], folios)
    yield from _compare("E201", path, _words_of_epub(path, {d.id for d in documents}), expected)


def _said(documents: Sequence[ContentDocument], folios: Mapping[str, str]) -> Words:
    roots = []
    for document in documents:
        root = etree.fromstring(document.xhtml.encode())
        fill_locators(root, folios)
        for note in root.iter("{*}aside"):  # every format prints its label before it
            note.text = (note.get("data-label") or "") + (note.text or "")
        roots.append(root)
    return _join(roots)


def _words_of_epub(path: Path, names: set[str]) -> Words:
    with zipfile.ZipFile(path) as book:
        roots = [
            etree.fromstring(book.read(file)).find("{*}body")
            for file, _ in spine_of(book)
            if PurePosixPath(file).stem in names
        ]
    return _join([root for root in roots if root is not None])


def _join(roots: Sequence[etree._Element]) -> Words:
    flow: list[str] = []
    notes: list[str] = []
    for root in roots:
        for text, in_note in _texts(root):
            (notes if in_note else flow).append(text)
    return Words("".join(flow), "".join(notes))


def _texts(node: etree._Element, *, in_note: bool = False) -> Iterator[tuple[str, bool]]:
    role = node.get("role") or ""
    if not isinstance(node.tag, str) or role in _EPUB_ONLY or node.get("class") == "stamp":
        return
    inside = in_note or role == "doc-footnote"
    yield node.text or "", inside
    for child in node:
        yield from _texts(child, in_note=inside)
        yield child.tail or "", inside


def _compare(code: str, path: Path, actual: Words, expected: Words) -> Iterator[Finding]:
    for name in ("flow", "notes"):
        found, wanted = (letters(getattr(said, name)) for said in (actual, expected))
        if found == wanted:
            continue
        at = next(
            (n for n, (a, b) in enumerate(zip(found, wanted, strict=False)) if a != b),
            min(len(found), len(wanted)),
        )
        part = "text" if name == "flow" else "notes"
        here, there = (text[max(0, at - _CONTEXT) : at + _CONTEXT] for text in (found, wanted))
        yield Finding(code, path.name, f"its {part} says “{here}”, the book says “{there}”")
