"""The fixed words of a book (``Contents``, ``Index of Names`` …) in the book's language."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from florilegium.model import BookMeta


@dataclass(frozen=True)
class Wording:
    """Words by key; `change` names the classes of typographic change."""

    words: Mapping[str, str]
    change: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        """The word for *key*; raises `KeyError` when no language has it."""
        return self.words[key]

    def get(self, key: str, default: str = "") -> str:
        """The word for *key*, or *default*."""
        return self.words.get(key, default)


@cache
def wording(language: str) -> Wording:
    """Return the words for *language* (BCP 47); what it lacks is English."""
    tables = tomllib.loads(
        (files("florilegium.project") / "wording.toml").read_text(encoding="utf-8")
    )
    own = tables.get(language.partition("-")[0].lower(), {})
    words = {key: str(word) for key, word in {**tables["en"], **own}.items() if key != "change"}
    change = {**tables["en"]["change"], **own.get("change", {})}
    return Wording(words, change)


def words_of(meta: BookMeta) -> Wording:
    """Return the words of a book: those of its language, and its editor's own in their place."""
    common = wording(meta.language)
    return Wording({**common.words, **dict(meta.wording)}, common.change)
