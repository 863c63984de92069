"""The records of notes, emendations and elisions that the marks in a text point to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from florilegium.annotate.elide import elided_words
from florilegium.annotate.labels import Labelled
from florilegium.annotate.place import ELISION
from florilegium.annotate.quotation import shown_words
from florilegium.errors import ApparatusError, raise_all
from florilegium.model import (
    Block,
    PlacedElision,
    PlacedEmendation,
    PlacedNote,
    Quotation,
    Reserved,
)
from florilegium.typography import typogrify_line


def printed_words(blocks: Iterable[Block]) -> dict[str, str]:
    """Return, by the id of every mark of *blocks*, the words that the book prints there."""
    return {
        mark.ref: block.text[mark.start : mark.end] for block in blocks for mark in block.marks
    }


def notes(
    labelled: Labelled, *, printed: Mapping[str, str], language: str
) -> tuple[PlacedNote, ...]:
    """Return the records of the notes; raise when an emendation deleted the words of one.

    The headings of glosses get the typography of *language*, that of the text.
    """
    _require({item.id: item.note.quote for item in labelled.notes}, printed)
    return tuple(
        PlacedNote(
            item.id, item.note.kind, item.label, printed[item.id], item.note.body,
            heading=typogrify_line(item.note.heading, language=language),
        )
        for item in labelled.notes
    )  # fmt: skip


def reserved(
    items: Iterable[Reserved], labelled: Labelled, *, printed: Mapping[str, str]
) -> tuple[Reserved, ...]:
    """Return *items* with their words; raise when an emendation deleted those of an anchor."""
    _require({anchor.id: anchor.quote for anchor, _ in labelled.anchors}, printed)
    return tuple(replace(item, lemma=printed.get(item.at, "")) for item in items)


def emendations(
    labelled: Labelled, blocks: Sequence[Block], *, printed: Mapping[str, str]
) -> tuple[PlacedEmendation, ...]:
    """Return the records of the emendations; *blocks* are those of the text before them."""
    corrections = labelled.corrections
    _require({item.id: item.emendation.quote for item in corrections}, printed)
    return tuple(
        PlacedEmendation(
            item.id,
            item.label,
            original=blocks[item.place.block].text[item.place.start : item.place.end].strip(),
            reading=printed[item.id],
            reason=item.emendation.reason,
            lines=blocks[item.place.block].lines,
        )
        for item in corrections
    )


def elisions(labelled: Labelled, blocks: Sequence[Block]) -> tuple[PlacedElision, ...]:
    """Return the records of the elisions; *blocks* are those of the text before them."""
    return tuple(
        PlacedElision(
            item.id,
            ELISION,
            text=elided_words(blocks, item.cut),
            reason=item.elision.reason,
            lines=(blocks[item.cut.first].lines[0], blocks[item.cut.last].lines[1]),
        )
        for item in labelled.elisions
    )


def _require(quotes: Mapping[str, Quotation], printed: Mapping[str, str]) -> None:
    raise_all(
        ApparatusError(
            f"the emendations leave nothing of {shown_words(quote)}",
            where=quote.where,
            hint="Put it on words that are printed.",
        )
        for name, quote in quotes.items()
        if name not in printed
    )
