"""Lines in reading order → paragraphs: by indents, gaps, short last lines, sizes and weights.

Input the lines of a document without furniture and notes, output `Paragraph`s. What goes on
over a column or a page is one.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from math import inf

from florilegium.ingest.pdf.hyphens import SIGNS
from florilegium.ingest.pdf.lines import Line, neighbours

BULLETS = "•◦▪‣●■◆❖➢✓◻❑"
_BULLET = re.compile(rf"[{BULLETS}]\s+\S")
_INDENT = 0.7  # sizes of the letters by which a first line is set in
_GAP = 1.28  # of the usual leading, that parts two paragraphs
_ALIKE = 0.07  # of the size, by which lines of a paragraph may differ
_FEW = 5  # lines by which a column tells how wide it is
_SPACE = 0.5  # of the size: the space before a word, and some play
_EVEN = 1.5  # points between the ends of lines that end at one edge
_OVER = 0.07  # of the width of a column, by which a line may run over its edge
_INSET = 3  # lines set in alike, which are a passage of their own
_BOLD = 0.9  # of its letters, that make a line a bold one
_SENTENCE = re.compile(r"[.!?…:;][\"'”’»)\]*†‡\d]*$")


@dataclass(frozen=True, slots=True)
class Frame:
    """The edges and the *leading* of the column that a line stands in, in points.

    *right* is that of the passage, *edge* that of the whole column.
    """

    left: float
    right: float
    leading: float
    edge: float


@dataclass(slots=True)
class Paragraph:
    """*lines* that belong together, each with its *frame*; *gap* tells of space above it."""

    lines: list[Line] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    gap: bool = False
    _bold: int = 0  # lines, the first of them, that are known to be set bold
    _insets: tuple[int, float] = (0, inf)  # lines, and how far the least of them is set in

    @property
    def size(self) -> float:
        """The size of its letters in points."""
        return self.lines[0].size

    def text(self) -> str:
        """Its words, for a look at them."""
        return " ".join(line.text for line in self.lines)

    def is_bold(self) -> bool:
        """Whether all of it is set bold."""
        while self._bold < len(self.lines) and self.lines[self._bold].share("bold") >= _BOLD:
            self._bold += 1
        return self._bold == len(self.lines)

    def inset(self) -> float:
        """Return how far all its lines are set in, in sizes of their letters."""
        known, least = self._insets
        for line, frame in zip(self.lines[known:], self.frames[known:], strict=True):
            least = min(least, (line.left - frame.left) / (line.size or 1))
        self._insets = (len(self.lines), least)
        return least


@dataclass(slots=True)
class _Indents:
    """How many paragraphs have two lines or more, and how many of these begin with an indent."""

    whole: int = 0
    begun: int = 0

    def add(self, paragraph: Paragraph) -> None:
        """Count *paragraph*, if it has two lines."""
        if len(paragraph.lines) > 1:
            first, second = paragraph.lines[:2]
            self.whole += 1
            self.begun += (first.left - second.left) / first.size > _INDENT

    def are_usual(self) -> bool:
        """Tell whether paragraphs begin with an indent, so that one without is none."""
        return 2 * self.begun > self.whole


def paragraphs(lines: Sequence[Line], size: float) -> list[Paragraph]:
    """Return *lines*, in reading order, as paragraphs; *size* is that of most of the text."""
    columns = [list(run) for _, run in groupby(lines, key=_place)]
    width = _usual_width(columns)
    made: list[Paragraph] = []
    indents = _Indents()
    for column in columns:
        if column[0].cell:
            frame = _frame(column, 0)
            for _, row in groupby(column, key=lambda line: line.cell and line.cell.row):
                cells = list(row)
                made.append(Paragraph(cells, [frame] * len(cells)))
                indents.add(made[-1])
            continue
        frames = _frames(column, _frame(column, width))
        fresh = True
        for line, frame in zip(column, frames, strict=True):
            last = made[-1] if made else None
            open_ = _before_tables(made) if fresh else None
            if open_ and _joins(open_, line, frame, indents, size):
                last = open_
            elif last is None or fresh or (why := _begins(last, line, frame, size)):
                gap = fresh or why == "gap"
                last = Paragraph(gap=gap)
                made.append(last)
            last.lines.append(line)
            last.frames.append(frame)
            if len(last.lines) == 2:  # noqa: PLR2004  # whether the first is set in is known now
                indents.add(last)
            fresh = False
    return made


def _place(line: Line) -> tuple[int, int, int]:
    """Return what lines of one passage have in common: page, column, and table."""
    return line.page, line.column, line.cell.table if line.cell else 0


def _usual_width(columns: Sequence[Sequence[Line]]) -> float:
    counts: Counter[int] = Counter()
    for column in columns:
        if len(column) >= _FEW:
            left, right = _edges(column)
            counts[round(right - left)] += len(column)
    return float(max(sorted(counts), key=lambda width: counts[width], default=0))


def _edges(column: Sequence[Line]) -> tuple[float, float]:
    counts = Counter(round(line.left) for line in column)
    often = max(counts.values())
    left = min(at for at, count in counts.items() if 2 * count >= often)
    return min(line.left for line in column if round(line.left) == left), _right_edge(column)


def _right_edge(column: Sequence[Line]) -> float:
    """Return where lines of *column* end: the farthest place where more than one does."""
    rights = sorted((line.right for line in column), reverse=True)
    enough = max(2, len(rights) // 12)
    ends = [right for right, count in neighbours(rights, _EVEN) if count >= enough]
    edge = max(ends, default=rights[0])
    width = rights[0] - min(line.left for line in column)
    return edge if rights[0] - edge <= _OVER * width else rights[0]


def _frame(column: Sequence[Line], width: float) -> Frame:
    left, right = _edges(column)
    if len(column) < _FEW:
        right = max(right, left + width)
    steps = [
        round(above.base - below.base, 1)
        for above, below in pairwise(column)
        if _are_alike(above, below) and above.base > below.base
    ]
    size = column[0].size
    leading = min(
        (step for step, count in Counter(steps).items() if 3 * count >= len(steps)),
        default=sorted(steps)[len(steps) // 3] if steps else 1.25 * size,
    )
    return Frame(left, right, leading, right)


def _frames(column: Sequence[Line], frame: Frame) -> list[Frame]:
    """Return for each line of *column* its frame: what is set in on both sides has its own."""
    found: list[Frame] = []
    for left, run in groupby(column, key=lambda line: round(line.left)):
        lines = list(run)
        inset = left - frame.left > _INDENT * lines[0].size and len(lines) >= _INSET
        right = max(line.right for line in lines) if inset else frame.right
        found += [replace(frame, right=right)] * len(lines)
    return found


def _are_alike(one: Line, other: Line) -> bool:
    return abs(one.size - other.size) <= _ALIKE * max(one.size, other.size)


def _begins(last: Paragraph, line: Line, frame: Frame, size: float) -> str:
    """Return why *line* begins a paragraph after *last*; empty when it goes on."""
    above = last.lines[-1]
    if not _are_alike(above, line):
        return "size"
    # The leading of a column is that of its text; a heading has its own.
    leading = max(frame.leading, (1.2 if line.size > (1 + _ALIKE) * size else 1.0) * line.size)
    if above.base - line.base > _GAP * leading or line.base > above.base:
        return "gap"
    if last.is_bold() != (line.share("bold") >= _BOLD) and (
        last.is_bold() or line.share("bold") >= _BOLD
    ):
        return "weight"
    if _BULLET.match(line.text):
        return "bullet"
    if _is_set_in(last, line, frame):
        return "indent"
    return "short" if _is_short(above, line, frame) else ""


def _is_set_in(last: Paragraph, line: Line, frame: Frame) -> bool:
    """Tell whether *line* is set in, or out, as the first line of a paragraph is."""
    above = last.lines[-1]
    step = (line.left - above.left) / line.size
    out = (line.left - frame.left) / line.size
    hangs = len(last.lines) == 1 and (above.left - frame.left) / line.size < -_INDENT
    if out < -_INDENT or (step > _INDENT and not hangs and not _is_bullet(last)):
        return True
    return step < -_INDENT and len(last.lines) > 1 and last.inset() > _INDENT


def _is_bullet(paragraph: Paragraph) -> bool:
    return bool(_BULLET.match(paragraph.lines[0].text))


def _is_short(above: Line, line: Line, frame: Frame) -> bool:
    """Tell whether the first word of *line* had room in the line *above*."""
    if above.text.endswith(tuple(SIGNS)):
        return False
    needed = line.head + _SPACE * line.size
    return above.right + needed < frame.right


def _joins(last: Paragraph, line: Line, frame: Frame, indents: _Indents, size: float) -> bool:
    """Tell whether *line*, the first of its column, goes on with the paragraph before it."""
    above = last.lines[-1]
    if not _are_alike(above, line) or abs(line.size - size) > _ALIKE * size:
        return False
    if line.share("bold") >= _BOLD or last.is_bold() or _BULLET.match(line.text):
        return False
    if above.text.endswith(tuple(SIGNS)):
        return True
    if (line.left - frame.left) / line.size > _INDENT or _is_short(above, line, last.frames[-1]):
        return False
    if not _SENTENCE.search(above.text) or line.text[:1].islower():
        return True
    return indents.are_usual()


def _before_tables(made: Sequence[Paragraph]) -> Paragraph | None:
    """Return the last of *made*, before the tables that stand there."""
    return next((one for one in reversed(made) if not one.lines[0].cell), None)


def runs(made: Sequence[Paragraph]) -> Iterator[list[Paragraph]]:
    """Yield *made* in runs: paragraphs of one line each, close together, are one run.

    They may be the lines of a poem.
    """
    waiting: list[Paragraph] = []
    for paragraph in made:
        single = len(paragraph.lines) == 1 and not paragraph.lines[0].cell
        if waiting and not (single and not paragraph.gap and _is_kin(waiting[-1], paragraph)):
            yield waiting
            waiting = []
        if single:
            waiting.append(paragraph)
        else:
            yield [paragraph]
    if waiting:
        yield waiting


def _is_kin(one: Paragraph, other: Paragraph) -> bool:
    a, b = one.lines[0], other.lines[0]
    return a.page == b.page and a.column == b.column and _are_alike(a, b)
