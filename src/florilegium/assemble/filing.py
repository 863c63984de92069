"""The order in which an index, a glossary or a bibliography lists what it has.

Words are filed by the Unicode collation algorithm (through pyuca), as the language of the book
has it (``filing.toml``): word by word, accents and capitals last, figures by their value.
Nothing of what is filed is changed.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyuca.collator import BaseCollator

Weight = tuple[int, int]
Key = tuple[tuple[tuple[Weight, ...], ...], tuple[int, ...], tuple[int, ...], str]

_UNFILED = re.compile(r"[^\w\s,'’‑-]+|(?<!\w)['’]|['’](?=\W|$)")
_BETWEEN = re.compile(r"[\s‑-]+")
_APOSTROPHES = re.compile(r"['’]")
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_FIGURES = re.compile(r"[0-9]+")
_LONGEST = 4_000  # figures that Python makes a number of


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter of an alphabet: it follows *anchor* by *steps*, *twin* tells it from its equals."""

    anchor: str
    steps: int
    twin: int


def filing_key(text: str, language: str) -> Key:
    """Return what sorts *text* among other headings of a book in *language*."""
    bare = unicodedata.normalize("NFC", text).strip()
    family, comma, rest = bare.partition(",")
    family = _without_particle(family) if comma else _without_article(family, language)
    weights = [_weights(part, language) for part in (family, rest)]
    # An accent has no place of its own in the alphabet.
    primary = tuple(tuple(weight for weight, _, _ in part if weight[0]) for part in weights)
    flat = [weight for part in weights for weight in part]
    return primary, tuple(w[1] for w in flat), tuple(w[2] for w in flat), bare


def filing_letter(text: str, language: str) -> str:
    """Return the capital letter under which *text* is filed; nothing for a figure or a sign."""
    bare = unicodedata.normalize("NFC", text).strip()
    family, comma, _ = bare.partition(",")
    family = _without_particle(family) if comma else _without_article(family, language)
    clear = _UNFILED.sub(" ", _APOSTROPHES.sub("", family)).strip(" ,-‑")
    piece = next(_letters(clear, language), "")
    if not piece[:1].isalpha():
        return ""
    letter = _alphabet(language).get(_small(piece, language))
    if letter is not None:
        own = _alphabet(language).items()
        piece = next(
            sign
            for sign, one in (*own, (letter.anchor, _Letter(letter.anchor, 0, 0)))
            if (one.anchor, one.steps) == (letter.anchor, letter.steps)
            and (one.steps or sign == letter.anchor)
        )
        return piece[:1].upper() + piece[1:]
    first = _elements(piece)[0][0]
    return next((sign for sign in _LATIN if _elements(sign)[0][0] == first), _base(piece)).upper()


def own_letters(language: str) -> frozenset[str]:
    """Return the letters with an accent that are letters of their own in *language*."""
    primary = language.partition("-")[0].lower()
    letters = {sign for sign in _alphabet(language) if len(sign) == 1 and not sign.isascii()}
    letters |= set(_tables()["own-letters"].get(primary, ""))
    return frozenset(letters | {sign.upper() for sign in letters if len(sign.upper()) == 1})


def _base(piece: str) -> str:
    return unicodedata.normalize("NFD", piece)[0]


def _without_article(text: str, language: str) -> str:
    own = language.partition("-")[0].lower()
    plain = _APOSTROPHES.sub("'", text).strip(" \"“”„«»‹›‘'").casefold()
    if plain.startswith(tuple(_tables()["no-articles"].get(own, ()))):
        return text
    start = text[: len(text) - len(text.lstrip(' "“”„«»‹›‘'))]
    for article in _tables()["articles"].get(own, ()):
        mark = article if article.endswith("'") else f"{article} "
        if plain.startswith(mark) and plain != mark.strip():
            return text[len(start) + len(mark) :]
    return text


def _without_particle(family: str) -> str:
    """Drop what a family name begins with in small letters, as in ``van der Berg``."""
    plain = _APOSTROPHES.sub("'", family)
    for particle in sorted(_tables()["particles"]["words"], key=len, reverse=True):
        mark = particle if particle[-1] in "'-" else f"{particle} "
        if plain.startswith(mark) and len(plain) > len(mark):
            return family[len(mark) :]
    return family


def _weights(text: str, language: str) -> list[tuple[Weight, int, int]]:
    """Return, for each letter of *text*, its place in the alphabet, its accent and its case."""
    clear = _UNFILED.sub(" ", text)
    clear = _BETWEEN.sub(" ", _APOSTROPHES.sub("", clear)).strip()
    found: list[tuple[Weight, int, int]] = []
    for piece in _letters(clear, language):
        found += _weight(piece, _alphabet(language).get(_small(piece, language)))
    return found


def _weight(piece: str, letter: _Letter | None) -> Iterator[tuple[Weight, int, int]]:
    if _FIGURES.fullmatch(piece):
        yield (_elements("0")[0][0], int(piece[:_LONGEST])), 0, 0
    elif letter is None:
        for first, second, third, *_ in _elements(piece):
            if first or second:
                yield (first, 0), second, third
    else:
        first, second, _third, *_ = _elements(letter.anchor)[0]
        yield (first, letter.steps), second + letter.twin, int(piece != piece.lower())


def _letters(text: str, language: str) -> Iterator[str]:
    """Yield *text* cut into runs of figures, letters of the alphabet's own, and the rest."""
    own = sorted(_alphabet(language), key=len, reverse=True)
    small = _small(text, language)
    if len(small) != len(text):  # İ becomes two
        small = text
    at = 0
    while at < len(text):
        figures = _FIGURES.match(text, at)
        letter = next((sign for sign in own if small.startswith(sign, at)), "")
        end = figures.end() if figures else at + max(1, len(letter))
        while not letter and end < len(text) and unicodedata.combining(text[end]):
            end += 1
        yield text[at:end]
        at = end


def _small(text: str, language: str) -> str:
    if language.partition("-")[0].lower() in ("tr", "az"):
        text = text.replace("I", "ı").replace("İ", "i")
    return text.lower()


def _elements(text: str) -> list[list[int]]:
    normal = unicodedata.normalize("NFD", text)
    return [list(element) for element in _collator().collation_elements(normal)]


@cache
def _collator() -> "BaseCollator":
    from pyuca.collator import Collator_10_0_0  # noqa: PLC0415  # its table takes 0.2 s to read

    return Collator_10_0_0()


@cache
def _tables() -> Mapping[str, Any]:
    text = (files("florilegium.assemble") / "filing.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _alphabet(language: str) -> Mapping[str, _Letter]:
    """The letters that have a place of their own in *language*, by themselves in small."""
    tag, tables = language.lower(), _tables()["alphabet"]
    while tag and tag not in tables:
        tag = tag.rpartition("-")[0]
    found: dict[str, _Letter] = {}
    for chain in tables.get(tag, "").split():
        anchor, *others = re.split(r"([<=])", chain)
        steps = twin = 0
        for sign, letter in zip(others[::2], others[1::2], strict=True):
            steps, twin = (steps + 1, 0) if sign == "<" else (steps, twin + 1)
            found[letter] = _Letter(anchor, steps, twin)
    return found
