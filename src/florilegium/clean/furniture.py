"""Furniture of the page: lines that its reader found to be no words of the text.

Input blocks, output their spans with the rule that each goes by. Where such a line stands is
for ``ingest`` to find; why it goes is said here.
"""

from collections.abc import Iterator, Sequence

from florilegium.model import Block

FURNITURE = "furniture"  # the role of what these rules take
NOTE_SIGN = "note-sign"  # which stays with its note, as its number
REASONS = {
    "running-head": "A running head: it comes again at the same place of other pages.",
    "folio": "The number of a page, which the marks of pages keep.",
    "sideways": "It stands sideways on its page, beside the text.",
    "line-number": "The number of a line, in the margin of the text.",
    NOTE_SIGN: "The sign at the head of a note: the book sets it where the note is called.",
    "wiki-edit": "A button of the wiki: it edits a section, or skips to one.",
    "wiki-hatnote": "A pointer of the wiki to another of its pages.",
    "wiki-infobox": "A box of the wiki, which sums up beside the text what is told in it.",
    "wiki-mark": "A mark of the wiki's editors, who ask for a source or for clearer words.",
    "wiki-contents": "The contents of the page, which the wiki makes of its headings.",
    "wiki-box": "A notice, a box of links or a list of categories, which the wiki does not print.",
    "reading-time": "How long the browser thinks the text takes to read.",
    "reader-address": "The site that the browser took the page from; its source has it.",
    "note-head": "The heading over the notes: the book sets each at the foot of its page.",
}


def furniture_spans(blocks: Sequence[Block]) -> Iterator[tuple[int, int, int, str]]:
    """Yield number of the block, start, end and rule of each span of furniture, in order."""
    for index, block in enumerate(blocks):
        for mark in sorted(block.marks, key=lambda mark: mark.start):
            if mark.kind == FURNITURE and mark.ref in REASONS:
                yield index, mark.start, mark.end, mark.ref
