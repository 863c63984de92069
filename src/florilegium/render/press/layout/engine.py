"""XHTML and CSS → pages → PDF. The only module that knows WeasyPrint, and its inner parts.

WeasyPrint 70 is pinned: some of its private parts are used here, and given to the modules beside:

1. `HTML` is made from our own tree: in HTML, which its parser reads, no paragraph holds a note.
2. `Page._page_box` is walked for the words on a page, and for folios (``folio_boxes.py``).
3. `generate_pdf` makes documents without fonts and outline, and a file without pages (`shell`).
4. Pango is asked for a font by its description, through WeasyPrint's own binding.

Nothing is fetched from outside the folders of the style, and no font is used but those that
its fontconfig file names. What WeasyPrint logs is returned as warnings.
"""

import atexit
import os
import shutil
import sys
import tempfile
import warnings
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import pydyf

from florilegium.errors import RenderError, ToolError, lacks_memory
from florilegium.host.aside import aside_tag
from florilegium.render.press.layout import (
    cycles,
    divided_notes,
    drawing_ids,
    faces,
    facts,
    fitted_heads,
    fitted_pictures,
    folio_boxes,
    font_usage,
    levers,
    loading,
    long_words,
    page_room,
    patches,
    style_sharing,
    text_shaping,
    total_fit,
    turned_pages,
    unbound_fonts,
)
from florilegium.render.press.layout.bounded_gradients import bounded_gradients
from florilegium.render.press.layout.description import Description
from florilegium.render.press.layout.facts import FontUse
from florilegium.render.press.layout.fragment import Fragment, cut
from florilegium.render.press.layout.listening import listening
from florilegium.render.press.layout.own_files import own_files
from florilegium.render.press.layout.page_starts import PICTURE, Run
from florilegium.render.press.layout.style import Style
from florilegium.render.press.layout.text_above import Modules
from florilegium.render.press.layout.typeset import Typeset

