"""The numbers of a page's lists, as the page shows them."""

import re
from dataclasses import dataclass, field

from lxml import etree

LISTS = ("ul", "ol", "menu", "dir", "dl")
_NUMBER = re.compile(r"[-+]?[0-9]{1,6}")
_TYPES = frozenset({"a", "A", "i", "I"})
_STYLE = re.compile(
    r"list-style(?:-type)?\s*:(?:(?!list-style)[^;])*?\b(lower|upper)-(alpha|latin|roman)"
)
_LETTER = {"lower": str.lower, "upper": str.upper}


@dataclass(slots=True)
class Numbers:
    """The number due next in each ordered list that is open."""

    due: dict[etree._Element, int] = field(default_factory=dict)

    def of(self, item: etree._Element) -> tuple[str, str]:
        """Return the number of *item* and how it is written; nothing for one with a bullet."""
        parent = item.getparent()
        if parent is None or parent.tag != "ol":
            return "", ""
        down = "reversed" in parent.attrib
        number = _whole(item.get("value"), self._due(parent, down=down))
        self.due[parent] = number - 1 if down else number + 1
        return str(number), _numbering(item) or _numbering(parent)

    def _due(self, parent: etree._Element, *, down: bool) -> int:
        if parent in self.due:
            return self.due[parent]
        first = sum(1 for child in parent if child.tag == "li") if down else 1
        return _whole(parent.get("start"), first)


def _numbering(element: etree._Element) -> str:
    styled = _STYLE.search((element.get("style") or "").lower())
    if styled:
        return _LETTER[styled[1]]("i" if styled[2] == "roman" else "a")
    said = (element.get("type") or "").strip()
    return said if said in _TYPES else ""


def _whole(value: str | None, otherwise: int) -> int:
    text = (value or "").strip()
    return int(text) if _NUMBER.fullmatch(text) else otherwise
