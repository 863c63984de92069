"""Where the pages of the original begin, shown in the text if the editor asks for it.

Input the blocks of a text, whose marks say on which page each word stood; output the same with
a mark only where a page begins, or with none.
"""

from collections.abc import Sequence
from dataclasses import replace

from florilegium.model import Block, Mark
from florilegium.project.wording import Wording


def page_starts(blocks: Sequence[Block], words: Wording, *, shown: bool) -> tuple[Block, ...]:
    """Return *blocks* with a mark of kind ``page`` where a page begins, if these are *shown*.

    Its ref is then what the book says there. A word that two pages share is the first one's;
    notes are passed over: they stand where their page has them, whatever goes on above.
    """
    made: list[Block] = []
    last = ""
    for block in blocks:
        pages = sorted((m for m in block.marks if m.kind == "page"), key=lambda m: m.start)
        if not pages:
            made.append(block)
            continue
        kept = [mark for mark in block.marks if mark.kind != "page"]
        for mark in pages if shown and block.kind != "author-note" else ():
            at = _at_word(block.text, mark.start)
            if mark.ref != last and at < len(block.text):
                said = words["original-page"].format(page=mark.ref)
                kept.append(Mark(at, at + 1, "page", said))
                last = mark.ref
        made.append(replace(block, marks=tuple(kept)))
    return tuple(made)


def _at_word(text: str, at: int) -> int:
    """Return where the next word begins, if *at* is within one."""
    if at == 0:
        return 0
    while at < len(text) and not text[at - 1].isspace():
        at += 1
    return at
