"""Checks of a finished EPUB, opened with no knowledge of how it was made.

Sources: EPUB 3.3, EPUB Accessibility 1.1, DPUB-ARIA 1.1. What EPUBCheck says stands in
``epubcheck``; here is what it does not look at.
"""

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from florilegium.check.epubcheck import judge
from florilegium.check.package import Node, package_of
from florilegium.findings import Finding
from florilegium.model import Artefact

_X = "{http://www.w3.org/1999/xhtml}"
_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TYPE = "{http://www.idpf.org/2007/ops}type"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_MODIFIED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_WANTED = ("title", "language", "identifier", "date")  # the rest is B101's to ask for
_PROPERTIES = (
    "dcterms:modified",
    "schema:accessMode",
    "schema:accessibilityFeature",
    "schema:accessibilityHazard",
    "schema:accessibilitySummary",
)


@dataclass(frozen=True, slots=True)
class _Volume:
    """An opened EPUB: its package, its XHTML documents by path, the names of all its files."""

    package: Node
    folder: str
    documents: Mapping[str, Node]
    names: frozenset[str]


def warnings(artefact: Artefact) -> tuple[Finding, ...]:
    """Return what the writer noticed while it made *artefact*."""
    where = artefact.path.name
    return tuple(Finding("E109", where, message) for message in artefact.warnings)


def check_epub(path: Path) -> tuple[Finding, ...]:
    """Return what is wrong with the EPUB at *path*: structure first, then what EPUBCheck says."""
    where = path.name
    try:
        volume = _open(path)
    except (OSError, KeyError, zipfile.BadZipFile, etree.XMLSyntaxError, StopIteration) as err:
        return (Finding("E101", where, f"it cannot be read: {err}"),)
    found: list[Finding] = []
    for look in (_files, _links, _ids, _metadata, _notes, _headings, _languages, _pages):
        found += look(volume, where)
    return (*found, *judge(path))


def _open(path: Path) -> _Volume:
    with zipfile.ZipFile(path) as book:
        package, folder = package_of(book)
        hrefs = [
            posixpath.join(folder, item.get("href", ""))
            for item in package.iter(f"{_OPF}item")
            if item.get("media-type") == "application/xhtml+xml"
        ]
        documents = {href: etree.fromstring(book.read(href)) for href in hrefs}
        return _Volume(package, folder, documents, frozenset(book.namelist()))


def _files(volume: _Volume, where: str) -> Iterator[Finding]:
    for item in volume.package.iter(f"{_OPF}item"):
        name = posixpath.join(volume.folder, item.get("href", ""))
        if name not in volume.names:
            yield Finding("E101", where, f"{name} is in the manifest, but not in the book")
    for name in sorted(volume.names):
        if not re.fullmatch(r"[A-Za-z0-9._/-]+", name):
            yield Finding("E101", where, f"the file name {name!r} is not plain ASCII")


def _links(volume: _Volume, where: str) -> Iterator[Finding]:
    ids = {
        name: {node.get("id") for node in tree.iter()} for name, tree in volume.documents.items()
    }
    for name, tree in volume.documents.items():
        for node in tree.iter(f"{_X}a", f"{_X}img", f"{_X}link"):
            target = node.get("href") or node.get("src") or ""
            if re.match(r"[a-z][a-z0-9+.-]*:", target, re.IGNORECASE):
                continue
            path, _, fragment = unquote(target).partition("#")
            file = (
                posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            )
            if file not in volume.names:
                yield Finding("E102", f"{where}, {name}", f"{target!r} leads to no file")
            elif fragment and fragment not in ids.get(file, set()):
                yield Finding("E102", f"{where}, {name}", f"{target!r} leads to no place")


def _ids(volume: _Volume, where: str) -> Iterator[Finding]:
    count = Counter(
        node.get("id")
        for tree in volume.documents.values()
        for node in tree.iter()
        if node.get("id")
    )
    for name, times in count.items():
        if times > 1:
            yield Finding("E103", where, f"{times} elements have the id {name!r}")


