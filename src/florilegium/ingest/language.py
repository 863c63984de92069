"""The language a text is written in, and how sure that is: the door to py3langid."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from florilegium.store import engine_digest
from florilegium.store.cache import Cache

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_WINDOW = 2_000  # letters
_FEW_WORDS = 25


@dataclass(frozen=True, slots=True)
class Language:
    """A language (ISO 639-1) and how sure it is, from 0 to 1; no *code* for no words at all."""

    code: str
    sure: float


def language_of(text: str, *, cache: Cache | None = None) -> Language:
    """Return the language of *text*; a few words are never quite sure.

    What is in *cache* is not asked for again: whoever knows takes half a second to load.
    """
    sample = _sample(text)
    if not any(map(str.isalpha, sample)):
        return Language("", 0.0)
    if cache is None:
        return _asked(sample)
    key = hashlib.sha256(f"language {engine_digest.digest()} {sample}".encode()).hexdigest()
    if kept := cache.get(key):
        code, _, sure = kept.decode().partition(" ")
        return Language(code, float(sure))
    found = _asked(sample)
    cache.put(key, f"{found.code} {found.sure!r}".encode())
    return found


def _asked(sample: str) -> Language:
    code, sure = _identifier().classify(sample)
    # Few words are told apart less well than the model believes. Scripts without spaces
    # have few words of many letters.
    size = max(len(sample.split()), len(sample) // 12)
    return Language(str(code), float(sure) * min(1.0, 0.5 + 0.5 * size / _FEW_WORDS))


def _sample(text: str) -> str:
    """What is enough of *text*: its beginning, its middle and its end."""
    if len(text) <= 3 * _WINDOW:
        return text
    middle = (len(text) - _WINDOW) // 2
    return " ".join((text[:_WINDOW], text[middle : middle + _WINDOW], text[-_WINDOW:]))


def forget() -> None:
    """Give back what the knowledge of languages takes of memory: some 75 MB."""
    _identifier.cache_clear()


@lru_cache(maxsize=1)
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415  # 0.2 s to load

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
