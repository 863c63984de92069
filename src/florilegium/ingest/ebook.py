"""The package of an e-book: its order of reading, what it tells apart, its chapters by name.

Input an EPUB, output what pandoc is to read of it and, of what pandoc read, the part that an
editor names. Only the package (OPF) is parsed here; the pages are pandoc's to read.
"""

import posixpath
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import quote, unquote

from lxml import etree

from florilegium.errors import SeedError
from florilegium.ingest import ebook_pages
from florilegium.ingest.archives import Archive, packed
from florilegium.ingest.concealed import parsed
from florilegium.ingest.encoding import decode_bytes
from florilegium.ingest.pandoc_tree import Node, words_of
from florilegium.ingest.told_apart import NOT_IN_ORDER, part

# Ways to make letters of fonts unreadable: no lock, the words can be read.
_OF_FONTS = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_PAGE = re.compile(r"\.x?html?$", re.IGNORECASE)
_SAYING = re.compile(rb"(?<![\w:-])(?:epub:(type)|(role))(?=\s*=)")
# The id of a paragraph, which pandoc drops.
_PARAGRAPH = re.compile(rb"""<p\b([^<>]*?)\sid\s*=\s*("[^"]*"|'[^']*')([^<>]*[^<>/])?>""")
_ASIDE = re.compile(rb"<(/?)aside\b")
_BODY = re.compile(rb"""<body\b[^<>]*?\b(?:data-)?epub:type\s*=\s*["']([^"'>]*)""")
_FIRST = re.compile(
    rb"""<body\b[^<>]*>\s*<(?:section|div|nav)\b[^<>]*?epub:type\s*=\s*["']([^"'>]*)"""
)
_NO_PAGE = b"<html><body></body></html>"
_SHOWN = 30  # chapters listed in an error


