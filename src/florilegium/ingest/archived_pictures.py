"""The pictures within an archive of a page or within a mail, as if they were written into it.

Input a `Reading` and the files of its archive by their addresses, output the reading in which
each picture that the archive has is its bytes (a ``data:`` address). Nothing is fetched.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from florilegium.ingest.reading import Reading
from florilegium.model import Illustration


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    """A file of an archive: its *media_type* and its *data*."""

    media_type: str
    data: bytes


def with_pictures(reading: Reading, files: Mapping[str, ArchivedFile], base: str) -> Reading:
    """Return *reading* with those of its pictures that are among *files*.

    *base* is the address of the page, against which those in it are read.
    """
    shown = tuple(_written_in(one, files, base) for one in reading.illustrations)
    return replace(reading, illustrations=shown)


def _written_in(one: Illustration, files: Mapping[str, ArchivedFile], base: str) -> Illustration:
    try:
        found = files.get(one.address) or files.get(urljoin(base, one.address))
    except ValueError:  # what looks like an address may be none
        found = None
    if found is None or not found.media_type.startswith("image/") or not found.data:
        return one
    coded = base64.b64encode(found.data).decode("ascii")
    return replace(one, address=f"data:{found.media_type};base64,{coded}")
