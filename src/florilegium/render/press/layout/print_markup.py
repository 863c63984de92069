"""A document of the book → the XHTML the press sets: the same words, arranged for paper.

Every note moves to its call, so that it can fall to the foot of the right page; terms run
in at the head of what is said of them, so that no page parts the two; page references get
their folios; namespaces and what only e-readers use are taken off.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from florilegium.errors import RenderError
from florilegium.model import ContentDocument
from florilegium.render.elements import MATHML, OPS, XHTML, XML, Node, add
from florilegium.render.locators import fill_locators
from florilegium.render.press.layout.print_tables import (
    align_numbers,
    fit_tables,
    mark_long_words,
    narrowed,
)

PICTURE_SCHEME = "picture"
JOINED = "joined"  # the class of an element that holds several documents (binding/joined.py)
_BLOCKS = frozenset(
    f"{{{XHTML}}}{name}"
    for name in ("p", "ul", "ol", "dl", "li", "dd", "blockquote", "div", "pre", "table", "figure")
)
_FLOWING = frozenset({"prose", "glossary-page", "textual-note", "citing"})
_SHORT = 60  # letters of a caption that stands in the middle below its picture
_FIGURES = 2  # of a note's label that have room without more ado


@dataclass(frozen=True, slots=True)
class Fit:
    """What is set otherwise so that it has room on its page.

    *size* is how large the type of a title page is, by what the style sheet says; *tables* has
    the class of a table by its place among the tables of the document.
    """

    size: float = 1.0
    tables: tuple[tuple[int, str], ...] = ()

    def narrowed(self, wide: Iterable[tuple[int, bool]]) -> "Fit":
        """Return what is to be tried when the tables *wide* had no room: see ``print_tables``."""
        return replace(self, tables=tuple(sorted(narrowed(dict(self.tables), wide).items())))


def printed(
    document: ContentDocument,
    *,
    folios: Mapping[str, str],
    title: str,
    lost: frozenset[str] = frozenset(),
    fit: Fit = Fit(),  # it is frozen
) -> str:
    """Return *document* as one un-namespaced element; *title* is the book's, for the page heads.

    Links to a place in *lost* are links no more. *fit* says what is set otherwise to have
    room. Raises `RenderError` for a note that nothing calls: it would have no page to stand on.
    """
    section = parse(document)
    fill_locators(section, folios)
    _place_notes(section, document)
    _run_in_terms(section)
    _gather_flow(section)
    _unlink(section, lost)
    _address_pictures(section)
    _number_items(section)
    _bind_leaders(section)
    mark_long_words(section)
    align_numbers(section)
    _close_up_formulas(section)
    section.set("data-book", title)
    if JOINED in _classes(section):
        for one in section:
            one.set("data-book", one.get("data-book") or title)
    else:
        describe(section, document)
    if fit.size != 1:
        section.set("style", f"font-size: {fit.size}rem")
        section.set("data-size", f"{fit.size}")
    fit_tables(section, fit.tables)
    return _plain(section)


def parse(document: ContentDocument) -> Node:
    """Return the element of *document*, namespaced as the book has it."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(document.xhtml.encode(), parser)


def _close_up_formulas(section: Node) -> None:
    """Take out the spaces between the parts of formulas, which the style sheet sets itself."""
    for formula in section.iter(f"{{{MATHML}}}math"):
        for part in formula.iterdescendants():
            if not (part.tail or "").strip():
                part.tail = None


def _classes(element: Node) -> list[str]:
    return element.get("class", "").split()


# -- notes ---------------------------------------------------------------------------------


def _place_notes(section: Node, document: ContentDocument) -> None:
    calls: dict[str, Node] = {}
    for link in section.iter(f"{{{XHTML}}}a"):
        if "note-call" in _classes(link):
            calls.setdefault(link.get("href", "").removeprefix("#"), link)
    notes = [aside for aside in section.iter(f"{{{XHTML}}}aside") if "note" in _classes(aside)]
    behind: dict[Node, Node] = {}  # the last note put after a call, or after the note it is in
    for note in notes:
        name = note.get("id", "")
        if name not in calls:
            raise RenderError(
                f"the note {name!r} is called nowhere in the text",
                where=document.id,
                hint="Attach it to words of the text, or take it out.",
            )
        host = _host(calls[name])
        _move_after(note, behind.get(host, host))
        behind[host] = note
        _label(note)
        _close_up_blocks(note)
    if any(len(note.get("data-label", "")) > _FIGURES for note in notes):
        section.set("class", f"{section.get('class', '')} wide-labels".strip())
    for group in list(section.iter(f"{{{XHTML}}}section")):
        parent = group.getparent()
        if parent is not None and _classes(group) == ["notes"] and not len(group):
            parent.remove(group)


def _host(call: Node) -> Node:
    """Return what the note of *call* falls behind: a note on a note, since feet have no feet."""
    notes = (a for a in call.iterancestors(f"{{{XHTML}}}aside") if "note" in _classes(a))
    return next(notes, call)


