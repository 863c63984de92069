"""One document → its pages. The unit of work: nothing here knows of another document.

`lay_out` is a pure function of values that can be sent to another process or machine, and
what it returns can be sent back and kept: see ``packing.py``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from lxml import etree

from florilegium.errors import FlorilegiumError, RenderError, clipped, lacks_memory
from florilegium.model import ContentDocument
from florilegium.project.paths import below
from florilegium.project.styles import packaged
from florilegium.render.press.layout import engine
from florilegium.render.press.layout.bounded_time import OutOfTimeError, bounded_time
from florilegium.render.press.layout.facts import Facts
from florilegium.render.press.layout.fragment import Fragment
from florilegium.render.press.layout.page_starts import page_starts
from florilegium.render.press.layout.print_markup import Fit, parse, printed
from florilegium.render.press.layout.print_tables import WIDE_TABLES
from florilegium.render.press.layout.style import Style
from florilegium.render.press.layout.typeset import Typeset

# Pages that are never to become two, and the sizes of their type that are tried for it.
_ON_ONE_PAGE = frozenset({"half-title", "title-page", "part"})
_SIZES = (1.0, 0.85, 0.72, 0.6, 0.5, 0.42)  # the style sheet knows the last
# How long pages may take, of a processor: many times what they do.
_SECONDS, _SECONDS_PER_LETTER = 300.0, 1 / 200


@dataclass(frozen=True, slots=True)
class Job:
    """What has to be laid out, and all that shapes the result.

    *folios* are the page labels that the document's page references print; a reference to a
    place that is not among them is left out, and so is a link to a place in *lost*. An odd
    *start* is a right-hand page.
    """

    document: ContentDocument
    style: Style
    start: int = 1
    folios: Mapping[str, str] = field(default_factory=dict)
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LaidOut:
    """The pages of one document, finished but for their folios, and the facts about them."""

    facts: Facts
    fragment: Fragment


def lay_out(
    document: ContentDocument,
    style: Style,
    *,
    start: int = 1,
    folios: Mapping[str, str] = MappingProxyType({}),
    lost: tuple[str, ...] = (),
) -> LaidOut:
    """Return the pages of *document*; see `Job` for what the arguments mean."""
    sizes = _SIZES if document.kind in _ON_ONE_PAGE else _SIZES[:1]
    fit = Fit()
    for size in sizes:
        fit = replace(fit, size=size)
        for _ in ("", *WIDE_TABLES):
            body = printed(
                document, folios=folios, title=style.title, lost=frozenset(lost), fit=fit
            )
            made = engine.lay_out(body, style, start=start, name=document.id)
            tried, fit = fit, fit.narrowed(made.wide_tables)
            if fit == tried:
                break
        if made.is_on_one_page:
            break
    starts = page_starts(
        etree.fromstring(body), made.runs, source=parse(document), where=document.id
    )
    return _laid_out(document.id, made, starts)


def blank(style: Style, *, is_recto: bool) -> LaidOut:
    """Return an empty page without head or folio."""
    made = engine.lay_out("", style, start=1 if is_recto else 2, name="blank")
    return _laid_out("", made, (None,))


def do(job: Job) -> LaidOut:
    """Return the pages of *job*; a document without an id is a blank page.

    Raises `RenderError` where a size of the style sheet is beyond what can be counted with, a
    rule of the book's own makes the layout stumble, or pages take longer than any do.
    """
    if not job.document.id:
        return blank(job.style, is_recto=job.start % 2 == 1)
    longest = _SECONDS + len(job.document.xhtml) * _SECONDS_PER_LETTER
    try:
        with bounded_time(longest):
            return lay_out(
                job.document, job.style, start=job.start, folios=job.folios, lost=job.lost
            )
    except OutOfTimeError as err:
        raise _unset(job, f"they are not done after {longest:.0f} seconds", _LONG) from err
    except (ArithmeticError, RecursionError) as err:
        raise _unset(job, str(err), _SIZES_THERE) from err
    except Exception as err:
        is_known = isinstance(err, FlorilegiumError | OSError) or lacks_memory(err)
        if is_known or not _has_own_sheets(job.style):
            raise
        raise _unset(job, f"{type(err).__name__}: {clipped(str(err), 80)}", _STUMBLED) from err


_LONG = "A rule there may have a picture or a page made without end: take the last change back."
_SIZES_THERE = "A size there may be nought or without end: take the last change back."
_STUMBLED = (
    "A rule of the book's own style sheets makes the layout stumble: take the last change back. "
    "If there was none, please report it."
)


def _unset(job: Job, why: str, hint: str) -> RenderError:
    what = f"the pages of {job.document.id!r} cannot be set: {why}"
    return RenderError(what, where="styles/", hint=hint)


def _has_own_sheets(style: Style) -> bool:
    names = [name.removeprefix("styles/") for name, _ in style.sheets]
    own = [root for root in style.roots if root != packaged()]
    return any(below(root, name, where="styles/").is_file() for root in own for name in names)


def _laid_out(document: str, made: Typeset, starts: tuple[int | None, ...]) -> LaidOut:
    warnings = tuple(f"{document}: {warning}" for warning in made.warnings)
    return LaidOut(
        Facts(
            document=document,
            pages=len(made.runs),
            anchors=made.anchors,
            starts=starts,
            bookmarks=made.bookmarks,
            marks=made.marks,
            numerals=made.numerals,
            fonts=made.fonts,
            warnings=warnings,
            is_numbered=made.is_numbered,
        ),
        made.fragment,
    )
