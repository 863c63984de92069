"""An OpenDocument text made ready: words that pandoc drops are put where it reads them.

Input the content of an ODT, output the same with the words of text boxes and shapes behind the
paragraph that they hang on, those of fields, numbered paragraphs and bibliographies as plain
ones, and in cells and notes what pandoc reads there.
"""

from collections.abc import Iterator

from lxml import etree

from florilegium.ingest.concealed import sound
from florilegium.ingest.namespaces import DRAW, OFFICE, SVG, TABLE, TEXT

# The elements of a paragraph that pandoc reads, or whose words are none of the text
# (OpenDocument 1.3, part 3, 6); all others that hold words are fields, and read as plain words.
_READ = frozenset(
    f"{TEXT}{name}"
    for name in (
        "p", "h", "list", "list-item", "list-header", "section", "note", "note-citation",
        "note-body", "span", "a", "s", "tab", "line-break", "soft-page-break", "bookmark",
        "bookmark-start", "bookmark-end", "reference-mark", "reference-mark-start",
        "reference-mark-end", "bookmark-ref", "reference-ref", "note-ref", "sequence-ref",
        "sequence", "bibliography-mark", "change", "change-start", "change-end",
        "ruby-text", "script", "hidden-text", "hidden-paragraph", "numbered-paragraph",
        "bibliography", "table-of-content", "alphabetical-index", "illustration-index",
        "table-index", "object-index", "user-index",
    )
)  # fmt: skip
_BOXES = tuple(
    f"{DRAW}{name}"
    for name in (
        "text-box", "custom-shape", "rect", "ellipse", "circle", "line", "polyline", "polygon",
        "regular-polygon", "path", "connector", "measure", "caption",
    )
)  # fmt: skip
_HOSTS = (f"{TEXT}p", f"{TEXT}h")
_PARAGRAPHS = (*_HOSTS, f"{TEXT}list", f"{TABLE}table")
_GROUPS = tuple(f"{TABLE}{name}" for name in ("table-row-group", "table-rows"))
_CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")


def plain(content: bytes) -> bytes:
    """Return the *content* of an ODT with all its words where pandoc finds them."""
    root = sound(content)
    if root is None:
        return content
    for field in list(_fields(root)):
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
    _name_pictures(root)
    _simplify_tables(root)
    for note in list(root.iter(f"{TEXT}note-body")):
        _put_in_place_of_parts(note, (f"{TEXT}list", f"{TABLE}table", f"{TEXT}h"))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _fields(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the fields in the paragraphs of the text: elements that hold words of their own."""
    for element in root.iter(f"{TEXT}*"):
        if element.tag not in _READ and any(True for _ in element.iterancestors(*_HOSTS)):
            yield element


def _put_in_place(old: etree._Element, new: list[etree._Element]) -> None:
    around = old.getparent()
    if around is not None:
        at = around.index(old)
        around[at : at + 1] = new


def _put_in_place_of_parts(place: etree._Element, kinds: tuple[str, ...]) -> None:
    """Put in *place* of what pandoc does not read there the paragraphs that it holds."""
    for one in list(place):
        if one.tag in kinds:
            lines = [one] if one.tag == f"{TEXT}h" else list(one.iter(*_HOSTS))
            for line in lines:
                line.tag = f"{TEXT}p"
            _put_in_place(one, lines)


def _name_pictures(root: etree._Element) -> None:
    """Write the description of each picture where pandoc takes it for its words."""
    for frame in root.iter(f"{DRAW}frame"):
        said = [frame.find(f"{SVG}desc"), frame.find(f"{SVG}title")]
        for one in said:
            if one is not None:
                frame.remove(one)
        if frame.find(f"{DRAW}image") is not None:
            frame.text = next((one.text for one in said if one is not None and one.text), None)
    for one in list(root.iter(f"{OFFICE}binary-data")):
        one.clear()


def _simplify_tables(root: etree._Element) -> None:
    """Take rows out of their groups, and tables and headings out of cells."""
    for group in list(root.iter(*_GROUPS)):
        _put_in_place(group, list(group))
    for cell in list(root.iter(*_CELLS)):
        _put_in_place_of_parts(cell, (f"{TABLE}table", f"{TEXT}h"))
    for table in list(root.iter(f"{TABLE}table")):
        if next(table.iter(*_CELLS), None) is None:
            _put_in_place(table, [])


def _behind_its_paragraph(box: etree._Element) -> None:
    """Move the paragraphs of *box* behind the one that it hangs on, or before its page's first."""
    words = [one for one in box if one.tag in _PARAGRAPHS]
    host = next(box.iterancestors(*_HOSTS), None)
    if host is None:  # it hangs on a page
        frame = box.getparent() if box.tag == _BOXES[0] else box
        host = frame
    around = host.getparent() if host is not None else None
    if host is None or around is None or not words:
        return
    at = around.index(host) + 1
    around[at:at] = words
