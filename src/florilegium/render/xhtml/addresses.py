"""Addresses in running text: marked, so that no line ends in a hyphen that seems part of one.

Takes a section of the book, changes it in place. It never changes a character.
"""

from florilegium.render.elements import MATHML, XHTML, Node, element
from florilegium.typography.protected import addresses

_LEFT_ALONE = frozenset(f"{{{XHTML}}}{tag}" for tag in ("code", "pre", "script", "style"))


def mark_addresses(made: Node) -> None:
    """Put every address in the text of *made* into a ``<span class="address">``."""
    for node in list(made.iter()):
        if not isinstance(node.tag, str) or node.tag.startswith(f"{{{MATHML}}}"):
            continue
        if node.tag not in _LEFT_ALONE:
            _mark_text(node)
        parent = node.getparent()
        if node is not made and parent is not None and parent.tag not in _LEFT_ALONE:
            _mark_tail(node, parent)


def _mark_text(node: Node) -> None:
    if node.text and (found := list(addresses(node.text))):
        text = node.text
        node.text = text[: found[0][0]]
        for number, span in enumerate(_made(text, found)):
            node.insert(number, span)


def _mark_tail(node: Node, parent: Node) -> None:
    if node.tail and (found := list(addresses(node.tail))):
        text = node.tail
        place = parent.index(node) + 1
        node.tail = text[: found[0][0]]
        for number, span in enumerate(_made(text, found)):
            parent.insert(place + number, span)


def _made(text: str, found: list[tuple[int, int]]) -> list[Node]:
    spans: list[Node] = []
    ends = [*(start for start, _ in found[1:]), len(text)]
    for (start, end), following in zip(found, ends, strict=True):
        span = element("span", text[start:end], class_="address")
        span.tail = text[end:following]
        spans.append(span)
    return spans
