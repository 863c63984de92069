"""Which stanzas are verse: a poem is judged as a whole, by how all its lines are.

Takes stanzas, the lines between two empty ones; returns for each the number of the poem it
belongs to. It never looks at one stanza where it can look at the poem: a couplet, a refrain of
one line and a line too long for the page belong to the poem they stand in.
"""

import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from typing import Literal

from florilegium.ingest.reading import wrap_width

# A line of verse is rarely longer; a paragraph saved whole nearly always is.
VERSE_WIDTH = 70
# Prose is set no narrower.
_NARROW = 40
# Psalms, Whitman and Ginsberg have lines so long in the middle of their lengths, not more.
_LONG_LINE = 220
# One line of a poem in short lines may be so long; a longer one is a paragraph.
_OVERLONG = 160
# Fewer words than this on a line are the labels of a menu, not verse.
_MENU_WORDS = 3
_ENDED = re.compile(r"[.!?…。！？][\"'”’»)\]_*]*$")
_PAUSED = re.compile(r"[,;:—–-][\"'”’»)\]_*]*$")
_TURNING = re.compile(r"[,;—–][\"'”’»)\]_*]*$")
_LISTED = re.compile(r"\s*(?:[-•*–·+]\s|--|\(?(?:\d+|[a-z]|[ivx]+)[.)]\s|\d)")
_DIGIT = re.compile(r"\d")
_NUMERAL = re.compile(r"\W*(?:[IVXLC]+|\d{1,3})\W*")
_ATTRIBUTION = re.compile(r"\s*(?:[—–(\[©*_-]|by\b|from\b|source\b|translated\b)", re.IGNORECASE)
_OPENING = re.compile(r"^[\W_]*")


class Breaks(IntEnum):
    """What the end of a line means where it stands, the more the surer it is the author's."""

    NONE = 0  # no line of verse can be here: a heading, a list, a table
    SOFT = 1  # by the format no more than a space (Markdown)
    LINE = 2  # the end of a line of plain text, or of a paragraph of a page
    HARD = 3  # a break that was asked for: <br>, two spaces
    VERSE = 4  # the names of the page say that this is verse
    SAID = 5  # a sign says so that stands for nothing else


@dataclass(frozen=True, slots=True)
class Stanza:
    """The *lines* between two empty ones, their indents as spaces, and what *breaks* them.

    *order* is what the editor says of them. *apart* tells that each line was a paragraph of
    its page, so that only its ends can say whether it is verse; *beside*, that it can be verse
    only beside other verse.
    """

    lines: tuple[str, ...]
    breaks: Breaks = Breaks.LINE
    order: Literal["", "verse", "prose"] = ""
    apart: bool = False
    beside: bool = False


def poems(stanzas: Sequence[Stanza], *, known: int = 0) -> tuple[int, ...]:
    """Return the number of the poem that each stanza belongs to, 0 for prose.

    *known* is the width to which prose is wrapped elsewhere in the text.
    """
    open_ = [_may_be_verse(stanza, known) for stanza in stanzas]
    alone = not any(map(_is_prose, stanzas))
    verse = [
        stanza.order == "verse" or (stanza.breaks is Breaks.SAID and not stanza.order)
        for stanza in stanzas
    ]
    for run in _runs(stanzas, open_):
        for part in (run, *(range(at, at + 1) for at in run)):  # the poem, then each stanza
            if not any(verse[at] for at in part) and _judged([stanzas[at] for at in part], alone):
                for at in part:
                    verse[at] = True
    _extend(stanzas, open_, verse)
    return tuple(_numbered(verse))


def _may_be_verse(stanza: Stanza, known: int) -> bool:
    if stanza.order or stanza.breaks is Breaks.NONE:
        return False
    if stanza.breaks >= Breaks.VERSE:
        return True
    lines = stanza.lines
    if wrap_width(lines) or wrap_width(lines, known=known):
        return False
    full = all(not _has_room(line, after, known) for line, after in pairwise(lines))
    return not (known and len(lines) > 1 and full)


def _is_prose(stanza: Stanza) -> bool:
    """Whether *stanza* is too long for verse, so that the text is no poem alone."""
    longest = max(map(len, stanza.lines))
    is_one = len(stanza.lines) == 1 or stanza.apart
    return stanza.breaks is not Breaks.NONE and longest > (VERSE_WIDTH if is_one else _OVERLONG)


def _runs(stanzas: Sequence[Stanza], may: Sequence[bool]) -> Iterator[range]:
    """Yield the stretches of stanzas that may be one poem: of two lines, or one between such."""
    start = 0
    for at in range(len(stanzas) + 1):
        if at < len(stanzas) and may[at] and _pools(stanzas, may, at):
            continue
        if at > start:
            yield range(start, at)
        start = at + 1


