"""The letters of a text: what no stage may lose, add or change unsaid.

Used by the laws and by the checks, so that a text can be compared before and after
typography, and in one format with another.
"""

import unicodedata
from collections.abc import Callable

QUOTES = frozenset("\"'`´‘’‚‛“”„‟«»‹›′″‴〃＂＇")
_EMPHASIS = frozenset("*_")
_DASHES = frozenset("−⁃")  # a minus and a hyphen bullet are no Pd
_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Pd", "Pi", "Pf"})


class _Only(dict[int, int | None]):
    """A table for `str.translate` that learns each character when it is first met."""

    def __init__(self, is_kept: Callable[[str], bool]) -> None:
        super().__init__()
        self._is_kept = is_kept

    def __missing__(self, code: int) -> int | None:
        self[code] = code if self._is_kept(chr(code)) else None
        return self[code]


def letters(text: str) -> str:
    """Return *text* without what typography may change: spaces, quotes, dashes, ``* _ ```.

    Control and format characters (soft hyphens, zero-width spaces) go too; the rest is in
    Unicode form NFKC, in which an ellipsis is three dots.
    """
    bare = text.replace("…", "...")
    for char in set(bare):
        if _LETTERS[ord(char)] is None:
            bare = bare.replace(char, "")
    # So are most texts: what is left stands for itself.
    return bare if unicodedata.is_normalized("NFKC", bare) else _folded(text)


def _folded(text: str) -> str:
    # An acute accent used as an apostrophe must go before NFKD makes a combining accent of it.
    bare = text.translate(_UNQUOTED)
    decomposed = unicodedata.normalize("NFKD", bare)
    return unicodedata.normalize("NFKC", decomposed.translate(_LETTERS))


def _is_letter(char: str) -> bool:
    if char in QUOTES or char in _EMPHASIS or char in _DASHES:
        return False
    return unicodedata.category(char) not in _UNSEEN


_UNQUOTED = _Only(lambda char: char not in QUOTES)
_LETTERS = _Only(_is_letter)
