"""The author's notes of an e-book that are called by links: which link calls which note.

Input pandoc's blocks, which are changed: a note is taken out of the running text, and so are the
links that lead back from it. Output the notes by the ids that links name.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from florilegium.ingest.pandoc_tree import Node, words_of

_SIGN = re.compile(r"[\[(]?(?:\d{1,4}|[a-z]|[ivxl]{1,6}|[*†‡§¶]{1,3})[\])]?", re.IGNORECASE)
_BRACKETED = re.compile(r"[\[(].+[\])]")
_NAMED = re.compile(r"foot-?note|note-?ref|end-?note|rear-?note|fn-?ref", re.IGNORECASE)
_LONGEST = 5000  # letters; more is a part of the text and no note


@dataclass(slots=True)
class LinkedNotes:
    """The *bodies* of the notes by id, and the words of the links *back* that were taken out."""

    bodies: dict[str, list[Node]] = field(default_factory=dict)
    backs: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Target:
    """Where an id stands: what may be the note, *place* in the order of the book."""

    place: int
    host: Any  # a block, or the blocks of an item
    named: bool


def linked_notes(blocks: Sequence[Node], around: Sequence[Node]) -> LinkedNotes:
    """Return the notes that links in *blocks* call; they stand anywhere in *around*."""
    walk = _Targets()
    walk.visit(list(around))
    made = LinkedNotes()
    calls = [(walk.links.get(id(link), 0), link, raised) for link, raised in _links(blocks)]
    callers = {str(link["c"][0][0]) for _, link, _ in calls}
    for place, link, raised in calls:
        name = str(link["c"][2][0]).removeprefix("#")
        target = walk.targets.get(name)
        if target is None or name in made.bodies or target.place <= place:
            continue
        if _is_call(link, raised=raised) and _is_note(target, link, callers):
            made.bodies[name] = _taken(target.host)
    for body in made.bodies.values():
        _without_backs(body, walk, made)
    return made


class _Targets:
    """All ids of a book with what they stand on, and where each link stands."""

    def __init__(self) -> None:
        self.targets: dict[str, _Target] = {}
        self.links: dict[int, int] = {}
        self._place = 0

    def visit(self, node: Any, host: Any = None) -> None:  # noqa: ANN401  # of pandoc's JSON
        if isinstance(node, list):
            for one in node:
                self.visit(one, host)
            return
        if not isinstance(node, dict) or "t" not in node:
            return
        self._place += 1
        kind: str = node["t"]
        content: Any = node.get("c")
        if kind in ("Para", "Plain") and host is None:
            host = node
        if kind in ("Div", "Span", "Link"):
            self._note(content[0], node if kind == "Div" else host)
        if kind == "Link":
            self.links[id(node)] = self._place
        if kind == "Div":
            self.visit(content[1])
        elif kind in ("BulletList", "OrderedList"):
            for item in content if kind == "BulletList" else content[1]:
                self.visit(item, item)
        else:
            self.visit(content, host)

    def _note(self, attributes: Sequence[Any], host: Any) -> None:  # noqa: ANN401  # the same
        if attributes[0] and host is not None:
            target = _Target(self._place, host, _named(attributes))
            self.targets.setdefault(str(attributes[0]), target)


def _named(attributes: Sequence[Any]) -> bool:
    name, classes, _ = attributes
    return _NAMED.search(" ".join([str(name), *classes, *_said(attributes)])) is not None


def _said(attributes: Sequence[Any]) -> list[str]:
    """Return what an element says that it is."""
    kinds = ("epub-type", "role", "data-role", "type")
    return [word for key, value in attributes[2] if key in kinds for word in value.split()]


def _links(node: object, *, raised: bool = False) -> Iterator[tuple[Node, bool]]:
    if isinstance(node, list):
        for one in node:
            yield from _links(one, raised=raised)
    elif isinstance(node, dict):
        if node.get("t") == "Link" and str(node["c"][2][0]).startswith("#"):
            yield node, raised
        yield from _links(node.get("c"), raised=raised or node.get("t") == "Superscript")


def _is_call(link: Node, *, raised: bool) -> bool:
    attributes, inlines, _ = link["c"]
    sign = words_of(inlines)
    if not _SIGN.fullmatch(sign):
        return False
    high = raised or any(one["t"] == "Superscript" for one in inlines)
    return high or _BRACKETED.fullmatch(sign) is not None or _named(attributes)


def _is_note(target: _Target, link: Node, callers: set[str]) -> bool:
    """Tell whether *target* shows that it is a note: by its name, its sign, a way back."""
    words = words_of(_blocks(target.host))
    if len(words) > _LONGEST or _has_heading(target.host):
        return False
    sign = words_of(link["c"][1]).strip("[]()")
    if target.named or "noteref" in _said(link["c"][0]) or words.lstrip("[(").startswith(sign):
        return True
    return any(
        str(back["c"][2][0]).removeprefix("#") in callers for back, _ in _links(target.host)
    )


def _blocks(host: Any) -> list[Node]:  # noqa: ANN401  # a block or several
    return list(host) if isinstance(host, list) else [host]


def _has_heading(host: Any) -> bool:  # noqa: ANN401  # the same
    return any(
        block["t"] in ("Header", "Table") or (block["t"] == "Div" and _has_heading(block["c"][1]))
        for block in _blocks(host)
    )


def _taken(host: Any) -> list[Node]:  # noqa: ANN401  # the same
    """Return the blocks of *host*, and leave nothing in its place."""
    if isinstance(host, list):
        body = list(host)
        host.clear()
        return body
    body = [dict(host)]
    host.clear()
    host["t"] = "Null"
    return body


def _without_backs(body: Sequence[Node], walk: _Targets, made: LinkedNotes) -> None:
    """Take the links out of *body* that lead back: arrows, and the sign it begins with."""
    for link, _ in list(_links(list(body))):
        words = words_of(link["c"][1])
        target = walk.targets.get(str(link["c"][2][0]).removeprefix("#"))
        upwards = target is not None and target.place < walk.links.get(id(link), 0)
        if upwards and (_SIGN.fullmatch(words) or not any(map(str.isalnum, words))):
            made.backs.append(words)
            link["c"][1] = []
