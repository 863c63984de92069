"""An edition → one print job: every size a number, or one clear error.

In: the edition, the theme's pages, the tables of this room. Out: `PrintJob`, in millimetres.
What the editor says counts before what the printer says. It never lays out or counts a page:
what depends on the number of pages is asked with it.
"""

import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from florilegium.errors import ConfigError
from florilegium.model import Binding, Colour, Edition, PrintSettings, Sheets, Standard
from florilegium.model.book import EDITIONS_FILE
from florilegium.project.page_formats import PageFormat
from florilegium.project.paths import below
from florilegium.project.styles import Styles, page_format, page_names, page_of
from florilegium.render.shop import isbn
from florilegium.render.shop.tables import (
    Paper,
    Printer,
    Profile,
    bindings,
    known,
    nearest,
    papers,
    printers,
    profiles,
)  # fmt: skip

STANDARDS: dict[Standard, str] = {"pdf/x-4": "PDF/X-4", "pdf/x-1a": "PDF/X-1a"}
_TENTH = 0.1  # of a millimetre: what a cutter holds
# Sheets of paper that one staple through the fold still holds; the paper's own say otherwise.
MOST_FOLDED = 25
_MEASURE = "For another one say 'caliper', how many millimetres a leaf of it is thick."
_SPINE = (
    "Say paper (by name), caliper (millimetres of one leaf), or spine (millimetres, as the "
    "shop's template has it)."
)
_SHOP = 'Name a printer (printer = "copy-shop-a4", "kdp" …), which knows its papers.'
_T = TypeVar("_T")
_NONE = Printer("", "", {}, {})


