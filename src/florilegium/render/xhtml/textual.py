"""The note on the text and the colophon: what was done to the seeds, and how the book was made."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from florilegium.model import Book, Removal, Section, Selection
from florilegium.project.wording import Wording
from florilegium.render.elements import Node, add, element, inline, locator, prose
from florilegium.render.pandoc import Prose
from florilegium.render.xhtml.matter import listed

_AT_AN_END = 3  # words of an elision that are told: what is left out may not be printed


@dataclass(frozen=True, slots=True)
class Production:
    """What the colophon states: type families, versions by tool, the digest of the inputs."""

    fonts: tuple[str, ...]
    versions: tuple[tuple[str, str], ...]
    digest: str


def has_code(book: Book, pieces: Prose) -> bool:
    """Tell whether there is a program in the *book*, or what is set like one."""
    blocks = (block for selection in book.selections for block in selection.blocks)
    return any(
        block.kind == "code" or any(mark.kind == "code" for mark in block.marks)
        for block in blocks
    ) or any("<code" in piece or "<pre" in piece for piece in pieces.pieces.values())


def textual_note(book: Book, section: Section, pieces: Prose, words: Wording) -> Node:
    """Return the note on the text: for each selection what is emended, cut, and left out.

    What the editor did to an author's words is told in full; what was never the author's, and
    the typography, is counted in a line. The ledger in ``build/`` has every line of it.
    """
    made = element("section", class_="textual-note", kind="appendix")
    add(made, [element("h1", section.title, class_="title")])
    if section.id in pieces.pieces:
        add(made, prose(pieces.pieces[section.id]))
    add(made, (node for one in book.selections for node in account(one, pieces, words)))
    return made


def account(selection: Selection, pieces: Prose, words: Wording) -> list[Node]:
    """Return what was done to one text, below its title."""
    return [
        element("h2", selection.title),
        _summary(selection, words),
        *_emended(selection, pieces, words),
        *_elided(selection, pieces, words),
        *_dropped(selection, words),
    ]


def _summary(selection: Selection, words: Wording) -> Node:
    """Return a paragraph that counts what needs no more than that, or says that all is there."""
    parts = Counter(
        removal.role
        for removal in selection.removals
        if removal.action == "removed" and not _is_dropped(removal)
    )
    changes = {words.change.get(one.kind, one.kind): one.count for one in selection.changes}
    intact = not selection.elisions and not any(map(_is_dropped, selection.removals))
    sentences = (
        words["emendations-none"] if not selection.emendations else "",
        words["elisions-none"] if intact else "",
        words["page-parts"].format(parts=_counted(parts)) if parts else "",
        words["changes"].format(changes=_counted(changes)) if any(changes.values()) else "",
    )
    return element("p", " ".join(filter(None, sentences)))


def _counted(numbers: Mapping[str, int]) -> str:
    """Return ``menus (12), share bar (2)``, the most frequent first."""
    order = sorted(numbers.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{name} ({count})" for name, count in order if count)


def _is_dropped(removal: Removal) -> bool:
    """Whether the editor ordered it, of words that may be the author's."""
    return removal.rule == "drop"


def _table(
    caption: str, heads: Sequence[str], rows: Sequence[Sequence[Node | str]], style: str
) -> Node:
    head = element("tr", *(element("th", text, scope="col") for text in heads))
    return element(
        "table",
        element("caption", caption),
        element("thead", head),
        element("tbody", *(element("tr", *(_cell(cell) for cell in row)) for row in rows)),
        class_=f"ledger {style}",
    )


def _cell(content: Node | str) -> Node:
    if not isinstance(content, str) and content.tag.endswith("}td"):
        return content
    return element("td", content)


def _emended(selection: Selection, pieces: Prose, words: Wording) -> list[Node]:
    if not selection.emendations:
        return []
    rows = []
    for record in selection.emendations:
        place = element("td", locator(record.id), " ", id=f"{record.id}-record")
        add(place, [element("a", record.label, class_="back", href=f"#{record.id}")])
        nothing = element("i", words["omitted"])
        rows.append(
            [
                place,
                element("td", record.reading or nothing),
                element("td", record.original or nothing),
                element("td", *_reason(record.id, pieces)),
            ]
        )
    heads = [words[f"emendations-{name}"] for name in ("page", "reading", "original", "why")]
    return [_table(words["emendations"], heads, rows, "emendations")]


def _elided(selection: Selection, pieces: Prose, words: Wording) -> list[Node]:
    if not selection.elisions:
        return []
    rows: list[list[Node | str]] = []
    for record in selection.elisions:
        place = element("td", locator(record.id), " ", id=f"{record.id}-record")
        add(place, [element("a", record.label, class_="back", href=f"#{record.id}")])
        reason = element("td", *_reason(record.id, pieces))
        rows.append([place, _ends(record.text), str(len(record.text.split())), reason])
    heads = [words["emendations-page"], words["left-out"], words["word-count"]]
    return [_table(words["elisions"], [*heads, words["emendations-why"]], rows, "elisions")]


def _dropped(selection: Selection, words: Wording) -> list[Node]:
    """Return what the editor took out of the text without a sign there, in full."""
    rows: list[list[Node | str]] = [
        [removal.text, str(len(removal.text.split())), removal.why]
        for removal in selection.removals
        if _is_dropped(removal)
    ]
    heads = [words["left-out"], words["word-count"], words["emendations-why"]]
    return [_table(words["dropped"], heads, rows, "dropped")] if rows else []


def _ends(text: str) -> str:
    """Return the first and last words of *text*, or all of it when they are few."""
    found = text.split()
    if len(found) <= 2 * _AT_AN_END:
        return " ".join(found)
    return f"{' '.join(found[:_AT_AN_END])} … {' '.join(found[-_AT_AN_END:])}"


def _reason(name: str, pieces: Prose) -> list[Node | str]:
    key = f"{name}-reason"
    return inline(pieces.pieces[key]) if key in pieces.pieces else []


def colophon(section: Section, pieces: Prose, words: Wording, production: Production) -> Node:
    """Return the colophon: type, tools with versions, and the digest of the inputs."""
    body = prose(pieces.pieces[section.id]) if section.id in pieces.pieces else []
    digest = element("span", production.digest, class_="digest")
    return element(
        "section",
        element("h1", section.title, class_="title"),
        *body,
        element("p", words["text-set"].format(fonts=listed(production.fonts, words))),
        element("p", words["made-with"].format(**dict(production.versions))),
        element("p", f"{words['inputs-text']}: ", digest),
        kind="colophon",
        class_="colophon",
    )
