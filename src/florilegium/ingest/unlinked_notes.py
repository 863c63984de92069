"""The author's notes in texts whose pages do not link them: by their signs and their order.

Input blocks, output the same blocks, in which a note is a note and its sign is marked as
furniture. Notes are told only where all is sure: each has one call before it, each call one
note, and both count up in the same order; else every word stays as it is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from florilegium.model import Block, Mark

RULE, HEAD = "note-sign", "note-head"
_NAMED = re.compile(
    r"\s*\[(?:foot|end)?note\s+([\dA-Za-z*†‡§]{1,4}(?:/\d{1,3})?)\s*[:.\]]\s*", re.IGNORECASE
)
_BRACKETED = re.compile(r"\s*[\[(](?:fn\.?\s*)?(\d{1,3})[\])]\s*(?=\S)", re.IGNORECASE)
_NUMBERED = re.compile(r"\s*(?:fn\.?\s*)?(\d{1,3})[.):]?\s+(?=\S)", re.IGNORECASE)
_CALL = re.compile(r"(?<=\S)[ \t]?\[(?:fn\.?\s*|footnote\s+)?(\d{1,3}|[A-Z])\]", re.IGNORECASE)
_RAISED = re.compile(r"[\[(]?(?:fn\.?\s*)?(\d{1,3})[\])]?", re.IGNORECASE)
_RAISED_HEAD = re.compile(r"([\[(]?[\dA-Za-z*†‡§]{1,4}[\])]?)[\s\u00a0.]+(?=\S)")
_HEAD = re.compile(
    r"\W*(?:(?:foot|end)?-?notes?|references|notes and references|citations|anmerkungen"
    r"|einzelnachweise|fußnoten|endnoten|notes de bas de page|notes et références|références"
    r"|notas|referencias|notas y referencias|note|riferimenti|noten|bronnen|przypisy|примечания"
    r"|сноски)\W*",
    re.IGNORECASE,
)
_TEXTS = frozenset({"paragraph", "quote", "item", "verse", "term", "definition"})
_UNREAD = frozenset({"furniture", "hidden", "apart"})
_LONGEST = 6000  # letters of a note


@dataclass(frozen=True, slots=True)
class _Sign:
    """A *sign* in the block at *index*, from *start* to *end*."""

    sign: str
    index: int
    start: int
    end: int


def with_notes(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return *blocks* with the notes among them; as they are, where not all of them are sure."""
    if any(block.kind == "author-note" for block in blocks):
        return tuple(_with_heads(_with_signs(blocks)))
    for notes, spans in _candidates(blocks):
        calls = _calls(blocks, notes, spans)
        if calls and _are_sure(calls, notes):
            return _noted(blocks, calls, notes, spans)
    return tuple(blocks)


def _with_signs(blocks: Sequence[Block]) -> list[Block]:
    """Return *blocks*, the sign at the head of a note marked where it is the one of its call."""
    signs = {
        mark.ref: block.text[mark.start : mark.end].strip(" []()")
        for block in blocks
        for mark in block.marks
        if mark.kind == "author-note"
    }
    made: list[Block] = []
    seen: set[str] = set()
    for block in blocks:
        first = block.kind == "author-note" and block.label not in seen
        seen |= {block.label} if first else set()
        raised = _RAISED_HEAD.match(block.text) if first else None
        own = raised and any(
            mark.kind == "superscript" and (mark.start, mark.end) == raised.span(1)
            for mark in block.marks
        )
        if raised and own and raised[1].strip(" []()") == signs.get(block.label):
            kept = tuple(mark for mark in block.marks if mark.end > raised.end(1))
            mark = Mark(0, raised.end(), "furniture", RULE)
            made.append(replace(block, marks=(mark, *kept)))
        else:
            made.append(block)
    return made


