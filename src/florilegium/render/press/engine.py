"""XHTML and CSS → pages → PDF. The only module that knows WeasyPrint, and its inner parts.

WeasyPrint 70 is pinned, because some of its private parts are used here and in ``mends.py``,
which is given them from here:

1. `HTML` is made from our own tree: its parser reads HTML, in which no paragraph may hold a
   note.
2. `Page._page_box` is walked for the words on a page.
3. `DocumentMetadata` is given to a `Document` that holds the pages of all documents, and one
   blank page is bound more than once.

Nothing is fetched from outside the folders of the style, and no font is used but those that
its fontconfig file names. What WeasyPrint logs is returned as warnings.
"""

import logging
import os
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit
from urllib.request import url2pathname
from xml.etree import ElementTree as ET

from florilegium.errors import ToolError
from florilegium.render.press import mends
from florilegium.render.press.description import Description
from florilegium.render.press.page_starts import PICTURE, Run
from florilegium.render.press.style import Style

# PDF/A-3a by name; PDF/UA-1 is claimed beside it (claims.py).
_VARIANT = "pdf/a-3a"


@dataclass(frozen=True, slots=True)
class Page:
    """A finished page: WeasyPrint's own *sheet*, the ids and the pieces of text on it."""

    sheet: object
    anchors: tuple[str, ...]
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Impression:
    """What laying out one document gave."""

    pages: tuple[Page, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Shop:
    """What all documents of a style share: parsed style sheet, fonts, the way to files."""

    style: Style
    fonts: Any
    sheet: Any
    fetcher: Any
    warnings: tuple[str, ...]


def version() -> str:
    """Return the version of WeasyPrint in use."""
    return metadata.version("weasyprint")


def lay_out(body: str, style: Style, *, start: int) -> Impression:
    """Return the pages of *body* (one element, or nothing for a blank page), from folio *start*.

    An odd *start* is a right-hand page. Raises `ToolError` when Pango is missing.
    """
    shop = _open_shop(style)  # before the imports: it says where the fonts are
    from weasyprint import CSS, layout  # noqa: PLC0415  # slow to import; needs Pango
    from weasyprint.layout import inline  # noqa: PLC0415  # the same

    with (
        _listening() as heard,
        mends.notes_by_their_calls(layout.LayoutContext),
        mends.full_lines(inline),
    ):
        side = "right" if start % 2 else "left"
        number = f"@page :first {{ counter-reset: page {start} }}"
        numbering = CSS(string=f"{number} html {{ break-before: {side} }}")
        document = _source(body, shop).render(
            font_config=shop.fonts, stylesheets=[shop.sheet, numbering], pdf_variant=_VARIANT
        )
    for page in document.pages:
        # WeasyPrint links every box inside a link as well; one annotation is enough.
        page.links = [link for link in page.links if link[3].element_tag == "a"]
    numbers = _numbered(document._html.etree_element)  # noqa: SLF001  # see the head
    pages = tuple(
        Page(page, tuple(page.anchors), tuple(_runs(page, numbers))) for page in document.pages
    )
    return Impression(pages, tuple(heard))


def style_warnings(style: Style) -> tuple[str, ...]:
    """Return what is wrong with the style sheet itself, whatever is set by it."""
    return _open_shop(style).warnings


def bind(
    pages: Sequence[Page],
    style: Style,
    *,
    description: Description,
    finish: Callable[[Any], None],
    target: BinaryIO,
) -> tuple[str, ...]:
    """Write *pages* as one PDF to *target* and return the warnings.

    *finish* is given the `pydyf.PDF` before it is written.
    """
    from weasyprint import Document  # noqa: PLC0415  # slow to import; needs Pango
    from weasyprint.pdf import tags  # noqa: PLC0415  # the same

    shop = _open_shop(style)
    document = Document(
        [page.sheet for page in pages],
        _metadata(description),
        shop.fetcher,
        shop.fonts,
        {},
        "srgb",
    )
    with _listening() as heard, mends.full_tags(tags), warnings.catch_warnings():
        # WeasyPrint leaves the file of its colour profile to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        document.write_pdf(
            target, finisher=lambda _document, pdf: finish(pdf), pdf_variant=_VARIANT
        )
    return tuple(heard)


# -- what a style shares -------------------------------------------------------------------


