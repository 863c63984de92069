"""Parts of a text that are drawn rather than written on: formulas, readings above words.

Input the text form that ``ingest`` gave, output elements. No letter is added but the brackets
around a reading, for readers that cannot set it above its word.
"""

from functools import lru_cache

from lxml import etree

from florilegium.render.elements import XHTML, Node, element


def drawing(source: str) -> Node:
    """Return the formula whose MathML is *source*, as `ingest` made it."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(source.encode(), parser)


@lru_cache(maxsize=256)
def said_by(source: str) -> str:
    """Return the letters that the formula *source* shows; empty when it is none."""
    try:
        return "".join(map(str, drawing(source).itertext()))
    except etree.XMLSyntaxError:
        return ""


def bracket_readings(parent: Node) -> None:
    """Put brackets around each reading under *parent*; one that stands above nothing is a span."""
    for reading in list(parent.iter(f"{{{XHTML}}}rt")):
        ruby = reading.getparent()
        if ruby is None or ruby.tag != f"{{{XHTML}}}ruby":
            reading.tag = f"{{{XHTML}}}span"
            continue
        close = element("rp", ")")
        close.tail, reading.tail = reading.tail, None
        reading.addprevious(element("rp", "("))
        reading.addnext(close)
