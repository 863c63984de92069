"""Page starts of the print edition → marks at the same words of the e-book.

Both formats show the same section, so a character of its *flow text* has one number in both.
Flow text is all text but notes, note calls and page references, without white space, hyphens
and soft hyphens, case-folded; a picture counts as one character.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import category

from florilegium.errors import RenderError
from florilegium.model import PageStart
from florilegium.render.elements import XHTML, Node, element
from florilegium.render.epub.leaves import Leaf
from florilegium.render.locators import is_locator

_DROPPED = re.compile("[\\s\u00ad\u2010\\-\u200b\u2060]")
_NO_FLOW = frozenset({"doc-noteref", "doc-footnote", "doc-endnotes", "doc-backlink"})
_PICTURE = "\ufffc"
_NOTHING = " "
_OPENING = frozenset({"Pi", "Ps"})
_OF_WORD = re.compile("[\\w\u00ad\u2019]")
# Thai, Lao, Burmese, Khmer; kana and Chinese characters: no space parts their words.
_UNPARTED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)
_HEADINGS = frozenset(f"{{{XHTML}}}h{rank}" for rank in range(1, 7))
_INLINE = frozenset(
    f"{{{XHTML}}}{tag}"
    for tag in ("a", "b", "cite", "code", "em", "i", "q", "s", "small", "span", "strong", "sub",
                "sup", "u")
)  # fmt: skip
_AROUND_PICTURES = frozenset(f"{{{XHTML}}}{tag}" for tag in ("figure", "p"))


@dataclass(frozen=True, slots=True)
class Break:
    """A mark in the e-book where the printed page *label* begins."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch of flow text: the ``text`` or the ``tail`` of *node*, or a picture itself."""

    node: Node
    place: str
    text: str
    size: int


def flow_text(tree: Node) -> str:
    """Return the flow text of *tree*, the string whose characters `PageStart` counts."""
    return "".join(_plain(run.text) for run in _runs(tree))


def insert(book: Sequence[Leaf], starts: Sequence[PageStart]) -> tuple[Break, ...]:
    """Put a mark into the trees of *book* for each of *starts* and return the marks in order.

    A page that begins inside a hyphenated word is marked before the word. Pages of documents
    that the e-book has not (the printed contents) have no mark.
    """
    made: list[Break] = []
    taken: dict[str, int] = {}
    for leaf in book:
        own = [start for start in starts if start.document == leaf.document.id and start.label]
        own.sort(key=lambda start: start.offset)
        marks = [_mark(start, taken) for start in own]
        _place(leaf, own, marks)
        made += [
            Break(start.label, f"{leaf.href}#{mark.get('id')}")
            for start, mark in zip(own, marks, strict=True)
        ]
    return tuple(made)


def _plain(text: str) -> str:
    return _DROPPED.sub("", text).casefold()


def _mark(start: PageStart, taken: dict[str, int]) -> Node:
    stem = "page-mark-" + re.sub(r"[^A-Za-z0-9]+", "-", start.label)
    taken[stem] = taken.get(stem, 0) + 1
    own = stem if taken[stem] == 1 else f"{stem}-{taken[stem]}"
    mark = element("span", kind="pagebreak", role="doc-pagebreak", id=own)
    mark.set("aria-label", start.label)
    return mark


def _place(leaf: Leaf, starts: Sequence[PageStart], marks: Sequence[Node]) -> None:
    """Insert from the last to the first, so that what lies before keeps its numbers."""
    runs = tuple(_runs(leaf.tree))
    total = sum(run.size for run in runs)
    for start, mark in reversed(tuple(zip(starts, marks, strict=True))):
        if start.offset == 0:
            # Before the heading: inside, it would be read as part of the title.
            mark.tail, leaf.tree.text = leaf.tree.text, None
            leaf.tree.insert(0, mark)
        elif start.offset < total:
            _insert_at(leaf.tree, runs, start.offset, mark)
        else:
            raise RenderError(
                f"page {start.label} of the print edition begins at character {start.offset}, "
                f"but the text has only {total}",
                where=leaf.document.id,
                hint="The page facts are older than the text: build the print edition again.",
            )


def _runs(node: Node) -> Iterator[_Run]:
    if not isinstance(node.tag, str) or _is_apart(node):
        return
    if node.tag == f"{{{XHTML}}}img":
        yield _Run(node, "self", _PICTURE, 1)
        return
    if node.text:
        yield _Run(node, "text", node.text, len(_plain(node.text)))
    for child in node:
        yield from _runs(child)
        if child.tail:
            yield _Run(child, "tail", child.tail, len(_plain(child.tail)))


def _is_apart(node: Node) -> bool:
    return node.get("role") in _NO_FLOW or is_locator(node)


