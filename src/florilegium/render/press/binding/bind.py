"""A book laid out → one PDF: fragments joined under one page tree, outline and structure tree.

The fragments are read from the cache one at a time and written at once; fonts, outline,
destinations and descriptions follow when all pages are written.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pydyf

from florilegium.model import Artefact
from florilegium.render.press.binding import outline
from florilegium.render.press.binding.conformance import claim_accessible, label_pages
from florilegium.render.press.binding.outline import Entry
from florilegium.render.press.binding.pagination import Layout
from florilegium.render.press.binding.pdf_file import PdfFile
from florilegium.render.press.binding.placed import Placed
from florilegium.render.press.layout import engine, font_usage
from florilegium.render.press.layout.description import describe
from florilegium.render.press.layout.folios import label_ranges
from florilegium.render.press.layout.fragment import Flow, fill
from florilegium.render.press.layout.numerals import draw
from florilegium.store.files import putting


@dataclass(slots=True)
class _Spine:
    """What holds the pages together, gathered while they are written.

    *firsts* are the numbers of the pages of each document.
    """

    pages: list[int] = field(default_factory=list)
    firsts: list[tuple[int, ...]] = field(default_factory=list)
    roots: list[bytes] = field(default_factory=list)
    parents: list[bytes] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    keys: int = 0


def bind(layout: Layout, target: Path) -> Artefact:
    """Write *layout* to *target* and return the artefact, with every warning of the press.

    The file is written aside and put in place when it is whole: a failure leaves the old one.
    """
    with putting(target) as stream:
        digest, warnings = _write(layout, PdfFile(stream))
    return Artefact(
        edition=layout.edition.name,
        format="pdf",
        path=target,
        sha256=digest,
        pages=len(layout.folios),
        warnings=tuple(dict.fromkeys((*layout.warnings, *warnings))),
        folios=layout.pagination.folios,
    )


def _write(layout: Layout, file: PdfFile) -> tuple[str, tuple[str, ...]]:
    """Write the whole file; return its SHA-256, and what was noticed."""
    jobs = {id(placed.facts): placed.job for placed in layout.documents}.values()
    fonts = font_usage.merged(use for job in jobs for use in layout.context.fetch_facts(job).fonts)
    conflicts = font_usage.glyphs_in_conflict(fonts)
    pdf, warnings = engine.shell(layout.style, description=describe(layout.meta), fonts=fonts)
    claim_accessible(pdf)
    label_pages(pdf, label_ranges(layout.folios))
    pdf.add_object(pdf.info)
    file.allocate(len(pdf.objects) - 1)
    shared = {word.encode(): number for word, number in engine.shared_objects(pdf).items()}
    root = pdf.objects[_number(pdf.catalog["StructTreeRoot"])]
    shared[b"document"] = _number(root["K"][0])
    spine = _Spine()
    for placed in layout.documents:
        _write_document(layout, placed, file, spine=spine, shared=shared)
    _close_spine(pdf, spine, file)
    pdf.catalog["Names"] = pydyf.Dictionary({"Dests": _destinations(layout, spine)})
    _write_shell(pdf, file)
    return file.close(root=pdf.catalog.number, info=pdf.info.number), (*warnings, *conflicts)


def _write_document(
    layout: Layout,
    placed: Placed,
    file: PdfFile,
    *,
    spine: _Spine,
    shared: Mapping[bytes, int],
) -> None:
    """Write one document, and remember what holds it to the others."""
    fragment = layout.context.fetch(placed.job).fragment
    first, key = file.allocate(fragment.size), spine.keys

    def numbered(template: bytes) -> bytes:
        return fill(template, first=first, key=key, shared=shared)

    for place, flow in enumerate(fragment.flows):
        content, head = _finished(flow, placed), numbered(flow.head)
        file.write_stream(first + place, head or _page_head(content), content)
    start = first + len(fragment.flows)
    file.write_objects((start + i, numbered(one)) for i, one in enumerate(fragment.plain))
    pages = tuple(first + number for number in fragment.pages)
    spine.pages.extend(pages)
    spine.firsts.append(pages)
    spine.roots.append(numbered(fragment.roots))
    spine.parents.append(numbered(fragment.parents))
    spine.keys += fragment.keys
    spine.entries.extend(
        Entry(one.level, one.label, pages[one.page], one.x, one.y, one.is_open)
        for one in placed.facts.bookmarks
    )


def _finished(flow: Flow, placed: Placed) -> bytes:
    """The content of a stream; that of a page with its folio."""
    if flow.page < 0:
        return flow.content
    facts, number = placed.facts, placed.first.number + flow.page
    marks = (mark for mark in facts.marks if mark.page == flow.page)
    return flow.ended(
        b"".join(draw(mark, facts.numerals[mark.numerals], number) for mark in marks)
    )


def _page_head(content: bytes) -> bytes:
    return b"<</Filter /FlateDecode/Length %d>>" % len(content)


def _close_spine(pdf: pydyf.PDF, spine: _Spine, file: PdfFile) -> None:
    """Hang pages, structure and outline into the objects of the book."""
    pdf.pages["Kids"] = b"[%s]" % b" ".join(b"%d 0 R" % number for number in spine.pages)
    pdf.pages["Count"] = len(spine.pages)
    root = pdf.objects[_number(pdf.catalog["StructTreeRoot"])]
    pdf.objects[_number(root["K"][0])]["K"] = b"[%s]" % b" ".join(filter(None, spine.roots))
    parents = pdf.objects[_number(root["ParentTree"])]
    parents["Nums"] = b"[%s]" % b" ".join(filter(None, spine.parents))
    root["ParentTreeNextKey"] = spine.keys
    if not spine.entries:
        return
    entries = outline.nested(spine.entries)
    top = file.allocate(1 + outline.size(entries))
    file.write_objects(
        ((top, outline.root(entries, first=top + 1)),
         *outline.objects(entries, parent=top, first=top + 1))
    )  # fmt: skip
    pdf.catalog["Outlines"] = b"%d 0 R" % top


def _destinations(layout: Layout, spine: _Spine) -> pydyf.Dictionary:
    """The names of all places in the book: a tree has to be sorted by the bytes of its keys."""
    found = sorted(_places(layout, spine))
    names = b" ".join(b"%s %s" % (written, place) for _, written, place in found)
    return pydyf.Dictionary({"Names": b"[%s]" % names})


def _places(layout: Layout, spine: _Spine) -> Iterator[tuple[bytes, bytes, bytes]]:
    for name, (place, one) in layout.places.items():
        written = pydyf.String(name).data
        order = bytes.fromhex(written[1:-1].decode()) if written[:1] == b"<" else name.encode()
        page = spine.firsts[place][one.page]
        yield order, written, outline.destination(page, one.x, one.y)


def _write_shell(pdf: pydyf.PDF, file: PdfFile) -> None:
    """Write the objects of the book itself."""
    for one in pdf.objects[1:]:
        if isinstance(one, pydyf.Stream):
            file.write(one.number, one.data)
    plain = (one for one in pdf.objects[1:] if not isinstance(one, pydyf.Stream))
    file.write_objects((one.number, one.data) for one in plain)


def _number(reference: bytes) -> int:
    return int(reference.split()[0])
