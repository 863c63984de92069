"""Verse in the shared markup and in both formats: lines, indents, numbers, what cites them."""

from dataclasses import replace

import pytest
from book_sample import BOOK, PROSE, SELECTION
from lxml import etree

from florilegium.model import Block, Mark
from florilegium.project.wording import wording
from florilegium.render.xhtml.chapter import chapter
from florilegium.render.xhtml.verse import is_of_verse, numbers

STANZA = Block("verse", "one line\n  two lines\nthree", (1, 3), label="1")


def text_of(*blocks, **changed):
    selection = replace(SELECTION, blocks=blocks, notes=(), emendations=(), elisions=(), **changed)
    made = chapter(selection, PROSE, wording("en"))
    return made.find("{*}div[@class]")


def lines(node):
    return list(node.iterfind(".//{*}span[@data-line]")), [
        span for span in node.iter("{*}span") if "line" in span.get("class", "").split()
    ]


def stanzas(count, *, label="1"):
    return [Block("verse", "a\nb\nc", (1, 3), label=label) for _ in range(count)]


def test_each_line_is_an_element_with_a_break_behind_it():
    made = text_of(STANZA)
    stanza = made.find(".//{*}p")

    assert ["line"] * 3 == [s.get("class") for s in stanza.findall("{*}span")]
    assert 2 == len(stanza.findall("{*}br"))
    assert "one linetwo linesthree" == "".join(stanza.itertext())


def test_an_indent_is_half_an_em_for_a_column():
    _, found = lines(text_of(STANZA))

    assert [None, "margin-left: 1em", None] == [line.get("style") for line in found]


def test_every_fifth_line_has_its_number_and_each_its_anchor():
    numbered, found = lines(text_of(*stanzas(4)))

    assert ["5", "10"] == [line.get("data-line") for line in numbered]
    assert [f"{SELECTION.slug}-l{n}" for n in range(1, 13)] == [line.get("id") for line in found]


def test_a_second_poem_is_counted_from_one_and_a_parted_one_goes_on():
    heading = Block("heading", "Another", (1, 1), level=2)
    _, found = lines(text_of(*stanzas(1), heading, *stanzas(1, label="2"), line_numbers=5))
    _, parted = lines(text_of(*stanzas(1), heading, *stanzas(1), line_numbers=5))

    assert [f"{SELECTION.slug}-v2-l1"] == [found[3].get("id")]
    assert [f"{SELECTION.slug}-l4"] == [parted[3].get("id")]


def test_the_number_of_a_part_is_no_line():
    _, found = lines(text_of(*stanzas(1), Block("verse", "II", (4, 4), label="1"), *stanzas(1)))

    assert [None] == [line.get("id") for line in found if "".join(line.itertext()) == "II"]
    assert f"{SELECTION.slug}-l4" == found[4].get("id")


def test_prose_that_quotes_verse_has_no_line_numbers():
    prose = Block("paragraph", "This is prose, and much longer than what it quotes. " * 3, (1, 1))

    numbered, found = lines(text_of(prose, *stanzas(1)))
    assert ([], 3) == (numbered, len(found))
    assert not is_of_verse(replace(SELECTION, blocks=(prose, STANZA)))


@pytest.mark.parametrize(("every", "shown"), [(0, []), (4, ["4", "8", "12"])])
def test_the_editor_says_how_often_lines_are_numbered(every, shown):
    numbered, _ = lines(text_of(*stanzas(4), line_numbers=every))

    assert shown == [line.get("data-line") for line in numbered]


def test_a_poem_is_centred_if_the_editor_asks():
    assert "centred" in text_of(STANZA, verse="centred").get("class").split()


def test_emphasis_over_the_end_of_a_line_is_parted_and_a_name_has_one_id():
    block = replace(STANZA, marks=(Mark(4, 14, "emphasis"), Mark(4, 14, "name", "name-1-place-1")))
    made = text_of(block)

    assert ["line", "two"] == ["".join(node.itertext()) for node in made.iter("{*}em")]
    assert 1 == len([n for n in made.iter("{*}span") if n.get("id") == "name-1-place-1"])
    ids = [node.get("id") for node in made.iter() if node.get("id")]
    assert len(set(ids)) == len(ids)


def test_a_poem_of_one_line_and_one_of_a_word_are_poems():
    for text in ("No more masks!", "lighght"):
        _, found = lines(text_of(Block("verse", text, (1, 1), label="1")))
        assert [text] == ["".join(line.itertext()) for line in found]


def test_a_play_counts_through_its_speeches():
    blocks = (
        Block("speaker", "A", (1, 1)), *stanzas(1),
        Block("speaker", "B", (5, 5)), *stanzas(1, label="2"),
    )  # fmt: skip
    counted = numbers(replace(SELECTION, blocks=blocks), list(enumerate(blocks, start=1)))

    assert [1, 4] == list(counted.first.values())


def cited(words, *, count=4, language="en"):
    prose = replace(PROSE, pieces={**PROSE.pieces, f"{SELECTION.slug}/headnote": words})
    selection = replace(
        SELECTION, blocks=tuple(stanzas(count)), notes=(), emendations=(), elisions=()
    )
    made = chapter(selection, prose, wording(language))
    note = made.find("{*}section[@class='headnote']")
    return ["".join(note.itertext())] + [
        (a.get("href"), "".join(a.itertext())) for a in note.iter("{*}a")
    ]


def test_a_cited_line_is_linked_and_no_word_is_changed():
    words, *links = cited("<p>See l. 5, <em>and</em> ll. 7–9, and line 3 too.</p>")
    slug = SELECTION.slug

    assert "See l. 5, and ll. 7–9, and line 3 too." == words
    assert [
        (f"#{slug}-l5", "l. 5"),
        (f"#{slug}-l7", "ll. 7–9"),
        (f"#{slug}-l3", "line 3"),
    ] == links


@pytest.mark.parametrize(
    "words",
    [
        "<p>See l. 50.</p>",
        "<p>See l. 5 of the other poem.</p>",
        "<p>All 5 of them, a curl. 5</p>",
        '<p><span class="citation">(Milton 1667, l. 5)</span></p>',
    ],
)
def test_what_cites_no_line_of_the_poem_is_left_alone(words):
    assert 1 == len(cited(words))


def test_a_link_of_the_editors_own_is_led_to_its_line():
    assert (f"#{SELECTION.slug}-l5", "there") == cited('<p><a href="#l5">there</a></p>')[1]


def test_lines_are_cited_in_the_language_of_the_book():
    assert [(f"#{SELECTION.slug}-l5", "V. 5")] == cited("<p>Siehe V. 5.</p>", language="de")[1:]


def test_the_sample_serializes():
    assert etree.tostring(text_of(STANZA))
    assert BOOK.selections
