"""Page references: both formats print the folio of the same place, so both fill it in here."""

import re
from collections.abc import Mapping

from lxml import etree

Node = etree._Element  # noqa: SLF001  # lxml gives its element type no public name

_SEPARATOR = re.compile(r"[\s,;·–—-]+\Z")


def targets(root: Node) -> tuple[str, ...]:
    """Return the ids that the locators below *root* point to, in order."""
    return tuple(_target(link) for link in _locators(root))


def fill_locators(root: Node, folios: Mapping[str, str]) -> None:
    """Write the folio of its target into every locator below *root*.

    In an element of class ``locators`` (an index entry's) a page is named once, however many
    of its places are listed. A locator whose target has no folio is taken away, with the
    separator before it, but one that has other words to say (``data-else``).
    """
    for link in list(_locators(root)):
        link.text = _shown(link, folios.get(_target(link), ""))
        seen = [other.text for other in link.itersiblings(preceding=True) if is_locator(other)]
        group = link.getparent()
        grouped = group is not None and "locators" in (group.get("class") or "").split()
        if not link.text or (grouped and link.text in seen):
            _take_away(link)


def _shown(link: Node, folio: str) -> str:
    """Return what *link* says: the *folio*, in the form that it has; else its words for none."""
    if not folio:
        return link.get("data-else", "")
    return link.get("data-form", "{page}").replace("{page}", folio)


def _take_away(link: Node) -> None:
    """Remove *link* and the separator before it, but no word."""
    parent, before = link.getparent(), link.getprevious()
    if parent is None:
        return
    tail = link.tail or ""
    if before is not None:
        before.tail = (_SEPARATOR.sub("", before.tail or "") + tail) or None
    else:
        parent.text = (_SEPARATOR.sub("", parent.text or "") + tail) or None
    link.tail = None
    parent.remove(link)


def _locators(root: Node) -> list[Node]:
    return [node for node in root.iter() if is_locator(node) and node.get("href")]


def is_locator(node: Node) -> bool:
    """Tell whether *node* is a page reference."""
    return isinstance(node.tag, str) and "locator" in (node.get("class") or "").split()


def _target(link: Node) -> str:
    return (link.get("href") or "").rpartition("#")[2]
