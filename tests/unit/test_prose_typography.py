"""The editor's prose has the typography of the texts, by the language of the words."""

import pytest

from florilegium.render.prose_typography import set_prose


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p>He was 5\'10" tall, "so" -- it\'s said...</p>',
         "<p>He was 5'10\" tall, “so”—it’s said…</p>"),
        ('<p>"<em>Said</em>" and <a href="x">Bob</a>\'s</p>',
         '<p>“<em>Said</em>” and <a href="x">Bob</a>’s</p>'),
        ('<p>The <code>"x" -- y</code> "way"</p>', '<p>The <code>"x" -- y</code> “way”</p>'),
        ('<p>A <span lang="de">"Wort"</span> "here"</p>',
         '<p>A <span lang="de">„Wort“</span> “here”</p>'),
        ('<ul><li>"one"</li><li>\'two\'</li></ul>', "<ul><li>“one”</li><li>‘two’</li></ul>"),
        ("plain 'text' &amp; more", "plain ‘text’ &amp; more"),
    ],
)  # fmt: skip
def test_prose_is_set_around_its_markup(html, expected):
    done = set_prose({"a": html}, language="en")

    assert {"a": expected} == done
    assert done == set_prose(done, language="en")


def test_prose_is_set_by_the_language_of_the_book():
    assert {"a": "<p>„So“\u00a0– ja</p>"} == set_prose({"a": '<p>"So" - ja</p>'}, language="de")


def test_lines_and_formulas_stay():
    html = (
        '<p>"One"<br>"Two" <math xmlns="http://www.w3.org/1998/Math/MathML"><mi>"x"</mi></math>'
        "'s</p>"
    )

    assert set_prose({"a": html}, language="en")["a"] == html.replace('"One"', "“One”").replace(
        '"Two"', "“Two”"
    ).replace("'s", "’s")
