"""The imposed sheets against the interior: nothing spoilt, no page lost, none twice."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium

from florilegium.check.preflight import file_facts, paint
from florilegium.findings import Finding
from florilegium.render.shop.job import PrintJob

# What imposing could spoil; the rest is said of the interior, whose pages they are.
_SPOILT = frozenset(["S102", "S103", "S108"])


def check_sheets(
    path: Path, interior: Path, job: PrintJob, *, size: tuple[float, float]
) -> Iterator[Finding]:
    """Yield what a shop would object to in the sheets at *path*, cut to *size*.

    S117 says that they do not show the pages of *interior*, each once.
    """
    yield from file_facts.check_file(path, file_facts.Sheet(size, job))
    yield from (one for one in paint.check_paint(path, job, best=0) if one.code in _SPOILT)
    shown, wanted = _letters(path), _letters(interior)
    for missing, what in ((wanted - shown, "are not on"), (shown - wanted, "are too many on")):
        if missing:
            message = f"{missing.total()} letters of the interior {what} the sheets"
            yield Finding("S117", path.name, message)


def _letters(path: Path) -> Counter[str]:
    """Return how often each letter stands in the file at *path*."""
    found: Counter[str] = Counter()
    with pdfium.PdfDocument(path) as pdf:
        for page in pdf:
            found.update("".join(page.get_textpage().get_text_range().split()))
    return found
