"""Elements that a page does not show: hidden by an attribute, a style or a class.

Input elements and the page's own style sheets, output in words how they are hidden. Style
sheets in other files are not asked: they are not in the seed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from lxml import etree

from florilegium.ingest.elements import decisions
from florilegium.model import Block

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_RULE = re.compile(r"(?<![^{}])([^{}]*)\{([^{}]*)\}")
_HIDES = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_SHOWS = re.compile(r"(?:^|;)display:(?!none)[a-z-]+", re.IGNORECASE)
_SIMPLE = re.compile(r"[.#][\w-]+")
_NAME = re.compile(r"[.#][A-Za-z_-][\w-]*")
_LONGEST_SHEET = 1_000_000
_PROSE = 100
_ENDS = re.compile(r"[.!?…。！？।؟]['\"”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class Hiding:
    """The classes (``.x``) and ids (``#x``) that the page's own style sheets hide."""

    names: frozenset[str] = frozenset()

    def how(self, element: etree._Element) -> str:
        """Return how *element* is hidden, in words; empty when it is shown."""
        if (element.get("hidden") or "").lower() != "until-found" and "hidden" in element.attrib:
            return "hidden"
        if "popover" in element.attrib:
            return "popover"
        if element.tag == "dialog" and "open" not in element.attrib:
            return "a dialog that is not open"
        style = "".join((element.get("style") or "").split())
        if style and (found := decisions().hidden_styles.search(style)):
            return found[0].strip(";").lower()
        return self._by_name(element, style)

    def _by_name(self, element: etree._Element, style: str) -> str:
        classes = (element.get("class") or "").split()
        if any(map(decisions().hidden_classes.fullmatch, classes)):
            return "only for screen readers"
        if self.names and not _SHOWS.search(style):
            own = {*(f".{name}" for name in classes), f"#{element.get('id') or ''}"}
            if found := sorted(own & self.names):
                return f"style sheet, {found[0]}"
        return ""


def hiding(root: etree._Element, sheets: Sequence[str] = ()) -> Hiding:
    """Return what the style sheets within the page, and *sheets*, hide by one class or id alone.

    A name that other rules speak of too, such as ``.tab.open``, is left alone: a script may
    have shown it.
    """
    own = (
        "".join(map(str, sheet.itertext()))
        for sheet in root.iter("{*}style")
        if any(word in (sheet.get("media") or "all").lower() for word in ("all", "screen"))
    )
    return _hidden_by((*own, *sheets))


@lru_cache(maxsize=8)  # thousands of pages of an e-book have one style sheet
def _hidden_by(sheets: tuple[str, ...]) -> Hiding:
    hides: set[str] = set()
    spoken: list[str] = []
    for sheet in sheets:
        for selectors, body in _rules(sheet[:_LONGEST_SHEET]):
            for selector in (part.strip() for part in selectors.split(",")):
                if _SIMPLE.fullmatch(selector) and _HIDES.search(body):
                    hides.add(selector)
                else:
                    spoken += _NAME.findall(selector)
    return Hiding(frozenset(hides - set(spoken)))


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Yield the rules of a style sheet that hold everywhere, so none within ``@media``."""
    depth = start = 0
    sheet = _COMMENT.sub("", sheet)
    for place in re.finditer(r"[{}]", sheet):
        if place[0] == "{":
            depth += 1
            continue
        depth -= 1
        if depth <= 0:
            part = sheet[start : place.end()]
            start, depth = place.end(), 0
            if not part.lstrip().startswith("@"):
                yield from _RULE.findall(part)


def believed(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return *blocks*, without their marks of hiding when these are on most of the prose.

    Such a page waits for a script, which was not saved with it, to show its text.
    """
    whole = shown = 0
    letters = False
    for block in blocks:
        left = _left(block)
        letters = letters or any(map(str.isalnum, left))
        whole += _prose(block.text)
        shown += _prose(left)
    if letters and 2 * shown >= whole:
        return tuple(blocks)
    return tuple(
        replace(block, marks=tuple(mark for mark in block.marks if mark.kind != "hidden"))
        for block in blocks
    )


def _left(block: Block) -> str:
    text = list(block.text)
    for mark in block.marks:
        if mark.kind == "hidden":
            text[mark.start : mark.end] = " " * (mark.end - mark.start)
    return "".join(text).strip()


def _prose(text: str) -> int:
    return len(text) if len(text) >= _PROSE and _ENDS.search(text) else 0
