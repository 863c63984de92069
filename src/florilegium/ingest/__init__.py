"""Seeds become `RawText`: bytes in, blocks with the line numbers of the seed out.

In: the bytes of a seed. Out: `RawText`. Every reader keeps every letter; what is boilerplate is
decided later, by ``clean``. Nothing here ever writes. Read `read` below, then ``plain.py``.
"""

import hashlib
import stat
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from florilegium.errors import SeedError, of_machine
from florilegium.ingest import (
    archive_metadata,
    document_metadata,
    documents,
    front_matter,
    html,
    mail,
    markdown,
    page_metadata,
    pdf,
    plain,
    text_metadata,
    webarchive,
)
from florilegium.ingest.characters import canonical
from florilegium.ingest.encoding import decode_bytes
from florilegium.ingest.file_kinds import kind_of, refuse_other_text, remedy
from florilegium.ingest.line_numbers import without_line_numbers
from florilegium.ingest.metadata import Metadata
from florilegium.ingest.orders import Orders
from florilegium.ingest.part_by_heading import in_part, moved, of_part
from florilegium.ingest.pdf import metadata as pdf_metadata
from florilegium.ingest.reading import Reading
from florilegium.ingest.safe import safe
from florilegium.ingest.seed_settings import SeedSettings
from florilegium.ingest.unlinked_notes import with_notes
from florilegium.model import Block, Counted, RawText, Seed

__all__ = [
    "AS_IT_IS",
    "LARGEST",
    "METADATA",
    "READERS",
    "BytesReader",
    "Metadata",
    "Reader",
    "SeedSettings",
    "decode",
    "metadata_in",
    "metadata_of",
    "read",
]

AS_IT_IS = SeedSettings()
_OOXML = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Reader:
    """How a kind of text is read: its media type, and the function of its text and orders."""

    media_type: str
    read: Callable[[str, Orders], Reading]


@dataclass(frozen=True, slots=True)
class BytesReader:
    """How a kind of file is read that is no text: the function gets its bytes.

    *counted* is what the places of its blocks count. The function refuses, with a `SeedError`,
    bytes that are of another kind. *has_parts* tells that it finds the part that is asked for.
    """

    media_type: str
    read: Callable[[bytes, SeedSettings], Reading]
    counted: Counted = "line"
    has_parts: bool = False


# How each kind of seed is read; a new kind is one more line here.
READERS: dict[str, Reader | BytesReader] = {
    ".txt": Reader("text/plain", plain.read),
    ".html": Reader("text/html", html.read),
    ".htm": Reader("text/html", html.read),
    ".md": Reader("text/markdown", markdown.read),
    ".mhtml": BytesReader("multipart/related", mail.read_saved_page),
    ".mht": BytesReader("multipart/related", mail.read_saved_page),
    ".webarchive": BytesReader("application/x-webarchive", webarchive.read),
    ".eml": BytesReader("message/rfc822", mail.read_mail),
    ".pdf": BytesReader("application/pdf", pdf.read),
    ".docx": BytesReader(_OOXML, documents.read_docx, "paragraph"),
    ".odt": BytesReader(
        "application/vnd.oasis.opendocument.text", documents.read_odt, "paragraph"
    ),
    ".rtf": BytesReader("application/rtf", documents.read_rtf, "paragraph"),
    ".epub": BytesReader("application/epub+zip", documents.read_epub, "paragraph", has_parts=True),
}


# What finds out what each kind of file says of itself; a kind that is not here says nothing.
METADATA: dict[str, Callable[[bytes], Metadata]] = {
    ".txt": text_metadata.read,
    ".html": page_metadata.read,
    ".htm": page_metadata.read,
    ".md": front_matter.read,
    ".mhtml": archive_metadata.of_saved_page,
    ".mht": archive_metadata.of_saved_page,
    ".webarchive": archive_metadata.of_web_archive,
    ".eml": archive_metadata.of_mail_file,
    ".pdf": pdf_metadata.read,
    ".docx": document_metadata.read_docx,
    ".odt": document_metadata.read_odt,
    ".rtf": document_metadata.read_rtf,
    ".epub": document_metadata.read_epub,
}


# No text is longer: twenty million bytes are seven times the Bible. A seed that is, is a
# database, a log or a trap, and would be read for minutes.
LARGEST = 20_000_000
# Lists and quotations within each other: nobody has written more, and no page shows it.
_DEEPEST = 24


def read(path: Path, *, largest: int = LARGEST, settings: SeedSettings = AS_IT_IS) -> RawText:
    """Return the seed at *path*; raise `SeedError` when it cannot be read as a text.

    *settings* are what the editor says of it (see ``seed_settings.py``). A file of more than
    *largest* bytes is refused before it is read.
    """
    try:
        state = path.stat()
        if state.st_size > largest:
            raise _too_large(path.name, state.st_size, largest)
        if not (stat.S_ISREG(state.st_mode) or stat.S_ISDIR(state.st_mode)):
            raise _without_end(path.name)
        data = path.read_bytes()
    except OSError as err:
        if not isinstance(err, FileNotFoundError | IsADirectoryError):
            raise of_machine(err, where=path.name) from err
        raise SeedError(
            f"the file cannot be read: {err.strerror}",
            where=path.name or str(path),
            hint="See whether it is there, is a file, and may be read.",
        ) from err
    return decode(data, path.name, settings=settings)


