"""The index as the editor ordered it: headings, what they match, where they lead."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Subheadings = Literal["indented", "run-in"]
Ranges = Literal["collapsed", "following", "single"]
Searched = Literal["texts", "headnotes", "notes", "prefaces", "questions", "back"]

SEARCHED: tuple[Searched, ...] = ("texts", "headnotes", "notes", "prefaces")
NAME_PREFIX = "name-"  # what the id of an indexed place begins with

_PLACE = re.compile(r"name-(?P<key>\w+)-(?P<part>[az]?)(?P<number>[0-9]{1,9})(?:-(?P<text>.*))?\Z")


@dataclass(frozen=True, slots=True)
class IndexPlace:
    """A passage that belongs under a heading, said by quoting it.

    *text* is a chapter (``cachero``), a part of one (``cachero/headnote``, ``cachero/notes``)
    or a page of the editor's (``preface``). *quote* is as in a note, *to* quotes where a longer
    passage ends. A *principal* place is set bold. *where* is ``file:line``.
    """

    text: str
    quote: str
    to: str = ""
    principal: bool = False
    where: str = ""


@dataclass(frozen=True, slots=True)
class IndexHeading:
    """A heading, or a subheading of the one whose key is *within*.

    *key* tells it from all others. *forms* are the words that lead to it wherever they stand,
    *excluded* words that hold a form and do not mean it; *texts* are those where forms count
    (all, where there are none). *see* is the heading that stands in its place, *see_also* those
    worth a look besides. *file_as* says where it is filed. *where* is ``file:line``.
    """

    key: str
    heading: str
    within: str = ""
    forms: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    places: tuple[IndexPlace, ...] = ()
    see: str = ""
    see_also: tuple[str, ...] = ()
    file_as: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Index:
    """All headings in the order of the file, and how the index is set.

    *searched* are the parts of the book where forms are looked for; *part* is the title of the
    one part that is indexed (all, where it is empty), *chapters* the slugs of it. *ranges* says
    how pages in a row are printed, *letters* whether the letters of the alphabet head their
    entries (None: where the index is long). *file* is what it was read from; an index of names
    has names only.
    """

    headings: tuple[IndexHeading, ...] = ()
    subheadings: Subheadings = "indented"
    ranges: Ranges = "collapsed"
    letters: bool | None = None
    searched: tuple[Searched, ...] = SEARCHED
    part: str = ""
    file: str = ""
    of_names: bool = False
    chapters: tuple[str, ...] = ()

    def named(self) -> dict[str, IndexHeading]:
        """Return every heading by how a cross-reference may name it, folded.

        That is its words, or ``heading: subheading``. Of two that are the same it is the first.
        """
        own = {one.key: one for one in self.headings}
        found: dict[str, IndexHeading] = {}
        for one in self.headings:
            above = f"{own[one.within].heading}: " if one.within else ""
            found.setdefault(plain_heading(f"{above}{one.heading}"), one)
        return found


@dataclass(frozen=True, slots=True)
class PlaceId:
    """The id of an indexed place taken apart: its heading's *key* and its *number*.

    *part* is ``a`` where an anchor of that number begins, ``z`` where it ends, and empty where
    a form stands.
    """

    key: str
    part: str
    number: int


def place_id(key: str, part: str, number: int, text: str) -> str:
    """Return the id of a place in *text*: see `PlaceId`."""
    return f"{NAME_PREFIX}{key}-{part}{number}-{text}"


def read_place_id(name: str) -> PlaceId | None:
    """Return the id *name* taken apart, or None when it is none of an indexed place."""
    found = _PLACE.fullmatch(name)
    return PlaceId(found["key"], found["part"], int(found["number"])) if found else None


def plain_heading(words: str) -> str:
    """Return *words* as two headings are compared: spaces, apostrophes and capitals folded."""
    folded = unicodedata.normalize("NFC", words).replace("’", "'").casefold()
    return " ".join(folded.split())


def heading_keys(headings: Iterable[tuple[str, str]]) -> list[str]:
    """Return a key for each heading with what it stands in: letters, digits, ``_``, each once."""
    found: dict[str, None] = {}
    counts: Counter[str] = Counter()
    for within, heading in headings:
        plain = unicodedata.normalize("NFKD", f"{within} {heading}").encode("ascii", "ignore")
        stem = re.sub(r"[^a-z0-9]+", "_", plain.decode().lower()).strip("_")[:60] or "heading"
        key = stem
        while key in found:
            counts[stem] += 1
            key = f"{stem}_{counts[stem] + 1}"
        found[key] = None
    return list(found)
