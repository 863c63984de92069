"""The names of XML in documents of word processors, in the form that lxml compares."""

from lxml import etree

_ODF = "urn:oasis:names:tc:opendocument:xmlns"

# Office Open XML (ISO/IEC 29500-1): text, drawings, and what stands in for newer markup.
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# OpenDocument 1.3, part 3.
DRAW = f"{{{_ODF}:drawing:1.0}}"
OFFICE = f"{{{_ODF}:office:1.0}}"
STYLE = f"{{{_ODF}:style:1.0}}"
SVG = f"{{{_ODF}:svg-compatible:1.0}}"
TABLE = f"{{{_ODF}:table:1.0}}"
TEXT = f"{{{_ODF}:text:1.0}}"


def local(element: etree._Element) -> str:
    """Return the name of *element* without its namespace, though no XML could have that name.

    A page that is no XML may have any; a comment has none.
    """
    name = element.tag if isinstance(element.tag, str) else ""
    return name.rpartition("}")[2].rpartition(":")[2]
