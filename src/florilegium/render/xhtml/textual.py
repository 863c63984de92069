"""The note on the text and the colophon: what was done to the seeds, and how the book was made."""

from collections.abc import Sequence
from dataclasses import dataclass

from florilegium.model import Book, Removal, Section, Selection
from florilegium.project.wording import Wording
from florilegium.render.pandoc import Prose
from florilegium.render.xhtml.elements import Node, add, element, inline, locator, prose
from florilegium.render.xhtml.matter import listed


@dataclass(frozen=True, slots=True)
class Production:
    """What the colophon states: type families, versions by tool, the digest of the inputs."""

    fonts: tuple[str, ...]
    versions: tuple[tuple[str, str], ...]
    digest: str


def textual_note(book: Book, section: Section, pieces: Prose, words: Wording) -> Node:
    """Return the note on the text: for each selection what was removed, changed, emended, cut."""
    made = element("section", class_="textual-note", kind="appendix")
    add(made, [element("h1", section.title, class_="title")])
    if section.id in pieces.pieces:
        add(made, prose(pieces.pieces[section.id]))
    for selection in book.selections:
        add(
            made,
            [
                element("h2", selection.title),
                *_removed(selection, words),
                *_changed(selection, words),
                *_emended(selection, pieces, words),
                *_elided(selection, pieces, words),
            ],
        )
    return made


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


def _lines(lines: tuple[int, int]) -> str:
    first, last = lines
    return str(first) if first == last else f"{first}–{last}"


def _removed(selection: Selection, words: Wording) -> list[Node]:
    if not selection.removals:
        return [element("p", words["removed-none"])]
    rows: list[list[Node | str]] = []
    for group in _runs(selection.removals):
        first = group[0]
        count = sum(len(removal.text.split()) for removal in group)
        why = words["lifted"] if first.action == "lifted" else first.why
        lines = (first.lines[0], group[-1].lines[1])
        rows.append([_lines(lines), first.role, str(count), why])
    heads = [words[f"removed-{name}"] for name in ("lines", "what", "words", "why")]
    return [_table(f"{words['removed']} “{selection.title}”", heads, rows, "removed")]


def _runs(removals: Sequence[Removal]) -> list[list[Removal]]:
    """Neighbouring removals by the same rule and of the same role, together."""
    runs: list[list[Removal]] = []
    for removal in removals:
        last = runs[-1][-1] if runs else None
        same = last is not None and (
            (last.rule, last.role, last.action) == (removal.rule, removal.role, removal.action)
            and removal.index - last.index <= 1
        )
        if same:
            runs[-1].append(removal)
        else:
            runs.append([removal])
    return runs


def _changed(selection: Selection, words: Wording) -> list[Node]:
    rows: list[list[Node | str]] = [
        [words.change.get(change.kind, change.kind), str(change.count)]
        for change in selection.changes
        if change.count
    ]
    if not rows:
        return []
    heads = [words["changes-what"], words["changes-count"]]
    return [_table(words["changes"], heads, rows, "changes")]


def _emended(selection: Selection, pieces: Prose, words: Wording) -> list[Node]:
    if not selection.emendations:
        return [element("p", words["emendations-none"])]
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
        return [element("p", words["elisions-none"])]
    rows: list[list[Node | str]] = []
    for record in selection.elisions:
        place = element("td", locator(record.id), " ", id=f"{record.id}-record")
        add(place, [element("a", record.label, class_="back", href=f"#{record.id}")])
        rows.append(
            [
                place,
                _lines(record.lines),
                str(len(record.text.split())),
                element("td", *_reason(record.id, pieces)),
            ]
        )
    heads = [words["emendations-page"]]
    heads += [words[f"removed-{name}"] for name in ("lines", "words", "why")]
    return [_table(words["elisions"], heads, rows, "elisions")]


def _reason(name: str, pieces: Prose) -> list[Node | str]:
    key = f"{name}-reason"
    return inline(pieces.pieces[key]) if key in pieces.pieces else []


def colophon(
    book: Book, section: Section, pieces: Prose, words: Wording, production: Production
) -> Node:
    """Return the colophon: type, tools with versions, and the digest of the inputs."""
    seeds = listed([selection.seed.name for selection in book.selections], words)
    body = prose(pieces.pieces[section.id]) if section.id in pieces.pieces else []
    return element(
        "section",
        element("h1", section.title, class_="title"),
        *body,
        element("p", words["text-set"].format(fonts=listed(production.fonts, words))),
        element("p", words["made-with"].format(seeds=seeds, **dict(production.versions))),
        element("p", f"{words['inputs-text']}: ", element("code", production.digest)),
        kind="colophon",
        class_="colophon",
    )
