"""Page references: both formats print the folio of the same place, so both fill it in here."""

import re
from collections.abc import Mapping

from lxml import etree

from florilegium.render.page_ranges import Reference, drawn_together

Node = etree._Element  # noqa: SLF001  # lxml gives its element type no public name

_SEPARATOR = re.compile(r"(?<![\s,;·–—-])[\s,;·–—-]+\Z")


def targets(root: Node) -> tuple[str, ...]:
    """Return the ids that the locators below *root* point to, in order."""
    found: list[str] = []
    for link in _locators(root):
        found += filter(None, (_target(link), link.get("data-to", "")))
    return tuple(found)


def fill_locators(root: Node, folios: Mapping[str, str]) -> None:
    """Write the folio of its target into every locator below *root*.

    In an element of class ``locators`` (an index entry's) a page is named once, however many
    of its places are listed, and pages in a row as the element asks in ``data-ranges``
    (``page_ranges``). A locator whose target has no folio is taken away, with the separator
    before it, but one that has other words to say (``data-else``).
    """
    for listing in [node for node in root.iter() if _is_listing(node)]:
        _draw_together(listing, folios)
    told: dict[Node | None, set[str | None]] = {}  # what the entries of an index say already
    for link in [node for node in root.iter() if is_locator(node)]:
        entry = link.getparent()
        grouped = entry is not None and "locators" in (entry.get("class") or "").split()
        seen = told.setdefault(entry, set()) if grouped else set()
        if link.get("href") and not link.text:
            link.text = _shown(link, folios.get(_target(link), ""))
            if not link.text or link.text in seen:
                _take_away(link)
        seen.add(link.text)


def _shown(link: Node, folio: str) -> str:
    """Return what *link* says: the *folio*, in the form that it has; else its words for none."""
    if not folio:
        return link.get("data-else", "")
    return link.get("data-form", "{page}").replace("{page}", folio)


def _is_listing(node: Node) -> bool:
    return isinstance(node.tag, str) and node.get("data-ranges") is not None


def _draw_together(group: Node, folios: Mapping[str, str]) -> None:
    """Write the pages of an index entry as it asks for them."""
    links = [link for link in group if is_locator(link)]
    references = [
        Reference(
            folios[_target(link)],
            folios.get(link.get("data-to", ""), folios[_target(link)]),
            in_note="in-note" in link.get("class", "").split(),
            principal="principal" in link.get("class", "").split(),
            target=str(number),
        )
        for number, link in enumerate(links)
        if _target(link) in folios
    ]
    before = str(group.attrib.pop("data-before", ", "))  # the first page
    label = str(group.attrib.pop("data-label", ""))
    label_of_one = str(group.attrib.pop("data-label-one", label))
    ranges, signs = group.attrib.pop("data-ranges"), group.attrib.pop("data-signs", "||")
    for link in links:
        group.remove(link)
    group.text = None
    printed = drawn_together(references, str(ranges), str(signs).split("|"))
    if len(printed) == 1 and printed[0][0].isalnum():
        label = label_of_one
    for text, target in printed:
        link = links[int(target)]
        link.text, link.tail = f"{label}{text}", None
        link.attrib.pop("data-to", "")
        last = next(group.iterchildren(reversed=True), None)
        if last is None:
            group.text = before or None
        else:
            last.tail = ", "
        group.append(link)


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
