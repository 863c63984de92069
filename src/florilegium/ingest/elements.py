"""The decision on each element of a page, from the one table ``elements.toml``.

Input nothing; output the decisions as sets, read once. It never looks at a page.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from florilegium.model import MarkKind


@dataclass(frozen=True, slots=True)
class Decisions:
    """The tables of ``elements.toml``.

    *marks* gives the mark of an element, *left_out* why its words are no text; *shown* and
    *attributes* say in words what else is done. *counted* are left out without their words.
    """

    marks: Mapping[str, MarkKind]
    blocks: frozenset[str]
    words: frozenset[str]
    shown: Mapping[str, str]
    left_out: Mapping[str, str]
    counted: frozenset[str]
    attributes: Mapping[str, str]
    hidden_classes: re.Pattern[str]
    hidden_styles: re.Pattern[str]
    letter_names: frozenset[str]


@cache
def decisions() -> Decisions:
    """Return the decisions on all elements."""
    source = files("florilegium.ingest").joinpath("elements.toml").read_text(encoding="utf-8")
    table = tomllib.loads(source)
    styles = "|".join(table["hidden"]["styles"])
    return Decisions(
        table["marks"],
        frozenset(table["blocks"]["names"]),
        frozenset(table["words"]["names"]),
        table["shown"],
        table["left_out"],
        frozenset(table["counted"]["names"]),
        table["attributes"],
        re.compile("|".join(table["hidden"]["classes"]), re.IGNORECASE),
        re.compile(rf"(?:^|;)(?:{styles})", re.IGNORECASE),
        frozenset(table["letters"]["names"]),
    )
