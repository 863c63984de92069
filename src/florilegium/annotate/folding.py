"""Texts folded so that an editor's quotation and the text agree whatever was typed.

Folding makes all quotation marks straight, all dashes hyphens, all ellipses dots; it drops
soft hyphens, zero-width characters and the ``*`` and ``_`` of plain-text emphasis, and keeps
a space only between two words. Capitals stay: they are letters.
"""

import re
import unicodedata
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
        return 0 < at < len(self.text) and self.text[at - 1].isalnum() and self.text[at].isalnum()


def fold(text: str) -> Folded:
    """Return *text* folded."""
    out: list[str] = []
    at: list[int] = []
    space, last = False, ""
    for match in _PIECES.finditer(text):
        start, piece = match.start(), match[0]
        if len(piece) > 1:
            if space and last.isalnum():
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
            if space and last.isalnum() and sign.isalnum():
                out.append(" ")
                at.append(start - 1)
            out.append(sign)
            at.append(start)
            space, last = False, sign
    return Folded("".join(out), tuple(at))


@cache
def _signs(char: str) -> str:
    """What *char* is folded to: nothing, a space, or signs."""
    if char in _EMPHASIS or unicodedata.category(char) == "Cf":
        return ""
    return " " if char.isspace() else _FOLDED.get(char, char)
