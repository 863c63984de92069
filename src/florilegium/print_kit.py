"""The files for a print shop, in one go: interior, cover, sheets, ticket, proofs.

    Book × Edition ─ lay out ─ bind ─ convert ─▶ interior.pdf ─ impose ─▶ booklet.pdf
    number of pages ────────── cover ─────────▶ cover.pdf
    finished files ─────────── preflight ─────▶ Findings ─▶ ticket.txt, ticket.json, proof/

In: a book that is read, and its printed editions. Out: files in ``build/print/<edition>/``, all
of one edition put in place when all are made. What depends on the paper is made apart from what
does not. It never decides what a shop wants: that is ``render/shop/``.
"""

import base64
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

import pikepdf

from florilegium import pipeline
from florilegium.assemble import audiences, clearance
from florilegium.assemble.reader import Reader
from florilegium.check import pdf as pdf_checks
from florilegium.check import preflight
from florilegium.check.verdicts import Verdict, read_verdict
from florilegium.desk.deposit import deposit
from florilegium.errors import FlorilegiumError, raise_all
from florilegium.findings import Finding, accept
from florilegium.host.aside import passing_folder
from florilegium.model import Edition, PrintSettings
from florilegium.project.paths import below
from florilegium.project.project import Project
from florilegium.project.styles import find_styles, page_of, to_compare
from florilegium.render import coversheet, imposition, press, proofs
from florilegium.render.interior.convert import Printed, convert, is_blank
from florilegium.render.interior.inks import is_grey, most_ink, read_profile
from florilegium.render.shop.job import PrintJob, checked_pages, edition_for, print_job
from florilegium.render.shop.possible import require_possible
from florilegium.render.ticket import Counts, File, Saving, as_text, ticket
from florilegium.resources import DEFAULT_RESOURCES, Progress, Resources, silent
from florilegium.store import engine_digest, serial
from florilegium.store.cache import Cache
from florilegium.store.files import made_at, put, put_folder, to_json

_CAPTIONS = "fonts/SourceSans3-Regular.ttf"
# What the interior does not depend on: another paper makes another cover, and nothing else.
_OF_THE_COVER = ("paper_name", "paper", "spine_width", "isbn", "isbn_written", "price", "blurb",
                 "copies", "contact", "sheet", "signature", "edition")  # fmt: skip
_T = TypeVar("_T")
_PNG, _PDF = b"\x89PNG\r\n\x1a\n", b"%PDF-"


@dataclass(frozen=True, slots=True)
class _Spreads:
    """The sheets of proofs, each a PNG *coded* in base64."""

    coded: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kit:
    """The files of one edition, the first of them the interior, and what was found in them."""

    edition: str
    files: tuple[Path, ...]
    pages: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Made:
    """The *files* of one edition by name, not yet written, and what was found in them."""

    edition: str
    files: dict[str, bytes]
    pages: int
    findings: list[Finding]


@dataclass(frozen=True, slots=True)
class _Shop:
    """What is at hand for every edition: the book, and what a build is lent."""

    project: Project
    reader: Reader
    progress: Progress
    resources: Resources


def wanted(project: Project, names: Sequence[str]) -> tuple[Edition, ...]:
    """Return the editions called *names*; else all that say something for a printer.

    Where none does, the default printed edition.
    """
    if names:
        return tuple(project.editions.named(name) for name in names)
    found = tuple(
        one for one in project.editions
        if one.format == "pdf" and one.printing != PrintSettings()
    )  # fmt: skip
    return found or (project.editions.default("pdf"),)


def make(
    project: Project,
    names: Sequence[str] = (),
    *,
    progress: Progress = silent,
    resources: Resources = DEFAULT_RESOURCES,
) -> tuple[Kit, ...]:
    """Make the files of the editions called *names*; raise all errors before any is written."""
    jobs: list[tuple[Edition, PrintJob]] = []
    errors: list[FlorilegiumError] = []
    for edition in wanted(project, names):
        try:
            jobs.append((edition, _job(project, edition)))
        except FlorilegiumError as err:
            errors.append(err)
    raise_all(errors)
    reader = pipeline.read_book(project, progress=progress, resources=resources)
    today = made_at(project.meta.date).date()
    for edition, _ in jobs:
        book = audiences.book_for(reader.book, edition.reader)
        clearance.require_clearance(book, edition, today=today)
    shop = _Shop(project, reader, progress, resources)
    made = [_make(_stamped(shop, edition), edition, job) for edition, job in jobs]
    return tuple(_written(shop, one) for one in made)


