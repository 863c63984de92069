"""A print job and its files → the job ticket.

JDF and XJDF are not written: the one package that could (pycip4) is an alpha of one release.
"""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from florilegium.model import BookMeta, Right
from florilegium.render.coversheet import cover_job
from florilegium.render.imposition import Imposed
from florilegium.render.shop.job import STANDARDS, PrintJob
from florilegium.render.shop.tables import SHEETS, bindings

_WIDTH = 96  # letters of a line of the text
_COLOURS = {
    "k": "black",
    "grey": "grey",
    "cmyk": "four colours (CMYK)",
    "rgb": "RGB, as on screen",
}


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes to the shop: *name*, SHA-256, *pages*."""

    name: str
    sha256: str
    pages: int


@dataclass(frozen=True, slots=True)
class Saving:
    """What the *theme* saves: *sheets* of paper a copy, instead of so many set in *other*."""

    theme: str
    other: str
    sheets: int
    instead_of: int

    def __str__(self) -> str:
        few, many = self.sheets, self.instead_of
        share = f"{abs(many - few)} ({abs(many - few) / many:.0%})"
        told = f"it saves {share}" if few < many else f"it takes {share} more"
        told = told if few != many else "it saves none"
        return f"{few} sheets a copy instead of {many} in the theme {self.other!r}: {told}"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many *pages* are printed, how many of them the book uses, and on which sheets."""

    pages: int
    used: int
    imposed: Imposed | None = None
    saving: Saving | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """All that a shop asks; lengths in millimetres. What is empty or None is not known."""

    title: str
    subtitle: str
    editors: tuple[str, ...]
    publisher: str
    isbn: str
    date: str
    edition: str
    printer: str
    copies: int | None
    copies_allowed: int | None
    trim: tuple[float, float]
    bleed: float
    marks: bool
    pages: int
    pages_grey: int
    pages_colour: int
    pages_blank: int
    leaves: int
    colour: str
    standard: str
    condition: str
    binding: str
    paper: str
    leaf: float | None
    spine: float
    cover: tuple[float, float]
    cover_pages: int
    cover_colour: str
    cover_condition: str
    sheets: str
    sheet: str
    sheet_size: tuple[float, float] | None
    sheets_a_copy: int | None
    sides_a_copy: int | None
    blanks_a_copy: int | None
    sheets_saved: int | None
    creep: float | None
    theme: Saving | None
    fonts: tuple[str, ...]
    files: tuple[File, ...]
    contact: str


