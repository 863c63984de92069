"""How evenly the lines of PDFs are set: word spaces, hyphens, read from the pages.

``type FILE…`` measures finished PDFs; without one, this book is built as A5, A4 and Letter,
each with lines chosen together and each line filled in its turn. Nothing is taken from the
program but the file it wrote: the letters and where they stand.
"""

import argparse
import ctypes
import statistics
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

_LOOSE = 0.5  # em
_WORDS = 3  # gaps: a line with fewer says nothing
_EDGE = 0.4  # em: a full line ends this near to the right edge of the others


@dataclass(frozen=True)
class Line:
    """A line: its page (from 1), baseline, size of type, words, gaps in em; whether *is full*."""

    page: int
    y: float
    size: float
    text: str
    gaps: tuple[float, ...]
    is_full: bool

    @property
    def space(self) -> float:
        """Its word space in em."""
        return statistics.median(self.gaps)


@dataclass(frozen=True)
class Measure:
    """What a PDF's lines are like."""

    name: str
    lines: tuple[Line, ...]
    runs: Counter[int]
    page_ends: int

    def row(self) -> str:
        """The figures, in the order of `HEAD`."""
        full = [line for line in self.lines if line.is_full and len(line.gaps) >= _WORDS]
        spaces = sorted(line.space for line in full)
        count = max(len(spaces), 1)
        loose = sum(space > _LOOSE for space in spaces) / count
        p95 = spaces[int(0.95 * (len(spaces) - 1))] if spaces else 0.0
        hyphens = sum(length * times for length, times in self.runs.items()) / max(
            len(self.lines), 1
        )
        most = max(self.runs, default=0)
        tight = spaces[0] if spaces else 0.0
        return (
            f"| {self.name} | {len(self.lines)} | {len(spaces)} | {loose:.1%} | {p95:.3f} | "
            f"{tight:.3f} | {max(spaces, default=0):.2f} | {hyphens:.1%} | {most} | "
            f"{self.page_ends} |"
        )


HEAD = (
    "| book | lines | full | looser than .5 em | p95, em | tightest | loosest | hyphens | "
    "most in a row | at page ends |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
)


def measure(path: Path, *, name: str = "", share: float = 0.0) -> Measure:
    """Return what the lines of the PDF at *path* are like, in all sizes that set prose.

    *share*: a size is taken that has at least this part of all lines.
    """
    lines: list[Line] = []
    runs: Counter[int] = Counter()
    ends = 0
    with pypdfium2.PdfDocument(path) as pdf:
        for number, page in enumerate(pdf, start=1):
            found = list(_lines(page, number))
            lines += found
            ends += bool(found) and _is_hyphenated(_lowest(found))
            for run in _hyphens_in_a_row(found):
                runs[run] += 1
    sizes = Counter(line.size for line in lines)
    common = {size for size, count in sizes.items() if count >= share * len(lines)}
    return Measure(
        name or path.stem, tuple(one for one in lines if one.size in common), runs, ends
    )


def _lowest(lines: Sequence[Line]) -> Line:
    """The last line of the text of a page: of the largest size there that sets prose."""
    body = max(line.size for line in lines)
    return min((line for line in lines if line.size == body), key=lambda line: line.y)


def _is_hyphenated(line: Line) -> bool:
    return line.text.endswith(("-", "\u2010", "\u00ad", "\ufffe", "\x02"))


def _hyphens_in_a_row(lines: Sequence[Line]) -> Iterator[int]:
    run = 0
    before: Line | None = None
    for line in lines:
        follows = before is not None and before.size == line.size
        if run and not (follows and _is_hyphenated(line)):
            yield run
            run = 0
        run += _is_hyphenated(line)
        before = line
    if run:
        yield run


def _lines(page: pypdfium2.PdfPage, number: int) -> Iterator[Line]:
    """The lines of *page*, from its top."""
    rows = defaultdict(list)
    text = page.get_textpage()
    for index in range(text.count_chars()):
        letter = text.get_text_range(index, 1)
        if not letter.strip():
            continue
        x, y, size = _place(text, index)
        _, _, right, _ = text.get_charbox(index, loose=True)
        rows[round(y, 1)].append((x, right, letter, round(size, 1)))
    edges: defaultdict[float, list[float]] = defaultdict(list)
    made = []
    for y, letters in sorted(rows.items(), reverse=True):
        letters.sort()
        size = Counter(one[3] for one in letters).most_common(1)[0][0]
        edges[size].append(letters[-1][1])
        made.append((y, size, letters))
    for y, size, letters in made:
        is_full = max(edges[size]) - letters[-1][1] <= _EDGE * size and len(edges[size]) > _WORDS
        gaps = tuple(
            (right[0] - left[1]) / size
            for left, right in pairwise(letters)
            if right[0] - left[1] > 0.12 * size  # em: no kerning is so wide
        )
        yield Line(number, y, size, "".join(one[2] for one in letters), gaps, is_full)


def _place(text: pypdfium2.PdfTextPage, index: int) -> tuple[float, float, float]:
    """Where a letter stands, and its size in points."""
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), pdfium.FS_MATRIX()
    pdfium.FPDFText_GetCharOrigin(text, index, x, y)
    pdfium.FPDFText_GetMatrix(text, index, matrix)
    return x.value, y.value, pdfium.FPDFText_GetFontSize(text, index) * abs(matrix.d)


def main(argv: Sequence[str]) -> int:
    """Print the table for *argv*."""
    parser = argparse.ArgumentParser(prog="type", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="show N loose lines")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        made = [(path, path.stem) for path in options.files] or list(_built(Path(folder)))
        print(HEAD)  # a bench prints
        for path, name in made:
            found = measure(path, name=name, share=0.02)
            print(found.row())  # the same
            full = [line for line in found.lines if line.is_full and len(line.gaps) >= _WORDS]
            worst = sorted(full, key=lambda line: -line.space)[: options.worst]
            for line in worst:
                print(f"  {line.space:.2f} em, page {line.page}: {line.text}")  # the same
    return 0


def _built(folder: Path) -> Iterator[tuple[Path, str]]:
    """This book on three sizes of paper, its lines broken in both ways."""
    import shutil  # noqa: PLC0415  # only here

    from florilegium import cli  # noqa: PLC0415  # slow to load

    here = Path(__file__).parents[3]
    for name in ("book", "seeds", "styles"):
        shutil.copytree(here / name, folder / name)
    editions = [
        (f"{page.lower()}-{way}", page, way)
        for way in ("greedy", "total-fit")
        for page in ("A5", "A4", "Letter")
    ]
    (folder / "book" / "editions.toml").write_text(
        "".join(
            f'[{name}]\nformat = "pdf"\npage = "{page}"\nline-breaking = "{way}"\n'
            for name, page, way in editions
        )
    )
    for name, page, way in editions:
        before = set((folder / "build" / "pdf").glob("*.pdf"))
        cli.main(["build", "-q", "-j", "1", "-e", name, "-C", str(folder)])
        (path,) = set((folder / "build" / "pdf").glob("*.pdf")) - before
        yield path, f"{page}, {way}"
