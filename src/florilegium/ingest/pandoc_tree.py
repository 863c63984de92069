"""The tree of pandoc's JSON: its words, pictures and formulas, wherever they stand.

Input a node or a list of nodes, output what is under them.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from florilegium.ingest import tex
from florilegium.ingest.concealed import CLOSES, OPENS
from florilegium.model.markup_text import without_tags

Node = Mapping[str, Any]
SIGNS = re.compile(f"([{OPENS}{CLOSES}])")
TAG = re.compile(r"<[^>]*>")


def words_of(nodes: object) -> str:
    """Return all words under *nodes*, whatever they are, with spaces for ends of any kind."""
    return " ".join(SIGNS.sub("", "".join(_said(nodes))).split())


def pictures_in(nodes: object) -> Iterator[str]:
    """Yield the address of every picture under *nodes*."""
    if isinstance(nodes, list):
        for node in nodes:
            yield from pictures_in(node)
    elif isinstance(nodes, dict):
        content: Any = nodes.get("c")
        if nodes.get("t") == "Image":
            yield str(content[2][0])
        yield from pictures_in(content)


def images_in(nodes: object) -> Iterator[list[Node]]:
    """Yield the words that are said in place of every picture under *nodes*."""
    if isinstance(nodes, list):
        for node in nodes:
            yield from images_in(node)
    elif isinstance(nodes, dict):
        content: Any = nodes.get("c")
        if nodes.get("t") == "Image":
            yield content[1]
        else:
            yield from images_in(content)


def _said(nodes: object) -> Iterator[str]:
    if isinstance(nodes, list):
        for node in nodes:
            yield from _said(node)
    elif isinstance(nodes, dict) and "t" in nodes:
        kind: str = nodes["t"]
        content: Any = nodes.get("c")
        if kind == "Str":
            yield str(content)
        elif kind in ("Code", "CodeBlock", "Math", "RawInline", "RawBlock"):
            yield without_tags(str(content[1]), TAG)
        elif kind in ("Space", "SoftBreak", "LineBreak"):
            yield " "
        else:
            yield from _said(content)
            if kind in ("Para", "Plain", "Header", "Cell"):
                yield " "


def formulas_in(blocks: object) -> Mapping[tuple[str, bool], Any]:
    """Return every formula under *blocks*, read, by its TeX and whether it has its own line."""
    asked = list(dict.fromkeys(_formulas(blocks)))
    return dict(zip(asked, tex.formulas(asked), strict=True)) if asked else {}


def _formulas(node: object) -> Iterator[tuple[str, bool]]:
    if isinstance(node, list):
        for one in node:
            yield from _formulas(one)
    elif isinstance(node, dict):
        content = node.get("c")
        if node.get("t") == "Math" and isinstance(content, list):
            yield str(content[1]), content[0]["t"] == "DisplayMath"
        else:
            yield from _formulas(content)
