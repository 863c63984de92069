"""Fonts of the e-book: for programs, and for scripts that e-readers may lack."""

import html
import io
import random
import shutil
from pathlib import Path

import pytest
import tinycss2
from epub_samples import META, STYLES, chapter
from epub_tree import EpubTree
from fontTools.ttLib import TTFont
from test_epub_write import write

from florilegium.errors import ConfigError
from florilegium.project.fonts import own_families
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


# -- fonts of a stranger ----------------------------------------------------------------------

BREAKING_OUT = (
    'x"; } @import url("http://example.org/x.css"); y { z: "', "x\ny", "x\\", "</style><script>",
    'a"b', "x;}*{background:url(http://example.org)}", "\\22 }",
)  # fmt: skip


def addresses(rules):
    """Every address and every rule at that a reading system finds in *rules*."""
    waiting = list(tinycss2.parse_stylesheet(rules, skip_comments=True, skip_whitespace=True))
    while waiting:
        node = waiting.pop()
        if node.type in ("at-rule", "error"):
            yield node.type, getattr(node, "lower_at_keyword", "")
        elif node.type == "url":
            yield "url", node.value
        elif node.type == "function" and node.lower_name == "url":
            yield "url", node.arguments[0].value
        for part in ("prelude", "content", "arguments"):
            waiting += getattr(node, part, None) or ()


def renamed(styles, family, *, file=HEBREW):
    folder = styles.folders[0] / "fonts"
    with TTFont(folder / HEBREW) as font:
        font["name"].removeNames(nameID=16)
        font["name"].setName(family, 1, 3, 1, 0x409)
        font.save(folder / "made")
    (folder / HEBREW).unlink()
    (folder / "made").rename(folder / file)


@pytest.mark.parametrize("family", BREAKING_OUT)
def test_the_name_of_a_family_says_no_more_than_a_name(family, styles):
    renamed(styles, family)
    rules = embedded('<span lang="he">שלום</span>', styles).rules

    found = sorted(addresses(rules))
    assert [("at-rule", "font-face"), ("url", f"fonts/{HEBREW}")] == found
    parts = tinycss2.parse_component_value_list(rules)
    blocks = [part.content for part in parts if part.type == "{} block"]
    names = [token.value for block in blocks for token in block if token.type == "string"]
    assert {family, f"fonts/{HEBREW}"} >= set(names)


@pytest.mark.parametrize(
    "name", ['a") , url("http:x.ttf', "a b.ttf", "a%2e.ttf", "x\\.ttf", "א.ttf"]
)
def test_nor_does_the_name_of_its_file(name, styles):
    renamed(styles, "Plain", file=name if name.endswith(".ttf") else f"{name}.ttf")
    made = embedded('<span lang="he">שלום</span>', styles)

    assert ["styles/fonts/font-1.ttf"] == [item.href for item in made.items]
    assert ("url", "fonts/font-1.ttf") in list(addresses(made.rules))


@pytest.mark.parametrize(
    "language",
    ["he){}*{background:url(http://example.org/)}:lang(he", "he'", "<b>", "he,*", "x y"],
)
def test_nor_does_a_language(language, styles):
    rules = embedded(f'<span lang="{html.escape(language)}">שלום</span>', styles).rules

    assert [("at-rule", "font-face"), ("url", f"fonts/{HEBREW}")] == sorted(addresses(rules))


def spoilt():
    good = (FONTS / HEBREW).read_bytes()
    yield from (b"", b"words", good[:300], good[: len(good) // 2])
    yield b"ttcf\0\1\0\0\xff\xff\xff\xff" + good
    for table in ("name", "OS/2", "cmap", "head", "glyf", "maxp", "loca", "hmtx"):
        with TTFont(io.BytesIO(good)) as font:
            del font[table]
            made = io.BytesIO()
            font.save(made, reorderTables=False)
            yield made.getvalue()
    signs = random.Random(3)  # noqa: S311  # the same every time
    for _ in range(20):
        changed = bytearray(good)
        for _ in range(3):
            changed[signs.randrange(12, 400)] = signs.randrange(256)
        yield bytes(changed)


@pytest.mark.parametrize("suffix", ["ttf", "ttc"])
def test_a_spoilt_font_is_told_by_its_name(suffix, tmp_path):
    folder = tmp_path / "styles" / "fonts"
    folder.mkdir(parents=True)
    told = 0
    for number, content in enumerate(spoilt()):
        path = folder / f"font{number}.{suffix}"
        path.write_bytes(content)
        try:
            own_families(find_styles(tmp_path))
            embedded('<span lang="he">שלום</span>', find_styles(tmp_path))
        except ConfigError as err:
            told += 1
            assert err.where == f"styles/fonts/{path.name}"  # noqa: PT017  # or it is of use
        path.unlink()
    assert told >= 8
