"""Blocks in their containers: nested lists, tables with heads, block quotes, breaks.

What a block says is filled in by the caller's *make*; here it is only put where it belongs.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from florilegium.ingest.reading import clip
from florilegium.model import Block, Mark
from florilegium.model.letters import letters
from florilegium.render.xhtml.elements import Node, add, element

Numbered = tuple[int, Block]
Make = Callable[[Block, str, str], Node]  # block, tag, id ("" for none) → element
_MANY = 6  # columns; more may be wider than the screen of a reader
_HEAD, _HEADED = 1, 2
# Marks that put a call behind their words: in a table only the cell they end in bears it.
_CALLING = ("note", "gloss", "emendation")


def structured(blocks: Sequence[Numbered], make: Make, *, slug: str) -> list[Node]:
    """Return *blocks* as elements; their ids are ``slug-p`` and their numbers."""
    made: list[Node] = []
    shown = _without_stray_breaks(blocks)
    for container, run in groupby(shown, key=lambda pair: _container(pair[1])):
        made += _RUNS[container.partition(" ")[0]](tuple(run), make, slug)
    return made


def _container(block: Block) -> str:
    if block.kind == "item" or (block.kind == "paragraph" and block.level):
        return "list"
    if block.kind == "row" or (block.kind == "caption" and block.label):
        return f"table {block.label}"
    return block.kind if block.kind in ("quote", "break") else ""


def _without_stray_breaks(blocks: Sequence[Numbered]) -> Iterator[Numbered]:
    """Yield *blocks* without the wordless breaks that part nothing."""
    waiting: Numbered | None = None
    begun = False
    for number, block in blocks:
        if block.kind == "break" and not letters(block.text):
            waiting = (number, block) if begun else None
            continue
        if waiting:
            yield waiting
        waiting, begun = None, True
        yield number, block


def _plain(run: Sequence[Numbered], make: Make, slug: str) -> list[Node]:
    return [make(block, _tag(block), f"{slug}-p{number}") for number, block in run]


def _tag(block: Block) -> str:
    return "pre" if block.kind == "code" else "p"


def _quote(run: Sequence[Numbered], make: Make, slug: str) -> list[Node]:
    return [element("blockquote", *_plain(run, make, slug))]


def _break(run: Sequence[Numbered], make: Make, slug: str) -> list[Node]:
    return [
        make(block, "p", f"{slug}-p{number}")
        if letters(block.text)
        else element("hr", class_="break", id=f"{slug}-p{number}")
        for number, block in run
    ]


# -- lists ---------------------------------------------------------------------------------


@dataclass(slots=True)
class _List:
    """A list being made: its element, the depth of its items, the number due next."""

    node: Node
    level: int
    ordered: bool
    due: int = 1


@dataclass(slots=True)
class _Lists:
    """The lists that are open, the outermost first."""

    made: list[Node] = field(default_factory=list)
    open: list[_List] = field(default_factory=list)

    def parent(self, block: Block) -> Node:
        """Return the list that the item *block* belongs to, begun if it must be."""
        while self.open and not self._takes(self.open[-1], block):
            self.open.pop()
        if not self.open or self.open[-1].level < block.level:
            self._begin(block)
        return self.open[-1].node

    def _takes(self, last: _List, block: Block) -> bool:
        if last.level == block.level:
            return last.ordered == bool(block.label)
        return last.level < block.level

    def _begin(self, block: Block) -> None:
        number = int(block.label or 1)
        start = str(number) if block.label and number != 1 else ""
        node = element("ol" if block.label else "ul", start=start)
        if self.open:
            add(self.open[-1].node[-1], [node])
        else:
            self.made.append(node)
        self.open.append(_List(node, block.level, bool(block.label), number))


def _list(run: Sequence[Numbered], make: Make, slug: str) -> list[Node]:
    lists = _Lists()
    for number, block in run:
        name = f"{slug}-p{number}"
        if block.kind == "item":
            parent = lists.parent(block)
            item = make(block, "li", name)
            _number(item, block, lists.open[-1])
            add(parent, [item])
        else:
            _go_on(lists, make(block, "p", name), block.level)
    return lists.made


def _number(item: Node, block: Block, of: _List) -> None:
    if block.label:
        if int(block.label) != of.due:
            item.set("value", block.label)
        of.due = int(block.label) + 1


def _go_on(lists: _Lists, paragraph: Node, level: int) -> None:
    """Add a further paragraph to the item it goes on with."""
    while lists.open and lists.open[-1].level > level:
        lists.open.pop()
    if lists.open:
        add(lists.open[-1].node[-1], [paragraph])
    else:
        lists.made.append(paragraph)  # the item before it was taken out


# -- tables --------------------------------------------------------------------------------


def _table(run: Sequence[Numbered], make: Make, slug: str) -> list[Node]:
    captions = [pair for pair in run if pair[1].kind == "caption"]
    rows = [pair for pair in run if pair[1].kind == "row"]
    if not rows:
        return _plain(captions, make, slug)
    table = element("table", class_="of-text")
    add(table, [make(block, "caption", f"{slug}-p{number}") for number, block in captions[:1]])
    width = max(block.text.count("\t") + 1 for _, block in rows)
    heads = 0
    while heads < len(rows) - 1 and rows[heads][1].level == _HEAD:
        heads += 1
    for tag, part in (("thead", rows[:heads]), ("tbody", rows[heads:])):
        if part:
            add(table, [element(tag, *(_row(pair, make, slug, width) for pair in part))])
    # Who has no mouse scrolls a box by its keys, once it has the focus.
    shown = element("div", table, class_="wide", tabindex="0") if width > _MANY else table
    return [shown, *_plain(captions[1:], make, slug)]


def _row(pair: Numbered, make: Make, slug: str, width: int) -> Node:
    number, block = pair
    made = element("tr", id=f"{slug}-p{number}")
    cells = tuple(_cells(block))
    for column, cell in enumerate(cells):
        heads = block.level == _HEAD or (block.level == _HEADED and not column)
        # An empty cell heads nothing.
        node = make(cell, "th" if heads and cell.text.strip() else "td", "")
        if node.tag.endswith("}th"):
            node.set("scope", "col" if block.level == _HEAD else "row")
        add(made, [node])
    add(made, [element("td") for _ in range(width - len(cells))])
    return made


def _cells(row: Block) -> Iterator[Block]:
    start = 0
    for text in row.text.split("\t"):
        end = start + len(text)
        spans = clip([m for m in row.marks if m.kind not in _CALLING], start, end)
        # What ends on the tab behind a cell ends in it.
        calls = (m for m in row.marks if m.kind in _CALLING and start < m.end <= end + 1)
        ended = (_within(mark, start, end) for mark in calls)
        yield replace(row, text=text, marks=(*spans, *ended), label="")
        start = end + 1


def _within(mark: Mark, start: int, end: int) -> Mark:
    """Return *mark* as far as it lies in ``[start:end]``, a point at least, from *start* on."""
    first = min(max(mark.start, start), end)
    return replace(mark, start=first - start, end=min(mark.end, end) - start)


_RUNS: dict[str, Callable[[Sequence[Numbered], Make, str], list[Node]]] = {
    "": _plain,
    "quote": _quote,
    "break": _break,
    "list": _list,
    "table": _table,
}
