"""Words of a document that pandoc did not hand on: found in the file itself, and told.

Input an archive and what pandoc read of it, output what is to stand in the ledger: heads and
feet of pages, deleted words that are kept in the file, and whatever else is in none of its blocks.
"""

import posixpath
from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from florilegium.ingest.archives import Archive
from florilegium.ingest.concealed import parsed
from florilegium.ingest.ebook import Package, in_utf8
from florilegium.ingest.namespaces import DRAWING, FALLBACK, OFFICE, STYLE, SVG, TEXT, W, local
from florilegium.ingest.pandoc_tree import Node, pictures_in, words_of
from florilegium.ingest.rtf_codes import Plain
from florilegium.ingest.seed_settings import TrackedChanges
from florilegium.ingest.word_names import usual
from florilegium.ingest.word_parts import Parts, remote_pictures
from florilegium.model import LeftOut
from florilegium.model.letters import letters

_WORD_ART = "{urn:schemas-microsoft-com:vml}textpath"
_UNSAID = frozenset({"head", "script", "style", "template"})
RULE = "not-read"
_LOST = "It stands in a part of the file that cannot be read."
_LOOSE = "A comment on no words of the text."
_COMMENT = "A comment."
_NOT_SHOWN = "A picture of the file that stands in no paragraph of it."
_ON_THE_WEB = "A picture that lies on the web; nothing is fetched."
_FURNITURE = "It is the head or the foot of every page."
_LISTED = "A table of contents or an index, whose pages are those of the document."
_INSERTED = "Inserted, and the tracked changes are refused."
_DELETED = "Deleted, and the tracked changes are accepted."

_OF_PICTURES = (f"{SVG}desc", f"{SVG}title", f"{OFFICE}binary-data")

# What stands in an ODT and is none of its text: the rule and the reason, by its elements.
_BESIDE = (
    ("comment", _COMMENT, (f"{OFFICE}annotation",)),
    ("page-furniture", _LISTED, tuple(
        f"{TEXT}{name}" for name in ("table-of-content", "alphabetical-index",
        "illustration-index", "table-index", "object-index", "user-index"))),
)  # fmt: skip


def in_word(archive: Archive, parts: Parts, blocks: Sequence[Node]) -> tuple[LeftOut, ...]:
    """Return what of a DOCX, which has these *parts*, is in none of *blocks*."""
    texts = (words for name in parts.texts for words in _of_word(archive.read(name)))
    comments = (words for name in parts.comments for words in _of_word(archive.read(name)))
    furniture = (" ".join(_of_word(archive.read(name))) for name in parts.furniture)
    drawn = (" ".join(_drawn(archive.read(name))) for name in parts.drawings)
    chunks = (_of_chunk(name, archive.read(name)) for name in parts.chunks)
    folder = posixpath.dirname(parts.texts[0])
    shown = {posixpath.normpath(posixpath.join(folder, name)).lstrip("/")
             for name in pictures_in(list(blocks))}  # fmt: skip
    media = (name for name in archive.names() if "media" in name.split("/")[:-1])
    return (
        *_told(RULE, _LOST, (*_missing(texts, blocks), *drawn, *chunks)),
        *_told("comment", _LOOSE, _missing(comments, blocks)),
        *_told("picture", _NOT_SHOWN, (name for name in media if name not in shown)),
        *_told("picture", _ON_THE_WEB, remote_pictures(archive, parts)),
        *_told("page-furniture", _FURNITURE, dict.fromkeys(furniture)),
    )


def _of_word(part: bytes) -> Iterator[str]:
    root = parsed(usual(part))
    if root is None:
        return
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        if element.tag == FALLBACK:  # what stands there is in its other half, too
            walk.skip_subtree()
        elif element.tag == f"{W}t" and element.text and not _is_of_signs(element):
            yield element.text
        elif element.tag == _WORD_ART and element.get("string"):
            yield element.get("string", "")


def _is_of_signs(text: etree._Element) -> bool:
    """Tell whether *text* is set in a font of signs, in which its letters mean others."""
    run = text.getparent()
    font = run.find(f"{W}rPr/{W}rFonts") if run is not None else None
    return font is not None and font.get(f"{W}ascii") == "Symbol"


def _drawn(part: bytes) -> Iterator[str]:
    """Yield the words of a diagram or a chart, which are drawn and no paragraphs."""
    root = parsed(part)
    for element in root.iter(f"{DRAWING}t") if root is not None else ():
        yield element.text or ""


