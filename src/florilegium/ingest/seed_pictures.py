"""The bytes of the pictures of seeds: beside a page, within a document, written into a page.

Input the folder of seeds and what a picture is called in the book, output its bytes. Nothing is
fetched, and nothing outside of the folder is opened.
"""

import base64
import binascii
import posixpath
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote_to_bytes

from florilegium.errors import ConfigError, SeedError
from florilegium.host import pandoc
from florilegium.ingest import ebook
from florilegium.ingest.archives import EPUB, ODT, WORD, opened
from florilegium.project.file_names import find_file
from florilegium.project.paths import below

_DATA = re.compile(r"data:([^,]*),(.*)", re.DOTALL | re.IGNORECASE)
LARGEST = 50_000_000  # bytes of one picture
_Members = Callable[[str], bytes]


class SeedPictures:
    """The pictures of the seeds in a folder; a document is opened once for all of its own."""

    def __init__(self, seeds: Path) -> None:
        """Look in the folder *seeds*."""
        self._seeds = seeds
        self._opened: dict[str, _Members] = {}

    def read(self, source: str, *, address: str = "") -> bytes:
        """Return the bytes of the picture *source*, such as ``seeds/a.docx#media/image1.png``.

        *address* is that in the seed, for one that is written into its page. Raises `SeedError`
        when there is none, with why.
        """
        if address.startswith("data:"):
            return _bounded(_written_in(address))
        name = source.removeprefix("seeds/")
        file, _, member = name.partition("#")
        if member and (path := find_file(self._seeds, file)):
            content = self._members(path)(member)
            if not content:
                raise SeedError(f"{file} has no file {member!r}")
            return _bounded(content)
        return _bounded(self._beside(name))

    def _beside(self, name: str) -> bytes:
        try:
            path = below(self._seeds, name, where="")
            found = find_file(self._seeds, name) or path
            return found.read_bytes()
        except (ConfigError, OSError) as err:
            raise SeedError(f"there is no file seeds/{name[:100]}") from err

    def _members(self, path: Path) -> _Members:
        if path.name not in self._opened:
            self._opened[path.name] = _READERS[path.suffix.lower()](path.read_bytes())
        return self._opened[path.name]


def _bounded(content: bytes) -> bytes:
    if len(content) > LARGEST:
        raise SeedError(f"it has {len(content) / 1e6:.0f} MB, more than {LARGEST // 1_000_000}")
    return content


def _written_in(address: str) -> bytes:
    found = _DATA.fullmatch(address)
    if found is None:
        raise SeedError("it is written into the page, and broken")
    content = unquote_to_bytes(found[2])
    if not found[1].lower().rstrip().endswith(";base64"):
        return content
    try:
        return base64.b64decode(b"".join(content.split()), validate=True)
    except (binascii.Error, ValueError) as err:
        raise SeedError("it is written into the page, and broken") from err


def _of_word(data: bytes) -> _Members:
    archive = opened(data, WORD)
    return lambda member: archive.read(posixpath.normpath(posixpath.join("word", member)))


def _of_odt(data: bytes) -> _Members:
    archive = opened(data, ODT)
    return lambda member: archive.read(posixpath.normpath(member))


def _of_epub(data: bytes) -> _Members:
    archive = opened(data, EPUB)
    folder = posixpath.dirname(ebook.package_of(archive).opf)

    def member(name: str) -> bytes:
        inside = posixpath.normpath(posixpath.join(folder, name))
        return archive.read(inside) or archive.read(posixpath.normpath(name))

    return member


def _of_rtf(data: bytes) -> _Members:
    media = pandoc.media(data, "rtf", size=len(data))
    return lambda name: media.get(name, b"")


_READERS: dict[str, Callable[[bytes], _Members]] = {
    ".docx": _of_word,
    ".odt": _of_odt,
    ".epub": _of_epub,
    ".rtf": _of_rtf,
}
