"""Documents in reading order → the sequence of pages: right-hand openings, blanks, folios.

Some documents print the folios of others (contents, index), and how many pages they take may
depend on what they print. So the book is gone through until a pass lays out nothing anew:
the first with unknown folios where a reference points forward, the second with true ones.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from florilegium.errors import RenderError
from florilegium.model import BookMeta, ContentDocument, Edition, Pagination
from florilegium.render.locators import targets
from florilegium.render.press.engine import style_warnings
from florilegium.render.press.folios import Folio
from florilegium.render.press.printed import parse
from florilegium.render.press.sheets import Sheets, blank, lay_out
from florilegium.render.press.style import Style, style_for
from florilegium.render.xhtml.elements import Node
from florilegium.styles import Styles

Progress = Callable[[str], object]
_PASSES = 5
# What stands for a folio not yet known: as wide as most of them.
_UNKNOWN = "000"


@dataclass(frozen=True, slots=True)
class Layout:
    """A book laid out: its *sheets* in order, blank ones among them, and what they showed."""

    meta: BookMeta
    edition: Edition
    style: Style
    sheets: tuple[Sheets, ...]
    pagination: Pagination
    warnings: tuple[str, ...]

    @property
    def folios(self) -> tuple[Folio, ...]:
        """The folio of every page, printed or not."""
        return tuple(folio for sheets in self.sheets for folio in sheets.folios)


@dataclass(slots=True)
class _Desk:
    """What is on the desk while a book is laid out: finished documents under their keys."""

    style: Style
    progress: Progress
    done: dict[str, tuple[object, Sheets]] = field(default_factory=dict)
    blank: Sheets | None = None
    fresh: int = 0


def lay_out_book(
    documents: Sequence[ContentDocument],
    *,
    meta: BookMeta,
    edition: Edition,
    styles: Styles,
    progress: Progress | None = None,
) -> Layout:
    """Return the book laid out; *progress* is told the title of each document as it is set."""
    desk = _Desk(style_for(meta, edition=edition, styles=styles), progress or (lambda _: None))
    roots = {document.id: parse(document) for document in documents}
    ids = frozenset(node.get("id", "") for root in roots.values() for node in root.iter())
    wanted = {name: ids.intersection(targets(root)) for name, root in roots.items()}
    known = dict.fromkeys(ids - {""}, _UNKNOWN)
    for _ in range(_PASSES):
        desk.fresh = 0
        sheets = tuple(_pass(documents, desk, wanted=wanted, known=known))
        if not desk.fresh:
            break
    else:
        raise RenderError(
            f"the page numbers still move after {_PASSES} rounds",
            where="contents",
            hint="A page reference changes the length of a document back and forth: "
            "shorten or lengthen a line beside it.",
        )
    return Layout(
        meta=meta,
        edition=edition,
        style=desk.style,
        sheets=sheets,
        pagination=Pagination(dict(known), tuple(start for one in sheets for start in one.starts)),
        warnings=_unique(
            (
                *(f"style sheet: {warning}" for warning in style_warnings(desk.style)),
                *(warning for one in sheets for warning in one.warnings),
                *_dangling(roots, ids),
            )
        ),
    )


def _pass(
    documents: Sequence[ContentDocument],
    desk: _Desk,
    *,
    wanted: Mapping[str, frozenset[str]],
    known: dict[str, str],
) -> Iterator[Sheets]:
    """Yield the sheets of the whole book in order; *known* folios are brought up to date."""
    folio = Folio(1, documents[0].matter) if documents else Folio(1, "body")
    for document in documents:
        if _is_wrong_side(folio, document):
            yield _blank(desk, folio)
            folio = _after(folio)
        begins_body = folio.matter == "front" and document.matter != "front"
        start = 1 if begins_body else folio.number
        folios = {target: known[target] for target in wanted[document.id]}
        sheets = _set(document, desk, start=start, folios=folios)
        known.update(sheets.anchors)
        yield sheets
        folio = _after(sheets.folios[-1])
    if not folio.is_recto:
        # A printer's sheet has two sides: the file ends on the second.
        yield _blank(desk, folio)


def _is_wrong_side(folio: Folio, document: ContentDocument) -> bool:
    """Whether *document* cannot begin on the page that is next."""
    begins_body = folio.matter == "front" and document.matter != "front"
    opens = "recto" if begins_body else document.opens
    return opens != "any" and folio.is_recto != (opens == "recto")


def _after(folio: Folio) -> Folio:
    return Folio(folio.number + 1, folio.matter)


def _set(
    document: ContentDocument, desk: _Desk, *, start: int, folios: Mapping[str, str]
) -> Sheets:
    """The sheets of *document*: those on the desk, unless number or references have changed."""
    key = (start, dict(folios))
    before, sheets = desk.done.get(document.id, (None, None))
    if sheets is None or before != key:
        desk.progress(document.title or document.id)
        sheets = lay_out(document, desk.style, start=start, folios=folios)
        desk.done[document.id] = (key, sheets)
        desk.fresh += 1
    return sheets


def _blank(desk: _Desk, folio: Folio) -> Sheets:
    if desk.blank is None:
        desk.blank = blank(desk.style, folio=folio)
    return replace(desk.blank, folios=(folio,))


def _unique(warnings: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(warnings))


def _dangling(roots: Mapping[str, Node], ids: frozenset[str]) -> Iterator[str]:
    for document, root in roots.items():
        for name in dict.fromkeys(targets(root)):
            if name not in ids:
                yield f"{document}: a page reference points to {name!r}, which is nowhere"
