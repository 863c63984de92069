"""A PDF as a text: the order of everything in this room.

Letters (``glyphs``) → runs in reading order (``columns``, ``lines``) → furniture, notes at the
foot (``furniture``, ``feet``) → ``paragraphs`` → blocks (``writing``).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from florilegium.errors import SeedError
from florilegium.ingest.file_kinds import refuse_other_kinds, refuse_page
from florilegium.ingest.lines import arranged
from florilegium.ingest.pdf import glyphs
from florilegium.ingest.pdf.assembly import drafts, is_italic, levels, usual_size
from florilegium.ingest.pdf.columns import columns
from florilegium.ingest.pdf.feet import Feet
from florilegium.ingest.pdf.furniture import SIDEWAYS, Furniture, furniture
from florilegium.ingest.pdf.hyphens import Hyphens
from florilegium.ingest.pdf.lines import Line, lines_of, numbered, pieces_of
from florilegium.ingest.pdf.paragraphs import paragraphs
from florilegium.ingest.pdf.writing import Writing
from florilegium.ingest.reading import Reading, scene_breaks
from florilegium.ingest.seed_settings import SeedSettings
from florilegium.model import Block, Damage, Illustration

_FEW_LETTERS = 20  # on a page: less is a picture with a stamp on it
_UNREADABLE = 0.2  # of the letters, that may have no name
_SHOWN = 6  # words in a finding
_PDF = b"%PDF-"


@dataclass(slots=True)
class _Pages:
    """All pages of a document: their *lines*, *labels*, *pictures*."""

    lines: list[list[Line]] = field(default_factory=list)
    labels: dict[int, str] = field(default_factory=dict)
    pictures: dict[int, int] = field(default_factory=dict)
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
    try:
        pages = _pages(document)
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
    column = 0

    def lines() -> Iterator[list[Line]]:
        nonlocal column
        for sheet in glyphs.sheets(document):
            made: list[Line] = []
            for group in columns(pieces_of(sheet.glyphs)):
                column += 1
                made += lines_of(group, sheet, column)
            if sheet.sideways:
                column += 1
                beside = lines_of(pieces_of(sheet.sideways), sheet, -column)
                made += beside
            pages.labels[sheet.number] = sheet.label
            pages.pictures[sheet.number] = sheet.pictures
            yield made

    for page in numbered(lines()):
        pages.lines.append([line for line in page if line.column > 0])
        beside = [line for line in page if line.column < 0]
        pages.sideways |= {line.number for line in beside}
        pages.lines[-1] += beside
    return pages


def _letters(lines: Iterable[Line]) -> int:
    return sum(1 for line in lines for letter in line.text if letter.isalnum())


def _refuse_scan(pages: _Pages) -> None:
    count = len(pages.lines)
    if _letters(pages.every()) >= _FEW_LETTERS * min(count, 3):
        return
    pictures = sum(map(bool, pages.pictures.values()))
    what = "hardly any letters" if _letters(pages.every()) else "no letters"
    of = f", but pictures on {pictures} of its {count} pages: it is a scan" if pictures else ""
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
        for number, page in enumerate(pages.lines, start=1)
        if pages.pictures.get(number) and _letters(page) < _FEW_LETTERS
    ]
    if bare:
        named = ", ".join(map(str, bare[:8])) + (" …" if len(bare) > 8 else "")  # noqa: PLR2004
        line = next((x.number for p in pages.lines[bare[0] - 1 :] for x in p), 1)
        yield Damage("T132", line, f"page {named}: a picture and no letters, perhaps a scan")


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
        left_out=tuple(sorted(writing.left_out, key=lambda one: one.line)),
        damage=(*damage, *_told(hyphens, feet)),
    )


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
    firsts = [next((line.number for line in page), 0) for page in pages.lines]
    for number, count in sorted(pages.pictures.items()):
        if not count:
            continue
        line = next((first for first in firsts[number - 1 :] if first), 1)
        before = sum(block.lines[0] < line for block in blocks)
        for at in range(1, count + 1):
            which = f"picture {at}" if count > 1 else "picture"
            yield Illustration("", f"{which} on page {number}", before, line)
