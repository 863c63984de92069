"""The metadata of an HTML page: JSON-LD, OpenGraph and meta tags, microdata, its heading.

All of it is a stranger's word: it is read as text, bounded, and only ever offered as a draft.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as lxml_html

_LONGEST_JSON = 1_000_000
_LONGEST = 400  # letters of one fact
_ARTICLES = re.compile(r"(?:Article|BlogPosting|Report|WebPage|Book|Recipe|Posting)$")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement of a page: its *value*, and in *source* where it was found.

    *is_body* tells that the page calls it an organisation.
    """

    value: str
    source: str
    is_body: bool = False


@dataclass(slots=True)
class PageFacts:
    """All a page says, the most trusted first."""

    titles: list[Fact] = field(default_factory=list)
    authors: list[Fact] = field(default_factory=list)
    dates: list[Fact] = field(default_factory=list)
    sites: list[Fact] = field(default_factory=list)
    addresses: list[Fact] = field(default_factory=list)
    language: str = ""


_META: dict[str, str] = {
    "og:title": "titles", "twitter:title": "titles", "dc.title": "titles",
    "citation_title": "titles", "headline": "titles", "parsely-title": "titles",
    "author": "authors", "article:author": "authors", "dc.creator": "authors",
    "citation_author": "authors", "parsely-author": "authors", "sailthru.author": "authors",
    "twitter:creator": "", "byl": "authors", "dcterms.creator": "authors",
    "article:published_time": "dates", "datepublished": "dates", "dc.date": "dates",
    "dc.date.issued": "dates", "dcterms.created": "dates", "dcterms.date": "dates",
    "date": "dates", "pubdate": "dates", "publishdate": "dates", "publish-date": "dates",
    "citation_publication_date": "dates", "parsely-pub-date": "dates", "sailthru.date": "dates",
    "og:published_time": "dates", "last-modified": "", "created": "dates",
    "og:site_name": "sites", "application-name": "sites", "citation_journal_title": "sites",
    "publisher": "sites", "dc.publisher": "sites",
    "og:url": "addresses",
}  # fmt: skip


def read_head(text: str) -> PageFacts:
    """Return what the HTML page *text* says of itself."""
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    found = PageFacts()
    try:
        root = lxml_html.document_fromstring(text.encode(), parser=parser)
    except etree.ParserError:
        return found
    found.language = (root.get("lang") or "").strip()
    for node in _articles(root):
        _from_json(node, found)
    _from_meta(root, found)
    _from_marks(root, found)
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            found.addresses.insert(0, Fact(link.get("href") or "", "canonical link"))
    found.addresses = [fact for fact in found.addresses if _is_address(fact.value)]
    return found


def _is_address(value: str) -> bool:
    return re.fullmatch(r"https?://[^\s\"<>]{3,1000}", value) is not None


def _add(facts: list[Fact], value: object, source: str, *, is_body: bool = False) -> None:
    if isinstance(value, str):
        words = _SPACE.sub(" ", value).strip()
        if 0 < len(words) <= _LONGEST:
            facts.append(Fact(words, source, is_body))


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


def _from_json(node: dict[str, object], found: PageFacts) -> None:
    page = "WebPage" in str(node.get("@type"))
    _add(found.titles, node.get("headline") or (None if page else node.get("name")), "JSON-LD")
    for author in _listed(node.get("author")):
        for name in _named(author):
            _add(found.authors, name, "JSON-LD", is_body=_is_body(author))
    _add(found.dates, node.get("datePublished"), "JSON-LD")
    for name in _named(node.get("publisher")):
        _add(found.sites, name, "JSON-LD")
    for name in _named(node.get("isPartOf")):
        _add(found.sites, name, "JSON-LD")


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


def _from_meta(root: etree._Element, found: PageFacts) -> None:
    for meta in root.iter("meta"):
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = (meta.get(key) or "").strip().lower()
            kind = _META.get(name, "")
            if kind:
                _add(getattr(found, kind), meta.get("content"), f"meta {name}")
                break


def _from_marks(root: etree._Element, found: PageFacts) -> None:
    headings = [_text(node) for node in root.iter("h1")]
    if len(headings) == 1:
        _add(found.titles, headings[0], "h1")
    titles = (_text(node) for node in root.iter("title") if node.getparent() is not None)
    _add(found.titles, next(titles, ""), "title")
    for node in root.iter("time", "abbr", "span", "p", "div", "a", "address"):
        prop = (node.get("itemprop") or "").lower()
        if prop == "datepublished" or (node.tag == "time" and node.get("pubdate") is not None):
            _add(
                found.dates,
                node.get("datetime") or node.get("content") or _text(node),
                "microdata",
            )
        elif prop == "author" or "author" in (node.get("rel") or "").lower().split():
            _add(found.authors, _text(node), "byline")
    for node in _classed(root, re.compile(r"(?:^|[\s_-])(?:byline|author)(?:[_-]?name)?(?:$|\s)")):
        text = _text(node)
        if len(text) < 80:  # noqa: PLR2004  # longer is about the author
            _add(found.authors, text, "byline")
    for node in root.iter("time"):
        _add(found.dates, node.get("datetime") or _text(node), "time")


def _classed(root: etree._Element, pattern: re.Pattern[str]) -> Iterable[etree._Element]:
    return (
        node
        for node in root.iter("span", "p", "div", "a", "address", "li")
        if pattern.search((node.get("class") or "").lower())
    )


def _text(node: etree._Element) -> str:
    return _SPACE.sub(" ", "".join(map(str, node.itertext()))[: 4 * _LONGEST]).strip()
