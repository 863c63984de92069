"""Names for what is added: of a title or of the name of a file of any kind, a short plain one.

Input: titles and names in any script. Output: names of small Latin letters, digits and hyphens,
which every system can give a file and no section of a book has yet.
"""

import re
import unicodedata
from collections.abc import Collection

from florilegium.project.book import slugify
from florilegium.project.paths import name_fault

_LONGEST = 40
_LONGEST_NAME = 120  # bytes: a number and a suffix are added
_SPELLED = str.maketrans(
    {"ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O",
     "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i",
     "’": "", "'": "", "ʼ": ""}
)  # fmt: skip
_NUMBER = re.compile(r"[0-9a-f-]*")  # a number or a hash tells nobody anything


def slug_of(*names: str) -> str:
    """Return the first of *names* that gives a telling name, as a short slug; else ``text``."""
    for name in names:
        slug = _plain(name)
        if slug and not _NUMBER.fullmatch(slug):
            return slug
    return "text"


def free(slug: str, taken: Collection[str]) -> str:
    """Return *slug*, or *slug* with a number behind it that makes it none of those *taken*."""
    if slug not in taken:
        return slug
    return next(
        one for one in (f"{slug}-{n}" for n in range(2, len(taken) + 3)) if one not in taken
    )


def file_name(name: str) -> str:
    """Return the name of a file that comes along, such that every system can have it."""
    stem, dot, suffix = unicodedata.normalize("NFC", name).rpartition(".")
    plain = re.sub(r"[^\w.-]+", "-", stem if dot else suffix).strip("-.")[:80]
    while len(plain.encode()) > _LONGEST_NAME:
        plain = plain[:-1]
    end = re.sub(r"[^A-Za-z0-9]", "", suffix)[:8]
    made = f"{plain or 'file'}.{end}" if dot and end else plain or "file"
    return f"file-{made}" if name_fault(made, makes=True) else made


def _plain(name: str) -> str:
    slug = slugify(name.translate(_SPELLED))
    if slug == "book" and "book" not in name.casefold():
        return ""  # no letter of it is Latin
    if len(slug) > _LONGEST:
        slug = slug[: _LONGEST + 1].rpartition("-")[0] or slug[:_LONGEST]
    return slug
