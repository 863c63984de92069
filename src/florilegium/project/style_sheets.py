"""A style sheet of a book → what is wrong with it as a whole, before anything is made of it.

Input: its text. Output: nothing, or an error with its line. It does not judge looks: only whether
the sheet ends what it begins, since others are read behind it, and stays countable.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import tinycss2

from florilegium.errors import ConfigError

# A bracket of a style sheet, comments and strings passed over; and how many may be open.
_BRACKET = re.compile(
    r"""/\*.*?(?:\*/|\Z)|"(?:\\.|[^"\\\n])*|'(?:\\.|[^'\\\n])*|(?P<open>[{(\[])|(?P<close>[])}])""",
    re.DOTALL,
)
_DEEPEST = 50
_DIGITS = re.compile(r"[0-9]{400}")  # Python reads no number of so many tens of them
# A rule put behind the sheet: where it is not one, something before it is still open.
_END = "florilegium-end"
# Rows and columns of a grid are made one by one, by whatever number they are called.
_MOST_TRACKS = 1_000
_MOST_WORDS = 10_000  # of a property when all that it takes from others is put in


def require_sound(text: str, *, where: str) -> None:
    """Raise `ConfigError` where the sheet *text*, called *where*, is not whole or grows."""
    _require_shallow(text, where)
    if (found := _DIGITS.search(text)) is not None:
        raise ConfigError(
            "a number has too many digits",
            where=f"{where}:{_line(text, found.start())}",
            hint="Take some of its digits out.",
        )
    _require_closed(text, where)
    _require_few_tracks(_declarations(text), where)


def _require_shallow(text: str, where: str) -> None:
    depth = 0
    for found in _BRACKET.finditer(text):
        depth += {"open": 1, "close": -1}.get(found.lastgroup or "", 0)
        if depth > _DEEPEST:
            raise ConfigError(
                f"brackets stand one within the other more than {_DEEPEST} times",
                where=f"{where}:{_line(text, found.start())}",
                hint="Close those that are open, or take some of them out.",
            )
        depth = max(depth, 0)


def _require_closed(text: str, where: str) -> None:
    last = tinycss2.parse_stylesheet(f"{text}\n@{_END};")[-1]
    if last.type == "at-rule" and last.lower_at_keyword == _END:
        return
    raise ConfigError(
        "what begins here does not end: a bracket, a string, a comment or a rule",
        where=f"{where}:{min(last.source_line, text.count(chr(10)) + 1)}",
        hint="Close it: the next style sheet is read right behind this one.",
    )


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


# -- growth ----------------------------------------------------------------------------------


def require_no_growth(sheets: Mapping[str, str]) -> None:
    """Raise `ConfigError` where properties (``--x``) of *sheets* grow without end.

    Each may take from others (``var()``), in whichever sheet they are. *sheets* have names.
    """
    declared = [(where, one) for where, text in sheets.items() for one in _declarations(text)]
    own: dict[str, list[Any]] = {}
    for _, one in declared:
        if one.name.startswith("--"):
            own.setdefault(one.name, []).append(one.value)
    sizes = _sizes(own)
    for where, one in declared:
        if sum(_words(one.value, sizes)) > _MOST_WORDS:
            raise ConfigError(
                f"{one.name!r} is more than {_MOST_WORDS:,} words when all that it takes from"
                " others (var) is put in, or takes from itself",
                where=f"{where}:{one.source_line}",
                hint="Write out what it should be.",
            )


def _sizes(own: Mapping[str, Sequence[Any]]) -> dict[str, int]:
    """Return how many words each property is at the most; too many where it takes from itself."""
    sizes: dict[str, int] = {}
    begun = set[str]()
    waiting = [(name, False) for name in own]
    while waiting:  # each comes after all that it takes from; a circle has no such order
        name, is_ready = waiting.pop()
        if is_ready:
            sizes[name] = max(sum(_words(value, sizes)) for value in own[name])
            begun.discard(name)
        elif name in begun:
            sizes[name] = _MOST_WORDS + 1
        elif name not in sizes:
            begun.add(name)
            waiting.append((name, True))
            taken = dict.fromkeys(one for value in own[name] for one in _taken(value))
            waiting += [(one, False) for one in taken if one in own and one not in sizes]
    return sizes


def _words(value: Iterable[Any], sizes: Mapping[str, int]) -> Iterator[int]:
    value = list(value)
    yield sum(1 for _ in _all(value))
    yield from (sizes.get(one, 0) for one in _taken(value))


def _taken(value: Iterable[Any]) -> Iterator[str]:
    """Yield the name of each property that *value* takes from, as often as it does."""
    for one in _all(value):
        if one.type == "function" and one.lower_name == "var":
            yield from (name.value for name in one.arguments if name.type == "ident")


def _require_few_tracks(declared: Iterable[Any], where: str) -> None:
    for one in declared:
        if not one.lower_name.startswith(("grid", "--")):
            continue
        for token in _all(one.value):
            if token.type == "number" and abs(token.value) > _MOST_TRACKS:
                raise ConfigError(
                    f"a grid cannot have more than {_MOST_TRACKS:,} rows or columns",
                    where=f"{where}:{token.source_line}",
                    hint="Write a smaller number.",
                )


def _declarations(text: str) -> Iterator[Any]:
    """Yield every declaration of the sheet *text*, in rules and in rules within them."""
    waiting = tinycss2.parse_stylesheet(text, skip_comments=True)
    while waiting:
        one = waiting.pop()
        if one.type == "declaration":
            yield one
        elif one.type in ("qualified-rule", "at-rule") and one.content:
            waiting += tinycss2.parse_blocks_contents(one.content, skip_comments=True)


def _all(tokens: Iterable[Any]) -> Iterator[Any]:
    """Yield *tokens* and all within them."""
    waiting = list(tokens)
    while waiting:
        token = waiting.pop()
        yield token
        for part in ("content", "arguments"):
            waiting += getattr(token, part, None) or ()
