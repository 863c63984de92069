"""Bylines taken apart: the persons in them as CSL names, the offices left out."""

import re
from dataclasses import dataclass

_BY = re.compile(
    r"^(?:(?:written|words|text|story|posted|published|interview|(?:ein )?(?:essay|artikel))\s+)?"
    r"(?:by|von|par|por|di|autor(?:in)?|author|text|fotos?)\b\s*:?\s+",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:,|;|\||/|&|·|•|\band\b|\bund\b|\bet\b|\by\b|\be\b)\s*", re.IGNORECASE)
_OFFICE = re.compile(
    r"\b(?:staff|writers?|editors?|reporters?|correspondents?|columnists?|contributors?|guest|news|"
    r"chief|senior|redakt\w+|korrespondent\w*|journalist\w*|rédact\w+|minutes?|updated|published|"
    r"special to|photo\w*|admin|desk|team|in|[12]\d{3})\b|@|\d",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"^(?:the |die |der |das )|\b(?:agency|agentur|press|presse|redaktion|zeitung|times|post|news|"
    r"magazin\w*|team|staff|media|group|gmbh|inc|association|foundation|online|desk|office)\b",
    re.IGNORECASE,
)
_PARTICLES = frozenset(
    {"al", "bin", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "la", "le", "ten",
     "ter", "van", "vom", "von", "zu", "zum", "zur"}
)  # fmt: skip
_MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Name:
    """A CSL name: *family* and *given*, or *literal* for who has only one name or is a body."""

    family: str = ""
    given: str = ""
    literal: str = ""


def names_in(byline: str) -> tuple[Name, ...]:
    """Return who is named in *byline*, each once, offices and places left out."""
    bare = _BY.sub("", " ".join(byline.split()))
    if re.fullmatch(r"[^\W\d][\w’'.-]*, [^\W\d][\w’'. -]*", bare) and not _OFFICE.search(bare):
        family, _, given = bare.partition(", ")
        return (Name(family, given),)
    found: dict[Name, None] = {}
    for part in _AND.split(bare):
        person = _BY.sub("", part).strip(" .-–—()")
        if person and not _OFFICE.search(person) and person[0].isalpha():
            found.setdefault(_name(person))
    return tuple(found)


def _name(person: str) -> Name:
    words = person.split()
    if len(words) == 1 or len(words) > _MOST_WORDS or _BODY.search(person):
        return Name(literal=person)
    if person.isupper():
        words = [word.capitalize() for word in words]
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    return Name(" ".join(words[start:]), " ".join(words[:start]))
