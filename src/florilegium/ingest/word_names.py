"""The XML of a Word document in the names, prefixes and encoding that pandoc knows.

Input a part of a DOCX, output the same said as Word says it: “strict” documents have other names
of elements, some programs other prefixes (``ns0:p``) or UTF-16.
"""

import codecs

from lxml import etree

from florilegium.ingest.concealed import parsed

_FORMATS = "http://schemas.openxmlformats.org"
_MAIN = f"{_FORMATS}/wordprocessingml/2006/main"
# What “strict” documents call their names, and the usual ones (ISO/IEC 29500-1 and -4).
_STRICT = tuple(
    (strict.encode(), f"{_FORMATS}/{name}".encode())
    for strict, name in (
        ("http://purl.oclc.org/ooxml/wordprocessingml/main", "wordprocessingml/2006/main"),
        (
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
            "officeDocument/2006/relationships",
        ),
    )
)
_PREFIXES = {
    "w": _MAIN,
    "r": f"{_FORMATS}/officeDocument/2006/relationships",
    "m": f"{_FORMATS}/officeDocument/2006/math",
    "a": f"{_FORMATS}/drawingml/2006/main",
    "wp": f"{_FORMATS}/drawingml/2006/wordprocessingDrawing",
    "pic": f"{_FORMATS}/drawingml/2006/picture",
    "mc": f"{_FORMATS}/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}
_HEAD = 16_000  # bytes, in which the root stands
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def is_xml(name: str) -> bool:
    """Tell whether the member *name* of a DOCX is one of its parts in XML."""
    return name.endswith((".xml", ".rels"))


def usual(part: bytes) -> bytes:
    """Return a *part* of a DOCX in the usual names, prefixes and encoding."""
    if part.startswith(_WIDE):
        root = parsed(part)
        part = part if root is None else _written(root)
    for strict, name in _STRICT:
        part = part.replace(strict, name)
    head = part[:_HEAD]
    main = _MAIN.encode()
    if main in head and not any(b"xmlns:w=%s%s" % (q, main) in head for q in (b'"', b"'")):
        root = parsed(part)
        part = part if root is None else _written(_renamed(root))
    return part


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _renamed(root: etree._Element) -> etree._Element:
    """Return a copy of *root* whose names have the usual prefixes."""
    others = {
        prefix: uri
        for prefix, uri in root.nsmap.items()
        if prefix and prefix not in _PREFIXES and uri not in _PREFIXES.values()
    }
    made = etree.Element(root.tag, nsmap={**others, **_PREFIXES})
    waiting = [(root, made)]
    while waiting:
        old, new = waiting.pop()
        new.text, new.tail = old.text, old.tail
        for name, value in old.attrib.items():
            new.set(name, value)
        waiting += [
            (one, etree.SubElement(new, one.tag)) for one in old if isinstance(one.tag, str)
        ]
    return made
