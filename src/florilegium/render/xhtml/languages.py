"""Languages and directions in the shared markup: ``lang``, ``xml:lang`` and ``dir``.

A seed says of its passages which language they are in; a language written from right to left
says so to every format, since neither knows the order of what stands in several elements.
"""

from dataclasses import replace

from florilegium.model import Block, Mark
from florilegium.render.xhtml.elements import Node, set_language

_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_SCRIPTS = frozenset({"arab", "hebr", "thaa", "syrc", "nkoo"})


def direction(language: str) -> str:
    """Return ``rtl`` for a *language* (BCP 47) written from right to left, else ``ltr``."""
    tag, *rest = language.lower().split("-")
    script = next((part for part in rest if len(part) == 4 and part.isalpha()), "")  # noqa: PLR2004  # ISO 15924
    if script:
        return "rtl" if script in _SCRIPTS else "ltr"
    return "rtl" if tag in _RIGHT_TO_LEFT else "ltr"


def say_language(node: Node, reference: str, *, around: str = "ltr") -> None:
    """Say on *node* what the *reference* of a mark says: a language, a direction, or both.

    The direction is left out where it is that of what is *around*.
    """
    language, _, given = reference.partition(" ")
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
    languages = [language for mark in marks if (language := mark.ref.partition(" ")[0])]
    ways = [way for mark in marks if (way := mark.ref.partition(" ")[2])]
    return f"{languages[-1] if languages else ''} {ways[-1] if ways else ''}".rstrip()
