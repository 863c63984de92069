"""The letters of a text: what no stage may lose, add or change unsaid.

Used by the laws and by the checks, so that a text can be compared before and after
typography, and in one format with another.
"""

import unicodedata

QUOTES = frozenset("\"'`´‘’‚‛“”„‟«»‹›′″‴〃＂＇")
_EMPHASIS = frozenset("*_")
_DASHES = frozenset("−⁃")  # a minus and a hyphen bullet are no Pd
_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Pd", "Pi", "Pf"})


def letters(text: str) -> str:
    """Return *text* without what typography may change: spaces, quotes, dashes, ``* _ ```.

    Control and format characters (soft hyphens, zero-width spaces) go too; the rest is in
    Unicode form NFKC, in which an ellipsis is three dots.
    """
    # An acute accent used as an apostrophe must go before NFKD makes a combining accent of it.
    bare = "".join(char for char in text if char not in QUOTES)
    decomposed = unicodedata.normalize("NFKD", bare)
    return unicodedata.normalize("NFKC", "".join(filter(_is_letter, decomposed)))


def _is_letter(char: str) -> bool:
    if char in QUOTES or char in _EMPHASIS or char in _DASHES:
        return False
    return unicodedata.category(char) not in _UNSEEN
