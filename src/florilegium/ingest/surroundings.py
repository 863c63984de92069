"""The place of each block in its HTML page: the elements around it, its share of links."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from lxml import etree

from florilegium.model import Element, Hints

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_NAMED = ("class", "id", "role", "itemprop", "data-testid", "data-component")
_MOST_NAMES = 24
# A path is kept to this many elements, so that a page of nothing but tags stays cheap.
_DEEPEST = 48


@dataclass(slots=True)
class Surroundings:
    """The elements open at a place of the page, and the links in the block being written."""

    path: list[Element] = field(default_factory=list)
    links: int = 0
    count: int = 0
    linked: int = 0
    written: int = 0
    first: tuple[Element, ...] = ()

    def enter(self, element: etree._Element) -> None:
        """Take note of a start tag."""
        self.count += 1
        tag = str(element.tag)
        self.links += tag in ("a", "button")
        self.path.append(Element(self.count, tag, _names(element)))

    def leave(self) -> None:
        """Take note of the end tag of the innermost element."""
        self.links -= self.path.pop().tag in ("a", "button")

    def letters(self, count: int) -> None:
        """Take note of so many letters of text."""
        if not self.written:
            self.first = tuple(self.path[-_DEEPEST:])
        self.written += count
        self.linked += count if self.links else 0

    def hints(self) -> Hints:
        """Return what is known of the block whose letters were noted."""
        return Hints(self.first, round(self.linked / (self.written or 1), 3))

    def next_block(self) -> None:
        """Begin another block."""
        self.linked = self.written = 0


# How pages name a poem, and a line of one.
_POEM = frozenset(
    {
        "gedicht", "lyrics", "poem", "poema", "poems", "poesia", "poesie", "poetry", "stanza",
        "strophe", "verse", "verses"
    }
)  # fmt: skip
_LINE = frozenset({"line", "verse", "vers", "verso"})
_RUNNING = frozenset(
    {"blockquote", "div", "dl", "dd", "figure", "ol", "p", "pre", "section", "ul"}
)
# A name counts on so many elements around a line: further out it names the page.
_NEAR = 4


def says_verse(hints: Hints) -> bool:
    """Tell whether the page names one of the elements closest around a block a poem."""
    near = [element for element in hints.path if element.tag in _RUNNING][-_NEAR:]
    return any(is_poem(element.names) for element in near)


def is_poem(names: Iterable[str]) -> bool:
    """Tell whether one of *names*, of classes or of styles, is that of a poem."""
    return not _POEM.isdisjoint(names)


def family(hints: Hints) -> str:
    """Return what is the same for all lines of a stanza: the element around, their own kind."""
    own = next((n for n in range(len(hints.path), 0, -1) if _is_line(hints.path[n - 1])), 0)
    if own < 2:  # noqa: PLR2004  # an element around it, and its own
        return ""
    element = hints.path[own - 1]
    named = bool(_LINE.intersection(element.names))
    return f"{hints.path[own - 2].number} {element.tag} {named}"


def _is_line(element: Element) -> bool:
    return element.tag in ("div", "p", "li", "dd")


def _names(element: etree._Element) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for key in _NAMED:
        value = element.get(key)
        if value:
            found |= dict.fromkeys(_words(value[:300]))
    names = tuple(found)[:_MOST_NAMES]
    return ("hidden", *names) if _is_hidden(element) else names


def _words(value: str) -> Iterator[str]:
    """Yield the words of each name in *value*, and each two that follow one another in it."""
    for name in value.split():
        words = [word.lower() for word in _WORD.findall(name) if len(word) > 1]
        yield from words
        yield from map("-".join, pairwise(words))


def _is_hidden(element: etree._Element) -> bool:
    style = element.get("style")
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or (style is not None and _HIDDEN.search(style) is not None)
    )
