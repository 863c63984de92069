import pytest
from epub_samples import META, chapter
from epub_tree import SPACES
from lxml import etree

from florilegium.errors import RenderError, Several
from florilegium.render.epub import content
from florilegium.render.epub.leaves import leaves, link, places, relative

NOTE = (
    '<p>A door<a class="note-call" epub:type="noteref" role="doc-noteref" id="n1-call" '
    'href="#n1">1</a>.</p><section class="notes" epub:type="footnotes" role="doc-endnotes">'
    '<aside class="note" epub:type="footnote" role="doc-footnote" id="n1" data-label="1">{body}'
    "</aside></section>"
)


def made(body, *, folios=None, others=(), **changes):
    """The file of a chapter with *body*, as a tree."""
    book = leaves([chapter("one", body, **changes), *others])
    context = content.Context(places(book), folios, META.title)
    return etree.fromstring(content.file(book[0], context))


def texts(tree, path):
    return ["".join(node.itertext()) for node in tree.xpath(path, namespaces=SPACES)]


def test_the_body_says_which_matter_it_is():
    assert made("").xpath("//h:body/@epub:type", namespaces=SPACES) == ["bodymatter"]


def test_the_document_has_the_title_and_the_language_of_its_section():
    tree = made("<p>Öl</p>", title="Öl & Docht", language="de")

    assert texts(tree, "//h:title") == ["Öl & Docht"]
    assert tree.get("lang") == tree.get("{http://www.w3.org/XML/1998/namespace}lang") == "de"


def test_a_language_written_from_the_right_turns_the_page():
    assert made("", language="ar").get("dir") == "rtl"
    assert made("", language="de-AT").get("dir") is None


def test_a_language_inside_the_text_is_said_twice():
    assert made('<p><em lang="la">lux</em></p>').xpath("//@xml:lang") == ["en", "en", "la"]


def test_a_note_begins_with_its_mark_and_ends_with_a_named_way_back():
    tree = made(NOTE.format(body="<p>It <i>still</i> stands.</p>"))
    (back,) = tree.xpath("//h:a[@role='doc-backlink']", namespaces=SPACES)

    assert texts(tree, "//h:aside") == ["1 It still stands.\u00a0↑"]
    assert back.get("href") == "#n1-call"
    assert back.get("aria-label") == "Back to the call of note 1"


def test_a_note_of_several_paragraphs_has_its_way_back_in_the_last():
    tree = made(NOTE.format(body="<p>One.</p><p>Two.</p>"))

    assert texts(tree, "//h:aside/h:p") == ["1 One.", "Two.\u00a0↑"]


def test_a_note_that_is_a_list_gets_paragraphs_for_mark_and_way_back():
    tree = made(NOTE.format(body="<ul><li>One.</li></ul>"))

    assert texts(tree, "//h:aside/h:p") == ["1", "\u00a0↑"]


def test_a_gloss_is_named_by_its_lemma():
    body = '<p><b class="lemma">door {x}</b> What one opens.</p>'
    tree = made(NOTE.format(body=body))

    assert tree.xpath("//h:a/@aria-label", namespaces=SPACES) == [
        "Gloss on “door {x}”",
        "Back to “door {x}” in the text",
    ]


def test_a_link_across_files_gets_the_name_of_the_file():
    other = chapter("Zwölf", '<p id="deep">x</p>')
    tree = made('<p id="here"><a href="#deep">a</a><a href="#here">b</a></p>', others=[other])

    assert tree.xpath("//h:p/h:a/@href", namespaces=SPACES) == ["zwolf.xhtml#deep", "#here"]


def test_a_link_to_the_web_stays_as_it_is():
    tree = made('<p><a href="https://example.org/#x">a</a></p>')

    assert tree.xpath("//h:p/h:a/@href", namespaces=SPACES) == ["https://example.org/#x"]


def test_every_link_to_nowhere_is_reported():
    with pytest.raises(Several) as caught:
        made('<p><a href="#gone">a</a><a href="#lost">b</a></p>')

    assert ["one", "one"] == [error.where for error in caught.value.errors]
    assert "'#gone'" in str(caught.value)


