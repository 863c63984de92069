"""Strings built to make a pattern try everything: what it repeats, repeated, and then no match."""

import random
from collections.abc import Iterator
from re import _constants as ops
from re import _parser as parser
from typing import Any

Strings = tuple[str, str, str]  # what is before, what is repeated, what is behind
_OF_CATEGORIES = {
    ops.CATEGORY_DIGIT: "7", ops.CATEGORY_NOT_DIGIT: "a", ops.CATEGORY_SPACE: " ",
    ops.CATEGORY_NOT_SPACE: "a", ops.CATEGORY_WORD: "a", ops.CATEGORY_NOT_WORD: " ",
}  # fmt: skip
_REPEATS = (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT)
_MANY = 60  # times, from which on a repeat may grow
_SIGNS = "a A1.,-\"'<([*_\n"


def repeated(pattern: str, flags: int = 0) -> Iterator[Strings]:
    """Yield what to repeat so that *pattern* has many ways, with what stands before and behind."""
    luck = random.Random(repr(pattern))  # noqa: S311  # the same every time
    tree = parser.parse(pattern, flags)
    seen: set[Strings] = set()
    for before, body in list(_repeats(tree))[:40]:
        for _ in range(3):
            start, part = _drawn(before, luck), _drawn(body, luck) or "a"
            seen |= {(start, part, ""), (start, part, "\0"), ("", start + part, "\0")}
    for end in range(1, min(len(tree), 14) + 1):
        seen.add(("", _drawn(tree[:end], luck) or "a", "\0"))
    seen |= {("", sign, "\0") for sign in " \n\ta1."}
    yield from sorted(seen)


def _repeats(items: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Yield what is repeated in *items*, each with what stands before it."""
    for number, (kind, rest) in enumerate(items):
        above = (*before, *items[:number])
        if kind in _REPEATS:
            if rest[1] is ops.MAXREPEAT or rest[1] >= _MANY:
                yield above, rest[2]
            yield from _repeats(rest[2], above)
        elif kind is ops.BRANCH:
            for branch in rest[1]:
                yield from _repeats(branch, above)
        elif kind is ops.SUBPATTERN:
            yield from _repeats(rest[3], above)
        elif kind is ops.ATOMIC_GROUP:
            yield from _repeats(rest, above)
        elif kind in (ops.ASSERT, ops.ASSERT_NOT):
            yield from _repeats(rest[1], above)


def _drawn(items: Any, luck: random.Random) -> str:
    """Return one of the strings that *items* match, as far as that is known."""
    return "".join(_one(kind, rest, luck) for kind, rest in items)


def _one(kind: Any, rest: Any, luck: random.Random) -> str:  # noqa: PLR0911  # one for each kind
    if kind is ops.LITERAL:
        return chr(rest)
    if kind is ops.NOT_LITERAL:
        return luck.choice([sign for sign in "a .1" if ord(sign) != rest])
    if kind is ops.ANY:
        return luck.choice("a .")
    if kind is ops.IN:
        return _letter(rest, luck)
    if kind is ops.BRANCH:
        return _drawn(luck.choice(rest[1]), luck)
    if kind in _REPEATS:
        least, most, body = rest
        more = luck.choice((0, 2)) if most is ops.MAXREPEAT else luck.choice((0, most - least))
        return "".join(_drawn(body, luck) for _ in range(min(least + more, 30)))
    if kind is ops.SUBPATTERN:
        return _drawn(rest[3], luck)
    return _drawn(rest, luck) if kind is ops.ATOMIC_GROUP else ""


def _letter(items: Any, luck: random.Random) -> str:
    if items[0][0] is ops.NEGATE:
        fits = [sign for sign in _SIGNS if not _is_in(sign, items[1:])]
        return luck.choice(fits) if fits else "é"
    kind, rest = luck.choice(items)
    if kind is ops.CATEGORY:
        return _OF_CATEGORIES.get(rest, "a")
    return chr(luck.choice(rest) if kind is ops.RANGE else rest)


def _is_in(sign: str, items: Any) -> bool:
    categories = {
        ops.CATEGORY_DIGIT: str.isdigit, ops.CATEGORY_SPACE: str.isspace,
        ops.CATEGORY_WORD: lambda one: one.isalnum() or one == "_",
    }  # fmt: skip
    return any(
        (kind is ops.LITERAL and rest == ord(sign))
        or (kind is ops.RANGE and rest[0] <= ord(sign) <= rest[1])
        or (kind is ops.CATEGORY and categories.get(rest, str.isalpha)(sign))
        for kind, rest in items
    )
