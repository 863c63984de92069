"""Languages and directions in the shared markup: ``lang``, ``xml:lang`` and ``dir``.

A seed says of its passages which language they are in; a language written from right to left
says so to every format, since neither knows the order of what stands in several elements.
"""

from dataclasses import replace

from florilegium.model import Block, Mark
from florilegium.model.directions import direction, said
from florilegium.render.elements import Node, set_language


def say_language(node: Node, reference: str, *, around: str = "ltr") -> None:
    """Say on *node* what the *reference* of a mark says: a language, a direction, or both.

    The direction is left out where it is that of what is *around*.
    """
    language, given = said(reference)
    if language:
        set_language(node, language)
    way = given or direction(language)
    if given or way != around:
        node.set("dir", way)


def lifted(block: Block) -> tuple[Block, str]:
    """Return *block* without the language that all of it is in, and that language.

    What is true of a whole paragraph is said of the paragraph.
    """
    size = len(block.text)
    whole = [m for m in block.marks if m.kind == "language" and m.start == 0 and m.end >= size > 0]
    if not whole:
        return block, ""
    kept = tuple(mark for mark in block.marks if mark not in whole)
    return replace(block, marks=kept), _both(whole)


def _both(marks: list[Mark]) -> str:
    """Return the innermost language and direction of *marks*, which are all of one place."""
    both = [said(mark.ref) for mark in marks]
    language = next((one for one, _ in reversed(both) if one), "")
    way = next((one for _, one in reversed(both) if one), "")
    return f"{language} {way}".rstrip()