def _stamped(shop: _Shop, edition: Edition) -> _Shop:
    """Return *shop* with the documents that *edition* may show: what is not cleared is stamped."""
    reader = audiences.shown_in(shop.reader, edition)
    today = made_at(shop.project.meta.date).date()
    documents = clearance.stamped(reader.documents, reader.book, edition, today=today)
    return replace(shop, reader=replace(reader, documents=documents))


def make_deposit(
    project: Project, *, progress: Progress = silent, resources: Resources = DEFAULT_RESOURCES
) -> Path:
    """Build the default books and put them into the ZIP of a bag; return its path."""
    reader, made = pipeline.build(project, progress=progress, resources=resources)
    root = project.root
    files = [one.path for one in made] + [path for one in made for path in one.beside]
    files += [path for path in project.side_outputs() if path.parent.name != "pictures"]
    files += [path for path in (root / "book").glob("*.toml") if path.is_file()]
    files.extend(project.bibliographies)
    progress("packing the deposit")
    folder, name = project.build / "deposit", f"{project.slug}.zip"
    target = below(folder, name, where="book/book.toml", makes=True)
    put(target, deposit(reader.book.meta, files, root=root, name=project.slug))
    return target


def _job(project: Project, edition: Edition) -> PrintJob:
    """Return the job of *edition*; raise `ConfigError` for one that cannot be printed."""
    job = print_job(edition, styles=find_styles(project.root), root=project.root)
    require_possible(job, edition.printing, where=edition.where)
    if job.sheets:
        imposition.sheet_for(job)
    if job.colour == "rgb":
        return job
    profile = read_profile(job.profile_path, colour=job.colour)
    is_known = job.printer.ink or job.profile.ink or is_grey(profile)
    return job if is_known else replace(job, most_ink=most_ink(profile))


def _make(shop: _Shop, edition: Edition, job: PrintJob) -> _Made:
    """Return the files of one edition; nothing is written before all editions are made."""
    meta, styles = shop.reader.book.meta, shop.reader.styles
    bound = _bound(shop, edition, job)
    used, ends_blank = _counted(bound)
    pages = checked_pages(job, used, ends_blank=ends_blank)
    interior = _interior(shop, job, bound, pages)
    shop.progress(f"{edition.name}: the cover")
    cover = coversheet.render(
        meta, job, pages=pages, styles=styles, pictures=shop.project.root / "book" / "pictures"
    )
    files = {"interior.pdf": interior, "cover.pdf": cover.content}
    imposed = _imposed(shop, job, interior, used=used)
    if imposed:
        files["booklet.pdf"] = imposed.content
    shop.progress(f"{edition.name}: preflight")
    found = _inspected(shop, job, files, pages=pages, imposed=imposed)
    found += cover.findings
    found += [Finding("P101", "cover.pdf", message) for message in cover.warnings]
    saving = _saving(shop, edition, job, pages=pages)
    if saving:
        found.append(Finding("P120", "interior.pdf", str(saving)))
    counts = Counts(pages, used, imposed, saving)
    files |= _ticket(shop, job, files, counts)
    shop.progress(f"{edition.name}: proofs")
    files |= _proofs(shop, interior, cover.content)
    return _Made(edition.name, files, pages, found)


