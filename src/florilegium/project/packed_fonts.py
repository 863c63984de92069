"""Fonts packed for the web (WOFF, WOFF 2) → whether they stay small when they are unpacked.

Input: the bytes of a font. Output: nothing, or an error: for one that is damaged, or would fill
the memory. Nothing that the font says of its own size is believed. Sources: W3C, WOFF File
Format 1.0 and 2.0.
"""

import struct
import zlib
from collections.abc import Iterator

_MOST = 64_000_000  # bytes: the largest fonts there are, of all Chinese letters, have half of it
_HEAD, _ROW = 44, 20  # bytes of a WOFF: before its tables are listed, of each of them
_HEAD_2 = 48
_PIECE = 16  # bytes of a WOFF 2 that are unpacked at a time: each may be millions
_GLYPHS = {10, 11}  # 'glyf' and 'loca' among the known tags
_OWN_TAG, _PLAIN = 0x3F, 3


def require_small(content: bytes) -> None:
    """Raise `ValueError` for a packed font that is damaged or too large."""
    try:
        if content.startswith(b"wOFF"):
            _require(sum(_tables(content)))
        elif content.startswith(b"wOF2"):
            _require(_size_2(content))
    except (struct.error, zlib.error, IndexError) as err:
        message = f"it is no font, or damaged: {err}"
        raise ValueError(message) from err


def _require(size: int) -> None:
    if size > _MOST:
        message = f"it has more than {_MOST // 1_000_000} MB when it is unpacked"
        raise ValueError(message)


def _tables(content: bytes) -> Iterator[int]:
    """Yield the bytes of each table of a WOFF, unpacked."""
    (count,) = struct.unpack_from(">H", content, 12)
    total = 0
    for number in range(count):
        at, packed, said = struct.unpack_from(">3I", content, _HEAD + _ROW * number + 4)
        data = content[at : at + packed]
        if packed < said:
            data = zlib.decompressobj().decompress(data, _MOST + 1 - total)
        total += len(data)
        _require(total)
        yield len(data)


def _size_2(content: bytes) -> int:
    """Return the bytes of all tables of a WOFF 2 together, as they are packed in one."""
    from fontTools.ttLib.woff2 import brotli  # noqa: PLC0415  # few sheets name any such font

    count, packed = struct.unpack_from(">H6xI", content, 12)
    at = _HEAD_2
    for _ in range(count):
        flags = content[at]
        at += 5 if flags & _OWN_TAG == _OWN_TAG else 1
        at = _behind_number(content, at)
        version, is_glyphs = flags >> 6, flags & _OWN_TAG in _GLYPHS
        if (version != _PLAIN) if is_glyphs else version:
            at = _behind_number(content, at)
    unpacker, size = brotli.Decompressor(), 0
    for start in range(at, at + packed, _PIECE):
        try:
            size += len(unpacker.process(content[start : min(start + _PIECE, at + packed)]))
        except brotli.error as err:
            raise zlib.error(str(err)) from err
        if size > _MOST or start > len(content):
            break
    return size


def _behind_number(content: bytes, at: int) -> int:
    """Return where a number of WOFF 2 (UIntBase128) ends that begins at *at*."""
    while content[at] & 0x80:
        at += 1
    return at + 1
