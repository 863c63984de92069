"""The pages of an e-book made ready: hidden words are marked, printed pages begin where they do.

Input a page (XHTML), the style sheets that it names and the list of printed pages, output the
page with signs around the words that it hides, and a sign where a page of the printed book
begins that the e-book lists without one.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import unquote

from lxml import etree

from florilegium.ingest import hidden
from florilegium.ingest.archives import Archive
from florilegium.ingest.concealed import CLOSES, OPENS, parsed

_HIDES = re.compile(rb"display\s*:\s*none|visibility\s*:|\shidden\b|hidden[-_]?visually|sr-only")
_SHEET = re.compile(rb"""<link\b[^<>]*?\bhref\s*=\s*["']([^"']+\.css)["']""", re.IGNORECASE)
_RULE = re.compile(rb"<hr\b([^<>]*?\bpagebreak\b[^<>]*?)/?>")
# Without an address it is no link, and pandoc drops what it says of itself.
_ANCHOR = re.compile(
    rb"<a\b((?=[^<>]*\bpagebreak\b)(?![^<>]*\bhref\b)[^<>]*?)(?:/>|>([^<>]*)</a\s*>)"
)
_TAG = re.compile(rb"<[A-Za-z][^<>]*>")
_ID = re.compile(rb"""(?=\sid\s*=\s*["']([^"']*)["'])""")
_BODY = re.compile(rb"<body\b[^<>]*>")
_LIST = re.compile(r"\bpage-list\b")
_TYPE = "{http://www.idpf.org/2007/ops}type"
_LONGEST = 20  # letters of a page's number
_LABEL = re.compile(r"(?:page|pg|p\.?|seite|s\.)[\s_-]*(?=[\dIVXLCivxlc])", re.IGNORECASE)


def label_of(said: str) -> str:
    """Return the number of a page as it is printed, of what an e-book says of it."""
    label = _LABEL.sub("", " ".join(said.split()), count=1)
    return label if len(label) <= _LONGEST else ""


def listed(archive: Archive, opf: str) -> dict[str, dict[str, str]]:
    """Return the printed pages that an e-book lists: for each of its pages, labels by ids."""
    found: dict[str, dict[str, str]] = {}
    root = parsed(archive.read(opf))
    for item in root.iter("{*}item") if root is not None else ():
        kind = item.get("media-type", "")
        if "nav" not in item.get("properties", "").split() and "ncx" not in kind:
            continue
        place = posixpath.join(posixpath.dirname(opf), unquote(item.get("href", "")))
        for href, label in _entries(parsed(archive.read(place))):
            file, _, name = href.partition("#")
            whole = posixpath.normpath(posixpath.join(posixpath.dirname(place), unquote(file)))
            found.setdefault(whole, {}).setdefault(unquote(name), label)
    return found


def _entries(root: etree._Element | None) -> Iterator[tuple[str, str]]:
    """Yield the address and the label of each entry of a page list (EPUB 3, or NCX)."""
    for nav in root.iter("{*}nav") if root is not None else ():
        if _LIST.search(nav.get(_TYPE, "")):
            for one in nav.iter("{*}a"):
                if label := label_of("".join(map(str, one.itertext()))):
                    yield one.get("href", ""), label
    for target in root.iter("{*}pageTarget") if root is not None else ():
        content = next(target.iter("{*}content"), None)
        words = next(target.iter("{*}text"), None)
        if content is not None and words is not None and (label := label_of(words.text or "")):
            yield content.get("src", ""), label


class Sheets:
    """The style sheets of the e-book in an *archive*, each read once."""

    def __init__(self, archive: Archive) -> None:
        """Read from *archive*."""
        self._archive = archive
        self._read: dict[str, tuple[str, bool]] = {}

    def named(self, name: str) -> tuple[str, bool]:
        """Return the sheet *name*, and whether it can hide anything."""
        if name not in self._read:
            sheet = self._archive.read(name)
            self._read[name] = (sheet.decode("utf-8", "replace"), bool(_HIDES.search(sheet)))
        return self._read[name]


def ready(page: bytes, place: str, sheets: Sheets, labels: Mapping[str, str]) -> bytes:
    """Return the *page* at *place* with its hidden words marked and its *labels* set."""
    made = _ANCHOR.sub(rb"<span\1>\2</span>", _RULE.sub(rb"<div\1></div>", page))
    made = _with_labels(made, labels) if labels else made
    own = [sheets.named(_beside(place, one)) for one in _SHEET.findall(page)]
    hides = any(hides for _, hides in own) or _HIDES.search(page)
    return _with_hidden(made, [sheet for sheet, _ in own]) if hides else made


def _beside(place: str, href: bytes) -> str:
    name = unquote(href.decode("utf-8", "replace"))
    return posixpath.normpath(posixpath.join(posixpath.dirname(place), name))


def _with_labels(page: bytes, labels: Mapping[str, str]) -> bytes:
    """Return *page* with a sign before each element of which *labels* has the id."""
    tags: dict[bytes, re.Match[bytes]] = {}
    for tag in _TAG.finditer(page):
        for one in _ID.finditer(tag[0]):
            tags.setdefault(one[1], tag)
    signs: list[tuple[int, bytes]] = []
    for name, label in labels.items():
        found = tags.get(name.encode()) if name else _BODY.search(page)
        if found is not None and b"pagebreak" not in found[0]:
            sign = f'<span epub:type="pagebreak" title="{_escaped(label)}"></span>'.encode()
            signs.append((found.start() if name else found.end(), sign))
    pieces: list[bytes] = []
    done = 0
    for at, sign in sorted(signs, key=lambda placed: placed[0]):
        pieces += (page[done:at], sign)
        done = at
    return b"".join((*pieces, page[done:]))


def _escaped(label: str) -> str:
    return label.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


def _with_hidden(page: bytes, sheets: Sequence[str]) -> bytes:
    """Return *page* with two signs around the words of each element that it does not show."""
    root = parsed(page)
    if root is None:
        return page
    hiding = hidden.hiding(root, sheets)
    marked = False
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        if not isinstance(element.tag, str) or not hiding.how(element):
            continue
        walk.skip_subtree()
        if "".join(map(str, element.itertext())).strip():
            marked = True
            _mark(element)
    return etree.tostring(root, encoding="UTF-8") if marked else page


def _mark(element: etree._Element) -> None:
    """Put the signs around the words of each part of *element* that is a line of its own."""
    for one in element.iter():
        if not isinstance(one.tag, str):
            continue
        if (one.text or "").strip():
            one.text = f"{OPENS}{one.text}{CLOSES}"
        if one is not element and (one.tail or "").strip():
            one.tail = f"{OPENS}{one.tail}{CLOSES}"
