"""Whatever is nested in what: no word of a page is lost, doubled or moved by its structure."""

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from florilegium import ingest
from florilegium.model.letters import letters
from florilegium.model.markdown import to_markdown
from florilegium.render.elements import element
from florilegium.render.xhtml.structure import structured

WORD = st.sampled_from(["weir", "rain", "gauge", "river", "9", "ledger"])
INLINE = st.builds(
    lambda words, tag: f"<{tag}>{' '.join(words)}</{tag}>",
    st.lists(WORD, min_size=1, max_size=3),
    st.sampled_from(["em", "b", "span", "a href='https://x.org'", "code"]),
).map(lambda text: text.replace("</a href='https://x.org'>", "</a>"))
LEAF = st.one_of(
    INLINE.map(lambda text: f"<p>{text}</p>"),
    INLINE,
    WORD,
    st.sampled_from(["<hr>", "<p></p>", "<br>", "<p>* * *</p>"]),
)


def cells(row):
    return "<tr>" + "".join(f"<{tag}{span}>{text}</{tag}>" for tag, span, text in row) + "</tr>"


CELL = st.tuples(
    st.sampled_from(["td", "th"]),
    st.sampled_from(["", " colspan=2", " rowspan=2", " rowspan=0", " colspan=x"]),
    st.one_of(INLINE, WORD, st.just(""), LEAF),
)
TABLE = st.tuples(
    st.sampled_from(["", "<caption>weir rain</caption>"]),
    st.lists(st.lists(CELL, max_size=3), min_size=1, max_size=3),
).map(lambda parts: f"<table>{parts[0]}{''.join(map(cells, parts[1]))}</table>")


def within(children):
    several = st.lists(children, max_size=3)
    return st.one_of(
        several.map(lambda items: "<ul>" + "".join(f"<li>{i}</li>" for i in items) + "</ul>"),
        st.tuples(st.sampled_from(["", " start=4", " start=-2", " start=x"]), several).map(
            lambda p: f"<ol{p[0]}>" + "".join(f"<li>{i}</li>" for i in p[1]) + "</ol>"
        ),
        several.map(lambda items: f"<blockquote>{''.join(items)}</blockquote>"),
        several.map(lambda items: f"<div>{''.join(items)}</div>"),
    )


PAGES = st.lists(st.recursive(st.one_of(LEAF, TABLE), within, max_leaves=8), min_size=1).map(
    "".join
)


def read(page):
    return ingest.decode(f"<html><body><p>weir</p>{page}</body></html>".encode(), "a.html").blocks


@settings(max_examples=60)
@given(PAGES)
def test_no_word_of_a_page_is_lost_or_moved(page):
    said = "".join(map(str, lxml_html.document_fromstring(f"<p>weir</p>{page}").itertext()))
    # A caption is read where it stands; that the parser moves text out of tables is its rule.
    assert sorted(letters(said)) == sorted(letters("".join(block.text for block in read(page))))


@settings(max_examples=60)
@given(PAGES)
def test_every_block_is_shown_once_and_in_order(page):
    blocks = read(page)
    nodes = structured(
        list(enumerate(blocks, start=1)),
        lambda block, tag, name: element(tag, block.text, id=name),
        slug="x",
    )
    shown = "".join("".join(map(str, node.itertext())) for node in nodes)

    assert letters("".join(block.text for block in blocks)) == letters(shown)


@settings(max_examples=60)
@given(PAGES)
def test_stored_form_has_every_word_in_order(page):
    blocks = read(page)
    stored = to_markdown(blocks).replace("https://x.org", "").replace("Table: ", "")

    said = "".join(block.text for block in blocks)
    assert [c for c in said if c.isalpha()] == [c for c in stored if c.isalpha()]