_VARIANT = "pdf/a-3a"  # PDF/UA-1 is claimed beside it (conformance.py)
_Shaped = Callable[[Any], Any]  # the words of a style that are kept, shaped


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What all documents of a style share: parsed style sheet, fonts, the way to files."""

    style: Style
    fonts: Any
    sheet: Any
    fetcher: Any
    warnings: tuple[str, ...]
    figures: folio_boxes.Figures
    parts: folio_boxes.Parts
    font_parts: font_usage.Parts


def version() -> str:
    """Return the version of WeasyPrint in use."""
    return metadata.version("weasyprint")


def load() -> None:
    """Load WeasyPrint before it is needed; where it cannot be, that is said when it is."""
    with suppress(OSError):
        loading.load()


def surroundings(style: Style) -> tuple[str, ...]:
    """Return the versions of all that pages depend on beside our own code."""
    names = ("weasyprint", "pydyf", "pyphen", "tinycss2", "fonttools", "lxml")
    engines = (f"{name} {metadata.version(name)}" for name in names)
    levers.report()
    libraries = loading.versions()
    if not libraries:
        pango = _prepare(style).font_parts.ffi.pango
        libraries = (f"pango {pango.pango_version()}",)
    return (*engines, *libraries, zlib.ZLIB_RUNTIME_VERSION)


def lay_out(body: str, style: Style, *, start: int, name: str) -> Typeset:
    """Return the pages of *body* (one element, or nothing for a blank page), from folio *start*.

    An odd *start* is a right-hand page. *name* makes names in the file unique in the book.
    Raises `ToolError` when Pango is missing.
    """
    prepared = _prepare(style)
    from weasyprint import pdf  # noqa: PLC0415  # slow to import; needs Pango

    with listening() as heard, _shaping(prepared) as shaped:
        document = _render(body, prepared, start=start, shaped=shaped)
        numbers = facts.numbered(document._html.etree_element)  # noqa: SLF001  # see the head
        runs = tuple(tuple(_runs(page, numbers)) for page in document.pages)
        boxes = [page._page_box for page in document.pages]  # noqa: SLF001  # the same
        with unbound_fonts.unbound(pdf, prepared.parts.stream, prepared.font_parts.ffi):
            taken = folio_boxes.take(boxes, prepared.figures, prepared.parts)
            fragment = _paint(document, name)
    fonts = (font_usage.use(font) for font in (*document.fonts.values(), *taken.fonts))
    typeset = Typeset(
        runs=runs,
        anchors=tuple(facts.anchors(document)),
        bookmarks=tuple(facts.bookmarks(document)),
        marks=taken.marks,
        numerals=taken.numerals,
        fonts=font_usage.merged(fonts),
        warnings=tuple(map(style.told, heard)),
        is_numbered=taken.is_numbered,
        wide_tables=frozenset(page_room.wide_tables(boxes, document._html.etree_element)),  # noqa: SLF001
        is_on_one_page=len(boxes) == 1 and page_room.is_roomy(boxes[0]),
        fragment=fragment,
    )
    cycles.open_pages(boxes, prepared.parts.boxes.FootnoteAreaBox)
    return typeset


def style_warnings(style: Style) -> tuple[str, ...]:
    """Return what is wrong with the style sheet itself, whatever is set by it."""
    return tuple(map(style.told, _prepare(style).warnings))


def shell(
    style: Style, *, description: Description, fonts: Sequence[FontUse]
) -> tuple[pydyf.PDF, tuple[str, ...]]:
    """Return the file of a book without pages, with its *fonts* subset, and the warnings."""
    prepared = _prepare(style)
    from weasyprint import Document, pdf  # noqa: PLC0415  # slow to import; needs Pango

    document = Document([], _metadata(description), prepared.fetcher, prepared.fonts, {}, "srgb")
    options = _options() | pdf.VARIANTS[_VARIANT][1] | {"pdf_variant": _VARIANT}
    with listening() as heard, warnings.catch_warnings():
        # WeasyPrint leaves the file of its colour profile to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        for number, use in enumerate(fonts):
            document.fonts[number] = font_usage.load(
                use, prepared.fonts.font_map, prepared.font_parts
            )
        made = pdf.generate_pdf(document, None, 1, **options)
    return made, tuple(heard)


# -- what a style shares -------------------------------------------------------------------


@lru_cache(maxsize=4)
def _prepare(style: Style) -> _Prepared:
    # fontconfig reads the variable when a configuration is made, first while importing.
    os.environ["FONTCONFIG_FILE"] = _written(style.fonts)
    try:
        loading.load()
        from weasyprint import CSS, urls  # noqa: PLC0415  # slow to import; needs Pango
        from weasyprint.draw import text as drawing  # noqa: PLC0415
        from weasyprint.formatting_structure import boxes  # noqa: PLC0415
        from weasyprint.pdf import fonts as pdf_fonts  # noqa: PLC0415
        from weasyprint.pdf import stream  # noqa: PLC0415
        from weasyprint.text import ffi, line_break  # noqa: PLC0415
        from weasyprint.text import fonts as text_fonts  # noqa: PLC0415
    except OSError as err:
        if lacks_memory(err):
            raise
        raise ToolError(
            f"page layout cannot start: {err}",
            hint="'python -m florilegium.host.pango' says what to install.",
        ) from err
    fetcher = own_files(urls, style.roots)
    with listening() as heard:
        fonts = text_fonts.FontConfiguration()
        try:
            sheet = CSS(
                string=style.css, base_url=_base(style), url_fetcher=fetcher, font_config=fonts
            )
        except urls.URLFetchingError as err:
            raise RenderError(
                f"a style sheet cannot have what it names: {err}",
                where="styles/",
                hint="Take the rule out, or copy the file into styles/.",
            ) from err
    parts = folio_boxes.Parts(boxes, drawing, stream, line_break)
    case = font_usage.Parts(ffi, text_fonts, pdf_fonts)
    return _Prepared(style, fonts, sheet, fetcher, tuple(heard), {}, parts, case)


@lru_cache(maxsize=4)
def _written(configuration: str) -> str:
    """Return the path of a file with *configuration*, which stays as long as this process.

    A worker ends without saying so: whoever ends it sweeps its folder away.
    """
    folder = Path(tempfile.mkdtemp(prefix="florilegium-", suffix=aside_tag()))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    file = folder / "fonts.conf"
    # A user without a home has no other place for what fontconfig keeps, and would hear of it.
    own = f"<cachedir>{escape(str(folder))}</cachedir></fontconfig>"
    file.write_text(configuration.replace("</fontconfig>", own), encoding="utf-8")
    return str(file)


def _base(style: Style) -> str:
    return style.roots[0].as_uri() + "/"


# -- in --------------------------------------------------------------------------------------


def _source(body: str, prepared: _Prepared) -> Any:  # noqa: ANN401  # WeasyPrint has no types
    import cssselect2  # noqa: PLC0415  # comes with WeasyPrint
    from weasyprint import HTML  # noqa: PLC0415  # see _prepare

    root = ET.Element("html", {"lang": prepared.style.language})
    content = ET.SubElement(root, "body", {} if body else {"class": "blank"})
    if body:
        content.append(ET.fromstring(body))  # noqa: S314  # our own XHTML, parsed before
    source = HTML.__new__(HTML)
    source.base_url = _base(prepared.style)
    source.url_fetcher = prepared.fetcher
    source.media_type = "print"
    source.wrapper_element = cssselect2.ElementWrapper.from_html_root(root)
    source.etree_element = root
    return source


def _metadata(description: Description) -> object:
    from weasyprint.document import DocumentMetadata  # noqa: PLC0415  # see _prepare

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


def _render(body: str, prepared: _Prepared, *, start: int, shaped: _Shaped | None = None) -> Any:  # noqa: ANN401  # untyped
    from weasyprint import CSS, layout  # noqa: PLC0415  # see _prepare
    from weasyprint.formatting_structure import boxes  # noqa: PLC0415  # the same
    from weasyprint.layout import block, inline, page  # noqa: PLC0415  # the same

    side = "right" if start % 2 else "left"
    number = f"@page :first {{ counter-reset: page {start} }}"
    numbering = CSS(string=f"{number} html {{ break-before: {side} }}")
    with (
        cycles.freed_contexts(layout),
        patches.notes_by_their_calls(layout.LayoutContext),
        fitted_heads.fitted_heads(layout.LayoutContext, prepared.parts.line_break),
        divided_notes.divided_notes(Modules(layout, page, block, inline, boxes)),
        fitted_pictures.fitted_pictures(Modules(layout, page, block, inline, boxes)),
        turned_pages.turned_pages(layout, page),
        long_words.bounded_words(inline),
        patches.full_lines(inline),
        patches.whole_words_at_page_ends(block, inline),
        _line_breaking(prepared, inline, shaped),
        _sharing(prepared),
        patches.whole_capitals(prepared.parts.line_break.pyphen),
    ):
        document = _source(body, prepared).render(
            font_config=prepared.fonts,
            stylesheets=[prepared.sheet, numbering],
            pdf_variant=_VARIANT,
        )
    for made in document.pages:  # WeasyPrint links every box in a link; one is enough
        made.links = [link for link in made.links if link[3].element_tag == "a"]
    return document


def _line_breaking(
    prepared: _Prepared, inline: ModuleType, shaped: _Shaped | None
) -> AbstractContextManager[None]:
    """The way in which the style wants lines to be broken."""
    if prepared.style.line_breaking == "greedy":
        return nullcontext()
    parts = prepared.parts
    ffi = prepared.font_parts.ffi
    return total_fit.total_fit(faces.Modules(parts.boxes, inline, parts.line_break, ffi, shaped))


def _shaping(prepared: _Prepared) -> AbstractContextManager[_Shaped | None]:
    """Words are shaped once."""
    if not levers.may_use(levers.SHAPING):
        return nullcontext()
    from weasyprint import draw  # noqa: PLC0415  # see _prepare
    from weasyprint.layout import inline  # noqa: PLC0415  # the same

    parts, case = prepared.parts, prepared.font_parts
    return text_shaping.shaped_once(
        text_shaping.Modules(parts.boxes, inline, parts.line_break, case.ffi, case.fonts, draw)
    )


def _sharing(prepared: _Prepared) -> AbstractContextManager[None]:
    """What like elements have in common is computed once."""
    if not (levers.may_use(levers.SHARING) and style_sharing.may_share(prepared.style.css)):
        return nullcontext()
    from weasyprint import css  # noqa: PLC0415  # see _prepare
    from weasyprint.layout import percent  # noqa: PLC0415  # the same

    parts = prepared.parts
    users = tuple(one for name, one in sys.modules.items() if name.startswith("weasyprint."))
    modules = style_sharing.Modules(css, parts.boxes, percent, parts.line_break, users)
    return style_sharing.shared_styles(modules, prepared.fonts)


# -- out -------------------------------------------------------------------------------------


def _paint(document: Any, name: str) -> Fragment:  # noqa: ANN401  # WeasyPrint has no types
    """The objects of *document*; its fonts, bookmarks and destinations are the book's affair."""
    from weasyprint import images, pdf, svg  # noqa: PLC0415  # see _prepare
    from weasyprint.pdf import stream, tags  # noqa: PLC0415  # the same

    document.make_bookmark_tree = lambda *_args, **_options: []
    document.metadata.lang = document.metadata.lang or "en"  # the shell says the true one
    options = _options() | {"pdf_tags": True, "pdf_version": "1.7", "output_intent": "srgb"}
    with (
        patches.full_tags(tags),
        patches.silent_calls(stream.Stream),
        patches.references_made_once(),
        drawing_ids.known_ids(svg.Node),
        bounded_gradients(images, svg.defs),
        warnings.catch_warnings(),
    ):
        # WeasyPrint leaves the file of its colour profile to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        made = pdf.generate_pdf(document, None, 1, **options)
    return cut(made, shared=shared_objects(made), name=name)


def shared_objects(pdf: pydyf.PDF) -> dict[str, int]:
    """Return which objects of a file of WeasyPrint's the documents of a book share."""
    resources = next(
        one for one in pdf.objects if isinstance(one, dict) and {"Font", "ColorSpace"} <= set(one)
    )
    spaces = pdf.objects[int(resources["ColorSpace"].split()[0])]
    return {
        "pages": pdf.pages.number,
        "fonts": int(resources["Font"].split()[0]),
        "colors": spaces.number,
        "profile": int(spaces["srgb"][1].split()[0]),
    }


def _options() -> dict[str, Any]:
    from weasyprint import DEFAULT_OPTIONS  # noqa: PLC0415  # see _prepare

    return dict(DEFAULT_OPTIONS)


def _runs(page: Any, numbers: dict[ET.Element, int]) -> Iterator[Run]:  # noqa: ANN401  # untyped
    from weasyprint.formatting_structure import boxes  # noqa: PLC0415  # see _prepare

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
