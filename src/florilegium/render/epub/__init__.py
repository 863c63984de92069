"""The e-book writer: content documents, a cover and page facts → one EPUB 3.3.

In: content documents, styles, the pages of the print edition. Out: an EPUB, and a message to
the book trade beside it. It changes no word: it adds the container, the navigation, and what
only an e-book has. Read `write` below first.
"""

from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path

from florilegium.model import (
    Artefact,
    BookMeta,
    ContentDocument,
    Edition,
    Pagination,
    Person,
    Picture,
)
from florilegium.model.directions import direction
from florilegium.project.styles import Styles, theme_of
from florilegium.project.wording import words_of
from florilegium.render.epub import (
    content,
    cover_page,
    fonts,
    metadata,
    nav,
    ncx,
    onix,
    pagelist,
    resources,
)
from florilegium.render.epub.leaves import COVER, NAV, PICTURES, Leaf, leaves, places
from florilegium.render.epub.outline import outline
from florilegium.render.epub.package import NCX_ID, GuideLine, Item, Package, pack, version
from florilegium.store.files import made_at, put

__all__ = ["version", "write"]

_SHEET = "epub.css"
# Where a book has no printed contents, the navigation stands behind these.
_TITLE_LEAVES = frozenset({"half-title", "title-page", "copyright"})
_XHTML_TYPE = "application/xhtml+xml"


def write(  # noqa: PLR0913  # the parts of an e-book, each named by its caller
    documents: Sequence[ContentDocument],
    *,
    meta: BookMeta,
    edition: Edition,
    styles: Styles,
    target: Path,
    pagination: Pagination | None,
    cover: bytes,
    authors: Sequence[Person] = (),
    pictures: Sequence[Picture] = (),
) -> Artefact:
    """Write the e-book to *target*, all of it or nothing, and return what was made.

    The message to the book trade (ONIX) is written beside it. *authors* made the texts in the
    book, *pictures* are those that it shows. *styles* is where the style sheet and its fonts
    are found; *pagination* is of the print edition whose pages the e-book marks, None when
    there is none; *cover* is a PNG or a JPEG.
    Raises `RenderError` when a document cannot go into an e-book as it is.
    """
    book = leaves([document for document in documents if document.kind != "contents"])
    breaks = pagelist.insert(book, pagination.starts if pagination else ())
    context = content.Context(
        places=_places(book, documents),
        folios=pagination.folios if pagination else None,
        title=meta.title,
        pictures=frozenset(PICTURES + picture.name for picture in pictures),
    )
    holdings = _holdings(book, pagination, breaks)
    chapters = tuple(_chapter(leaf, context) for leaf in book)
    package = Package(
        language=meta.language,
        direction=direction(meta.language),
        modified=made_at(meta.date),
        metadata=metadata.lines(meta, edition=edition, holdings=holdings, authors=authors),
        items=(
            *_navigation(book, documents, breaks, meta=meta),
            *cover_page.items(cover, meta=meta),
            *chapters,
            *(resources.picture(one) for one in pictures),
            *_style_sheet(book, styles, edition),
        ),
        spine=_spine(book, documents),
        guide=_guide(book, documents, meta=meta),
    )
    digest = put(target, pack(package))
    printed = metadata.print_identifier(edition)
    trade = onix.message(meta, holdings=holdings, authors=authors, printed=printed)
    beside = target.with_suffix(".onix.xml")
    put(beside, trade)
    return Artefact(
        edition.name,
        "epub",
        target,
        digest,
        warnings=tuple(context.warnings),
        folios=context.folios or {},
        beside=(beside,),
    )


def _style_sheet(book: Sequence[Leaf], styles: Styles, edition: Edition) -> tuple[Item, ...]:
    look = theme_of(styles, edition)
    return resources.items(
        styles,
        sheet=look.epub or _SHEET,
        extra=fonts.code_rules(book, styles, look),
        added=styles.added(edition),
        fonts=fonts.embedded(book, styles),
    )


def _places(book: Sequence[Leaf], documents: Sequence[ContentDocument]) -> dict[str, str]:
    """Where every id is; what leads to the printed contents leads to the navigation."""
    return places(book) | {_contents_id(documents): NAV}


def _contents_id(documents: Sequence[ContentDocument]) -> str:
    return next((doc.id for doc in documents if doc.kind == "contents"), "contents")


def _chapter(leaf: Leaf, context: content.Context) -> Item:
    properties = content.properties(leaf)
    return Item(leaf.manifest_id, leaf.href, _XHTML_TYPE, content.file(leaf, context), properties)


def _holdings(
    book: Sequence[Leaf], pagination: Pagination | None, breaks: Sequence[pagelist.Break]
) -> metadata.Holdings:
    return metadata.Holdings(
        notes=any(content.has_notes(leaf.tree) for leaf in book),
        # Without printed pages the index has nothing to link its headings to.
        index=pagination is not None and any(leaf.document.kind == "index" for leaf in book),
        pages=bool(breaks),
        pictures=any(content.has_pictures(leaf.tree) for leaf in book),
        mathematics=any("mathml" in content.properties(leaf) for leaf in book),
    )


def _contents_title(documents: Sequence[ContentDocument], meta: BookMeta) -> str:
    printed = next((doc.title for doc in documents if doc.kind == "contents"), "")
    return printed or words_of(meta)["contents"]


def _navigation(
    book: Sequence[Leaf],
    documents: Sequence[ContentDocument],
    breaks: Sequence[pagelist.Break],
    *,
    meta: BookMeta,
) -> tuple[Item, ...]:
    entries = outline(book)
    title = _contents_title(documents, meta)
    contents = nav.Landmark("toc", title, f"{NAV}#{_contents_id(documents)}")
    spots = nav.landmarks(book, meta=meta, contents=contents)
    document = nav.file(entries, places=spots, pages=breaks, meta=meta)
    old = ncx.file(entries, pages=breaks, meta=meta)
    return (
        Item("nav", NAV, _XHTML_TYPE, document, ("nav",)),
        Item(NCX_ID, "toc.ncx", "application/x-dtbncx+xml", old),
    )


def _spine(book: Sequence[Leaf], documents: Sequence[ContentDocument]) -> tuple[str, ...]:
    """The reading order: the cover, then all as printed, the navigation as the contents."""
    ids = {leaf.document.id: leaf.manifest_id for leaf in book}
    order = [ids.get(document.id, "nav") for document in documents]
    if "nav" not in order:
        leading = takewhile(lambda document: document.kind in _TITLE_LEAVES, documents)
        order.insert(sum(1 for _ in leading), "nav")
    return ("cover", *order)


def _guide(
    book: Sequence[Leaf], documents: Sequence[ContentDocument], *, meta: BookMeta
) -> tuple[GuideLine, ...]:
    words = words_of(meta)
    lines = [
        GuideLine("cover", words["cover"], COVER),
        GuideLine("toc", _contents_title(documents, meta), NAV),
    ]
    body = next((leaf for leaf in book if leaf.document.matter == "body"), None)
    if body is not None:
        lines.append(GuideLine("text", words["beginning"], body.href))
    return tuple(lines)
