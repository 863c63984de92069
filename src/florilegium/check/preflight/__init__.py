"""Preflight: the files for the shop, opened as the shop opens them → findings, codes S1xx.

In: ``interior.pdf``, ``cover.pdf`` and ``booklet.pdf`` as they are on disk, and the print job
that they should meet. Out: `Finding`s in a shop's words. It reads what is painted, never what
was meant, and mends nothing. Read ``painted.py`` first: it walks the content of a page.
"""

from collections.abc import Iterator
from pathlib import Path

from florilegium.check.preflight import edges, file_facts, paint
from florilegium.check.preflight.paint import coloured_pages
from florilegium.check.preflight.sheets import check_sheets
from florilegium.findings import Finding
from florilegium.render.shop.job import PrintJob

__all__ = ["check_cover", "check_interior", "check_sheets", "coloured_pages"]


def check_interior(path: Path, job: PrintJob) -> Iterator[Finding]:
    """Yield what a shop would object to in the interior at *path*."""
    sheet = file_facts.Sheet(job.trim, job)
    yield from file_facts.check_file(path, sheet)
    yield from file_facts.check_pages(path, job)
    yield from paint.check_paint(path, job, best=0)
    yield from edges.check_interior(path, job)
    yield from edges.check_bleed(path, job)


def check_cover(path: Path, job: PrintJob, *, pages: int) -> Iterator[Finding]:
    """Yield what a shop would object to in the cover at *path* of a book of so many *pages*."""
    sheet = file_facts.Sheet(job.cover_size(pages), job, is_cover=True)
    yield from file_facts.check_file(path, sheet)
    yield from paint.check_paint(path, job, best=job.printer.ppi)
    yield from edges.check_cover(path, job, spine=job.spine(pages))
    yield from edges.check_bleed(path, job)
