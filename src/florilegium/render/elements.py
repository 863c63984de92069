"""Small tools for building XHTML with lxml: elements, references, the editor's prose.

The vocabulary is XHTML (EPUB 3.3) with ``epub:type`` and its DPUB-ARIA role side by side.
"""

from collections.abc import Iterable
from copy import deepcopy

from lxml import etree, html

from florilegium.project.wording import Wording

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
MATHML = "http://www.w3.org/1998/Math/MathML"
XML = "http://www.w3.org/XML/1998/namespace"
NSMAP = {None: XHTML, "epub": OPS}

Node = etree._Element  # noqa: SLF001  # lxml gives its element type no public name

# DPUB-ARIA 1.1: the role that goes with each epub:type (EPUB Structural Semantics 1.1).
ROLES = {
    "chapter": "doc-chapter",
    "part": "doc-part",
    "preface": "doc-preface",
    "introduction": "doc-introduction",
    "glossary": "doc-glossary",
    "bibliography": "doc-bibliography",
    "index": "doc-index",
    "colophon": "doc-colophon",
    "toc": "doc-toc",
    "footnote": "doc-footnote",
    "footnotes": "doc-endnotes",
    "noteref": "doc-noteref",
    "appendix": "doc-appendix",
}


def element(tag: str, *content: "Node | str | None", kind: str = "", **attributes: str) -> Node:
    """Return an XHTML element with *content*; empty strings and None are left out.

    *kind* is its ``epub:type`` (its role comes with it). Attribute names are as in XHTML,
    ``class_`` for ``class``, ``_`` for ``-``.
    """
    made = etree.Element(f"{{{XHTML}}}{tag}", nsmap=NSMAP)  # type: ignore[arg-type]
    if kind:
        made.set(f"{{{OPS}}}type", kind)
        if kind in ROLES:
            made.set("role", ROLES[kind])
    for name, value in attributes.items():
        if value:
            made.set(name.rstrip("_").replace("_", "-"), value)
    add(made, content)
    return made


def add(parent: Node, content: Iterable[Node | str | None]) -> None:
    """Append elements and strings to *parent*, in order."""
    for item in content:
        if item is None or (isinstance(item, str) and not item):
            continue
        if not isinstance(item, str):
            parent.append(item)
            continue
        last = next(parent.iterchildren(reversed=True), None)  # len() would count them all
        if last is not None:
            last.tail = (last.tail or "") + item
        else:
            parent.text = (parent.text or "") + item


def set_language(made: Node, language: str) -> None:
    """Say the language twice, as XHTML in an EPUB must: ``lang`` and ``xml:lang``."""
    made.set("lang", language)
    made.set(f"{{{XML}}}lang", language)


def locator(target: str) -> Node:
    """Return a page reference to the element with id *target*; the writers fill the folio in."""
    return element("a", class_="locator", href=f"#{target}")


def page_of(target: str, words: Wording) -> Node:
    """Return a reference to the page of *target* in brackets: ``(p. 17)``."""
    form = f"({words['page-reference']})".replace(" ", "\N{NO-BREAK SPACE}")
    return element("a", class_="locator", href=f"#{target}", data_form=form)


def prose(source: str, *, top: int = 2) -> list[Node | str]:
    """Return pandoc's HTML *source* as XHTML nodes, its highest heading of rank *top*."""
    fragment = html.fragment_fromstring(source, create_parent="div")
    found = [int(h.tag[1]) for h in fragment.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    shift = top - min(found) if found else 0
    made = _convert(fragment, shift)
    _caption_pictures(made)
    _name_notes(made)
    return contents(made)


def inline(source: str) -> list[Node | str]:
    """Return *source* as inline content: the paragraph around a single one is taken off."""
    nodes = prose(source)
    blocks = [node for node in nodes if not isinstance(node, str)]
    if len(blocks) == 1 and blocks[0].tag == f"{{{XHTML}}}p":
        return contents(blocks[0])
    return nodes


def contents(parent: Node) -> list[Node | str]:
    """Return copies of all that stands in *parent*."""
    parts: list[Node | str] = [parent.text] if parent.text else []
    for child in parent:
        copy = deepcopy(child)
        tail, copy.tail = copy.tail, None
        parts.append(copy)
        if tail:
            parts.append(tail)
    return parts


def serialize(made: Node) -> str:
    """Return *made* as XHTML text, namespaces declared once at its root."""
    etree.cleanup_namespaces(made, keep_ns_prefixes=["epub"])
    return etree.tostring(made, encoding="unicode", with_tail=False)


_DROPPED = frozenset({"data-cites"})
_NOTES = {"note-call": "noteref", "note": "footnote", "notes": "footnotes"}


def _convert(source: html.HtmlElement, shift: int) -> Node:
    tag = str(source.tag)
    if tag == "math":
        return _formula(source)
    if shift and tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
        tag = f"h{min(6, max(1, int(tag[1]) + shift))}"
    made = etree.Element(f"{{{XHTML}}}{tag}", nsmap=NSMAP)  # type: ignore[arg-type]
    for name, value in source.attrib.items():
        if name not in _DROPPED and ":" not in name:
            made.set(name, value)
        if name == "lang":
            set_language(made, value)
    if tag == "th" and not made.get("scope"):
        made.set("scope", "row" if source.getparent().getparent().tag == "tbody" else "col")
    made.text, made.tail = source.text, source.tail
    for child in source:
        if isinstance(child.tag, str):
            made.append(_convert(child, shift))
        elif child.tail:  # a comment goes, the text behind it stays
            add(made, [child.tail])
    return made


def _name_notes(tree: Node) -> None:
    """Say in the words of EPUB what the editor's own footnotes are (``render/footnotes.py``)."""
    for node in tree.iter(f"{{{XHTML}}}a", f"{{{XHTML}}}aside", f"{{{XHTML}}}section"):
        for name, kind in _NOTES.items():
            if node.get("class") == name:
                node.set(f"{{{OPS}}}type", kind)
                node.set("role", ROLES[kind])


def _formula(source: html.HtmlElement) -> Node:
    """Return a formula in its own namespace, what the editor wrote as its alternative text."""
    written = next(source.iter("annotation"), None)
    drawn = source.find("semantics/*")
    made = etree.Element(f"{{{MATHML}}}math", nsmap={None: MATHML})  # type: ignore[dict-item]
    made.set("display", source.get("display", "inline"))
    if written is not None and written.text:
        made.set("alttext", written.text.strip())
    for part in (drawn,) if drawn is not None else source:
        made.append(_mathematical(part))
    made.tail = source.tail
    return made


def _mathematical(source: html.HtmlElement) -> Node:
    made = etree.Element(f"{{{MATHML}}}{source.tag}", dict(source.attrib), nsmap={None: MATHML})  # type: ignore[dict-item]
    made.text = source.text
    made.extend(_mathematical(child) for child in source if isinstance(child.tag, str))
    return made


def _caption_pictures(tree: Node) -> None:
    """Make a picture that stands alone a figure, its title the caption where it has one."""
    for image in list(tree.iter(f"{{{XHTML}}}img")):
        around = image.getparent()
        if around is None or around.tag != f"{{{XHTML}}}p":
            continue
        if len(around) == 1 and not f"{around.text or ''}{image.tail or ''}".strip():
            around.tag = f"{{{XHTML}}}figure"
            around.text = image.tail = None
            if title := image.attrib.pop("title", ""):
                around.append(element("figcaption", str(title)))
