"""The letters of a page → lines of text, each a run of words at one height.

Input the glyphs of a `Sheet`, output `Line`s. Columns are found by their gutters; a raised sign
belongs to the line it stands in. Lines are put in the order in which a page is read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from heapq import merge
from itertools import islice
from math import floor, frexp

from florilegium.ingest.pdf.glyphs import Glyph, Sheet, Style
from florilegium.ingest.pdf.logical_order import (
    from_left,
    has_right_to_left,
    logical,
)

# A gap within a line, in widths of its letters' size: one that parts words, one that parts runs.
_WORD, _RUN = 0.17, 1.1
# How much smaller, and by which part of the size higher, the figure that calls a note is set.
_SMALL, _RAISED = 0.86, 0.16
_EVEN = 2.0  # points between the edges of lines that begin at one edge
_OTHER = 0.1  # of a size: less is the same
_INITIAL = 1.8  # the size of a letter that begins a text, over two lines or more
_MOST_INITIALS = 200  # of a column; more are a text of their own, or none
_MOST_NEAR = 200  # rows at about one height; more lie on one another


@dataclass(frozen=True, slots=True)
class Span:
    """The characters ``text[start:end]`` of a line in one *style*.

    *shift* is how they are set: 1 raised, -1 lowered, 0 on the line.
    """

    start: int
    end: int
    style: Style
    shift: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a line stands in a table: the *table*, its *row* and *column*, how many it spans.

    *head* tells that the row heads the table.
    """

    table: int
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    head: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its *text* from *left* to *right* on the *base* line, in *size*.

    *page* and *number* say where: the page of the file, and how many lines of the document are
    read before it. *column* is the same for lines of one column. *lost* is how many of its
    letters the file does not name, *head* how wide its first word is, *cell* where in a table it
    stands.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    spans: tuple[Span, ...]
    page: int
    number: int = 0
    column: int = 0
    lost: int = 0
    head: float = 0.0
    cell: Cell | None = None

    @property
    def top(self) -> float:
        """Where its letters end above, about."""
        return self.base + 0.75 * self.size

    @property
    def middle(self) -> float:
        """Half the height of its small letters."""
        return self.base + 0.25 * self.size

    def share(self, what: str) -> float:
        """Return the share of its letters that are ``bold`` or ``italic``."""
        marked = sum(s.end - s.start for s in self.spans if getattr(s.style, what))
        return marked / max(1, len(self.text))


@dataclass(slots=True)
class Piece:
    """Letters in a row: no gap parts them that could part columns."""

    glyphs: list[Glyph] = field(default_factory=list)
    left: float = 0.0
    right: float = 0.0
    base: float = 0.0
    size: float = 0.0

    @property
    def middle(self) -> float:
        """Half the height of its small letters."""
        return self.base + 0.25 * self.size

    def text(self) -> str:
        """Its letters as they stand."""
        return "".join(glyph.text for glyph in self.glyphs)


def pieces_of(glyphs: Sequence[Glyph]) -> list[Piece]:
    """Return *glyphs*, in the order of the file, as runs at one height without a wide gap."""
    pieces: list[Piece] = []
    for glyph in glyphs:
        last = pieces[-1] if pieces else None
        if glyph.text == " " and glyph.left == glyph.right and last:
            last.glyphs.append(glyph)  # made by PDFium: it has no width
            continue
        if last is None or not _goes_on(last, glyph):
            last = Piece([], glyph.left, glyph.right, glyph.base, glyph.style.size)
            pieces.append(last)
        last.glyphs.append(glyph)
        last.left = min(last.left, glyph.left)
        last.right = max(last.right, glyph.right)
    return [trimmed for piece in pieces if (trimmed := _trimmed(piece)).glyphs]


def _goes_on(piece: Piece, glyph: Glyph) -> bool:
    size = max(piece.size, glyph.style.size)
    same = abs(glyph.base - piece.base) <= 0.08 * size
    alike = abs(glyph.style.size - piece.size) <= _OTHER * size
    gap = max(glyph.left - piece.right, piece.left - glyph.right)
    return same and alike and gap <= _RUN * size


