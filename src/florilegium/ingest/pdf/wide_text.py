"""Words that PDFium hands out in UTF-16: how long they are is asked first."""

import ctypes
from collections.abc import Callable
from typing import Any

_WIDE = ctypes.POINTER(ctypes.c_ushort)
_END = 2  # bytes of the zero behind the last letter


def wide_text(write: Callable[[Any, int], int], *, longest: int) -> str:
    """Return what *write* puts into a buffer of so many bytes; empty for *longest* and more."""
    size = write(None, 0)
    if not _END < size < longest:
        return ""
    buffer = ctypes.create_string_buffer(size)
    write(ctypes.cast(buffer, _WIDE), size)
    return buffer.raw[: size - _END].decode("utf-16-le", "replace")
