"""A book and its number of pages → ``cover.pdf``: one sheet, from back to front."""

import io
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf
from pikepdf import Array

from florilegium.findings import Finding
from florilegium.host.aside import passing_folder
from florilegium.model import BookMeta, Colour, ContentDocument, Edition
from florilegium.project.fonts import configuration
from florilegium.project.paths import below
from florilegium.project.styles import Styles
from florilegium.render import front_picture, press
from florilegium.render.coversheet import barcode, markup
from florilegium.render.coversheet.markup import Place
from florilegium.render.flowers import flowers
from florilegium.render.interior.boxes import POINTS
from florilegium.render.interior.convert import Printed, convert
from florilegium.render.press.binding.pagination import lay_out_book
from florilegium.render.shop.job import PrintJob
from florilegium.render.shop.tables import profiles
from florilegium.store.files import made_at

_CSS = """
html { font-family: "Source Sans 3", "Noto Serif", sans-serif; font-size: 10pt; color: #000000 }
body, section, p, div { margin: 0; padding: 0 }
.cover-placed { position: absolute }
.cover-picture { object-fit: cover }
.cover-title { font-family: "Source Serif 4", "Noto Serif", serif; font-weight: 600; line-height: 1.08; letter-spacing: -0.012em }
.cover-title span { display: block; white-space: nowrap }
.cover-subtitle { font-family: "Source Serif 4 Display", "Noto Serif", serif; font-style: italic; line-height: 1.25 }
.cover-editors { font-weight: 600; line-height: 1.25 }
.cover-imprint { line-height: 1.25 }
.cover-spine { font-weight: 600; white-space: nowrap }
.cover-blurb { line-height: 1.4; hyphens: none }
.cover-blurb p + p { margin-top: 0.7em }
.cover-isbn { line-height: 1; font-variant-numeric: tabular-nums lining-nums; white-space: nowrap }
.cover-digits { line-height: 1; font-variant-numeric: tabular-nums lining-nums; letter-spacing: 0.13em; white-space: nowrap }
"""  # noqa: E501
_FRONT = "front"  # the editor's own picture, in a folder lent to the press


@dataclass(frozen=True, slots=True)
class Cover:
    """The printed cover: its bytes, the width of the spine in mm, what a shop should know."""

    content: bytes
    spine: float
    findings: tuple[Finding, ...]
    warnings: tuple[str, ...]


def cover_job(job: PrintJob) -> PrintJob:
    """Return the job of the cover: in colours, on coated board, unless the shop has but grey."""
    colour: Colour = "cmyk" if job.colour == "k" else job.colour
    colour = job.cover_colour or colour
    if job.profile.identifier == profiles()["uncoated"].identifier:
        coated = profiles()["coated"]
        ink = job.printer.ink or coated.ink
        return replace(job, colour=colour, profile=coated, profile_path=coated.path,
                       most_ink=ink / 100)  # fmt: skip
    return replace(job, colour=colour)


def render(meta: BookMeta, job: PrintJob, *, pages: int, styles: Styles, pictures: Path) -> Cover:
    """Return the cover of a book of so many *pages*; *pictures* is ``book/pictures/``.

    Raises `ConfigError` for a picture that is not there, or a spine that is not known.
    """
    job = cover_job(job)
    spine = job.spine(pages)
    fold = job.printer.spine_safe or min(1.5, spine / 6)
    place = Place(*job.trim, spine, job.bleed, max(job.printer.cover_safe, 5.0), fold)
    palette, _ = flowers(meta.title, 1)
    findings: list[Finding] = []
    # Without bleed no colour can reach the edge of the paper.
    parts = [markup.ground(place, palette.paper)] if place.bleed else []
    own = b""
    if meta.cover:
        own = front_picture.for_print(below(pictures, meta.cover, where="book/book.toml"))
        parts.append(markup.own_front(place, _FRONT))
    else:
        rows = markup.rows_for(place)
        parts += [markup.flowers(place, meta, rows),
                  *markup.front_words(place, meta, styles, rows)]  # fmt: skip
    if spine:
        parts.append(_spine(place, meta, job, styles, pages, findings))
    parts.append(_back(place, meta, job))
    with passing_folder() as folder:
        if own:
            (folder / _FRONT).write_bytes(own)
        roots = (*styles.folders, folder.resolve())
        laid = _laid_out("".join(parts), place, meta, styles, palette.ink, roots)
    sheet = laid[0] if job.is_wrapped else _parted(laid[0], place)
    count = 1 if job.is_wrapped else 2
    folds = sorted({place.width, place.front}) if job.is_wrapped else []
    made = Printed(job, job.cover_size(pages), f"{meta.title}: cover", made_at(meta.date),
                   pages=count, is_cover=True, folds=tuple(folds))  # fmt: skip
    return Cover(convert(sheet, made), spine, tuple(findings), laid[1])


