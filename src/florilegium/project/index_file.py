"""``book/index.yaml``: headings with their subheadings, what they match, where they lead.

A book that has ``book/names.toml`` instead gets an index of names from that (``names``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from florilegium.errors import ConfigError, FlorilegiumError, did_you_mean, raise_all
from florilegium.model import Index, IndexHeading, IndexPlace
from florilegium.model.index import (
    SEARCHED,
    Ranges,
    Searched,
    Subheadings,
    heading_keys,
)
from florilegium.project.config import read_text
from florilegium.project.names import load_names
from florilegium.project.yaml_table import Table, values_of
from florilegium.project.yaml_text import read_yaml

_FILE = "book/index.yaml"
_TOP = ("headings", "subheadings", "ranges", "letters", "search", "part")
_KEYS = (
    "heading", "match", "not", "in", "places", "sub", "see", "see-also", "file-as",
)  # fmt: skip
_PLACE_KEYS = ("in", "quote", "to", "principal")


def load_index(root: Path) -> Index:
    """Return the index of the book in *root*, from ``index.yaml`` or ``names.toml``.

    Raises `ConfigError` for all that is wrong in it, and where there are both.
    """
    path = root / "book" / "index.yaml"
    if not path.is_file():
        return load_names(root)
    if (root / "book" / "names.toml").is_file():
        raise ConfigError(
            "the book has names.toml and index.yaml",
            where=_FILE,
            hint="Keep one: move the names into index.yaml, and take names.toml out.",
        )
    errors: list[FlorilegiumError] = []
    value = read_yaml(read_text(path, name=_FILE), file=_FILE, errors=errors)
    if value is not None and not value.table:
        errors.append(
            ConfigError(
                "no headings in it", where=_FILE, hint="Begin with 'headings:', and list them."
            )
        )
    raise_all(errors)
    index = Index(file=_FILE)
    if value is not None:
        index = _index(Table(value, _FILE, errors))
    raise_all(errors)
    return index


def _index(top: Table) -> Index:
    top.allow(*_TOP)
    rows = list(_rows(top.tables("headings"), ""))
    keys = heading_keys((row.within_heading, row.table.text("heading")) for row in rows)
    by_line = {id(row.table.value): key for row, key in zip(rows, keys, strict=True)}
    headings = tuple(
        _heading(row.table, key, by_line.get(row.within, ""))
        for row, key in zip(rows, keys, strict=True)
    )
    chosen: dict[str, Any] = {
        "subheadings": top.choice("subheadings", values_of(Subheadings)),
        "ranges": top.choice("ranges", values_of(Ranges)),
    }
    return Index(
        headings,
        letters=top.truth("letters"),
        searched=_searched(top),
        part=top.text("part"),
        file=_FILE,
        **chosen,
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """A heading's *table*, and that of the heading it stands in: by identity, and by its words."""

    table: Table
    within: int
    within_heading: str


def _rows(tables: Sequence[Table], heading: str, within: int = 0) -> list[_Row]:
    """Return the headings of *tables* and, behind each, its subheadings."""
    found: list[_Row] = []
    for table in tables:
        found.append(_Row(table, within, heading))
        own = table.tables("sub")
        if own and within:
            table.complain(
                "a subheading has subheadings", "An index has two ranks: make it a heading."
            )
        elif own:
            found += _rows(own, table.text("heading"), id(table.value))
    return found


def _searched(top: Table) -> tuple[Searched, ...]:
    if "search" not in top.value.table:
        return SEARCHED
    valid = values_of(Searched)
    found: list[Any] = []
    for word in top.texts("search"):
        if word in valid:
            found.append(word)
            continue
        guess = did_you_mean(word, valid)
        top.complain(
            f"'search' names {word!r}",
            f"{guess}It may name {', '.join(valid)}.",
            at=top.value.table["search"],
        )
    return tuple(found)


def _heading(table: Table, key: str, within: str) -> IndexHeading:
    table.allow(*_KEYS)
    see = table.text("see")
    if see and any(name in table.value.table for name in ("match", "places", "sub")):
        table.complain(
            f"{table.text('heading')!r} says see, and has pages of its own",
            "Take the pages out, or say see-also.",
        )
    return IndexHeading(
        key=key,
        heading=table.text("heading", needed="Say what stands in the index."),
        within=within,
        forms=table.texts("match"),
        excluded=table.texts("not"),
        texts=table.texts("in"),
        places=tuple(map(_place, table.tables("places"))),
        see=see,
        see_also=table.texts("see-also"),
        file_as=table.text("file-as"),
        where=table.where,
    )


def _place(table: Table) -> IndexPlace:
    table.allow(*_PLACE_KEYS)
    return IndexPlace(
        text=table.text("in", needed="Say which chapter or page: 'in: cachero'."),
        quote=table.text("quote", needed="Quote the words, as in a note."),
        to=table.text("to"),
        principal=table.truth("principal") or False,
        where=f"{table.file}:{table.line('quote')}",
    )