def _proofs(shop: _Shop, interior: bytes, cover: bytes) -> dict[str, bytes]:
    """Return the proofs by file name; those of an interior that is known are not made again."""
    font = shop.reader.styles.find(_CAPTIONS)

    def spreads() -> tuple[bytes, ...]:
        return tuple(proofs.spreads(interior, font=font))

    key = hashlib.sha256(interior).hexdigest()
    made = _kept(shop.resources.cache, "proofs", key, spreads, _SPREADS)
    sheets = {f"proof/spreads-{at:02}.png": one for at, one in enumerate(made, start=1)}
    return sheets | {"proof/cover.png": proofs.cover(cover)}


def _written_spreads(spreads: tuple[bytes, ...]) -> bytes:
    coded = tuple(base64.b64encode(one).decode() for one in spreads)
    return serial.to_bytes(_Spreads(coded))


def _read_spreads(data: bytes) -> tuple[bytes, ...] | None:
    """Return the spreads that were kept as *data*; None where they are none."""
    try:
        coded = serial.from_bytes(_Spreads, data).coded
        made = tuple(base64.b64decode(one, validate=True) for one in coded)
    except (serial.UnreadableError, ValueError):
        return None
    return made if all(one.startswith(_PNG) for one in made) else None


def _written(shop: _Shop, made: _Made) -> Kit:
    """Put the files of one edition in place, all at once: a cover fits one interior only."""
    name, files = made.edition, made.files
    folder = below(shop.project.build / "print", name, where="book/editions.toml", makes=True)
    put_folder(folder, files)
    findings = tuple(
        replace(one, where=f"{name}: {one.where}") if ".pdf" in one.where else one
        for one in sorted(set(made.findings))
    )
    paths = tuple(folder / path for path in files)
    return Kit(name, paths, made.pages, accept(findings, shop.reader.accepted))


# -- the interior ------------------------------------------------------------------------------


def _bound(shop: _Shop, edition: Edition, job: PrintJob) -> bytes:
    """Return the pages as the press binds them.

    They are laid out a second time where so many pages need a wider gutter.
    """
    layout = _laid_out(shop, edition_for(edition, job))
    pages = len(layout.folios)
    edition_now = edition_for(edition, job)
    inner = page_of(shop.reader.styles, edition_now, pages=pages).inner
    if job.gutter(job.filled(pages)) > inner:
        layout = _laid_out(shop, edition_for(edition, job, pages=job.filled(pages)))
    with passing_folder() as folder:
        target = folder / "bound.pdf"
        press.bind(layout, target)
        return target.read_bytes()


def _counted(bound: bytes) -> tuple[int, bool]:
    """Return how many pages there are, and whether nothing is on the last of them."""
    with pikepdf.open(io.BytesIO(bound)) as pdf:
        return len(pdf.pages), is_blank(pdf.pages[-1])


def _imposed(
    shop: _Shop, job: PrintJob, interior: bytes, *, used: int
) -> imposition.Imposed | None:
    """Return the sheets of *interior*; None where the job asks for none."""
    if not job.sheets:
        return None
    meta = shop.reader.book.meta
    shop.progress(f"{job.edition}: the sheets")
    return imposition.impose(interior, job, used=used, title=meta.title, moment=made_at(meta.date))


def _laid_out(shop: _Shop, edition: Edition) -> press.Layout:
    return pipeline.lay_out(shop.reader, edition, progress=shop.progress, resources=shop.resources)


def _interior(shop: _Shop, job: PrintJob, bound: bytes, pages: int) -> bytes:
    meta = shop.reader.book.meta
    shop.progress(f"{job.edition}: inks, boxes and marks")
    what = Printed(job, job.trim, meta.title, made_at(meta.date), pages=pages)
    facts = _of_interior(job)
    facts |= {"pages": pages, "bound": hashlib.sha256(bound).hexdigest(), "title": meta.title,
              "profile": hashlib.sha256(job.profile_path.read_bytes()).hexdigest(),
              "moment": what.moment.isoformat()}  # fmt: skip
    return _kept(shop.resources.cache, "interior", facts, lambda: convert(bound, what), _PDFS)


