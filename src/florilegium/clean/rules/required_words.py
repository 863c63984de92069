"""The words that a line must have before a pattern can match it, read off the pattern.

Most patterns have words that no line can do without, and few lines have them. To look for the
words of all patterns in a whole text at once is quicker by far than to ask every pattern about
every line. Python's own parser reads the patterns, which has no public name: without it, and of
what it may yet learn, nothing is known, and the pattern is asked about every line.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

try:
    from re import _constants as ops  # type: ignore[attr-defined]
    from re import _parser as parser  # type: ignore[attr-defined]
except ImportError:  # pragma: no cover  # a Python to come
    parser = None

Needs = frozenset[str]
# More words than these are not put together, or asked for.
_FEW, _MANY = 64, 600
# A set of letters larger than this is any letter.
_LETTERS = 12
# A word of fewer letters stands in most lines; but some signs are as rare as longer words.
_TELLING, _RARE, _AS_RARE = 2, frozenset("©@#|•›→"), 4
_Item = tuple[Any, Any]


@dataclass(frozen=True, slots=True)
class _Part:
    """What a part of a pattern asks for, caseless.

    *whole* is all that it can match, where that is not too much. *inside* are words of which
    the line must have one.
    """

    whole: Needs | None = None
    inside: Needs | None = None


_EMPTY: Needs = frozenset({""})
_ANYTHING = _Part()
_NOTHING = _Part(_EMPTY)


def caseless(text: str) -> str:
    """Return *text* so that whatever is equal without regard to case is equal.

    To Python's patterns an i is equal with a dot and without one.
    """
    return text.replace("İ", "i").replace("ı", "i").casefold()


def needed(pattern: str) -> Needs | None:
    """Return words of which a line must have one, `caseless`, for *pattern* to match it.

    None when no such words are known. Raises `re.error` for what is no pattern.
    """
    if parser is None:
        return None
    part = _sequence(parser.parse(pattern))
    return _better(part.inside, part.whole)


def _sequence(items: Iterable[_Item]) -> _Part:
    """Return what parts one after the other ask for: what those that are known say together."""
    best: Needs | None = None
    run = _EMPTY
    complete = True
    letters = ""
    for item in items:
        if item[0] is ops.LITERAL:
            letters += chr(item[1])
            continue
        part = _part(item)
        if part is _NOTHING:
            continue
        best = _better(best, part.inside)
        run, letters = _joined(run, letters), ""
        if part.whole and len(run) * len(part.whole) <= _FEW:
            run = frozenset(one + other for one in run for other in part.whole)
            continue
        complete = False
        best = _better(best, run)
        run = part.whole or _EMPTY
    run = _joined(run, letters)
    return _Part(run if complete else None, _better(best, run))


def _joined(run: Needs, letters: str) -> Needs:
    end = caseless(letters)
    return frozenset(word + end for word in run) if end else run


def _part(item: _Item) -> _Part:
    kind, rest = item
    if kind is ops.IN:
        return _letters(rest)
    if kind is ops.BRANCH:
        return _branch([_sequence(items) for items in rest[1]])
    if kind in (ops.SUBPATTERN, ops.ATOMIC_GROUP):
        return _sequence(rest[-1] if kind is ops.SUBPATTERN else rest)
    if kind in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
        return _repeated(*rest)
    if kind is ops.ASSERT:
        told = _sequence(rest[1])
        return _Part(_EMPTY, _better(told.inside, told.whole))
    return _NOTHING if kind in (ops.AT, ops.ASSERT_NOT) else _ANYTHING


def _letters(items: Sequence[_Item]) -> _Part:
    ranges = [(rest, rest) if kind is ops.LITERAL else rest for kind, rest in items]
    known = all(kind in (ops.LITERAL, ops.RANGE) for kind, _ in items)
    if not known or sum(last - first + 1 for first, last in ranges) > _LETTERS:
        return _ANYTHING
    codes = chain.from_iterable(range(first, last + 1) for first, last in ranges)
    return _Part(frozenset(caseless(chr(code)) for code in codes))


def _branch(parts: Sequence[_Part]) -> _Part:
    wholes = [part.whole for part in parts]
    told = [_better(part.inside, part.whole) for part in parts]
    return _Part(_union(wholes), _union(told))


def _union(sets: Iterable[Needs | None]) -> Needs | None:
    """Return all words of *sets* together, None if one is unknown or they are too many."""
    made: set[str] = set()
    for words in sets:
        if words is None:
            return None
        made |= words
    return frozenset(made) if len(made) <= _MANY else None


def _repeated(least: int, most: int, items: Iterable[_Item]) -> _Part:
    part = _sequence(items)
    whole = part.whole if most == 1 else None
    if least:
        return _Part(whole, _better(part.inside, part.whole))
    return _Part(whole | _EMPTY) if whole else _ANYTHING


def _better(one: Needs | None, other: Needs | None) -> Needs | None:
    """Return whichever set of words fewer lines are likely to have; None if neither tells."""
    if not one or not other:
        words = one or other
        return words if words and _rarity(words)[0] >= _TELLING else None
    best = max(one, other, key=_rarity)
    return best if _rarity(best)[0] >= _TELLING else None


def _rarity(words: Needs) -> tuple[int, int]:
    """Return how many letters the shortest of *words* has, and how few they are."""
    shortest = min(map(len, words))
    if shortest == 1:
        shortest = min(len(word) if word not in _RARE else _AS_RARE for word in words)
    return shortest, -len(words)
