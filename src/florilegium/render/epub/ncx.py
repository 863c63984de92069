"""The NCX: contents for reading systems of EPUB 2 and for Amazon's converter.

Never deeper than two levels, which is all that Kindles show.
"""

from collections.abc import Iterator, Sequence

from lxml import etree

from florilegium.model import BookMeta
from florilegium.render.elements import XML, Node
from florilegium.render.epub.outline import Entry
from florilegium.render.epub.pagelist import Break

_NAMESPACE = "http://www.daisy.org/z3986/2005/ncx/"


def file(entries: Sequence[Entry], *, pages: Sequence[Break], meta: BookMeta) -> bytes:
    """Return ``toc.ncx`` for the same *entries* and *pages* as the navigation document."""
    flat = tuple(_flatten(entries))
    root = _add(None, "ncx", version="2005-1")
    root.set(f"{{{XML}}}lang", meta.language)
    head = _add(root, "head")
    figures = {
        "dtb:uid": meta.identifier,
        "dtb:depth": "2" if any(entry.children for entry in flat) else "1",
        "dtb:totalPageCount": str(len(pages)),
        "dtb:maxPageNumber": str(max((_number(mark) for mark in pages), default=0)),
    }
    for name, content in figures.items():
        _add(head, "meta", name=name, content=content)
    _label(_add(root, "docTitle"), meta.title)
    _add_points(_add(root, "navMap"), flat, prefix="point")
    if pages:
        _add_pages(_add(root, "pageList"), pages)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _flatten(entries: Sequence[Entry]) -> Iterator[Entry]:
    for entry in entries:
        below = tuple(deep for child in entry.children for deep in _all(child))
        yield Entry(entry.title, entry.href, entry.language, below)


def _all(entry: Entry) -> Iterator[Entry]:
    yield Entry(entry.title, entry.href, entry.language)
    for child in entry.children:
        yield from _all(child)


def _add(parent: Node | None, tag: str, **attributes: str) -> Node:
    nsmap = {None: _NAMESPACE}
    made = etree.Element(f"{{{_NAMESPACE}}}{tag}", attributes, nsmap=nsmap)  # type: ignore[arg-type]
    if parent is not None:
        parent.append(made)
    return made


def _label(parent: Node, text: str) -> None:
    _add(parent, "text").text = text


def _add_points(parent: Node, entries: Sequence[Entry], *, prefix: str) -> None:
    for number, entry in enumerate(entries, start=1):
        own = f"{prefix}-{number}"
        point = _add(parent, "navPoint", id=own)
        _label(_add(point, "navLabel"), entry.title)
        _add(point, "content", src=entry.href)
        _add_points(point, entry.children, prefix=own)


def _add_pages(parent: Node, pages: Sequence[Break]) -> None:
    for number, mark in enumerate(pages, start=1):
        kind = "normal" if mark.label.isdecimal() else "front"
        target = _add(parent, "pageTarget", id=f"target-{number}", type=kind)
        if kind == "normal":
            target.set("value", str(_number(mark)))
        _label(_add(target, "navLabel"), mark.label)
        _add(target, "content", src=mark.href)


def _number(mark: Break) -> int:
    return int(mark.label) if mark.label.isdecimal() else 0
