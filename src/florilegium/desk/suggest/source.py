"""A draft of an item for ``book/sources.yaml``: what a seed and its file say of themselves.

Each fact names where it was found, so that the editor can weigh it. What is not found is left
out, never made up. ``source_item.py`` makes a CSL item of a draft.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from florilegium.clean import merge
from florilegium.desk.suggest.dates import date_in_address, iso_date, without_date
from florilegium.desk.suggest.names import Name, body, names_in
from florilegium.desk.suggest.opening import opening_of
from florilegium.ingest.language import language_of
from florilegium.ingest.metadata import Fact, Facts, Metadata
from florilegium.model import CleanText

_PARTED = re.compile(r"(?<!\s)\s+(?:[|·•»–—-]|::)\s+|(?:(?<!\s)\s+)?\|\s*")
_LETTERS = re.compile(r"[\W_]+")
_NEVER_AUTHORS = re.compile(
    r"https?://|^@|:$|[*]|^admin\w*$|^(?:staff|editor|redaktion|author|by|unknown|various|anonymous)$",
    re.IGNORECASE,
)
_YEARS = re.compile(r",?\s*\(?\b\d{3,4}\??\s*[-–—]\s*(?:\d{3,4}\??)?\)?\s*$")  # as libraries add
_FROM_TEXT = "the text"
_BYLINE = "byline"  # how `ingest` calls what only looks like a byline
_OF_PROGRAM = ("docProps/", "meta.xml")  # where Word and LibreOffice keep such facts
_LONGEST_SITE = 40  # letters
_MOST_BYLINES = 3  # more are those of the comments, or of other articles
NOTHING = Fact("", "")
_SILENT = Metadata()


@dataclass(frozen=True, slots=True)
class Draft:
    """What was found; each fact with its source, empty ones left out.

    *byline* is where the authors were found, *language* what the words are in, as *sure* as
    that is; *declared* is what the file says of its language. *numbers* are facts by the names
    that CSL has for them: volume, issue, page, DOI, ISBN, ISSN.
    """

    title: Fact
    authors: tuple[Name, ...]
    byline: Fact
    issued: Fact
    site: Fact
    address: Fact
    language: str
    sure: float
    declared: str
    editors: tuple[Name, ...] = ()
    translators: tuple[Name, ...] = ()
    publisher: Fact = NOTHING
    licence: Fact = NOTHING
    numbers: tuple[tuple[str, Fact], ...] = ()
    kind: str = ""


def find_source(text: CleanText, metadata: Metadata = _SILENT) -> Draft:
    """Return what the cleaned *text* and the *metadata* of its file say of title, author, date."""
    words = language_of("\n".join(block.text for block in text.blocks))
    site = _site(metadata)
    # What the cleaner lifted is surer than how the lines above the body look.
    seen = opening_of(merge(text), language=metadata.language or words.code)
    lines = {
        role: [*_lifted(text, role), *([Fact(line, "the text, by its look")] if line else [])]
        for role, line in (("title", seen.title), ("byline", seen.byline), ("date", seen.date))
    }
    named = sorted((*metadata.authors, *lines["byline"]), key=_is_of_program)
    authors, byline = _authors(named, site.value)
    address = _first(metadata.addresses)
    publisher = _first(metadata.publishers)
    # No line of an old book's text is the day on which the work appeared, nor is the day on
    # which somebody began a file.
    own = tuple(fact for fact in metadata.dates if not _is_of_program(fact))
    dates = own if metadata.kind == "book" else (*own, *lines["date"])
    return Draft(
        _title(metadata.titles, lines["title"], site.value),
        authors,
        byline,
        _issued(dates, address, metadata.language or words.code),
        site,
        address,
        words.code,
        words.sure,
        metadata.language,
        _authors(metadata.editors, "")[0],
        _authors(metadata.translators, "")[0],
        NOTHING if _key(publisher.value) == _key(site.value) else publisher,
        _first(metadata.licences),
        tuple(_numbers(metadata)),
        metadata.kind or _kind(text, site, address),
    )


def _kind(text: CleanText, site: Fact, address: Fact) -> str:
    if site.value:
        return "article-magazine"
    is_page = text.seed.media_type == "text/html" or address.value
    return "webpage" if is_page else "document"


def _is_of_program(fact: Fact) -> bool:
    """Whether a word processor put *fact* into the file by itself: whose machine it was, when."""
    return fact.source.startswith(_OF_PROGRAM)


def _first(given: Facts) -> Fact:
    return next(iter(given), NOTHING)


def _site(metadata: Metadata) -> Fact:
    """Return what the text appeared in: where no more is told of a page, who publishes it."""
    named = _first(metadata.sites or (() if metadata.kind else metadata.publishers))
    # A site that says in its name what it is about is called by what stands before that.
    short = _PARTED.split(named.value)[0].strip()
    is_long = len(named.value) > _LONGEST_SITE and short
    return Fact(short, named.source, named.is_body) if is_long else named


def _numbers(metadata: Metadata) -> Iterable[tuple[str, Fact]]:
    for key, given in (
        ("volume", metadata.volumes),
        ("issue", metadata.issues),
        ("page", metadata.pages),
    ):
        if given:
            yield key, given[0]
    seen: set[str] = set()
    for fact in metadata.identifiers:
        kind, _, value = fact.value.partition(":")
        if kind not in seen:
            seen.add(kind)
            yield kind.upper(), Fact(value, fact.source)


def _lifted(text: CleanText, role: str) -> list[Fact]:
    return [
        Fact(" ".join(removal.text.split()), _FROM_TEXT)
        for removal in text.removals
        if removal.action == "lifted" and removal.role == role
    ]


def _title(said: Sequence[Fact], lifted: Sequence[Fact], site: str) -> Fact:
    """Return the title most sources agree on, without the name of the site."""
    bare = [Fact(_without_site(fact.value, site, said), fact.source) for fact in (*said, *lifted)]
    votes: dict[str, list[Fact]] = {}
    for fact in bare:
        if key := _key(fact.value):
            votes.setdefault(key, []).append(fact)
    # Of those with as many votes, the first: the list is in order of trust.
    best = max(votes.values(), key=lambda facts: len({f.source for f in facts}), default=[NOTHING])
    return best[0]


def _without_site(title: str, site: str, said: Iterable[Fact]) -> str:
    parts = _PARTED.split(title)
    if len(parts) == 1:
        return title
    key = _key(site)
    if key and _key(parts[-1]) in (key, f"the{key}"):
        return _cut(title, parts[-1], last=True)
    if key and _key(parts[0]) == key:
        return _cut(title, parts[0], last=False)
    # Another source has the title without its last part: that part is the site's.
    whole = {_key(fact.value) for fact in said}
    for number in range(len(parts) - 1, 0, -1):
        shorter = title[: title.find(parts[number])].rstrip(" |·•»–—-:")
        if _key(shorter) in whole:
            return shorter
    return title


def _cut(title: str, part: str, *, last: bool) -> str:
    at = title.rfind(part) if last else title.find(part) + len(part)
    kept = title[:at] if last else title[at:]
    return kept.strip(" |·•»–—-:")


def _key(text: str) -> str:
    return _LETTERS.sub("", unicodedata.normalize("NFKC", text).casefold())


def _names(fact: Fact, site: str) -> tuple[Name, ...]:
    """Return the names in *fact*; what the page calls a body, or itself, is one whole name."""
    is_site = bool(site) and _key(fact.value) == _key(site)
    words = without_date(_YEARS.sub("", fact.value))
    names = (body(words),) if fact.is_body or is_site else names_in(words)
    return tuple(replace(name, doubtful=True) for name in names) if _is_of_program(fact) else names


def _authors(said: Iterable[Fact], site: str) -> tuple[tuple[Name, ...], Fact]:
    """Return the authors of the first source that names any, and that source."""
    sources: dict[str, list[Fact]] = {}
    for fact in said:
        if not _NEVER_AUTHORS.search(fact.value):
            sources.setdefault(fact.source, []).append(fact)
    for source, facts in sources.items():
        if source == _BYLINE and len({_key(fact.value) for fact in facts}) > _MOST_BYLINES:
            continue
        names = dict.fromkeys(name for fact in facts for name in _names(fact, site))
        # A family name alone is that of somebody who is named in full.
        families = {name.family for name in names if name.family}
        if found := tuple(name for name in names if name.literal not in families):
            return found, facts[0]
    return (), NOTHING


def _issued(said: Iterable[Fact], address: Fact, language: str) -> Fact:
    for fact in said:
        if found := iso_date(fact.value, language=language):
            return Fact(found, fact.source)
    found = date_in_address(address.value)
    return Fact(found, "the URL") if found else NOTHING
