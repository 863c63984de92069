"""Texts folded so that an editor's quotation and the text agree whatever was typed.

Folding makes all quotation marks straight, all dashes hyphens, all ellipses dots, ligatures
and letters of odd widths plain ones; it drops soft hyphens, zero-width characters, what only
lengthens or varies a letter, and the ``*`` and ``_`` of plain-text emphasis, and keeps a space
only between two words. Capitals and accents stay: a reader sees them.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

_DOUBLE = '"“”„‟«»″＂'
_SINGLE = "'‘’‚‛‹›′`´＇"
_DASHES = "-‐‑‒–—―−"
_FOLDED = {
    **dict.fromkeys(_DOUBLE, '"'),
    **dict.fromkeys(_SINGLE, "'"),
    **dict.fromkeys(_DASHES, "-"),
    "…": "...",
}
_EMPHASIS = "*_"
_BLANK = "\u00ad"  # folds to nothing
# Joiners of graphemes and variants of one letter, and the stroke that lengthens Arabic words.
_UNSEEN = re.compile("[\u034f\u0640\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# Thai, Lao, Burmese, Khmer: scripts without spaces whose letters are as wide as ours.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
# Words that are folded to themselves, with the one space between them; or one sign.
_WORD = "[A-Za-z0-9À-ÖØ-öø-ÿ]+"
_PIECES = re.compile(f"{_WORD}(?: {_WORD})*|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded *text*; its character *n* comes from character ``at[n]`` of the original."""

    text: str
    at: tuple[int, ...]

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the original the folded characters from *start* to *end* are."""
        return self.at[start], self.at[end - 1] + 1

    def find_all(self, words: str) -> tuple[int, ...]:
        """Return where *words* begin, one after the other, overlapping or not."""
        found: list[int] = []
        start = self.text.find(words)
        while start >= 0 and words:
            found.append(start)
            start = self.text.find(words, start + 1)
        return tuple(found)

    def is_whole(self, start: int, end: int) -> bool:
        """Whether no word is cut at *start* or *end*."""
        return not self._inside_word(start) and not self._inside_word(end)

    def _inside_word(self, at: int) -> bool:
        if not 0 < at < len(self.text):
            return False
        beside = self.text[at - 1], self.text[at]
        return all(map(_is_of_word, beside)) and not any(map(_is_unspaced, beside))


def _is_of_word(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char)[0] == "M"


def _is_unspaced(char: str) -> bool:
    """Whether *char* is of a script whose words have no spaces between them."""
    return unicodedata.east_asian_width(char) in "WF" or bool(_UNSPACED.match(char))


def fold(text: str, *, without: Sequence[tuple[int, int]] = ()) -> Folded:
    """Return *text* folded; what stands in the spans *without* is not seen."""
    if without:
        seen = list(text)
        for start, end in without:
            seen[start:end] = _BLANK * (end - start)
        text = "".join(seen)
    out: list[str] = []
    at: list[int] = []
    space, last = False, ""
    for match in _PIECES.finditer(text):
        start, piece = match.start(), match[0]
        if len(piece) > 1:
            if space and last and _is_of_word(last):
                out.append(" ")
                at.append(start - 1)
            out.append(piece)
            at.extend(range(start, match.end()))
            space, last = False, piece[-1]
            continue
        for sign in _signs(piece):
            if sign == " ":
                space = True
                continue
            if sign == last == "-":
                continue  # two typed hyphens are one dash
            if space and last and _is_of_word(last) and _is_of_word(sign):
                out.append(" ")
                at.append(start - 1)
            out.append(sign)
            at.append(start)
            space, last = False, sign
    return Folded("".join(out), tuple(at))


@cache
def _signs(char: str) -> str:
    """What *char* is folded to: nothing, a space, or signs."""
    if char in _EMPHASIS or unicodedata.category(char) == "Cf" or _UNSEEN.match(char):
        return ""
    if char.isspace() or char in _FOLDED:
        return _FOLDED.get(char, " ")
    plain = unicodedata.normalize("NFKC", char)
    return char if " " in plain else "".join(_FOLDED.get(sign, sign) for sign in plain)
