"""Faults of an editor's Markdown in pandoc's document of a piece.

Input: the blocks of one piece, as pandoc read them. Output: citations of unknown sources,
footnotes, raw markup that would be lost or would break out of its piece. It never changes
the document.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from florilegium.errors import did_you_mean
from florilegium.model import xml_text
from florilegium.render import footnotes, markdown_source
from florilegium.render.allowed_markup import DEEPEST, Fault, element_fault
from florilegium.render.footnotes import calls_footnote
from florilegium.render.markdown_places import is_reference

Tree = Any  # pandoc's JSON: lists, and tables with "t" and "c"

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][\w:.-]*)(?:\s[^<>]*?)?(?P<void>/?)>", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_VOID = frozenset({"br", "col", "hr", "img", "wbr"})
# What pandoc makes of classes, whose names are then gone.
_CLASSES = {"SmallCaps": ("smallcaps",), "Underline": ("underline", "ul")}
_FOOTNOTE = "Say it in the text, or attach it to the text with '::: note'."
_NOWHERE = "Write what it says below: a line [^name]: and the words."
# Divs that are about the words of a text: they stand in the file of its chapter.
_OF_CHAPTERS = frozenset(
    ("note", "gloss", "emend", "elide", "turns", "anchor", "question", "answer", "headnote")
)
# Ids by which the program itself finds what it made.
_RESERVED = re.compile(r"refs|ref-.*")


def faults(
    text: str, blocks: Sequence[Tree], known: frozenset[str], *, is_note: bool = False
) -> Iterator[Fault]:
    """Yield what is wrong in the piece *text*, which pandoc read as *blocks*.

    *known* are the ids of the sources. A piece that *is_note* has no footnotes of its own.
    """
    if is_note and footnotes.has_footnotes(text):
        yield Fault("has a footnote of its own", _FOOTNOTE, "[^")
    yield from markdown_source.fence_faults(text)
    shown: list[str] = []
    yield from _tree_faults(blocks, known, shown)
    for words in shown:
        if (at := xml_text.forbidden(words)) >= 0:
            yield Fault(
                f"a character that no book can hold: {xml_text.name(words[at])}",
                "Take out what stands for it, such as &#12;.", "&#",
            )  # fmt: skip
    if lost := markdown_source.lost_words(text, shown):
        in_table = any("|" in line and lost[0] in line for line in text.split("\n"))
        yield Fault(
            f"words would be left out: {' '.join(lost)[:60]!r}",
            "No row of a table can have more cells than the line below its head." if in_table
            else "A sign of Markdown takes them for something else; write \\ before it.", lost[0],
        )  # fmt: skip


def _tree_faults(
    blocks: Sequence[Tree], known: frozenset[str], shown: list[str]
) -> Iterator[Fault]:
    """Yield what is wrong in *blocks*; all their words are added to *shown*."""
    waiting: list[tuple[Tree, int]] = [(blocks, 0)]
    while waiting:  # not by recursion: a hostile piece is as deep as it likes
        node, depth = waiting.pop()
        if depth > 2 * DEEPEST:
            yield Fault(
                f"lists, quotations or brackets stand one within the other more than "
                f"{DEEPEST} times",
                "Take some of them out.",
            )
            return
        if isinstance(node, dict):
            yield from _node_faults(node, known)
            shown += _CLASSES.get(node.get("t", ""), ())
            node = [part for name, part in node.items() if name != "t"]
            depth += 1
        if isinstance(node, list):
            yield from _tag_faults(node)
            waiting.extend((part, depth) for part in reversed(node) if part)
        elif isinstance(node, str):
            shown.append(node)


def _node_faults(node: dict[str, Tree], known: frozenset[str]) -> Iterator[Fault]:
    kind: str = node.get("t", "")
    content: Tree = node.get("c")
    if kind == "Cite":
        for citation in content[0]:
            name = citation["citationId"]
            if name not in known and not is_reference(name):
                yield Fault(
                    f"cites [@{name}], which is not among the sources",
                    f"{did_you_mean(name, known)}Add an item with id {name!r} to the file of "
                    "sources, or mend the key.",
                    f"@{name}",
                )
    elif kind == "Str" and calls_footnote(content):
        yield Fault(f"calls a footnote that is nowhere: {content}", _NOWHERE, content)
    elif kind in ("RawInline", "RawBlock"):
        yield from _raw_faults(*content)
    elif kind in ("Div", "Span", "Header", "Code", "CodeBlock", "Link", "Image", "Table"):
        attributes = content[1] if kind == "Header" else content[0]
        if kind == "Div" and (wrong := _OF_CHAPTERS.intersection(attributes[1])):
            name = min(wrong)
            yield Fault(
                f"has a '::: {name}', which a page of the book cannot have",
                "Write it in the file of the chapter it is about; here, a footnote: word[^1].",
                f"{name}",
            )
        if _RESERVED.fullmatch(attributes[0]):
            yield Fault(
                f"the id {attributes[0]!r} is taken by the list of sources",
                "Choose another name.",
                attributes[0],
            )


def _raw_faults(kind: str, text: str) -> Iterator[Fault]:
    if kind != "html":
        yield Fault(
            f"a passage is written in {kind}, which would be left out",
            "Write it in Markdown; a formula between dollar signs.",
            text,
        )
        return
    rest = _COMMENT.sub("", text)
    for tag in _TAG.finditer(rest):
        if (wrong := element_fault(tag["name"])) is not None:
            yield Fault(wrong.what, wrong.hint, tag[0])
    if words := _TAG.sub("", rest).strip():
        yield Fault(
            f"raw HTML is not read here: {words[:40]!r}",
            "Write it in Markdown; to show it as it stands, put ``` above and below it.",
            text,
        )


def _tag_faults(nodes: Sequence[Tree]) -> Iterator[Fault]:
    """Tags of raw HTML that are opened and not closed, or the other way round, in one list."""
    opened: list[tuple[str, str]] = []
    for node in nodes:
        if not (isinstance(node, dict) and node.get("t") in ("RawInline", "RawBlock")):
            continue
        for tag in _TAG.finditer(_COMMENT.sub("", node["c"][1])):
            name = tag["name"].lower()
            if element_fault(name) or name in _VOID or tag["void"]:
                continue
            if not tag["end"]:
                opened.append((name, tag[0]))
            elif not opened or opened.pop()[0] != name:
                yield Fault(
                    f"{tag[0]} closes nothing", "Open it before, in the same paragraph.", tag[0]
                )
    for name, tag_text in opened:
        yield Fault(
            f"{tag_text} is never closed", f"Close it with </{name}>, in the same paragraph.",
            tag_text,
        )  # fmt: skip
