"""The letters and signs of many lines, counted all at once.

Input lines, output columns with a number for each. Lines have single spaces and no other white
space, as `fold` leaves them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from florilegium.clean.model.tables import Flags, Numbers

# What a character can be: each is a bit. Of the Latin letters of Western Europe icons' names are
# made that run together (MenuSearchClose).
_LETTER, _LOWER, _UPPER, _DIGIT, _LATIN_LOWER, _LATIN_UPPER = (1 << bit for bit in range(6))
_COMMA, _STOP, _WIDE_STOP, _CLOSING, _SEPARATOR, _SPACE, _END = (1 << bit for bit in range(6, 13))
_SIGNS = {
    _COMMA: ",;、",
    _STOP: ".!?…",
    _WIDE_STOP: "。！？।",
    _CLOSING: "\"')",
    _SEPARATOR: "|·•>›/",
    _SPACE: " ",
    _END: "\n",
}
_LATIN = {_LATIN_LOWER: re.compile("[a-zß-öø-ÿ]"), _LATIN_UPPER: re.compile("[A-ZÀ-ÖØ-Þ]")}
_Bits = np.ndarray[Any, np.dtype[np.uint16]]
_Codes = np.ndarray[Any, np.dtype[np.uint32]]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of each the lines have, a number for each line.

    *words* are what spaces part; so many of them begin with a small letter (*lower_words*) or a
    capital. *commas* are semicolons too; *sentences* are those that end before the line does;
    *humps* are small letters before capitals; *separators* are what stands between labels.
    """

    letters: Numbers
    lower: Numbers
    upper: Numbers
    digits: Numbers
    words: Numbers
    lower_words: Numbers
    upper_words: Numbers
    commas: Numbers
    sentences: Numbers
    humps: Numbers
    separators: Numbers


def counted(lines: Sequence[str]) -> Counts:
    """Return how many letters and signs of each kind stand in each of *lines*."""
    # With its end, no line is empty.
    text = "\n".join([*lines, ""])
    bits = _bits(np.frombuffer(text.encode("utf-32-le", "replace"), dtype="<u4"))
    ends = np.cumsum([len(line) + 1 for line in lines])
    starts = np.append(0, ends[:-1])

    def are(kind: int) -> Flags:
        found: Flags = (bits & kind) > 0
        return found

    def count(flags: Flags) -> Numbers:
        return np.add.reduceat(flags.view(np.uint8), starts, dtype=np.uint32).astype(float)

    lower, upper, stop = are(_LOWER), are(_UPPER), are(_STOP)
    blank = are(_SPACE | _END)
    first = ~blank & np.append(True, blank[:-1])
    parting = are(_SPACE) & ~_after(blank, 1)
    closed = _after(are(_CLOSING), 1) & _after(parting, 2)
    return Counts(
        letters=count(are(_LETTER)),
        lower=count(lower),
        upper=count(upper),
        digits=count(are(_DIGIT)),
        words=count(first),
        lower_words=count(first & lower),
        upper_words=count(first & upper),
        commas=count(are(_COMMA)),
        sentences=count((stop & (_after(parting, 1) | closed)) | are(_WIDE_STOP)),
        humps=count(are(_LATIN_LOWER) & _after(are(_LATIN_UPPER), 1)),
        separators=count(are(_SEPARATOR)),
    )


def _after(flags: Flags, step: int) -> Flags:
    """Return for each place what holds *step* further on; behind the last there is nothing."""
    return np.append(flags[step:], np.zeros(min(step, len(flags)), dtype=bool))


def _bits(codes: _Codes) -> _Bits:
    seen = np.zeros(int(codes.max()) + 1, dtype=bool)
    seen[codes] = True
    table = np.zeros(len(seen), dtype=np.uint16)
    for code in np.flatnonzero(seen).tolist():
        table[code] = _bits_of(code)
    return table.take(codes)


@cache
def _bits_of(code: int) -> int:
    letter = chr(code)
    bits = sum(bit for bit, signs in _SIGNS.items() if letter in signs)
    bits += sum(bit for bit, latin in _LATIN.items() if latin.match(letter))
    return bits + (
        _LETTER * letter.isalpha()
        + _LOWER * letter.islower()
        + _UPPER * letter.isupper()
        + _DIGIT * letter.isdigit()
    )