def _of_chunk(name: str, part: bytes) -> str:
    """Return the words of a file that is put into the document as it is, else its *name*."""
    page = _page(part) if name.endswith((".htm", ".html", ".xhtml", ".txt")) else None
    return name if page is None else " ".join(_texts(page, _UNSAID))


def in_rtf(made: Plain, blocks: Sequence[Node], changes: TrackedChanges) -> tuple[LeftOut, ...]:
    """Return what of an RTF is in none of *blocks*; *changes* were accepted or refused."""
    why = _DELETED if changes == "accept" else _INSERTED
    return (
        *_told("tracked-change", why, made.changes),
        *_told(RULE, _LOST, _missing(made.texts, blocks)),
        *_told("comment", _COMMENT, made.comments),
        *_told("page-furniture", _FURNITURE, dict.fromkeys(made.furniture)),
    )


def in_odt(archive: Archive, blocks: Sequence[Node]) -> tuple[LeftOut, ...]:
    """Return what of an ODT is in none of *blocks*."""
    root = parsed(archive.read("content.xml"))
    styles = parsed(archive.read("styles.xml"))
    found: list[LeftOut] = []
    body = root.find(f"{OFFICE}body") if root is not None else None
    if body is not None:
        for sign in list(body.iter(f"{TEXT}note-citation", *_OF_PICTURES)):
            sign.text = ""  # the number of a note, which is counted anew; what a picture shows
        for changes in list(body.iter(f"{TEXT}tracked-changes")):
            gone = (" ".join(map(str, one.itertext())) for one in changes.iter(f"{TEXT}p"))
            found += _told("tracked-change", _DELETED, gone)
            changes.clear()
        for rule, why, kinds in _BESIDE:
            for one in list(body.iter(*kinds)):
                found += _told(rule, why, (" ".join(map(str, one.itertext())),))
                tail = one.tail
                one.clear()
                one.tail = tail
        found += _told(RULE, _LOST, _missing(_texts(body, frozenset()), blocks))
    if styles is not None:
        heads = styles.iter(f"{STYLE}header", f"{STYLE}footer")
        furniture = dict.fromkeys(" ".join(map(str, one.itertext())) for one in heads)
        found += _told("page-furniture", _FURNITURE, furniture)
    shown = set(pictures_in(list(blocks)))
    media = (name for name in archive.names() if name.startswith("Pictures/"))
    return (*found, *_told("picture", _NOT_SHOWN, (name for name in media if name not in shown)))


def in_epub(archive: Archive, package: Package, blocks: Sequence[Node]) -> tuple[LeftOut, ...]:
    """Return what of the pages of an e-book is in none of *blocks*."""
    roots = (_page(archive.read(page)) for page in dict.fromkeys(package.pages))
    texts = (words for root in roots if root is not None for words in _texts(root, _UNSAID))
    return _told(RULE, _LOST, _missing(texts, blocks))


def _page(page: bytes) -> etree._Element | None:
    """Return the root of a page, as a browser would make it where it is no XML."""
    if (root := parsed(page)) is not None or not page.strip():
        return root
    parser = etree.HTMLParser(encoding="utf-8", no_network=True)
    try:
        return etree.fromstring(in_utf8(page), parser)
    except etree.XMLSyntaxError:  # nothing in it is an element
        return None


def _texts(root: etree._Element, unsaid: frozenset[str]) -> Iterator[str]:
    """Yield each piece of text under *root*, without elements that say nothing."""
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if not isinstance(element.tag, str):
            continue
        if event == "end":
            if element is not root and element.tail:
                yield element.tail
        elif local(element) in unsaid:
            walk.skip_subtree()
        elif element.text:
            yield element.text


def _missing(texts: Iterable[str], blocks: Sequence[Node]) -> Iterator[str]:
    """Yield what of *texts* is not in *blocks*; neighbours that are not are one."""
    whole = letters(words_of(list(blocks))).casefold()  # capitals may be a matter of style
    at = 0
    gone: list[str] = []
    for text in texts:
        wanted = letters(text).casefold()
        if not wanted:
            continue
        found = whole.find(wanted, at)
        if found < 0:  # notes stand where they are called
            found = whole.find(wanted, 0, at + len(wanted))
        if found < 0:
            gone.append(text)
            continue
        at = found
        if gone:
            yield "".join(gone)
            gone = []
    if gone:
        yield "".join(gone)


def _told(rule: str, why: str, texts: Iterable[str]) -> tuple[LeftOut, ...]:
    said = (" ".join(text.split()) for text in texts)
    return tuple(LeftOut(rule, why, 1, len(words), words) for words in said if words)