def _with_heads(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield *blocks*, the headings over notes alone marked: these stand where they are called."""
    for at, block in enumerate(blocks):
        if (
            block.kind == "heading"
            and _HEAD.fullmatch(block.text)
            and _over_notes(blocks[at + 1 :])
        ):
            mark = Mark(0, len(block.text), "furniture", HEAD)
            yield replace(block, marks=(*block.marks, mark))
        else:
            yield block


def _over_notes(below: Sequence[Block]) -> bool:
    """Tell whether *below* begins with notes, and has nothing else up to the next heading."""
    run = takewhile(lambda one: one.kind != "heading", below)
    kinds = {one.kind for one in run if not any(m.kind in _UNREAD for m in one.marks)}
    return kinds == {"author-note"}


def _candidates(blocks: Sequence[Block]) -> Iterator[tuple[list[_Sign], list[int]]]:
    """Yield what may be the notes, with the number of blocks of each; the surest first."""
    named = list(_heads(blocks, _NAMED))
    if named:
        yield named, [_named_end(blocks, sign.index) - sign.index for sign in named]
    for pattern in (_BRACKETED, _NUMBERED):
        heads = list(_heads(blocks, pattern))
        last = _last_run(blocks, heads, pattern)
        if last:
            ends = [sign.index for sign in last[1:]] + [last[-1].index + 1]
            yield last, [end - sign.index for sign, end in zip(last, ends, strict=True)]


def _heads(blocks: Sequence[Block], pattern: re.Pattern[str]) -> Iterator[_Sign]:
    for index, block in enumerate(blocks):
        if block.kind not in _TEXTS or len(block.text) > _LONGEST:
            continue
        if found := pattern.match(block.text):
            yield _Sign(found[1].upper(), index, 0, found.end())
        elif block.kind == "item" and block.label.isdigit() and pattern is _NUMBERED:
            yield _Sign(block.label, index, 0, 0)


def _named_end(blocks: Sequence[Block], index: int) -> int:
    """Return behind which block a note ends that stands between brackets."""
    depth = 0
    for at in range(index, min(len(blocks), index + 20)):
        depth += blocks[at].text.count("[") - blocks[at].text.count("]")
        if depth <= 0:
            return at + 1
    return index + 1


def _last_run(
    blocks: Sequence[Block], heads: Sequence[_Sign], pattern: re.Pattern[str]
) -> list[_Sign]:
    """Return the notes at the end of the text, which count up from 1."""
    starts = [n for n, sign in enumerate(heads) if sign.sign == "1"]
    if not starts:
        return []
    run = list(heads[starts[-1] :])
    counted = [sign for number, sign in enumerate(run, start=1) if sign.sign == str(number)]
    if len(counted) != len(run):
        return []
    headed = any(
        _HEAD.fullmatch(blocks[at].text) for at in range(max(0, run[0].index - 2), run[0].index)
    )
    raised = all(_is_raised(blocks[sign.index], 0, sign.end) for sign in run)
    if not (headed or raised or (pattern is _BRACKETED and len(run) > 1)):
        return []
    # Of paragraphs between two notes at most a few belong to the first.
    close = all(b.index - a.index <= 6 for a, b in pairwise(run))  # noqa: PLR2004  # paragraphs
    return run if close else []


def _is_raised(block: Block, start: int, end: int) -> bool:
    return any(
        mark.kind == "superscript" and mark.start <= start + 1 and mark.end <= end
        for mark in block.marks
    )


def _calls(blocks: Sequence[Block], notes: Sequence[_Sign], spans: Sequence[int]) -> list[_Sign]:
    """Return the signs in the running text that may call *notes*: raised, or in brackets."""
    within = {
        sign.index + n for sign, count in zip(notes, spans, strict=True) for n in range(count)
    }
    found: list[_Sign] = []
    for index, block in enumerate(blocks):
        if index in within or block.kind not in {*_TEXTS, "heading", "row", "caption"}:
            continue
        here = {
            mark.start: _Sign(sign[1], index, mark.start, mark.end)
            for mark in block.marks
            if mark.kind == "superscript"
            and (sign := _RAISED.fullmatch(block.text[mark.start : mark.end].strip()))
        }
        for call in _CALL.finditer(block.text):
            start = call.start() + (call[0][0] in " \t")
            if not any(start <= at < call.end() or at <= start < s.end for at, s in here.items()):
                here[start] = _Sign(call[1].upper(), index, start, call.end())
        found += (here[at] for at in sorted(here))
    return found


def _are_sure(calls: Sequence[_Sign], notes: Sequence[_Sign]) -> bool:
    """Tell whether each note has its call, in the same order, before it."""
    return len(calls) == len(notes) and all(
        call.sign == note.sign and call.index < note.index
        for call, note in zip(calls, notes, strict=True)
    )


def _noted(
    blocks: Sequence[Block], calls: Sequence[_Sign], notes: Sequence[_Sign], spans: Sequence[int]
) -> tuple[Block, ...]:
    made = list(blocks)
    for number, call in enumerate(calls, start=1):
        block = made[call.index]
        kept = [
            mark
            for mark in block.marks
            if not (mark.kind == "superscript" and call.start <= mark.start < call.end)
        ]
        mark = Mark(call.start, call.end, "author-note", str(number))
        made[call.index] = replace(block, marks=(*kept, mark))
    for number, (note, count) in enumerate(zip(notes, spans, strict=True), start=1):
        note_text = blocks[note.index].text
        for at in range(note.index, note.index + count):
            first = at == note.index
            made[at] = _as_note(
                made[at],
                str(number),
                start=note.end if first else 0,
                closed=at == note.index + count - 1 and bool(_NAMED.match(note_text)),
            )
    for at in range(max(0, notes[0].index - 2), notes[0].index):
        if _HEAD.fullmatch(made[at].text):
            mark = Mark(0, len(made[at].text), "furniture", HEAD)
            made[at] = replace(made[at], marks=(*made[at].marks, mark))
    return tuple(made)


def _as_note(block: Block, label: str, *, start: int, closed: bool) -> Block:
    marks = [mark for mark in block.marks if mark.kind != "superscript" or mark.start >= start]
    if start:
        marks.append(Mark(0, start, "furniture", RULE))
    end = len(block.text.rstrip())
    if closed and block.text[:end].endswith("]"):
        marks.append(Mark(end - 1, end, "furniture", RULE))
    return replace(
        block, kind="author-note", label=label, level=0, numbering="", quoted=0, marks=tuple(marks)
    )
