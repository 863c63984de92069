"""Parts of an e-book that its file itself tells apart from the text: cover, title page, imprint.

Input the words of ``epub:type``, ``role`` or of an EPUB 2 guide, output in words what the part
is; nothing for what belongs to the text, such as a preface or an epilogue.
"""

from collections.abc import Mapping

_PARTS = {
    "cover": "the cover of the e-book",
    "titlepage": "the title page of the e-book",
    "title-page": "the title page of the e-book",
    "halftitlepage": "the half-title of the e-book",
    "toc": "the contents of the e-book",
    "landmarks": "the landmarks of the e-book",
    "page-list": "the page list of the e-book",
    "loi": "the list of illustrations of the e-book",
    "lot": "the list of tables of the e-book",
    "copyright-page": "the copyright page of the e-book",
    "colophon": "the colophon of the e-book",
    "imprint": "the imprint of the e-book",
    "doc-cover": "the cover of the e-book",
    "doc-toc": "the contents of the e-book",
    "doc-pagelist": "the page list of the e-book",
    "doc-colophon": "the colophon of the e-book",
}
NOT_IN_ORDER = "what the e-book keeps out of its order of reading"


def part(types: str) -> str:
    """Return what *types* (words parted by spaces) tell apart; empty for the text itself."""
    found = (_PARTS[word] for word in types.lower().split() if word in _PARTS)
    return next(found, "")


def part_of(attributes: Mapping[str, str]) -> str:
    """Return what the *attributes* of a division tell apart; empty for the text itself."""
    known = attributes.get("told-apart", "")
    return known or part(f"{attributes.get('epub-type', '')} {attributes.get('role', '')}")