def _trimmed(piece: Piece) -> Piece:
    glyphs = piece.glyphs
    while glyphs and glyphs[0].text == " ":
        glyphs = glyphs[1:]
    while glyphs and glyphs[-1].text == " ":
        glyphs = glyphs[:-1]
    if not glyphs:
        return Piece()
    left = min(glyph.left for glyph in glyphs)
    right = max(glyph.right for glyph in glyphs)
    return Piece(list(glyphs), left, right, piece.base, piece.size)


def lines_of(pieces: Sequence[Piece], sheet: Sheet, column: int) -> list[Line]:
    """Return the *pieces* of one column as lines, from the top down."""
    usual = usual_size(pieces)
    initials = _initials(pieces, usual)
    large = set(map(id, initials))
    rows = _Rows()
    for piece in sorted(pieces, key=lambda piece: (-piece.size, -piece.base, piece.left)):
        if id(piece) not in large:
            rows.add(piece)
    ordered = sorted(rows.found, key=lambda row: (-row[0].base, row[0].left))
    lefts: dict[int, float] = {}
    for piece in initials:
        lefts |= dict.fromkeys(map(id, _begin(ordered, piece)), piece.left)
    lines = ((_line(row, sheet, column), lefts.get(id(row))) for row in ordered)
    return [line if left is None else replace(line, left=left) for line, left in lines]


def _initials(pieces: Sequence[Piece], usual: float) -> list[Piece]:
    """Return the large letters that begin a text; where they are many they begin none."""
    found = [p for p in pieces if p.size >= _INITIAL * usual and len(p.text()) <= 2]  # noqa: PLR2004  # a letter and a mark
    return found if len(found) <= _MOST_INITIALS else []


@dataclass(slots=True)
class _Rows:
    """The rows *found* so far, from those of the largest letters on, and by their heights.

    *steps* has their numbers by the height of their letters, in powers of two, and by their
    base lines in steps of that height: what a piece may stand beside is near.
    """

    found: list[list[Piece]] = field(default_factory=list)
    steps: dict[int, dict[int, list[int]]] = field(default_factory=dict)

    def add(self, piece: Piece) -> None:
        """Put *piece* into the first row that it stands beside, or into one of its own."""
        near = (self.found[number] for number in self._near(piece))
        row = next((row for row in near if _beside(row, piece)), None)
        if row is not None:
            row.append(piece)
            return
        power = frexp(piece.size)[1]
        rows = self.steps.setdefault(power, {})
        rows.setdefault(floor(piece.base / 2.0**power), []).append(len(self.found))
        self.found.append([piece])

    def _near(self, piece: Piece) -> Iterator[int]:
        """Yield the numbers of the first rows that are near *piece*, whose letters are as large.

        In steps that are higher than the letters of the row, no row beside it is two away.
        """
        steps = ((rows, floor(piece.base / 2.0**power)) for power, rows in self.steps.items())
        near = [rows.get(at + away, ()) for rows, at in steps for away in (-1, 0, 1)]
        return islice(merge(*near), _MOST_NEAR)


def usual_size(pieces: Sequence[Piece]) -> float:
    """Return the size in which most letters of *pieces* are set."""
    counts: dict[float, int] = {}
    for piece in pieces:
        counts[piece.size] = counts.get(piece.size, 0) + len(piece.glyphs)
    return max(sorted(counts), key=lambda size: counts[size], default=0.0)


def neighbours(places: Sequence[float], near: float) -> Iterator[tuple[float, int]]:
    """Yield each of *places* from the least on, and how many of them are as *near* to it."""
    ordered = sorted(places)
    start = end = 0
    for place in ordered:
        while place - ordered[start] > near:
            start += 1
        while end < len(ordered) and ordered[end] - place <= near:
            end += 1
        yield place, end - start


def _beside(row: Sequence[Piece], piece: Piece) -> bool:
    """Tell whether *piece* stands in the line of *row*, whose first piece is the largest."""
    first = row[0]
    if abs(piece.base - first.base) <= 0.1 * first.size:
        return all(piece.left >= p.right - 2 or piece.right <= p.left + 2 for p in row)
    inside = first.base - 0.3 * first.size <= piece.middle <= first.base + 0.85 * first.size
    if not inside or piece.size > _SMALL * first.size:
        return False
    # A raised sign stands close to a word.
    return any(-1 <= piece.left - p.right <= first.size for p in row) or any(
        -1 <= p.left - piece.right <= first.size for p in row
    )


