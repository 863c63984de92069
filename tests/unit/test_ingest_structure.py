"""Lists, tables, breaks, captions and the author's notes are read as what they are."""

import pytest

from florilegium import ingest


def blocks(text, name="a.html"):
    return ingest.decode(text.encode(), name).blocks


def facts(text, name="a.html"):
    return [(b.kind, b.level, b.label, b.text) for b in blocks(text, name)]


def test_ordered_items_keep_their_numbers():
    assert [("item", 1, "3", "a"), ("item", 1, "7", "b"), ("item", 1, "8", "c")] == facts(
        '<ol start="3"><li>a</li><li value="7">b</li><li>c</li></ol>'
    )


def test_bullets_have_no_number_and_lists_nest():
    assert [("item", 1, "1", "a"), ("item", 2, "", "b"), ("item", 1, "2", "c")] == facts(
        "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"
    )


def test_second_paragraph_goes_on_with_its_item():
    assert [("item", 1, "", "a"), ("paragraph", 1, "", "b"), ("paragraph", 0, "", "c")] == facts(
        "<ul><li><p>a</p><p>b</p></li></ul><p>c</p>"
    )


def test_rows_of_a_table_have_ranks_and_keep_empty_cells():
    table = (
        "<table><caption>C</caption><tr><th></th><th>H</th></tr>"
        "<tr><th>r</th><td></td></tr><tr><td>x</td><td><p>y</p><p>z</p></td></tr></table>"
    )

    assert [
        ("caption", 0, "1", "C"),
        ("row", 1, "1", "\tH"),
        ("row", 2, "1", "r\t"),
        ("row", 0, "1", "x\ty z"),
    ] == facts(table)


def test_cells_that_span_push_the_others_on():
    table = (
        '<table><tr><td rowspan="2">a</td><td colspan="2">b</td><td>c</td></tr>'
        "<tr><td>d</td><td>e</td><td>f</td></tr></table>"
    )

    assert ["a\tb\t\tc", "\td\te\tf"] == [block.text for block in blocks(table)]


def test_a_span_without_measure_is_bounded():
    table = '<table><tr><td colspan="99999999">a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr>'

    assert len(blocks(table)[0].text) < 100


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td>a</td><td><table><tr><td>b</td></tr></table></td></tr></table>",
        "<table><tr><td>a</td></tr><tr><td>b</td></tr></table>",
        f"<table><tr><td>a</td><td>{'long ' * 50}</td></tr><tr><td>c</td><td>d</td></tr></table>",
        '<table role="presentation"><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>',
    ],
)
def test_a_table_of_layout_is_running_text(table):
    assert {"paragraph"} == {block.kind for block in blocks(table)}


def test_rule_between_paragraphs_is_a_break_and_elsewhere_layout():
    assert [("paragraph", "a"), ("break", "* * *"), ("paragraph", "b")] == [
        (b.kind, b.text) for b in blocks("<p>a</p><hr><p>b</p>")
    ]
    assert {"paragraph"} == {b.kind for b in blocks("<div>a</div><hr><p>b</p>")}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a b\n\n* * *\n\nc d\n", "a.txt"),
        ("a b\n\n***\n\nc d\n", "a.md"),
        ("a\n\n⁂\n\nb", "a.txt"),
    ],
)
def test_asterisks_alone_are_a_break(text, name):
    assert ["paragraph", "break", "paragraph"] == [block.kind for block in blocks(text, name)]


def test_caption_of_a_figure_is_a_caption():
    assert [("caption", 0, "", "A weir.")] == facts(
        "<figure><img src=a><figcaption>A weir.</figcaption></figure>"
    )


