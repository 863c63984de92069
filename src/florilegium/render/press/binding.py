"""A book laid out → one PDF: one structure tree, outline, set of fonts and XMP for all pages."""

import hashlib
import os
import tempfile
from pathlib import Path

import pydyf

from florilegium.model import Artefact
from florilegium.render.press import engine
from florilegium.render.press.claims import claim_accessible, label_pages
from florilegium.render.press.description import describe
from florilegium.render.press.folios import label_ranges
from florilegium.render.press.imposition import Layout


def bind(layout: Layout, target: Path) -> Artefact:
    """Write *layout* to *target* and return the artefact, with every warning of the press.

    The file is written aside and put in place when it is whole: a failure leaves the old one.
    """
    pages = tuple(page for sheets in layout.sheets for page in sheets.pages)
    ranges = label_ranges(layout.folios)

    def finish(pdf: pydyf.PDF) -> None:
        claim_accessible(pdf)
        label_pages(pdf, ranges)

    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            warnings = engine.bind(
                pages,
                layout.style,
                description=describe(layout.meta),
                finish=finish,
                target=file,
            )
        aside.chmod(0o644)  # mkstemp keeps it to its maker
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
    return Artefact(
        edition=layout.edition.name,
        format="pdf",
        path=target,
        sha256=hashlib.sha256(target.read_bytes()).hexdigest(),
        pages=len(pages),
        warnings=tuple(dict.fromkeys((*layout.warnings, *warnings))),
        folios=layout.pagination.folios,
    )
