"""The index as a page: headings in their order, each with the places the book has for it.

The places are read off the sections that are already set, so that print and e-book list the
same. Folios come later (``render/locators.py``), where pages in a row are drawn together.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from florilegium.assemble.filing import filing_key, filing_letter
from florilegium.assemble.sections import is_own_list
from florilegium.model import Book, Index, IndexHeading, Section
from florilegium.model.index import place_id, plain_heading, read_place_id
from florilegium.project.wording import Wording
from florilegium.render.elements import XHTML, Node, add, element, locator

LONG = 60  # headings from which on the letters of the alphabet head their entries
_FIGURES = "0–9"


@dataclass(frozen=True, slots=True)
class Listed:
    """A place that the book has for a heading: its id, that of its *end*, and how it counts."""

    id: str
    end: str = ""
    in_note: bool = False
    principal: bool = False


Places = Mapping[str, Sequence[Listed]]


def places(sections: Iterable[Node], index: Index) -> dict[str, list[Listed]]:
    """Return the places of every heading of *index*, by its key, in the order of *sections*."""
    own = {heading.key: heading for heading in index.headings}
    found: dict[str, list[Listed]] = {}
    for section in sections:
        names = [node for node in section.iter(f"{{{XHTML}}}span") if _is_name(node)]
        ids = {node.get("id", "") for node in names}
        for node in names:
            name = node.get("id", "")
            said = read_place_id(name)
            if said is None or said.key not in own or said.part == "z":
                continue
            text = name.split("-", 3)[3] if name.count("-") > 2 else ""  # noqa: PLR2004
            end = place_id(said.key, "z", said.number, text)
            anchor = own[said.key].places[said.number] if said.part else None
            found.setdefault(said.key, []).append(
                Listed(
                    name,
                    end=end if said.part and end in ids else "",
                    in_note=_in_note(node),
                    principal=bool(anchor and anchor.principal),
                )
            )
    return found


def _is_name(node: Node) -> bool:
    return node.get("class") == "name" and bool(node.get("id"))


def _in_note(node: Node) -> bool:
    return next(node.iterancestors(f"{{{XHTML}}}aside"), None) is not None


def forget_names(nodes: Iterable[Node | str]) -> None:
    """Take the ids of indexed places out of *nodes*: they stand a second time in the book."""
    for node in nodes:
        if not isinstance(node, str):
            for span in node.iter(f"{{{XHTML}}}span"):
                if span.get("class") == "name":
                    span.attrib.pop("id", "")


@dataclass(frozen=True, slots=True)
class _Setting:
    """What the entries depend on: the *index*, its *places*, language and fixed *words*.

    *named* are headings by how a reference names them, *below* those that stand in each other,
    by its key, in the order of the alphabet. *name* is what the ids of entries begin with.
    """

    index: Index
    places: Places
    language: str
    words: Wording
    shown: frozenset[str]
    named: Mapping[str, IndexHeading]
    below: Mapping[str, Sequence[IndexHeading]]
    name: str

    def id(self, heading: IndexHeading) -> str:
        return f"{self.name}{heading.key}"


def name_of(section: Section) -> str:
    """Return what the ids of the entries of the index *section* begin with."""
    return f"{section.id}." if is_own_list(section) else "index-"


def entries(book: Book, section: Section, found: Places, words: Wording) -> Node | None:
    """Return the entries of the index *section* of *book*; None when there are none."""
    shown = shown_headings(book.index, found, is_whole=not is_own_list(section))
    language = book.meta.language
    below = _filed([one for one in book.index.headings if one.key in shown], language)
    setting = _Setting(
        book.index, found, language, words, shown, book.index.named(), below, name_of(section)
    )
    top = below.get("", ())
    if not top:
        return None
    made = element("div", class_=f"index-columns {book.index.subheadings}")
    is_long = len(top) >= LONG if book.index.letters is None else book.index.letters
    if not is_long:
        add(made, [element("ul", *(_entry(one, setting) for one in top), class_="index")])
        return made
    for letter, group in groupby(top, key=lambda one: _letter(one, setting.language)):
        add(
            made,
            [
                element("h2", letter, class_="index-letter"),
                element("ul", *(_entry(one, setting) for one in group), class_="index"),
            ],
        )
    return made


def shown_headings(index: Index, found: Places, *, is_whole: bool = True) -> frozenset[str]:
    """Return the keys of the headings that have a place, a subheading, or lead to one that has.

    A reference that leads to no heading at all is shown where the index *is_whole*: a finding
    says so.
    """
    named = index.named()
    shown = {key for key in found if found[key]}
    shown |= {one.within for one in index.headings if one.key in shown and one.within}
    for one in index.headings:
        said = filter(None, (one.see, *one.see_also))
        targets = [named.get(plain_heading(words)) for words in said]
        if any(is_whole if to is None else to.key in shown for to in targets):
            shown |= {one.key, one.within} - {""}
    return frozenset(shown)


def _filed(headings: Iterable[IndexHeading], language: str) -> dict[str, list[IndexHeading]]:
    """Return *headings* by the key of what they stand in, in the order of the alphabet."""
    found: dict[str, list[IndexHeading]] = {}
    for one in sorted(headings, key=lambda one: filing_key(one.file_as or one.heading, language)):
        found.setdefault(one.within, []).append(one)
    return found


def _letter(heading: IndexHeading, language: str) -> str:
    return filing_letter(heading.file_as or heading.heading, language) or _FIGURES


def _entry(heading: IndexHeading, setting: _Setting) -> Node:
    made = element("li", heading.heading, id=setting.id(heading))
    add(made, [_locators(heading, setting)])
    below = setting.below.get(heading.key, ())
    is_run_in = setting.index.subheadings == "run-in"
    if below and is_run_in:
        for number, one in enumerate(below):
            add(made, ["; " if number or heading.key in setting.places else ", "])
            inner = element("span", one.heading, id=setting.id(one), class_="subheading")
            add(inner, [_locators(one, setting), *_references(one, setting)])
            add(made, [inner])
    also = _references(heading, setting)
    if below and not is_run_in:
        listed = element("ul", *(_entry(one, setting) for one in below), class_="subheadings")
        if also:
            add(listed, [element("li", *also[1:], class_="index-also")])
        add(made, [listed])
    else:
        add(made, also)
    return made


def _references(heading: IndexHeading, setting: _Setting) -> list[Node | str]:
    """Return ``, see X`` or ``; see also X; Y``, the names of headings as links."""
    words = setting.words
    targets = (heading.see,) if heading.see else heading.see_also
    if not targets:
        return []
    has_before = heading.key in setting.places or heading.key in setting.below
    made: list[Node | str] = ["; " if has_before else ", "]
    made += [element("i", words["see"] if heading.see else words["see-also"]), " "]
    for number, target in enumerate(targets):
        found = setting.named.get(plain_heading(target))
        is_there = found is not None and found.key in setting.shown
        made += ["; "] if number else []
        made.append(
            element("a", target, href=f"#{setting.id(found)}") if found and is_there else target
        )
    return made


def _locators(heading: IndexHeading, setting: _Setting) -> Node | None:
    listed = setting.places.get(heading.key, ())
    if not listed:
        return None
    made = element("span", class_="locators")
    made.set("data-ranges", setting.index.ranges)
    made.set("data-signs", setting.words["locator-signs"])
    for one in listed:
        link = locator(one.id)
        names = ["locator", *(["principal"] if one.principal else [])]
        link.set("class", " ".join([*names, *(["in-note"] if one.in_note else [])]))
        if one.end:
            link.set("data-to", one.end)
        add(made, [", ", link])
    return made
