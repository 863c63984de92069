"""The one wall between HTML that pandoc made of somebody's words and the book.

Input: a tree of HTML. Output: what in it a book may not hold, by the list in
``allowed_markup.toml``. It never takes anything out: what is not on the list is an error.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from lxml import html

from florilegium.model import addresses
from florilegium.project.codes import language_fault

# Attributes that count cells and items, and how far: whatever sets them makes as many.
_COUNTS = {"colspan": 100, "columnspan": 100, "rowspan": 100, "span": 100, "start": 99_999,
           "value": 99_999}  # fmt: skip
_DIRECTIONS = ("ltr", "rtl", "auto")
DEEPEST = 40  # elements one within the other; libxml2 flattens from 256 on


@dataclass(frozen=True, slots=True)
class Fault:
    """*what* is wrong, a *hint* what to write instead, and the *words* by which it is found."""

    what: str
    hint: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class _List:
    """The list, as it is asked."""

    everywhere: frozenset[str]
    elements: Mapping[str, frozenset[str]]
    formulas: frozenset[str]
    formula_attributes: frozenset[str]
    styles: Mapping[str, re.Pattern[str]]
    instead: Mapping[str, str]


@cache
def _list() -> _List:
    table: dict[str, Any] = tomllib.loads(
        (files("florilegium.render") / "allowed_markup.toml").read_text(encoding="utf-8")
    )
    return _List(
        frozenset(table["everywhere"]),
        {name: frozenset(own) for name, own in table["elements"].items()},
        frozenset(table["formulas"]["elements"]),
        frozenset(table["formulas"]["attributes"]),
        {name: re.compile(value) for name, value in table["styles"].items()},
        table["instead"],
    )


def element_fault(name: str) -> Fault | None:
    """Return what is wrong with an element called *name*; None when a book may hold it."""
    name = name.lower()
    if name in _list().elements or name in _list().formulas:
        return None
    known = _list().instead.get(name)
    hint = known or f"To show the sign itself, write \\<{name}. Else take it out."
    return Fault(f"<{name}> is no element that a book can hold", hint, f"<{name}")


def faults(root: html.HtmlElement) -> Iterator[Fault]:
    """Yield all that is not on the list in the elements below *root*, in their order."""
    depths = {root: 0}
    for node in root.iterdescendants():
        depth = depths[node] = depths[node.getparent()] + 1
        if depth > DEEPEST:
            yield Fault(
                f"elements stand one within the other more than {DEEPEST} times",
                "Take some of the lists, quotations or brackets out.",
            )
            return
        if isinstance(node.tag, str):
            yield from _element_faults(node)


def _element_faults(node: html.HtmlElement) -> Iterator[Fault]:
    tag = str(node.tag)
    if (wrong := element_fault(tag)) is not None:
        yield wrong
        return
    is_formula = tag in _list().formulas
    valid = _list().formula_attributes if is_formula else _list().elements[tag]
    for name, value in node.attrib.items():
        if name == "style":
            yield from _style_faults(value)
        elif name == "href":
            yield from _link_faults(value)
        elif name in ("lang", "dir"):
            yield from _language_faults(name, value)
        elif name in _COUNTS and not (value.isdecimal() and int(value[:9]) <= _COUNTS[name]):
            yield Fault(
                f"{name!r} is {value[:80]!r}, and not a number up to {_COUNTS[name]}",
                "Write the number of cells, or of the item, in digits.",
                value,
            )
        elif name == "data-audience":
            yield Fault(
                "a passage within a page or a headnote cannot be for one audience",
                "Write it in a chapter's file as a block of its own, ::: {.note "
                "audience=instructor}, or give a page of its own a head that says audience.",
                "audience",
            )
        elif name not in valid and (is_formula or name not in _list().everywhere):
            yield Fault(
                f"<{tag}> cannot have the attribute {name!r}",
                "Take it out; a look belongs into styles/, by a class: [words]{.name}.",
                name.removeprefix("data-"),
            )


def _link_faults(address: str) -> Iterator[Fault]:
    if wrong := addresses.fault(address):
        schemes = ", ".join(addresses.SCHEMES)
        yield Fault(
            f"the link to {address[:80]!r} cannot stand in a book: {wrong}",
            f"Write the whole address, such as https://example.org/page ({schemes}), "
            "or #name for a place in the same chapter.",
            address,
        )


def _language_faults(name: str, value: str) -> Iterator[Fault]:
    wrong = language_fault(value) if name == "lang" and value else ""
    if name == "dir" and value.lower() not in _DIRECTIONS:
        wrong = f"it is one of {', '.join(_DIRECTIONS)}"
    if wrong:
        yield Fault(
            f"{name!r} is {value[:80]!r}",
            f"{wrong[0].upper()}{wrong[1:]}: [words]{{lang=de}}, [words]{{dir=rtl}}.",
            value,
        )


def _style_faults(style: str) -> Iterator[Fault]:
    for declaration in filter(str.strip, style.split(";")):
        name, _, value = (part.strip().lower() for part in declaration.partition(":"))
        pattern = _list().styles.get(name)
        if pattern is None or not pattern.fullmatch(value):
            yield Fault(
                f"the style {declaration.strip()[:80]!r} cannot stand in a book",
                "Looks belong into styles/: give the passage a class, [words]{.name}.",
                declaration.strip(),
            )