@dataclass(frozen=True, slots=True)
class Package:
    """What the package of an e-book says: its *language*, the pages in their order.

    *pages* are members of the archive. *apart* says of a page, by the name of its file, what
    the e-book tells it apart as. *opf* is the package's own member. *asked* gives the member for
    each place that the package names as a page; there is none for a page that is *missing*.
    """

    opf: str
    language: str
    pages: tuple[str, ...]
    apart: Mapping[str, str]
    asked: Mapping[str, str]

    @property
    def missing(self) -> tuple[str, ...]:
        """The pages in the order of reading that are not in the file, by their names."""
        return tuple(posixpath.basename(place) for place, page in self.asked.items() if not page)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of an e-book as pandoc read it: the *name* of its file, its *blocks*."""

    name: str
    blocks: tuple[Node, ...]
    apart: str = ""


def package_of(archive: Archive) -> Package:
    """Return the package of an e-book; raise `SeedError` for one that is locked or has none."""
    _refuse_locked(archive)
    container = parsed(archive.read("META-INF/container.xml"))
    found = container.iter("{*}rootfile") if container is not None else iter(())
    opf = next((unquote(one.get("full-path", "")) for one in found), "")
    root = parsed(archive.read(opf)) if opf else None
    if root is None:
        raise SeedError(
            "the e-book has no package (OPF), or a broken one",
            hint="Get it again, or open it in Calibre or Sigil and save it.",
        )
    items = {one.get("id", ""): one for one in root.iter("{*}item")}
    order = [(one.get("idref", ""), one.get("linear", "yes")) for one in root.iter("{*}itemref")]
    asked = {
        place: archive.named(place)
        for name, _ in order
        if name in items
        for place in [_place(opf, items[name])]
    }
    pages = [
        (place, linear)
        for name, linear in order
        if name in items and asked[place := _place(opf, items[name])]
    ]
    apart: dict[str, str] = {}
    for reference in root.iter("{*}reference"):
        name = posixpath.basename(unquote(reference.get("href", "")).partition("#")[0])
        apart[name] = part(reference.get("type", ""))
    for item in items.values():
        if "nav" in item.get("properties", "").split():
            apart[posixpath.basename(_place(opf, item))] = part("toc")
    named = {asked[place] for place, _ in pages}
    said_of = {name: _said_of_page(archive.read(name)) for name in named}
    for place, linear in pages:
        name = posixpath.basename(place)
        said = said_of[asked[place]] or apart.get(name, "")
        apart[name] = said or (NOT_IN_ORDER if linear == "no" else "")
    return Package(opf, _language(root), tuple(asked[place] for place, _ in pages), apart, asked)


def _refuse_locked(archive: Archive) -> None:
    root = parsed(archive.read("META-INF/encryption.xml"))
    methods = root.iter("{*}EncryptionMethod") if root is not None else iter(())
    locked = any(one.get("Algorithm", "") not in _OF_FONTS for one in methods)
    if locked or "META-INF/sinf.xml" in archive.names():
        raise SeedError(
            "the e-book is locked (DRM): its pages are encrypted, so nobody can read them here",
            hint="Ask the publisher or the shop for an unlocked copy, or for the text.",
        )


def _place(opf: str, item: etree._Element) -> str:
    """Return where the package says that *item* is, as pandoc looks for it."""
    return posixpath.join(posixpath.dirname(opf), unquote(item.get("href", "")))


def _language(root: etree._Element) -> str:
    said = next((one.text or "" for one in root.iter("{*}language")), "").strip()
    return said if _LANGUAGE.fullmatch(said) else ""


def _said_of_page(page: bytes) -> str:
    """Return what a page tells itself apart as, on its body or on the first part in it."""
    head = page[:4096]
    found = (pattern.search(head) for pattern in (_BODY, _FIRST))
    return next((said for one in found if one and (said := part(one[1].decode("latin-1")))), "")


# -- what pandoc gets ------------------------------------------------------------------------


def prepared(archive: Archive, package: Package) -> bytes:
    """Return the e-book for pandoc: without pictures, and with nothing that it would skip.

    pandoc leaves out title pages, contents, and pages that are not in the order of reading, and
    notes on other pages than their calls, all unsaid. Under other names it reads them.
    """
    members: dict[str, bytes] = {}
    for name in archive.names():
        if name == package.opf:
            members[name] = _in_order(archive, name)
        elif name == "mimetype" or name.startswith("META-INF/"):
            members[name] = archive.read(name)
    labels, sheets = ebook_pages.listed(archive, package.opf), ebook_pages.Sheets(archive)
    places: dict[str, str] = {}  # by page: it may be asked for in thousands of spellings
    for place, name in package.asked.items():
        places.setdefault(name or place, place)
    found = archive.parts(name for name in package.asked.values() if name)
    for name, place in places.items():
        page = in_utf8(found[name]) if name in found else _NO_PAGE
        page = ebook_pages.ready(page, name, sheets, labels.get(posixpath.normpath(place), {}))
        page = _SAYING.sub(_renamed, page)
        page = _PARAGRAPH.sub(rb"<p\1\3><span id=\2></span>", page)
        members[place] = _ASIDE.sub(rb"<\1div", page)
    return packed(members)


def _in_order(archive: Archive, opf: str) -> bytes:
    """Return the package, each of its pages in the order of reading, and once.

    That is what a page can be by the standard (EPUB 3.3, 5.7.2); named again and again a small
    file would be a book without end.
    """
    root = parsed(archive.read(opf))
    if root is None:
        return archive.read(opf)
    items = {one.get("id", ""): one for one in root.iter("{*}item")}
    seen: set[str] = set()
    for one in list(root.iter("{*}itemref")):
        item, around = items.get(one.get("idref", "")), one.getparent()
        place = "" if item is None else _place(opf, item)
        page = archive.named(place) or place
        if around is not None and page in seen:
            around.remove(one)
        seen.add(page)
        one.set("linear", "yes")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def in_utf8(page: bytes) -> bytes:
    """Return a *page* in UTF-8, which is all that pandoc reads."""
    try:
        page.decode()
    except UnicodeDecodeError:
        return decode_bytes(page, "", markup=True).text.encode()
    return page


def _renamed(said: re.Match[bytes]) -> bytes:
    """Return the name of an attribute by which pandoc hands it on, and does not act on it."""
    return b"data-epub-type" if said[1] else b"data-role"


# -- its chapters ------------------------------------------------------------------------------


def leaves(blocks: Sequence[Node], package: Package) -> tuple[Leaf, ...]:
    """Return the pages that pandoc read; what stands before the first has no name."""
    names = {posixpath.basename(place) for place in package.asked}
    made: list[tuple[str, list[Node]]] = [("", [])]
    for block in blocks:
        if name := _marker(block, names):
            made.append((name, []))
        else:
            made[-1][1].append(block)
    return tuple(Leaf(name, tuple(own), package.apart.get(name, "")) for name, own in made if own)


def _marker(block: Node, names: set[str]) -> str:
    """Return the name of the page that begins with *block*, an empty paragraph of pandoc's."""
    inlines = block["c"] if block["t"] == "Para" else []
    if len(inlines) == 1 and inlines[0]["t"] == "Span" and not inlines[0]["c"][1]:
        name = unquote(str(inlines[0]["c"][0][0]))
        return name if name in names else ""
    return ""


def chosen(found: Sequence[Leaf], wanted: str) -> list[Node]:
    """Return the blocks of the part *wanted*, those of the whole book where none is.

    A part is the name of a page (with or without its suffix), an id, or the words of a heading.
    Raises `SeedError` where there is no such part, or several.
    """
    if not wanted:
        return [block for leaf in found for block in _whole(leaf)]
    by_name = [leaf for leaf in found if wanted in (leaf.name, _PAGE.sub("", leaf.name))]
    if by_name:
        return list(by_name[0].blocks)
    page, _, name = wanted.rpartition("#")
    places = [
        (at, section)
        for at, leaf in enumerate(found)
        if page in ("", leaf.name, _PAGE.sub("", leaf.name))
        for section in _sections(leaf, name)
    ]
    if len(places) == 1:
        at, section = places[0]
        return [*section.blocks, *_going_on(found[at + 1 :] if section.to_end else ())]
    raise _no_part(found, wanted, [found[at].name for at, _ in places])


