"""Seeds become `RawText`: bytes in, blocks with the line numbers of the seed out.

Every reader keeps every letter; what is boilerplate is decided later, by ``clean``. Nothing
here ever writes.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePath

from florilegium.errors import SeedError
from florilegium.ingest import html, markdown, plain
from florilegium.ingest.encoding import canonical, decode_bytes
from florilegium.ingest.reading import Reading
from florilegium.model import RawText, Seed

__all__ = ["READERS", "Reader", "decode", "read"]


@dataclass(frozen=True, slots=True)
class Reader:
    """How one kind of file is read: its media type, and the function of its decoded text."""

    media_type: str
    read: Callable[[str], Reading]


# How each kind of seed is read; a new kind is one more line here.
READERS: dict[str, Reader] = {
    ".txt": Reader("text/plain", plain.read),
    ".html": Reader("text/html", html.read),
    ".htm": Reader("text/html", html.read),
    ".md": Reader("text/markdown", markdown.read),
}


def read(path: Path) -> RawText:
    """Return the seed at *path*; raise `SeedError` when it cannot be read as a text."""
    try:
        data = path.read_bytes()
    except OSError as err:
        raise SeedError(
            f"the file cannot be read: {err.strerror}",
            where=path.name,
            hint="See whether it is there, is a file, and may be read.",
        ) from err
    return decode(data, path.name)


def decode(data: bytes, name: str) -> RawText:
    """Return *data* as the text of the seed *name*, whose suffix says how to read it."""
    reader = READERS.get(PurePath(name).suffix.lower())
    if reader is None:
        raise SeedError(
            f"no reader for files that end in {PurePath(name).suffix!r}",
            where=name,
            hint=f"Save the text as one of {', '.join(READERS)}.",
        )
    decoded = decode_bytes(data, name, markup=reader.media_type == "text/html")
    try:
        reading = reader.read(canonical(decoded.text))
    except SeedError as err:
        raise SeedError(err.what, where=name, hint=err.hint) from err
    if not any(letter.isalnum() for block in reading.blocks for letter in block.text):
        raise SeedError(
            "there is no text in this file",
            where=name,
            hint="Save the text again, or take the file out of seeds/.",
        )
    digest = hashlib.sha256(data).hexdigest()
    seed = Seed(name, digest, reader.media_type, decoded.encoding)
    return RawText(seed, reading.blocks, reading.language, reading.hints)
