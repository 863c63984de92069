"""LaidOut ⇄ bytes: what a worker sends back, and what lies in the cache. No pickle: JSON and data.

The first line says how long the rest is: the facts as JSON, then the streams, then all other
objects deflated together.
"""

import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, astuple
from functools import lru_cache
from typing import Any, TypeVar

from florilegium.render.press.layout.facts import Anchor, Bookmark, Facts, FontUse
from florilegium.render.press.layout.fragment import Flow, Fragment
from florilegium.render.press.layout.laid_out import LaidOut
from florilegium.render.press.layout.numerals import Mark, Numerals

_Read = TypeVar("_Read")

# Between two objects: there is no line break in a mark, nor between two of them.
_BETWEEN = b"\0\n\0"


def pack(laid_out: LaidOut) -> bytes:
    """Return *laid_out* as bytes."""
    fragment = laid_out.fragment
    rows = {
        "facts": _rows(laid_out.facts),
        "flows": [
            [flow.page, flow.check, len(flow.head), len(flow.content)] for flow in fragment.flows
        ],
        "pages": fragment.pages,
        "keys": fragment.keys,
    }
    objects = zlib.compress(
        _BETWEEN.join((fragment.roots, fragment.parents, *fragment.plain)), level=6
    )
    head = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()
    flows = (part for flow in fragment.flows for part in (flow.head, flow.content))
    return b"".join((b"%d\n" % len(head), head, *flows, objects))


def unpack(data: bytes) -> LaidOut:
    """Return the pages that `pack` made *data* of."""
    head, place = _head(data)
    flows = []
    for page, check, size, length in head["flows"]:
        middle, end = place + size, place + size + length
        flows.append(Flow(data[place:middle], data[middle:end], page, check))
        place = end
    roots, parents, *plain = zlib.decompress(data[place:]).split(_BETWEEN)
    pages = tuple(head["pages"])
    fragment = Fragment(tuple(flows), tuple(plain), pages, roots, parents, head["keys"])
    return LaidOut(_facts(head["facts"]), fragment)


def unpack_facts(data: bytes) -> Facts:
    """Return the facts alone of the pages that `pack` made *data* of."""
    return _facts(_head(data)[0]["facts"])


def sound_facts(data: bytes | None) -> Facts | None:
    """Return the same; None for what is missing, or what `pack` has not made."""
    return _sound(unpack_facts, data)


def sound(data: bytes | None) -> LaidOut | None:
    """Return the pages that `pack` made *data* of; None for what is missing, or not made so."""
    return _sound(unpack, data)


def _sound(read: Callable[[bytes], _Read], data: bytes | None) -> _Read | None:
    try:
        return None if data is None else read(data)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError, zlib.error):
        return None


def _head(data: bytes) -> tuple[dict[str, Any], int]:
    """The JSON at the head of *data*, and where the rest begins."""
    start = data.index(b"\n") + 1
    end = start + int(data[:start])
    return json.loads(data[start:end]), end


def _rows(facts: Facts) -> dict[str, object]:
    return {
        "document": facts.document,
        "pages": facts.pages,
        "anchors": [astuple(one) for one in facts.anchors],
        "starts": facts.starts,
        "bookmarks": [astuple(one) for one in facts.bookmarks],
        "marks": [astuple(one) for one in facts.marks],
        # Written as text, because most documents have the same: they are read only once.
        "numerals": [json.dumps(asdict(one)) for one in facts.numerals],
        "fonts": [asdict(one) for one in facts.fonts],
        "warnings": facts.warnings,
        "is_numbered": facts.is_numbered,
    }


def _facts(rows: Mapping[str, Any]) -> Facts:
    return Facts(
        document=rows["document"],
        pages=rows["pages"],
        anchors=tuple(Anchor(*one) for one in rows["anchors"]),
        starts=tuple(rows["starts"]),
        bookmarks=tuple(Bookmark(*one) for one in rows["bookmarks"]),
        marks=tuple(Mark(*one) for one in rows["marks"]),
        numerals=tuple(_numerals(one) for one in rows["numerals"]),
        fonts=tuple(_fonts(rows["fonts"])),
        warnings=tuple(rows["warnings"]),
        is_numbered=rows["is_numbered"],
    )


@lru_cache(maxsize=64)
def _numerals(text: str) -> Numerals:
    return Numerals(**json.loads(text))


def _fonts(rows: list[dict[str, Any]]) -> Iterator[FontUse]:
    for row in rows:
        # JSON has no numbers for keys.
        for name in ("widths", "unicode", "missing"):
            row[name] = {int(key): value for key, value in row[name].items()}
        yield FontUse(**row)
