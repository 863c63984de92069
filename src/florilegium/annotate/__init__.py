"""The editor's apparatus set on the text: notes, glosses, emendations, elisions, turns.

In: a typeset `CleanText` and an `Apparatus` (``book/chapters/<slug>.md``). Out: a `Selection`.
Every quotation is looked up in the text as it was before any emendation, so an editor quotes
the seed. It never guesses where a note belongs, and drops none. Read ``quotation.py`` first.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from florilegium.annotate.apparatus import in_line_order, read_apparatus
from florilegium.annotate.elide import Excision, elide
from florilegium.annotate.emend import Correction, emend
from florilegium.annotate.heading import heading
from florilegium.annotate.labels import Labelled, LabelledElision, label
from florilegium.annotate.passages import orders
from florilegium.annotate.place import Cut, place
from florilegium.annotate.quotation import Concordance
from florilegium.annotate.records import elisions, emendations, notes, printed_words, reserved
from florilegium.annotate.turns import speak
from florilegium.errors import FlorilegiumError, raise_all
from florilegium.model import Apparatus, Block, CleanText, Mark, Selection
from florilegium.typography import typogrify_line, typogrify_readings

__all__ = ["annotate", "orders", "read_apparatus"]

NO_ITEM: Mapping[str, object] = MappingProxyType({})


def annotate(
    text: CleanText,
    apparatus: Apparatus,
    *,
    language: str,
    item: Mapping[str, object] = NO_ITEM,
) -> Selection:
    """Return *text* with *apparatus* on it; raise all that does not fit together.

    *language* is that of the text unless the apparatus names another; *item* is its source in
    CSL-JSON, which says what nothing else says of the head of the text.
    """
    language = apparatus.language or language
    errors: list[FlorilegiumError] = []
    top = heading(text, apparatus, item=item, language=language, errors=errors)
    concordance = Concordance(
        text.blocks,
        head=top.blocks,
        removals=text.removals,
        seed=text.seed.name,
        counted=text.seed.counted,
    )
    placed = place(apparatus, concordance, errors=errors)
    spoken = speak(apparatus.turns, concordance, errors=errors)
    raise_all(in_line_order(errors))
    labelled = label(placed, slug=apparatus.slug)
    title, deck = _marked_head(top.blocks, labelled)
    marked = _marked(spoken, labelled)
    emended = _emended(marked, labelled, language=language)
    blocks = elide(emended, _excisions(emended, labelled.elisions))
    printed = printed_words((title, deck, *blocks))
    return Selection(
        slug=apparatus.slug,
        seed=text.seed,
        source=apparatus.source,
        language=language,
        title=top.title,
        title_marks=title.marks,
        deck=top.deck,
        deck_marks=deck.marks,
        byline=_byline(top.byline, apparatus),
        date=top.date,
        blocks=blocks,
        headnote=apparatus.headnote,
        questions=apparatus.questions,
        notes=notes(labelled, printed=printed, language=language),
        emendations=emendations(labelled, text.blocks, printed=printed),
        elisions=elisions(labelled, text.blocks),
        removals=text.removals,
        changes=text.changes,
        running_head=typogrify_line(apparatus.running_head, language=language),
        verse=apparatus.verse,
        line_numbers=apparatus.line_numbers,
        people=apparatus.people,
        original_pages=apparatus.original_pages,
        reserved=reserved(apparatus.reserved, labelled, printed=printed),
        asked=apparatus.asked,
        events=apparatus.events,
        names=_names(apparatus, labelled),
    )


def _byline(found: str, apparatus: Apparatus) -> str:
    """Return the byline, unless the chapter names its authors and none: it is made of those."""
    authors = any("aut" in person.roles for person in apparatus.people)
    return "" if authors and not apparatus.byline else found


def _names(apparatus: Apparatus, labelled: Labelled) -> tuple[tuple[str, str], ...]:
    """Return the id of each thing that the editor named; a note is found where it is called."""
    called = {one.note.name: f"{one.id}-call" for one in labelled.notes if one.note.name}
    return tuple(sorted({**dict(apparatus.names), **called}.items()))


def _marked(blocks: Sequence[Block], labelled: Labelled) -> tuple[Block, ...]:
    """Put marks on the words of notes, and on those that are to go, so that they can move."""
    marks: list[list[Mark]] = [list(block.marks) for block in blocks]
    for item in labelled.notes:
        at = item.place
        if at.block < 0:
            continue
        marks[at.block].append(Mark(at.start, at.end, item.note.kind, item.id))
    for anchor, at in labelled.anchors:
        if at.block >= 0:
            marks[at.block].append(Mark(at.start, at.end, "anchor", anchor.id))
    for elision in labelled.elisions:
        for number in range(elision.cut.first, elision.cut.last + 1):
            part = elision.cut.within(number, length=len(blocks[number].text))
            if part:
                marks[number].append(Mark(part.start, part.end, "elision", elision.id))
    pairs = zip(blocks, marks, strict=True)
    return tuple(replace(block, marks=tuple(own)) for block, own in pairs)


def _marked_head(blocks: Sequence[Block], labelled: Labelled) -> tuple[Block, ...]:
    """Return the lines above the text with marks on the words of notes."""
    return tuple(
        replace(
            block,
            marks=tuple(
                mark
                for block_number, mark in _head_marks(labelled)
                if block_number == number - len(blocks)
            ),
        )
        for number, block in enumerate(blocks)
    )


def _head_marks(labelled: Labelled) -> Iterator[tuple[int, Mark]]:
    """Yield the marks on the lines above the text, each with the number of its line from below."""
    for item in labelled.notes:
        at = item.place
        yield at.block, Mark(at.start, at.end, item.note.kind, item.id)
    for anchor, at in labelled.anchors:
        yield at.block, Mark(at.start, at.end, "anchor", anchor.id)


def _emended(blocks: Sequence[Block], labelled: Labelled, *, language: str) -> tuple[Block, ...]:
    """Carry out the emendations; the editor's readings get the typography of the text."""
    done = list(blocks)
    by_block: dict[int, list[Correction]] = {}
    for item in labelled.corrections:
        by_block.setdefault(item.place.block, []).append(item)
    for number, own in by_block.items():
        done[number] = typogrify_readings(emend(done[number], own), language=language)
    return tuple(done)


def _excisions(blocks: Sequence[Block], items: Sequence[LabelledElision]) -> list[Excision]:
    """Find the words to go where the emendations have moved them."""
    touched = {number for item in items for number in (item.cut.first, item.cut.last)}
    parts = {
        (number, mark.ref): mark
        for number in touched
        for mark in reversed(blocks[number].marks)
        if mark.kind == "elision"
    }
    return [
        Excision(
            item.id,
            Cut(
                item.cut.first, parts[item.cut.first, item.id].start,
                item.cut.last, parts[item.cut.last, item.id].end,
            ),
        )
        for item in items
    ]  # fmt: skip
