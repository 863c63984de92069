r"""Indents of the lines of verse, in columns: half an em each.

A space of any kind at the head of a line, a ``padding-left``, ``margin-left`` or
``text-indent`` of the element that begins it, in its own style or by a class of the page's
style sheets: all become plain spaces, which a poem keeps and prose drops. In the same places a
page may say that lines are shown as they were typed (``white-space``).
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from florilegium.model import Block
from florilegium.model.edits import Edit, rewrite

# Spaces that are wider or narrower than a column; tabs are four.
_WIDTHS = {"\t": 4, "\u2002": 1, "\u2003": 2, "\u3000": 2, "\u2004": 1, "\u2005": 1, "\u2001": 2}
_PROPERTY = re.compile(
    r"(?:^|[;\s])(?P<name>(?:padding|margin)-(?:left|inline-start)|text-indent)\s*:\s*"
    r"(?P<number>-?[0-9]{0,9}(?:\.?[0-9]{1,9}))[0-9]*\s*(?P<unit>em|rem|px|pt|ch|ex|%|cm|mm|in)?",
    re.IGNORECASE,
)
_WHITE_SPACE = re.compile(r"(?:^|[;\s])white-space(?:-collapse)?\s*:\s*([\w-]+)", re.IGNORECASE)
_KEEPS_LINES = frozenset({"pre", "pre-wrap", "pre-line", "break-spaces", "preserve"})
# Columns in one unit.
_COLUMNS = {
    "em": 2.0, "rem": 2.0, "ch": 1.0, "ex": 1.0, "px": 1 / 8, "pt": 1 / 6, "%": 0.6, "cm": 4.7,
    "mm": 0.47, "in": 12.0,
}  # fmt: skip
_RULE = re.compile(r"(?<![^{}])([^{}]+)\{([^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_LAST_CLASS = re.compile(r"\.([\w-]+)(?:::?[\w-]+)?\s*$")
_CLASS_AROUND = re.compile(r"\.([\w-]+)\s+(?:>\s*)?[a-z]+\s*$")
# No line of verse is indented further; a page that says so lays something else out.
_FURTHEST = 60
# En spaces stand for an indent while a page is read: other white space is run together.
MARK = "\u2002"


def columns(line: str) -> int:
    """Return how many columns *line* (from `indented`) is indented."""
    return len(line) - len(line.lstrip(" "))


def indented(line: str) -> str:
    """Return *line* with the white space at its head as plain spaces, none at its end."""
    bare = line.lstrip()
    width = sum(_WIDTHS.get(space, 1) for space in line[: len(line) - len(bare)])
    return " " * min(width, _FURTHEST) + bare.rstrip()


def dedented(blocks: Iterable[Block]) -> list[Block]:
    """Return *blocks* with every poem as far to the left as its outermost line allows."""
    margins: dict[str, int] = {}
    found = list(blocks)
    for block in found:
        if block.kind == "verse":
            own = min(map(columns, block.text.split("\n")))
            margins[block.label] = min(own, margins.get(block.label, own))
    return [
        _dedented(block, margins[block.label]) if block.kind == "verse" else block
        for block in found
    ]


def _dedented(block: Block, margin: int) -> Block:
    starts = [0, *(at + 1 for at, sign in enumerate(block.text) if sign == "\n")]
    return rewrite(block, [Edit(at, at + margin, "") for at in starts if margin])


@dataclass(slots=True)
class Indents:
    """The indents of the elements that are open at a place of a page.

    *first* are those of the first line of an element; CSS hands them down, the others add up.
    *typed* are the elements that say whether lines are shown as they were typed.
    """

    classes: Mapping[str, str]
    open: list[tuple[etree._Element, float]] = field(default_factory=list)
    first: list[tuple[etree._Element, float]] = field(default_factory=list)
    typed: list[tuple[etree._Element, bool]] = field(default_factory=list)
    begins: bool = False

    @classmethod
    def of(cls, root: etree._Element) -> "Indents":
        """Return the indents of a page, none open yet; its ``<style>`` elements are read."""
        sheets = ("".join(map(str, style.itertext())) for style in root.iter("style"))
        classes: dict[str, str] = {}
        for name, said in _rules(sheets):
            classes[name] = f"{classes[name]};{said}" if name in classes else said
        return cls(classes)

    def enter(self, element: etree._Element, *, is_block: bool) -> None:
        """Take note of a start tag."""
        styles = self._styles(element)
        found = dict(pair for style in styles for pair in _lengths(style))
        if said := [name for style in styles for name in _WHITE_SPACE.findall(style)]:
            self.typed.append((element, said[-1].lower() in _KEEPS_LINES))
        if (first := found.pop("text-indent", None)) is not None:
            self.first.append((element, first))
        if found:
            self.open.append((element, sum(found.values())))
        self.begins = self.begins or is_block

    def leave(self, element: etree._Element) -> None:
        """Take note of an end tag."""
        for stack in (self.open, self.first, self.typed):
            if stack and stack[-1][0] is element:
                stack.pop()

    def take(self) -> str:
        """Return the indent of the line that begins here, as characters."""
        total = sum(width for _, width in self.open)
        if self.begins and self.first:
            total += self.first[-1][1]
        self.begins = False
        return MARK * max(0, min(_FURTHEST, round(total)))

    def has_lines(self, element: etree._Element, *, blocks: Collection[str]) -> bool:
        """Tell whether *element*, just entered, has lines that are shown as they were typed.

        It is one of *blocks* and has none of them inside.
        """
        if element.tag not in blocks or not self.typed or not self.typed[-1][1]:
            return False
        if any(inner.tag in blocks for inner in element.iterdescendants()):
            return False
        return "\n" in "".join(map(str, element.itertext())).strip()

    def _styles(self, element: etree._Element) -> list[str]:
        """Return the declarations for *element*, its own last."""
        names = (element.get("class") or "").split() if self.classes else ()
        said = [self.classes[name] for name in names if name in self.classes]
        own = element.get("style")
        return [*said, own] if own else said


def _rules(sheets: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the class and the declarations of each rule that may shape a line."""
    for sheet in sheets:
        for selectors, body in _RULE.findall(_COMMENT.sub("", sheet)):
            told = "".join(found[0] for found in _WHITE_SPACE.finditer(body))
            if told or _PROPERTY.search(body):
                for selector in selectors.split(","):
                    if name := _LAST_CLASS.search(selector):
                        yield name[1], body
                    elif told and (around := _CLASS_AROUND.search(selector)):
                        yield around[1], told  # it is handed down


def _lengths(style: str) -> Iterator[tuple[str, float]]:
    for found in _PROPERTY.finditer(style):
        unit = (found["unit"] or "px").lower()
        yield found["name"].lower(), float(found["number"]) * _COLUMNS[unit]
