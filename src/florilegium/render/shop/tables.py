"""The tables of printers, papers, sheets and colour profiles, read strictly into values.

In: the TOML files beside this one. Out: `Printer`, `Paper`, `Profile` by name; an unknown name
is one clear error with the nearest. It never holds a fact of its own.
"""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TypeVar

from florilegium.errors import ConfigError
from florilegium.model import Binding, Colour, Standard
from florilegium.project.config import read_toml, record

_HERE = Path(__file__).parent
# The size of a sheet in millimetres: ISO 216, ISO 217 (SRA, for what is cut afterwards) and
# ANSI/ASME Y14.1; 12x18 and 13x19 are the presses' own for Tabloid with bleed.
SHEETS: Mapping[str, tuple[float, float]] = {
    "A5": (148.0, 210.0),
    "A4": (210.0, 297.0),
    "A3": (297.0, 420.0),
    "SRA4": (225.0, 320.0),
    "SRA3": (320.0, 450.0),
    "Letter": (215.9, 279.4),
    "Legal": (215.9, 355.6),
    "Tabloid": (279.4, 431.8),
    "12x18": (304.8, 457.2),
    "13x19": (330.2, 482.6),
}
_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class Printer:
    """A printer's terms; millimetres. An empty or zero value is one that no source says.

    *pages* is the least and the largest number of pages, *gutters* the least inner margin up
    to a number of pages, *outer* (with bleed *outer_bleed*) that of the other three edges,
    *spine_text* the pages from which the spine may have words, *barcode* the width, height and
    distance from the edges of the place that the shop prints its own on, *ink* the most ink of
    any spot in percent, *bindings* how it binds; *cover_colour* that of its covers.
    """

    title: str
    looked_up: str
    sources: dict[str, str]
    trims: dict[str, tuple[float, ...]]
    range: tuple[tuple[float, ...], ...] = ()
    bleed: float = 0.0
    pages: tuple[int, ...] = (0, 0)
    multiple: int = 2
    gutters: tuple[tuple[float, ...], ...] = ()
    outer: float = 0.0
    outer_bleed: float = 0.0
    papers: tuple[str, ...] = ()
    paper: str = ""
    spine_text: int = 0
    spine_safe: float = 0.0
    cover_safe: float = 0.0
    barcode: tuple[float, ...] = ()
    ppi: int = 300
    ink: int = 0
    marks: bool = False
    blank_last: bool = False
    sheet: str = ""
    bindings: tuple[Binding, ...] = ()
    colour: Colour | None = None
    cover_colour: Colour | None = None
    standard: Standard | None = None
    binding: Binding = "perfect"

    def gutter(self, pages: int) -> float:
        """Return the least inner margin of a book of so many *pages*; 0 where none is known."""
        return next((least for upto, least in self.gutters if pages <= upto), 0.0)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper: *leaf* is how thick one leaf is, *extra* what cover and glue add to a spine."""

    leaf: float
    source: str
    looked_up: str = ""
    extra: float = 0.0

    def spine(self, pages: int) -> float:
        """Return the width of the spine of so many *pages* in millimetres."""
        return pages / 2 * self.leaf + self.extra


@dataclass(frozen=True, slots=True)
class Profile:
    """A condition of printing: the bytes of its ICC *file*, and what it is called.

    *ink* is the most ink of any spot in percent, as *ink_source* has it; 0 is as the profile.
    """

    file: str
    identifier: str
    info: str
    licence: str = ""
    source: str = ""
    ink: int = 0
    ink_source: str = ""

    @property
    def path(self) -> Path:
        """Where its ICC file is."""
        return _HERE / "profiles" / self.file


@dataclass(frozen=True, slots=True)
class Bound:
    """A binding: what the number of pages is a *multiple* of, the *gutter* it takes in mm.

    *wraps* says whether the cover is one sheet around the book; else front and back are two.
    """

    title: str
    source: str
    multiple: int = 2
    gutter: float = 0.0
    has_spine: bool = False
    wraps: bool = False


@dataclass(frozen=True, slots=True)
class _Bindings:
    rows: dict[str, Bound] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Printers:
    rows: dict[str, Printer] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Papers:
    rows: dict[str, Paper] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Profiles:
    rows: dict[str, Profile] = field(default_factory=dict)


@cache
def printers() -> Mapping[str, Printer]:
    """Return the printers by name."""
    return _read("printers.toml", _Printers).rows


@cache
def bindings() -> Mapping[str, Bound]:
    """Return the bindings by name."""
    return _read("bindings.toml", _Bindings).rows


@cache
def papers() -> Mapping[str, Paper]:
    """Return the papers by name."""
    return _read("papers.toml", _Papers).rows


@cache
def profiles() -> Mapping[str, Profile]:
    """Return the conditions of printing by name."""
    return _read("profiles.toml", _Profiles).rows


def known(
    kind: str, name: str, rows: Mapping[str, _Row], *, where: str, otherwise: str = ""
) -> _Row:
    """Return the row *name*; raise `ConfigError` with the nearest when there is none.

    *where* says who asks for it, *otherwise* what else could be done.
    """
    if name in rows:
        return rows[name]
    raise ConfigError(
        f"there is no {kind} {name!r}",
        where=where,
        hint=f"{nearest(name, rows)} {otherwise}".strip(),
    )


def nearest(name: str, rows: Iterable[str]) -> str:
    """Return what could have been meant by *name*, and all there is."""
    names = sorted(rows)
    written = {_plain(one): one for one in names}
    close = difflib.get_close_matches(_plain(name), written, n=1, cutoff=0.5)
    guess = f"Did you mean {written[close[0]]!r}? " if close else ""
    return f"{guess}There are: {', '.join(names)}."


def _plain(name: str) -> str:
    """Return *name* as it is compared: without case, blanks, and signs for 'by'."""
    return "".join(name.casefold().replace("×", "x").split())


def _read(name: str, kind: type[_Row]) -> _Row:
    file = read_toml(_HERE / name, name=name)
    return record(kind, {"rows": dict(file.table)}, file=file)
