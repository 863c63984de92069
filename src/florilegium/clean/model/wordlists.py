"""Words that tell lines apart: the vocabulary of each kind, and small words of many languages."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

from florilegium.config import read_toml

_HERE = Path(__file__).parent
# Words; but Chinese and Japanese, written without spaces, by character.
_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(f"[{_CJK}]|[^\\W{_CJK}]+|[©@]")
# Of a long line only its first and last words can say that it is not the author's.
_ENDS = 14
_LONG = 4


@dataclass(frozen=True, slots=True)
class KindWords:
    """The words of every kind, found by their first: ``starts[first] = ((others, kind), …)``."""

    kinds: tuple[str, ...]
    starts: Mapping[str, tuple[tuple[tuple[str, ...], int], ...]]

    def hits(self, tokens: Sequence[str]) -> list[int]:
        """Return how often each kind's words stand among *tokens*, which are in lower case."""
        found = [0] * len(self.kinds)
        starts = self.starts
        if len(tokens) > 2 * _ENDS:
            tokens = [*tokens[:_ENDS], *tokens[-_ENDS:]]
        for place, token in enumerate(tokens):
            if token in starts:
                for others, kind in starts[token]:
                    end = place + 1 + len(others)
                    if not others or tuple(tokens[place + 1 : end]) == others:
                        found[kind] += 1
                        break
        return found


def long_words(tokens: Iterable[str]) -> list[str]:
    """Return those of *tokens* that are long enough to say what a line is about."""
    return [token for token in tokens if len(token) > _LONG]


def tokens_of(text: str) -> list[str]:
    """Return the words of *text* in lower case, and its Chinese and Japanese letters."""
    return _TOKEN.findall(text.lower())


@cache
def kind_words() -> KindWords:
    """Return the shipped words of the kinds."""
    table = _table("kinds.toml")
    starts: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for kind, words in enumerate(table.values()):
        for word in words:
            first, *others = tokens_of(word)
            starts.setdefault(first, []).append((tuple(others), kind))
    return KindWords(
        tuple(table),
        # The longest first, so that a phrase is not taken for its first word.
        {
            first: tuple(sorted(all_, key=lambda one: -len(one[0])))
            for first, all_ in starts.items()
        },
    )


@cache
def small_words() -> frozenset[str]:
    """Return the small words of all languages together."""
    table = _table("stopwords.toml")
    return frozenset(
        token for words in table.values() for word in words for token in tokens_of(word)
    )


def _table(name: str) -> Mapping[str, tuple[str, ...]]:
    table = cast(
        "Mapping[str, str | Sequence[str]]", read_toml(_HERE / name, name=name).table["words"]
    )
    return {
        key: tuple(words.split() if isinstance(words, str) else words)
        for key, words in table.items()
    }
