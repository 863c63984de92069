"""Places in the editor's Markdown: references to them, and events that are told there.

Takes pandoc's document of a piece; makes links of ``[@see:milano#hashtag]`` and
``[words](see:milano)``, and gives each ``::: event`` an id, its words for the chronology beside.
It guesses no place: a reference to nowhere is a fault.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from florilegium.errors import did_you_mean
from florilegium.model.dates import FORMS, read_span
from florilegium.render.allowed_markup import Fault

Tree = Any  # pandoc's JSON: lists, and tables with "t" and "c"
SEE = "see:"
_OF_EVENT = ("date", "shown")
STAND_IN = "0"  # for the folio, so that it is set as a word among words
# The key of a piece and the name of a place → the id of the element there, or what is wrong.
Refer = Callable[[str, str, Mapping[str, str]], "str | Fault"]
_TARGET = re.compile(r"see:(\S+)")


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """An event told in the piece *piece* under the *id*, with its *date* and how it is *shown*.

    *at* is the id of the element that tells it.
    """

    id: str
    piece: str
    date: str
    shown: str
    at: str


def nowhere(_key: str, name: str, _own: Mapping[str, str]) -> "str | Fault":
    """Find no place, whatever is referred to."""
    return Fault(f"refers to [@see:{name}], which is nowhere", "Take it out.", name)


def is_reference(name: str) -> bool:
    """Tell whether the key of a citation is a reference to a place of the book."""
    return name.startswith(SEE)


def own_places(trees: Mapping[str, Sequence[Tree]]) -> dict[str, str]:
    """Return the ids that editors gave in their pieces, each by ``page#id``."""
    found: dict[str, str] = {}
    for key, blocks in trees.items():
        page = key.partition("/")[0]
        for node in nodes(blocks):
            if node.get("t") in ("Div", "Span", "Header") and (name := _attributes(node)[0]):
                found[f"{page}#{name}"] = name
    return found


def link_references(
    key: str, blocks: Sequence[Tree], refer: Refer, own: Mapping[str, str]
) -> Iterator[Fault]:
    """Make every reference in the piece *key* a link; yield what is wrong with them."""
    for owner in _lists(blocks):
        changed: list[Tree] = []
        for node in owner:
            made = _linked(key, node, refer, own) if isinstance(node, dict) else [node]
            if isinstance(made, Fault):
                yield made
                made = []
            changed += made
        owner[:] = changed


def take_events(
    key: str, blocks: Sequence[Tree], faults: list[Fault]
) -> Iterator[tuple[ToldEvent, list[Tree]]]:
    """Yield every event told in the piece *key*, with its words; add to *faults* what is wrong."""
    count = 0
    for node in nodes(blocks):
        if node.get("t") != "Div" or "event" not in _attributes(node)[1]:
            continue
        name, _classes, pairs = _attributes(node)
        values = dict(pairs)
        date = values.pop("date", "")
        shown = values.pop("shown", "")
        wrong = [*_wrong_keys(values)]
        if (date and read_span(date) is None) or not (date or wrong):
            what = f"the date of an event is {date!r}" if date else "has an event without a date"
            wrong.append(Fault(what, f"{FORMS} ::: {{.event date=2017-10-15}}", ".event"))
        faults += wrong
        count += 1
        id_ = f"{key.replace('/', '-')}-ev{count}"
        node["c"][0] = [name or id_, ["event"], []]
        words = deepcopy(node["c"][1])
        _strip(words)
        yield ToldEvent(f"{id_}-told", key, date, shown, name or id_), words


def _wrong_keys(values: Mapping[str, str]) -> Iterator[Fault]:
    """Yield what an event on a page cannot say."""
    for key in values:
        if key == "audience":
            hint = "Write it in a chapter's file, or on a page that as a whole is for an audience."
        else:
            hint = f"{did_you_mean(key, _OF_EVENT)}It can say {' and '.join(_OF_EVENT)}."
        yield Fault(f"an event of a page cannot say {key!r}", hint, f"{key}=")


def _linked(
    key: str, node: dict[str, Tree], refer: Refer, own: Mapping[str, str]
) -> "list[Tree] | Fault":
    if node.get("t") == "Cite":
        names = [one["citationId"] for one in node["c"][0]]
        if not any(map(is_reference, names)):
            return [node]
        if not all(map(is_reference, names)):
            other = next(name for name in names if not is_reference(name))
            return Fault(
                "cites a source and a place of the book in the same brackets",
                f"Give each its own: [@{other}] [@{next(filter(is_reference, names))}].",
                f"@{other}",
            )
        return _cited(key, node["c"][0], refer, own)
    if node.get("t") == "Link" and (found := _TARGET.fullmatch(node["c"][2][0])):
        target = refer(key, found[1], own)
        if isinstance(target, Fault):
            return target
        node["c"][2][0] = f"#{target}"
        return [node, _SPACE, _str("("), _link(target), _str(")")]
    return [node]


def _cited(
    key: str, citations: Sequence[Tree], refer: Refer, own: Mapping[str, str]
) -> "list[Tree] | Fault":
    made: list[Tree] = []
    for citation in citations:
        target = refer(key, citation["citationId"].removeprefix(SEE), own)
        if isinstance(target, Fault):
            return target
        made += [_str(";"), _SPACE] if made else []
        made += [*citation["citationPrefix"], _SPACE] if citation["citationPrefix"] else []
        made += [_link(target), *citation["citationSuffix"]]
    return made


_SPACE: Mapping[str, str] = {"t": "Space"}


def _str(text: str) -> Tree:
    return {"t": "Str", "c": text}


def _link(target: str) -> Tree:
    """Return the reference to *target*; its words come when its folio is known."""
    words = [_str(STAND_IN)]
    return {"t": "Link", "c": [["", ["locator", "reference"], []], words, [f"#{target}", ""]]}


def _strip(words: list[Tree]) -> None:
    """Take ids and footnotes out of *words*: they stand in their piece, and once in the book."""
    for owner in _lists(words):
        owner[:] = [one for one in owner if not (isinstance(one, dict) and one.get("t") == "Note")]
    for node in nodes(words):
        if node.get("t") in ("Div", "Span", "Header", "Code", "CodeBlock", "Link", "Image"):
            _attributes(node)[0] = ""


def _attributes(node: dict[str, Tree]) -> Tree:
    return node["c"][1] if node.get("t") == "Header" else node["c"][0]


def nodes(tree: Tree) -> Iterator[dict[str, Tree]]:
    """Yield every element of *tree* in its order."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            if "t" in node:
                yield node
            node = [*node.values()]
        if isinstance(node, list):
            waiting.extend(reversed(node))


def _lists(tree: Tree) -> list[list[Tree]]:
    """Return every list of elements in *tree*, the innermost first."""
    found: list[list[Tree]] = []
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)
            if any(isinstance(one, dict) and "t" in one for one in node):
                found.append(node)
    return found[::-1]
