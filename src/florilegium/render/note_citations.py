"""Citations in a style that puts each into a note, or, where it stands in one, into brackets.

Input: the editor's pieces as pandoc reads them, and the book's order. Output: their HTML, each
citation a footnote of its piece (`footnotes` then treats it as the editor's own), or, within a
note, words in brackets. What is numbered together is resolved together and by itself: a chapter
names a work in full where it names it first, whatever stands before it in the book.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from florilegium.model import Book, Selection
from florilegium.project.citation_style import CitationStyle
from florilegium.render import html_pieces
from florilegium.render.bibliography import item_id
from florilegium.render.kept_pandoc import ask_each, string
from florilegium.render.markdown_places import nodes
from florilegium.store.cache import Cache

Tree = Any  # pandoc's JSON: lists, and tables with "t" and "c"
SCRIPT = "pandoc_notes.lua"


def note_series(book: Book) -> tuple[tuple[str, ...], ...]:
    """Return the keys of the pieces whose notes are numbered together, in the order of calls.

    A piece in none of them is one whose notes have no number of its own, as a gloss.
    """
    pages = [(section.id,) for section in book.sections if section.kind != "reserved"]
    return (*pages, *(_of_chapter(selection) for selection in book.selections))


def _of_chapter(selection: Selection) -> tuple[str, ...]:
    numbered = {note.id for note in selection.notes if note.kind == "note"}
    head = [*selection.title_marks, *selection.deck_marks]
    text = [
        mark
        for block in selection.blocks
        for mark in sorted(block.marks, key=lambda one: (one.end, one.start))
    ]
    slug = selection.slug
    keys = [mark.ref for mark in head if mark.ref in numbered]
    keys.append(f"{slug}/headnote")
    keys += [mark.ref for mark in text if mark.ref in numbered]
    keys += [f"{slug}/questions", *(one.id for one in selection.asked)]
    return tuple(dict.fromkeys(keys))


def resolved(  # noqa: PLR0913  # what is cited, where, in which style, and where it is kept
    trees: Mapping[str, list[Tree]],
    series: Sequence[Sequence[str]],
    *,
    is_note: Callable[[str], bool],
    references: Tree,
    before: Sequence[str],
    language: str,
    style: CitationStyle,
    cache: Cache | None,
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return HTML of every piece of *trees* by its key, and what pandoc warned of.

    *series* are those numbered together, *is_note* tells which have no foot of their own;
    works *before* are told apart by letters (`alike`).
    Raises `PandocError`.
    """
    groups = _groups(trees, series)
    for group, is_numbered in groups:
        _number(group, trees, is_note, is_numbered=is_numbered)
    asked = []
    for group, _ in groups:
        pieces = [_piece(trees[key], in_note=is_note(key)) for key in group]
        asked.append(_group(pieces, references["c"], before))
    made = ask_each(SCRIPT, _meta(language, links=True), asked, cache=cache, style=style)
    keys = [key for group, _ in groups for key in group]
    written = [one["c"] for answer in made for one in answer.values["written"]["c"]]
    warnings = tuple(dict.fromkeys(words for answer in made for _, words in answer.warnings))
    return dict(zip(keys, written, strict=True)), warnings


def in_full(  # noqa: PLR0913  # what is cited, in which style, and where it is kept
    references: Sequence[Tree],
    names: Sequence[str],
    *,
    alone: bool,
    language: str,
    style: CitationStyle,
    cache: Cache | None,
) -> dict[str, str]:
    """Return HTML of how a *style* that has no list of works cites each of *references*, in full.

    Their ids are *names*. Each stands *alone*, or is told apart from all others. Raises
    `PandocError`.
    """
    items = dict(zip(names, references, strict=True))
    pieces = {name: _piece([{"t": "Para", "c": [citing(name)]}], in_note=True) for name in items}
    groups = [[name] for name in items] if alone else [list(items)]
    asked = [
        _group([pieces[name] for name in group], [items[name] for name in group])
        for group in groups
    ]
    made = ask_each(SCRIPT, _meta(language), asked, cache=cache, style=style)
    written = [one["c"] for answer in made for one in answer.values["written"]["c"]]
    return {name: _bare(text) for name, text in zip(items, written, strict=True)}


