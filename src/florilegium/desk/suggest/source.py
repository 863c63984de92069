"""A draft of an item for ``book/sources.yaml``: what a seed and its page say of themselves.

Every line names where it was found, so that the editor can weigh it. What is not found is
left out, never made up.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from florilegium.clean import merge
from florilegium.desk.suggest.dates import date_in_address, iso_date
from florilegium.desk.suggest.head import Fact, PageFacts, read_head
from florilegium.desk.suggest.names import Name, body, names_in
from florilegium.desk.suggest.opening import opening_of
from florilegium.ingest.language import language_of
from florilegium.model import CleanText

_PARTED = re.compile(r"\s+[|·•»–—-]\s+|\s*\|\s*|\s+::\s+")
_LETTERS = re.compile(r"[\W_]+")
_NEVER_AUTHORS = re.compile(
    r"https?://|^@|^admin\w*$|^(?:staff|editor|redaktion|author|by)$", re.IGNORECASE
)
_FROM_TEXT = "the text"


@dataclass(frozen=True, slots=True)
class Draft:
    """What was found; each fact with its source, empty ones left out."""

    title: Fact
    authors: tuple[Name, ...]
    byline: Fact
    issued: Fact
    site: Fact
    address: Fact
    language: str
    sure: float
    declared: str


_NOTHING = Fact("", "")


def draft_source(text: CleanText, *, page: str = "") -> str:
    """Return a CSL-YAML item for *text*; *page* is its seed when that is HTML."""
    return to_yaml(find_source(text, page=page), name=text.seed.name)


def find_source(text: CleanText, *, page: str = "") -> Draft:
    """Return what the cleaned *text* and its HTML *page* say of title, author, date and site."""
    facts = read_head(page) if page else PageFacts()
    words = language_of("\n".join(block.text for block in text.blocks))
    site = next(iter(facts.sites), _NOTHING)
    # What the cleaner lifted is surer than how the lines above the body look.
    seen = opening_of(merge(text), language=facts.language or words.code)
    lines = {
        role: [*_lifted(text, role), *([Fact(line, "the text, by its look")] if line else [])]
        for role, line in (("title", seen.title), ("byline", seen.byline), ("date", seen.date))
    }
    authors, byline = _authors([*facts.authors, *lines["byline"]], site.value)
    address = next(iter(facts.addresses), _NOTHING)
    return Draft(
        _title(facts.titles, lines["title"], site.value),
        authors,
        byline,
        _issued([*facts.dates, *lines["date"]], address, facts.language or words.code),
        site,
        address,
        words.code,
        words.sure,
        facts.language,
    )


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
    best = max(
        votes.values(), key=lambda facts: len({f.source for f in facts}), default=[_NOTHING]
    )
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
    return (body(fact.value),) if fact.is_body or is_site else names_in(fact.value)


def _authors(said: Iterable[Fact], site: str) -> tuple[tuple[Name, ...], Fact]:
    """Return the authors of the first source that names any, and that source."""
    sources: dict[str, list[Fact]] = {}
    for fact in said:
        if not _NEVER_AUTHORS.search(fact.value):
            sources.setdefault(fact.source, []).append(fact)
    for facts in sources.values():
        names = dict.fromkeys(name for fact in facts for name in _names(fact, site))
        # A family name alone is that of somebody who is named in full.
        families = {name.family for name in names if name.family}
        if found := tuple(name for name in names if name.literal not in families):
            return found, facts[0]
    return (), _NOTHING


def _issued(said: Iterable[Fact], address: Fact, language: str) -> Fact:
    for fact in said:
        if found := iso_date(fact.value, language=language):
            return Fact(found, fact.source)
    found = date_in_address(address.value)
    return Fact(found, "the URL") if found else _NOTHING


# -- YAML ----------------------------------------------------------------------------------


def to_yaml(draft: Draft, *, name: str) -> str:
    """Return *draft* as an item of a CSL-YAML list; every JSON string is a YAML string."""
    return "\n".join([f"# A draft from {name}: read it against the page.", *_lines(draft)]) + "\n"


def _lines(draft: Draft) -> Iterator[str]:
    yield f"- id: {_id(draft)}"
    yield f"  type: {'article-magazine' if draft.site.value else 'webpage'}"
    if draft.authors:
        yield f"  author:  # from {draft.byline.source}: {_comment(draft.byline.value)}"
        for author in draft.authors:
            yield from _author(author)
    yield from _line("title", draft.title)
    yield from _line("container-title", draft.site)
    if draft.issued.value:
        yield f"  issued: {draft.issued.value}  # from {draft.issued.source}"
    yield from _line("URL", draft.address)
    if draft.language:
        declared = draft.declared
        said = f"; the page says {_comment(declared)}" if declared else ""
        same = declared.lower().split("-")[0] == draft.language
        code = declared if same and re.fullmatch(r"[A-Za-z-]{2,12}", declared) else draft.language
        yield f"  language: {code}  # {draft.sure:.0%} sure by its words{said}"
    missing = [
        label
        for label, value in (
            ("author", draft.authors),
            ("title", draft.title.value),
            ("container-title", draft.site.value),
            ("issued", draft.issued.value),
            ("URL", draft.address.value),
        )
        if not value
    ]
    if missing:
        yield f"  # not found: {', '.join(missing)}"


def _line(key: str, fact: Fact) -> Iterator[str]:
    if fact.value:
        yield f"  {key}: {_string(fact.value)}  # from {fact.source}"


def _author(name: Name) -> Iterator[str]:
    doubt = "  # doubtful: is this a name, and so divided?" if name.doubtful else ""
    if name.literal:
        yield f"  - literal: {_string(name.literal)}{doubt}"
        return
    yield f"  - family: {_string(name.family)}{doubt}"
    yield f"    given: {_string(name.given)}"
    if name.suffix:
        yield f"    suffix: {_string(name.suffix)}"


def _string(text: str) -> str:
    if re.fullmatch(r"[^\W\d_][\w ]*(?:[\w’.-]*[\w])?", text) and text.casefold() not in _WORDS:
        return text
    return json.dumps(text, ensure_ascii=False)


_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


def _comment(text: str) -> str:
    return " ".join(text.split())[:80]


def _id(draft: Draft) -> str:
    """Return an id such as editors choose: the first author's name, or a word of the title."""
    first = draft.authors[0] if draft.authors else None
    said = (first.family or first.literal) if first else draft.title.value
    plain = unicodedata.normalize("NFKD", said).encode("ascii", "ignore").decode().casefold()
    words = re.findall(r"[a-z]+", plain)
    own = words[-1:] if first else [word for word in words if len(word) > 3]  # noqa: PLR2004  # no article
    return f"{(own or words or ['source'])[0]}{draft.issued.value[:4]}"