@dataclass(frozen=True, slots=True)
class PrintJob:
    """What has to be printed; lengths in millimetres.

    *page* is the page of the theme whose size the *trim* is. *bleed* is printed beyond it on
    every side, *marks* stand outside of that. *spine_width* and *paper* give the spine, *isbn*
    and *price* are digits, *isbn_written* has the hyphens if the editor gave them. *most_ink* is
    what any spot may have, 4 being all of every ink; *cover_colour* is that of the cover where
    it is not what follows from *colour*.
    """

    edition: str
    page: str
    trim: tuple[float, float]
    bleed: float
    marks: bool
    colour: Colour
    binding: Binding
    standard: Standard
    printer: Printer
    profile: Profile
    profile_path: Path
    paper_name: str = ""
    paper: Paper | None = None
    spine_width: float | None = None
    inner: float = 0.0
    isbn: str = ""
    isbn_written: str = ""
    price: str = ""
    blurb: str = ""
    most_ink: float = 4.0
    cover_colour: Colour | None = None
    sheets: Sheets | None = None
    sheet: str = ""
    signature: int = 4
    copies: int | None = None
    contact: str = ""

    @property
    def multiple(self) -> int:
        """Return what the number of pages has to be a multiple of."""
        if self.sheets == "signatures":
            return 4 * self.signature
        least = 4 if self.sheets == "booklet" else bindings()[self.binding].multiple
        return math.lcm(least, self.printer.multiple or 2)

    @property
    def has_spine(self) -> bool:
        """Whether the binding has a back that is printed on."""
        return bindings()[self.binding].has_spine

    @property
    def is_wrapped(self) -> bool:
        """Whether the cover is one sheet around the book; else front and back are two pages."""
        return bindings()[self.binding].wraps

    def cover_size(self, pages: int) -> tuple[float, float]:
        """Return the size of the cover's sheet, or of each of its pages, when it is cut."""
        width, height = self.trim
        return (2 * width + self.spine(pages) if self.is_wrapped else width, height)

    def filled(self, pages: int, *, ends_blank: bool = True) -> int:
        """Return how many pages are printed of so many: blank ones fill the multiple.

        Some shops want the last page blank; *ends_blank* says whether it is already.
        """
        filled = -(-pages // self.multiple) * self.multiple
        is_short = self.printer.blank_last and filled == pages and not ends_blank
        return filled + self.multiple if is_short else filled

    def paper_sheets(self, pages: int) -> int:
        """Return how many sheets of paper so many *pages* take: two pages each, imposed four."""
        return -(-pages // (4 if self.sheets else 2))

    def gutter(self, pages: int) -> float:
        """Return the least inner margin for so many *pages*."""
        bound = bindings()[self.binding].gutter
        return self.inner or max(bound, self.printer.gutter(pages))

    def spine(self, pages: int) -> float:
        """Return the width of the spine of so many *pages*; 0 where the binding has none.

        Raises `ConfigError` when neither paper nor spine is known.
        """
        if not self.has_spine:
            return 0.0
        if self.spine_width is not None:
            return self.spine_width
        if self.paper is None:
            raise ConfigError(
                f"the spine of the edition {self.edition!r} is not known",
                where=EDITIONS_FILE,
                hint=_SPINE if self.printer.title else f"{_SHOP} {_SPINE}",
            )
        return round(self.paper.spine(pages), 3)

    def may_letter_spine(self, pages: int) -> bool:
        """Whether the shop lets words stand on the spine of so many *pages*."""
        return pages >= self.printer.spine_text


def print_job(edition: Edition, *, styles: Styles, root: Path) -> PrintJob:
    """Return the print job of *edition*; raise `ConfigError` for what is not known.

    Whether it can be printed is `possible.require_possible`'s to say.
    """
    said = edition.printing
    if edition.format != "pdf":
        raise ConfigError(
            f"the edition {edition.name!r} is no printed one",
            where=edition.where("format"),
            hint='Name one with format = "pdf".',
        )
    printer = (
        known("printer", said.printer, printers(), where=edition.where("printer"))
        if said.printer
        else _NONE
    )
    page = _page(edition, printer, styles)
    name, paper = _paper(edition, printer)
    profile, path = _profile(edition, root)
    folded: Binding | None = "saddle" if said.sheets == "booklet" else None
    ink = printer.ink or profile.ink
    return PrintJob(
        edition=edition.name,
        page=page.name,
        trim=(page.width, page.height),
        bleed=_either(said.bleed, printer.bleed),
        marks=_either(said.marks, printer.marks),
        colour=said.colour or printer.colour or "k",
        binding=said.binding or folded or printer.binding,
        standard=said.standard or printer.standard or "pdf/x-4",
        printer=printer,
        profile=profile,
        profile_path=path,
        paper_name=name,
        paper=paper,
        spine_width=said.spine,
        inner=said.inner or 0.0,
        isbn=isbn.digits(said.isbn, where=edition.where("isbn")) if said.isbn else "",
        isbn_written=isbn.hyphenated(said.isbn or ""),
        price=isbn.price_digits(said.price, where=edition.where("price")) if said.price else "",
        blurb=said.blurb or "",
        sheets=said.sheets or ("booklet" if said.binding == "saddle" else None),
        sheet=said.sheet or printer.sheet,
        signature=_either(said.signature, 4),
        copies=edition.copies,
        contact=said.contact or "",
        most_ink=ink / 100 if ink else 4.0,
        cover_colour=said.cover_colour or (None if said.colour else printer.cover_colour),
    )


def checked_pages(job: PrintJob, pages: int, *, ends_blank: bool = True) -> int:
    """Return how many pages are printed; raise `ConfigError` when it cannot be so many.

    *ends_blank* says whether nothing is on the last of them.
    """
    filled = job.filled(pages, ends_blank=ends_blank)
    least, most = job.printer.pages
    if (least and filled < least) or (most and filled > most):
        takes = f"{least} to {most}" if most else f"{least} or more"
        raise ConfigError(
            f"the book has {filled} pages, and {job.printer.title} takes {takes}",
            where=EDITIONS_FILE,
            hint="Take another binding or trim, or another printer.",
        )
    is_folded = job.binding == "saddle" or job.sheets == "booklet"
    if is_folded and filled > 4 * MOST_FOLDED:
        raise ConfigError(
            f"a booklet of {filled} pages is {filled // 4} sheets folded together",
            where=EDITIONS_FILE,
            hint=f"A staple holds about {MOST_FOLDED} sheets ({4 * MOST_FOLDED} pages): "
            'take sheets = "signatures", or binding = "perfect".',
        )
    return filled


def edition_for(edition: Edition, job: PrintJob, *, pages: int = 0) -> Edition:
    """Return *edition* as it is laid out for the press: its page, bleed, and inner margin."""
    printing = PrintSettings(bleed=job.bleed or None, inner=job.gutter(pages) or None)
    if not edition.printing.trim:
        return replace(edition, printing=printing)
    return replace(edition, page=job.page, width=0.0, height=0.0, printing=printing)


def _either(said: _T | None, otherwise: _T) -> _T:
    return otherwise if said is None else said


def _page(edition: Edition, printer: Printer, styles: Styles) -> PageFormat:
    """Return the page of the theme that has the edition's trim."""
    trim = edition.printing.trim
    if not trim:
        page = page_of(styles, edition)
        _taken(page.name, (page.width, page.height), printer, where=edition.where("page"))
        return page
    named = printer.trims.get(trim)
    pages = [page_format(styles, name) for name in page_names(styles)]
    if named is None:
        named = next(((p.width, p.height) for p in pages if p.name == trim), None)
    if named is None:
        raise ConfigError(
            f"no trim is called {trim!r}",
            where=edition.where("trim"),
            hint=nearest(trim, {*printer.trims, *(page.name for page in pages)}),
        )
    size = (named[0], named[1])
    _taken(trim, size, printer, where=edition.where("trim"))
    fitting = [page for page in pages if _same((page.width, page.height), size)]
    own = [page for page in fitting if page.name == edition.page] or fitting
    if not own:
        raise ConfigError(
            f"no page of the theme is {size[0]} × {size[1]} mm, as the trim {trim!r} is",
            where=edition.where("trim"),
            hint="Add one to styles/theme.toml: [pages.NAME], size, margins, lines.",
        )
    return own[0]


def _taken(name: str, size: tuple[float, float], printer: Printer, *, where: str) -> None:
    """Raise `ConfigError` when the *printer* does not print books of this *size*."""
    sizes = [(one[0], one[1]) for one in printer.trims.values()]
    if not printer.title or any(_same(size, one) for one in sizes):
        return
    if printer.range:
        (least, low), (most, high) = printer.range
        if least <= size[0] <= most and low <= size[1] <= high:
            return
    raise ConfigError(
        f"{printer.title} has no trim of {size[0]} × {size[1]} mm ({name})",
        where=where,
        hint=f"It has: {', '.join(printer.trims)} (looked up {printer.looked_up}).",
    )


def _same(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return all(abs(a - b) <= _TENTH for a, b in zip(one, other, strict=True))


def _paper(edition: Edition, printer: Printer) -> tuple[str, Paper | None]:
    said, where = edition.printing, edition.where("paper")
    if said.caliper is not None:
        return said.paper or "", Paper(said.caliper, "the editor's own measure")
    name = said.paper or printer.paper
    if not name:
        return "", None
    if said.spine is not None and name not in papers():
        return name, None  # only a name for the ticket: the spine is said
    paper = known("paper", name, papers(), where=where, otherwise=_MEASURE)
    if printer.papers and name not in printer.papers:
        raise ConfigError(
            f"{printer.title} has no paper {name!r}",
            where=where,
            hint=nearest(name, printer.papers),
        )
    return name, paper


def _profile(edition: Edition, root: Path) -> tuple[Profile, Path]:
    """Return the condition of printing: by name, or an ICC file of the book's own."""
    name, where = edition.printing.profile or "uncoated", edition.where("profile")
    if name in profiles():
        return profiles()[name], profiles()[name].path
    if not name.lower().endswith((".icc", ".icm")):
        return known("profile", name, profiles(), where=where), Path()
    try:
        path = below(root / "book", name, where=where)
    except ConfigError:  # it leads out of the folder
        path = Path()
    if not path.is_file():
        raise ConfigError(
            f"the colour profile {name!r} is not in book/",
            where=where,
            hint="Copy the ICC file that the printer names there.",
        )
    return Profile(path.name, path.stem, path.stem), path
