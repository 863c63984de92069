"""The headline of a text that cleaning left where it stood: lifted to the head of the chapter.

Takes a seed as read and as cleaned, gives back the cleaned text with one line fewer and a
removal that says so. It never lifts a line that is not, word for word, the title of the page,
of the source or of the editor, or the one heading above all the others.
"""

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from florilegium.model import Block, CleanText, RawText, Removal
from florilegium.model.markup_text import without_tags

RULE = "headline"
_WHY = "the title of the text"
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_META = re.compile(
    r"""<meta\b(?>[^>]*?(?:property|name)=["']?(?:og|twitter):title)["']?"""
    r"""[^>]*?\bcontent=(["'])(.*?)\1""",
    re.IGNORECASE | re.DOTALL,
)
_TITLE_BEGINS = re.compile("<title", re.IGNORECASE)
_META_BEGINS = re.compile(r"<meta\b", re.IGNORECASE)
_PARTED = re.compile(r"(?<!\s)\s+[|–—·•»:-]+\s+|(?:(?<!\s)\s+)?[|»]\s*")
_HEAD = 12  # blocks among which the title of a text stands
_MOST_PARTS = 30  # of a title: the sections of its site, and the site


def lift_headline(text: RawText, cleaned: CleanText, *, titles: Sequence[str] = ()) -> CleanText:
    """Return *cleaned* without the block that says its title, if none was lifted yet.

    *titles* are what the editor or the source calls it; a block that says just that goes too,
    so that no title stands twice.
    """
    lifted = any(r.action == "lifted" and r.role == "title" for r in cleaned.removals)
    known = {_words(title) for title in titles if title}
    if not lifted:
        known |= set(_said(text.page))
    place = _place(cleaned.blocks, known - {""})
    if place is None and not lifted:
        place = _only_heading(cleaned.blocks)
    if place is None or len(cleaned.blocks) == 1:
        return cleaned
    index = _index(text, cleaned, place)
    return cleaned if index is None else _without(cleaned, place, index)


def _said(page: str) -> Iterator[str]:
    """Yield the titles that a *page* has in its head, with and without the name of its site."""
    found = [match[1] for match in _elements(page, _TITLE_BEGINS, _TITLE)]
    found += [match[2] for match in _elements(page, _META_BEGINS, _META)]
    for title in map(html.unescape, found):
        yield _words(title)
        parts = _PARTED.split(title.strip())
        for end in range(1, min(len(parts), _MOST_PARTS)):
            yield _words(" ".join(parts[:end]))


def _elements(
    page: str, begins: re.Pattern[str], whole: re.Pattern[str]
) -> Iterator[re.Match[str]]:
    """Yield each *whole* element of *page*; where one *begins* and is none, its tag is passed.

    Whatever else begins in the same tag would be none, either.
    """
    at = 0
    while found := begins.search(page, at):
        if match := whole.match(page, found.start()):
            yield match
        end = match.end() if match else page.find(">", found.end()) + 1
        if not end:
            return
        at = end


def _words(text: str) -> str:
    folded = unicodedata.normalize("NFKC", without_tags(text)).casefold()
    return " ".join(re.findall(r"\w+", folded))


def _place(blocks: Sequence[Block], known: set[str]) -> int | None:
    for number, block in enumerate(blocks[:_HEAD]):
        if (block.kind == "heading" or number == 0) and _words(block.text) in known:
            return number
    return None


def _only_heading(blocks: Sequence[Block]) -> int | None:
    """Return the place of the heading above all the rest, when it is the first block."""
    levels = [block.level for block in blocks if block.kind == "heading"]
    first = blocks[0] if blocks else None
    alone = first is not None and first.kind == "heading" and first.level == 1
    return 0 if alone and levels.count(1) == 1 else None


def _index(text: RawText, cleaned: CleanText, place: int) -> int | None:
    """Return where the kept block number *place* is in the seed, if all of it is."""
    whole = {removal.index for removal in cleaned.removals if not removal.partial}
    parted = {removal.index for removal in cleaned.removals if removal.partial}
    kept = [number for number in range(len(text.blocks)) if number not in whole]
    index = kept[place] if place < len(kept) else None
    same = index is not None and index not in parted
    return index if same and text.blocks[index or 0] == cleaned.blocks[place] else None


def _without(cleaned: CleanText, place: int, index: int) -> CleanText:
    block = cleaned.blocks[place]
    removal = Removal(
        rule=RULE,
        role="title",
        action="lifted",
        why=_WHY,
        lines=block.lines,
        text=block.text,
        index=index,
        kind=block.kind,
        level=block.level,
        marks=block.marks,
        label=block.label,
    )
    removals = sorted((*cleaned.removals, removal), key=lambda one: (one.index, one.start))
    blocks = cleaned.blocks[:place] + cleaned.blocks[place + 1 :]
    return replace(cleaned, blocks=blocks, removals=tuple(removals))
