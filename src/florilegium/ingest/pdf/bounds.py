"""Bounds of a PDF before its pages are drawn: what draws itself, or draws without end, is refused.

Input the bytes of a PDF, output nothing, or an error that says which page. PDFium cannot be
stopped once it reads a page: how much each page would draw, when every form is followed, is
counted first. Nothing is drawn here, and no more is unpacked than is allowed.
"""

import base64
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from florilegium.errors import SeedError

MOST_OF_A_PAGE = 40_000_000  # bytes of drawing, with its forms; a detailed map has 20 million
MOST_IN_ALL = 1_500_000_000
# What PDFium keeps of a page weighs more than its bytes: a letter takes 550, a shape 350, what
# `q` remembers 160. Each counts as so many bytes of drawing, of which a page may have 40 MB.
_LETTER, _SHAPE = 40, 20
_WEIGHED = re.compile(
    rb"\(([^()]*)\)|<([0-9A-Fa-f\s]+)>|(?<![^\s\])>])(?:q|[SsFfBb]\*?|sh|ID|Do)(?![^\s\[(</%])"
)
_END_OF_IMAGE = re.compile(rb"\sEI(?!\S)")
_SWELLS = 2_700  # times, at most, what LZW packs (ISO 32000-1, 7.4.4)
_DRAWN = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_DEEPEST = 60  # forms within each other

_Object = Any  # pikepdf's, which are of any type


class _TooMuchError(Exception):
    """More is drawn than a page of a text can have; why, in a few words."""


@dataclass(slots=True)
class _Counter:
    """Counts the weight of what pages draw; a form that is known is not looked at again."""

    forms: dict[tuple[int, int], int] = field(default_factory=dict)
    within: set[tuple[int, int]] = field(default_factory=set)

    def page(self, page: _Object) -> int:
        """Return how much drawing a *page* has, as bytes; raise `_TooMuchError`."""
        content = page.get("/Contents")
        streams = list(content) if _is_array(content) else [content]
        parts: list[bytes] = []
        size = 0
        for one in streams:
            if _is_stream(one):
                parts.append(_unpacked(one))
                size = _bounded(size + len(parts[-1]))
        return self._sum(b"\n".join(parts), _resources(page), 0)

    def _sum(self, drawing: bytes, resources: _Object, depth: int) -> int:
        total = weight(drawing)
        forms = _got(resources, "/XObject")
        if forms is None or total > MOST_OF_A_PAGE:
            return _bounded(total)
        counts: dict[bytes, int] = {}
        for found in _DRAWN.finditer(drawing):
            counts[found[1]] = counts.get(found[1], 0) + 1
        for name, times in counts.items():
            form = _got(forms, f"/{_plain(name)}")
            if _is_stream(form) and str(_got(form, "/Subtype")) == "/Form":
                total = _bounded(total + times * self._form(form, resources, depth + 1))
        return _bounded(total)

    def _form(self, form: _Object, outer: _Object, depth: int) -> int:
        key = tuple(form.objgen)
        if key in self.within or depth > _DEEPEST:
            raise _TooMuchError("draws itself")
        if key not in self.forms:
            self.within.add(key)
            own = _got(form, "/Resources")
            drawing = _unpacked(form)
            self.forms[key] = 1 + self._sum(drawing, outer if own is None else own, depth)
            self.within.discard(key)
        return self.forms[key]


def refuse_without_end(data: bytes) -> None:
    """Raise `SeedError` where pages of the PDF *data* would draw more than a text can have.

    A file that is too damaged to be looked at so is left to PDFium.
    """
    import pikepdf  # noqa: PLC0415  # takes time to load

    counter, total = _Counter(), 0
    try:
        with pikepdf.open(BytesIO(data)) as document:
            for number, page in enumerate(document.pages, start=1):
                try:
                    total += counter.page(page.obj)
                except _TooMuchError as err:
                    raise _refused(f"page {number} {err}") from err
                if total > MOST_IN_ALL:
                    raise _refused("its pages draw more than those of any text")
    except (pikepdf.PdfError, ValueError, TypeError, LookupError, AttributeError, RuntimeError):
        return


def _refused(what: str) -> SeedError:
    return SeedError(
        f"the PDF is not read: {what}",
        hint="It is broken or a trap. Print it to a new PDF, or save the text that is meant.",
    )


def weight(drawing: bytes) -> int:
    """Return the bytes of *drawing*, and what its letters and shapes weigh beside them."""
    total, at = len(drawing), 0
    whole = True  # every picture written into the drawing, so far
    while total <= MOST_OF_A_PAGE and (found := _WEIGHED.search(drawing, at)):
        at = found.end()
        if found[1]:
            total += _LETTER * len(found[1])
        elif found[2]:
            total += _LETTER * len(found[2]) // 2
        else:
            total += _SHAPE
        if found[0] == b"ID" and whole:
            end = _END_OF_IMAGE.search(drawing, at)
            whole, at = end is not None, end.end() if end else at
    return _bounded(total)


def _bounded(total: int) -> int:
    if total > MOST_OF_A_PAGE:
        raise _TooMuchError("draws more than a page of a text can have")
    return total


# -- objects of any kind ------------------------------------------------------------------------


def _got(holder: _Object, name: str) -> _Object:
    """Return what *holder* has as *name*; None for nothing, and where it can have none."""
    try:
        return holder.get(name)
    except (ValueError, TypeError, AttributeError, LookupError):
        return None


def _is_stream(found: _Object) -> bool:
    return type(found).__name__ == "Stream" or hasattr(found, "read_raw_bytes")


def _is_array(found: _Object) -> bool:
    return type(found).__name__ == "Array" or getattr(found, "_type_name", "") == "array"


def _resources(page: _Object) -> _Object:
    """Return the resources of *page*, or those that it has from the pages above."""
    seen = 0
    while page is not None and seen < _DEEPEST:
        if (found := _got(page, "/Resources")) is not None:
            return found
        page, seen = _got(page, "/Parent"), seen + 1
    return None


def _plain(name: bytes) -> str:
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), name).decode("latin-1")


def _unpacked(stream: _Object) -> bytes:
    """Return the content of *stream*; raise `_TooMuchError` for more than a page can have."""
    data: bytes = stream.read_raw_bytes()
    filters = list(_filters(stream))
    if set(filters) <= {"/FlateDecode", "/Fl", "/ASCII85Decode", "/A85"}:
        for one in filters:
            data = _inflated(data) if one.startswith("/Fl") else _of_85(data)
        return data
    if len(data) * _SWELLS > MOST_OF_A_PAGE:
        raise _TooMuchError("is packed in a way that swells")
    found: bytes = stream.read_bytes()
    return found


def _filters(stream: _Object) -> Iterator[str]:
    found = stream.get("/Filter")
    if found is not None:
        yield from (map(str, found) if _is_array(found) else [str(found)])


def _inflated(data: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        made = unpacker.decompress(data, MOST_OF_A_PAGE + 1)
    except zlib.error:  # cut off: PDFium reads what there is
        return b""
    if len(made) > MOST_OF_A_PAGE:
        raise _TooMuchError("draws more than a page of a text can have")
    return made


def _of_85(data: bytes) -> bytes:
    try:
        return base64.a85decode(data.strip().removesuffix(b"~>").removeprefix(b"<~"))
    except ValueError:
        return b""
