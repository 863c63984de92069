"""One document → its pages. The unit of work: nothing here knows of another document."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lxml import etree

from florilegium.model import ContentDocument, PageStart
from florilegium.render.press import engine
from florilegium.render.press.folios import Folio
from florilegium.render.press.page_starts import page_starts
from florilegium.render.press.printed import parse, printed
from florilegium.render.press.style import Style


@dataclass(frozen=True, slots=True)
class Sheets:
    """The pages of one document and the facts about them.

    *anchors* gives for every id in the document the folio of the page it is on; *starts*
    where in the document's words each of its pages begins.
    """

    document: str
    folios: tuple[Folio, ...]
    pages: tuple[engine.Page, ...]
    anchors: Mapping[str, str]
    starts: tuple[PageStart, ...] = ()
    warnings: tuple[str, ...] = ()


def lay_out(
    document: ContentDocument,
    style: Style,
    *,
    start: int,
    folios: Mapping[str, str] = MappingProxyType({}),
) -> Sheets:
    """Return the pages of *document*, the first with the number *start*.

    *folios* are the page labels that its page references print; a reference to a place that
    is not among them is left out. An odd *start* is a right-hand page.
    """
    body = printed(document, folios=folios, title=style.title)
    made = engine.lay_out(body, style, start=start)
    numbers = tuple(Folio(start + i, document.matter) for i in range(len(made.pages)))
    anchors: dict[str, str] = {}
    for page, folio in zip(made.pages, numbers, strict=True):
        for name in page.anchors:
            anchors.setdefault(name, folio.label)
    begins = page_starts(
        etree.fromstring(body),
        [page.runs for page in made.pages],
        source=parse(document),
        where=document.id,
    )
    return Sheets(
        document=document.id,
        folios=numbers,
        pages=made.pages,
        anchors=MappingProxyType(anchors),
        starts=tuple(
            PageStart(folio.label, document.id, offset)
            for folio, offset in zip(numbers, begins, strict=True)
            if offset is not None
        ),
        warnings=tuple(f"{document.id}: {warning}" for warning in made.warnings),
    )


def blank(style: Style, *, folio: Folio) -> Sheets:
    """Return an empty page without head or folio."""
    made = engine.lay_out("", style, start=folio.number)
    return Sheets("", (folio,), made.pages, MappingProxyType({}))