def _metadata(volume: _Volume, where: str) -> Iterator[Finding]:
    for name in _WANTED:
        if not any((node.text or "").strip() for node in volume.package.iter(f"{_DC}{name}")):
            yield Finding("E104", where, f"it has no dc:{name}")
    values: dict[str, str] = {}
    for node in volume.package.iter(f"{_OPF}meta"):
        values.setdefault(node.get("property", ""), (node.text or "").strip())
    for name in _PROPERTIES:
        if not values.get(name):
            yield Finding("E104", where, f"it has no {name}")
    if not _MODIFIED.fullmatch(values.get("dcterms:modified", "")):
        yield Finding("E104", where, "dcterms:modified is no moment in UTC")
    if not volume.package.get(_XML_LANG):
        yield Finding("E104", where, "the package does not say its language")
    properties = {
        p for i in volume.package.iter(f"{_OPF}item") for p in i.get("properties", "").split()
    }
    if "cover-image" not in properties:
        yield Finding("E104", where, "it has no cover")


def _notes(volume: _Volume, where: str) -> Iterator[Finding]:
    for name, tree in volume.documents.items():
        place = f"{where}, {name}"
        notes = {n.get("id", ""): n for n in tree.iter() if n.get("role") == "doc-footnote"}
        called: set[str] = set()
        for call in (a for a in tree.iter(f"{_X}a") if a.get("role") == "doc-noteref"):
            target = call.get("href", "").removeprefix("#")
            called.add(target)
            if target not in notes:
                yield Finding("E105", place, f"the note {target!r} is not in the file of its call")
        for own, note in notes.items():
            if own not in called:
                yield Finding("E105", place, f"the note {own!r} is never called")
            if not any(_is_way_back(link) for link in note.iter(f"{_X}a")):
                yield Finding("E105", place, f"the note {own!r} has no named way back")


def _is_way_back(link: Node) -> bool:
    return link.get("role") == "doc-backlink" and bool(link.get("aria-label"))


def _headings(volume: _Volume, where: str) -> Iterator[Finding]:
    for name, tree in volume.documents.items():
        found = re.findall(r"h([1-6])", " ".join(_heading_tags(tree)))
        for before, after in pairwise([0, *map(int, found)]):
            if after > before + 1:
                message = f"a heading of rank {after} follows one of {before or 'none'}"
                yield Finding("E106", f"{where}, {name}", message)
        if found.count("1") > 1:
            yield Finding("E106", f"{where}, {name}", "it has more than one heading of rank 1")


def _heading_tags(tree: Node) -> Iterator[str]:
    tags = (str(node.tag).removeprefix(_X) for node in tree.iter(f"{_X}*"))
    return (tag for tag in tags if re.fullmatch("h[1-6]", tag))


def _languages(volume: _Volume, where: str) -> Iterator[Finding]:
    for name, tree in volume.documents.items():
        place = f"{where}, {name}"
        if not tree.get("lang"):
            yield Finding("E107", place, "it does not say its language")
        if not (tree.findtext(f"{_X}head/{_X}title") or "").strip():
            yield Finding("E107", place, "it has no title")
        for node in tree.iter(f"{_X}*"):
            if node.get("lang") != node.get(_XML_LANG):
                yield Finding("E107", place, f"lang and xml:lang differ on {node.get('lang')!r}")
        for picture in tree.iter(f"{_X}img"):
            if picture.get("alt") is None:
                yield Finding(
                    "E107", place, f"the picture {picture.get('src')!r} has no description"
                )


def _pages(volume: _Volume, where: str) -> Iterator[Finding]:
    marks = {
        f"{name}#{node.get('id')}": node.get("aria-label")
        for name, tree in volume.documents.items()
        for node in tree.iter()
        if "pagebreak" in node.get(_TYPE, "").split()
    }
    listed: dict[str, str] = {}
    for name, tree in volume.documents.items():
        for nav in (nav for nav in tree.iter(f"{_X}nav") if nav.get(_TYPE) == "page-list"):
            for link in nav.iter(f"{_X}a"):
                folder = posixpath.dirname(name)
                target = posixpath.normpath(posixpath.join(folder, link.get("href", "")))
                listed[target] = link.text or ""
    if listed != marks:
        odd = sorted(f"{key}: {value}" for key, value in listed.items() ^ marks.items())
        yield Finding("E108", where, f"the list of pages and the marks differ at {', '.join(odd)}")
