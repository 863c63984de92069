"""The editor's prose gets the typography of the texts: the same function, the same habits.

Input: HTML as pandoc made it of Markdown (with its own ``smart`` off). Output: the same HTML,
other characters in it. It never touches an element, an attribute, code or a formula.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from lxml import html

from florilegium.model import Block, Mark
from florilegium.model.text import BlockKind
from florilegium.render import html_pieces
from florilegium.typography import typogrify_block

INLINE = frozenset(
    (
        "a", "abbr", "b", "bdi", "bdo", "cite", "data", "del", "dfn", "em", "i", "ins", "kbd",
        "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var",
        "code", "math", "img", "br", "wbr", "ruby", "rt", "rp",
    )
)  # fmt: skip
_APART = frozenset(("code", "kbd", "samp", "math", "pre", "script", "style", "svg"))
_STAND_IN = "\ufffc"  # for a formula or a picture: it has a place among the words


def set_prose(pieces: Mapping[str, str], *, language: str) -> dict[str, str]:
    """Return *pieces* of HTML by key with the habits of *language* in all their prose.

    What says its own ``lang`` follows the habits of that language.
    """
    return {key: _set(piece, language) for key, piece in pieces.items()}


def _set(piece: str, language: str) -> str:
    root = html_pieces.read(piece)
    for paragraph in _paragraphs(root, language):
        paragraph.set()
    return html_pieces.inner(root)


@dataclass(slots=True)
class _Part:
    """A string of the tree: the text of *node*, or what stands behind it (*is_tail*)."""

    node: html.HtmlElement
    is_tail: bool
    text: str
    fixed: bool = False  # code, or a sign that stands for something else

    def put(self, text: str) -> None:
        if self.fixed:
            return
        if self.is_tail:
            self.node.tail = text
        else:
            self.node.text = text


@dataclass(slots=True)
class _Paragraph:
    """The running words between two ends of a block, as the *parts* they have in the tree."""

    language: str
    parts: list[_Part] = field(default_factory=list)
    spans: list[tuple[int, int, str]] = field(default_factory=list)  # words in another language
    lines: bool = False

    @property
    def length(self) -> int:
        return sum(len(part.text) for part in self.parts)

    def set(self) -> None:
        """Give every part its typography, each seen with the words around it."""
        if not any(part.text.strip() for part in self.parts):
            return
        text = "".join(part.text for part in self.parts)
        kind: BlockKind = "verse" if self.lines else "paragraph"
        block = Block(kind, text, (1, 1), marks=tuple(self._marks()))
        done = typogrify_block(block, language=self.language)
        starts = [mark.start for mark in done.marks if mark.kind == "name"]
        pieces = [done.text[one:other] for one, other in pairwise((*starts, len(done.text)))]
        # A paragraph loses the spaces around it; what only ends at a list or a table does not.
        pieces[0] = text[: len(text) - len(text.lstrip(" "))] + pieces[0]
        pieces[-1] += text[len(text.rstrip(" ")) :]
        for part, words in zip(self.parts, pieces, strict=True):
            part.put(words)

    def _marks(self) -> Iterator[Mark]:
        """Yield an empty mark where each part begins, which stays there, and those of spans."""
        at = 0
        for part in self.parts:
            yield Mark(at, at, "name")
            if part.fixed:
                yield Mark(at, at + len(part.text), "code")
            at += len(part.text)
        for start, end, tag in self.spans:
            yield Mark(start, end, "language", tag)


def _paragraphs(root: html.HtmlElement, language: str) -> Iterator[_Paragraph]:
    """Yield the paragraphs of *root*: what stands between two tags that are not inline."""
    done: list[_Paragraph] = []

    def walk(node: html.HtmlElement, current: _Paragraph, tongue: str) -> _Paragraph:
        tag = node.tag if isinstance(node.tag, str) else ""
        own = node.get("lang", tongue) if tag else tongue
        inline = tag in INLINE or not tag
        if not inline:
            done.append(current)
            current = _Paragraph(own)
        start = current.length
        if tag == "br":
            current.lines = True
            current.parts.append(_Part(node, is_tail=False, text="\n", fixed=True))
        elif tag in _APART or tag == "img":
            sign = _STAND_IN if tag in ("math", "img", "svg") else node.text_content()
            current.parts.append(_Part(node, is_tail=False, text=sign or _STAND_IN, fixed=True))
        elif tag:
            current.parts.append(_Part(node, is_tail=False, text=_flat(node.text)))
            for child in node:
                current = walk(child, current, own)
        if inline and own != tongue and current.length > start:
            current.spans.append((start, current.length, own))
        if not inline:
            done.append(current)
            current = _Paragraph(tongue)
        current.parts.append(_Part(node, is_tail=True, text=_flat(node.tail)))
        return current

    done.append(walk(root, _Paragraph(language), language))
    yield from done


def _flat(text: str | None) -> str:
    return (text or "").replace("\n", " ")
