"""Content documents → leaves: each one's tree, its file, and where every id of the book is.

A leaf's tree is a copy that the writer may change. Names of files and manifest ids are plain
ASCII, since some shops and devices stumble over anything else.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from florilegium.errors import RenderError, raise_all
from florilegium.model import ContentDocument
from florilegium.render.elements import Node

NAV = "nav.xhtml"
COVER = "cover.xhtml"
STYLESHEET = "styles/epub.css"
PICTURES = "pictures/"
# A folder of their own keeps a chapter called "nav" or "cover" from meeting our own files.
FOLDER = "text/"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A content document with its *tree* and the *href* of its file in the package."""

    document: ContentDocument
    tree: Node
    href: str

    @property
    def manifest_id(self) -> str:
        """The id of the file in the manifest."""
        return "doc-" + self.href.removeprefix(FOLDER).removesuffix(".xhtml")


def leaves(documents: Sequence[ContentDocument]) -> tuple[Leaf, ...]:
    """Return a leaf for each of *documents*; raise `RenderError` when one is not XML."""
    names = _names(document.id for document in documents)
    return tuple(
        Leaf(document, _parse(document), f"{FOLDER}{name}.xhtml")
        for document, name in zip(documents, names, strict=True)
    )


def places(book: Iterable[Leaf]) -> dict[str, str]:
    """Return the file of every id in the *book*; raise `RenderError` when an id occurs twice."""
    found: dict[str, str] = {}
    errors: list[RenderError] = []
    for leaf in book:
        for own in ids(leaf.tree):
            if own in found:
                errors.append(_twice(own, leaf))
            found[own] = leaf.href
    raise_all(errors)
    return found


def ids(tree: Node) -> Iterator[str]:
    """Return every id in *tree*, in document order."""
    return (str(own) for node in tree.iter() if (own := node.get("id")))


def relative(href: str, *, base: str) -> str:
    """Return *href* as a link in the file *base*; both are paths in the package."""
    folder = base.rpartition("/")[0]
    if folder and href.startswith(f"{folder}/"):
        return href[len(folder) + 1 :]
    return "../" * base.count("/") + href


def link(target: str, *, base: str, where: Mapping[str, str]) -> str | None:
    """Return the way from the file *base* to the id *target*, None when no file has it."""
    if target not in where:
        return None
    href = where[target]
    return f"#{target}" if href == base else f"{relative(href, base=base)}#{target}"


def _parse(document: ContentDocument) -> Node:
    # huge_tree: a chapter may be one paragraph of many megabytes.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        return etree.fromstring(document.xhtml.encode(), parser)
    except etree.XMLSyntaxError as err:
        raise RenderError(
            f"its XHTML is not well-formed: {err}",
            where=document.id,
            hint="Look for raw HTML in the Markdown of this section.",
        ) from err


def _twice(own: str, leaf: Leaf) -> RenderError:
    return RenderError(
        f"the id {own!r} occurs a second time",
        where=leaf.document.id,
        hint="Rename one of the two headings or sections that carry it.",
    )


def _names(stems: Iterable[str]) -> Iterator[str]:
    """Yield an ASCII name for each of *stems*, no two the same on any file system."""
    taken: set[str] = set()
    for stem in stems:
        plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
        name = base = re.sub(r"[^a-z0-9_-]+", "-", plain).strip("-") or "section"
        number = 1
        while name in taken:
            number += 1
            name = f"{base}-{number}"
        taken.add(name)
        yield name
