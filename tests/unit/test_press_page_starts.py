import pytest
from lxml import etree

from florilegium.errors import RenderError
from florilegium.render.press.layout.page_starts import (
    PICTURE,
    Run,
    flow_of,
    flow_text,
    page_starts,
)


def starts(xml, *pages, source=""):
    tree = etree.fromstring(xml)
    return page_starts(
        tree, pages, source=etree.fromstring(source) if source else tree, where="one"
    )


def test_flow_text_has_no_spaces_hyphens_or_capitals():
    assert "wellordered" == flow_text("Well-or\u00addered \u2010")


def test_pages_start_where_their_first_letter_stands():
    xml = "<section><p>abc</p><p>def</p></section>"

    assert (0, 2) == starts(xml, [Run(1, "ab")], [Run(1, "c"), Run(2, "def")])


def test_tails_belong_to_the_parent():
    xml = "<p>ab<em>cd</em>ef</p>"

    assert (0, 4) == starts(xml, [Run(0, "ab"), Run(1, "cd")], [Run(0, "ef")])


def test_a_hyphen_at_the_line_end_counts_for_nothing():
    assert (0, 2) == starts("<p>abcd</p>", [Run(0, "ab‐")], [Run(0, "cd")])


def test_notes_and_their_calls_are_outside_the_flow():
    xml = '<p>ab<a class="note-call">1</a><aside class="note"><p>n</p></aside>cd</p>'

    assert (0, 2) == starts(xml, [Run(0, "ab"), Run(1, "1")], [Run(0, "cd")])


def test_page_references_are_outside_the_flow():
    xml = '<p>ab<a class="locator">12</a>cd</p>'

    assert (0, 2) == starts(xml, [Run(0, "ab"), Run(1, "12")], [Run(0, "cd")])


def test_what_print_leaves_out_still_counts():
    source = '<p>ab<a class="locator"/>, <a class="locator"/>, cd<br/></p>'
    shown = '<p>ab<a class="locator">12</a>, cd<br/></p>'

    assert (0, 4) == starts(shown, [Run(0, "ab"), Run(0, ", ")], [Run(0, "cd")], source=source)


def test_pictures_count_with_and_without_namespaces():
    tree = etree.fromstring('<p xmlns="http://www.w3.org/1999/xhtml">a<img/></p>')

    assert f"a{PICTURE}" == flow_of(tree)


def test_a_picture_counts_as_one_character():
    xml = "<p>ab<img/>cd</p>"

    assert (0, 3) == starts(xml, [Run(0, "ab"), Run(1, PICTURE)], [Run(0, "cd")])


def test_a_table_head_set_again_is_no_new_text():
    xml = "<table><th>h</th><td>a</td><td>b</td></table>"
    again = [Run(1, "h"), Run(3, "b")]

    assert (0, 2) == starts(xml, [Run(1, "h"), Run(2, "a")], again)


def test_a_page_without_text_starts_nowhere():
    assert (0, None) == starts("<p>ab</p>", [Run(0, "ab")], [])


def test_text_on_no_page_is_an_error():
    with pytest.raises(RenderError, match="2 characters are on no page"):
        starts("<p>abcd</p>", [Run(0, "ab")])
