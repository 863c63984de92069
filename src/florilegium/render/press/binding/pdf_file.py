"""A PDF file written from front to back: nothing is kept but where each object is."""

import hashlib
import struct
import zlib
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO

_ROW = struct.Struct(">BQI")  # kind; place in the file, or number of the object stream; index
_WIDTHS = b"1 8 4"
_IN_A_STREAM = 5000


class PdfFile:
    """Writes objects to *target*; numbers are given out by `allocate`."""

    def __init__(self, target: BinaryIO) -> None:
        """Write the head of the file."""
        self._target = target
        self._place = 0
        self._hash = hashlib.sha256()
        self._rows = bytearray(_ROW.pack(0, 0, 65535))
        self._put(b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n")

    def allocate(self, count: int = 1) -> int:
        """Return the first of *count* new numbers."""
        first = len(self._rows) // _ROW.size
        self._rows.extend(bytes(_ROW.size * count))
        return first

    def write_stream(self, number: int, head: bytes, content: bytes) -> None:
        """Write the stream *number*; *head* is its dictionary, its length included."""
        self.write(number, b"%s\nstream\n%s\nendstream" % (head, content))

    def write_objects(self, objects: Iterable[tuple[int, bytes]]) -> None:
        """Write numbered *objects* that are no streams, packed together."""
        rest = iter(objects)
        while batch := tuple(islice(rest, _IN_A_STREAM)):
            self._write_packed(batch)

    def close(self, *, root: int, info: int) -> str:
        """Write the table of places and the end; return the SHA-256 of the file."""
        number = self.allocate()
        place = self._place
        _ROW.pack_into(self._rows, number * _ROW.size, 1, place, 0)
        rows = zlib.compress(_predicted(bytes(self._rows)), level=9)
        name = self._hash.hexdigest()[:32].encode()
        head = (
            b"<</Type /XRef/Size %d/W [%s]/Root %d 0 R/Info %d 0 R/ID [<%s> <%s>]"
            b"/Filter /FlateDecode/DecodeParms <</Predictor 12/Columns %d>>/Length %d>>"
        ) % (number + 1, _WIDTHS, root, info, name, name, _ROW.size, len(rows))
        self.write_stream(number, head, rows)
        self._put(b"startxref\n%d\n%%%%EOF\n" % place)
        return self._hash.hexdigest()

    def _write_packed(self, objects: tuple[tuple[int, bytes], ...]) -> None:
        stream = self.allocate()
        table: list[bytes] = []
        place = 0
        for index, (number, data) in enumerate(objects):
            table.append(b"%d %d" % (number, place))
            place += len(data) + 1
            _ROW.pack_into(self._rows, number * _ROW.size, 2, stream, index)
        head = b" ".join(table) + b"\n"
        packed = zlib.compress(head + b"\n".join(data for _, data in objects), level=9)
        self.write_stream(
            stream,
            b"<</Type /ObjStm/N %d/First %d/Filter /FlateDecode/Length %d>>"
            % (len(objects), len(head), len(packed)),
            packed,
        )

    def write(self, number: int, data: bytes) -> None:
        """Write the object *number* as it is."""
        _ROW.pack_into(self._rows, number * _ROW.size, 1, self._place, 0)
        self._put(b"%d 0 obj\n%s\nendobj\n" % (number, data))

    def _put(self, data: bytes) -> None:
        self._target.write(data)
        self._hash.update(data)
        self._place += len(data)


def _predicted(rows: bytes) -> bytes:
    """The rows as differences from the row above, each headed by the predictor's number.

    Neighbours differ by one in one place, so that next to nothing of them is left.
    """
    size = _ROW.size
    above = bytes(size) + rows[:-size]
    made = bytearray((size + 1) * (len(rows) // size))
    made[:: size + 1] = b"\2" * (len(rows) // size)
    for column in range(size):
        made[column + 1 :: size + 1] = bytes(_differences(rows[column::size], above[column::size]))
    return bytes(made)


def _differences(column: bytes, above: bytes) -> Iterator[int]:
    return ((this - before) & 255 for this, before in zip(column, above, strict=True))
