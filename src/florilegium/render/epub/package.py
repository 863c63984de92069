"""Files and metadata → the bytes of an EPUB 3.3. The only module that knows EbookLib.

EbookLib writes the package document, the container and the archive; everything inside a file
is ours, byte for byte. Where EbookLib 0.20 cannot say what a good EPUB must say:

1. `EpubHtml` is parsed again as HTML: it loses ``<head>``, the attributes of ``<body>`` and
   the case of SVG. Every file is a plain `EpubItem`, with its manifest properties set here.
2. Its navigation lists every element with an ``epub:type`` as a page, its NCX has neither
   pages nor depth. Ours are plain items too (``nav.py``, ``ncx.py``); the spine finds the NCX
   by the id ``ncx``, and the options for landmarks and pages are off.
3. A new `EpubBook` has a random identifier and a ``generator``: its metadata starts empty
   again, and every line is given to `add_metadata`. (`add_author` puts the scheme of the role
   on the ``file-as``, and knows no contributors.)
4. Media types are given, never guessed: guessing asks the tables of the machine.
5. ``dcterms:modified`` is local time under a UTC mark, unless the option ``mtime`` is given.
6. The package has no ``xml:lang``: it is put on when the archive is packed again.
7. The entries carry the clock and mode 0600: the archive is packed again with one date, mode
   0644 and the order of writing, so that the same book is the same bytes.
8. `write_epub` swallows an `OSError` unless told to raise, and leaves half a file behind: it
   writes to memory, and the caller puts the bytes in their place.
"""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata

from lxml import etree

from florilegium.render.elements import XML

NCX_ID = "ncx"
# What the archive can say of a moment.
_OLDEST, _LATEST = (1980, 1, 1, 0, 0, 0), (2107, 12, 31, 23, 59, 58)
_OPF = "content.opf"


@dataclass(frozen=True, slots=True)
class Item:
    """A file of the publication: its *id* and *href* in the manifest, and its bytes."""

    id: str
    href: str
    media_type: str
    content: bytes
    properties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MetaLine:
    """One element of the metadata: *name* is ``dc:…`` or ``meta``."""

    name: str
    value: str
    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GuideLine:
    """A place that old readers are told about: *type* is ``cover``, ``toc`` or ``text``."""

    type: str
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Package:
    """All that an EPUB holds: *items* in manifest order, *spine* the ids in reading order."""

    language: str
    modified: datetime
    metadata: tuple[MetaLine, ...]
    items: tuple[Item, ...]
    spine: tuple[str, ...]
    guide: tuple[GuideLine, ...] = ()
    direction: str = "ltr"


def version() -> str:
    """Return the version of EbookLib."""
    return metadata.version("ebooklib")


def pack(package: Package) -> bytes:
    """Return the EPUB as bytes: the same bytes for the same *package*, anywhere, at any time."""
    from ebooklib import epub  # noqa: PLC0415  # slow to import, and only books need it

    book = epub.EpubBook()
    book.metadata = {}
    book.direction = package.direction
    for line in package.metadata:
        prefix, _, name = line.name.rpartition(":")
        # A space of None keeps an element in the package's own namespace.
        book.add_metadata(prefix.upper() or None, name, line.value, dict(line.attributes))
    for item in package.items:
        entry = epub.EpubItem(item.id, item.href, item.media_type, item.content)
        entry.properties = list(item.properties)
        book.add_item(entry)
    book.spine = list(package.spine)
    book.guide = [
        {"type": line.type, "title": line.title, "href": line.href} for line in package.guide
    ]
    buffer = io.BytesIO()
    options = {"mtime": package.modified, "raise_exceptions": True}
    options |= {"epub3_pages": False, "epub3_landmark": False, "package_direction": True}
    epub.write_epub(buffer, book, options)
    return _repack(buffer.getvalue(), package)


def _repack(archive: bytes, package: Package) -> bytes:
    moment = package.modified.astimezone(UTC)
    date_time = min(max(_OLDEST, moment.timetuple()[:6]), _LATEST)
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as source,
        zipfile.ZipFile(buffer, "w") as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name.endswith(_OPF):
                content = _mend(content, package.language, moment)
            entry = zipfile.ZipInfo(name, date_time)
            entry.create_system = 3  # Unix, on every system: the mode below is read by it
            entry.external_attr = 0o644 << 16
            stored = name == "mimetype"
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            target.writestr(entry, content, compresslevel=9)
    return buffer.getvalue()


def _mend(package_document: bytes, language: str, moment: datetime) -> bytes:
    parser = etree.XMLParser(remove_blank_text=True, resolve_entities=False, no_network=True)
    root = etree.fromstring(package_document, parser)
    root.set(f"{{{XML}}}lang", language)
    # The library writes a year before 1000 in fewer than four digits.
    for modified in root.iterfind(".//{*}meta[@property='dcterms:modified']"):
        modified.text = f"{moment.replace(tzinfo=None).isoformat(timespec='seconds')}Z"
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
