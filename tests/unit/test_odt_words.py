"""Words in parts of an ODT that pandoc does not read: in the text, or in the ledger."""

import pytest
from documents import opendocument

from florilegium import ingest

DRAW = 'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'


INDEX = "<text:index-body><text:p>Ink, I.</text:p></text:index-body>"


def read(body):
    return ingest.decode(opendocument(body), "a.odt")


def said(raw):
    return [block.text for block in raw.blocks]


def left(raw):
    return [(one.rule, one.text) for one in raw.left_out]


def box(words):
    return (
        f"<draw:frame {DRAW}><draw:text-box><text:p>{words}</text:p></draw:text-box></draw:frame>"
    )


P = "<text:p>in</text:p>"
ROW = f"<table:table-row><table:table-cell>{P}</table:table-cell></table:table-row>"


def note(body):
    return f"<text:p><text:note><text:note-body>{body}</text:note-body></text:note></text:p>"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (f"<text:p>before{box('in the box')} after</text:p>", ["before after", "in the box"]),
        (
            f"<text:p><draw:rect {DRAW}><text:p>drawn</text:p></draw:rect>by</text:p>",
            ["by", "drawn"],
        ),
        (f"{box('on the page')}<text:p>text</text:p>", ["on the page", "text"]),
        (
            "<text:p>a <text:meta>b</text:meta> <text:title>c</text:title> d</text:p>",
            ["a b c d"],
        ),
        (
            "<text:numbered-paragraph><text:p>numbered</text:p></text:numbered-paragraph>",
            ["numbered"],
        ),
        (
            f"<text:bibliography>{INDEX}</text:bibliography>",
            ["Ink, I."],
        ),
        *(
            (
                f"<text:p>by<draw:{shape} {DRAW}><text:p>in</text:p></draw:{shape}></text:p>",
                ["by", "in"],
            )
            for shape in ("line", "circle", "path", "connector", "polygon", "caption")
        ),
        (note(f"<text:list><text:list-item>{P}</text:list-item></text:list>"), ["1", "in"]),
        (note("<text:h>in</text:h>"), ["1", "in"]),
        (note(f"<table:table>{ROW}</table:table>"), ["1", "in"]),
        (
            f"<table:table><table:table-row-group>{ROW}</table:table-row-group></table:table>",
            ["in"],
        ),
        (
            f"<table:table>{ROW.replace('text:p', 'text:h')}</table:table>",
            ["in"],
        ),
        ("<text:p>a <text:sender-city>b</text:sender-city> c</text:p>", ["a b c"]),
    ],
)
def test_words_that_pandoc_drops_are_in_the_text(body, words):
    raw = read(body)
    assert said(raw) == words
    assert not raw.damage


def test_comments_and_contents_are_in_the_ledger():
    raw = read(
        "<text:table-of-content><text:index-body><text:p>One 7</text:p></text:index-body>"
        "</text:table-of-content><text:p>text<office:annotation><text:p>Really?</text:p>"
        "</office:annotation> goes on</text:p>"
    )
    assert said(raw) == ["text goes on"]
    assert left(raw) == [("comment", "Really?"), ("page-furniture", "One 7")]
    assert not raw.damage


def test_a_section_that_is_hidden_is_marked():
    hidden = '<text:section text:display="none"><text:p>a <text:span>b</text:span></text:p>'
    raw = read(f"<text:p>seen</text:p>{hidden}</text:section>")
    assert [[mark.kind for mark in block.marks] for block in raw.blocks] == [[], ["hidden"]]
    assert said(raw) == ["seen", "a b"]


def test_a_picture_has_the_words_of_its_description_and_the_number_of_its_caption():
    shown = picture("a.png", "<svg:title>T</svg:title><svg:desc>The weir at dusk</svg:desc>")
    framed = (
        f"<draw:frame {DRAW}><draw:text-box><text:p>{picture('b.png')}Figure "
        "<text:sequence>1</text:sequence>: The weir</text:p></draw:text-box></draw:frame>"
    )
    raw = read(f"<text:p>{shown}</text:p><text:p>{framed}</text:p><text:p>text</text:p>")
    assert [one.words for one in raw.illustrations] == ["The weir at dusk", "Figure 1: The weir"]
    assert said(raw) == ["Figure 1: The weir", "text"]
    assert not raw.damage


def picture(name, said=""):
    return (
        f'<draw:frame {DRAW} xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0">'
        f'<draw:image xmlns:x="http://www.w3.org/1999/xlink" x:href="{name}"/>{said}</draw:frame>'
    )
