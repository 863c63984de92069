"""An OpenDocument text made ready: words that pandoc drops are put where it reads them.

Input the content of an ODT, output the same with the words of text boxes and shapes behind the
paragraph that they hang on, and those of fields, numbered paragraphs and bibliographies as plain
ones.
"""

from lxml import etree

from florilegium.ingest.concealed import parsed
from florilegium.ingest.namespaces import DRAW, TEXT

_FIELDS = tuple(
    f"{TEXT}{name}"
    for name in (
        "meta", "meta-field", "placeholder", "title", "subject", "description", "keywords",
        "author-name", "author-initials", "initial-creator", "creator", "date", "time",
        "creation-date", "modification-date", "chapter", "file-name", "user-defined",
        "variable-get", "variable-set", "user-field-get", "text-input", "expression",
        "database-display", "ruby", "ruby-base", "drop-down", "conditional-text",
    )
)  # fmt: skip
_BOXES = (f"{DRAW}text-box", f"{DRAW}custom-shape", f"{DRAW}rect", f"{DRAW}ellipse")
_PARAGRAPHS = (f"{TEXT}p", f"{TEXT}h", f"{TEXT}list")


def plain(content: bytes) -> bytes:
    """Return the *content* of an ODT with all its words where pandoc finds them."""
    root = parsed(content)
    if root is None:
        return content
    for field in list(root.iter(*_FIELDS)):
        tail = field.tail
        field.attrib.clear()
        field.tag, field.tail = f"{TEXT}span", tail
    for one in list(root.iter(f"{TEXT}numbered-paragraph")):
        _put_in_place(one, list(one))
    for one in list(root.iter(f"{TEXT}bibliography")):
        _put_in_place(one, [inner for body in one.iter(f"{TEXT}index-body") for inner in body])
    for box in reversed(list(root.iter(*_BOXES))):
        # What stands below a picture in one frame is its caption, which pandoc knows.
        if next(box.iter(f"{DRAW}image"), None) is None:
            _behind_its_paragraph(box)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _put_in_place(old: etree._Element, new: list[etree._Element]) -> None:
    around = old.getparent()
    if around is not None:
        at = around.index(old)
        around[at : at + 1] = new


def _behind_its_paragraph(box: etree._Element) -> None:
    """Move the paragraphs of *box* behind the one that it hangs on, or before its page's first."""
    words = [one for one in box if one.tag in _PARAGRAPHS]
    host = next(box.iterancestors(f"{TEXT}p", f"{TEXT}h"), None)
    if host is None:  # it hangs on a page
        frame = box.getparent() if box.tag == _BOXES[0] else box
        host = frame
    around = host.getparent() if host is not None else None
    if host is None or around is None or not words:
        return
    at = around.index(host) + 1
    around[at:at] = words
