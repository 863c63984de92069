"""A print job and its files → the job ticket.

JDF and XJDF are not written: the one package that could (pycip4) is an alpha of one release.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from florilegium.model import BookMeta, Right
from florilegium.render.coversheet import cover_job
from florilegium.render.imposition import Imposed
from florilegium.render.shop.job import PrintJob
from florilegium.render.shop.tables import SHEETS, bindings

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
    sheets: str
    sheet: str
    sheet_size: tuple[float, float] | None
    sheets_a_copy: int | None
    sides_a_copy: int | None
    sheets_saved: int | None
    creep: float | None
    fonts: tuple[str, ...]
    files: tuple[File, ...]
    contact: str


def ticket(  # noqa: PLR0913  # a ticket is made of all of these
    meta: BookMeta,
    job: PrintJob,
    *,
    pages: int,
    used: int,
    coloured: int,
    imposed: Imposed | None,
    fonts: Sequence[str],
    files: Sequence[File],
    rights: Sequence[Right],
) -> Ticket:
    """Return the ticket of a book of so many *pages*, of which *used* have a place in the book."""
    spine = job.spine(pages)
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
        standard="PDF" if job.colour == "rgb" else job.standard.upper().replace("A:", "a:"),
        condition="" if job.colour == "rgb" else job.profile.identifier,
        binding=bindings()[job.binding].title,
        paper=job.paper_name,
        leaf=job.paper.leaf if job.paper else None,
        spine=spine,
        cover=(round(job.cover_size(pages)[0], 3), job.trim[1]),
        cover_pages=1 if job.is_wrapped else 2,
        cover_colour=_COLOURS[cover_job(job).colour],
        sheets=job.sheets or "",
        sheet=job.sheet if imposed else "",
        sheet_size=SHEETS[job.sheet] if imposed and job.sheet else None,
        sheets_a_copy=imposed.sheets if imposed else None,
        sides_a_copy=imposed.sides if imposed else None,
        sheets_saved=-(-used // 2) - imposed.sheets if imposed else None,
        creep=imposed.creep if imposed else None,
        fonts=tuple(one.strip(",") for one in fonts),
        files=tuple(files),
        contact=job.contact,
    )


def copies_allowed(rights: Sequence[Right]) -> int | None:
    """Return how many copies the rights allow of all the texts together; None without a limit."""
    return min((one.copies for one in rights if one.copies is not None), default=None)


def as_text(made: Ticket) -> str:
    """Return the ticket as lines that a person can send."""
    rows = [(label, value) for label, value in _rows(made) if value]
    wide = max(len(label) for label, _ in rows) + 2
    lines = [f"{label + ':':<{wide}}{value}" for label, value in rows]
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
    yield "Marks", "crop marks, outside the bleed" if made.marks else "none"
    grey, colour, blank = made.pages_grey, made.pages_colour, made.pages_blank
    added = f", {blank} of them blank at the end" if blank else ""
    yield "Pages", f"{made.pages} ({grey} black and white, {colour} in colour{added})"
    yield "Leaves", str(made.leaves)
    yield "Printed in", made.colour
    yield "Files", " for ".join(part for part in (made.standard, made.condition) if part)
    yield "Binding", made.binding
    leaf = f" ({made.leaf:g} mm a leaf)" if made.leaf else ""
    yield "Paper", f"{made.paper}{leaf}" if made.paper else ""
    yield "Spine", f"{made.spine:g} mm" if made.spine else "none"
    parts = "back to front on one sheet" if made.cover_pages == 1 else "front and back, two pages"
    yield "Cover", f"{_size(made.cover)}, {parts}, {made.cover_colour}"
    yield "Sheets", _sheets(made)
    yield "Fonts", ", ".join(made.fonts) + " (all embedded)" if made.fonts else ""
    yield "Contact", made.contact


def _copies(made: Ticket) -> str:
    allowed = made.copies_allowed
    limit = f"not more than {allowed}, by the rights in the texts" if allowed is not None else ""
    said = str(made.copies) if made.copies is not None else ""
    return f"{said} ({limit})" if said and limit else said or limit


def _sheets(made: Ticket) -> str:
    if made.sheets_a_copy is None:
        return ""
    paper = f" of {made.sheet} ({_size(made.sheet_size)})" if made.sheet_size else ""
    creep = f", pages moved up to {made.creep:g} mm for creep" if made.creep else ""
    saved = made.sheets_saved or 0
    spares = f"; as single pages it would take {saved} more" if saved > 0 else ""
    return (
        f"{made.sheets_a_copy}{paper} a copy, {made.sides_a_copy} sides, printed on both sides, "
        f"turned on the short edge ({made.sheets}{creep}{spares})"
    )


def _size(size: tuple[float, float]) -> str:
    return f"{size[0]:g} × {size[1]:g} mm"
