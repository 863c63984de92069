"""The page marks of the e-book compared with the pages of the finished PDF.

Both files are opened as a reader program opens them: the PDF gives the words of each page by
its label, the EPUB the words that follow each mark. They are equal, or the mark is wrong.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from florilegium.check.package import spine_of
from florilegium.check.pdf_words import words_by_page
from florilegium.findings import Finding
from florilegium.model.letters import letters

_COMPARED = 40  # letters: more than a line
_APART = frozenset({"doc-footnote", "doc-backlink"})


@dataclass
class _Opened:
    """The words of an e-book so far, in pieces, and where its marks stand among them."""

    pieces: list[str] = field(default_factory=list)
    marks: list[tuple[str, int]] = field(default_factory=list)

    def read(self, node: etree._Element) -> None:
        """Take in what stands in *node*, without notes."""
        role = node.get("role")
        if not isinstance(node.tag, str) or role in _APART:
            return
        if role == "doc-pagebreak":
            self.marks.append((node.get("aria-label") or "", len(self.pieces)))
        self.pieces.append(node.text or "")
        for child in node:
            self.read(child)
            self.pieces.append(child.tail or "")


def agree(epub: Path, pdf: Path) -> Iterator[Finding]:
    """Yield E110 for each mark of *epub* that does not stand where its page of *pdf* begins."""
    pages = words_by_page(pdf)
    for label, after in _marked(epub):
        if label not in pages:
            yield Finding("E110", epub.name, f"page {label} is not in {pdf.name}")
            continue
        printed = _plain(pages[label])[:_COMPARED]
        if not any(begin.startswith(printed) for begin in _beginnings(after)):
            here, there = _plain(after)[:_COMPARED], printed
            message = f"page {label} is marked at “{here}”, but begins with “{there}”"
            yield Finding("E110", epub.name, message)


def _beginnings(text: str) -> Iterator[str]:
    """Yield what may be on paper after a mark: a word that a page breaks is marked as a whole."""
    plain = _plain(text)
    word = _plain(text.split(maxsplit=1)[0]) if text.strip() else ""
    yield from (plain[cut:] for cut in range(max(1, len(word))))


def _plain(text: str) -> str:
    # Points beside letters that run from right to left may stand on either side of them.
    return "".join(filter(str.isalnum, letters(text))).casefold()


def _marked(epub: Path) -> Iterator[tuple[str, str]]:
    """Yield the label of each mark in reading order, and some of the words that follow it."""
    opened = _Opened()
    for body in _bodies(epub):
        opened.read(body)
    for label, place in opened.marks:
        yield label, _gathered(opened.pieces, place)


def _gathered(pieces: list[str], place: int) -> str:
    text = ""
    for piece in pieces[place:]:
        text += piece
        if len(text) > 10 * _COMPARED:
            break
    return text


def _bodies(epub: Path) -> Iterator[etree._Element]:
    with zipfile.ZipFile(epub) as book:
        for file, _ in spine_of(book):
            body = etree.fromstring(book.read(file)).find("{*}body")
            if body is not None:
                yield body
