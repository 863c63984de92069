from dataclasses import replace

import pytest

from florilegium.annotate import annotate
from florilegium.annotate.labels import letter
from florilegium.errors import ApparatusError, Several
from florilegium.model import (
    Apparatus,
    Block,
    Change,
    CleanText,
    Elision,
    Emendation,
    Mark,
    Note,
    PlacedElision,
    PlacedEmendation,
    PlacedNote,
    Quotation,
    Removal,
    Seed,
    Turn,
)

SEED = Seed("a.txt", "", "text/plain", "utf-8")


def clean(*paragraphs, lifted=(), changes=()):
    blocks = tuple(
        Block("paragraph", text, (number, number))
        for number, text in enumerate(paragraphs, start=1)
    )
    removals = tuple(
        Removal("head", role, "lifted", "The head.", (1, 1), text, 0) for role, text in lifted
    )
    return CleanText(SEED, blocks, removals, changes)


def select(text, *, language="en", **apparatus):
    own = {"title": "T"} | apparatus
    return annotate(text, Apparatus("a", "a.txt", "key", "c.md", **own), language=language)


def quote(exact, prefix="", suffix="", line=1):
    return Quotation(exact, prefix, suffix, f"c.md:{line}")


def note(exact, kind="note", body="why", line=1):
    return Note(kind, quote(exact, line=line), body)


def emend(old, new, prefix="", suffix=""):
    return Emendation(quote(old, prefix, suffix), new, "A slip.")


def elide(start, end):
    return Elision(quote(start), quote(end), "")


def turn(speaker, words, line=1):
    return Turn(speaker, quote(words, line=line))


def printed(selection):
    return [block.text for block in selection.blocks]


# -- notes and glosses -------------------------------------------------------------------


def test_notes_are_numbered_in_text_order_and_glosses_are_not():
    made = select(
        clean("One two three.", "Four five."),
        notes=(note("Four", body="d"), note("two", "gloss", "b"), note("One two", body="a")),
    )

    assert (
        PlacedNote("a-g1", "gloss", "°", "two", "b"),
        PlacedNote("a-n1", "note", "1", "One two", "a"),
        PlacedNote("a-n2", "note", "2", "Four", "d"),
    ) == tuple(sorted(made.notes, key=lambda record: record.id))
    assert Mark(0, 7, "note", "a-n1") in made.blocks[0].marks


def test_a_note_on_emended_words_has_the_new_reading():
    made = select(
        clean("to not only life with it"),
        notes=(note("only life"), note("life with")),
        emendations=(emend("life", "live"),),
    )

    assert ["only live", "live with"] == [record.lemma for record in made.notes]


def test_a_note_inside_an_emendation_is_on_all_of_it():
    made = select(
        clean("a life with their rape, they"),
        notes=(note("rape"),),
        emendations=(emend("life with their rape", "live with a rapist"),),
    )

    assert "live with a rapist" == made.notes[0].lemma


def test_a_note_on_deleted_words_is_refused():
    with pytest.raises(ApparatusError, match="leave nothing of “to”"):
        select(clean("she not to be"), notes=(note("to"),), emendations=(emend("to", ""),))


# -- emendations -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "emendation", "expected", "reading"),
    [
        ("not life on", emend("life", "live"), "not live on", "live"),
        ("she not to be", emend("to ", ""), "she not be", ""),
        ("she not to be", emend("to", "", "not ", " be"), "she not be", ""),
        ("a word, then", emend("word", ""), "a, then", ""),
        ("To be it", emend("To", ""), "be it", ""),
        ("be it so", emend("so", ""), "be it", ""),
        ("see progressive", emend("", "a", "see ", " progressive"), "see a progressive", "a"),
        ("see progressive", emend("", "a", "see "), "see a progressive", "a"),
        ("see progressive", emend("", "a ", "", "progressive"), "see a progressive", "a"),
        ("go too far? No", emend("", "”", "far", "?"), "go too far”? No", "”"),
        ("one two", emend("", ",", "one", " two"), "one, two", ","),
        ("things. for", emend(".", " and", "things", " for"), "things and for", "and"),
        ("he do not", emend("do not", "don't"), "he don’t", "don’t"),
        ("said so “well”", emend("so", '"no"'), "said “no” “well”", "“no”"),
    ],
)
def test_an_emendation_is_carried_out(text, emendation, expected, reading):
    made = select(clean(text), emendations=(emendation,))

    assert [expected] == printed(made)
    (mark,) = made.blocks[0].marks
    assert ("emendation", reading) == (mark.kind, expected[mark.start : mark.end])
    assert reading == made.emendations[0].reading


