"""The rights of pictures in the book: on its copyright page, and under the pictures.

Takes the pages of a book as they are set; adds to them, and changes no word.
"""

from collections.abc import Iterable, Sequence

from florilegium.assemble.clearance import record_of
from florilegium.model import Book, Right, Section
from florilegium.project.wording import Wording
from florilegium.render.elements import XHTML, Node, add, element
from florilegium.render.xhtml import matter, reserved


def permit(book: Book, made: Sequence[tuple[Section, Node]], words: Wording) -> None:
    """Say on the copyright page on what right the pictures of the book are printed.

    Those that one audience alone gets stand on its own page. A picture without a record is left
    out: a finding says so.
    """
    shared = _addresses(tree for section, tree in made if not section.audiences)
    for section, tree in made:
        if section.kind == "copyright":
            add(tree, permissions(book, shared, words))
        elif section.kind == "reserved":
            name = section.audiences[0]
            own = _addresses(page for one, page in made if name in one.audiences)
            told = permissions(book, [one for one in own if one not in shared], words)
            reserved.permit(tree, told, words)


def permissions(book: Book, addresses: Iterable[str], words: Wording) -> list[Node]:
    """Return a paragraph for each record of the pictures at *addresses*."""
    found = dict.fromkeys(record_of(one, book) for one in addresses)
    return [_permission(right, words) for right in found if right is not None]


def _permission(right: Right, words: Wording) -> Node:
    name = words["picture-named"].format(name=right.source.rpartition("/")[2])
    return element("p", name, ". ", matter.ground(right, words), class_="permission")


def _addresses(nodes: Iterable[Node]) -> list[str]:
    """Return the addresses of all pictures in *nodes*, each once."""
    found = (one.get("src", "") for node in nodes for one in node.iter(f"{{{XHTML}}}img"))
    return list(dict.fromkeys(found))


def credit(book: Book, nodes: Iterable[Node]) -> None:
    """Put the credit line under each picture whose holder wants it there, word for word."""
    for node in nodes:
        for image in list(node.iter(f"{{{XHTML}}}img")):
            right = record_of(image.get("src", ""), book)
            if right is not None and right.credit and right.credit_at_text:
                _add_credit(image, element("span", right.credit, class_="picture-credit"))


def _add_credit(image: Node, line: Node) -> None:
    figure = next(image.iterancestors(f"{{{XHTML}}}figure"), None)
    if figure is not None:
        caption = figure.find(f"{{{XHTML}}}figcaption")
        if caption is None:
            caption = element("figcaption")
            add(figure, [caption])
        add(caption, [" " if len(caption) or caption.text else "", line])
        return
    parent = image.getparent()
    if parent is not None:
        line.tail, image.tail = image.tail, " "
        parent.insert(parent.index(image) + 1, line)
