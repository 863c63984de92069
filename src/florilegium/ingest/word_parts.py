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
from florilegium.ingest.concealed import parsed, sound
from florilegium.ingest.namespaces import ALTERNATE, FALLBACK, W
from florilegium.ingest.word_names import usual

_MAIN = re.compile(r"/officeDocument$")
_CHUNK = re.compile(r"/aFChunk$")
_PICTURE = re.compile(r"/image$")
_AROUND_WORDS = tuple(
    f"{W}{name}" for name in ("fldSimple", "customXml", "smartTag", "dir", "bdo")
)
_OF_MARKUP = (f"{W}customXmlPr", f"{W}smartTagPr")
_CHANGES = tuple(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
_WANTED = re.compile(
    rb"[:<](?:fldSimple|customXml|smartTag|dir|bdo|ruby|cr|txbxContent|AlternateContent|tbl|ins|del"
    rb"|moveFrom|moveTo|drawing)\b"
)


_OF_TEXT = (f"{W}p", f"{W}r", f"{W}tbl")
_MOST_COLUMNS = 1000
_COLUMN = "1000"  # twentieths of a point; pandoc counts columns that have a width
# The styles of paragraphs that pandoc takes for the metadata of the document.
_TITLES = frozenset({"Title", "Subtitle", "Author", "Date", "Abstract"})


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


def remote_pictures(archive: Archive, parts: Parts) -> Iterator[str]:
    """Yield the addresses of the pictures of a DOCX that lie outside of it."""
    for one in _relations(archive, parts.texts[0], _PICTURE):
        if one.get("TargetMode") == "External":
            yield one.get("Target", "")


def _relations(archive: Archive, part: str, kind: re.Pattern[str]) -> Iterator[etree._Element]:
    """Yield what *part* (the package itself: empty) says it has of this *kind*."""
    folder, name = posixpath.split(part)
    root = parsed(usual(archive.read(posixpath.join(folder, "_rels", f"{name}.rels"))))
    for one in root.iter("{*}Relationship") if root is not None else ():
        if kind.search(one.get("Type", "")):
            yield one


def _targets(archive: Archive, part: str, kind: re.Pattern[str]) -> Iterator[str]:
    """Yield the members that *part* names as of this *kind*."""
    folder = posixpath.dirname(part)
    for one in _relations(archive, part, kind):
        if target := one.get("Target", ""):
            place = target[1:] if target.startswith("/") else posixpath.join(folder, target)
            yield posixpath.normpath(place)


def plain(part: bytes) -> bytes:
    """Return a *part* of a DOCX with all its words where pandoc finds them.

    Only the reading beside a character (ruby) is not among them.
    """
    part = usual(part)
    root = sound(part) if _WANTED.search(part) else None
    if root is None:
        return part
    for one in list(root.iter(ALTERNATE)):
        _choose(one)
    _complete(root)
    for one in list(root.iter(f"{W}ruby")):
        _put_in_place(one, one.findall(f"{W}rubyBase/{W}r"), of=one.getparent())
    for one in list(root.iter(*_AROUND_WORDS)):
        if one.get(f"{W}instr", "").split()[:1] != ["HYPERLINK"]:  # pandoc reads these
            _put_in_place(one, [inner for inner in one if inner.tag not in _OF_MARKUP])
    for box in reversed(list(root.iter(f"{W}txbxContent"))):
        _after_its_paragraph(box)
    _free_pictures(root)
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


def _choose(alternate: etree._Element) -> None:
    """Put what newer programs show in the place of *alternate*, where it is words."""
    choice = next((one for one in alternate if one.tag != FALLBACK), None)
    if choice is not None and any(one.tag in _OF_TEXT for one in choice):
        _put_in_place(alternate, list(choice))


def _complete(root: etree._Element) -> None:
    """Say in full what pandoc drops where it is said in short."""
    for one in list(root.iter(f"{W}cr")):
        one.tag = f"{W}br"
    for one in root.iter(*_CHANGES):
        for name in (f"{W}id", f"{W}author"):
            one.set(name, one.get(name, ""))
    for table in root.iter(f"{W}tbl"):
        _widen(table)


def _widen(table: etree._Element) -> None:
    """Give *table* as many columns as its widest row fills: pandoc drops cells beyond them."""
    widths = [_width(row) for row in _inside(table, f"{W}tr")]
    grid = table.find(f"{W}tblGrid")
    if grid is None:
        grid = etree.Element(f"{W}tblGrid")
        table.insert(1 if table.find(f"{W}tblPr") is not None else 0, grid)
    for _ in range(len(grid), min(max(widths, default=0), _MOST_COLUMNS)):
        etree.SubElement(grid, f"{W}gridCol").set(f"{W}w", _COLUMN)


def _width(row: etree._Element) -> int:
    """Return how many columns *row* fills."""
    cells = list(_inside(row, f"{W}tc"))
    spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in cells]
    before = row.find(f"{W}trPr/{W}gridBefore")
    return sum(_number(one, 1) for one in spans) + _number(before, 0)


def _number(element: etree._Element | None, otherwise: int) -> int:
    said = element.get(f"{W}val", "") if element is not None else ""
    return min(int(said), _MOST_COLUMNS) if re.fullmatch(r"[0-9]{1,4}", said) else otherwise


def _inside(around: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the elements called *name* that belong to *around*, not to one within."""
    for one in around.iter(name):
        if next(one.iterancestors(around.tag), None) is around:
            yield one


def _free_pictures(root: etree._Element) -> None:
    """Put the pictures that stand in the title behind it: pandoc takes its words alone."""
    body = root.find(f"{W}body")
    if body is None:
        return
    head: list[etree._Element] = []
    for one in body:
        style = one.find(f"{W}pPr/{W}pStyle")
        if style is None or style.get(f"{W}val") not in _TITLES:
            break
        head.append(one)
    runs = [
        run for one in head for run in one.iter(f"{W}r") if run.find(f"{W}drawing") is not None
    ]
    if runs:
        paragraph = etree.Element(f"{W}p")
        body.insert(len(head), paragraph)
        paragraph.extend(runs)