def metadata_of(path: Path) -> Metadata:
    """Return what the file at *path* says of itself.

    Raises `MachineError` when it cannot be read.
    """
    try:
        return metadata_in(path.read_bytes(), path.name)
    except OSError as err:
        raise of_machine(err, where=path.name) from err


def metadata_in(data: bytes, name: str) -> Metadata:
    """Return what *data*, the content of a file called *name*, says of itself."""
    reader = METADATA.get(PurePath(name).suffix.lower())
    return reader(data) if reader else Metadata()


def _without_end(name: str) -> SeedError:
    return SeedError(
        "this is neither a file nor a folder",
        where=name,
        hint="It is a pipe, a socket or a device: save what comes from it as a file.",
    )


def _too_large(name: str, size: int, largest: int) -> SeedError:
    return SeedError(
        f"the file has {size / 1e6:.1f} MB, more than the {largest / 1e6:g} MB a seed may have",
        where=name,
        hint="Cut it into the texts it holds, or say largest_seed = 50 in book/cleaning.toml.",
    )


def decode(data: bytes, name: str, *, settings: SeedSettings = AS_IT_IS) -> RawText:
    """Return *data* as the text of the seed *name*, whose suffix says how to read it."""
    reader = READERS.get(PurePath(name).suffix.lower())
    if reader is None:
        raise _no_reader(data, name)
    if not data.strip(b"\0 \t\r\n"):
        raise SeedError(
            "the file is empty", where=name, hint="Save the text again, or delete the file."
        )
    if reader.media_type == "text/plain" and mail.is_mail(data):
        reader = READERS[".eml"]
    try:
        if isinstance(reader, BytesReader):
            made = _of_bytes(data, name, reader, settings)
        else:
            made = _of_text(data, name, reader, settings)
    except SeedError as err:
        raise SeedError(err.what, where=name, hint=err.hint) from err
    if not any(letter.isalnum() for block in made.blocks for letter in block.text):
        raise _no_text(name, len(made.illustrations))
    return made


def _no_reader(data: bytes, name: str) -> SeedError:
    suffix, kind = PurePath(name).suffix, kind_of(data)
    ends = f"files that end in {suffix!r}" if suffix else "files without a suffix"
    shown = f"; this one is {kind}" if kind else ""
    return SeedError(
        f"no reader for {ends}{shown}",
        where=name,
        hint=f"{remedy(kind, name)} What is read ends in {', '.join(READERS)}.".lstrip(),
    )


def _no_text(name: str, pictures: int) -> SeedError:
    if pictures:
        some = "a picture" if pictures == 1 else f"{pictures} pictures"
        return SeedError(
            f"there is no text in this file, only {some}",
            where=name,
            hint="Show it from book/pictures/; of a scan, have the letters read (OCR) first.",
        )
    return SeedError(
        "there is no text in this file",
        where=name,
        hint="Save the text again, or take the file out of seeds/.",
    )


def _of_text(data: bytes, name: str, reader: Reader, settings: SeedSettings) -> RawText:
    markup = reader.media_type == "text/html"
    decoded = decode_bytes(data, name, markup=markup)
    page = canonical(decoded, markup=markup)
    refuse_other_text(page.text, name, reader.media_type)
    reading = safe(_part(lambda orders: reader.read(page.text, orders), settings))
    seed = Seed(name, _digest(data), reader.media_type, decoded.encoding)
    scraps = (*page.left_out, *reading.left_out)
    damage = (*page.damage, *reading.damage)
    return _raw(
        replace(reading, left_out=scraps, damage=damage),
        seed,
        page=page.text if reading.hints else "",
    )


def _part(read: Callable[[Orders], Reading], settings: SeedSettings) -> Reading:
    """Return what *read* makes of a file, or of it the part that *settings* name."""
    if not settings.part:
        return read(settings.passages)
    reading = read(())
    start, _ = in_part(reading, settings.part)
    if settings.passages:
        reading = read(moved(settings.passages, reading, start))
    return of_part(reading, *in_part(reading, settings.part))


def _of_bytes(data: bytes, name: str, reader: BytesReader, settings: SeedSettings) -> RawText:
    whole = replace(settings, part="")
    reading = safe(
        reader.read(data, settings)
        if reader.has_parts
        else _part(lambda orders: reader.read(data, replace(whole, passages=orders)), settings)
    )
    seed = Seed(name, _digest(data), reader.media_type, "", reader.counted)
    return _raw(reading, seed, page=reading.page)


def _raw(reading: Reading, seed: Seed, *, page: str) -> RawText:
    return RawText(
        seed,
        tuple(map(_shallow, with_notes(without_line_numbers(reading.blocks)))),
        language=reading.language,
        hints=reading.hints,
        illustrations=reading.illustrations,
        left_out=reading.left_out,
        damage=reading.damage,
        page=page,
    )


def _shallow(block: Block) -> Block:
    """Return *block* no deeper in lists and quotations than a page can show."""
    if max(block.quoted, block.level) <= _DEEPEST:
        return block
    return replace(block, quoted=min(block.quoted, _DEEPEST), level=min(block.level, _DEEPEST))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
