"""A drawing of the editor's or a stranger's (SVG) → what in it a book cannot hold.

Input: the bytes of a file. Output: nothing for a drawing that print and e-readers draw as it
is; else the first thing that is not on the list in ``allowed_drawing.toml``. It never changes a
drawing, opens a file or follows a link.
"""

import base64
import binascii
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import tinycss2
from lxml import etree

from florilegium.project.drawing_growth import SelfDrawnError, drawn

SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"
_LARGEST = 8_000_000  # bytes
_OWN = re.compile(r"#[^\s#]+")
# A picture that a drawing has in an address.
PICTURE_WITHIN = re.compile(r"data:image/(?:png|jpeg|jpg|gif|webp);base64,([A-Za-z0-9+/=\s]+)")
# How its letters may be coded: what every reader of XML reads alike.
_ENCODINGS = frozenset(
    {"", "ascii", "iso-8859-1", "us-ascii", "utf-16", "utf-16be", "utf-16le", "utf-8"}
)

Node = etree._Element  # noqa: SLF001  # lxml gives its element type no public name


@cache
def _list() -> Mapping[str, Any]:
    text = (files("florilegium.project") / "allowed_drawing.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    names, styles = table["names"], table["styles"]
    sets = {name: frozenset(value) for name, value in {**names, **styles}.items()}
    return {**table, **sets}


def fault(content: bytes, *, inspect: Callable[[bytes], object]) -> str:
    """Return why a book cannot hold the drawing *content*, in a few words; nothing when it can.

    *inspect* is given the bytes of each picture within it, and raises what is wrong with that.
    """
    if len(content) > _LARGEST:
        return f"it has more than {_LARGEST // 1_000_000} MB"
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as err:
        return f"it is no SVG: {err}"
    if root.tag != f"{{{SVG}}}svg":
        return "it is no SVG"
    try:
        return next((wrong for wrong in _faults(root, inspect) if wrong), "")
    except ValueError:  # Python reads no number of so many digits
        return "a number in it has thousands of digits"


def is_of_program(name: str) -> bool:
    """Tell whether an element or attribute called *name* is shown nowhere: a program's own."""
    space, local = _split(name)
    is_metadata = space in _list()["metadata"] or (space == SVG and local == "metadata")
    return is_metadata or space in _list()["namespaces"]


def _faults(root: Node, inspect: Callable[[bytes], object]) -> Iterator[str]:
    encoding = root.getroottree().docinfo.encoding or ""
    if encoding.lower() not in _ENCODINGS:
        yield f"its letters are coded as {encoding[:40]!r}, and not as UTF-8"
    text = etree.tostring(root.getroottree(), encoding="unicode")
    if re.search(r"<!DOCTYPE[^>\[]*\[|<!(?:ENTITY|ATTLIST|ELEMENT|NOTATION)", text):
        yield "it defines signs of its own (<!ENTITY …>)"
    beside = [*root.itersiblings(), *root.itersiblings(preceding=True)]
    if any(isinstance(node, etree._ProcessingInstruction) for node in beside):  # noqa: SLF001  # as above
        yield "it has an instruction for a program (<?…?>)"
    yield _bounds_fault(root)
    for node in root.iter():
        yield from _node_faults(node, inspect)
    yield _drawn_fault(root)


def _drawn_fault(root: Node) -> str:
    most = _list()["drawn"]
    try:
        found = drawn(root, most=most)
    except SelfDrawnError as err:
        return f"it draws itself, over {err.what!r}"
    return (
        f"it would be more than {most} elements when all it refers to is drawn"
        if found > most
        else ""
    )


def _bounds_fault(root: Node) -> str:
    depths: dict[Node | None, int] = {root: 1}
    for count, node in enumerate(root.iterdescendants(), start=2):
        depths[node] = depths[node.getparent()] + 1
        if count > _list()["elements"]:
            return f"it has more than {_list()['elements']} elements"
        if depths[node] > _list()["depth"]:
            return f"its elements stand one within the other more than {_list()['depth']} times"
    return ""


def _node_faults(node: Node, inspect: Callable[[bytes], object]) -> Iterator[str]:
    if isinstance(node, etree._Comment):  # noqa: SLF001  # as above
        return
    if not isinstance(node.tag, str):
        yield "it has an instruction for a program (<?…?>), or a sign of its own (&…;)"
        return
    space, tag = _split(node.tag)
    if space in _list()["metadata"] and any(
        True for _ in node.iterancestors(f"{{{SVG}}}metadata")
    ):
        return
    if space != SVG or tag not in _list()["svg"]:
        yield f"<{tag}> is not drawn, or does more than be seen (line {node.sourceline})"
        return
    for name, value in node.attrib.items():
        yield _attribute_fault(node, tag, str(name), str(value), inspect)
    if tag == "style" and any(True for _ in node.iterchildren(etree.Element)):
        yield f"<style> has elements in it (line {node.sourceline})"
    elif tag == "style":
        yield from _sheet_faults("".join(map(str, node.itertext())))


def _attribute_fault(
    node: Node, tag: str, name: str, value: str, inspect: Callable[[bytes], object]
) -> str:
    space, local = _split(name)
    where = f"(line {node.sourceline})"
    valid = {"": _list()["attributes"] | _list()["properties"], _XML: _list()["xml"],
             _XLINK: _list()["xlink"]}  # fmt: skip
    is_data = space == "" and re.fullmatch(r"data-[a-z-]+", local)
    if space in _list()["namespaces"] or is_data:
        return ""
    if local not in valid.get(space, ()):
        return f"<{tag}> has {local!r}, which is not drawn or does more than be seen {where}"
    if local == "href":
        return _link_fault(tag, value, inspect)
    if local == "style":
        return next(_declaration_faults(tinycss2.parse_declaration_list(value)), "")
    if space == "" and local not in ("id", "class", "aria-label"):
        return next(_value_faults(tinycss2.parse_component_value_list(value)), "")
    return ""


def _link_fault(tag: str, value: str, inspect: Callable[[bytes], object]) -> str:
    if _OWN.fullmatch(value) and tag != "image":
        return ""
    if tag == "image" and (data := PICTURE_WITHIN.fullmatch(value)):
        try:
            inspect(base64.b64decode(data[1]))
        except binascii.Error as err:
            return f"a picture within it cannot be read: {err}"
        return ""
    return f"<{tag}> loads something from elsewhere: {value[:60]!r}"


# -- styles --------------------------------------------------------------------------------


def _sheet_faults(text: str) -> Iterator[str]:
    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            yield from _value_faults(rule.prelude)
            yield from _declaration_faults(tinycss2.parse_declaration_list(rule.content))
        elif rule.type == "at-rule":
            yield f"its style has @{rule.lower_at_keyword}"
        else:
            yield "its style cannot be read"


def _declaration_faults(declarations: list[Any]) -> Iterator[str]:
    for one in declarations:
        if one.type in ("whitespace", "comment"):
            continue
        if one.type != "declaration":
            yield "its style cannot be read"
        elif not (
            one.lower_name in _list()["properties"] or one.lower_name.startswith("-inkscape-")
        ):
            yield f"its style has {one.lower_name!r}"
        else:
            yield from _value_faults(one.value)


def _value_faults(tokens: list[Any]) -> Iterator[str]:
    waiting = list(tokens)
    while waiting:
        token = waiting.pop()
        if token.type == "url" and not _OWN.fullmatch(token.value):
            yield f"it loads something from elsewhere: {token.value[:60]!r}"
        elif token.type == "function":
            if token.lower_name not in _list()["functions"]:
                yield f"its style calls {token.lower_name}()"
            strings = [one.value for one in token.arguments if one.type == "string"]
            if token.lower_name == "url" and not all(map(_OWN.fullmatch, strings)):
                yield f"it loads something from elsewhere: {strings[0][:60]!r}"
        for part in ("content", "arguments"):
            if isinstance(inner := getattr(token, part, None), list):
                waiting += inner


def _split(name: str) -> tuple[str, str]:
    space, _, local = name.rpartition("}")
    return space[1:], local
