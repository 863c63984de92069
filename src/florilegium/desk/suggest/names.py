"""Bylines taken apart: the persons and bodies in them as CSL names, offices and places left out.

A wrong name is worse than none: what may be a place, an office or half a name goes, and what is
not sure to be what it seems says so.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from babel.core import Locale

_BY = re.compile(
    r"^(?:(?:written|words|text|story|posted|published|interview|(?:ein )?(?:essay|artikel))\s+)?"
    r"(?:by|von|par|por|di|door|af|av|autor(?:in)?|author|text|fotos?)\b\s*:?\s+",
    re.IGNORECASE,
)
_APART = re.compile(r"\s*(?:[;|/·•]|\s[–—-]\s)\s*")
_AND = re.compile(r"\s+(?:and|und|et|y|e|og|och|en|with|mit)\s+|\s*&\s*", re.IGNORECASE)
_FIRST_AND = re.compile(r"^(?:and|und|et|y|e|og|och|en|with|mit|&)\s+", re.IGNORECASE)
_CUT = re.compile(
    r"\s+(?:in|for|at|from|aus|on|via|as|is|who|published|updated)\s+.*$|\s*[(\[].*$",
    re.IGNORECASE,
)
_MOST_WORDS = 4
_LANGUAGES = ("en", "de", "fr", "es", "it")


@dataclass(frozen=True, slots=True)
class Name:
    """A CSL name: *family*, *given* and *suffix*, or *literal* for one name alone or a body.

    A *doubtful* one may be no name at all, or may be parted in another place.
    """

    family: str = ""
    given: str = ""
    literal: str = ""
    suffix: str = ""
    doubtful: bool = False


def names_in(byline: str) -> tuple[Name, ...]:
    """Return who is named in *byline*, each once."""
    bare = _BY.sub("", " ".join(byline.split())).strip(" .-–—")
    found: list[Name] = []
    for piece in _APART.split(bare):
        names = list(_of_piece(_BY.sub("", piece).strip(" ,.-–—")))
        # Behind a person stands where he or she writes.
        found += [name for name in names if not found or name.family]
    # A family name alone, beside the whole name, is the same person once more.
    told = {part for name in found if name.family for part in (name.family, name.given)}
    return tuple(dict.fromkeys(name for name in found if name.literal not in told))


def is_person(text: str) -> bool:
    """Whether *text* can be nothing but the name of one person, as far as words can tell."""
    words = text.casefold().split()
    begins = bool(words) and words[0] in _words("small")
    return _is_person(text) and not begins and not any(map(_is_short_acronym, text.split()))


def is_place(text: str) -> bool:
    """Whether *text* is a country, a city that news come from, or an agency."""
    return _is_place(text)


def opens_sentence(word: str) -> bool:
    """Whether *word* is one that sentences begin with, and names do not."""
    return word.casefold() in _words("small")


def is_thing(text: str) -> bool:
    """Whether *text* ends in a word for a street, a building, an event: no person is called so."""
    return text.casefold().split()[-1] in _words("things")


def without_honorifics(text: str) -> str:
    """Return *text* without the titles that a person is addressed by (``Dr.``, ``Justice``)."""
    words = text.split()
    while len(words) > 1 and _plain(words[0]) in _words("honorifics") | _words("addresses"):
        words = words[1:]
    return " ".join(words)


def body(words: str) -> Name:
    """Return *words* as the name of a body, which nothing parts."""
    return Name(literal=" ".join(words.split()))


def _of_piece(piece: str) -> Iterator[Name]:
    if not piece or not piece[0].isalpha():
        return
    first, *others = [part.strip(" .") for part in piece.split(",")]
    if len(others) == 1 and _is_inverted(first, others[0]):
        yield Name(first, others[0])
        return
    if _is_body(piece) and not _is_person(_CUT.sub("", first)):
        if _pattern("bodies").search(piece.casefold()) or not _has_office(piece):
            yield body(piece)
        return
    persons = list(_joined(first))
    for part in (_FIRST_AND.sub("", other) for other in others):
        plain = part.casefold().strip(".")
        if plain in _words("suffixes") and persons and persons[-1].family:
            persons[-1] = replace(persons[-1], suffix=part if part.endswith(".") else f"{part}.")
        elif _is_person(part):
            persons += _joined(part)
        elif _AND.search(part):
            persons += (name for name in _joined(part) if name.family)
    yield from persons


def _joined(text: str) -> Iterator[Name]:
    """Yield the names that *text*, which has no comma, joins by "and" and its like."""
    whole = _CUT.sub("", text).strip() if _is_person(_CUT.sub("", text).strip()) else text
    parts = [part for part in (one.strip() for one in _AND.split(whole)) if part]
    if len(parts) > 1 and all(_is_person(_CUT.sub("", part)) for part in parts):
        for part in parts:
            yield _person(_CUT.sub("", part))
    elif _is_body(whole) or (len(parts) > 1 and not _has_office(whole)):
        if not _has_office(whole) or (_is_body(whole) and not _is_office(whole)):
            yield replace(body(whole), doubtful=not _is_body(whole))
    elif _is_person(whole):
        yield _person(whole)
    elif not _has_office(whole) and not _is_place(whole) and whole[:1].isalpha():
        lone = whole.split()
        if len(lone) <= _MOST_WORDS:
            yield Name(literal=whole, doubtful=True)


def _person(text: str) -> Name:
    words = [word for word in text.split() if _plain(word) not in _words("honorifics")]
    words = [word for word in words if not _is_degree(word)]
    suffix = ""
    if len(words) > 2 and words[-1].casefold() in _words("suffixes"):  # noqa: PLR2004  # two names
        suffix = words.pop()
        suffix = suffix if suffix.endswith(".") or suffix.isupper() else f"{suffix}."
    if text.isupper():
        words = [word.title() for word in words]
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _words("particles"):
        start -= 1
    # Of three names the second may be given or of the family.
    plain = start == len(words) - 1 and all(len(word.strip(".")) > 1 for word in words)
    odd = len(words) > 2 and plain  # noqa: PLR2004  # the same
    return Name(" ".join(words[start:]), " ".join(words[:start]), suffix=suffix, doubtful=odd)


def _is_person(text: str) -> bool:
    """Whether *text* is worded like the name of one person: two words or more, all names."""
    words = [word for word in text.split() if _plain(word) not in _words("honorifics")]
    if not 1 < len(words) <= _MOST_WORDS + 2 or _is_body(text) or _has_office(text):
        return False
    if (
        _is_place(text)
        or _AND.search(text)
        or (not text.isupper() and any(map(_is_acronym, words)))
    ):
        return False
    capital = [word for word in words if word.lower() not in _words("particles")]
    return all(word[0].isalpha() and not word.isdigit() for word in capital) and (
        all(not word[0].islower() for word in capital) or len(words) == 2  # noqa: PLR2004  # bell hooks
    )


def _is_inverted(family: str, given: str) -> bool:
    one = len(family.split()) == 1 and 0 < len(given.split()) <= 2  # noqa: PLR2004  # Lark, Ada M.
    told = (family, given)
    if not one or any(_is_body(part) or _has_office(part) or _is_place(part) for part in told):
        return False
    if _plain(given) in _words("degrees") | _words("suffixes"):
        return False
    return all(part[:1].isalpha() and not _is_acronym(part) for part in told)


def _is_body(text: str) -> bool:
    plain = text.casefold()
    words = re.findall(r"[^\W_]+", plain)
    if plain in _words("agencies") or _pattern("bodies").search(plain):
        return True
    if re.match(r"(?:the|die|der|das|le|la|les|el|los|il)\s", plain) and len(words) > 1:
        return plain.split()[0] in ("the", "die", "das", "los", "les")
    inner = words[1:-1]
    return any(word in _words("between") - {"and", "und", "y", "&"} for word in inner)


def _has_office(text: str) -> bool:
    return bool(re.search(r"[@\d]", text) or _pattern("offices").search(text.casefold()))


def _is_office(text: str) -> bool:
    """Whether every word of *text* is of an office or of a body, and none a name."""
    words = text.casefold().split()
    return all(_pattern("offices").search(w) or w in ("the", "of", "by") for w in words)


def _is_place(text: str) -> bool:
    plain = text.casefold().strip(" .")
    return plain in _places() or plain.replace(".", "") in _places() or plain in _words("agencies")


def _is_acronym(word: str) -> bool:
    return len(word) > 2 and word.isalpha() and word.isupper()  # noqa: PLR2004  # JK Rowling


def _is_short_acronym(word: str) -> bool:
    return len(word) > 1 and word.isalpha() and word.isupper()


def _is_degree(word: str) -> bool:
    return _plain(word) in _words("degrees") and not word.istitle()  # Yo-Yo Ma


def _plain(word: str) -> str:
    return word.casefold().strip(".,")


@cache
def _lists() -> Mapping[str, Sequence[str]]:
    text = (files("florilegium.desk.suggest") / "names.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(_lists()[kind])


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    choices = "|".join(re.escape(word).replace(r"\*", r"\w*") for word in _lists()[kind])
    return re.compile(rf"(?<![\w’'-])(?:{choices})(?![\w’'])")


@cache
def _places() -> frozenset[str]:
    """Countries in the languages of most pages, and the cities that news come from."""
    found = set(_words("places"))
    for language in _LANGUAGES:
        locale = Locale(language)
        found |= {str(name).casefold() for name in locale.territories.values()}
    return frozenset(found)
