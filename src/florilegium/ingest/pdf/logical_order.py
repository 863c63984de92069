"""Words written from right to left, put in the order in which they are read.

Input the letters of a line from left to right as they stand on the page, output the same in
logical order: runs of letters that are written leftwards are turned, figures and words of
other scripts within them are not.
"""

import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from florilegium.ingest.pdf.glyphs import Glyph

_LEFTWARDS = frozenset({"R", "AL", "AN"})
_RIGHTWARDS = frozenset({"L", "EN", "AN"})
_MIRRORED = {"(": ")", ")": "(", "[": "]", "]": "[", "«": "»", "»": "«", "{": "}", "}": "{"}
_OPENING, _CLOSING = "([{«", ")]}»"
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
    out: list[_Placed] = []
    for run, left in ordered:
        out += _turned(run) if left else run
    return out


def from_left(glyphs: Sequence[Glyph]) -> Sequence[Glyph]:
    """Return *glyphs* as they stand from left to right: some files give them as they are read.

    A mark above or below a letter then stands before it, since its run is turned.
    """
    if _goes_left(glyphs):
        return _sorted(glyphs)
    if not any(_direction(glyph.text) for glyph in glyphs):
        return glyphs
    # A few words in a line of another script may be given so, too.
    made: list[Glyph] = []
    for run, left in _runs([(glyph, 0) for glyph in glyphs]):
        words = [glyph for glyph, _ in run]
        made += _sorted(words) if left and _goes_left(words) else words
    return made


def _goes_left(glyphs: Sequence[Glyph]) -> bool:
    places = [glyph.left for glyph in glyphs if _direction(glyph.text) is not None]
    steps = [after - before for before, after in pairwise(places)]
    return 2 * sum(step < 0 for step in steps) > len(steps)


def _sorted(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Return *glyphs* by their places, a mark before the letter that it stands on."""
    letters: list[list[Glyph]] = []
    for glyph in glyphs:
        if letters and unicodedata.bidirectional(glyph.text[0]) == "NSM":
            letters[-1].insert(0, glyph)
        else:
            letters.append([glyph])
    letters.sort(key=lambda letter: letter[-1].left)
    return [glyph for letter in letters for glyph in letter]


def _runs(glyphs: Sequence[_Placed]) -> list[tuple[list[_Placed], bool]]:
    """Return *glyphs* in runs of one direction; what has none goes with both its neighbours."""
    kinds = [_direction(glyph.text) for glyph, _ in glyphs]
    strong = [at for at, kind in enumerate(kinds) if kind is not None]
    mostly = 2 * sum(kinds[at] is True for at in strong) >= len(strong)
    sides: list[bool] = []
    for at, kind in enumerate(kinds):
        if kind is not None:
            sides.append(kind)
            continue
        before = next((kinds[n] for n in range(at - 1, -1, -1) if kinds[n] is not None), None)
        after = next((kinds[n] for n in range(at + 1, len(kinds)) if kinds[n] is not None), None)
        sides.append(before if before is not None and before == after else mostly)
    runs: list[tuple[list[_Placed], bool]] = []
    for pair, side in zip(glyphs, sides, strict=True):
        if not runs or runs[-1][1] != side:
            runs.append(([], side))
        runs[-1][0].append(pair)
    return runs


def _direction(letter: str) -> bool | None:
    """Return whether *letter* is written leftwards; None where that is as its neighbours are."""
    kind = unicodedata.bidirectional(letter[0])
    if kind in ("R", "AL", "NSM"):
        return True if kind != "NSM" else None
    return False if kind in _RIGHTWARDS else None


def _turned(run: Sequence[_Placed]) -> list[_Placed]:
    turned = list(reversed(run))
    signs = [glyph.text for glyph, _ in turned if glyph.text in _MIRRORED]
    # Some files name the sign that is meant, some the one that is drawn.
    if signs and signs[0] in _CLOSING and (len(signs) == 1 or signs[-1] in _OPENING):
        return [(_mirrored(glyph), shift) for glyph, shift in turned]
    return turned


def _mirrored(glyph: Glyph) -> Glyph:
    return glyph._replace(text=_MIRRORED.get(glyph.text, glyph.text))