def _whole(leaf: Leaf) -> list[Node]:
    if not leaf.apart:
        return list(leaf.blocks)
    attributes = ["", [], [["told-apart", leaf.apart]]]
    return [{"t": "Div", "c": [attributes, list(leaf.blocks)]}]


@dataclass(frozen=True, slots=True)
class _Section:
    """The *blocks* of a part of a page; *to_end* tells that the page ends with it."""

    blocks: tuple[Node, ...]
    to_end: bool


def _sections(leaf: Leaf, name: str) -> Iterator[_Section]:
    ids = {name, f"{leaf.name}_{name}", f"{quote(leaf.name)}_{name}"}
    yield from _sections_in(leaf.blocks, ids, _folded(name), last=True)


def _sections_in(
    blocks: Sequence[Node], ids: set[str], heading: str, *, last: bool
) -> Iterator[_Section]:
    """Yield each part of *blocks* that has one of *ids*, or begins with the *heading*."""
    for at, block in enumerate(blocks):
        ends = last and at == len(blocks) - 1
        if block["t"] == "Div":
            (own, _, _), inner = block["c"]
            if own in ids:
                yield _Section((block,), ends)
            else:
                yield from _sections_in(inner, ids, heading, last=ends)
        elif _is_named(block, ids, heading):
            stop = _end(blocks, at)
            yield _Section(tuple(blocks[at:stop]), last and stop == len(blocks))


def _is_named(block: Node, ids: set[str], heading: str) -> bool:
    if block["t"] == "Header" and _folded(words_of(block["c"][2])) == heading:
        return True
    return any(name in ids for name in _ids(block))


def _ids(node: object) -> Iterator[str]:
    if isinstance(node, list):
        for one in node:
            yield from _ids(one)
    elif isinstance(node, dict):
        content = node.get("c")
        if node.get("t") in ("Span", "Link", "Code", "Image", "CodeBlock") and content:
            yield str(content[0][0])
        if node.get("t") == "Header" and content:
            yield str(content[1][0])
        yield from _ids(content)


def _end(blocks: Sequence[Node], start: int) -> int:
    """Return where the part ends that begins at *start*: before a heading as high as its own."""
    first = blocks[start]
    level = first["c"][0] if first["t"] == "Header" else 7
    for at in range(start + 1, len(blocks)):
        if (highest := _highest(blocks[at])) and highest <= level:
            return at
    return len(blocks)


def _highest(block: Node) -> int:
    """Return the level of the heading that *block* begins with or is; 0 for none."""
    if block["t"] == "Header":
        return int(block["c"][0])
    if block["t"] == "Div":
        return next((level for one in block["c"][1] if (level := _highest(one))), 0)
    return 0


def _going_on(rest: Sequence[Leaf]) -> Iterator[Node]:
    """Yield the pages of *rest* that have no heading: those go on with the chapter before."""
    for leaf in rest:
        if leaf.apart or any(map(_highest, leaf.blocks)):
            return
        yield from leaf.blocks


def _folded(words: str) -> str:
    plain = unicodedata.normalize("NFKC", words).casefold()
    return "-".join(re.findall(r"\w+", plain))


def _no_part(found: Sequence[Leaf], wanted: str, several: Sequence[str]) -> SeedError:
    listed = [
        f"{leaf.name} (“{title[:60]}”)" if title else leaf.name
        for leaf in found
        if leaf.name and not leaf.apart
        for title in [_title(leaf)]
    ]
    more = f", and {len(listed) - _SHOWN} more" if len(listed) > _SHOWN else ""
    has = f"It has {', '.join(listed[:_SHOWN])}{more}."
    if several:
        return SeedError(
            f"the e-book has {len(several)} parts called {wanted!r}",
            hint=f"Name one by its page: {', '.join(dict.fromkeys(several))}. {has}",
        )
    names = {leaf.name: leaf.name for leaf in found if leaf.name}
    names |= {_title(leaf): _title(leaf) for leaf in found if _title(leaf)}
    folded = {_folded(name): name for name in names}
    near = get_close_matches(_folded(wanted), folded, n=1, cutoff=0.6)
    guess = f"Did you mean {folded[near[0]]!r}? " if near else ""
    return SeedError(f"the e-book has no part {wanted!r}", hint=f"{guess}{has}")


def _title(leaf: Leaf) -> str:
    return next((title for block in leaf.blocks if (title := _heading(block))), "")


def _heading(block: Node) -> str:
    if block["t"] == "Header":
        return words_of(block["c"][2])
    if block["t"] == "Div":
        return next((title for one in block["c"][1] if (title := _heading(one))), "")
    return ""