@lru_cache(maxsize=4)
def _open_shop(style: Style) -> _Shop:
    # fontconfig reads the variable when a configuration is made, first while importing.
    os.environ["FONTCONFIG_FILE"] = str(style.fonts)
    try:
        from weasyprint import CSS  # noqa: PLC0415  # slow to import; needs Pango
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
    except OSError as err:
        raise ToolError(
            f"page layout cannot start: {err}",
            hint="'python -m florilegium.system' says what to install.",
        ) from err
    fetcher = _fetcher(style.roots)
    with _listening() as heard:
        fonts = FontConfiguration()
        sheet = CSS(
            string=style.css, base_url=_base(style), url_fetcher=fetcher, font_config=fonts
        )
    return _Shop(style, fonts, sheet, fetcher, tuple(heard))


def _base(style: Style) -> str:
    return style.roots[0].as_uri() + "/"


def _fetcher(roots: tuple[Path, ...]) -> object:
    from weasyprint.urls import URLFetcher  # noqa: PLC0415  # see _open_shop

    class OwnFiles(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        """Serves the files inside the roots and data in the address itself, nothing else.

        ``picture:name`` is a file of the last root.
        """

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> object:
            parts = urlsplit(url)
            if parts.scheme == "data":
                return super().fetch(url, headers)
            if parts.scheme == "picture":
                url = (roots[-1] / parts.path).as_uri()
                parts = urlsplit(url)
            path = Path(url2pathname(parts.path)).resolve()
            if parts.scheme == "file" and any(path.is_relative_to(root) for root in roots):
                return super().fetch(url, headers)
            message = f"{url} is outside the book: nothing is loaded from there"
            raise ValueError(message)

    return OwnFiles(allow_redirects=False)


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Collect what WeasyPrint says, once each, instead of letting it be printed."""
    heard: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if (message := record.getMessage()) not in heard:
                heard.append(message)

    logger = logging.getLogger("weasyprint")
    before = (logger.level, logger.propagate)
    ear = Ear(logging.WARNING)
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    logger.addHandler(ear)
    try:
        yield heard
    finally:
        logger.removeHandler(ear)
        logger.setLevel(before[0])
        logger.propagate = before[1]


# -- in --------------------------------------------------------------------------------------


def _source(body: str, shop: _Shop) -> Any:  # noqa: ANN401  # WeasyPrint has no types
    import cssselect2  # type: ignore[import-untyped]  # noqa: PLC0415  # comes with WeasyPrint
    from weasyprint import HTML  # noqa: PLC0415  # see _open_shop

    root = ET.Element("html", {"lang": shop.style.language})
    content = ET.SubElement(root, "body", {} if body else {"class": "blank"})
    if body:
        content.append(ET.fromstring(body))  # noqa: S314  # our own XHTML, parsed before
    source = HTML.__new__(HTML)
    source.base_url = _base(shop.style)
    source.url_fetcher = shop.fetcher
    source.media_type = "print"
    source.wrapper_element = cssselect2.ElementWrapper.from_html_root(root)
    source.etree_element = root
    return source


def _metadata(description: Description) -> object:
    from weasyprint.document import DocumentMetadata  # noqa: PLC0415  # see _open_shop

    return DocumentMetadata(
        title=description.title,
        authors=list(description.authors),
        description=description.subject,
        keywords=list(description.keywords),
        generator=description.program,
        created=description.moment,
        modified=description.moment,
        attachments=[],
        lang=description.language,
        custom={},
        xmp_metadata=[],
    )


# -- out -------------------------------------------------------------------------------------


def _numbered(root: ET.Element) -> dict[ET.Element, int]:
    """The place of every element in the order of the document, the body's child being 0."""
    body = next(iter(root.iter("body")))
    return {element: number for number, element in enumerate(body.iter(), start=-1)}


def _runs(page: Any, numbers: dict[ET.Element, int]) -> Iterator[Run]:  # noqa: ANN401  # untyped
    from weasyprint.formatting_structure import boxes  # noqa: PLC0415  # see _open_shop

    waiting = [page._page_box]  # noqa: SLF001  # see the head
    while waiting:
        box = waiting.pop()
        box = getattr(box, "_box", box)  # what stands in for an absolute box
        if isinstance(box, (boxes.MarginBox, boxes.FootnoteAreaBox)):
            continue
        if isinstance(box, boxes.TextBox):
            # '::before' and its like are no text of the book.
            if "::" not in (box.element_tag or ""):
                yield Run(numbers[box.element], box.text)
        elif isinstance(box, boxes.ReplacedBox):
            yield Run(numbers[box.element], PICTURE)
        else:
            waiting.extend(reversed(getattr(box, "children", ())))
