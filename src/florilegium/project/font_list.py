"""The list of fonts of a book (``styles/fonts.conf``) → what fontconfig is told of it.

Input: the text of the file, which may be a stranger's, and its folder. Output: the same rules,
written anew from what was understood of them: fontconfig reads no other file, so that nothing
in it can be taken in another way. What is not on the list below is an error.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from florilegium.errors import ConfigError
from florilegium.project.paths import below, name_fault

if TYPE_CHECKING:
    from lxml import etree

    Node = etree._Element  # noqa: SLF001  # lxml gives its element type no public name

FONTS_FILE = "fonts.conf"
_WHERE = f"styles/{FONTS_FILE}"
_CACHE = ("xdg", "fontconfig")  # where fontconfig itself keeps what it knows of fonts
# Elements, with the attributes of each. It loads no other list ('include') and lists no fonts
# of the machine; the rest of fontconfig's own elements say how screens draw letters.
_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "accept": frozenset(),
    "alias": frozenset({"binding"}),
    "bool": frozenset(),
    "cachedir": frozenset({"prefix"}),
    "const": frozenset(),
    "default": frozenset(),
    "description": frozenset(),
    "dir": frozenset({"prefix"}),
    "double": frozenset(),
    "edit": frozenset({"binding", "mode", "name"}),
    "family": frozenset(),
    "int": frozenset(),
    "match": frozenset({"target"}),
    "prefer": frozenset(),
    "string": frozenset(),
    "test": frozenset({"compare", "ignore-blanks", "name", "qual", "target"}),
}
# What a rule may change of a font: never its file, or how that is read.
_EDITED = frozenset({"family", "fontfeatures", "lang", "slant", "weight", "width"})


@lru_cache(maxsize=8)
def rules(listed: str, folder: Path) -> str:
    """Return what is *listed* as elements of a configuration, its folders as paths below *folder*.

    Raises `ConfigError` for what is no list of fonts, or names anything not beside it.
    """
    from lxml import etree  # noqa: PLC0415  # heavy; --help must stay quick

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(listed.encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as err:
        raise ConfigError(
            f"not valid XML: {err}", where=_WHERE, hint="Start from the file we bring."
        ) from err
    if root.tag != "fontconfig" or root.attrib:
        raise _fault(root, f"<{root.tag}> is no list of fonts", "Start from the file we bring.")
    listed_here = (one for one in root if not isinstance(one, etree._Comment))  # noqa: SLF001  # as above
    made = (_copied(one, folder) for one in listed_here)
    return "".join(f"  {etree.tostring(one, encoding='unicode')}\n" for one in made)


def _copied(node: "Node", folder: Path) -> "Node":
    """Return *node* again with all that is understood of it; `ConfigError` for anything else."""
    from lxml import etree  # noqa: PLC0415  # see above

    _require_known(node)
    children = [one for one in node if not isinstance(one, etree._Comment)]  # noqa: SLF001  # as above
    text = "".join([node.text or "", *(one.tail or "" for one in node)]).strip()
    said = _said(node)
    if node.tag == "dir":
        if said.pop("prefix", "") != "relative" or name_fault(text):
            raise _beside(node, text)
        text = str(below(folder, text, where=f"{_WHERE}:{node.sourceline}"))
    elif node.tag == "cachedir" and (said.get("prefix"), text) != _CACHE:
        raise _beside(node, text)
    made = etree.Element(str(node.tag), said)
    made.text = text or None
    made.extend(_copied(one, folder) for one in children)
    return made


def _require_known(node: "Node") -> None:
    known = _ATTRIBUTES.get(node.tag) if isinstance(node.tag, str) else None
    name = str(node.tag) if isinstance(node.tag, str) else "an instruction or a sign of its own"
    said = _said(node)
    odd = sorted(said.keys() - known) if known is not None else []
    if known is None or odd:
        raise _fault(
            node,
            f"<{name}> has {odd[0]!r}" if odd else f"{name} is not for a list of fonts",
            "Take it out: a list of fonts names folders beside it, and families for families.",
        )
    edited = said.get("name", "")
    if node.tag == "edit" and edited not in _EDITED:
        raise _fault(
            node,
            f"a rule changes {edited[:80]!r} of a font",
            f"It can change {', '.join(sorted(_EDITED))}.",
        )
    if len(node) and node.tag in ("dir", "cachedir") and any(isinstance(c.tag, str) for c in node):
        raise _beside(node, node.text or "")


def _said(node: "Node") -> dict[str, str]:
    """Return the attributes that *node* itself has: 'get' would find what only a DTD says."""
    return {str(name): str(value) for name, value in node.attrib.items()}


def _beside(node: "Node", text: str) -> ConfigError:
    return _fault(
        node,
        f"<{node.tag}> names something beside this folder: {text[:80]!r}",
        'Put them into styles/fonts and write <dir prefix="relative">fonts</dir>.',
    )


def _fault(node: "Node", what: str, hint: str) -> ConfigError:
    return ConfigError(what, where=f"{_WHERE}:{node.sourceline}", hint=hint)
