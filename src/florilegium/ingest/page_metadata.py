"""The metadata of an HTML page: JSON-LD, OpenGraph, Dublin Core, Highwire tags, microdata.

Input: the bytes or the text of a page. Output: `Metadata`; see there for how far it is trusted.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as lxml_html

from florilegium.errors import SeedError
from florilegium.ingest.characters import canonical
from florilegium.ingest.encoding import decode_bytes
from florilegium.ingest.metadata import Fact, Metadata, facts, identifier, is_address, licence

_LONGEST_JSON = 1_000_000
_MOST_WORDS = 1_600  # letters of an element that are looked at
_ARTICLES = re.compile(r"(?:Article|BlogPosting|Report|WebPage|Book|Recipe|Posting)$")
_WHOLE = re.compile(r"Periodical|Newspaper|Publication|Book|Blog|Collection")
_SPACE = re.compile(r"\s+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")

_META: dict[str, str] = {
    "og:title": "titles", "twitter:title": "titles", "dc.title": "titles",
    "dcterms.title": "titles", "citation_title": "titles", "headline": "titles",
    "parsely-title": "titles", "eprints.title": "titles", "bepress_citation_title": "titles",
    "author": "authors", "article:author": "authors", "dc.creator": "authors",
    "dc.contributor.author": "authors", "citation_author": "authors", "byl": "authors",
    "citation_authors": "authors", "bepress_citation_author": "authors",
    "parsely-author": "authors", "sailthru.author": "authors", "dcterms.creator": "authors",
    "book:author": "authors", "eprints.creators_name": "authors",
    "citation_editor": "editors", "dc.contributor.editor": "editors",
    "dc.contributor.translator": "translators",
    "article:published_time": "dates", "datepublished": "dates", "dc.date": "dates",
    "dc.date.issued": "dates", "dcterms.created": "dates", "dcterms.date": "dates",
    "dcterms.issued": "dates", "date": "dates", "pubdate": "dates", "publishdate": "dates",
    "publish-date": "dates", "citation_publication_date": "dates", "citation_date": "dates",
    "citation_online_date": "dates", "parsely-pub-date": "dates", "sailthru.date": "dates",
    "og:published_time": "dates", "created": "dates", "book:release_date": "dates",
    "og:site_name": "sites", "application-name": "sites", "citation_journal_title": "sites",
    "citation_conference_title": "sites", "citation_inbook_title": "sites",
    "prism.publicationname": "sites", "dc.source": "",
    "publisher": "publishers", "dc.publisher": "publishers", "dcterms.publisher": "publishers",
    "citation_publisher": "publishers",
    "citation_volume": "volumes", "prism.volume": "volumes",
    "citation_issue": "issues", "prism.number": "issues",
    "citation_doi": "identifiers", "dc.identifier": "identifiers", "prism.doi": "identifiers",
    "dcterms.identifier": "identifiers", "citation_isbn": "identifiers",
    "book:isbn": "identifiers", "doi": "identifiers", "dc.identifier.doi": "identifiers",
    "dc.rights": "licences", "dcterms.rights": "licences", "dcterms.license": "licences",
    "license": "licences", "rights": "licences",
    "og:url": "addresses", "citation_public_url": "addresses",
    "citation_abstract_html_url": "addresses",
}  # fmt: skip
_KINDS = {
    "citation_journal_title": "article-journal", "citation_inbook_title": "chapter",
    "citation_conference_title": "paper-conference", "prism.publicationname": "article-journal",
}  # fmt: skip
_IS_LANGUAGE = ("citation_language", "dc.language", "dcterms.language", "og:locale")
# What browsers write above a page that they save, with the length of the address.
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d{4,}\)\s*(https?://[^\s<>]+)\s*-->")
_HEAD = 10_000  # letters in which that stands
_FIRST_PAGE, _LAST_PAGE = "citation_firstpage", "citation_lastpage"


@dataclass(slots=True)
class _Found:
    """The facts of a page as they are gathered."""

    facts: dict[str, list[Fact]] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    language: str = ""
    kind: str = ""

    def add(self, kind: str, value: object, source: str, *, is_body: bool = False) -> None:
        self.facts.setdefault(kind, []).extend(facts((value,), source, is_body=is_body))

    def metadata(self) -> Metadata:
        kept = {
            kind: tuple(
                dict.fromkeys(fact for fact in map(_SOUND.get(kind, _same), given) if fact)
            )
            for kind, given in self.facts.items()
        }
        return Metadata(**kept, language=self.language, kind=self.kind)


def _same(fact: Fact) -> Fact | None:
    return fact


def _with(value: str, fact: Fact) -> Fact | None:
    return Fact(value, fact.source) if value else None


_SOUND = {
    "addresses": lambda fact: fact if is_address(fact.value) else None,
    "identifiers": lambda fact: _with(identifier(fact.value), fact),
    "licences": lambda fact: _with(licence(fact.value), fact),
}


def read(data: bytes) -> Metadata:
    """Return what the bytes of an HTML page say of it; nothing when they are no page."""
    try:
        return read_page(canonical(decode_bytes(data, "", markup=True), markup=True).text)
    except SeedError:
        return Metadata()


def read_page(text: str) -> Metadata:
    """Return what the HTML page *text* says of itself."""
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    found = _Found()
    try:
        root = lxml_html.document_fromstring(text.encode(), parser=parser)
    except etree.ParserError:
        return Metadata()
    found.language = (root.get("lang") or "").strip()
    for node in _articles(root):
        _from_json(node, found)
    _from_meta(root, found)
    _from_marks(root, found)
    _from_links(root, found)
    if saved := _SAVED_FROM.search(text[:_HEAD]):
        found.add("addresses", saved[1], "the browser that saved it")
    return found.metadata()


# -- JSON-LD -------------------------------------------------------------------------------


def _articles(root: etree._Element) -> Iterator[dict[str, object]]:
    for script in root.iter("script"):
        if (script.get("type") or "").partition(";")[0].strip() != "application/ld+json":
            continue
        source = "".join(map(str, script.itertext()))
        if len(source) > _LONGEST_JSON:
            continue
        try:
            loaded: object = json.loads(source, strict=False)
        except (ValueError, RecursionError):
            continue
        nodes = list(_nodes(loaded))
        nodes.sort(key=lambda node: "WebPage" in str(node.get("@type")))
        yield from nodes


def _nodes(loaded: object) -> Iterator[dict[str, object]]:
    waiting = [loaded]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            types = node.get("@type")
            names = types if isinstance(types, list) else [types]
            if any(_ARTICLES.search(str(name)) for name in names):
                yield node
            waiting += [node[key] for key in ("@graph", "mainEntity") if key in node]


def _from_json(node: dict[str, object], found: _Found) -> None:
    page = "WebPage" in str(node.get("@type"))
    found.add("titles", node.get("headline") or (None if page else node.get("name")), "JSON-LD")
    for kind, key in (("authors", "author"), ("editors", "editor"), ("translators", "translator")):
        for person in _listed(node.get(key)):
            for name in _named(person):
                found.add(kind, name, "JSON-LD", is_body=_is_body(person))
    found.add("dates", node.get("datePublished"), "JSON-LD")
    for name in _named(node.get("publisher")):
        found.add("publishers", name, "JSON-LD")
    for whole in _listed(node.get("isPartOf")):
        if isinstance(whole, dict) and _WHOLE.search(str(whole.get("@type"))):
            found.add("sites", whole.get("name"), "JSON-LD")
    for given in _listed(node.get("license")):
        address = given.get("url") or given.get("@id") if isinstance(given, dict) else given
        found.add("licences", address, "JSON-LD")
    found.add("identifiers", node.get("isbn"), "JSON-LD")
    for given in (*_listed(node.get("identifier")), *_listed(node.get("sameAs"))):
        found.add(
            "identifiers", given.get("value") if isinstance(given, dict) else given, "JSON-LD"
        )
    if not page and not found.language and isinstance(node.get("inLanguage"), str):
        found.language = _language(str(node["inLanguage"]))


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _is_body(author: object) -> bool:
    kind = str(author.get("@type")) if isinstance(author, dict) else ""
    return re.search(r"Organi[sz]ation|Corporation|NGO|Agency", kind) is not None


def _named(value: object) -> Iterator[str]:
    for one in _listed(value):
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict) and isinstance(one.get("name"), str):
            yield one["name"]
        elif isinstance(one, dict) and isinstance(one.get("name"), list):
            yield from (name for name in one["name"] if isinstance(name, str))


# -- tags ----------------------------------------------------------------------------------


def _from_meta(root: etree._Element, found: _Found) -> None:
    ends: dict[str, str] = {}
    for meta in root.iter("meta"):
        content = meta.get("content") or ""
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = (meta.get(key) or "").strip().lower().replace("dc:", "dc.")
            if name in _IS_LANGUAGE:
                found.language = found.language or _language(content)
            if name in (_FIRST_PAGE, _LAST_PAGE):
                ends.setdefault(name, _SPACE.sub(" ", content).strip())
            if kind := _META.get(name, ""):
                found.kind = found.kind or _KINDS.get(name, "")
                _take(found, kind, content, f"meta {name}")
                break
    if first := ends.get(_FIRST_PAGE):
        last = ends.get(_LAST_PAGE, "")
        found.add("pages", f"{first}–{last}" if last not in ("", first) else first, "meta")


def _take(found: _Found, kind: str, content: str, source: str) -> None:
    # Highwire and some libraries put all authors into one tag.
    parts = content.split(";") if kind == "authors" and "citation" in source else [content]
    for part in parts:
        found.add(kind, part, source)


def _language(words: str) -> str:
    given = words.strip()
    return given.replace("_", "-") if _LANGUAGE.fullmatch(given) else ""


def _from_links(root: etree._Element, found: _Found) -> None:
    canonical_links: list[Fact] = []
    for link in root.iter("link", "a"):
        rel = (link.get("rel") or "").lower().split()
        href = link.get("href") or ""
        if "canonical" in rel and link.tag == "link":
            canonical_links += facts((href,), "canonical link")
        if "license" in rel:
            found.add("licences", href, "licence link")
    if sound := [fact for fact in canonical_links if is_address(fact.value)]:
        found.facts.setdefault("addresses", []).insert(0, sound[-1])


def _from_marks(root: etree._Element, found: _Found) -> None:
    headings = [_text(node) for node in root.iter("h1")]
    if len(headings) == 1:
        found.add("titles", headings[0], "h1")
    titles = (_text(node) for node in root.iter("title") if node.getparent() is not None)
    found.add("titles", next(titles, ""), "title")
    for node in root.iter("time", "abbr", "span", "p", "div", "a", "address"):
        prop = (node.get("itemprop") or "").lower()
        if prop == "datepublished" or (node.tag == "time" and node.get("pubdate") is not None):
            given = node.get("datetime") or node.get("content") or _text(node)
            found.add("dates", given, "microdata")
        elif prop == "author" or "author" in (node.get("rel") or "").lower().split():
            found.add("authors", _text(node), "byline")
    for node in _classed(root, re.compile(r"(?:^|[\s_-])(?:byline|author)(?:[_-]?name)?(?:$|\s)")):
        text = _text(node)
        if len(text) < 80:  # noqa: PLR2004  # longer is about the author
            found.add("authors", text, "byline")
    for node in root.iter("time"):
        found.add("dates", node.get("datetime") or _text(node), "time")


def _classed(root: etree._Element, pattern: re.Pattern[str]) -> Iterable[etree._Element]:
    return (
        node
        for node in root.iter("span", "p", "div", "a", "address", "li")
        if pattern.search((node.get("class") or "").lower())
    )


def _text(node: etree._Element) -> str:
    return _SPACE.sub(" ", "".join(map(str, node.itertext()))[:_MOST_WORDS]).strip()
