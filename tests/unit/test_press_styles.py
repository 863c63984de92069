import hashlib
import re
from dataclasses import replace

import pytest
from press_sample import META, PRINT

from florilegium.errors import ConfigError
from florilegium.project.styles import Styles, find_styles, packaged, page_format, theme
from florilegium.render.press import style_for
from florilegium.render.press.layout.style import page_rules

PAGES = ("A5", "B5", "A4", "Letter", "5.5x8.5", "6x9", "7x10", "8.5x11")
FONTS = packaged() / "fonts"
TABLE = re.compile(r"^\| (\S+\.ttf) \|.*`([0-9a-f]{64})` \|$", re.MULTILINE)


def project(tmp_path, **files):
    folder = tmp_path / "styles"
    folder.mkdir()
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return find_styles(tmp_path)


def test_a_file_of_the_book_stands_before_ours(tmp_path):
    styles = project(tmp_path, print_css="p {}")

    assert "p {}" == styles.read("print.css")
    assert packaged() / "fonts.conf" == styles.find("fonts.conf")


def test_a_book_without_styles_has_ours(tmp_path):
    assert packaged() / "print.css" == find_styles(tmp_path).find("print.css")


def test_a_style_file_that_is_nowhere_is_an_error():
    with pytest.raises(ConfigError, match=r"the style file baroque\.css is nowhere"):
        find_styles().find("baroque.css")


@pytest.mark.parametrize("name", PAGES)
def test_a_line_holds_60_to_70_letters(name):
    page = page_format(find_styles(), name)
    # Running English in Source Serif 4 takes 0.47 of the type size a letter.
    letters = page.measure / page.type / 0.47

    assert 60 <= letters <= 70


@pytest.mark.parametrize("name", PAGES)
def test_the_foot_margin_is_the_largest_but_leaves_a_page(name):
    page = page_format(find_styles(), name)

    assert page.top < page.foot < page.height / 4


def test_an_unknown_page_names_the_known_ones():
    with pytest.raises(ConfigError) as caught:
        page_format(find_styles(), "A6")

    assert "there is no page 'A6'" == caught.value.what
    assert "5.5x8.5, 6x9, 7x10, 8.5x11, A4, A5, B5, Letter" in caught.value.hint


def test_an_unknown_theme_names_the_known_ones():
    with pytest.raises(ConfigError, match="there is no theme 'baroque'"):
        theme(find_styles(), "baroque")


def test_a_type_area_larger_than_its_page_is_an_error(tmp_path):
    row = "size=[100, 100]\ninner=10\nouter=10\ntop=10\nlines=40\ntype=10\nleading=14\n"
    styles = project(tmp_path, theme_toml=f"[pages.tiny]\n{row}")

    with pytest.raises(ConfigError, match="larger than the page"):
        page_format(styles, "tiny")


def test_a_page_of_one_length_is_an_error(tmp_path):
    row = "size=[100]\ninner=10\nouter=10\ntop=10\nlines=4\ntype=10\nleading=14\n"
    styles = project(tmp_path, theme_toml=f"[pages.tiny]\n{row}")

    with pytest.raises(ConfigError, match="not two lengths"):
        page_format(styles, "tiny")


def test_a_theme_without_print_cannot_be_pressed(tmp_path):
    styles = project(tmp_path, theme_toml='[themes.classic]\nprint = ""\n')

    with pytest.raises(ConfigError, match="no style sheet for print"):
        style_for(META, edition=PRINT, styles=styles)


def test_inner_and_outer_margins_change_sides():
    rules = page_rules(page_format(find_styles(), "A5"))

    assert "@page :left { margin: 22.000mm 18.000mm 26.075mm 20.000mm }" in rules
    assert "@page :right { margin: 22.000mm 20.000mm 26.075mm 18.000mm }" in rules


def test_styles_of_two_pages_differ_only_in_their_css():
    small, large = (
        style_for(META, edition=replace(PRINT, page=page), styles=find_styles())
        for page in ("A5", "A4")
    )

    assert small == replace(large, css=small.css)


def test_every_font_is_in_the_table_with_its_hash():
    table = dict(TABLE.findall((FONTS / "README.md").read_text(encoding="utf-8")))
    files = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FONTS.glob("*.ttf")
    }

    assert files == table


def test_the_fonts_stay_small():
    assert sum(path.stat().st_size for path in FONTS.iterdir()) < 6_000_000


def test_styles_can_be_given_by_folder():
    assert "classic" in Styles((packaged(),)).read("theme.toml")