def _begin(rows: list[list[Piece]], initial: Piece) -> list[list[Piece]]:
    """Put a large first letter before the line whose words go on with it.

    Returns the lines beside it, which begin where it does.
    """
    near = [
        row
        for row in rows
        if row[0].left >= initial.right - 2
        and row[0].base >= initial.base - 0.2 * row[0].size
        and row[0].base <= initial.base + 1.1 * initial.size
    ]
    if near:
        max(near, key=lambda row: row[0].base).append(initial)
    else:
        rows.append([initial])
        rows.sort(key=lambda row: (-row[0].base, row[0].left))
    left = min((row[0].left for row in near), default=0.0)
    lowest = min((row[0].base for row in near), default=0.0)
    under = next((row for row in rows if row[0].base < lowest), None)
    if under and abs(under[0].left - left) <= _EVEN:  # the letter has a margin below it
        near.append(under)
    return near


def _line(row: Sequence[Piece], sheet: Sheet, column: int) -> Line:
    base, size = row[0].base, row[0].size
    parts = sorted(row, key=lambda piece: piece.left)
    glyphs: list[tuple[Glyph, int]] = []
    begun = False  # by a large letter, which its word goes on with
    for piece in parts:
        shift = 0
        if piece.size <= _SMALL * size:
            shift = (piece.base - base > _RAISED * size) - (base - piece.base > _RAISED * size)
        signs: Sequence[Glyph] = piece.glyphs
        if has_right_to_left("".join(glyph.text for glyph in signs)):
            signs = from_left(signs)
        if glyphs and not begun and _gap(glyphs[-1][0], signs[0], size):
            glyphs.append((replace_text(glyphs[-1][0], " "), 0))
        glyphs += [(glyph, shift) for glyph in signs]
        begun = piece.size >= _INITIAL * size and len(piece.glyphs) == 1
    words = "".join(glyph.text for glyph, _ in glyphs)
    if has_right_to_left(words):
        glyphs = logical(glyphs)
    text, spans, lost = _joined(glyphs)
    left, right = min(p.left for p in row), max(p.right for p in row)
    return Line(
        text, left, right, base, size, spans, sheet.number,
        column=column, lost=lost, head=_head(glyphs),
    )  # fmt: skip


def _head(glyphs: Sequence[tuple[Glyph, int]]) -> float:
    """Return how wide the first word of a line is."""
    word: list[Glyph] = []
    for glyph, _ in glyphs:
        if glyph.text == " " and any(one.text.isalnum() for one in word):
            break  # a dash alone never stands at the head of a line
        if glyph.text != " ":
            word.append(glyph)
    return max((g.right for g in word), default=0.0) - min((g.left for g in word), default=0.0)


def _gap(before: Glyph, after: Glyph, size: float) -> bool:
    return after.left - before.right > _WORD * size


def replace_text(glyph: Glyph, text: str) -> Glyph:
    """Return a space (or another sign) where *glyph* ends."""
    return Glyph(text, glyph.right, glyph.right, glyph.base, glyph.style)


def _joined(glyphs: Sequence[tuple[Glyph, int]]) -> tuple[str, tuple[Span, ...], int]:
    """Return the text of *glyphs* with single spaces, its spans, and how many are lost."""
    out: list[str] = []
    spans: list[Span] = []
    begun: tuple[int, Style, int] | None = None
    at = lost = 0
    for glyph, shift in glyphs:
        if glyph.text == " " and (not out or out[-1] == " "):
            continue
        if begun is None or begun[1] != glyph.style or begun[2] != shift:
            if begun:
                spans.append(Span(begun[0], at, begun[1], begun[2]))
            begun = (at, glyph.style, shift)
        out.append(glyph.text)
        at += len(glyph.text)
        lost += glyph.lost
    if begun:
        spans.append(Span(begun[0], at, begun[1], begun[2]))
    text = "".join(out)
    whole = len(text.rstrip())
    kept = tuple(replace(s, end=min(s.end, whole)) for s in spans if s.start < whole)
    return text[:whole], kept, lost


def numbered(pages: Iterator[list[Line]]) -> Iterator[list[Line]]:
    """Yield the lines of each page with their numbers in the document, from 1."""
    at = 0
    for page in pages:
        yield [replace(line, number=at + n) for n, line in enumerate(page, start=1)]
        at += len(page)
