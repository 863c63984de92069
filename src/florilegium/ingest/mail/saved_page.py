"""A page saved with all its parts in one file (MHTML): the page is read, the rest accounted for.

Input the bytes of an ``.mhtml``, output the `Reading` of the page. Lines are those of the file.
"""

from dataclasses import replace

from florilegium.errors import SeedError
from florilegium.ingest.archived_pictures import ArchivedFile, with_pictures
from florilegium.ingest.file_kinds import refuse_page
from florilegium.ingest.mail.bodies import cut_off, read_body
from florilegium.ingest.mail.parts import Part, parts_of
from florilegium.ingest.reading import Reading
from florilegium.ingest.seed_settings import SeedSettings
from florilegium.model import LeftOut

PAGES = ("text/html", "application/xhtml+xml")
_HEAD_RULE, _PART_RULE = "archive-head", "archive-part"
_HEAD_WHY = "What the browser noted above the page: its address, title and date are metadata."
_KINDS = (
    ("text/css", "A style sheet."),
    ("image/", "A picture of the page."),
    ("font/", "A font."),
    ("text/html", "Another page, shown within this one."),
    ("application/xhtml", "Another page, shown within this one."),
    ("text/javascript", "A program."),
    ("application/javascript", "A program."),
)
_OTHER = "A file that the page used."


def read_saved_page(data: bytes, settings: SeedSettings) -> Reading:
    """Return the page in the archive *data*; *settings* are what the editor says of it.

    Raises `SeedError` where there is none.
    """
    refuse_page(data, "an archive (MHTML)")
    root = parts_of(data)
    page = main_page(root)
    if page is None:
        raise SeedError(
            "there is no page in this archive (MHTML)",
            hint="Open it in the browser it was saved by, and save the page once more.",
        )
    read = read_body(page, settings.passages)
    heads = "; ".join(f"{head}: {value}" for head, value in root.heads.items())
    notes = [LeftOut(_HEAD_RULE, _HEAD_WHY, 1, len(heads), heads)] if heads else []
    for part in root.walk():
        if part is not page and part.body and not part.parts:
            why = next((why for kind, why in _KINDS if part.media_type.startswith(kind)), _OTHER)
            words = _words(part) if part.media_type in PAGES else ""
            notes.append(LeftOut(_PART_RULE, why, part.first, len(words or part.body), words))
    base = page.heads.get("content-location", "")
    shown = with_pictures(read, files_of(root), base)
    damage = (*shown.damage, *cut_off(root))
    return replace(shown, left_out=(*notes, *read.left_out), damage=damage)


def files_of(root: Part) -> dict[str, ArchivedFile]:
    """Return the files within *root* by the addresses that its pages call them by."""
    return {
        address: ArchivedFile(part.media_type, part.body)
        for part in root.walk()
        if part.body
        for address in part.addresses()
    }


def main_page(root: Part) -> Part | None:
    """Return the part of the archive *root* that is its page: the one it names, else the first."""
    start = root.parameters.get("start", "")
    pages = [part for part in root.walk() if part.media_type in PAGES and part.body.strip()]
    named = (part for part in pages if start and part.heads.get("content-id") == start)
    return next(named, pages[0] if pages else None)


def _words(part: Part) -> str:
    """Return the words of a page within the page; none where it cannot be read."""
    try:
        blocks = read_body(part).blocks
    except SeedError:
        return ""
    return " ".join(" ".join(block.text.split()) for block in blocks)
