"""The paragraphs, notes and furniture of a document in one row, and what it is set in.

Input the paragraphs and notes of a document and the lines that are furniture, output drafts of
blocks: a note behind the paragraph that calls it, the furniture of a page before what begins on
it.
"""

from collections.abc import Iterable, Iterator, Sequence

from florilegium.ingest.lines import Draft
from florilegium.ingest.pdf.feet import Note
from florilegium.ingest.pdf.lines import Line
from florilegium.ingest.pdf.paragraphs import Paragraph, runs
from florilegium.ingest.pdf.writing import LARGER, Writing
from florilegium.ingest.poems import Breaks
from florilegium.model import Block, Mark

_MOST_LEVELS = 4


def usual_size(lines: Iterable[Line]) -> float:
    """Return the size that most letters of *lines* are set in."""
    counts: dict[float, int] = {}
    for line in lines:
        counts[line.size] = counts.get(line.size, 0) + len(line.text)
    return max(sorted(counts), key=lambda size: counts[size], default=10.0)


def is_italic(lines: Sequence[Line]) -> bool:
    """Tell whether most of *lines* is set in italics, so that these mean nothing there."""
    letters = sum(len(line.text) for line in lines)
    return 2 * sum(line.share("italic") * len(line.text) for line in lines) > letters


def levels(made: Sequence[Paragraph], size: float) -> dict[float, int]:
    """Return the ranks of headings by their sizes, the largest first."""
    sizes = {
        round(paragraph.size, 1)
        for paragraph in made
        if not paragraph.lines[0].cell
        and paragraph.size >= LARGER * size
        and any(map(str.isalpha, paragraph.text()))
    }
    return {
        one: min(rank, _MOST_LEVELS) for rank, one in enumerate(sorted(sizes, reverse=True), 1)
    }


def drafts(
    writing: Writing,
    made: Sequence[Paragraph],
    notes: Sequence[Note],
    beside: Sequence[tuple[Line, str]],
) -> list[Draft]:
    """Return *made* and *notes* as drafts, and the lines *beside* with the rules they go by."""
    bodies = {str(number): note for number, note in enumerate(notes, start=1)}
    waiting = iter(sorted(beside, key=lambda pair: (pair[0].page, pair[0].number)))
    held = next(waiting, None)
    found: list[Draft] = []
    called: list[Draft] = []  # by the rows of a table, behind which they stand
    for run in runs(made):
        while held and held[0].page <= run[0].lines[0].page:
            found.append(_beside(*held))
            held = next(waiting, None)
        if not run[0].lines[0].cell:
            found += called
            called = []
        found.append(writing.draft(run))
        called += (
            Draft(writing.note(bodies[label], label), Breaks.NONE)
            for paragraph in run
            for label in writing.called(paragraph)
        )
        if not run[0].lines[0].cell:
            found += called
            called = []
    found += called
    found += (_beside(*one) for one in _rest(held, waiting))
    return found


def _rest(
    held: tuple[Line, str] | None, waiting: Iterator[tuple[Line, str]]
) -> Iterator[tuple[Line, str]]:
    if held:
        yield held
        yield from waiting


def _beside(line: Line, rule: str) -> Draft:
    marks = (Mark(0, len(line.text), "furniture", rule),)
    block = Block("paragraph", line.text, (line.number, line.number), marks=marks)
    return Draft(block, Breaks.NONE)
