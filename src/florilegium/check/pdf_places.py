"""The check that everything stands in its place on the pages of a finished PDF (law 9).

Input: what is printed where (``pdf_print``), the page format, the book. Output: findings with
the folio and the words. It goes by the boxes of the glyphs in the file, and never asks the
layout engine.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from florilegium.check.pdf_print import Box, PrintedPage, Run
from florilegium.findings import Finding
from florilegium.model import ContentDocument
from florilegium.project.page_formats import PageFormat

_POINTS_PER_MM = 72 / 25.4
_OVERHANG = 3.5  # points that an italic, an accent or a tightened line may stand out
_TRIM = 5.0  # points from the edge of the page that a cutter may take
_GRAZE = 1.5  # points that the boxes of neighbours may share
_COVERED = 0.5  # of the lower of two boxes: more is print over print
_HOLE = 4  # lines that a page may end short
_FEW = 4  # lines that are no page
_WORDS = 60  # letters shown of what is in the wrong place
# What stands alone on its page by design.
DISPLAY = frozenset({"half-title", "title-page", "copyright", "part", "dedication", "epigraph"})


@dataclass(frozen=True, slots=True)
class Area:
    """The type area of a page, in points from the bottom left."""

    left: float
    bottom: float
    right: float
    top: float

    def holds(self, box: Box, *, slack: float = _OVERHANG) -> bool:
        """Whether *box* lies inside, but for *slack* points."""
        left, bottom, right, top = box
        return (
            left >= self.left - slack
            and bottom >= self.bottom - slack
            and right <= self.right + slack
            and top <= self.top + slack
        )


def type_area(page: PageFormat, *, is_recto: bool) -> Area:
    """Return the type area of a right-hand or left-hand page."""
    left, right = (page.inner, page.outer) if is_recto else (page.outer, page.inner)
    sides = (left, page.foot, page.width - right, page.height - page.top)
    return Area(*(side * _POINTS_PER_MM for side in sides))


def check_places(
    pages: Sequence[PrintedPage], *, page: PageFormat, name: str
) -> Iterator[Finding]:
    """Yield P121 for print outside of its place and P122 for print over print, page by page."""
    for number, printed in enumerate(pages):
        where = f"{name}, page {printed.label or number + 1}"
        area = type_area(page, is_recto=number % 2 == 0)
        if outside := tuple(_outside(printed, area)):
            yield Finding("P121", where, f"outside of the type area: {_said(outside)}")
        for over, under in _covered(run for run in printed.runs if not _is_accent(run)):
            yield Finding("P122", where, f"{_said([over])} stands on {_said([under])}")
            break  # where one line covers another, the next ones do too


def _outside(printed: PrintedPage, area: Area) -> Iterator[Run]:
    width, height = printed.size
    paper = Area(_TRIM, _TRIM, width - _TRIM, height - _TRIM)
    for run in printed.runs:
        free = run.is_furniture or run.is_silent
        if not (paper.holds(run.box, slack=0) if free else area.holds(run.box)):
            yield run


def _is_accent(run: Run) -> bool:
    """Whether *run* is nothing but marks that belong on the letters: vowels, accents."""
    marks = [unicodedata.category(letter)[0] == "M" for letter in run.text if letter.strip()]
    return bool(marks) and all(marks)


def _covered(runs: Iterable[Run]) -> Iterator[tuple[Run, Run]]:
    """Yield pairs of runs of which one is printed over the other."""
    open_: list[Run] = []
    for run in sorted(runs, key=lambda run: run.box[1]):
        open_ = [one for one in open_ if one.box[3] > run.box[1]]
        for one in open_:
            if _covers(one.box, run.box):
                yield run, one
        open_.append(run)


def _covers(one: Box, other: Box) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    along = min(one[3], other[3]) - max(one[1], other[1])
    lower = min(one[3] - one[1], other[3] - other[1])
    # A sloping letter leans over its neighbour by a part of its height, also over a quote; what
    # lies within another does not lean.
    is_within = across >= min(one[2] - one[0], other[2] - other[0])
    taller = max(one[3] - one[1], other[3] - other[1])
    sloping = lower if is_within else min(taller, 2 * lower)
    return across > _GRAZE + sloping / 4 and along > lower * _COVERED


def _said(runs: Sequence[Run]) -> str:
    words = " ".join(" ".join(run.text.split()) for run in runs if run.text)
    if not words:
        return "a picture"
    return f"“{words}”" if len(words) <= _WORDS else f"“{words[:_WORDS].rstrip()}…”"


# -- notes -----------------------------------------------------------------------------------


def check_notes(
    pages: Sequence[PrintedPage], documents: Sequence[ContentDocument], *, name: str
) -> Iterator[Finding]:
    """Yield P123 for a call or a note of *documents* that is not printed, or not together."""
    calls, bodies = _expected(documents)
    printed_calls = [_calls(page) for page in pages]
    printed_bodies = [_labels(page, seen) for page, seen in zip(pages, _seen(pages), strict=True)]
    for what, wanted, found in (
        ("call", calls, sum(printed_calls, Counter[str]())),
        ("note", bodies, sum(printed_bodies, Counter[str]())),
    ):
        if wanted.total() != found.total():
            labels = ", ".join(sorted((wanted - found) | (found - wanted)))
            yield Finding(
                "P123",
                name,
                f"{found.total()} of {wanted.total()} {what}s are printed; see {labels or '?'}",
            )
    for page, here, bodies_here in zip(pages, printed_calls, printed_bodies, strict=True):
        for label in sorted((bodies_here - here).keys()):
            where = f"{name}, page {page.label}"
            yield Finding("P123", where, f"note {label} is not called on its page")


def _expected(documents: Sequence[ContentDocument]) -> tuple[Counter[str], Counter[str]]:
    calls, bodies = Counter[str](), Counter[str]()
    for document in documents:
        root = etree.fromstring(document.xhtml.encode())
        for link in root.iter("{*}a"):
            if "note-call" in link.get("class", "").split():
                calls["".join(map(str, link.itertext())).strip()] += 1
        for aside in root.iter("{*}aside"):
            if "note" in aside.get("class", "").split():
                bodies[aside.get("data-label", "").strip()] += 1
    return calls, bodies


def _calls(page: PrintedPage) -> Counter[str]:
    silent = (run for run in page.runs if run.is_silent and not run.is_furniture)
    return Counter(run.text.strip() for run in silent if run.text.strip())


def _seen(pages: Sequence[PrintedPage]) -> Iterator[frozenset[int]]:
    """Yield for every page the notes that have begun on an earlier one."""
    seen: set[int] = set()
    for page in pages:
        yield frozenset(seen)
        seen.update(run.note for run in page.runs if run.note is not None)


def _labels(page: PrintedPage, seen: frozenset[int]) -> Counter[str]:
    """The labels of the notes that begin on *page*: what is printed first of each."""
    first: dict[int, str] = {}
    for run in page.runs:
        if run.note is not None and run.note not in seen and not run.is_silent:
            first.setdefault(run.note, run.text.strip())
    return Counter(first.values())


# -- pages that are not full -----------------------------------------------------------------


def check_fill(
    pages: Sequence[PrintedPage],
    documents: Sequence[ContentDocument],
    folios: Mapping[str, str],
    *,
    page: PageFormat,
    name: str,
) -> Iterator[Finding]:
    """Yield P124 for a page with hardly a line, P125 for a hole of more than four lines.

    *folios* has the page label on which each document begins. Pages that are meant to be
    empty (titles, parts) and the last page of a document may be short, but not all but empty.
    """
    firsts = {folios[one.id]: one for one in documents if one.id in folios}
    spans = _spans(pages, firsts)
    for document, span in spans:
        if document.kind in DISPLAY:
            continue
        for number in span:
            is_last = number == span[-1]
            where = f"{name}, page {pages[number].label}"
            area = type_area(page, is_recto=number % 2 == 0)
            text, hole = _fill(pages[number], area, page.leading)
            if (
                len(span) > 1
                and number != span[0]
                and text < (_FEW if is_last else page.lines / 3)
            ):
                yield Finding("P124", where, f"it has {text:.0f} of {page.lines} lines")
            elif not is_last and hole > _HOLE + 0.5:
                yield Finding("P125", where, f"{hole:.0f} lines are empty")


def _spans(
    pages: Sequence[PrintedPage], firsts: Mapping[str, ContentDocument]
) -> Iterator[tuple[ContentDocument, list[int]]]:
    starts = [number for number, page in enumerate(pages) if page.label in firsts]
    for start, end in pairwise((*starts, len(pages))):
        used = [n for n in range(start, end) if any(not r.is_furniture for r in pages[n].runs)]
        if used:
            yield firsts[pages[start].label], used


def _fill(page: PrintedPage, area: Area, leading: float) -> tuple[float, float]:
    """Return how many lines high what is printed is, and how many are empty below the text."""
    content = [run for run in page.runs if not run.is_furniture]
    notes = [run.box for run in content if run.note is not None]
    text = [run.box for run in content if run.note is None]
    lowest = min((box[1] for box in text), default=area.top)
    floor = max((box[3] for box in notes), default=area.bottom)
    used = sum(
        max(box[3] for box in boxes) - min(box[1] for box in boxes)
        for boxes in (text, notes)
        if boxes
    )
    # Above notes a line is empty, and a rule has its space.
    hole = (lowest - floor) / leading - (1.5 if notes else 0)
    return used / leading, hole
