"""The bytes of the pictures of seeds: beside a page, within a document, written into a page.

Input the folder of seeds and what a picture is called in the book, output its bytes. Nothing is
fetched, and nothing outside of the folder is opened.
"""

import base64
import binascii
import posixpath
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes

from florilegium.errors import ConfigError, SeedError
from florilegium.host import pandoc
from florilegium.ingest import ebook
from florilegium.ingest.archives import EPUB, ODT, WORD, opened
from florilegium.ingest.mail.parts import parts_of
from florilegium.ingest.pdf import drawn, glyphs
from florilegium.ingest.webarchive import resources
from florilegium.model.addresses import joined
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
                raise SeedError(f"{file} does not hold it")
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
            reader = _READERS.get(path.suffix.lower())
            if reader is None:
                raise SeedError(f"pictures within {path.suffix} are not read")
            self._opened[path.name] = reader(path.read_bytes())
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

    def read(member: str) -> bytes:  # one that begins with a slash is counted from the root
        return archive.read(posixpath.normpath(posixpath.join("word", member)).lstrip("/"))

    return read


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


def _of_mail(data: bytes) -> _Members:
    root = parts_of(data)
    parts = [part for part in root.walk() if part.media_type.startswith("image/")]
    page = root.heads.get("snapshot-content-location", "")
    found = {f"cid:{part.heads['content-id'].strip('<> ')}": part.body for part in parts
             if "content-id" in part.heads}  # fmt: skip
    found |= {part.heads["content-location"]: part.body for part in parts
              if "content-location" in part.heads}  # fmt: skip
    return lambda name: _named(name, found, page)


def _of_web_archive(data: bytes) -> _Members:
    page, *others = resources(data)
    found = {one.address: one.data for one in others}
    return lambda name: _named(name, found, page.address)


def _named(name: str, found: Mapping[str, bytes], page: str) -> bytes:
    """Return what *found* has under the address *name* of a *page*, which may be a part of one."""
    for whole in (name, unquote(name), joined(page, name) if page else name):
        if whole in found:
            return found[whole]
    return b""


def _of_pdf(data: bytes) -> _Members:
    document = glyphs.opened(data)
    return lambda name: drawn.picture(document, name)


_READERS: dict[str, Callable[[bytes], _Members]] = {
    ".docx": _of_word,
    ".odt": _of_odt,
    ".epub": _of_epub,
    ".rtf": _of_rtf,
    ".pdf": _of_pdf,
    ".mhtml": _of_mail,
    ".mht": _of_mail,
    ".eml": _of_mail,
    ".webarchive": _of_web_archive,
}
