"""Signs that a seed was not saved well: garbled letters, a lost end, two texts in one file.

Nothing is mended here and nothing is refused: an editor has to see the page to know.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise

from florilegium.findings import Finding
from florilegium.model import Block, Counted, Damage
from florilegium.model.places import place

_RUN = re.compile(r"[^\x00-\x7f]{2,12}")
# What UTF-8 read as windows-1252 is made of, and what it nearly always stands for.
_COMMON = re.compile(r"[\u00a0-\u017f\u0370-\u03ff\u0400-\u045f\u2010-\u2026\u20ac\u2122]+")
_LOST = "\ufffd"
_CODED = (
    re.compile(r"(?:=[89A-F][0-9A-F])+"),
    re.compile(r"&(?:#\d{2,6}|#x[0-9A-Fa-f]{2,5}|[a-z]{2,8});"),
)
_BYLINE = re.compile(r"(?i:by|von|par|por)\s+[^\W\d_a-z][\w.'’-]*(?: [\w.'’-]+){0,3}")
_CLOSED = re.compile(r"[.!?…:;。！？।؟\"'”“’»«)\]*†‡\d]$")
_OPEN = re.compile(r"(?<!\S)(?!https?://|www\.)\S*[^\W\d_][,–-]?$")
_BODY, _SHORT = 100, 60
_AFTER = 3  # blocks below a byline within which its text begins
# The place of a line in words.
_Where = Callable[[int], str]


def suspicions(
    seed: str,
    blocks: Sequence[Block],
    *,
    kept: Sequence[Block],
    damage: Sequence[Damage] = (),
    counted: Counted = "line",
) -> Iterator[Finding]:
    """Yield what is suspicious in the *blocks* of *seed* and in those that cleaning *kept*.

    *damage* is what could not be read as it was meant; *counted* says what lines count.
    """
    where = partial(place, f"seeds/{seed}", counted=counted)
    for one in damage:
        yield Finding(one.code, where(one.line), one.what)
    if not any(one.code == "T105" for one in damage):
        yield from _lost(where, blocks)
    yield from _garbled(where, blocks)
    yield from _coded(where, blocks)
    yield from _cut_off(where, kept)
    yield from _several(where, _titled(kept), kept)
    yield from _several(where, _signed(blocks), blocks)


def _cut_off(where: _Where, kept: Sequence[Block]) -> Iterator[Finding]:
    running = [b for b in kept if b.kind in ("paragraph", "quote") and len(b.text) >= _BODY]
    closed = sum(1 for block in running if _CLOSED.search(block.text.rstrip()))
    last = next((b for b in reversed(kept) if b.kind != "author-note"), None)
    if (
        last is not None
        and last.kind in ("paragraph", "quote")
        and len(last.text) >= _SHORT
        and _OPEN.search(last.text.rstrip())
        # A text that does without stops throughout is no worse for ending so.
        and 2 * closed >= len(running) - 1
        and closed
    ):
        end = " ".join(last.text.split()[-6:])
        yield Finding("T106", where(last.lines[1]), f"it ends “… {end}”")


def _lost(where: _Where, blocks: Sequence[Block]) -> Iterator[Finding]:
    lost = [block for block in blocks if _LOST in block.text]
    if lost:
        count = sum(block.text.count(_LOST) for block in lost)
        yield Finding("T105", where(lost[0].lines[0]), f"{count} letters are lost (\ufffd)")


def _coded(where: _Where, blocks: Sequence[Block]) -> Iterator[Finding]:
    """Yield letters in the codes of e-mail (``=E2=80=9C``) or of HTML (``&rsquo;``)."""
    for pattern in _CODED:
        found = [
            (block, match[0])
            for block in blocks
            if block.kind != "code"
            for match in pattern.finditer(block.text)
        ]
        if len(found) > 1:
            block, sign = found[0]
            words = f"“{sign}” stands for a letter, and its like in {len(found)} places"
            yield Finding("T105", where(block.lines[0]), words)


def _garbled(where: _Where, blocks: Sequence[Block]) -> Iterator[Finding]:
    found = [
        (block, run[0], meant)
        for block in blocks
        for run in _RUN.finditer(block.text)
        if (meant := _meant(run[0]))
    ]
    if len(found) > 1:
        block, run, meant = found[0]
        words = f"“{run}” stands for “{meant}”, and so in {len(found)} places"
        yield Finding("T105", where(block.lines[0]), words)


def _meant(run: str) -> str:
    """Return what *run* was before UTF-8 was read as windows-1252; nothing if it was not."""
    try:
        meant = b"".join(map(_byte, run)).decode()
    except (UnicodeError, ValueError):
        return ""
    return meant if meant != run and _COMMON.fullmatch(meant) else ""


def _byte(letter: str) -> bytes:
    # windows-1252 leaves five bytes undefined; programs make control characters of them.
    return bytes([ord(letter)]) if "\x80" <= letter <= "\x9f" else letter.encode("cp1252")


def _titled(kept: Sequence[Block]) -> list[int]:
    return [n for n, block in enumerate(kept) if block.kind == "heading" and block.level == 1]


def _signed(blocks: Sequence[Block]) -> list[int]:
    """Return the places of the bylines, if they name more than one author."""
    found = [
        n
        for n, block in enumerate(blocks)
        if block.kind == "paragraph"
        and len(block.text) < _SHORT
        and _BYLINE.fullmatch(block.text.strip())
        and any(map(_is_body, blocks[n + 1 : n + 1 + _AFTER]))
    ]
    return found if len({blocks[n].text.casefold().strip() for n in found}) > 1 else []


def _several(where: _Where, starts: Sequence[int], blocks: Sequence[Block]) -> Iterator[Finding]:
    full = [
        start
        for start, end in pairwise([*starts, len(blocks)])
        if sum(map(_is_body, blocks[start:end])) > 1
    ]
    if len(full) > 1:
        block = blocks[full[1]]
        words = f"another seems to begin with “{' '.join(block.text.split())[:60]}”"
        yield Finding("T107", where(block.lines[0]), words)


def _is_body(block: Block) -> bool:
    return block.kind in ("paragraph", "quote") and len(block.text) >= _BODY
