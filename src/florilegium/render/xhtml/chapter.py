"""A chapter: its head, headnote, text, questions and notes, as one XHTML section."""

from collections.abc import Mapping
from dataclasses import dataclass

from florilegium.model import Block, PlacedNote, Selection
from florilegium.model.directions import direction
from florilegium.project.wording import Wording
from florilegium.render.elements import XHTML, Node, add, element, inline, prose
from florilegium.render.pandoc import Prose
from florilegium.render.standalone import end_of
from florilegium.render.xhtml.author_notes import AuthorNote, Noted, part_notes
from florilegium.render.xhtml.cited_lines import link_lines
from florilegium.render.xhtml.flow import Calls, fill
from florilegium.render.xhtml.languages import lifted, say_language
from florilegium.render.xhtml.original_pages import page_starts
from florilegium.render.xhtml.questions import questions
from florilegium.render.xhtml.structure import structured
from florilegium.render.xhtml.verse import (
    Numbers,
    is_of_verse,
    is_section,
    line_maker,
    lines,
    numbers,
)

_LEAVES = frozenset(f"{{{XHTML}}}{tag}" for tag in ("p", "li", "dd", "td", "h2", "h3", "h4"))
# What the editor writes in a chapter; all else is the text's.
_EDITORIAL = frozenset({"headnote", "questions", "note", "source-line", "works-cited", "people"})


def chapter(  # noqa: PLR0913  # the text, and what stands around it
    selection: Selection,
    pieces: Prose,
    words: Wording,
    *,
    language: str = "",
    credit: str = "",
    works: Node | None = None,
    people: str = "",
) -> Node:
    """Return the chapter of *selection*; its notes stand at its end, each an ``aside``.

    *language* is that of the book, in which the editor writes; without one, that of the text.
    *credit* is the line that the holder of the rights wants under the text, *works* the list
    of the works that are cited with it, *people* says who else had a hand in it.
    """
    slug = selection.slug
    made = element(
        "section", kind="chapter", class_="chapter", id=slug, aria_labelledby=f"{slug}-title"
    )
    say_language(made, selection.language)
    paged = page_starts(selection.blocks, words, shown=selection.original_pages)
    noted = part_notes(paged, slug=slug)
    scene = _scene(selection, noted)
    text = _text(noted, scene, slug=slug)
    text.set("class", _kind_of_text(selection, scene))
    add(
        made,
        [
            _head(selection, pieces, scene.calls, people),
            _headnote(selection, pieces, words),
            text,
            element("p", credit, class_="credit") if credit else None,
            questions(selection, pieces, words),
            works,
            _notes(selection, [_author_note(note, scene) for note in noted.notes], pieces, words),
        ],
    )
    _gather_notes(made, words)
    _in_order_of_calls(made)
    _number(made)
    anchors = scene.numbers.anchors(noted.blocks)
    for part in made:
        if part is not text:
            link_lines(part, anchors, words, slug=slug)
    if language and language != selection.language:
        _name_language(made, language, around=scene.calls.around)
    return made


def mark_end(chapter: Node, slug: str) -> None:
    """Give the place where the text of *chapter* ends an id, so that its last page is known."""
    text = next(node for node in chapter if (node.get("class") or "").split()[:1] == ["text"])
    last = text
    while len(last) and last.tag not in _LEAVES:
        last = last[-1]
    if last.tag in _LEAVES:
        add(last, [element("span", id=end_of(slug), class_="text-end")])


def _name_language(chapter: Node, language: str, *, around: str) -> None:
    """Say which *language* the editor writes in, where the text is in another."""
    for node in chapter.iter(f"{{{XHTML}}}section", f"{{{XHTML}}}aside", f"{{{XHTML}}}p"):
        names = node.get("class", "").split()
        if _EDITORIAL.intersection(names) and "author-note" not in names:
            say_language(node, language, around=around)


def _head(selection: Selection, pieces: Prose, calls: Calls, people: str) -> Node:
    reference = pieces.reference(selection.source)
    title = element("h1", class_="title", id=f"{selection.slug}-title")
    fill(title, Block("heading", selection.title, (1, 1), marks=selection.title_marks), calls)
    deck = element("p", class_="deck")
    fill(deck, Block("paragraph", selection.deck, (1, 1), marks=selection.deck_marks), calls)
    return element(
        "header",
        title,
        deck if selection.deck else None,
        element("p", selection.byline, class_="byline") if selection.byline else None,
        element("p", people, class_="people") if people else None,
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
        id=f"{selection.slug}-headnote" if _is_named(selection) else "",
        aria_label=words["headnote"],
    )


def _is_named(selection: Selection) -> bool:
    """Whether something may lead to the headnote of *selection*: the editor gave it a name."""
    return f"{selection.slug}-headnote" in dict(selection.names).values()


def _notes(
    selection: Selection, authors: list[Node], pieces: Prose, words: Wording
) -> Node | None:
    if not selection.notes and not authors:
        return None
    return element(
        "section",
        *(_note(note, pieces) for note in selection.notes),
        *authors,
        kind="footnotes",
        class_="notes",
        aria_label=words["notes"],
    )


