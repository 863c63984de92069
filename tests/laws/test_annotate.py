"""An apparatus adds and orders; every letter of the text is printed, emended or elided."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from florilegium.annotate import annotate
from florilegium.annotate.folding import fold
from florilegium.model import (
    Apparatus,
    Block,
    CleanText,
    Elision,
    Emendation,
    Mark,
    Note,
    Quotation,
    Seed,
    Turn,
)
from florilegium.model.letters import letters
from florilegium.typography import typogrify

SEED = Seed("seed.txt", "", "text/plain", "utf-8")
BETWEEN = (
    " ",
    " ",
    " ",
    ", ",
    ". ",
    " - ",
    " – ",
    "—",
    "... ",
    '." ',
    ' "',
    " '",
    "' ",
    "\n",
    " (",
)
READINGS = ("new", "two words", "don't", " spaced ", '"quoted"')
KINDS = ("note", "gloss", "emend", "delete", "insert", "elide")


@st.composite
def scripts(draw):
    """A text as typed, each word in it unique, and orders for stretches of its words."""
    sizes = draw(st.lists(st.integers(1, 7), min_size=1, max_size=4))
    number = 0
    blocks, words = [], []
    for index, size in enumerate(sizes):
        text = ""
        for position in range(size):
            text += draw(st.sampled_from(BETWEEN)) if position else ""
            words.append((index, len(text), len(text) + len(f"word{number}x")))
            text += f"word{number}x"
            number += 1
        blocks.append(Block("paragraph", text, (index * 2 + 1, index * 2 + 1)))
    edges = draw(st.lists(st.integers(0, number), unique=True, max_size=8).map(sorted))
    stretches = [(a, b, draw(st.sampled_from(KINDS))) for a, b in pairwise(edges)]
    return tuple(blocks), tuple(words), tuple(stretches)


def quoted(blocks, first, last, exact=True):
    """The words from *first* to *last* of one block, as the seed has them."""
    text = blocks[first[0]].text[first[1] : last[2]]
    return Quotation(text if exact else "", "" if exact else text, "", "c.md:1")


def apparatus_for(blocks, words, stretches, *, turns=()):
    notes, emendations, elisions = [], [], []
    for count, (start, end, kind) in enumerate(stretches):
        first, last = words[start], words[end - 1]
        reading = READINGS[count % len(READINGS)]
        if kind == "elide":
            begin, finish = quoted(blocks, first, first), quoted(blocks, last, last)
            elisions.append(Elision(begin, finish, ""))
        elif first[0] != last[0]:
            continue
        elif kind in ("note", "gloss"):
            notes.append(Note(kind, quoted(blocks, first, last), "why"))
        elif kind == "emend":
            emendations.append(Emendation(quoted(blocks, first, last), reading, ""))
        elif kind == "delete":
            emendations.append(Emendation(quoted(blocks, first, last), "", ""))
        else:
            emendations.append(Emendation(quoted(blocks, first, last, exact=False), reading, ""))
    return Apparatus(
        "a",
        "seed.txt",
        "source",
        "c.md",
        title="Title",
        notes=tuple(notes),
        emendations=tuple(emendations),
        elisions=tuple(elisions),
        turns=turns,
    )


def selected(script):
    blocks, words, stretches = script
    text = typogrify(CleanText(SEED, blocks), language="en")
    return text, annotate(text, apparatus_for(blocks, words, stretches), language="en")


def undone(selection):
    """The text of *selection* with every emendation and elision taken back."""
    said = {record.id: record.original for record in selection.emendations}
    said |= {record.id: record.text for record in selection.elisions}
    texts = []
    for block in selection.blocks:
        text = block.text
        in_order = sorted(block.marks, key=lambda mark: (mark.start, mark.end))
        for mark in in_order[::-1]:
            if mark.kind in ("emendation", "elision"):
                text = f"{text[: mark.start]} {said[mark.ref]} {text[mark.end :]}"
        texts.append(text)
    return "\n".join(texts)


@given(scripts())
def test_every_letter_is_printed_or_on_record(script):
    text, selection = selected(script)

    assert letters("\n".join(block.text for block in text.blocks)) == letters(undone(selection))


@given(scripts())
def test_every_record_has_its_mark_and_every_mark_its_record(script):
    _, selection = selected(script)
    records = (*selection.notes, *selection.emendations, *selection.elisions)

    assert sorted(record.id for record in records) == sorted(
        mark.ref for block in selection.blocks for mark in block.marks
    )


@given(scripts())
def test_marks_stand_on_what_the_records_say(script):
    _, selection = selected(script)
    expected = {note.id: note.lemma for note in selection.notes}
    expected |= {record.id: record.reading for record in selection.emendations}
    expected |= {record.id: "[…]" for record in selection.elisions}

    assert expected == {
        mark.ref: block.text[mark.start : mark.end]
        for block in selection.blocks
        for mark in block.marks
    }


@given(scripts())
def test_a_quotation_of_the_seed_finds_its_letters_in_the_typeset_text(script):
    blocks, words, stretches = script
    _, selection = selected(script)
    wanted = apparatus_for(blocks, words, stretches).notes

    assert [letters(note.quote.exact) for note in wanted if note.kind == "note"] == [
        letters(note.lemma) for note in selection.notes if note.kind == "note"
    ]


@given(scripts())
def test_notes_are_numbered_in_the_order_of_the_text(script):
    _, selection = selected(script)
    labels = {note.id: note.label for note in selection.notes if note.kind == "note"}
    called = [
        labels[mark.ref]
        for block in selection.blocks
        for mark in sorted(block.marks, key=lambda mark: mark.end)
        if mark.kind == "note"
    ]

    assert [str(number) for number in range(1, len(labels) + 1)] == called


@given(scripts())
def test_an_empty_apparatus_changes_nothing(script):
    blocks, words, _ = script
    text = typogrify(CleanText(SEED, blocks), language="en")
    selection = annotate(text, apparatus_for(blocks, words, ()), language="en")

    assert text.blocks == selection.blocks


@given(scripts(), st.sets(st.integers(0, 3)))
def test_every_paragraph_from_the_first_turn_on_has_its_speaker(script, openings):
    blocks, words, stretches = script
    turns = tuple(
        Turn(f"Speaker {number}", Quotation(blocks[number].text, where="c.md:1"))
        for number in sorted(openings)
        if number < len(blocks)
    )
    text = typogrify(CleanText(SEED, blocks), language="en")
    cuts = tuple(stretch for stretch in stretches if stretch[2] == "elide")
    selection = annotate(text, apparatus_for(blocks, words, cuts, turns=turns), language="en")

    spoken = [block.speaker for block in selection.blocks]
    first = next((number for number, speaker in enumerate(spoken) if speaker), len(spoken))
    assert all(spoken[first:])
    for before, block in pairwise((Block("paragraph", "", (1, 1)), *selection.blocks)):
        assert block.opens_turn or block.speaker == before.speaker


@given(st.text("aB1é \n\"'“”‘’—–-….*_\u00ad\u00a0\u200b"))
def test_folding_twice_is_folding_once(text):
    assert fold(text).text == fold(fold(text).text).text


@given(st.text("aB1é \n\"'“”‘’—–-….*_\u00ad\u00a0\u200b"))
def test_folding_does_not_notice_typography(text):
    block = Block("paragraph", text, (1, 1), marks=(Mark(0, 0, "link"),))
    typeset = typogrify(CleanText(SEED, (block,)), language="en").blocks[0].text

    assert letters(fold(text).text) == letters(fold(typeset).text)
