"""The stretches of a block that typography must not touch."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from florilegium.model import Block
from florilegium.model.edits import Edit, touched

Span = tuple[int, int]

_ADDRESS = re.compile(
    r"""
    (?: \b (?:https?|ftp|file) :// | \b www\. ) [^\s"“”„«»<>]+       # a URL …
    | \b doi:\S+ | \b 10\.\d{4,9}/[^\s"“”„«»<>]+                   # a DOI
    | [\w.+-]{1,64} @ [\w-]{1,64} (?: \. [\w-]{1,64} )+            # an e-mail address
    | (?<![\w@.-]) (?:[\w-]{1,63}\.){1,4} [a-z]{2,12} / [^\s"“”„«»<>]*   # a host and a path
    | (?<!\w) @ \w{1,64}                                         # somebody's handle
    """,
    re.VERBOSE,
)
_OF_ADDRESSES = ("/", "@", "www.", "doi:")  # each has one of these; most texts have none
_TRAILING = ".,;:!?)]}'‘’…—–*_"  # … which does not own the punctuation after it
_NO_PROSE = frozenset(("code", "formula"))
_NUMBER = r"\d+(?:[.,]\d+)?[¼½¾⅓⅔⅛⅜⅝⅞]?"
_MEASURE = re.compile(
    rf"""
    \d['′][ ‑-]?{_NUMBER}(?:["″]|''|(?![\w]))?                     # 5'10", 6' 2½"
    | {_NUMBER}[ ]?[°º][ ]?{_NUMBER}[ ]?['′](?:[ ]?{_NUMBER}[ ]?(?:["″]|''))?  # 40° 26' 46"
    | {_NUMBER}['′"″][ ]?[x×][ ]?{_NUMBER}(?:['′"″]|'')?         # a 5' x 7' rug
    | (?<=\d)''(?!')                                             # a 12'' disc
    """,
    re.VERBOSE,
)


@lru_cache(maxsize=4)  # each class of changes asks for the same block
def protected(block: Block) -> tuple[Span, ...]:
    """Return the spans of addresses, code, formulas, feet, inches and degrees, in order."""
    spans = [(mark.start, mark.end) for mark in block.marks if mark.kind in _NO_PROSE]
    spans += addresses(block.text)
    spans += [match.span() for match in _MEASURE.finditer(block.text)]
    return tuple(_merged(spans))


def addresses(text: str) -> Iterator[Span]:
    """Yield where *text* has a URL, a DOI, an e-mail address or a handle, in order."""
    if not any(sign in text for sign in _OF_ADDRESSES):
        return
    for match in _ADDRESS.finditer(text):
        yield match.start(), match.start() + len(match[0].rstrip(_TRAILING))


def outside(edits: Iterable[Edit], spans: Sequence[Span]) -> list[Edit]:
    """Return those of *edits* that touch none of *spans*, which are in order."""
    return [
        edit for edit in edits if not touched(spans, edit.start, max(edit.end, edit.start + 1))
    ]


def _merged(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield *spans* in order, those that overlap as one."""
    start, end = 0, 0
    for span in sorted(spans):
        if span[0] < end:
            end = max(end, span[1])
            continue
        if start < end:
            yield start, end
        start, end = span
    if start < end:
        yield start, end
