"""A PDF as a text: the order of everything in this room.

Letters (``glyphs``) → runs in reading order (``columns``, ``lines``) → furniture, notes at the
foot (``furniture``, ``feet``) → ``paragraphs`` → blocks (``writing``).
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from florilegium.errors import SeedError
from florilegium.ingest.file_kinds import refuse_other_kinds, refuse_page
from florilegium.ingest.lines import arranged
from florilegium.ingest.pdf import glyphs
from florilegium.ingest.pdf.assembly import drafts, is_italic, levels, usual_size
from florilegium.ingest.pdf.bounds import refuse_without_end
from florilegium.ingest.pdf.drawn import Shown
from florilegium.ingest.pdf.feet import Feet
from florilegium.ingest.pdf.furniture import SIDEWAYS, Furniture, furniture
from florilegium.ingest.pdf.hyphens import Hyphens
from florilegium.ingest.pdf.layout import laid_out
from florilegium.ingest.pdf.lines import Line, lines_of, numbered, pieces_of
from florilegium.ingest.pdf.paragraphs import paragraphs
from florilegium.ingest.pdf.pictures import covers, furniture_of
from florilegium.ingest.pdf.remarks import (
    ATTACHED,
    OUTSIDE,
    OUTSIDE_WHY,
    Remark,
    attached_to,
    is_of_adobe,
)
from florilegium.ingest.pdf.writing import Writing
from florilegium.ingest.reading import Reading, scene_breaks
from florilegium.ingest.seed_settings import SeedSettings
from florilegium.model import Block, Damage, Illustration, LeftOut

_FEW_LETTERS = 20  # on a page: less is a picture with a stamp on it
_MOST, _MANY_SHAPES = 0.33, 150  # of a page, that a scan fills; letters drawn as shapes
_LONGEST_COVER = 1000  # letters of a page that says to open the file elsewhere
_WAITING = re.compile(r"please wait|not eventually replaced", re.IGNORECASE)
_UNREADABLE = 0.2  # of the letters, that may have no name
_SHOWN = 6  # words in a finding
_PDF = b"%PDF-"


@dataclass(slots=True)
class _Pages:
    """All pages of a document: their *lines*, *labels*, *pictures*, *sizes* in points.

    *shapes* is how many are drawn on them; *places* has for each picture its page and how many
    lines of that are read before it, *remarks* are words beside the text with their pages, and
    *doubtful* those of rows that may be a table; *behind* are pictures that lie behind letters.
    """

    lines: list[list[Line]] = field(default_factory=list)
    labels: dict[int, str] = field(default_factory=dict)
    pictures: dict[int, tuple[Shown, ...]] = field(default_factory=dict)
    sizes: dict[int, tuple[float, float]] = field(default_factory=dict)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    shapes: int = 0
    behind: set[str] = field(default_factory=set)
    doubtful: list[tuple[int, str]] = field(default_factory=list)
    remarks: list[tuple[int, Remark]] = field(default_factory=list)
    sideways: set[int] = field(default_factory=set)

    def every(self) -> Iterator[Line]:
        """Yield all lines in reading order."""
        for page in self.lines:
            yield from page


def read(data: bytes, settings: SeedSettings) -> Reading:
    """Return the text of the PDF *data*; *settings* are what the editor says of it.

    Raises `SeedError` for a file that is no PDF, is locked or damaged, has no letters (a scan)
    or none that can be told.
    """
    _refuse(data)
    document = glyphs.opened(data)
    refuse_without_end(data)
    try:
        pages = _pages(document)
        pages.remarks += ((1, one) for one in attached_to(document))
        _refuse_cover(pages, of_adobe=is_of_adobe(document))
        language = glyphs.language(document)
    finally:
        document.close()
    _refuse_scan(pages)
    damage = [*_lost(pages), *_empty(pages)]
    found = furniture(pages.lines)
    found.rules |= dict.fromkeys(pages.sideways, SIDEWAYS)
    return _written(pages, found, language, damage, settings)


def _refuse(data: bytes) -> None:
    if _PDF in data[:1024]:
        return
    refuse_page(data, "a PDF")
    refuse_other_kinds(data, "")
    raise SeedError(
        "the file is no PDF, whatever its name says",
        hint="Get it once more, or save its text as .txt.",
    )


def _pages(document: glyphs.Document) -> _Pages:
    pages = _Pages()
    column = tables = 0

    def lines() -> Iterator[list[Line]]:
        nonlocal column, tables
        for sheet in glyphs.sheets(document):
            page = laid_out(sheet, column, tables)
            column, tables = page.column, page.tables
            if sheet.sideways:
                column += 1
                page.lines += lines_of(pieces_of(sheet.sideways), sheet, -column)
            pages.labels[sheet.number] = sheet.label
            pages.pictures[sheet.number] = sheet.shown
            pages.sizes[sheet.number] = (sheet.width, sheet.height)
            pages.shapes += sheet.shapes
            pages.behind |= page.behind
            pages.doubtful += ((sheet.number, one) for one in page.doubtful)
            pages.remarks += ((sheet.number, one) for one in _remarks(sheet))
            for name, at in page.pictures.items():
                pages.places[name] = (sheet.number, at)
            yield page.lines

    for page in numbered(lines()):
        pages.lines.append([line for line in page if line.column > 0])
        beside = [line for line in page if line.column < 0]
        pages.sideways |= {line.number for line in beside}
        pages.lines[-1] += beside
    return pages


def _remarks(sheet: glyphs.Sheet) -> Iterator[Remark]:
    """Yield the words of a page that are none of its text."""
    outside = lines_of(pieces_of(sheet.outside), sheet, 0)
    yield from (Remark(OUTSIDE, OUTSIDE_WHY, line.text) for line in outside)
    yield from sheet.remarks


def _letters(lines: Iterable[Line]) -> int:
    return sum(1 for line in lines for letter in line.text if letter.isalnum())


def _refuse_cover(pages: _Pages, *, of_adobe: bool) -> None:
    """Raise `SeedError` where the pages only say that another program is needed."""
    words = " ".join(line.text for line in pages.every())
    if len(words) > _LONGEST_COVER:
        return
    if of_adobe and _WAITING.search(words):
        raise SeedError(
            "the PDF is a form that only Adobe's programs show (XFA)",
            hint="Open it in Adobe Reader and print it into a new PDF.",
        )
    files = [one.text for _, one in pages.remarks if one.rule == ATTACHED]
    if files and "portfolio" in words.lower():
        named = ", ".join(files[:3]) + (" …" if len(files) > 3 else "")  # noqa: PLR2004
        raise SeedError(
            f"the PDF is only a cover around other files: {named}",
            hint="Open it in Adobe Reader, save the files within it, and add those.",
        )


def _refuse_scan(pages: _Pages) -> None:
    """Raise `SeedError` for pages of pictures, or of letters that are drawn as shapes."""
    count, letters = len(pages.lines), _letters(pages.every())
    if letters >= _FEW_LETTERS * min(count, 3):
        return
    scanned = sum(any(covers(one, pages.sizes[n], _MOST) for one in shown)
                  for n, shown in pages.pictures.items())  # fmt: skip
    if letters and not scanned and pages.shapes < _MANY_SHAPES:
        return
    typed = " … ".join(one.text for _, one in pages.remarks if one.seen)
    if typed and not letters:
        raise SeedError(
            f"the PDF has no letters but those typed into a form or onto it: “{typed[:60]}”",
            hint="Print it into a new PDF: then they are letters of its pages.",
        )
    what = "hardly any letters" if letters else "no letters"
    of = f", but pictures on {scanned} of its {count} pages: it is a scan" if scanned else ""
    raise SeedError(
        f"the PDF has {what}{of}",
        hint="Have its letters read first: 'ocrmypdf in.pdf out.pdf', then look them over.",
    )


def _lost(pages: _Pages) -> Iterator[Damage]:
    """Yield the letters that the file does not name; raise `SeedError` if they are many."""
    lines = [line for line in pages.every() if line.lost]
    lost = sum(line.lost for line in lines)
    if not lost:
        return
    sample = max(lines, key=lambda line: line.lost)
    shown = " ".join(sample.text.split())[:60]
    if lost >= _UNREADABLE * max(1, _letters(pages.every())):
        raise SeedError(
            f"the PDF does not say what letters it shows; page {sample.page} gives “{shown}”",
            hint="Have its pages read anew: 'ocrmypdf --force-ocr in.pdf out.pdf'.",
        )
    what = f"{lost} letters have no name in the file; page {sample.page} gives “{shown}”"
    yield Damage("T131", sample.number, what)


def _empty(pages: _Pages) -> Iterator[Damage]:
    """Yield the pages that are pictures alone, in a document that has letters else."""
    bare = [
        number
        for number in _bare(pages)
        if any(covers(one, pages.sizes[number], _MOST) for one in pages.pictures[number])
    ]
    if bare:
        named = ", ".join(map(str, bare[:8])) + (" …" if len(bare) > 8 else "")  # noqa: PLR2004
        line = next((x.number for p in pages.lines[bare[0] - 1 :] for x in p), 1)
        yield Damage("T132", line, f"page {named}: a picture and no letters, perhaps a scan")


def _bare(pages: _Pages) -> list[int]:
    """Return the pages with hardly any letters."""
    return [n for n, page in enumerate(pages.lines, start=1) if _letters(page) < _FEW_LETTERS]


def _written(
    pages: _Pages,
    found: Furniture,
    language: str,
    damage: list[Damage],
    settings: SeedSettings,
) -> Reading:
    words = [[x for x in page if x.number not in found.rules] for page in pages.lines]
    feet = Feet(usual_size(line for page in words for line in page))
    noted = {number for page in words if page for number in feet.take(page)}
    text = [line for page in words for line in page if line.number not in noted]
    made = paragraphs(text, feet.size)
    hyphens = Hyphens(tuple(line.text for line in pages.every()), language)
    writing = Writing(feet.size, _labels(pages, found), hyphens, levels(made, feet.size))
    writing.italic = is_italic(text)
    writing.number(feet.notes)
    beside = [
        (line, found.rules[line.number]) for line in pages.every() if line.number in found.rules
    ]
    blocks = arranged(drafts(writing, made, feet.notes, beside), settings.passages).blocks
    return Reading(
        scene_breaks(blocks),
        language,
        illustrations=tuple(_illustrations(pages, blocks)),
        left_out=tuple(sorted((*writing.left_out, *_beside(pages)), key=lambda one: one.line)),
        damage=(*damage, *_typed(pages), *_tables(pages), *_told(hyphens, feet)),
    )


def _beside(pages: _Pages) -> Iterator[LeftOut]:
    """Yield the words beside the text for the ledger, at the first line of their pages."""
    for page, one in pages.remarks:
        line = next((line.number for line in pages.lines[page - 1]), 1)
        yield LeftOut(one.rule, f"{one.why} (page {page})", line, len(one.text), one.text)


def _typed(pages: _Pages) -> Iterator[Damage]:
    """Yield a finding for what a page shows and is no letter of it, and for what it cuts off."""
    outside = "words stand outside of what the pages show"
    for code, what, found in (
        ("T121", "words were typed onto the pages or into a form",
         [(page, one) for page, one in pages.remarks if one.seen]),
        ("T136", outside, [(page, one) for page, one in pages.remarks if one.rule == OUTSIDE]),
    ):  # fmt: skip
        if found:
            words = " … ".join(one.text for _, one in found)
            line = next((line.number for line in pages.lines[found[0][0] - 1]), 1)
            yield Damage(code, line, f"{len(words.split())} {what}: “{words[:60]}”")


def _tables(pages: _Pages) -> Iterator[Damage]:
    """Yield a finding for each run of rows that may be a table, and stays lines of text."""
    for page, words in pages.doubtful:
        line = next((line.number for line in pages.lines[page - 1]), 1)
        yield Damage("T137", line, f"what begins “{words[:60]}” on page {page} stays lines")


def _labels(pages: _Pages, found: Furniture) -> dict[int, str]:
    """Return what number each page bears: printed, else as the file says, else counted."""
    return {
        number: found.numbers.get(number) or pages.labels.get(number) or str(number)
        for number in range(1, len(pages.lines) + 1)
    }


def _told(hyphens: Hyphens, feet: Feet) -> Iterator[Damage]:
    if hyphens.kept:
        shown = ", ".join(f"“{word}”" for word, _ in hyphens.kept[:_SHOWN])
        more = f" and {len(hyphens.kept) - _SHOWN} more" if len(hyphens.kept) > _SHOWN else ""
        yield Damage("T133", hyphens.kept[0][1], f"the hyphen stays in {shown}{more}")
    for line in feet.uncalled:
        words = " ".join(line.text.split())[:60]
        yield Damage("T134", line.number, f"“{words}” on page {line.page} looks like a note")


def _illustrations(pages: _Pages, blocks: Sequence[Block]) -> Iterator[Illustration]:
    after = _first_after(pages.lines)
    starts = sorted(block.lines[0] for block in blocks)
    bare = set(_bare(pages))
    behind = {name for name in pages.behind if int(name.split("-")[1]) not in bare}
    furniture = furniture_of(pages.pictures, behind)
    for number, shown in sorted(pages.pictures.items()):
        lines = pages.lines[number - 1]
        for one in shown:
            _, at = pages.places.get(one.name, (number, 0))
            line = lines[at].number if at < len(lines) else 0
            line = line or after[number]
            before = bisect_left(starts, line)
            yield Illustration(one.name, one.words, before, line, furniture.get(one.name, ""))


def _first_after(pages: Sequence[Sequence[Line]]) -> list[int]:
    """Return the number of the first line from each page on; behind the last, one more."""
    found = [max((line.number for page in pages for line in page), default=0) + 1]
    for page in reversed(pages):
        found.append(page[0].number if page else found[-1])
    return found[::-1]
