"""The head of a Markdown file between ``---`` and ``---``: what it says of the text.

Input: the text of a file. Output: where the head ends, or `Metadata`. A break of a scene at the
top of a text is no head: every line of a head is a key, goes on with one, or is a comment.
"""

import re
from collections.abc import Iterator
from typing import Any

from florilegium.errors import FlorilegiumError, SeedError
from florilegium.ingest.characters import canonical
from florilegium.ingest.encoding import decode_bytes
from florilegium.ingest.metadata import (
    Fact,
    Facts,
    Metadata,
    facts,
    identifier,
    is_address,
    licence,
)
from florilegium.project.yaml_text import Value, read_yaml

_LINE = re.compile(r"[A-Za-z][\w .-]*:(?:\s.*)?|[ \t]+\S.*|- .*|#.*|\s*|[\]}],?")
_SOURCE = "the file's head"
_KEYS = {
    "titles": ("title",),
    "authors": ("author", "authors", "byline", "creator"),
    "editors": ("editor", "editors"),
    "translators": ("translator", "translators"),
    "dates": ("date", "issued", "published", "date_published", "pubdate", "created"),
    "sites": ("container-title", "site", "site_name", "journal", "publication"),
    "publishers": ("publisher",),
    "addresses": ("url", "source", "canonical", "canonical_url", "link", "source_url"),
    "identifiers": ("doi", "isbn", "identifier"),
    "licences": ("license", "licence", "rights"),
}


def head_end(lines: list[str]) -> int:
    """Return the number of lines of the head of a Markdown file; 0 when it has none."""
    if not lines or lines[0].rstrip() != "---":
        return 0
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() in ("---", "..."):
            keys = any(re.match(r"[A-Za-z][\w .-]*:(?:\s|$)", one) for one in lines[1:number])
            return number + 1 if keys and lines[1].strip() else 0
        if not _LINE.fullmatch(line):
            return 0
    return 0


def read(data: bytes) -> Metadata:
    """Return what the head of a Markdown file says; nothing when it has none."""
    try:
        text = canonical(decode_bytes(data, "")).text
    except SeedError:
        return Metadata()
    lines = text.split("\n")
    end = head_end(lines)
    errors: list[FlorilegiumError] = []
    root = read_yaml("\n".join(lines[1 : end - 1]), file="", errors=errors) if end else None
    if root is None:
        return Metadata()
    table = {key.casefold(): value for key, value in root.table.items()}
    found: dict[str, Any] = {
        kind: tuple(fact for key in keys if key in table for fact in _facts(table[key], kind))
        for kind, keys in _KEYS.items()
    }
    language = next((table[key].text for key in ("lang", "language") if key in table), "")
    return Metadata(**found, language=language)


def _facts(value: Value, kind: str) -> Facts:
    given = facts(_texts(value), _SOURCE)
    if kind == "addresses":
        return tuple(fact for fact in given if is_address(fact.value))
    if kind in ("identifiers", "licences"):
        sound = identifier if kind == "identifiers" else licence
        return tuple(Fact(sound(fact.value), _SOURCE) for fact in given if sound(fact.value))
    return given


def _texts(value: Value) -> Iterator[str]:
    if value.text:
        yield value.text
    for item in value.items:
        yield from _texts(item)
    if name := value.table.get("name") or value.table.get("literal"):
        yield name.text
    elif family := value.table.get("family"):
        given = value.table.get("given")
        yield f"{family.text}, {given.text}" if given else family.text