def test_a_picture_that_is_not_in_the_book_is_reported():
    with pytest.raises(RenderError, match=r"lamp\.png"):
        made('<p><img src="lamp.png" alt="A lamp"/></p>')


def test_an_id_used_twice_in_the_book_is_reported():
    with pytest.raises(RenderError, match="'same'"):
        made('<p id="same">a</p>', others=[chapter("two", '<p id="same">b</p>')])


def test_markup_that_is_not_xml_is_reported_with_its_section():
    with pytest.raises(RenderError, match="not well-formed") as caught:
        made("<p>open")

    assert caught.value.where == "one"


def test_page_references_show_the_printed_page():
    tree = made('<p id="p">x, <a class="locator" href="#p"></a></p>', folios={"p": "xii"})

    assert texts(tree, "//h:p") == ["x, xii"]


def test_page_references_go_when_no_page_is_known():
    tree = made('<p id="p">x, <a class="locator" href="#p"></a></p>')

    assert texts(tree, "//h:p") == ["x"]


def test_a_page_that_is_not_known_to_the_print_edition_is_noticed():
    book = leaves([chapter("one", '<p id="p"><a class="locator" href="#p"></a></p>')])
    context = content.Context(places(book), {}, META.title)
    content.file(book[0], context)

    assert context.warnings == ["one: no printed page is known for #p"]


def test_mathematics_and_drawings_are_declared():
    mathematics = '<p><math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math></p>'
    drawing = '<p><svg xmlns="http://www.w3.org/2000/svg"/></p>'
    (leaf,) = leaves([chapter("one", mathematics + drawing)])

    assert content.properties(leaf) == ("mathml", "svg")


def test_an_epub_type_without_a_role_gets_its_role():
    tree = made("<section epub:type='glossary'><p>x</p></section>")

    assert tree.xpath("//h:section/@role", namespaces=SPACES) == ["doc-chapter", "doc-glossary"]


def test_file_names_are_ascii_and_differ_on_every_file_system():
    book = leaves([chapter(slug, "") for slug in ("Öl", "ol", "OL", "雪", "nav")])

    assert [leaf.href for leaf in book] == [
        "text/ol.xhtml",
        "text/ol-2.xhtml",
        "text/ol-3.xhtml",
        "text/section.xhtml",
        "text/nav.xhtml",
    ]


@pytest.mark.parametrize(
    ("href", "base", "expected"),
    [
        ("text/a.xhtml", "text/b.xhtml", "a.xhtml"),
        ("nav.xhtml", "text/b.xhtml", "../nav.xhtml"),
        ("text/a.xhtml", "nav.xhtml", "text/a.xhtml"),
    ],
)
def test_links_are_relative_to_their_file(href, base, expected):
    assert expected == relative(href, base=base)


def test_a_target_that_no_file_has_has_no_way():
    assert link("gone", base="text/a.xhtml", where={}) is None


TURNS = (
    '<p class="turn question"><span class="speaker">Gazette</span> Why?</p>'
    '<p class="turn answer"><span class="speaker">Orr</span> One.</p>'
    '<p class="answer">Two.</p><p class="answer">Three.</p>'
    '<p class="turn question"><span class="speaker">Gazette</span> And?</p><p>Nobody.</p>'
)


def test_a_turn_of_many_paragraphs_is_a_group_named_by_its_speaker():
    tree = made(TURNS)
    groups = tree.xpath("//h:div[@role='group']", namespaces=SPACES)

    assert [group.get("aria-label") for group in groups] == ["Orr"]
    assert texts(groups[0], "h:p") == ["Orr One.", "Two.", "Three."]


def test_grouping_turns_keeps_every_word_in_its_place():
    assert texts(made(TURNS), "//h:section") == [
        "OneGazette Why?Orr One.Two.Three.Gazette And?Nobody."
    ]


def test_a_picture_of_the_book_is_found_from_every_file():
    book = leaves([chapter("one", '<p><img src="pictures/a.jpg" alt="A lamp"/></p>')])
    context = content.Context({}, None, META.title, frozenset({"pictures/a.jpg"}))
    tree = etree.fromstring(content.file(book[0], context))

    assert tree.xpath("//h:img/@src", namespaces=SPACES) == ["../pictures/a.jpg"]