def test_an_emendation_is_recorded_with_its_line():
    made = select(clean("x", "not life"), emendations=(emend("life", "live"),))

    assert (PlacedEmendation("a-e1", "a", "life", "live", "A slip.", (2, 2)),) == made.emendations


def test_a_deletion_leaves_an_empty_mark_after_the_word_before():
    made = select(clean("she not to be"), emendations=(emend("to", ""),))

    assert (Mark(7, 7, "emendation", "a-e1"),) == made.blocks[0].marks


def test_neighbouring_emendations_share_one_space():
    made = select(
        clean("she to be"), emendations=(emend("", "not", "she ", " to"), emend("to", ""))
    )

    assert ["she not be"] == printed(made)


def test_two_emendations_of_the_same_words_are_refused():
    with pytest.raises(ApparatusError, match="two emendations change the same words"):
        select(clean("a b c"), emendations=(emend("a b", "x"), emend("b c", "y")))


@pytest.mark.parametrize(("number", "label"), [(1, "a"), (26, "z"), (27, "aa"), (53, "ba")])
def test_emendations_are_lettered(number, label):
    assert label == letter(number)


# -- elisions ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("two", "two", ["One […] three. Four.", "“Five six,” seven.", "Eight."]),
        ("One", "two", ["[…] three. Four.", "“Five six,” seven.", "Eight."]),
        ("three", "three", ["One two […]. Four.", "“Five six,” seven.", "Eight."]),
        ("three", "Four.", ["One two […]", "“Five six,” seven.", "Eight."]),
        ("Five", "Five", ["One two three. Four.", "“[…] six,” seven.", "Eight."]),
        ("“Five", "seven.", ["One two three. Four.", "[…]", "Eight."]),
        ("Four", "seven.", ["One two three. […]", "Eight."]),
        ("three", "six", ["One two […],” seven.", "Eight."]),
        ("One", "six,”", ["[…] seven.", "Eight."]),
        ("One", "Eight.", ["[…]"]),
    ],
)
def test_an_elision_leaves_its_sign(start, end, expected):
    text = clean("One two three. Four.", "“Five six,” seven.", "Eight.")
    made = select(text, elisions=(elide(start, end),))

    assert expected == printed(made)
    (mark,) = [mark for block in made.blocks for mark in block.marks]
    (block,) = [block for block in made.blocks if block.marks]
    assert ("elision", "a-x1", "[…]") == (mark.kind, mark.ref, block.text[mark.start : mark.end])


def test_an_elision_is_recorded_with_all_its_words():
    made = select(clean("One two.", "Three.", "Four five."), elisions=(elide("two", "Four"),))

    record = PlacedElision("a-x1", "[…]", "two.\n\nThree.\n\nFour", "", (1, 3))
    assert (record,) == made.elisions
    assert (1, 3) == made.blocks[0].lines


def test_two_elisions_and_an_emendation_in_a_paragraph_get_along():
    made = select(
        clean("one two three four five six"),
        elisions=(elide("five", "five"), elide("two", "two")),
        emendations=(emend("three", "THREE and more"), emend("one", "")),
    )

    assert ["[…] THREE and more four […] six"] == printed(made)
    assert ["two", "five"] == [record.text for record in made.elisions]


def test_emphasis_around_an_elision_stays_on_what_is_left():
    block = Block("paragraph", "one two three", (1, 1), marks=(Mark(0, 13, "emphasis"),))
    made = select(CleanText(SEED, (block,)), elisions=(elide("two", "two"),))

    text = made.blocks[0].text
    assert {"one", "three"} == {
        text[mark.start : mark.end] for mark in made.blocks[0].marks if mark.kind == "emphasis"
    }


@pytest.mark.parametrize(
    ("apparatus", "what"),
    [
        ({"notes": (note("two"),)}, "the note on “two” is about words that the book leaves out"),
        ({"emendations": (emend("two", "2"),)}, "the emendation on “two” is about words"),
        ({"elisions": (elide("one", "two"), elide("two", "three"))}, "two elisions overlap"),
        ({"elisions": (elide("three", "one"),)}, "the elision ends (line 1) before it begins"),
    ],
)
def test_what_an_elision_takes_away_cannot_be_annotated(apparatus, what):
    own = {"elisions": (elide("one", "three"),)} | apparatus

    with pytest.raises(ApparatusError) as caught:
        select(clean("one two three four"), **own)

    assert what in caught.value.what


# -- turns -------------------------------------------------------------------------------


def spoken(selection):
    return [(block.speaker, block.opens_turn) for block in selection.blocks]


INTERVIEW = clean("Before.", "What is it?", "“Yes,” I said.", "More.")


