"""The pictures within an archive of a page or within a mail, as if they were written into it.

Input a `Reading` and the files of its archive by their addresses, output the reading in which
each picture that the archive has is its bytes (a ``data:`` address). Nothing is fetched.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, replace

from florilegium.ingest.reading import Reading
from florilegium.model import Illustration
from florilegium.model.addresses import joined

MOST_BYTES = 100_000_000  # of all pictures together; one may be shown thousands of times


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    """A file of an archive: its *media_type* and its *data*."""

    media_type: str
    data: bytes


def with_pictures(reading: Reading, files: Mapping[str, ArchivedFile], base: str) -> Reading:
    """Return *reading* with those of its pictures that are among *files*.

    *base* is the address of the page, against which those in it are read.
    """
    room = MOST_BYTES
    shown: list[Illustration] = []
    for one in reading.illustrations:
        found = _file_of(one, files, base)
        if found is not None and len(found.data) <= room:
            room -= len(found.data)
            coded = base64.b64encode(found.data).decode("ascii")
            shown.append(replace(one, address=f"data:{found.media_type};base64,{coded}"))
        else:
            shown.append(one)
    return replace(reading, illustrations=tuple(shown))


def _file_of(
    one: Illustration, files: Mapping[str, ArchivedFile], base: str
) -> ArchivedFile | None:
    found = files.get(one.address) or files.get(joined(base, one.address))
    return found if found and found.media_type.startswith("image/") and found.data else None