def _pools(stanzas: Sequence[Stanza], may: Sequence[bool], at: int) -> bool:
    if len(stanzas[at].lines) > 1 or stanzas[at].breaks >= Breaks.VERSE:
        return not stanzas[at].beside and not _are_labels(stanzas[at])
    around = [number for number in (at - 1, at + 1) if 0 <= number < len(stanzas)]
    return (
        len(around) > 1
        and all(may[number] and len(stanzas[number].lines) > 1 for number in around)
        and len(stanzas[at].lines[0]) <= VERSE_WIDTH
    )


def _are_labels(stanza: Stanza) -> bool:
    """Whether the lines of *stanza* are the entries of a menu, or of anything but verse."""
    if stanza.breaks >= Breaks.VERSE:
        return False
    words = statistics.fmean(len(line.split()) for line in stanza.lines)
    said = any(
        _ENDED.search(line) or _PAUSED.search(line) or _flows(line) for line in stanza.lines
    )
    return words < 2 and not said  # noqa: PLR2004  # one word or two


# -- the lines of a poem ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Measure:
    """What was counted of the lines of a poem; each figure but the first two is a share."""

    lines: int
    breaks: int
    short: float  # lines no longer than verse mostly is
    longest: int
    middle: float  # the length of the line in the middle
    words: float  # words on a line
    indented: float
    ended: float  # lines before a break that end a sentence
    paused: float  # lines before a break that end in a comma or the like
    turned: int  # breaks after a comma and before a capital, as hardly any prose has
    flowing: float  # lines after a break that begin in lower case
    free: float  # breaks where the next word had still had room
    listed: float
    figures: float  # lines with a digit


def _measured(stanzas: Sequence[Stanza]) -> _Measure:
    lines = [line for stanza in stanzas for line in stanza.lines]
    pairs = [pair for stanza in stanzas for pair in pairwise(stanza.lines)]
    lengths = [len(line.strip()) for line in lines]
    longest, count = max(lengths), max(1, len(pairs))
    margin = min(map(_indent, lines))
    stepped = sum(1 for _, line in pairs if _indent(line) > margin + 1)
    return _Measure(
        lines=len(lines),
        breaks=len(pairs),
        short=sum(1 for length in lengths if length <= VERSE_WIDTH) / len(lines),
        longest=longest,
        middle=statistics.median(lengths),
        words=statistics.fmean(len(line.split()) for line in lines),
        indented=min(stepped, count - stepped) / count if len(pairs) > 1 else 0,
        ended=sum(1 for line, _ in pairs if _ENDED.search(line)) / count,
        paused=sum(1 for line, _ in pairs if _PAUSED.search(line)) / count,
        turned=sum(1 for line, after in pairs if _TURNING.search(line) and not _flows(after)),
        flowing=sum(1 for _, after in pairs if _flows(after)) / count,
        free=sum(1 for line, after in pairs if _has_room(line, after, longest)) / count,
        listed=sum(1 for line in lines if _LISTED.match(line)) / len(lines),
        figures=sum(1 for line in lines if _DIGIT.search(line)) / len(lines),
    )


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _flows(line: str) -> bool:
    return _OPENING.sub("", line)[:1].islower()


def _has_room(line: str, after: str, width: int) -> bool:
    return len(line.strip()) + 1 + len(after.split(maxsplit=1)[0]) <= width


def _judged(stanzas: Sequence[Stanza], alone: bool) -> bool:  # noqa: PLR0911  # a reason each
    """Tell whether *stanzas* are a poem; *alone*: nothing in the text is surely prose."""
    breaks = min(stanza.breaks for stanza in stanzas)
    seen = _measured(stanzas)
    if breaks >= Breaks.VERSE:
        return _looks_as_named(seen)
    if seen.lines < 3 or seen.breaks < 2 or _is_no_verse(seen):  # noqa: PLR2004  # fewer lines say nothing
        return False
    turns = seen.turned >= max(2, 0.2 * seen.breaks)
    if turns and (seen.short >= 3 / 4 or seen.lines > 3):  # noqa: PLR2004  # the same
        return True
    run_on = seen.paused >= max(1 / 3, seen.ended) and seen.lines > 3  # noqa: PLR2004  # the same
    if any(stanza.apart for stanza in stanzas):
        return run_on
    if _is_stepped(seen):
        return True
    if breaks is Breaks.SOFT:
        return False
    return run_on or _is_narrow(seen, stanzas, alone) or _is_short(seen, breaks, alone=alone)