def _parted(sheet: bytes, place: Place) -> bytes:
    """Return the *sheet* as two pages, front and back: each shows its part of the same."""
    width, height = (side * POINTS for side in (place.width, place.height))
    with pikepdf.open(io.BytesIO(sheet)) as pdf:
        del pdf.pages[1:]
        pdf.pages.append(pdf.pages[0])
        for page, left in zip(pdf.pages, (width, 0.0), strict=True):
            page.obj.TrimBox = Array([left, 0, left + width, height])
        target = io.BytesIO()
        pdf.save(target, deterministic_id=True)
        return target.getvalue()


def _spine(  # noqa: PLR0913, PLR0917  # what a spine depends on
    place: Place, meta: BookMeta, job: PrintJob, styles: Styles, pages: int,
    findings: list[Finding],
) -> str:  # fmt: skip
    words = ""
    why = f"{job.printer.title} letters spines from {job.printer.spine_text} pages on"
    if job.may_letter_spine(pages):
        words = markup.spine_words(place, meta, styles)
        why = f"the title does not fit on {place.spine:.1f} mm in letters that can be read"
    if not words:
        findings.append(Finding("S116", "cover.pdf", why))
    return words


def _back(place: Place, meta: BookMeta, job: PrintJob) -> str:
    """Return blurb and barcode, or the place that the shop needs for its own."""
    shop = job.printer.barcode
    inset = shop[2] if shop else max(place.safe, 6.0)
    keep = inset + (shop[1] if shop else 0.0)
    bars = ""
    if job.isbn:
        drawn = barcode.draw(job.isbn, job.price, written=job.isbn_written)
        bars = markup.barcode_box(place, drawn, inset)
        keep = max(keep, inset + drawn.height + 3)
    blurb = job.blurb or meta.description
    return (markup.back_words(place, blurb, keep) if blurb else "") + bars


def _laid_out(  # noqa: PLR0913, PLR0917  # what a document of the press is made of
    body: str, place: Place, meta: BookMeta, styles: Styles, ink: str, roots: tuple[Path, ...]
) -> tuple[bytes, tuple[str, ...]]:
    """Return the sheet as the press sets it, and its warnings."""
    page = (
        f"@page {{ size: {place.total:.3f}mm {place.height:.3f}mm; margin: 0; "
        f"bleed: {place.bleed}mm }}\n"
    )
    style = press.Style(
        # Small letters are of one ink: of three or four, their edges would show colours.
        css=page + _CSS + f".cover-title {{ color: {ink} }}",
        fonts=configuration(styles),
        roots=roots,
        files=press.hash_of(roots),
        title=meta.title,
        language=meta.language,
    )
    xhtml = (
        f'<section xmlns="http://www.w3.org/1999/xhtml" class="cover-sheet" id="cover-sheet" '
        f'lang="{meta.language}">{body}</section>'
    )
    document = ContentDocument("cover-sheet", "cover", "body", "", meta.language, xhtml, depth=0)
    layout = lay_out_book(
        (document,), meta=meta, edition=Edition("cover", "pdf"), styles=styles, style=style
    )
    with passing_folder() as folder:
        target = folder / "cover.pdf"
        made = press.bind(layout, target)
        return target.read_bytes(), made.warnings
