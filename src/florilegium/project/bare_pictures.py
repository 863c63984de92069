"""A picture without what nobody sees in it.

Input: the bytes of a JPEG, a PNG or a drawing (SVG). Output: the same picture, to the pixel,
without what cameras and programs wrote beside it: where and when it was taken, serial numbers,
names, paths, smaller pictures, comments, files behind its end. It never touches a pixel, a
colour profile or a word that is read aloud.
"""

import base64
import re
import struct
from collections.abc import Iterator

from lxml import etree

from florilegium.project import drawings

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
# What a PNG is drawn by (W3C PNG 3, 11.2 and 11.3), without its words, its times and its films.
_CHUNKS = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT pHYs bKGD cICP mDCV cLLI".split()
)
# The markers of a JPEG (ITU-T T.81, B.1): those without a segment, its end, its lines, its words.
_ALONE = frozenset((0x01, *range(0xD0, 0xD8)))
_END, _SCAN, _COMMENT = 0xD9, 0xDA, 0xFE
_OF_PROGRAMS = range(0xE0, 0xF0)
# What programs write and a picture is drawn by: density, colour profile, order of colours.
_DRAWN_BY = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_JFIF = 14  # bytes, without the small picture that may follow
_DATA = re.compile(r"data-[a-z-]+")


def bare(content: bytes) -> bytes:
    """Return the picture *content* without what is not seen; the same where all of it is.

    Raises `ValueError` for a JPEG or PNG whose parts cannot be told; other kinds stay.
    """
    if content.startswith(_JPEG):
        return b"".join(_jpeg(content))
    if content.startswith(_PNG):
        return b"".join(_png(content))
    return content


def bare_drawing(content: bytes) -> bytes:
    """Return the drawing *content*, which must be one, without what is not seen.

    Raises `ValueError` for a picture within it whose parts cannot be told.
    """
    root = etree.fromstring(content)
    # A DOCTYPE draws nothing, and some readers would ask its address.
    changed = root.getroottree().docinfo.internalDTD is not None
    changed |= bool([*root.itersiblings(), *root.itersiblings(preceding=True)])
    for node in [*root.iter()]:
        if not isinstance(node.tag, str) or drawings.is_of_program(str(node.tag)):
            changed = True
            _take_out(node)
            continue
        for name, value in node.attrib.items():
            if drawings.is_of_program(str(name)) or _DATA.fullmatch(str(name)):
                changed = True
                del node.attrib[name]
            elif (made := _bare_within(str(value))) != value:
                changed = True
                node.set(name, made)
    if not changed:
        return content
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _bare_within(value: str) -> str:
    """Return *value*, what it has of a picture in itself without what is not seen."""
    if (found := drawings.PICTURE_WITHIN.fullmatch(value)) is None:
        return value
    content = base64.b64decode(found[1])
    made = bare(content)
    return value if made == content else value.replace(found[1], base64.b64encode(made).decode())


def _take_out(node: drawings.Node) -> None:
    """Take *node* out of its tree, and leave the words behind it."""
    owner, before = node.getparent(), node.getprevious()
    if owner is None:
        return
    if before is not None:
        before.tail = f"{before.tail or ''}{node.tail or ''}"
    else:
        owner.text = f"{owner.text or ''}{node.tail or ''}"
    owner.remove(node)


def _png(content: bytes) -> Iterator[bytes]:
    yield _PNG
    at, name = len(_PNG), b""
    while name != b"IEND":
        length, name = struct.unpack(">I4s", _part(content, at, 8))
        if name in _CHUNKS:
            yield _part(content, at, length + 12)
        elif name[:1].isupper():
            message = f"a part of it is called {name!r}"
            raise ValueError(message)
        at += length + 12


def _jpeg(content: bytes) -> Iterator[bytes]:
    yield content[:2]
    at, marker = 2, 0
    while marker != _END:
        at, marker = _marker(content, at)
        if marker == _END or marker in _ALONE:
            yield bytes((0xFF, marker))
            continue
        (length,) = struct.unpack(">H", _part(content, at, 2))
        segment = _part(content, at, max(length, 2))
        at += len(segment)
        if _is_drawn_by(marker, segment[2:]):
            yield bytes((0xFF, marker)) + _without_thumbnail(marker, segment)
        if marker == _SCAN:
            end = _scan_end(content, at)
            yield content[at:end]
            at = end


def _marker(content: bytes, at: int) -> tuple[int, int]:
    """Return the marker at *at*, before which any number of bytes may fill, and where it ends."""
    while content[at : at + 2] == b"\xff\xff":
        at += 1
    sign, marker = _part(content, at, 2)
    if sign != 0xFF or not marker:  # noqa: PLR2004  # what every marker begins with
        message = f"it has no part at byte {at}"
        raise ValueError(message)
    return at + 2, marker


def _is_drawn_by(marker: int, said: bytes) -> bool:
    if marker in _OF_PROGRAMS:
        return marker in _DRAWN_BY and said.startswith(_DRAWN_BY[marker])
    return marker != _COMMENT


def _without_thumbnail(marker: int, segment: bytes) -> bytes:
    if marker != _OF_PROGRAMS[0] or len(segment) <= _JFIF + 2:
        return segment
    return struct.pack(">H", _JFIF + 2) + segment[2:_JFIF] + b"\0\0"


def _scan_end(content: bytes, at: int) -> int:
    """Return where the lines of the picture that begin at *at* end: at the next marker."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            message = "its last line does not end"
            raise ValueError(message)
        following = content[at + 1]
        if following == 0xFF:  # noqa: PLR2004  # it fills
            at += 1
        elif following and following not in _ALONE:
            return at
        else:
            at += 2


def _part(content: bytes, at: int, length: int) -> bytes:
    part = content[at : at + length]
    if len(part) < length:
        message = "it is cut off"
        raise ValueError(message)
    return part