def _take_up_locator(mark: Node) -> None:
    """Move *mark* before a page reference that its block begins with: that is on the page too."""
    before, parent = mark.getprevious(), mark.getparent()
    if before is None or parent is None or not is_locator(before):
        return
    others = (parent.text, before.tail)
    if before.getprevious() is None and not any((text or "").strip() for text in others):
        before.tail, mark.tail = (before.tail or "") + (mark.tail or ""), None
        before.addprevious(mark)


def _insert_at(tree: Node, runs: Sequence[_Run], offset: int, mark: Node) -> None:
    before = 0
    for number, run in enumerate(runs):
        if before + run.size > offset:
            found, at = _word_start(runs, number, _raw_offset(run, offset - before))
            _split(tree, runs[found], at, mark)
            _take_up_locator(mark)
            return
        before += run.size


def _raw_offset(run: _Run, flow_offset: int) -> int:
    """Return which character of the run's text is flow character *flow_offset* of it."""
    count = 0
    for at, character in enumerate(run.text):
        count += len(_plain(character))
        if count > flow_offset:
            return at
    return len(run.text)


def _word_start(runs: Sequence[_Run], number: int, at: int) -> tuple[int, int]:
    """Go back from character *at* of run *number* to where its word begins.

    A break after a dash, a hyphen of the text or a slash, or in a script that parts words
    by nothing, is no break within a word.
    """
    if not _is_within_word(runs, number, at):
        return number, at
    while _is_within_word(runs, number, at):
        number, at = _step_back(runs, number, at)
    while (before := _before(runs, number, at)) and category(before) in _OPENING:
        number, at = _step_back(runs, number, at)
    return number, at


def _is_within_word(runs: Sequence[_Run], number: int, at: int) -> bool:
    text = runs[number].text
    here, before = text[at : at + 1] or _NOTHING, _before(runs, number, at) or _NOTHING
    return all(_OF_WORD.match(one) and not _UNPARTED.match(one) for one in (before, here))


def _before(runs: Sequence[_Run], number: int, at: int) -> str:
    """Return the character before *at* in the same block; nothing at its beginning."""
    if at:
        return runs[number].text[at - 1]
    if not number or "self" in (runs[number].place, runs[number - 1].place):
        return ""
    previous = runs[number - 1]
    return previous.text[-1:] if _block(previous) is _block(runs[number]) else ""


def _step_back(runs: Sequence[_Run], number: int, at: int) -> tuple[int, int]:
    return (number, at - 1) if at else (number - 1, len(runs[number - 1].text) - 1)


def _block(run: _Run) -> Node | None:
    node = run.node if run.place == "text" else run.node.getparent()
    while node is not None and node.tag in _INLINE:
        node = node.getparent()
    return node


def _split(tree: Node, run: _Run, at: int, mark: Node) -> None:
    if run.place == "self":
        _insert_before(_outermost(run.node, tree, _AROUND_PICTURES), mark)
    elif run.place == "tail":
        mark.tail, run.node.tail = _cut(run.node.tail, at)
        parent = run.node.getparent()
        assert parent is not None  # noqa: S101  # what has a tail has a parent
        parent.insert(parent.index(run.node) + 1, mark)
    elif (heading := _heading(run.node)) is not None:
        _insert_before(heading, mark)
    elif at == 0 and run.node.tag in _INLINE:
        _insert_before(_outermost_start(run.node), mark)
    else:
        mark.tail, run.node.text = _cut(run.node.text, at)
        run.node.insert(0, mark)


def _cut(text: str | None, at: int) -> tuple[str, str]:
    """Return what is behind and what is before *at*; a later mark may have taken the end."""
    return (text or "")[at:], (text or "")[:at]


def _insert_before(node: Node, mark: Node) -> None:
    # Of two pages that begin at one place the later is in its place already.
    while (before := node.getprevious()) is not None and _is_mark(before):
        node = before
    node.addprevious(mark)  # it has no tail yet that lxml could move


def _is_mark(node: Node) -> bool:
    return node.get("role") == "doc-pagebreak" and not node.tail


def _outermost(node: Node, tree: Node, tags: frozenset[str]) -> Node:
    while (parent := node.getparent()) is not None and parent is not tree and parent.tag in tags:
        node = parent
    return node


def _outermost_start(node: Node) -> Node:
    """Return the outermost inline element that begins where *node* begins."""
    parent = node.getparent()
    while (
        parent is not None
        and parent.tag in _INLINE
        and node.getprevious() is None
        and not (parent.text or "")
    ):
        node, parent = parent, parent.getparent()
    return node


def _heading(node: Node) -> Node | None:
    return next((one for one in (node, *node.iterancestors()) if one.tag in _HEADINGS), None)