def _gather_notes(chapter: Node, words: Wording) -> None:
    """Put the footnotes of the headnote and of the questions with the notes of the text."""
    parts = list(chapter.iterfind("{*}section/{*}section[@class='notes']"))
    if not parts:
        return
    notes = chapter.find("{*}section[@class='notes']")
    if notes is None:
        notes = element("section", kind="footnotes", class_="notes", aria_label=words["notes"])
        add(chapter, [notes])
    for part in parts:
        notes.extend(list(part))
        part.getparent().remove(part)  # type: ignore[union-attr]  # it is in a section


def _number(chapter: Node) -> None:
    """Number the editor's notes in the order of their calls; other notes have signs."""
    count = 0
    links: dict[str, list[Node]] = {}
    for link in chapter.iter("{*}a"):
        links.setdefault(_called(link), []).append(link)
    for note in chapter.iterfind("{*}section[@class='notes']/{*}aside"):
        if note.get("class") == "note":
            count += 1
            note.set("data-label", str(count))
            for link in links.get(note.get("id", ""), ()):
                link.text = str(count)


def _in_order_of_calls(chapter: Node) -> None:
    """Put the notes, the editor's and the author's, into the order in which they are called.

    A note on a note stands behind that.
    """
    for notes in chapter.findall("{*}section[@class='notes']"):
        asides = {note.get("id", ""): note for note in notes}
        inside = set(notes.iter("{*}a"))
        text = [link for link in chapter.iter("{*}a") if link not in inside]
        called = [asides.pop(name) for name in map(_called, text) if name in asides]
        for at, note in enumerate(called, start=1):  # grows while it is read
            names = [name for name in map(_called, note.iter("{*}a")) if name in asides]
            called[at:at] = [asides.pop(name) for name in names]
        notes[:] = [*called, *asides.values()]


def _called(link: Node) -> str:
    return link.get("href", "")[1:] if "note-call" in link.get("class", "").split() else ""


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
    numbers: Numbers


def _scene(selection: Selection, noted: Noted) -> _Scene:
    calls = Calls(
        {note.id: note for note in selection.notes},
        {record.id: record for record in selection.emendations},
        direction(selection.language),
    )
    interviewer = next((b.speaker for b in selection.blocks if b.speaker), "")
    counted = numbers(selection, noted.blocks)
    return _Scene(calls, _ranks(selection.blocks), interviewer, counted)


def _kind_of_text(selection: Selection, scene: _Scene) -> str:
    """Return the class of the text: ``text``, and what the look of its verse depends on."""
    names = {
        "of-verse": is_of_verse(selection),
        "centred": selection.verse == "centred",
        "lined": scene.numbers.every > 0,
    }
    return " ".join(["text", *(name for name, holds in names.items() if holds)])


def _text(noted: Noted, scene: _Scene, *, slug: str) -> Node:
    def make(block: Block, tag: str, name: str) -> Node:
        if block.kind == "verse":
            return _stanza(block, int(name.rpartition("-p")[2]), name, scene)
        return _block(block, tag, name, scene)

    return element("div", *structured(noted.blocks, make, slug=slug), class_="text")


def _author_note(note: AuthorNote, scene: _Scene) -> Node:
    paragraphs = (_block(block, "p", "", scene) for block in note.blocks)
    made = element("aside", *paragraphs, kind="footnote", class_="note author-note", id=note.id)
    made.set("data-label", note.sign)
    return made


def _ranks(blocks: tuple[Block, ...]) -> dict[int, int]:
    """The source's heading levels as ranks without a gap, from h2 down."""
    levels = sorted({block.level for block in blocks if block.kind == "heading"})
    return {level: min(6, rank) for rank, level in enumerate(levels, start=2)}


def _block(block: Block, tag: str, name: str, scene: _Scene) -> Node:
    if block.kind == "heading":
        tag = f"h{scene.ranks.get(block.level, 2)}"
    block, language = lifted(block)
    made = element(tag, class_=_style(block, scene.interviewer), id=name)
    if language:
        say_language(made, language, around=scene.calls.around)
    if block.opens_turn:
        add(made, [element("span", block.speaker, class_="speaker"), " "])
    fill(made, block, scene.calls)
    return made


def _stanza(block: Block, number: int, name: str, scene: _Scene) -> Node:
    block, language = lifted(block)
    made = element("p", class_=_style(block, scene.interviewer), id=name)
    if language:
        say_language(made, language, around=scene.calls.around)
    elements = line_maker(block, number, scene.numbers)
    fill(made, block, scene.calls, dict(zip(lines(block), elements, strict=True)))
    return made


def _style(block: Block, interviewer: str) -> str:
    if block.kind == "verse" and is_section(block):
        return "verse verse-number"
    named = block.kind in ("verse", "code", "break", "direction") or (
        block.kind == "caption" and not block.label
    )
    names: list[str] = [block.kind] if named else []
    names += ["cue"] if block.kind == "speaker" else []
    if block.speaker and block.kind not in ("row", "author-note"):
        names.append("question" if block.speaker == interviewer else "answer")
    if block.opens_turn:
        names.append("turn")
    return " ".join(names)
