"""The editor's prose as XHTML: figures, formulas, tables."""

import pytest

from florilegium.render.elements import element, prose, serialize


def made(source):
    return serialize(element("div", *prose(source))).partition(">")[2].removesuffix("</div>")


def test_a_picture_with_a_title_is_a_figure_with_a_caption():
    assert made('<p><img src="a.jpg" title="In March" alt="A heron"/></p>') == (
        '<figure><img src="a.jpg" alt="A heron"/><figcaption>In March</figcaption></figure>'
    )


def test_a_picture_that_stands_alone_is_a_figure():
    assert made('<p>\n<img src="a.jpg" alt="A heron"/></p>') == (
        '<figure><img src="a.jpg" alt="A heron"/></figure>'
    )


@pytest.mark.parametrize(
    "source",
    [
        '<p>See <img src="a.jpg" title="In March" alt="A heron"/>.</p>',
        '<p><img src="a.jpg" alt="A heron"/><img src="b.jpg" alt="Another"/></p>',
    ],
)
def test_a_picture_among_words_stands_where_it_stood(source):
    assert made(source) == source


def test_a_formula_is_mathml_and_says_its_source_once():
    source = (
        '<p>Let <math display="inline" xmlns="http://www.w3.org/1998/Math/MathML"><semantics><msup>'
        '<mi>x</mi><mn>2</mn></msup><annotation encoding="application/x-tex">x^2</annotation>'
        "</semantics></math> be.</p>"
    )

    assert made(source) == (
        '<p>Let <math xmlns="http://www.w3.org/1998/Math/MathML" display="inline" alttext="x^2">'
        "<msup><mi>x</mi><mn>2</mn></msup></math> be.</p>"
    )


def test_the_heads_of_a_table_say_what_they_head():
    source = (
        "<table><thead><tr><th>a</th></tr></thead>"
        "<tbody><tr><th>b</th><td>c</td></tr></tbody></table>"
    )

    assert made(source) == source.replace("<th>a", '<th scope="col">a').replace(
        "<th>b", '<th scope="row">b'
    )
