"""Words of a document that pandoc did not hand on: found in the file itself, and told.

Input an archive and what pandoc read of it, output what is to stand in the ledger: heads and
feet of pages, deleted words that are kept in the file, and whatever else is in none of its blocks.
"""

from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from florilegium.ingest.archives import Archive
from florilegium.ingest.concealed import parsed
from florilegium.ingest.ebook import Package
from florilegium.ingest.pandoc_tree import Node, pictures_in, words_of
from florilegium.model import LeftOut
from florilegium.model.letters import letters

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_UNSAID = frozenset({"head", "script", "style", "template"})
RULE = "not-read"
_LOST = "It stands in a part of the file that cannot be read."
_NOT_SHOWN = "A picture of the file that stands in no paragraph of it."
_FURNITURE = "It is the head or the foot of every page."
_DELETED = "Deleted, and the tracked changes are accepted."


def in_word(archive: Archive, blocks: Sequence[Node]) -> tuple[LeftOut, ...]:
    """Return what of a DOCX is in none of *blocks*."""
    parts = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
    texts = (words for name in parts for words in _of_word(archive.read(name)))
    furniture = (
        " ".join(_of_word(archive.read(name)))
        for name in sorted(archive.names())
        if name.startswith(("word/header", "word/footer")) and name.endswith(".xml")
    )
    shown = {f"word/{name}" for name in pictures_in(list(blocks))}
    drawn = (name for name in archive.names() if name.startswith("word/media/"))
    return (
        *_told(RULE, _LOST, _missing(texts, blocks)),
        *_told("picture", _NOT_SHOWN, (name for name in drawn if name not in shown)),
        *_told("page-furniture", _FURNITURE, dict.fromkeys(furniture)),
    )


def _of_word(part: bytes) -> Iterator[str]:
    root = parsed(part)
    if root is None:
        return
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        if element.tag == _FALLBACK:  # what stands there is in its other half, too
            walk.skip_subtree()
        elif element.tag == f"{_W}t" and element.text:
            yield element.text


def in_odt(archive: Archive, blocks: Sequence[Node]) -> tuple[LeftOut, ...]:
    """Return what of an ODT is in none of *blocks*."""
    root = parsed(archive.read("content.xml"))
    styles = parsed(archive.read("styles.xml"))
    found: list[LeftOut] = []
    body = root.find(f"{_OFFICE}body") if root is not None else None
    if body is not None:
        for sign in list(body.iter(f"{_TEXT}note-citation")):
            sign.text = ""  # the number of a note, which is counted anew
        for changes in list(body.iter(f"{_TEXT}tracked-changes")):
            gone = (" ".join(map(str, one.itertext())) for one in changes.iter(f"{_TEXT}p"))
            found += _told("tracked-change", _DELETED, gone)
            changes.clear()
        found += _told(RULE, _LOST, _missing(_texts(body, frozenset()), blocks))
    if styles is not None:
        heads = styles.iter(f"{_STYLE}header", f"{_STYLE}footer")
        furniture = dict.fromkeys(" ".join(map(str, one.itertext())) for one in heads)
        found += _told("page-furniture", _FURNITURE, furniture)
    return tuple(found)


def in_epub(archive: Archive, package: Package, blocks: Sequence[Node]) -> tuple[LeftOut, ...]:
    """Return what of the pages of an e-book is in none of *blocks*."""
    roots = (parsed(archive.read(page)) for page in package.pages)
    texts = (words for root in roots if root is not None for words in _texts(root, _UNSAID))
    return _told(RULE, _LOST, _missing(texts, blocks))


def _texts(root: etree._Element, unsaid: frozenset[str]) -> Iterator[str]:
    """Yield each piece of text under *root*, without elements that say nothing."""
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if not isinstance(element.tag, str):
            continue
        if event == "end":
            if element is not root and element.tail:
                yield element.tail
        elif etree.QName(element).localname in unsaid:
            walk.skip_subtree()
        elif element.text:
            yield element.text


def _missing(texts: Iterable[str], blocks: Sequence[Node]) -> Iterator[str]:
    """Yield what of *texts* is not in *blocks*; neighbours that are not are one."""
    whole = letters(words_of(list(blocks)))
    at = 0
    gone: list[str] = []
    for text in texts:
        wanted = letters(text)
        if not wanted:
            continue
        found = whole.find(wanted, at)
        if found < 0:
            found = whole.find(wanted)
        else:
            at = found
        if found < 0:
            gone.append(text)
        elif gone:
            yield "".join(gone)
            gone = []
    if gone:
        yield "".join(gone)


def _told(rule: str, why: str, texts: Iterable[str]) -> tuple[LeftOut, ...]:
    said = (" ".join(text.split()) for text in texts)
    return tuple(LeftOut(rule, why, 1, len(words), words) for words in said if words)
