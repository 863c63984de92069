import pytest
from epub_samples import chapter, page_start
from epub_tree import SPACES
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from florilegium.errors import RenderError
from florilegium.model import PageStart
from florilegium.render.epub.leaves import leaves
from florilegium.render.epub.pagelist import flow_text, insert


def marked(body, *places):
    """The chapter with a ¶ at each mark; *places* are the words (or offsets) pages begin with."""
    section = chapter("one", body)
    starts = [
        PageStart(str(n), "one", place)
        if isinstance(place, int)
        else page_start(str(n), section, place)
        for n, place in enumerate(places, start=1)
    ]
    (leaf,) = leaves([section])
    insert([leaf], starts)
    for mark in leaf.tree.xpath("//h:span[@role='doc-pagebreak']", namespaces=SPACES):
        mark.text = "¶"
    return etree.tostring(leaf.tree, encoding="unicode"), "".join(leaf.tree.itertext())


def test_flow_text_leaves_out_what_only_one_format_has():
    (leaf,) = leaves(
        [
            chapter(
                "one",
                '<p>Tür\u00ad an <b>Tür</b>-<a role="doc-noteref" href="#n">1</a>!'
                '<a class="locator" href="#p">7</a><img src="x"/></p>'
                '<aside role="doc-footnote" id="n">note</aside>',
            )
        ]
    )

    assert flow_text(leaf.tree) == "onetürantür!\ufffc"


def test_a_page_begins_before_its_first_word():
    assert marked("<p>one two three</p>", "twothree")[1] == "Oneone ¶two three"


def test_a_page_that_begins_inside_a_word_begins_before_it():
    assert marked("<p>one lamplighter</p>", "lighter")[1] == "Oneone ¶lamplighter"


def test_a_word_may_be_partly_in_italics():
    assert marked("<p>one lamp<i>light</i>er two</p>", "ertwo")[1] == "Oneone ¶lamplighter two"


def test_a_page_that_begins_within_an_address_begins_where_it_is_broken():
    address = "https://www.senate.gov/votes"

    text = marked(f'<p>one <a href="#x">{address}</a></p>', "www.senate")[1]

    assert text == "Oneone https://¶www.senate.gov/votes"


def test_a_page_may_begin_after_a_dash_or_a_hyphen():
    assert marked("<p>one—two three</p>", "twothree")[1] == "Oneone—¶two three"
    assert marked("<p>one-two three</p>", "twothree")[1] == "Oneone-¶two three"


def test_a_word_takes_its_opening_quotation_mark_along():
    assert marked("<p>so (“lamplight” two</p>", "light”two")[1] == "Oneso ¶(“lamplight” two"


def test_a_page_begins_anywhere_in_a_script_without_spaces():
    snow = "国境の長いトンネルを抜けると雪国であった"

    assert marked(f"<p>{snow}</p>", "雪国で")[1] == f"One{snow.replace('雪', '¶雪')}"


def test_a_page_reference_that_begins_the_page_is_on_it():
    row = '<td><a class="locator" href="#p">18</a> <a href="#x">d</a></td><td>better</td>'

    _, text = marked(f"<table><tr><td>x</td></tr><tr>{row}</tr></table>", "dbetter")

    assert text == "Onex¶18 dbetter"


def test_a_chapter_that_begins_a_page_is_marked_before_its_heading():
    xhtml, text = marked("<p>x</p>", 0)

    assert text == "¶Onex"
    assert xhtml.index("¶") < xhtml.index("<h1")


def test_a_heading_is_marked_before_it_and_not_inside():
    xhtml, _ = marked("<p>x</p><h2>At the <i>door</i></h2>", "atthe")

    assert "¶</span><h2>" in xhtml


def test_a_picture_is_marked_before_its_figure():
    xhtml, _ = marked('<p>x</p><figure><img src="a" alt=""/></figure><p>y</p>', "\ufffc")

    assert "¶</span><figure>" in xhtml


def test_a_link_that_begins_a_page_is_marked_outside():
    xhtml, _ = marked('<p>x <a href="#one"><i>link</i></a></p>', "link")

    assert '¶</span><a href="#one">' in xhtml


def test_an_item_of_a_list_is_marked_inside():
    assert "<li><span" in marked("<ul><li>a</li><li>b c</li></ul>", "bc")[0]


def test_several_pages_of_one_paragraph_keep_their_order():
    assert marked("<p>a b <i>c d</i> e f</p>", "b", "d", "f")[1] == "Onea ¶b c ¶d e ¶f"
    assert marked("<p>a b c d</p>", "b", "c", "d")[1] == "Onea ¶b ¶c ¶d"


@pytest.mark.parametrize("body", ["<p>a bc</p>", "<p>a <b>bc</b></p>", "<p>a</p><h2>bc</h2>"])
def test_pages_that_begin_at_one_word_keep_their_order(body):
    xhtml, _ = marked(body, 4, 5)

    assert xhtml.index('id="page-mark-1"') < xhtml.index('id="page-mark-2"')


def test_every_mark_has_an_id_and_its_label():
    (leaf,) = leaves([chapter("one", "<p>x</p>")])
    (made,) = insert([leaf], [PageStart("xii", "one", 0)])
    (mark,) = leaf.tree.xpath("//h:span", namespaces=SPACES)

    assert (made.label, made.href) == ("xii", f"text/one.xhtml#{mark.get('id')}")
    assert mark.get("aria-label") == "xii"


def test_pages_of_a_document_that_the_book_has_not_are_left_out():
    assert insert(leaves([chapter("one", "")]), [PageStart("v", "contents", 0)]) == ()


def test_page_facts_older_than_the_text_are_an_error():
    with pytest.raises(RenderError, match="has only 4"):
        insert(leaves([chapter("one", "<p>x</p>")]), [PageStart("9", "one", 400)])


@given(
    st.lists(st.text("ab -<ß", min_size=1, max_size=12), min_size=1, max_size=6),
    st.lists(st.integers(1, 40), max_size=5),
)
def test_marks_change_no_word(pieces, offsets):
    words = [piece.replace("<", "") for piece in pieces]
    body = "".join(f"<p>{word}<b>{word}</b> {word}</p>" for word in words)
    (leaf,) = leaves([chapter("one", body)])
    before, size = "".join(leaf.tree.itertext()), len(flow_text(leaf.tree))
    starts = [PageStart(str(n), "one", at) for n, at in enumerate(offsets) if at < size]
    made = insert([leaf], starts)

    assert before == "".join(leaf.tree.itertext())
    assert len(starts) == len(made)