def citing(name: str) -> Tree:
    """Return a citation of the work *name* as pandoc has it, or of all (``*``)."""
    citation = {
        "citationId": name, "citationPrefix": [], "citationSuffix": [],
        "citationMode": {"t": "NormalCitation"}, "citationNoteNum": 0, "citationHash": 0,
    }  # fmt: skip
    return {"t": "Cite", "c": [[citation], []]}


def _bare(made: str) -> str:
    """Return the words of the one citation in *made*."""
    tree = html_pieces.read(made)
    for around in [*tree.iter("p"), *tree.find_class("citation")]:
        around.drop_tag()
    return html_pieces.inner(tree).strip()


def _meta(language: str, *, links: bool = False) -> dict[str, Tree]:
    return {
        "lang": string(language),
        "links": {"t": "MetaBool", "c": links},
    }


def _groups(
    trees: Mapping[str, list[Tree]], series: Sequence[Sequence[str]]
) -> list[tuple[list[str], bool]]:
    """Return the keys that are resolved together, and whether their notes have numbers."""
    numbered = [[key for key in one if key in trees] for one in series]
    there = {key for one in numbered for key in one}
    rest = [([key], False) for key in trees if key not in there]
    return [(one, True) for one in numbered if one] + rest


def _number(
    group: Iterable[str],
    trees: Mapping[str, list[Tree]],
    is_note: Callable[[str], bool],
    *,
    is_numbered: bool,
) -> None:
    """Write into each citation the number of the note that it is in, or 0."""
    count = 0
    for key in group:
        if is_note(key):
            count += 1
            _write_number(trees[key], count if is_numbered else 0)
            continue
        for node in _notes_and_citations(trees[key]):
            count += 1
            _write_number(node, count if is_numbered else 0)


def _write_number(tree: Tree, number: int) -> None:
    for node in nodes(tree):
        if node.get("t") == "Cite":
            for citation in node["c"][0]:
                citation["citationNoteNum"] = number


def _notes_and_citations(tree: Tree) -> Iterator[Tree]:
    """Yield each footnote in *tree*, and each citation that is in none."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            if node.get("t") in ("Note", "Cite"):
                yield node
                continue
            node = [*node.values()]
        if isinstance(node, list):
            waiting.extend(reversed(node))


def _group(
    pieces: list[Tree], references: Sequence[Tree], before: Sequence[str] = ()
) -> dict[str, Tree]:
    """Return *pieces* and the works that they cite, as the script reads them.

    Works *before* are told apart by letters; they count where one of them is cited.
    """
    names = {
        one["citationId"]
        for node in nodes(pieces)
        if node.get("t") == "Cite"
        for one in node["c"][0]
    }
    first = list(before) if names.intersection(before) else []
    names |= {*first}
    return {
        "pieces": {"t": "MetaBlocks", "c": pieces},
        "references": {
            "t": "MetaList",
            "c": [item for item in references if item_id(item) in names],
        },
        "before": {"t": "MetaList", "c": [string(name) for name in first]},
    }


def alike(items: Sequence[Mapping[str, Tree]]) -> tuple[str, ...]:
    """Return the ids of those of *items* (CSL-JSON) that share maker and year with another."""
    groups: dict[tuple[str, str], list[str]] = {}
    for item in items:
        people = item.get("author") or item.get("editor") or [{"literal": item.get("title", "")}]
        first = people[0] if isinstance(people, list) and people else {}
        name = str(first.get("family") or first.get("literal") or "").casefold()
        issued = item.get("issued") or {}
        dates = issued.get("date-parts") if isinstance(issued, dict) else None
        year = str(dates[0][0]) if dates and dates[0] else ""
        groups.setdefault((name, year), []).append(str(item["id"]))
    return tuple(name for names in groups.values() if len(names) > 1 for name in names)


def _piece(blocks: list[Tree], *, in_note: bool) -> Tree:
    """Return the piece as one block; one that stands *in_note* is a note for citeproc."""
    if in_note:
        blocks = [{"t": "Para", "c": [{"t": "Note", "c": blocks}]}]
    return {"t": "Div", "c": [["", ["in-note"] if in_note else [], []], blocks]}
