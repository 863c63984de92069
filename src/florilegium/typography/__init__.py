"""Typed characters become typeset ones; words are never touched.

In: a `CleanText` and its language. Out: a `CleanText` whose quotes, dashes, ellipses and spaces
follow the language, with every class of change counted. It never changes a letter (see
`florilegium.model.letters`). Read `typogrify` below first.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

from florilegium.model import Block, Change, CleanText
from florilegium.model.directions import said
from florilegium.model.edits import Edit, rewrite
from florilegium.typography import dashes, emphasis, quotes
from florilegium.typography import spaces as spacing
from florilegium.typography.languages import Habits, habits
from florilegium.typography.protected import outside, protected

__all__ = ["KINDS", "typogrify", "typogrify_block", "typogrify_line", "typogrify_readings"]

Pass = Callable[[Block, Habits], Iterator[Edit]]

KINDS = ("quotes", "apostrophes", "dashes", "ellipses", "spaces", "emphasis", "line-breaks")

_LANGUAGE = frozenset(("language",))  # kinds of marks whose ref is the language of their words

# One round does the work; what it leaves for a second or third are chains such as nested
# asterisks. Rounds only ever shorten or settle a text, so the limit is never met.
_ROUNDS = 12


def typogrify(text: CleanText, *, language: str) -> CleanText:
    """Return *text* with the typographic habits of *language* (English when unknown).

    Doing it twice is doing it once. `Block.marks` stay on their words; `changes` adds up.
    """
    custom = quotes.preferred(habits(language), (block.text for block in text.blocks))
    vocabulary = frozenset(word for block in text.blocks for word in spacing.words(block.text))
    count = Counter({change.kind: change.count for change in text.changes})
    plain = text.seed.media_type == "text/plain"
    blocks: list[Block] = []
    for block in text.blocks:
        made, changes = _typogrify(block, custom, vocabulary=vocabulary, plain=plain)
        blocks.append(made)
        count.update(changes)
    changed = tuple(Change(kind, count[kind]) for kind in KINDS if count[kind])
    return replace(text, blocks=tuple(blocks), changes=changed)


def typogrify_block(block: Block, *, language: str) -> Block:
    """Return *block*, which stands by itself, in the habits of *language* and of its marks."""
    return _typogrify(block, habits(language), vocabulary=frozenset(), plain=False)[0]


def typogrify_line(text: str, *, language: str) -> str:
    """Return a line that stands by itself (a title, a name) in the habits of *language*."""
    return typogrify_block(Block("paragraph", text, (1, 1)), language=language).text


def typogrify_readings(block: Block, *, language: str) -> Block:
    """Return *block* with the habits of *language* in its emendations, and nowhere else."""
    if block.kind in ("code", "break"):
        return block
    for find in _passes(frozenset()):
        own = [mark for mark in block.marks if mark.kind == "emendation"]
        edits = [
            edit
            for edit in outside(_found(block, find, habits(language)), protected(block))
            if any(mark.start <= edit.start and edit.end <= mark.end for mark in own)
        ]
        block = rewrite(block, edits)
    return block


def _typogrify(
    block: Block, custom: Habits, *, vocabulary: frozenset[str], plain: bool
) -> tuple[Block, Counter[str]]:
    count: Counter[str] = Counter()
    if block.kind in ("code", "break"):
        return block, count
    for _ in range(_ROUNDS):
        before = block
        if plain:
            block, emphasised = emphasis.set_emphasis(block)
            count["emphasis"] += emphasised
        for find in _passes(vocabulary):
            edits = outside(_found(block, find, custom), protected(block))
            count.update(edit.kind for edit in edits)
            block = rewrite(block, edits)
        if block == before:
            break
    return block, count


def _passes(vocabulary: frozenset[str]) -> tuple[Pass, ...]:
    """Return the passes over a block in their order: each sees what the one before it made."""
    return (
        lambda block, _custom: _line_breaks(block, vocabulary),
        lambda block, _custom: spacing.invisible(block.text),
        lambda block, custom: dashes.ellipses(block.text, custom),
        lambda block, custom: quotes.typewritten(block.text, custom, protected(block)),
        lambda block, custom: quotes.quotation_marks(block.text, custom, protected(block)),
        lambda block, custom: dashes.dashes(block.text, custom),
        lambda block, custom: spacing.spaces(block.text, custom, kind=block.kind),
    )


def _found(block: Block, find: Pass, custom: Habits) -> list[Edit]:
    """Return the edits of *find*; words marked as of another language follow its habits."""
    edits = [*find(block, custom)]
    for mark in block.marks:
        language = said(mark.ref)[0] if mark.kind in _LANGUAGE else ""
        if not language or (own := habits(language)) == custom:
            continue
        inside = [e for e in find(block, own) if mark.start <= e.start and e.end <= mark.end]
        around = [e for e in edits if e.end <= mark.start or e.start >= mark.end]
        edits = sorted({*around, *inside})
    return edits


def _line_breaks(block: Block, vocabulary: frozenset[str]) -> Iterator[Edit]:
    if block.kind != "verse":
        yield from spacing.line_breaks(block.text, vocabulary=vocabulary)
