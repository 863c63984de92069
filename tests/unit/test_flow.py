import re

import pytest

from florilegium.model import Block, Mark, PlacedEmendation, PlacedNote
from florilegium.render.elements import element, serialize
from florilegium.render.xhtml.flow import Calls, fill


def shown(text, *marks, kind="paragraph"):
    calls = Calls(
        {
            "x-n1": PlacedNote("x-n1", "note", "1", "", ""),
            "x-g1": PlacedNote("x-g1", "gloss", "°", "", ""),
        },
        {"x-e1": PlacedEmendation("x-e1", "a", "life", "live", "", (1, 1))},
    )
    parent = element("p")
    fill(parent, Block(kind, text, (1, 1), marks=marks), calls)
    made = serialize(parent)
    return re.sub(r' xmlns(:\w+)?="[^"]*"', "", made).removeprefix("<p>").removesuffix("</p>")


def test_plain_text_stays_plain():
    assert shown("a < b & c") == "a &lt; b &amp; c"


def test_marks_become_elements():
    assert shown("one two", Mark(0, 3, "emphasis")) == "<em>one</em> two"
    assert shown("see it", Mark(4, 6, "link", "https://x.org")) == (
        'see <a href="https://x.org">it</a>'
    )
    assert shown("see it", Mark(4, 6, "link", "/about")) == "see it"
    assert shown("see it", Mark(4, 6, "link", "javascript:x()")) == "see it"


def test_nested_marks_nest():
    assert (
        shown("abc", Mark(0, 3, "strong"), Mark(1, 2, "emphasis"))
        == "<strong>a<em>b</em>c</strong>"
    )


def test_crossing_marks_are_cut_and_an_id_is_used_once():
    made = shown("abcdef", Mark(0, 4, "emphasis"), Mark(2, 6, "name", "name-1-1"))

    assert made == (
        '<em>ab<span class="name" id="name-1-1">cd</span></em><span class="name">ef</span>'
    )


def test_two_spans_side_by_side_do_not_nest():
    assert (
        shown("abcd", Mark(0, 2, "emphasis"), Mark(2, 4, "strong"))
        == "<em>ab</em><strong>cd</strong>"
    )


def test_a_note_call_follows_its_lemma_and_closing_punctuation():
    made = shown("the end.” Next", Mark(4, 7, "note", "x-n1"))

    assert re.sub(r"<a .*?>", "<a>", made) == "the end.”<a>1</a> Next"
    assert 'id="x-n1-call"' in made
    assert 'href="#x-n1"' in made
    assert 'role="doc-noteref"' in made


def test_a_gloss_call_says_so():
    assert 'class="note-call gloss-call"' in shown("word", Mark(0, 4, "gloss", "x-g1"))


def test_an_emendation_is_followed_by_its_letter():
    made = shown("to live", Mark(3, 7, "emendation", "x-e1"))

    assert made == (
        'to <span class="emendation">live</span>'
        '<a class="text-call" id="x-e1" href="#x-e1-record">a</a>'
    )


def test_an_elision_leads_to_its_record():
    made = shown("a […] b", Mark(2, 5, "elision", "x-x1"))

    assert made == 'a <a class="elision" id="x-x1" href="#x-x1-record">[…]</a> b'


def test_a_call_in_the_middle_of_a_span_stays_inside_it():
    made = shown("abcd", Mark(0, 4, "emphasis"), Mark(0, 2, "note", "x-n1"))

    assert re.sub(r"<a .*?>", "<a>", made) == "<em>ab<a>1</a>cd</em>"


def test_lines_of_verse_are_broken():
    assert shown("one\ntwo", kind="verse") == "one<br/>two"


@pytest.mark.parametrize("kind", ["strong", "code", "superscript", "subscript"])
def test_every_simple_mark_has_an_element(kind):
    assert shown("x", Mark(0, 1, kind)) != "x"