def _move_after(note: Node, call: Node) -> None:
    parent = note.getparent()
    assert parent is not None  # noqa: S101  # a note is never the whole document
    parent.remove(note)
    note.tail, call.tail = call.tail, None
    call.addnext(note)
    note.tail, call.tail = (note.tail or "") + (call.tail or ""), None


def _label(note: Node) -> None:
    """Give the first paragraph the label: it stands at the head of its first line."""
    target = note[0] if len(note) and note[0].tag == f"{{{XHTML}}}p" else note
    target.set("data-label", note.get("data-label", ""))
    target.set("class", " ".join((*_classes(target), "labelled")))


def _close_up_blocks(note: Node) -> None:
    """Take out the spaces between the blocks of a note: WeasyPrint sets each as an empty line."""
    for part in note.iter():
        around = [part.text, *(child.tail for child in part)]
        if not "".join(filter(None, around)).strip() and any(one.tag in _BLOCKS for one in part):
            part.text = None
            for child in part:
                child.tail = None


# -- terms ---------------------------------------------------------------------------------


def _run_in_terms(section: Node) -> None:
    """Make every term of a definition list the first words of its definition."""
    for term in list(section.iter(f"{{{XHTML}}}dt")):
        definition = term.getnext()
        if definition is None or definition.tag != f"{{{XHTML}}}dd":
            continue
        first = definition[0] if len(definition) and not (definition.text or "").strip() else None
        host = first if first is not None and first.tag == f"{{{XHTML}}}p" else definition
        definition.getparent().remove(term)  # type: ignore[union-attr]  # it has a sibling
        term.tag = f"{{{XHTML}}}b"
        term.set("class", "term")
        # The space between them is the term's: where it has a width of its own, it is no more.
        add(term, [" "])
        term.tail, host.text = (host.text or "").lstrip(), None
        host.insert(0, term)


def _gather_flow(section: Node) -> None:
    """Put what stands below the title of a page into a box, which a theme may set in columns."""
    pages = [one for one in section.iter(f"{{{XHTML}}}section") if _FLOWING & set(_classes(one))]
    for page in pages:
        heads = [one for one in page if one.tag == f"{{{XHTML}}}h1"]
        rest = list(heads[0].itersiblings()) if heads else list(page)
        if rest:
            flow = etree.Element(f"{{{XHTML}}}div", {"class": "flow"})
            flow.extend(rest)
            page.append(flow)


def _unlink(section: Node, lost: frozenset[str]) -> None:
    for link in section.iter(f"{{{XHTML}}}a"):
        if link.get("href", "").removeprefix("#") in lost:
            del link.attrib["href"]


# -- pictures ------------------------------------------------------------------------------


def _address_pictures(section: Node) -> None:
    """Give pictures an address without a folder: WeasyPrint names them by it in the PDF."""
    for picture in section.iter(f"{{{XHTML}}}img"):
        folder, _, name = picture.get("src", "").rpartition("/")
        if folder == "pictures":
            picture.set("src", f"{PICTURE_SCHEME}:{name}")
    for caption in section.iter(f"{{{XHTML}}}figcaption"):
        if len("".join(map(str, caption.itertext())).strip()) <= _SHORT:
            caption.set("class", f"{caption.get('class', '')} short".strip())


# -- lists ---------------------------------------------------------------------------------


def _number_items(section: Node) -> None:
    """Say in CSS where a list begins to count: WeasyPrint does not read it from attributes."""
    for ordered in section.iter(f"{{{XHTML}}}ol"):
        if start := ordered.get("start"):
            ordered.set("style", f"counter-reset: list-item {int(start) - 1}")
    for item in section.iter(f"{{{XHTML}}}li"):
        if value := item.get("value"):
            item.set(
                "style", f"counter-increment: list-item 0; counter-set: list-item {int(value)}"
            )


# -- contents ------------------------------------------------------------------------------


def _bind_leaders(section: Node) -> None:
    """Bind every leader of the contents to the word before it: none stands alone on a line."""
    for entry in section.iter(f"{{{XHTML}}}li"):
        locator = entry[-1] if len(entry) else None
        if locator is None or "locator" not in _classes(locator):
            continue
        link = locator.getprevious()
        if link is not None:
            link.tail = " "


# -- the element itself --------------------------------------------------------------------


def describe(section: Node, document: ContentDocument) -> None:
    """Put on the element what the style sheet prints in page heads and bookmarks."""
    if document.left_head:
        section.set("data-book", document.left_head)
    section.set("data-head", document.running_head or document.title)
    section.set("data-bookmark", document.title)
    section.set("data-depth", str(document.depth))
    section.set("data-matter", document.matter)
    if document.stamp:
        section.set("data-stamp", document.stamp)


def _plain(section: Node) -> str:
    for element in section.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.removeprefix(f"{{{XHTML}}}").removeprefix(f"{{{MATHML}}}")
        for name in list(element.attrib):
            if str(name).startswith((f"{{{OPS}}}", f"{{{XML}}}")):
                del element.attrib[name]
    etree.cleanup_namespaces(section)
    return etree.tostring(section, encoding="unicode", with_tail=False)
