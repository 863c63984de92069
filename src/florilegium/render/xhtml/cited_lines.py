"""Lines of verse that the editor cites (``l. 35``) → links to those lines.

Looks at what the editor wrote on a text whose lines are numbered: headnote, notes, questions.
It links what is there and adds no word; a citation of another work is left alone.
"""

import re
from collections.abc import Iterator

from florilegium.project.wording import Wording
from florilegium.render.elements import XHTML, Node, element

_OWN = re.compile(r"#l(\d+)")
_SKIPPED = frozenset({f"{{{XHTML}}}a", f"{{{XHTML}}}code", f"{{{XHTML}}}pre"})

# Other people's words, and citations of other works.
_UNREAD = frozenset({"citation", "author-note", "source-line"})


def link_lines(part: Node | None, lines: frozenset[str], words: Wording, *, slug: str) -> None:
    """Link every citation of a line in *part* to its anchor, where *lines* has that.

    *lines* are the anchors of the text. A link of the editor's own to ``#l35`` is led there.
    """
    if part is None or not lines:
        return
    pattern = _pattern(words)
    for node in list(_written(part)):
        _link_text(node, pattern, lines, slug)
        for child in list(node):
            _link_tail(child, pattern, lines, slug)
    for link in part.iter(f"{{{XHTML}}}a"):
        own = _OWN.fullmatch(link.get("href", ""))
        if own and (name := f"{slug}-l{own[1]}") in lines:
            link.set("href", f"#{name}")


def _pattern(words: Wording) -> re.Pattern[str]:
    signs = "|".join(re.escape(sign) for sign in words["line-signs"].split())
    return re.compile(rf"(?<!\w)(?:{signs})[ \N{{NO-BREAK SPACE}}]?(\d+)(?:[–-]\d+)?(?! of\b)")


def _written(part: Node) -> Iterator[Node]:
    """Yield the elements of *part* whose own text may cite a line."""
    if part.tag in _SKIPPED or _UNREAD.intersection(part.get("class", "").split()):
        return
    yield part
    for child in part:
        yield from _written(child)


def _link_text(node: Node, pattern: re.Pattern[str], lines: frozenset[str], slug: str) -> None:
    pieces = _pieces(node.text or "", pattern, lines, slug)
    if len(pieces) > 1:
        node.text = str(pieces[0])
        for at, link in enumerate(_links(pieces)):
            node.insert(at, link)


def _link_tail(node: Node, pattern: re.Pattern[str], lines: frozenset[str], slug: str) -> None:
    pieces = _pieces(node.tail or "", pattern, lines, slug)
    if len(pieces) > 1:
        node.tail = str(pieces[0])
        for link in reversed(list(_links(pieces))):
            tail, link.tail = link.tail, None
            node.addnext(link)
            link.tail = tail


def _links(pieces: list[Node | str]) -> Iterator[Node]:
    """Yield the links of *pieces*, each with the words behind it as its tail."""
    for link, words in zip(pieces[1::2], pieces[2::2], strict=True):
        assert not isinstance(link, str)  # noqa: S101  # they take turns
        link.tail = str(words)
        yield link


def _pieces(
    text: str, pattern: re.Pattern[str], lines: frozenset[str], slug: str
) -> list[Node | str]:
    """Return *text* as words and links by turns, words first and last."""
    found: list[Node | str] = []
    done = 0
    for match in pattern.finditer(text):
        name = f"{slug}-l{match[1]}"
        if name in lines:
            found += [text[done : match.start()], element("a", match[0], href=f"#{name}")]
            done = match.end()
    return [*found, text[done:]]