def test_every_paragraph_belongs_to_the_last_turn_opened():
    text = clean("Before.", "What?", "“Yes, I did.”", "More.")
    made = select(text, turns=(turn("B", "Yes, I"), turn("A", "What")))

    assert [("", False), ("A", True), ("B", True), ("B", False)] == spoken(made)


@pytest.mark.parametrize(
    ("turns", "what"),
    [
        ((turn("A", "is it"),), "which is inside a paragraph (line 2)"),
        ((turn("A", "Wat is"),), "which a.txt does not have"),
        ((turn("A", "What is"), turn("A", "More")), "A already speaks when this turn opens"),
        ((turn("A", "What"), turn("B", "What is")), "two turns open the same paragraph"),
    ],
)
def test_a_turn_that_does_not_fit_is_refused(turns, what):
    with pytest.raises(ApparatusError) as caught:
        select(INTERVIEW, turns=turns)

    assert what in caught.value.what


def test_a_turn_that_opens_like_two_paragraphs_asks_for_more_words():
    with pytest.raises(ApparatusError, match="as 2 paragraphs of") as caught:
        select(clean("Yes. I did.", "Yes. So did I."), turns=(turn("A", "Yes."),))

    assert "line 2: Yes. So did I." in caught.value.hint


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("Yes", "Yes", [("A", "Q?"), ("B", "“[…],” I."), ("", "More."), ("A", "R?"), ("B", "N.")]),
        ("“Yes", "I.", [("A", "Q?"), ("B", "[…]"), ("", "More."), ("A", "R?"), ("B", "N.")]),
        ("More.", "N.", [("A", "Q?"), ("B", "“Yes,” I."), ("", "[…]")]),
        ("Q?", "More.", [("", "[…]"), ("A", "R?"), ("B", "N.")]),
        ("More.", "R?", [("A", "Q?"), ("B", "“Yes,” I."), ("", "[…]"), ("B", "N.")]),
        ("Q?", "I.", [("", "[…]"), ("B", "More."), ("A", "R?"), ("B", "N.")]),
        ("I.", "R?", [("A", "Q?"), ("B", "“Yes,” […]"), ("B", "N.")]),
    ],
)
def test_a_turn_that_is_cut_still_opens_where_it_goes_on(start, end, expected):
    text = clean("Q?", "“Yes,” I.", "More.", "R?", "N.")
    turns = (turn("A", "Q?"), turn("B", "Yes"), turn("A", "R?"), turn("B", "N."))
    made = select(text, turns=turns, elisions=(elide(start, end),))

    assert expected == [
        (block.speaker if block.opens_turn else "", block.text) for block in made.blocks
    ]


# -- what stands above, and what passes through ------------------------------------------


def test_the_heading_is_lifted_and_typeset():
    lifted = (("title", "It's 'new'"), ("byline", "By Ann Lee"), ("date", "Oct 15, 2018"))
    made = select(clean("x", lifted=(*lifted, ("title", "Again"))), title="")

    assert ("It’s ‘new’", "", "Ann Lee", "Oct 15, 2018") == (
        made.title,
        made.deck,
        made.byline,
        made.date,
    )


def test_the_editor_overrides_what_was_lifted():
    made = select(clean("x", lifted=(("title", "A"), ("deck", "B"))), title="Own", deck="Deck")

    assert ("Own", "Deck") == (made.title, made.deck)


def test_the_language_of_the_apparatus_comes_first():
    made = select(clean("x"), title='"Ja"', language="de")

    assert ("de", "„Ja“") == (made.language, made.title)


def test_a_text_without_a_title_is_refused():
    with pytest.raises(ApparatusError, match="has no title") as caught:
        select(clean("x"), title="")

    assert "add 'title: …' to the front matter" in caught.value.hint


def test_removals_and_changes_pass_through():
    text = clean("x", lifted=(("deck", "B"),), changes=(Change("quotes", 2),))
    made = select(text)

    assert (text.removals, text.changes) == (made.removals, made.changes)


def test_all_that_does_not_fit_is_reported_in_the_order_of_the_file():
    with pytest.raises(Several) as caught:
        select(
            clean("x"),
            title="",
            notes=(note("b", line=9), note("a", line=5)),
            turns=(turn("A", "c", line=7),),
        )

    assert ["c.md:1", "c.md:5", "c.md:7", "c.md:9"] == [e.where for e in caught.value.errors]


def test_a_turn_whose_words_cleaning_took_out_is_told_so():
    text = replace(
        clean("Before.", "What?"),
        removals=(
            Removal("tail", "", "removed", "The end of a page.", (3, 3), "“Yes, I did.”", 2),
        ),
    )
    with pytest.raises(ApparatusError) as caught:
        select(text, turns=(turn("B", "Yes, I"),))

    assert "Cleaning removed it (line 3, rule 'tail': The end of a page.)" in caught.value.hint
