"""The size of a drawing (SVG): how many elements it is when every reference is followed.

Input: the tree of a drawing. Output: their number, or the name of what draws itself. References
are found wherever a drawing can have them: in attributes, in ``style``, and in its own sheet,
whose selectors are taken to match rather one element too many.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import tinycss2
from lxml import etree

from florilegium.errors import FlorilegiumError

Node = etree._Element  # noqa: SLF001  # lxml gives its element type no public name
Reference = tuple[str, str]  # the property or attribute that refers, and to whom

_SVG = "{http://www.w3.org/2000/svg}"
# What children have of their parents: each of them draws it.
_INHERITED = frozenset({"fill", "marker", "marker-end", "marker-mid", "marker-start", "stroke"})
_AT_POINTS = frozenset({"marker", "marker-mid"})  # drawn at every point of a line
_COMBINED = (">", "+", "~")
_NUMBER = re.compile(r"[0-9]*\.?[0-9]+")


class SelfDrawnError(FlorilegiumError):
    """A drawing that draws itself; *what* is the id over which it does."""


def drawn(root: Node, *, most: int) -> int:
    """Return how many elements *root* draws; more than *most* are not counted to their end.

    Raises `SelfDrawnError` for a circle of references.
    """
    nodes = [*root.iter(etree.Element)]
    sheet = _Sheet()
    for node in nodes:
        if node.tag == f"{_SVG}style":
            sheet.add("".join(map(str, node.itertext())))
    growth = _Growth(nodes, most)
    for node in nodes:
        growth.refer(node, dict.fromkeys([*_of_attributes(node), *sheet.matching(node)]))
        if growth.references > most:
            return growth.references
    return growth.total(root)


# -- references ------------------------------------------------------------------------------


def _of_attributes(node: Node) -> Iterator[Reference]:
    for name, value in node.attrib.items():
        local, text = str(name).rpartition("}")[2], str(value)
        if local == "href" and text.startswith("#"):
            yield from (("href", one) for one in _spellings(text))
        elif local == "style" and _may_refer(text):
            yield from _of_declarations(tinycss2.parse_declaration_list(text))
        elif _may_refer(text):
            targets = _targets(tinycss2.parse_component_value_list(text))
            yield from ((local, one) for one in targets)


def _of_declarations(declarations: Iterable[Any]) -> Iterator[Reference]:
    for one in declarations:
        if one.type == "declaration":
            yield from ((one.lower_name, target) for target in _targets(one.value))


def _may_refer(text: str) -> bool:
    """Tell quickly whether *text* may have a ``url(``, however its letters are written."""
    return "(" in text and ("\\" in text or "url(" in text.lower())


def _targets(tokens: Iterable[Any]) -> Iterator[str]:
    waiting = list(tokens)
    while waiting:
        token = waiting.pop()
        if token.type in ("url", "string") and token.value.startswith("#"):
            yield from _spellings(token.value)
        for part in ("content", "arguments"):
            if isinstance(inner := getattr(token, part, None), list):
                waiting += inner


def _spellings(address: str) -> Iterator[str]:
    """Yield whom *address* names: as it stands, and as some programs decode it."""
    yield from dict.fromkeys((address[1:], unquote(address[1:])))


@dataclass(slots=True)
class _Sheet:
    """What the sheets of a drawing refer to, by the class, id or element that they say it of."""

    named: dict[str, dict[Reference, None]] = field(default_factory=dict)
    of_all: dict[Reference, None] = field(default_factory=dict)

    def add(self, text: str) -> None:
        for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
            if rule.type != "qualified-rule":
                continue
            found = dict.fromkeys(_of_declarations(tinycss2.parse_declaration_list(rule.content)))
            for selector in _selectors(rule.prelude) if found else ():
                names = _names(selector)
                for table in (self.named.setdefault(one, {}) for one in names):
                    table.update(found)
                if not names:
                    self.of_all.update(found)

    def matching(self, node: Node) -> Iterator[Reference]:
        """Yield what the sheets say of *node*, and perhaps what they say of others."""
        yield from self.of_all
        if self.named:
            classes = (f".{one}" for one in str(node.get("class", "")).split())
            tag = str(node.tag).removeprefix(_SVG)
            for name in (*classes, f"#{node.get('id', '')}", tag):
                yield from self.named.get(name, ())


def _selectors(prelude: Sequence[Any]) -> Iterator[list[Any]]:
    """Yield the part of each selector that says of what it is: what follows its last blank."""
    part: list[Any] = []
    for one in [*prelude, None]:
        if one is None or one == ",":
            while part and part[-1].type == "whitespace":
                part.pop()
            yield part
            part = []
        elif part and (part[-1].type == "whitespace" or part[-1] in _COMBINED):
            part = [one]
        else:
            part.append(one)


def _names(selector: Sequence[Any]) -> list[str]:
    """Return one name that all that *selector* matches has; none where it may be anything."""
    for before, token in zip([None, *selector], selector, strict=False):
        if token.type == "hash":
            return [f"#{token.value}"]
        if token.type == "ident" and before == ".":
            return [f".{token.value}"]
    first = selector[0] if selector else None
    return [first.value] if first is not None and first.type == "ident" else []


# -- sizes -----------------------------------------------------------------------------------


class _Growth:
    """The elements of a drawing in their order, and what each of them refers to."""

    def __init__(self, nodes: Sequence[Node], most: int) -> None:
        self._most = most
        self._at = {node: at for at, node in enumerate(nodes)}
        self._ends: list[int] = [*range(1, len(nodes) + 1)]  # behind the last element within each
        for at in range(len(nodes) - 1, 0, -1):
            above = self._at[nodes[at].getparent()]  # type: ignore[index]  # all but the root have one
            self._ends[above] = max(self._ends[above], self._ends[at])
        self._owners: dict[str, int] = {}
        for at, node in enumerate(nodes):
            self._owners.setdefault(str(node.get("id", "")), at)
        self._owners.pop("", None)
        self._points: list[int] = [_points(node) for node in nodes]
        self._uses: list[tuple[int, str, str]] = []  # where, by which property, whom
        self._sizes: dict[str, int] = {}

    @property
    def references(self) -> int:
        """How many references were found."""
        return len(self._uses)

    def refer(self, node: Node, references: Iterable[Reference]) -> None:
        """Take note of the *references* of *node*; nodes come in their order."""
        at = self._at[node]
        self._uses += [(at, name, one) for name, one in references if one in self._owners]

    def total(self, root: Node) -> int:
        """Return how many elements are drawn; raise `SelfDrawnError` for a circle."""
        within = {name: self._within(at) for name, at in self._owners.items()}
        waiting = [(name, False) for name in within]
        begun = set[str]()
        while waiting:  # each name comes after all that it refers to; a circle has no such order
            name, is_ready = waiting.pop()
            uses = within[name]
            if is_ready:
                self._sizes[name] = self._size(self._owners[name], uses)
                begun.discard(name)
            elif name in begun:
                raise SelfDrawnError(name)
            elif name not in self._sizes:
                begun.add(name)
                waiting.append((name, True))
                others = dict.fromkeys(one for _, _, one in uses)
                waiting += [
                    (one, False) for one in others if one not in self._sizes or one in begun
                ]
        return self._size(self._at[root], self._uses)

    def _within(self, at: int) -> list[tuple[int, str, str]]:
        """The references of the element *at* and of all within it."""
        first = bisect_left(self._uses, (at,))
        return self._uses[first : bisect_left(self._uses, (self._ends[at],))]

    def _size(self, at: int, uses: Sequence[tuple[int, str, str]]) -> int:
        own = self._ends[at] - at
        grown = (self._times(place, name) * self._sizes[one] for place, name, one in uses)
        return min(own + sum(grown), self._most + 1)

    def _times(self, at: int, name: str) -> int:
        """How often the element *at* and all within it draw what its property *name* refers to."""
        if name not in _INHERITED:
            return 1
        within = [self._sizes[one] for _, by, one in self._within(at) if by == "href"]
        if name not in _AT_POINTS:
            return self._ends[at] - at + sum(within)
        points = self._points[at : self._ends[at]]
        return sum(points) + sum(within) * max(self._points)


def _points(node: Node) -> int:
    """Return how many points the line of *node* has, or a few more."""
    said = "".join(str(node.get(name, "")) for name in ("d", "points"))
    return len(_NUMBER.findall(said)) + 1
