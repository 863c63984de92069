r"""Blocks whose line breaks are still open → blocks of prose and of verse.

A reader of pages or Markdown hands over what stands in each element, a ``\n`` for every line
break and spaces for every indent; here the lines become stanzas, the stanzas poems, and what is
no verse is cut or joined as its format means it. No letter is lost.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from florilegium.ingest.indents import columns, dedented, indented
from florilegium.ingest.orders import Orders, Range, order_of
from florilegium.ingest.poems import Breaks, Stanza, poems
from florilegium.ingest.reading import clip, cut, wrap_width
from florilegium.model import Block, BlockKind

_JUDGED = ("paragraph", "quote", "verse", "code")
_WHOLE = ("code", "row")  # their white space is part of them


@dataclass(frozen=True, slots=True)
class Draft:
    r"""A *block* as its element has it, and what a ``\n`` in it *breaks*.

    *family* is the same for neighbours that are lines of one stanza (the element around them),
    empty where each stands by itself; *after_gap* tells that an empty element is before it.
    """

    block: Block
    breaks: Breaks = Breaks.HARD
    family: str = ""
    after_gap: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """The *blocks*, and of each the number of the first draft that is in it."""

    blocks: tuple[Block, ...]
    sources: tuple[int, ...]

    def since(self, draft: int) -> int:
        """Return how many blocks begin before the draft with this number."""
        return sum(1 for source in self.sources if source < draft)


@dataclass(frozen=True, slots=True)
class _Line:
    """The characters from *start* to *end* of a draft; *offset* counts what stands before."""

    draft: int
    start: int
    end: int
    offset: Range


@dataclass(slots=True)
class _Group:
    """Lines that stand together, and the stanza that they are if they are verse."""

    lines: list[_Line]
    breaks: Breaks
    apart: bool = False
    order: str = ""


def arranged(drafts: Sequence[Draft], orders: Orders = ()) -> Made:
    """Return *drafts* as blocks, with the poems among them line by line.

    *orders* are what the editor says of passages, by their places (see ``orders.py``).
    """
    groups = list(_groups(drafts, orders))
    stanzas = [_stanza(group, drafts) for group in groups]
    made: list[tuple[Block, int]] = []
    numbers = poems(stanzas)
    for group, stanza, number in zip(groups, stanzas, numbers, strict=True):
        first = group.lines[0].draft
        if number:
            made.append((_verse(group, stanza, drafts, number=number), first))
        else:
            made += _prose(group, drafts, order=stanza.order)
    kept = [(block, source) for block, source in made if block.text]
    return Made(tuple(dedented(block for block, _ in kept)), tuple(source for _, source in kept))


# -- lines into stanzas ----------------------------------------------------------------------


def _groups(drafts: Sequence[Draft], orders: Orders) -> Iterator[_Group]:
    offset = 0
    waiting: _Group | None = None
    for number, draft in enumerate(drafts):
        groups = list(_within(number, draft, offset))
        offset += _solid(draft.block.text)
        if waiting and len(groups) == 1 and _goes_on(drafts[waiting.lines[-1].draft], draft):
            waiting.lines += groups[0].lines
            waiting.apart = True
            continue
        for group in groups:
            if waiting:
                yield from _ordered(waiting, orders)
            waiting = group
    if waiting:
        yield from _ordered(waiting, orders)


def _goes_on(before: Draft, draft: Draft) -> bool:
    """Whether *draft* is the next line of the stanza that *before* is in."""
    return (
        bool(draft.family)
        and not draft.after_gap
        and (before.family, before.block.kind) == (draft.family, draft.block.kind)
        and "\n" not in draft.block.text.strip()
    )


def _within(number: int, draft: Draft, offset: int) -> Iterator[_Group]:
    """Yield the lines of one draft, cut at its empty lines."""
    text = draft.block.text
    judged = draft.block.kind in _JUDGED
    breaks = draft.breaks if judged else Breaks.NONE
    if draft.breaks is Breaks.NONE or (draft.block.kind == "code" and "\n\n" in text):
        yield _Group([_Line(number, 0, len(text), (offset, offset + _solid(text)))], breaks)
        return
    start = 0
    lines: list[_Line] = []
    for line in text.split("\n"):
        size = _solid(line)
        if size:
            lines.append(_Line(number, start, start + len(line), (offset, offset + size)))
        elif lines:
            yield _Group(lines, breaks)
            lines = []
        start += len(line) + 1
        offset += size
    if lines:
        yield _Group(lines, breaks)


def _solid(text: str) -> int:
    """Count the characters of *text* that are no white space: no reading changes them."""
    return len("".join(text.split()))


def _ordered(group: _Group, orders: Orders) -> Iterator[_Group]:
    """Yield *group*, cut where an order of the editor's begins or ends."""
    for order, run in groupby(group.lines, key=lambda line: order_of(line.offset, orders)):
        yield _Group(list(run), group.breaks, group.apart, order)


