"""Tables for paper: columns of numbers stand on their decimal signs, wide tables stand apart.

Input: the element of a document, as the press sets it. It changes classes and attributes, and
puts boxes around tables; never a word of theirs.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from florilegium.render.elements import XHTML, Node

# What is tried with a table too wide for where it stands; only one in a column can leave it.
WIDE_TABLES = ("small", "spanned", "turned")

_NUMBER = re.compile(
    r"(?P<figures>[-–−+±~≈<>]{0,2}[$€£¥]?\d[\d.,'’\u2009\u202f\u00a0 ]*"
    r"(?:[-–−]\d[\d.,\u2009\u202f\u00a0 ]*)?)(?P<unit>\s?[%‰°€£¥]?)"
)
_NOTHING = re.compile(r"[-–—−…·*]+|n\.?\s?[ad]\.?|n/a", re.IGNORECASE)  # no figure
_FLOWS = frozenset({"text", "flow"})  # what may be set in columns
_SCROLLING = "wide"  # the class of the box in which an e-reader scrolls a table
_LONG = 30  # letters
_SIGNS = (".", ",")
_THOUSAND = 3  # figures that stand between the signs of thousands
_SILENT = frozenset({"note", "note-call", "text-call"})


class _Number(NamedTuple):
    """A cell of figures: its decimal sign and what follows it, and the unit behind that."""

    whole: str
    fraction: str
    unit: str


def mark_long_words(section: Node) -> None:
    """Mark the cells with words that no column has room for: such a word is broken anywhere."""
    for cell in section.iter(f"{{{XHTML}}}td"):
        if any(len(word) > _LONG for word in words(cell).split()):
            cell.set("class", f"{cell.get('class', '')} long".strip())


def align_numbers(section: Node) -> None:
    """Mark the cells of columns that hold nothing but numbers, with their heads.

    Where some have decimals, each cell says what must stand behind it, unseen, for their signs
    to stand below each other.
    """
    for table in section.iter(f"{{{XHTML}}}table"):
        for cells in _columns(table):
            bodies = [one for one in cells if one.tag == f"{{{XHTML}}}td" and words(one)]
            said = [words(one) for one in bodies]
            numbers = [_NUMBER.fullmatch(one) for one in said]
            if not any(numbers) or not all(
                number or _NOTHING.fullmatch(one)
                for number, one in zip(numbers, said, strict=True)
            ):
                continue
            for one in cells:
                one.set("class", f"{one.get('class', '')} number".strip())
            if not any(_is_block(part) for one in bodies for part in one):
                for one, behind in zip(bodies, padding(said), strict=True):
                    if behind:
                        one.set("data-behind", behind)


def padding(cells: Iterable[str]) -> list[str]:
    """Return what would have to stand behind each of *cells* for their decimal signs to meet."""
    said = list(cells)
    sign = _decimal_sign(said)
    numbers = [_parted(one, sign) for one in said]
    places = max((len(one.fraction) for one in numbers), default=0)
    unit = max((one.unit for one in numbers), key=len, default="")
    if not places and all(one.unit for one in numbers):
        return [""] * len(said)
    return [
        (sign if places and not one.fraction else "")
        + "0" * (places - len(one.fraction))
        + ("" if one.unit else unit)
        for one in numbers
    ]


def _decimal_sign(cells: Iterable[str]) -> str:
    """Return the decimal sign of a column, nothing where there is none or it is not sure."""
    sure: set[str] = set()
    for cell in cells:
        found = [one for one in cell if one in _SIGNS]
        if not found:
            continue
        behind = re.split(r"[.,]", cell)[-1]
        figures = sum(letter.isdigit() for letter in behind)
        if len(set(found)) > 1 or (len(found) == 1 and figures != _THOUSAND):
            sure.add(found[-1])
        elif len(found) == 1 and cell.lstrip("-–−+").startswith(f"0{found[0]}"):
            sure.add(found[0])
    return sure.pop() if len(sure) == 1 else ""


def _parted(cell: str, sign: str) -> _Number:
    found = _NUMBER.fullmatch(cell)
    if found is None:
        return _Number(cell, "", "")
    figures, unit = found["figures"].rstrip(), found["unit"]
    before, at, fraction = figures.rpartition(sign) if sign else ("", "", "")
    return _Number(before, fraction, unit) if at else _Number(figures, "", unit)


def _columns(table: Node) -> Iterator[list[Node]]:
    """Yield the cells of each column of *table*, but for those that reach over several."""
    columns: dict[int, list[Node]] = {}
    covered: dict[int, int] = {}  # by column: how many rows a cell from above still reaches
    for row in table.iter(f"{{{XHTML}}}tr"):
        place, reached = 0, dict(covered)
        for cell in row:
            while reached.get(place):
                place += 1
            across, down = (int(cell.get(name, 1)) for name in ("colspan", "rowspan"))
            if across == 1:
                columns.setdefault(place, []).append(cell)
            covered.update(dict.fromkeys(range(place, place + across), down))
            place += across
        covered = {column: rows - 1 for column, rows in covered.items() if rows > 1}
    yield from columns.values()


def _is_block(part: Node) -> bool:
    return str(part.tag).rpartition("}")[2] in {"p", "div", "ul", "ol", "figure", "blockquote"}


def words(cell: Node) -> str:
    """Return the words of *cell*, without its notes and their calls."""

    def said(element: Node) -> str:
        inside = "".join(said(one) + (one.tail or "") for one in element)
        is_silent = _SILENT & set(element.get("class", "").split())
        return "" if is_silent else (element.text or "") + inside

    return " ".join(said(cell).split())


# -- tables without room -------------------------------------------------------------------


def narrowed(tried: Mapping[int, str], wide: Iterable[tuple[int, bool]]) -> dict[int, str]:
    """Return what to try when tables had no room, with whether they are in columns.

    The same as *tried* when nothing is left to be tried.
    """
    known = dict(tried)
    for table, is_in_column in wide:
        done = WIDE_TABLES.index(known[table]) + 1 if table in known else 0
        left = [one for one in WIDE_TABLES[done:] if is_in_column or one != "spanned"]
        known[table] = next(iter(left), WIDE_TABLES[-1])
    return known


def fit_tables(section: Node, fitted: Iterable[tuple[int, str]]) -> None:
    """Set the tables of *section* as *fitted* says by their order: see `WIDE_TABLES`."""
    tables = list(section.iter(f"{{{XHTML}}}table"))
    for place, name in fitted:
        table = tables[place]
        table.set("class", f"{table.get('class', '')} small".strip())
        if name != WIDE_TABLES[0]:
            _set_apart(table, name)


def _set_apart(table: Node, name: str) -> None:
    """Put *table* into a box of class *name*; a turned one stands between texts in columns."""
    around = table.getparent()
    if around is None or around.get("class") != _SCROLLING:
        around = etree.Element(f"{{{XHTML}}}div")
        table.addprevious(around)
        around.tail, table.tail = table.tail, None
        around.append(table)
    around.set("class", name)
    text = around.getparent()
    if name == "turned" and text is not None and _FLOWS & set(text.get("class", "").split()):
        rest = etree.Element(text.tag, {"class": text.get("class", "")})
        rest.text, around.tail = around.tail, None
        rest.extend(list(around.itersiblings()))
        rest.tail, text.tail = text.tail, None
        text.addnext(around)
        around.addnext(rest)