def _is_stepped(seen: _Measure) -> bool:
    """Whether short lines are indented now and then, as those of no list or menu are."""
    short = seen.short >= 3 / 4 and seen.longest <= _OVERLONG
    return short and seen.indented >= 1 / 5 and seen.words >= 2  # noqa: PLR2004  # labels are shorter


def _is_narrow(seen: _Measure, stanzas: Sequence[Stanza], alone: bool) -> bool:  # as above
    """Whether sentences run over lines shorter than prose is ever set in."""
    narrow = seen.longest <= _NARROW and seen.flowing >= 1 / 2 and seen.words > 1
    return narrow and (alone or len(stanzas) > 1)


def _looks_as_named(seen: _Measure) -> bool:
    if seen.middle <= VERSE_WIDTH:
        return True
    return seen.breaks > 0 and seen.middle <= _LONG_LINE and seen.ended <= 2 / 3


def _is_no_verse(seen: _Measure) -> bool:
    """Whether the lines are those of a list, of an address, or prose that was wrapped."""
    if seen.listed > 1 / 8 or seen.figures > 1 / 3 or seen.middle > _LONG_LINE:
        return True
    # Lines as full as they can be are wrapped by a machine.
    full = seen.free < 1 / 2 if seen.breaks > 3 else not seen.free  # noqa: PLR2004  # few may be
    return seen.longest > _NARROW and full and 2 * seen.turned < seen.breaks


def _is_short(seen: _Measure, breaks: Breaks, *, alone: bool) -> bool:
    wordy = seen.words >= _MENU_WORDS or (seen.flowing >= 1 / 3 and seen.words > 1)
    stopped = seen.paused + seen.ended >= 1 / 3
    if seen.longest <= VERSE_WIDTH:
        return wordy and (stopped or alone or breaks is Breaks.HARD)
    overlong = seen.short >= 3 / 4 and seen.longest <= _OVERLONG
    return wordy and stopped and overlong and seen.ended <= 2 / 3


# -- what belongs to a poem ------------------------------------------------------------------


def _extend(stanzas: Sequence[Stanza], may: Sequence[bool], verse: list[bool]) -> None:
    """Take into each poem the stanzas beside it that are of its kind."""
    for order in (range(len(stanzas)), range(len(stanzas) - 1, -1, -1)):
        poem: list[Stanza] = []
        for at in order:
            if verse[at]:
                poem.append(stanzas[at])
            elif poem and may[at] and _belongs(stanzas, verse, at, poem, step=order.step):
                verse[at] = True
                poem.append(stanzas[at])
            else:
                poem = []


def _belongs(
    stanzas: Sequence[Stanza], verse: Sequence[bool], at: int, poem: Sequence[Stanza], *, step: int
) -> bool:
    stanza, beside = stanzas[at], poem[-1]
    if beside.order or stanza.breaks < min(other.breaks for other in poem):
        return False
    widths = [len(line.strip()) for other in poem for line in other.lines]
    if max(len(line.strip()) for line in stanza.lines) > max(1.3 * max(widths), 40):
        return False
    words = statistics.fmean(len(line.split()) for other in poem for line in other.lines)
    own = statistics.fmean(len(line.split()) for line in stanza.lines)
    if any(_LISTED.match(line) for line in stanza.lines):
        return False
    if len(stanza.lines) > 1:
        return 2 * own >= words
    return _single(stanzas, verse, at, beside, forward=step > 0)


def _single(
    stanzas: Sequence[Stanza], verse: Sequence[bool], at: int, beside: Stanza, *, forward: bool
) -> bool:
    """Tell whether one line beside a poem is a stanza of it, and no title or name."""
    line = stanzas[at].lines[0]
    beyond = at + (1 if forward else -1)
    if 0 <= beyond < len(stanzas) and verse[beyond]:
        return bool(_NUMERAL.fullmatch(line) or _ENDED.search(line) or _PAUSED.search(line))
    if not forward or _ATTRIBUTION.match(line):
        return False
    ends = _ENDED.search(line) or _PAUSED.search(line)
    return bool(ends) and not _ENDED.search(beside.lines[-1])


def _numbered(verse: Sequence[bool]) -> Iterator[int]:
    number = 0
    for before, now in pairwise((False, *verse)):
        number += now and not before
        yield number if now else 0


def is_numeral(line: str) -> bool:
    """Tell whether *line* only numbers a part of a poem (``II.``, ``14``)."""
    return _NUMERAL.fullmatch(line) is not None
