"""The turns of an interview: the speaker of each paragraph."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from florilegium.annotate.folding import fold
from florilegium.annotate.quotation import Concordance, shown_words
from florilegium.errors import ApparatusError, FlorilegiumError
from florilegium.model import Block, Turn

_OPENING_SIGNS = "\"'([-"


def speak(
    turns: Sequence[Turn], text: Concordance, *, errors: list[FlorilegiumError]
) -> tuple[Block, ...]:
    """Return the blocks of *text* with their speakers; what is wrong is added to *errors*.

    Blocks before the first turn are the introduction and have none.
    """
    opening: dict[int, Turn] = {}
    for turn in turns:
        try:
            start = _opened(turn, text)
        except FlorilegiumError as err:
            errors.append(err)
            continue
        if start in opening:
            errors.append(_twice(turn, opening[start]))
        opening[start] = turn
    errors += _repeated(opening, text)
    speaker = ""
    blocks: list[Block] = []
    for number, block in enumerate(text.blocks):
        opens = number in opening
        speaker = opening[number].speaker if opens else speaker
        blocks.append(replace(block, speaker=speaker, opens_turn=opens))
    return tuple(blocks)


def _opened(turn: Turn, text: Concordance) -> int:
    words = fold(turn.quote.exact).text
    bare = words.lstrip(_OPENING_SIGNS)
    starts = text.opening_with(bare, signs=_OPENING_SIGNS)
    whole = [number for number in starts if _is_whole(text.folded(number).text, bare)]
    found = whole or starts
    if len(found) == 1:
        return found[0]
    if found:
        raise _too_many(turn, [text.blocks[number] for number in found], text)
    inside = text.occurrences(words)
    if inside:
        raise _not_at_the_start(turn, text.blocks[inside[0][0]], text)
    raise _unknown(turn, text)


def _is_whole(folded: str, bare: str) -> bool:
    after = folded.lstrip(_OPENING_SIGNS)[len(bare) :]
    return not (bare[-1:].isalnum() and after[:1].isalnum())


def _too_many(turn: Turn, blocks: Sequence[Block], text: Concordance) -> ApparatusError:
    shown = "\n  ".join(f"{text.lines_of(block)}: {block.text[:60]}…" for block in blocks[:5])
    return ApparatusError(
        f"the turn of {turn.speaker} opens with {shown_words(turn.quote)}, as"
        f" {len(blocks)} paragraphs of {text.seed} do",
        where=turn.quote.where,
        hint=f"{shown}\n  Quote more of the opening words.",
    )


def _not_at_the_start(turn: Turn, block: Block, text: Concordance) -> ApparatusError:
    return ApparatusError(
        f"the turn of {turn.speaker} quotes {shown_words(turn.quote)}, which is inside a"
        f" paragraph ({text.lines_of(block)})",
        where=turn.quote.where,
        hint=f"Quote the opening words of the paragraph: “{block.text[:50]}…”",
    )


def _unknown(turn: Turn, text: Concordance) -> ApparatusError:
    gone = text.taken_out(fold(turn.quote.exact).text)
    near = "" if gone else text.nearest(turn.quote.exact)
    return ApparatusError(
        f"the turn of {turn.speaker} opens with {shown_words(turn.quote)}, which"
        f" {text.seed} does not have",
        where=turn.quote.where,
        hint=gone or (f"Nearest, {near}" if near else "Quote the opening words of a paragraph."),
    )


def _twice(turn: Turn, other: Turn) -> ApparatusError:
    return ApparatusError(
        f"two turns open the same paragraph, {shown_words(turn.quote)}",
        where=turn.quote.where,
        hint=f"The other is at {other.quote.where}: take one out.",
    )


def _repeated(opening: dict[int, Turn], text: Concordance) -> Iterable[ApparatusError]:
    for (_, first), (number, second) in pairwise(
        sorted(opening.items(), key=lambda item: item[0])
    ):
        if first.speaker == second.speaker:
            yield ApparatusError(
                f"{second.speaker} already speaks when this turn opens"
                f" ({text.lines_of(text.blocks[number])})",
                where=second.quote.where,
                hint="Take this line out, or add the turn between; a turn goes on until the next.",
            )
