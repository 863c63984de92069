"""Words that tell lines apart: the vocabulary of each kind, and small words of many languages.

What pages of other languages say of themselves counts as the English words for it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar, cast

from florilegium.project.config import read_toml

_HERE = Path(__file__).parent
# Words; but Chinese and Japanese, written without spaces, by character. The marks are accents and
# vowels that are no letters of their own, as in Arabic, Hindi and Thai.
_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_MARKS = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0963\u0966-\u0eff\u1780-\u17d3\u200c"
_TOKEN = re.compile(f"[{_CJK}]|[^\\W{_CJK}]+(?:[{_MARKS}][^\\W{_CJK}]*)*|[©@]")
_ASCII_TOKEN = re.compile(r"\w+|@")
# Of a long line only its first and last words can say that it is not the author's.
_ENDS = 14
# So many words at the beginning of a line tell what it is about; a longer word than this does.
BEGINNING = 80
_LONG = 4

_Meaning = TypeVar("_Meaning")
# Phrases by their first word: the other words of each, and what it means.
_Phrases = Mapping[str, Sequence[tuple[tuple[str, ...], _Meaning]]]


@dataclass(frozen=True, slots=True)
class KindWords:
    """The words of every kind, found by their first."""

    kinds: tuple[str, ...]
    starts: _Phrases[int]

    def found(self, tokens: Sequence[str]) -> list[int]:
        """Return the kinds of the words among *tokens*, which are in lower case, one for each."""
        starts = self.starts
        if len(tokens) > 2 * _ENDS:
            tokens = [*tokens[:_ENDS], *tokens[-_ENDS:]]
        said = (_phrase(starts, tokens, place) for place in _beginnings(starts, tokens))
        return [phrase[0] for phrase in said if phrase]


def telling_words(tokens: Sequence[str]) -> list[str]:
    """Return those of a line's *tokens* that say what it is about: the longer of the first."""
    return [token for token in tokens[:BEGINNING] if len(token) > _LONG]


def in_english(tokens: Sequence[str]) -> Sequence[str]:
    """Return *tokens* with the English words for those that pages say of themselves elsewhere."""
    phrases = _translations()
    made: list[str] = []
    done = 0
    for place in _beginnings(phrases, tokens):
        phrase = _phrase(phrases, tokens, place) if place >= done else None
        if phrase:
            made += [*tokens[done:place], phrase[0]]
            done = phrase[1]
    return [*made, *tokens[done:]] if done else tokens


def tokens_of(text: str) -> list[str]:
    """Return the words of *text* in lower case, and its Chinese and Japanese letters."""
    return (_ASCII_TOKEN if text.isascii() else _TOKEN).findall(text.lower())


@cache
def kind_words() -> KindWords:
    """Return the shipped words of the kinds."""
    table = _table("kinds.toml")
    meanings = [(word, kind) for kind, words in enumerate(table.values()) for word in words]
    return KindWords(tuple(table), _by_first(meanings))


@cache
def _translations() -> _Phrases[str]:
    table = _table("translations.toml", between=",")
    return _by_first((word, english) for english, words in table.items() for word in words)


def _by_first(meanings: Iterable[tuple[str, _Meaning]]) -> _Phrases[_Meaning]:
    """Return phrases by their first word, the longest first: a short one may begin it."""
    starts: dict[str, list[tuple[tuple[str, ...], _Meaning]]] = {}
    for phrase, meaning in meanings:
        first, *others = tokens_of(phrase)
        starts.setdefault(first, []).append((tuple(others), meaning))
    return {
        first: sorted(phrases, key=lambda one: -len(one[0])) for first, phrases in starts.items()
    }


def _beginnings(phrases: _Phrases[_Meaning], tokens: Sequence[str]) -> list[int]:
    """Return the places among *tokens* where one of *phrases* may begin; mostly none."""
    if phrases.keys().isdisjoint(tokens):
        return []
    return [place for place, token in enumerate(tokens) if token in phrases]


def _phrase(
    phrases: _Phrases[_Meaning], tokens: Sequence[str], place: int
) -> tuple[_Meaning, int] | None:
    """Return what the longest phrase at *place* means, and the place behind it."""
    for others, meaning in phrases.get(tokens[place], ()):
        end = place + 1 + len(others)
        if tuple(tokens[place + 1 : end]) == others:
            return meaning, end
    return None


@cache
def small_words() -> frozenset[str]:
    """Return the small words of all languages together."""
    table = _table("stopwords.toml")
    return frozenset(
        token for words in table.values() for word in words for token in tokens_of(word)
    )


def _table(name: str, *, between: str | None = None) -> Mapping[str, tuple[str, ...]]:
    table = cast(
        "Mapping[str, str | Sequence[str]]", read_toml(_HERE / name, name=name).table["words"]
    )
    return {
        key: tuple(words.split(between) if isinstance(words, str) else words)
        for key, words in table.items()
    }