def ticket(  # noqa: PLR0913  # a ticket is made of all of these
    meta: BookMeta,
    job: PrintJob,
    counts: Counts,
    *,
    coloured: int,
    fonts: Sequence[str],
    files: Sequence[File],
    rights: Sequence[Right],
) -> Ticket:
    """Return the ticket of a book with so many pages, *coloured* of them in more than black."""
    pages, used, imposed = counts.pages, counts.used, counts.imposed
    spine, cover = job.spine(pages), cover_job(job)
    return Ticket(
        title=meta.title,
        subtitle=meta.subtitle,
        editors=tuple(one.name for one in meta.people if "edt" in one.roles),
        publisher=meta.publisher,
        isbn=job.isbn_written or job.isbn,
        date=meta.date,
        edition=job.edition,
        printer=job.printer.title,
        copies=job.copies,
        copies_allowed=copies_allowed(rights),
        trim=job.trim,
        bleed=job.bleed,
        marks=job.marks,
        pages=pages,
        pages_grey=pages - coloured,
        pages_colour=coloured,
        pages_blank=pages - used,
        leaves=pages // 2,
        colour=_COLOURS[job.colour],
        standard="PDF" if job.colour == "rgb" else STANDARDS[job.standard],
        condition="" if job.colour == "rgb" else job.profile.identifier,
        binding=bindings()[job.binding].title,
        paper=job.paper_name,
        leaf=job.paper.leaf if job.paper else None,
        spine=spine,
        cover=(round(job.cover_size(pages)[0], 3), job.trim[1]),
        cover_pages=1 if job.is_wrapped else 2,
        cover_colour=_COLOURS[cover.colour],
        cover_condition="" if cover.colour == "rgb" else cover.profile.identifier,
        sheets=job.sheets or "",
        sheet=job.sheet if imposed else "",
        sheet_size=SHEETS[job.sheet] if imposed and job.sheet else None,
        sheets_a_copy=imposed.sheets if imposed else None,
        sides_a_copy=imposed.sides if imposed else None,
        sheets_saved=-(-used // 2) - imposed.sheets if imposed else None,
        creep=imposed.creep if imposed else None,
        blanks_a_copy=imposed.blanks if imposed else None,
        theme=counts.saving,
        fonts=tuple(one.strip(",") for one in fonts),
        files=tuple(files),
        contact=job.contact,
    )


def copies_allowed(rights: Sequence[Right]) -> int | None:
    """Return how many copies the rights allow of all the texts together; None without a limit."""
    return min((one.copies for one in rights if one.copies is not None), default=None)


def as_text(made: Ticket) -> str:
    """Return the ticket as lines that a person can send; below them what sha256sum reads."""
    rows = [(label, value) for label, value in _rows(made) if value]
    wide = max(len(label) for label, _ in rows) + 2
    lines = [
        textwrap.fill(
            value, _WIDTH, initial_indent=f"{label + ':':<{wide}}", subsequent_indent=" " * wide,
            break_long_words=False, break_on_hyphens=False,
        )
        for label, value in rows
    ]  # fmt: skip
    lines.append("")
    lines += [f"{one.sha256}  {one.name}" for one in made.files]
    return "\n".join(lines) + "\n"


def _rows(made: Ticket) -> Iterator[tuple[str, str]]:
    yield "Title", ": ".join(part for part in (made.title, made.subtitle) if part)
    yield "Editors", ", ".join(made.editors)
    yield "Publisher", made.publisher
    yield "ISBN", made.isbn
    yield "Date", made.date
    yield "Edition", made.edition
    yield "Printer", made.printer
    yield "Copies", _copies(made)
    yield "Trim", _size(made.trim)
    yield "Bleed", f"{made.bleed:g} mm on every side" if made.bleed else "none"
    yield "Marks", _marks(made)
    grey, colour, blank = made.pages_grey, made.pages_colour, made.pages_blank
    added = f", {blank} of them blank at the end" if blank else ""
    yield "Pages", f"{made.pages} ({grey} black and white, {colour} in colour{added})"
    yield "Leaves", str(made.leaves)
    yield "Printed in", made.colour
    yield "Files", " for ".join(part for part in (made.standard, made.condition) if part)
    yield "Binding", made.binding
    leaf = f"{made.leaf:g} mm a leaf" if made.leaf else ""
    yield "Paper", f"{made.paper} ({leaf})" if made.paper and leaf else made.paper or leaf
    yield "Spine", f"{made.spine:g} mm" if made.spine else "none"
    parts = "back to front on one sheet" if made.cover_pages == 1 else "front and back, two pages"
    condition = f" for {made.cover_condition}" if made.cover_condition else ""
    yield "Cover", f"{_size(made.cover)}, {parts}, {made.cover_colour}{condition}"
    yield "Sheets", _sheets(made)
    yield "Theme", f"{made.theme.theme}: {made.theme}" if made.theme else ""
    yield "Fonts", ", ".join(made.fonts) + " (all embedded)" if made.fonts else ""
    yield "Contact", ", ".join(made.contact.splitlines())


def _marks(made: Ticket) -> str:
    if not made.marks:
        return "none"
    folded = ", dashed where it is folded" if made.sheets in ("booklet", "signatures") else ""
    return f"crop marks, outside the bleed{folded}"


def _copies(made: Ticket) -> str:
    allowed = made.copies_allowed
    limit = f"not more than {allowed}, by the rights in the texts" if allowed is not None else ""
    said = str(made.copies) if made.copies is not None else ""
    return f"{said} ({limit})" if said and limit else said or limit


def _sheets(made: Ticket) -> str:
    if made.sheets_a_copy is None:
        return ""
    paper = f" of {made.sheet} ({_size(made.sheet_size)})" if made.sheet_size else ""
    copies = made.copies or 1
    run = f" ({made.sheets_a_copy * copies} in all)" if copies > 1 else ""
    creep = f", pages moved up to {made.creep:g} mm for creep" if made.creep else ""
    saved = made.sheets_saved or 0
    spares = f"; as single pages it would take {saved} more" if saved > 0 else ""
    return (
        f"{made.sheets_a_copy}{paper} a copy{run}, {made.sides_a_copy} sides, "
        f"{made.blanks_a_copy} pages blank, printed on both sides, turned on the short edge "
        f"({made.sheets}{creep}{spares})"
    )


def _size(size: tuple[float, float]) -> str:
    return f"{size[0]:g} × {size[1]:g} mm"
