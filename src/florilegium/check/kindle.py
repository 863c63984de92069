"""Checks for Kindles: what Amazon's converter is known to refuse, or not to show.

Sources: Kindle Publishing Guidelines 2024; what makes "Send to Kindle" bounce. No device is
asked.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from florilegium.check.package import package_of
from florilegium.findings import Finding

_NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
_OPF = "{http://www.idpf.org/2007/opf}"
_LEVELS = 2
_BOOK = 50_000_000  # bytes: more does not go by mail
_PICTURE = 5_000_000
_SIDE = 500  # pixels: a smaller cover is refused
_PICTURES = frozenset({"image/jpeg", "image/png", "image/gif", "image/svg+xml"})
_NOT_SHOWN = frozenset({"audio", "video", "iframe", "object", "embed", "form", "script", "canvas"})


def check_kindle(path: Path) -> Iterator[Finding]:
    """Yield what in the EPUB at *path* Kindles refuse, cut off or do not show."""
    where = path.name
    if path.stat().st_size > _BOOK:
        yield Finding("E505", where, f"it has {path.stat().st_size:,} bytes")
    with zipfile.ZipFile(path) as book:
        names = set(book.namelist())
        if found := names & {"META-INF/encryption.xml", "META-INF/rights.xml"}:
            yield Finding("E504", where, f"it has {', '.join(sorted(found))}")
        package, folder = package_of(book)
        yield from _cover(book, package, folder, where)
        for item in package.iter(f"{_OPF}item"):
            file = posixpath.join(folder, item.get("href", ""))
            if file in names:
                media_type = item.get("media-type", "")
                yield from _item(book.read(file), media_type, f"{where}, {file}")


def _cover(
    book: zipfile.ZipFile, package: etree._Element, folder: str, where: str
) -> Iterator[Finding]:
    from PIL import Image  # noqa: PLC0415  # only here

    named = [m.get("content") for m in package.iter(f"{_OPF}meta") if m.get("name") == "cover"]
    covers = [i for i in package.iter(f"{_OPF}item") if i.get("id") in named]
    if len(covers) != 1:
        yield Finding("E502", where, 'no <meta name="cover"> leads to the picture of the cover')
        return
    content = book.read(posixpath.join(folder, covers[0].get("href", "")))
    if covers[0].get("media-type") not in ("image/jpeg", "image/png"):
        yield Finding("E502", where, f"the cover is {covers[0].get('media-type')}")
        return
    with Image.open(io.BytesIO(content)) as picture:
        if min(picture.size) < _SIDE:
            size = " × ".join(map(str, picture.size))
            yield Finding("E502", where, f"the cover has {size} pixels")


def _item(content: bytes, media_type: str, where: str) -> Iterator[Finding]:
    if media_type == "application/x-dtbncx+xml":
        deepest = max((_depth(point) for point in _points(content)), default=0)
        if deepest > _LEVELS:
            yield Finding("E501", where, f"the NCX has {deepest} levels")
    elif media_type == "application/xhtml+xml":
        if not re.match(rb"<\?xml[^>]*encoding=['\"]utf-8['\"]", content, re.IGNORECASE):
            yield Finding("E503", where, "its first line does not say that it is UTF-8")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        tags = {etree.QName(n).localname for n in etree.fromstring(content, parser).iter("{*}*")}
        for tag in sorted(tags & _NOT_SHOWN):
            yield Finding("E506", where, f"it has <{tag}>")
    elif media_type.startswith("image/"):
        if media_type not in _PICTURES:
            yield Finding("E506", where, f"the picture is {media_type}")
        if len(content) > _PICTURE:
            yield Finding("E505", where, f"the picture has {len(content):,} bytes")


def _points(content: bytes) -> Iterator[etree._Element]:
    return etree.fromstring(content).iter(f"{_NCX}navPoint")


def _depth(point: etree._Element) -> int:
    return 1 + sum(1 for _ in point.iterancestors(f"{_NCX}navPoint"))
