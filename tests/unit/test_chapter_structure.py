"""Blocks in their containers, as every format shows them."""

import re

from florilegium.model import Block, Mark
from florilegium.model.markdown import to_markdown
from florilegium.render.elements import element, serialize
from florilegium.render.xhtml.author_notes import part_notes
from florilegium.render.xhtml.structure import structured


def block(kind, text, *, level=0, label="", marks=()):
    return Block(kind, text, (1, 1), level, tuple(marks), label=label)


def make(given, tag, name):
    return element(tag, given.text, id=name)


def shown(*blocks):
    nodes = structured(list(enumerate(blocks, start=1)), make, slug="x")
    return re.sub(r' (xmlns(:\w+)?|id)="[^"]*"', "", "".join(map(serialize, nodes)))


def test_items_nest_by_their_depth():
    assert "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>" == shown(
        block("item", "a", level=1, label="1"),
        block("item", "b", level=2),
        block("item", "c", level=1, label="2"),
    )


def test_list_says_where_it_begins_and_where_it_skips():
    assert '<ol start="3"><li>a</li><li value="9">b</li></ol>' == shown(
        block("item", "a", level=1, label="3"), block("item", "b", level=1, label="9")
    )


def test_bullets_after_numbers_are_another_list():
    assert "<ol><li>a</li></ol><ul><li>b</li></ul>" == shown(
        block("item", "a", level=1, label="1"), block("item", "b", level=1)
    )


def test_item_whose_parent_is_gone_is_still_shown():
    assert "<p>a</p><ul><li>b</li></ul>" == shown(
        block("paragraph", "a", level=1), block("item", "b", level=3)
    )


def test_table_has_caption_heads_and_scopes():
    assert (
        '<table class="of-text"><caption>C</caption>'
        '<thead><tr><td></td><th scope="col">H</th></tr></thead>'
        '<tbody><tr><th scope="row">r</th><td>1</td></tr><tr><td>s</td><td></td></tr></tbody>'
        "</table>"
    ) == shown(
        block("caption", "C", label="1"),
        block("row", "\tH", level=1, label="1"),
        block("row", "r\t1", level=2, label="1"),
        block("row", "s", label="1"),
    ).replace("<td/>", "<td></td>")


def test_two_tables_stay_two():
    assert 2 == shown(block("row", "a\tb", label="1"), block("row", "c\td", label="2")).count(
        "<table"
    )


def test_break_that_parts_nothing_is_not_shown():
    stray, text = block("break", "* * *"), block("paragraph", "a")

    assert '<p>a</p><hr class="break"/><p>a</p>' == shown(stray, text, stray, stray, text, stray)


def test_break_with_a_sign_of_its_own_keeps_it():
    assert "<p>a</p><p>⁂</p>" == shown(block("paragraph", "a"), block("break", "⁂"))


def call(start, end, ref="1"):
    return Mark(start, end, "author-note", ref)


def test_author_note_goes_with_its_first_call():
    text = block("paragraph", "a1 b1", marks=[call(1, 2), call(4, 5)])
    noted = part_notes([text, block("author-note", "n", label="1")], slug="x")

    assert [("x-a1", "*1", ["n"])] == [
        (n.id, n.sign, [b.text for b in n.blocks]) for n in noted.notes
    ]
    assert [(1, 2, "x-a1")] == [(m.start, m.end, m.ref) for m in noted.blocks[0][1].marks]
    assert ["a1 b1"] == [b.text for _, b in noted.blocks]


def test_note_that_nothing_calls_stays_in_the_text():
    noted = part_notes([block("paragraph", "a"), block("author-note", "n", label="1")], slug="x")

    assert ((), ["a", "n"]) == (noted.notes, [b.text for _, b in noted.blocks])


def test_stored_form_has_numbers_tables_breaks_and_notes():
    text = to_markdown(
        [
            block("paragraph", "a1", marks=[call(1, 2)]),
            block("item", "b", level=1, label="3"),
            block("row", "h\ti|j", level=1, label="1"),
            block("row", "k", label="1"),
            block("break", "* * *"),
            block("author-note", "n", label="1"),
            block("author-note", "m", label="1"),
        ]
    )

    assert (
        "a[^1]\n\n3. b\n\n| h | i\\|j |\n| --- | --- |\n| k |  |\n\n* * *\n\n[^1]: n\n\n    m\n"
        == text
    )