NOTES = {
    "numbered list": (
        '<p>a<sup><a href="#n1" id="c1">1</a></sup></p>'
        '<ol><li id="n1">Note. <a href="#c1">↩</a></li></ol>'
    ),
    "word processor": (
        '<p>a<a href="#_ftn1" name="_ftnref1">[1]</a></p>'
        '<p><a href="#_ftnref1" name="_ftn1">[1]</a> Note.</p>'
    ),
    "e-book": (
        '<p>a<a href="#n" role="doc-noteref">*</a></p>'
        '<aside id="n" role="doc-footnote"><p>Note.</p></aside>'
    ),
    "encyclopaedia": (
        '<p>a<sup id="ref-1"><a href="#note-1">[1]</a></sup></p>'
        '<ol><li id="note-1"><span><b><a href="#ref-1">^</a></b></span> Note.</li></ol>'
    ),
}


@pytest.mark.parametrize("form", NOTES)
def test_notes_of_the_author_are_found_with_their_calls(form):
    text, note = blocks(NOTES[form])
    calls = [(text.text[m.start : m.end], m.ref) for m in text.marks if m.kind == "author-note"]

    assert ("author-note", "1", "Note.") == (note.kind, note.label, note.text)
    assert [(text.text[1:], "1")] == calls


def test_all_paragraphs_of_a_note_are_note():
    made = facts(
        '<p>a<sup><a href="#n1" id="c1">1</a></sup></p>'
        '<ol><li id="n1"><p>One.</p><ul><li>Two.</li></ul></li></ol>'
    )

    assert [("author-note", 0, "1", "One."), ("author-note", 0, "1", "Two.")] == made[1:]


@pytest.mark.parametrize(
    "page",
    [
        '<p>see <a href="#s2">2</a></p><h2 id="s2">Two</h2><p>b</p>',
        '<p><a href="#p3">3</a></p><div id="p3"><h2>Page three</h2><p>long</p></div>',
        '<p>a<sup><a href="#gone">1</a></sup></p><p>b</p>',
        '<p id="top">a</p><p>b<sup><a href="#top">1</a></sup></p>',
    ],
)
def test_links_to_places_are_no_calls(page):
    assert not any(block.kind == "author-note" for block in blocks(page))


def test_notes_of_markdown_are_numbered_by_their_calls():
    made = blocks("One.[^b] Two.[^a]\n\n[^a]: Alpha\n[^b]: Beta *b*\n", "a.md")

    assert [
        ("paragraph", "", "One.1 Two.2", (1, 1)),
        ("author-note", "2", "Alpha", (3, 3)),
        ("author-note", "1", "Beta b", (4, 4)),
    ] == [(b.kind, b.label, b.text, b.lines) for b in made]
    assert [(4, 5, "1"), (10, 11, "2")] == [(m.start, m.end, m.ref) for m in made[0].marks]


def test_note_of_markdown_that_nothing_calls_stays_as_it_is():
    assert [("paragraph", "a"), ("paragraph", "[^x]: Alone")] == [
        (b.kind, b.text) for b in blocks("a\n\n[^x]: Alone\n", "a.md")
    ]


def test_table_of_markdown_keeps_marks_and_head():
    made = blocks("| a | b |\n| - | - |\n| *c* | d |\n", "a.md")

    assert [("row", 1), ("row", 0)] == [(b.kind, b.level) for b in made]
    assert [("emphasis", 0, 1)] == [(m.kind, m.start, m.end) for m in made[1].marks]


def test_lists_of_markdown_keep_numbers_and_depths():
    assert [
        ("item", 1, "4", "a"),
        ("paragraph", 1, "", "b"),
        ("item", 2, "", "c"),
        ("item", 1, "5", "d"),
    ] == facts("4. a\n\n   b\n\n   - c\n5. d\n", "a.md")


@pytest.mark.parametrize("sign", ["Illustration", "Transcriber's note", "Footnote 12"])
def test_a_remark_of_an_e_text_over_two_lines_is_one_paragraph(sign):
    text = f"Herons came.\n\n[{sign}: The weir at dusk,\ndrawn by the author]\n\nThey went.\n"
    made = ingest.decode(text.encode(), "a.txt").blocks
    remark = made[1]
    assert remark.kind in ("paragraph", "author-note")
    assert remark.lines == (3, 4)
    assert "dusk,\ndrawn" in remark.text