def _stanza(group: _Group, drafts: Sequence[Draft]) -> Stanza:
    lines = tuple(
        indented(drafts[line.draft].block.text[line.start : line.end]) for line in group.lines
    )
    beside = drafts[group.lines[0].draft].block.kind == "code"
    return Stanza(lines, group.breaks, group.order, group.apart, beside)  # type: ignore[arg-type]  # one of the orders


# -- stanzas into blocks ---------------------------------------------------------------------


def _verse(group: _Group, stanza: Stanza, drafts: Sequence[Draft], *, number: int) -> Block:
    parts = [
        _moved(cut(drafts[line.draft].block, line.start, line.end), columns(words))
        for line, words in zip(group.lines, stanza.lines, strict=True)
    ]
    return replace(joined(parts), kind="verse", label=str(number), level=0)


def _prose(group: _Group, drafts: Sequence[Draft], *, order: str) -> Iterator[tuple[Block, int]]:
    """Yield the lines of *group* as its format means them, each with its draft."""
    first = group.lines[0].draft
    draft = drafts[first]
    pieces = [cut(drafts[line.draft].block, line.start, line.end) for line in group.lines]
    if order == "prose":
        yield replace(joined(pieces), kind=_plain(draft.block)), first
    elif draft.block.kind in _WHOLE:
        yield from ((_uncut(line, drafts), line.draft) for line in _united(group))
    elif draft.breaks in (Breaks.NONE, Breaks.SOFT):
        yield joined(pieces), first
    elif draft.block.kind == "verse":  # preformatted, and no poem: its lines are its form
        if wrap_width([piece.text for piece in pieces]):
            yield replace(joined(pieces), kind="paragraph"), first
        else:
            yield joined([_moved(*pair) for pair in _shifts(group, pieces, drafts)]), first
    elif draft.breaks is Breaks.HARD and wrap_width([piece.text for piece in pieces]):
        yield joined(pieces), first
    else:
        yield from ((piece, line.draft) for piece, line in zip(pieces, group.lines, strict=True))


def _united(group: _Group) -> list[_Line]:
    """Return the lines of *group*, those of one draft as one."""
    found: list[_Line] = []
    for line in group.lines:
        last = found.pop() if found and found[-1].draft == line.draft else line
        reach = (last.offset[0], line.offset[1])
        found.append(_Line(line.draft, last.start, line.end, reach))
    return found


def _uncut(line: _Line, drafts: Sequence[Draft]) -> Block:
    """Return the words of *line* with the white space at their ends."""
    block = drafts[line.draft].block
    text = block.text[line.start : line.end]
    return replace(block, text=text, marks=clip(block.marks, line.start, line.end))


def _plain(block: Block) -> BlockKind:
    return "paragraph" if block.kind == "verse" else block.kind


def _shifts(
    group: _Group, pieces: Sequence[Block], drafts: Sequence[Draft]
) -> Iterator[tuple[Block, int]]:
    for line, piece in zip(group.lines, pieces, strict=True):
        yield piece, columns(indented(drafts[line.draft].block.text[line.start : line.end]))


def _moved(block: Block, by: int) -> Block:
    """Return *block* indented by so many spaces."""
    marks = tuple(replace(m, start=m.start + by, end=m.end + by) for m in block.marks)
    return replace(block, text=" " * by + block.text, marks=marks)


def joined(parts: Sequence[Block]) -> Block:
    """Return *parts* as the lines of one block like the first of them."""
    first = parts[0]
    if len(parts) == 1:
        return first
    text = "\n".join(part.text for part in parts)
    marks = []
    start = 0
    for part in parts:
        reach = clip(part.marks, 0, len(part.text))
        marks += [replace(m, start=m.start + start, end=m.end + start) for m in reach]
        start += len(part.text) + 1
    return replace(
        first, text=text, marks=tuple(marks), lines=(first.lines[0], parts[-1].lines[1])
    )
