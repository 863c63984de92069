"""Fonts of the e-book: for programs, and for scripts that e-readers may lack."""

import io
import shutil
from pathlib import Path

import pytest
from epub_samples import META, STYLES, chapter
from epub_tree import EpubTree
from fontTools.ttLib import TTFont
from test_epub_write import write

from florilegium.project.styles import find_styles
from florilegium.render.epub import fonts
from florilegium.render.epub.leaves import leaves

HEBREW = "NotoSerifHebrew-Subset.ttf"
FONTS = Path(__file__).parents[1] / "books" / "scripts" / "styles" / "fonts"


@pytest.fixture
def styles(tmp_path):
    """Styles of a book that brings a Hebrew font."""
    (tmp_path / "styles" / "fonts").mkdir(parents=True)
    shutil.copy(FONTS / HEBREW, tmp_path / "styles" / "fonts" / HEBREW)
    return find_styles(tmp_path)


def embedded(text, styles):
    return fonts.embedded(leaves([chapter("one", f"<p>{text}</p>")]), styles)


@pytest.mark.parametrize(
    ("body", "is_there"),
    [("<pre>x = 1</pre>", True), ("<p>x <code>y</code></p>", True), ("<p>x</p>", False)],
)
def test_the_face_of_programs_is_embedded_where_there_is_one(body, is_there, tmp_path):
    tree = EpubTree(write(tmp_path / "a.epub", [chapter("one", body)]).path)
    sheet = tree.read("styles/epub.css").decode()

    assert is_there == ("EPUB/styles/fonts/SourceCodePro-Regular.ttf" in tree.names())
    assert is_there == ('"Source Code Pro", monospace' in sheet)


def test_a_font_of_the_book_is_embedded_for_the_language_that_needs_it(styles):
    made = embedded('Peace is <span lang="he">שלום 12</span>.', styles)
    (item,) = made.items
    letters = {chr(code) for code in TTFont(io.BytesIO(item.content)).getBestCmap()}

    assert f"styles/fonts/{HEBREW}" == item.href
    assert set("שלום") <= letters
    assert "א" not in letters
    assert ':lang(he) { font-family: "Noto Serif Hebrew", serif }' in made.rules
    assert META.language not in made.rules


def test_no_font_is_embedded_that_no_language_needs(styles):
    assert fonts.Embedded() == embedded("Peace, <em lang='de'>Frieden</em>.", styles)
    # A word of an English sentence does not give the whole book another face.
    assert fonts.Embedded() == embedded("Peace is called שלום in that language.", styles)
    assert fonts.Embedded() == embedded('<span lang="he">שלום</span>', STYLES)


def test_a_font_that_may_not_be_handed_on_is_left_out(styles):
    path = styles.folders[0] / "fonts" / HEBREW
    with TTFont(path) as font:
        font["OS/2"].fsType = 0x0002
        font.save(path)

    assert fonts.Embedded() == embedded('<span lang="he">שלום</span>', styles)


def test_the_same_letters_give_the_same_font(styles):
    text = '<span lang="he">שלום</span>'

    assert embedded(text, styles) == embedded(text, styles)
