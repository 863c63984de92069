"""Words written from right to left, put in the order in which they are read.

Input the letters of a line from left to right as they stand on the page, output the same in
logical order: runs of letters that are written leftwards are turned, figures and words of
other scripts within them are not.
"""

import unicodedata
from collections import deque
from collections.abc import Sequence
from itertools import accumulate

from florilegium.ingest.pdf.glyphs import Glyph

_LEFTWARDS = frozenset({"R", "AL", "AN"})
_RIGHTWARDS = frozenset({"L", "EN", "AN"})
_MIRRORED = {"(": ")", ")": "(", "[": "]", "]": "[", "«": "»", "»": "«", "{": "}", "}": "{"}
_OPENING, _CLOSING = "([{«", ")]}»"
_NARROW = 0.05  # of the size: a gap that parts two words is wider
_Placed = tuple[Glyph, int]


def has_right_to_left(text: str) -> bool:
    """Tell whether *text* has letters that are written from right to left."""
    return not text.isascii() and any(
        unicodedata.bidirectional(letter) in ("R", "AL") for letter in text
    )


def logical(glyphs: Sequence[_Placed]) -> list[_Placed]:
    """Return *glyphs*, as they stand from left to right, in the order they are read."""
    runs = _runs(glyphs)
    letters = sum(len(run) for run, left in runs if left)
    leftwards = 2 * letters >= sum(
        not glyph.text.isspace() for glyph, _ in glyphs
    )  # the line as a whole
    ordered = reversed(runs) if leftwards else runs
    words = [pair for run, left in ordered for pair in (reversed(run) if left else run)]
    turned = {id(glyph) for run, left in runs if left for glyph, _ in run}
    signs = [g.text for g, _ in words if g.text in _MIRRORED and id(g) in turned]
    # Some files name the sign that is meant, some the one that is drawn.
    if not (signs and signs[0] in _CLOSING and (len(signs) == 1 or signs[-1] in _OPENING)):
        return words
    return [(_mirrored(g) if id(g) in turned else g, shift) for g, shift in words]


def from_left(glyphs: Sequence[Glyph]) -> Sequence[Glyph]:
    """Return *glyphs* as they stand from left to right: some files give them as they are read.

    A mark above or below a letter then stands before it, since its run is turned.
    """
    if not any(_direction(glyph.text) for glyph in glyphs):
        return glyphs
    # The spaces that PDFium makes among words written leftwards stand anywhere: as many of the
    # widest gaps there part words.
    loose = {at for at, one in enumerate(glyphs) if _is_made(one) and _is_beside(glyphs, at)}
    letters = _letters([one for at, one in enumerate(glyphs) if at not in loose])
    gaps = sorted(range(1, len(letters)), key=lambda at: -_gap(letters[at - 1], letters[at]))
    parted = {at for at in gaps[: len(loose)] if _gap(letters[at - 1], letters[at]) > _NARROW}
    made: list[Glyph] = []
    for at, letter in enumerate(letters):
        if at in parted:
            made.append(Glyph(" ", made[-1].right, made[-1].right, made[-1].base, made[-1].style))
        made += letter
    return made


def _is_beside(glyphs: Sequence[Glyph], at: int) -> bool:
    """Tell whether a letter that is written leftwards stands beside the space *at*."""
    return any(_direction(one.text) for one in glyphs[max(0, at - 1) : at + 2])


def _is_made(glyph: Glyph) -> bool:
    return glyph.text == " " and glyph.left == glyph.right


def _gap(before: Sequence[Glyph], after: Sequence[Glyph]) -> float:
    """Return how far two letters stand apart, of which one is written leftwards, in sizes."""
    one, other = _base(before), _base(after)
    if " " in (one.text, other.text) or not (_direction(one.text) or _direction(other.text)):
        return 0.0
    return (other.left - one.right) / one.style.size


def _letters(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Return *glyphs* by their places, each letter with its marks: leftwards they come first."""
    letters: list[deque[Glyph]] = []
    leftwards = False
    for glyph in glyphs:
        if letters and unicodedata.bidirectional(glyph.text[0]) == "NSM":
            if leftwards:
                letters[-1].appendleft(glyph)
            else:
                letters[-1].append(glyph)
        else:
            letters.append(deque([glyph]))
            leftwards = bool(_direction(glyph.text))
    return sorted(map(list, letters), key=_place)


def _base(letter: Sequence[Glyph]) -> Glyph:
    """Return the glyph of *letter* that is no mark."""
    bases = (one for one in letter if unicodedata.bidirectional(one.text[0]) != "NSM")
    return next(bases, letter[-1])


def _place(letter: Sequence[Glyph]) -> float:
    return _base(letter).left


def _runs(glyphs: Sequence[_Placed]) -> list[tuple[list[_Placed], bool]]:
    """Return *glyphs* in runs of one direction; what has none goes with both its neighbours."""
    kinds = [_direction(glyph.text) for glyph, _ in glyphs]
    strong = [at for at, kind in enumerate(kinds) if kind is not None]
    mostly = 2 * sum(kinds[at] is True for at in strong) >= len(strong)
    # The direction before and after each glyph, its own where it has one.
    before = list(accumulate(kinds, _latest))
    after = list(accumulate(reversed(kinds), _latest))[::-1]
    sides = [
        one if one is not None and one == other else mostly
        for one, other in zip(before, after, strict=True)
    ]
    runs: list[tuple[list[_Placed], bool]] = []
    for pair, side in zip(glyphs, sides, strict=True):
        if not runs or runs[-1][1] != side:
            runs.append(([], side))
        runs[-1][0].append(pair)
    return runs


def _latest(before: bool | None, kind: bool | None) -> bool | None:
    return before if kind is None else kind


def _direction(letter: str) -> bool | None:
    """Return whether *letter* is written leftwards; None where that is as its neighbours are."""
    kind = unicodedata.bidirectional(letter[0])
    if kind in ("R", "AL", "NSM"):
        return True if kind != "NSM" else None
    return False if kind in _RIGHTWARDS else None


def _mirrored(glyph: Glyph) -> Glyph:
    return glyph._replace(text=_MIRRORED.get(glyph.text, glyph.text))
