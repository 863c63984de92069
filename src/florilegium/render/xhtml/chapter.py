"""A chapter: its head, headnote, text, questions and notes, as one XHTML section."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from florilegium.model import Block, PlacedNote, Selection
from florilegium.render.pandoc import Prose
from florilegium.render.xhtml.elements import Node, add, element, inline, prose, set_language
from florilegium.render.xhtml.flow import Calls, fill
from florilegium.wording import Wording


def chapter(selection: Selection, pieces: Prose, words: Wording) -> Node:
    """Return the chapter of *selection*; its notes stand at its end, each an ``aside``."""
    slug = selection.slug
    made = element(
        "section", kind="chapter", class_="chapter", id=slug, aria_labelledby=f"{slug}-title"
    )
    set_language(made, selection.language)
    add(
        made,
        [
            _head(selection, pieces),
            _headnote(selection, pieces, words),
            _text(selection),
            _questions(selection, pieces, words),
            _notes(selection, pieces, words),
        ],
    )
    return made


def _head(selection: Selection, pieces: Prose) -> Node:
    reference = pieces.references.get(selection.source, "")
    return element(
        "header",
        element("h1", selection.title, class_="title", id=f"{selection.slug}-title"),
        element("p", selection.deck, class_="deck") if selection.deck else None,
        element("p", selection.byline, class_="byline") if selection.byline else None,
        element("p", *inline(reference), class_="source-line") if reference else None,
        class_="chapter-head",
    )


def _headnote(selection: Selection, pieces: Prose, words: Wording) -> Node | None:
    source = pieces.pieces.get(f"{selection.slug}/headnote")
    if source is None:
        return None
    return element(
        "section",
        *prose(source),
        kind="introduction",
        class_="headnote",
        aria_label=words["headnote"],
    )


def _questions(selection: Selection, pieces: Prose, words: Wording) -> Node | None:
    source = pieces.pieces.get(f"{selection.slug}/questions")
    if source is None:
        return None
    name = f"{selection.slug}-questions"
    return element(
        "section",
        element("h2", words["questions"], id=name),
        *prose(source, top=3),
        class_="questions",
        role="region",
        aria_labelledby=name,
    )


def _notes(selection: Selection, pieces: Prose, words: Wording) -> Node | None:
    if not selection.notes:
        return None
    return element(
        "section",
        *(_note(note, pieces) for note in selection.notes),
        kind="footnotes",
        class_="notes",
        aria_label=words["notes"],
    )


def _note(note: PlacedNote, pieces: Prose) -> Node:
    style = "note gloss" if note.kind == "gloss" else "note"
    made = element("aside", kind="footnote", class_=style, id=note.id, data_label=note.label)
    add(made, prose(pieces.pieces.get(note.id, "<p></p>"), top=3))
    if note.kind == "gloss":
        first = made[0]
        lemma = element("b", note.lemma, class_="lemma")
        lemma.tail, first.text = f" {first.text or ''}", None
        first.insert(0, lemma)
    return made


# -- the text ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Scene:
    """What the look of a block depends on besides itself."""

    calls: Calls
    ranks: Mapping[int, int]
    interviewer: str


def _text(selection: Selection) -> Node:
    calls = Calls(
        {note.id: note for note in selection.notes},
        {record.id: record for record in selection.emendations},
    )
    interviewer = next((b.speaker for b in selection.blocks if b.speaker), "")
    scene = _Scene(calls, _ranks(selection.blocks), interviewer)
    made = element("div", class_="text")
    numbered = list(enumerate(selection.blocks, start=1))
    for kind, run in groupby(numbered, key=lambda pair: _container(pair[1])):
        items = [_block(b, f"{selection.slug}-p{n}", scene) for n, b in run]
        add(made, [element(kind, *items)] if kind else items)
    return made


def _container(block: Block) -> str:
    return {"quote": "blockquote", "item": "ul"}.get(block.kind, "")


def _ranks(blocks: tuple[Block, ...]) -> dict[int, int]:
    """The source's heading levels as ranks without a gap, from h2 down."""
    levels = sorted({block.level for block in blocks if block.kind == "heading"})
    return {level: min(6, rank) for rank, level in enumerate(levels, start=2)}


def _block(block: Block, name: str, scene: _Scene) -> Node:
    tag = {"heading": f"h{scene.ranks.get(block.level, 2)}", "item": "li", "code": "pre"}
    made = element(tag.get(block.kind, "p"), class_=_style(block, scene.interviewer), id=name)
    if block.opens_turn:
        add(made, [element("span", block.speaker, class_="speaker"), " "])
    fill(made, block, scene.calls)
    return made


def _style(block: Block, interviewer: str) -> str:
    names: list[str] = [block.kind] if block.kind in ("verse", "code") else []
    if block.speaker:
        names.append("question" if block.speaker == interviewer else "answer")
    if block.opens_turn:
        names.append("turn")
    return " ".join(names)
