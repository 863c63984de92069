"""A leaf → the bytes of its XHTML file.

What the shared XHTML leaves to the formats is done here: folios at the page references, marks
and ways back at the notes, links across files, pictures. No word of the text is touched.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from florilegium.errors import FlorilegiumError, RenderError, raise_all
from florilegium.model.directions import direction
from florilegium.project.wording import Wording, wording
from florilegium.render.elements import OPS, ROLES, XHTML, XML, Node, element, set_language
from florilegium.render.epub import turns
from florilegium.render.epub.leaves import STYLESHEET, Leaf, link, relative
from florilegium.render.locators import fill_locators, targets

EPUB_TYPE = f"{{{OPS}}}type"
_MATTER = {"front": "frontmatter", "body": "bodymatter", "back": "backmatter"}
_FOREIGN = {
    "{http://www.w3.org/1998/Math/MathML}": "mathml",
    "{http://www.w3.org/2000/svg}": "svg",
}
WAY_BACK = "↑"


@dataclass(frozen=True, slots=True)
class Context:
    """What a leaf must know of the book.

    *places* is the file of every id; *folios* the printed page of every id, None when no
    print edition is known; *pictures* the files of all pictures. *warnings* collects what
    the writer noticed.
    """

    places: Mapping[str, str]
    folios: Mapping[str, str] | None
    title: str
    pictures: frozenset[str] = frozenset()
    warnings: list[str] = field(default_factory=list)


def file(leaf: Leaf, context: Context) -> bytes:
    """Return the finished file of *leaf*; raise `RenderError` for links that lead nowhere."""
    words = wording(leaf.document.language)
    complete_roles(leaf.tree)
    complete_notes(leaf.tree, words)
    turns.group(leaf.tree)
    if leaf.document.stamp:
        leaf.tree.insert(0, element("p", leaf.document.stamp, class_="stamp"))
    _fill_locators(leaf, context)
    raise_all([*_resolve_links(leaf, context.places), *_resolve_pictures(leaf, context.pictures)])
    title = leaf.document.title or words.get(leaf.document.kind) or context.title
    body = element("body", leaf.tree, kind=_MATTER[leaf.document.matter])
    return page(body, title=title, language=leaf.document.language, href=leaf.href)


def page(body: Node, *, title: str, language: str, href: str) -> bytes:
    """Return a whole XHTML document around *body*, styled, its language said twice."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("title", title),
        element("link", rel="stylesheet", type="text/css", href=relative(STYLESHEET, base=href)),
    )
    html = element("html", head, body)
    set_language(html, language)
    if direction(language) == "rtl":
        html.set("dir", "rtl")
    _double_languages(html)
    etree.cleanup_namespaces(html, keep_ns_prefixes=["epub"])
    return etree.tostring(
        html, encoding="utf-8", xml_declaration=True, doctype="<!DOCTYPE html>", with_tail=False
    )


def properties(leaf: Leaf) -> tuple[str, ...]:
    """Return the manifest properties that the content of *leaf* calls for."""
    tags = {str(node.tag) for node in leaf.tree.iter() if isinstance(node.tag, str)}
    return tuple(
        name
        for namespace, name in _FOREIGN.items()
        if any(tag.startswith(namespace) for tag in tags)
    )


def has_notes(tree: Node) -> bool:
    """Whether *tree* calls a note."""
    return next(_noterefs(tree), None) is not None


def has_pictures(tree: Node) -> bool:
    """Whether *tree* shows a picture."""
    return next(tree.iter(f"{{{XHTML}}}img"), None) is not None


def complete_roles(tree: Node) -> None:
    """Give every ``epub:type`` its DPUB-ARIA role."""
    for node in tree.iter(f"{{{XHTML}}}*"):
        kinds = node.get(EPUB_TYPE, "").split()
        if kinds and not node.get("role") and kinds[0] in ROLES:
            node.set("role", ROLES[kinds[0]])


def complete_notes(tree: Node, words: Wording) -> None:
    """Put its mark before every note and a named way back to its call behind it."""
    calls = {str(call.get("href")): call for call in _noterefs(tree)}
    for note in tree.iter(f"{{{XHTML}}}aside"):
        if note.get("role") != "doc-footnote":
            continue
        call = calls.get(f"#{note.get('id')}")
        lemma = _lemma(note)
        _add_mark(note)
        if call is not None:
            _add_way_back(note, call, words=words)
            if lemma:
                call.set("aria-label", words["gloss-call"].format(lemma=lemma))


def _noterefs(tree: Node) -> Iterator[Node]:
    return (a for a in tree.iter(f"{{{XHTML}}}a") if a.get("role") == "doc-noteref")


def _lemma(note: Node) -> str:
    found = note.find(f".//{{{XHTML}}}b[@class='lemma']")
    return "" if found is None else "".join(map(str, found.itertext())).strip()


def _add_mark(note: Node) -> None:
    mark = element("span", note.get("data-label", ""), class_="note-mark")
    first = note.find(f"{{{XHTML}}}*")
    if first is None or first.tag != f"{{{XHTML}}}p":
        note.insert(0, element("p", mark))
        return
    mark.tail = " " + (first.text or "")
    first.text = None
    first.insert(0, mark)


def _add_way_back(note: Node, call: Node, *, words: Wording) -> None:
    lemma = _lemma(note)
    name = (
        words["back-to-gloss"].format(lemma=lemma)
        if lemma
        else words["back-to-note"].format(label=note.get("data-label", ""))
    )
    back = element(
        "a", WAY_BACK, role="doc-backlink", class_="way-back", href=f"#{call.get('id')}"
    )
    back.set("aria-label", name)
    last = note[-1]
    if last.tag != f"{{{XHTML}}}p":
        last = element("p")
        note.append(last)
    _append_text(last, "\N{NO-BREAK SPACE}")
    last.append(back)


def _fill_locators(leaf: Leaf, context: Context) -> None:
    folios = context.folios or {}
    if context.folios is not None:
        context.warnings.extend(
            f"{leaf.document.id}: no printed page is known for #{target}"
            for target in targets(leaf.tree)
            if target not in folios
        )
    fill_locators(leaf.tree, folios)


def _append_text(node: Node, text: str) -> None:
    if len(node):
        node[-1].tail = (node[-1].tail or "") + text
    else:
        node.text = (node.text or "") + text


def _resolve_links(leaf: Leaf, places: Mapping[str, str]) -> Iterator[FlorilegiumError]:
    for anchor in leaf.tree.iter(f"{{{XHTML}}}a"):
        href = anchor.get("href", "")
        if not href.startswith("#"):
            continue
        way = link(href[1:], base=leaf.href, where=places)
        if way is None:
            yield RenderError(
                f"a link leads to {href!r}, which is nowhere in the book",
                where=leaf.document.id,
                hint="Mend the link, or give its target that name.",
            )
        else:
            anchor.set("href", way)


def _resolve_pictures(leaf: Leaf, pictures: frozenset[str]) -> Iterator[FlorilegiumError]:
    for picture in leaf.tree.iter(f"{{{XHTML}}}img"):
        source = picture.get("src", "")
        if source in pictures:
            picture.set("src", relative(source, base=leaf.href))
        else:
            yield RenderError(
                f"the picture {source!r} is no part of the book",
                where=leaf.document.id,
                hint="Put it into book/pictures/, or take it out of the text.",
            )


def _double_languages(tree: Node) -> None:
    for node in tree.iter(f"{{{XHTML}}}*"):
        if language := node.get("lang") or node.get(f"{{{XML}}}lang"):
            set_language(node, language)
