"""A Word document made ready: which parts it has, and markup in a form that pandoc reads.

Input the archive of a DOCX, output the names of its parts, and a part whose words pandoc does
not drop: text boxes follow their paragraph, fields and marked-up words are plain words.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from florilegium.ingest.archives import Archive
from florilegium.ingest.concealed import parsed
from florilegium.ingest.namespaces import FALLBACK, W

_MAIN = re.compile(r"/officeDocument$")
_CHUNK = re.compile(r"/aFChunk$")
# What “strict” documents call their names, and the usual ones.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_AROUND_WORDS = (f"{W}fldSimple", f"{W}customXml", f"{W}smartTag")
_OF_MARKUP = (f"{W}customXmlPr", f"{W}smartTagPr")
_WANTED = re.compile(rb"[:<](?:fldSimple|customXml|smartTag|ruby|cr|txbxContent)\b")


@dataclass(frozen=True, slots=True)
class Parts:
    """The members of a DOCX by what they hold; *texts* are the document and its notes."""

    texts: tuple[str, ...]
    styles: str
    comments: tuple[str, ...]
    furniture: tuple[str, ...]
    drawings: tuple[str, ...]
    chunks: tuple[str, ...]


def parts_of(archive: Archive) -> Parts:
    """Return the parts of a DOCX, whatever its program calls them (``document2.xml``)."""
    main = next(_targets(archive, "", _MAIN), "word/document.xml")
    folder = posixpath.dirname(main)
    names = sorted(archive.names())

    def called(pattern: str) -> tuple[str, ...]:
        whole = re.compile(rf"{re.escape(folder)}/{pattern}\d*\.xml")
        return tuple(name for name in names if whole.fullmatch(name))

    return Parts(
        (main, *called("footnotes"), *called("endnotes")),
        next(iter(called("styles")), ""),
        called("comments"),
        (*called("header"), *called("footer")),
        (*called("diagrams/data"), *called("charts/chart")),
        tuple(_targets(archive, main, _CHUNK)),
    )


def _targets(archive: Archive, part: str, kind: re.Pattern[str]) -> Iterator[str]:
    """Yield the members that *part* (the package itself: empty) names as of this *kind*."""
    folder, name = posixpath.split(part)
    root = parsed(archive.read(posixpath.join(folder, "_rels", f"{name}.rels")))
    for one in root.iter("{*}Relationship") if root is not None else ():
        target = one.get("Target", "")
        if kind.search(one.get("Type", "")) and target:
            place = target[1:] if target.startswith("/") else posixpath.join(folder, target)
            yield posixpath.normpath(place)


def usual(part: bytes) -> bytes:
    """Return a *part* of a DOCX in the usual names, which “strict” documents do not use."""
    for strict, name in _STRICT:
        part = part.replace(strict, name)
    return part


def plain(part: bytes) -> bytes:
    """Return a *part* of a DOCX with all its words where pandoc finds them.

    Only the reading beside a character (ruby) is not among them.
    """
    part = usual(part)
    root = parsed(part) if _WANTED.search(part) else None
    if root is None:
        return part
    for one in list(root.iter(f"{W}cr")):
        one.tag = f"{W}br"
    for one in list(root.iter(f"{W}ruby")):
        _put_in_place(one, one.findall(f"{W}rubyBase/{W}r"), of=one.getparent())
    for one in list(root.iter(*_AROUND_WORDS)):
        if one.get(f"{W}instr", "").split()[:1] != ["HYPERLINK"]:  # pandoc reads these
            _put_in_place(one, [inner for inner in one if inner.tag not in _OF_MARKUP])
    for box in reversed(list(root.iter(f"{W}txbxContent"))):
        _after_its_paragraph(box)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _put_in_place(
    old: etree._Element, new: Iterable[etree._Element], *, of: etree._Element | None = None
) -> None:
    """Put *new* in the place of *old*, or in that of the run *of* which it is the content."""
    place = old if of is None else of
    around = place.getparent()
    if around is None:
        return
    at = around.index(place)
    around[at + (of is not None) : at + (of is not None)] = list(new)
    around.remove(old) if of is None else of.remove(old)


def _after_its_paragraph(box: etree._Element) -> None:
    """Move the paragraphs of a text box behind the one that it hangs on."""
    other = next(box.iterancestors(FALLBACK), None)
    choice = other.getparent() if other is not None else None
    if choice is not None and any(one is not other and _has_box(one) for one in choice):
        _put_in_place(box, [])
        return
    host = next(box.iterancestors(f"{W}p"), None)
    around = host.getparent() if host is not None else None
    if host is None or around is None:
        return
    at = around.index(host) + 1
    around[at:at] = list(box)


def _has_box(element: etree._Element) -> bool:
    return next(element.iter(f"{W}txbxContent"), None) is not None
