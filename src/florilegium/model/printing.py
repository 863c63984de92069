"""The settings of a printed edition: the keys of ``book/editions.toml`` that a shop reads."""

from dataclasses import dataclass, field
from typing import Literal

Colour = Literal["k", "grey", "cmyk", "rgb"]
Binding = Literal["perfect", "saddle", "wire", "staple", "holes-2", "holes-3", "holes-4"]
Standard = Literal["pdf/x-4", "pdf/x-1a"]
Sheets = Literal["booklet", "signatures", "two-up", "cut-and-stack"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintSettings:
    """What the editor says of a printed edition; None where the printer or the theme decides.

    Lengths are millimetres. *trim* is the finished size by name (``6x9``), *bleed* what is
    printed beyond it, *caliper* the thickness of one leaf (two pages), *spine* its whole width,
    *inner* the least inner margin. *profile* is an ICC file of ``book/``, *sheet* the paper
    that pages are imposed on (``A4``), *signature* how many sheets are folded together,
    *price* the five digits of the price add-on.
    """

    trim: str | None = None
    bleed: float | None = None
    marks: bool | None = None
    colour: Colour | None = None
    cover_colour: Colour | None = field(default=None, metadata={"key": "cover-colour"})
    binding: Binding | None = None
    paper: str | None = None
    printer: str | None = None
    caliper: float | None = None
    spine: float | None = None
    inner: float | None = None
    standard: Standard | None = None
    profile: str | None = None
    isbn: str | None = None
    price: str | None = None
    blurb: str | None = None
    sheets: Sheets | None = None
    sheet: str | None = None
    signature: int | None = None
    contact: str | None = None
