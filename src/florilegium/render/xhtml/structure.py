"""Blocks in their containers: nested lists, tables with heads, block quotes, breaks.

What a block says is filled in by the caller's *make*; here it is only put where it belongs.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from florilegium.ingest.reading import clip
from florilegium.model import Block, Mark
from florilegium.model.letters import letters
from florilegium.render.elements import XHTML, Node, add, element

Numbered = tuple[int, Block]
Make = Callable[[Block, str, str], Node]  # block, tag, id ("" for none) → element
_MANY = 6  # columns; more may be wider than the screen of a reader
_HEAD, _HEADED = 1, 2
# The elements of what stands in lists.
_GOING_ON = ("paragraph", "quote", "picture")  # with a depth, in the item above it
_LISTED = {"item": "li", "term": "dt", "definition": "dd"}
# Marks that put a call behind their words: in a table only the cell they end in bears it.
_CALLING = ("note", "gloss", "emendation")


def structured(
    blocks: Sequence[Numbered], make: Make, *, slug: str, quoted: int = 0
) -> list[Node]:
    """Return *blocks* as elements; their ids are ``slug-p`` and their numbers.

    *quoted* is in how many quotations they stand already.
    """
    made: list[Node] = []
    for container, run in _runs(tuple(_without_stray_breaks(blocks)), quoted):
        if container == "quote":
            inner = structured(run, make, slug=slug, quoted=quoted + 1)
            made.append(element("blockquote", *inner))
        elif container == "list":
            made += _list(run, make, slug, quoted)
        else:
            made += _RUNS[container.partition(" ")[0]](run, make, slug)
    return made


def _runs(blocks: Sequence[Numbered], quoted: int) -> Iterator[tuple[str, tuple[Numbered, ...]]]:
    """Yield runs of *blocks* that one container holds, with its name."""
    run: list[Numbered] = []
    name, level = "", 0  # of the run, and of its innermost list
    for pair in blocks:
        block = pair[1]
        within = (name == "list" and _goes_on(block, level, quoted)) or (
            name == "figure" and block.kind == "caption" and not block.label
        )
        container = name if within else _container(block, quoted)
        if run and container != name:
            yield name, tuple(run)
            run = []
        if container == "list" and not within:
            level = block.level
        name = container
        run.append(pair)
    if run:
        yield name, tuple(run)


def _goes_on(block: Block, level: int, quoted: int) -> bool:
    """Tell whether *block*, quoted deeper than the list above, stands in an item of that list."""
    if _quoted(block) <= quoted:
        return False
    return bool(block.level) and (
        block.kind == "quote" or (block.kind in _LISTED and block.level > level)
    )


def _quoted(block: Block) -> int:
    return max(block.quoted, 1) if block.kind == "quote" else block.quoted


def _container(block: Block, quoted: int) -> str:
    if _quoted(block) > quoted:
        return "quote"
    if block.kind in _LISTED or (block.kind in _GOING_ON and block.level):
        return "list"
    if block.kind == "picture":
        return "figure"
    if block.kind == "row" or (block.kind == "caption" and block.label):
        return f"table {block.label}"
    if block.kind == "verse":
        return f"verse {block.label}"
    return "break" if block.kind == "break" else ""


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


def _poem(run: Sequence[Numbered], make: Make, slug: str) -> list[Node]:
    return [element("div", *_plain(run, make, slug), class_="poem")]


def _figures(run: Sequence[Numbered], make: Make, slug: str) -> list[Node]:
    """Return each picture of *run* as a figure, with the captions that follow it."""
    made: list[Node] = []
    for number, block in run:
        if block.kind == "picture":
            made.append(_figure(block, f"{slug}-p{number}"))
            continue
        caption = make(block, "figcaption", f"{slug}-p{number}")
        image = made[-1][0]
        image.set("alt", image.get("alt") or block.text)
        add(made[-1], [caption])
    return made


def _figure(block: Block, name: str) -> Node:
    source = next((mark.ref for mark in block.marks if mark.kind == "picture"), "")
    image = element("img", src=source)
    image.set("alt", block.label)
    return element("figure", image, class_="of-text", id=name)


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
    """A list being made: its element, the depth and kind of its items, the number due next."""

    node: Node
    level: int
    kind: tuple[str, str]
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

    def go_on(self, nodes: Sequence[Node], level: int) -> None:
        """Add *nodes* to the item of depth *level* that they go on with."""
        while self.open and self.open[-1].level > level:
            self.open.pop()
        if self.open:
            add(self.open[-1].node[-1], nodes)
        else:
            self.made += nodes  # the item before it was taken out

    def _takes(self, last: _List, block: Block) -> bool:
        if last.level == block.level:
            return last.kind == _kind(block)
        return last.level < block.level

    def _begin(self, block: Block) -> None:
        number = int(block.label or 1)
        start = str(number) if block.label and number != 1 else ""
        tag, numbering = _kind(block)
        node = element(tag, start=start, type=numbering)
        if self.open:
            add(self.open[-1].node[-1], [node])
        else:
            self.made.append(node)
        self.open.append(_List(node, block.level, (tag, numbering), number))


def _kind(block: Block) -> tuple[str, str]:
    """Return the element of the list that *block* stands in, and how it is numbered."""
    if block.kind != "item":
        return "dl", ""
    return ("ol", block.numbering) if block.label else ("ul", "")


def _list(run: Sequence[Numbered], make: Make, slug: str, quoted: int) -> list[Node]:
    lists = _Lists()
    for deeper, part in groupby(run, key=lambda pair: _quoted(pair[1]) > quoted):
        if deeper:
            blocks = tuple(part)
            inner = structured(blocks, make, slug=slug, quoted=quoted + 1)
            level = min(block.level - (block.kind != "quote") for _, block in blocks)
            lists.go_on([element("blockquote", *inner)], level)
            continue
        for number, block in part:
            name = f"{slug}-p{number}"
            if block.kind not in _LISTED:
                is_picture = block.kind == "picture"
                node = _figure(block, name) if is_picture else make(block, "p", name)
                lists.go_on([node], block.level)
                continue
            parent = lists.parent(block)
            item = make(block, _LISTED[block.kind], name)
            _number(item, block, lists.open[-1])
            add(parent, [item])
    for made in lists.made:
        _pair(made)
    return lists.made


def _pair(made: Node) -> None:
    """Give every term in *made* a definition and the reverse, if one is empty: a list has both."""
    for terms in [one for one in made.iter() if one.tag == f"{{{XHTML}}}dl"]:
        if terms[0].tag == f"{{{XHTML}}}dd":
            terms.insert(0, element("dt"))
        if terms[-1].tag == f"{{{XHTML}}}dt":
            add(terms, [element("dd")])


def _number(item: Node, block: Block, of: _List) -> None:
    if block.label:
        if int(block.label) != of.due:
            item.set("value", block.label)
        of.due = int(block.label) + 1


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
            add(table, [element(tag, *_rows(part, make, slug, width))])
    # Who has no mouse scrolls a box by its keys, once it has the focus.
    shown = element("div", table, class_="wide", tabindex="0") if width > _MANY else table
    return [shown, *_plain(captions[1:], make, slug)]


def _rows(part: Sequence[Numbered], make: Make, slug: str, width: int) -> Iterator[Node]:
    """Yield the rows of one part of a table; a cell spans no more rows than there are."""
    covered: dict[int, int] = {}  # by column: how many rows a cell from above still reaches
    for at, pair in enumerate(part):
        yield _row(pair, make, slug, _Grid(width, len(part) - at, covered))
        covered = {column: rows - 1 for column, rows in covered.items() if rows > 1}


@dataclass(slots=True)
class _Grid:
    """The columns of a row: their number, the rows left, what is covered from above."""

    width: int
    rows: int
    covered: dict[int, int]


def _row(pair: Numbered, make: Make, slug: str, grid: _Grid) -> Node:
    number, block = pair
    made = element("tr", id=f"{slug}-p{number}")
    cells = [*_cells(block)]
    cells += [replace(block, text="", marks=(), label="")] * (grid.width - len(cells))
    until = 0  # the column up to which a cell of this row spans
    for column, cell in enumerate(cells):
        empty = not cell.text.strip()
        if empty and (column < until or grid.covered.get(column)):
            continue
        said = _said(cell)
        # An empty cell heads nothing.
        head = "" if empty else said.get("head") or _scope(block, column)
        node = make(cell, "th" if head else "td", "")
        if head:
            node.set("scope", head)
        if said.get("align"):
            node.set("class", said["align"])
        columns, rows = _spanned(cells, column, said, grid)
        for name, count in (("colspan", columns), ("rowspan", rows)):
            if count > 1:
                node.set(name, str(count))
        until = column + columns
        if rows > 1:
            # The cells below are counted from the next row on.
            grid.covered.update(dict.fromkeys(range(column, until), rows))
        add(made, [node])
    return made


def _said(cell: Block) -> dict[str, str]:
    """Return what is said of a cell besides its words: its spans, how it is set."""
    said = " ".join(mark.ref for mark in cell.marks if mark.kind == "cell")
    return dict(part.split("=", 1) for part in said.split() if "=" in part)


def _scope(row: Block, column: int) -> str:
    if row.level == _HEAD:
        return "col"
    return "row" if row.level == _HEADED and not column else ""


def _spanned(
    cells: Sequence[Block], column: int, said: dict[str, str], grid: _Grid
) -> tuple[int, int]:
    """Return how many columns and rows the cell in *column* spans, none that has words."""
    columns = 1
    while (
        columns < int(said.get("colspan", 1))
        and column + columns < grid.width
        and not cells[column + columns].text.strip()
    ):
        columns += 1
    return columns, min(int(said.get("rowspan", 1)), grid.rows)


def _cells(row: Block) -> Iterator[Block]:
    start = 0
    for text in row.text.split("\t"):
        end = start + len(text)
        spans = clip([m for m in row.marks if m.kind not in (*_CALLING, "cell")], start, end)
        # What ends on the tab behind a cell ends in it.
        calls = [m for m in row.marks if m.kind in _CALLING and start < m.end <= end + 1]
        calls += [m for m in row.marks if m.kind == "cell" and start <= m.start <= end]
        ended = (_within(mark, start, end) for mark in calls)
        yield replace(row, text=text, marks=(*spans, *ended), label="")
        start = end + 1


def _within(mark: Mark, start: int, end: int) -> Mark:
    """Return *mark* as far as it lies in ``[start:end]``, a point at least, from *start* on."""
    first = min(max(mark.start, start), end)
    return replace(mark, start=first - start, end=min(mark.end, end) - start)


_RUNS: dict[str, Callable[[Sequence[Numbered], Make, str], list[Node]]] = {
    "": _plain,
    "break": _break,
    "figure": _figures,
    "verse": _poem,
    "table": _table,
}