def _kept(
    cache: Cache | None, what: str, facts: object, work: Callable[[], _T], form: "_Form[_T]"
) -> _T:
    """Return what *work* gives, or gave before for the same *facts*; *form* is how it is kept."""
    if cache is None:
        return work()
    text = json.dumps([what, facts, engine_digest.digest()], sort_keys=True, default=str)
    key = hashlib.sha256(text.encode()).hexdigest()
    data = cache.get(key)
    made = None if data is None else form.read(data)
    if made is None:
        made = work()
        cache.put(key, form.write(made))
    return made


@dataclass(frozen=True, slots=True)
class _Form(Generic[_T]):
    """How values are kept as bytes, and read again: None for what is none of ours."""

    write: Callable[[_T], bytes]
    read: Callable[[bytes], _T | None]


_PDFS: _Form[bytes] = _Form(bytes, lambda data: data if data.startswith(_PDF) else None)
_SPREADS = _Form(_written_spreads, _read_spreads)
_VERDICTS: _Form[Verdict] = _Form(serial.to_bytes, read_verdict)


# -- what is said of it ------------------------------------------------------------------------


def _inspected(
    shop: _Shop,
    job: PrintJob,
    files: dict[str, bytes],
    *,
    pages: int,
    imposed: imposition.Imposed | None,
) -> list[Finding]:
    """Return what preflight finds in the files, each opened as the shop opens it."""
    cover = coversheet.cover_job(job)
    checks: dict[str, tuple[Callable[[Path], Iterable[Finding]], object]] = {
        "interior.pdf": (lambda path: preflight.check_interior(path, job), _of_interior(job)),
        "cover.pdf": (
            lambda path: preflight.check_cover(path, cover, pages=pages),
            [asdict(cover), pages],
        ),
    }
    if imposed:
        size, interior = imposed.size, "interior.pdf"
        checks["booklet.pdf"] = (
            lambda path: preflight.check_sheets(path, path.with_name(interior), job, size=size),
            [_of_interior(job), size, hashlib.sha256(files[interior]).hexdigest()],
        )
    found: list[Finding] = []
    cache = shop.resources.cache
    with passing_folder() as folder:
        for name, content in files.items():
            (folder / name).write_bytes(content)
        for name, (check, facts) in checks.items():
            look = partial(_look, check, folder / name)
            key = [name, hashlib.sha256(files[name]).hexdigest(), facts]
            found += _kept(cache, "preflight", key, look, _VERDICTS).findings
    return found


def _look(check: Callable[[Path], Iterable[Finding]], path: Path) -> Verdict:
    return Verdict(tuple(check(path)))


def _of_interior(job: PrintJob) -> dict[str, object]:
    """Return what the interior depends on of *job*."""
    return {key: value for key, value in asdict(job).items() if key not in _OF_THE_COVER}


def _saving(shop: _Shop, edition: Edition, job: PrintJob, *, pages: int) -> Saving | None:
    """Return how many sheets the theme of *edition* saves, if it is made for that (economy)."""
    other = to_compare(shop.reader.styles, edition)
    if other is None:
        return None
    many = job.filled(len(_laid_out(shop, edition_for(other, job)).folios))
    return Saving(edition.theme, other.theme, job.paper_sheets(pages), job.paper_sheets(many))


def _ticket(
    shop: _Shop, job: PrintJob, files: dict[str, bytes], counts: Counts
) -> dict[str, bytes]:
    sides = counts.imposed.sides if counts.imposed else 0
    pages = {
        "interior.pdf": counts.pages,
        "cover.pdf": 1 if job.is_wrapped else 2,
        "booklet.pdf": sides,
    }
    rows = [
        File(name, hashlib.sha256(content).hexdigest(), pages[name])
        for name, content in files.items()
    ]
    with passing_folder() as folder:
        path = folder / "interior.pdf"
        path.write_bytes(files["interior.pdf"])
        fonts, coloured = pdf_checks.fonts_of(path), preflight.coloured_pages(path)
    made = ticket(
        shop.reader.book.meta, job, counts, coloured=coloured, fonts=fonts, files=rows,
        rights=shop.project.rights,
    )  # fmt: skip
    return {"ticket.txt": as_text(made).encode(), "ticket.json": to_json(made).encode()}
