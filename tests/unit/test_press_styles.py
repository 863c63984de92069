import hashlib
import re
from dataclasses import replace
from functools import partial

import pytest
from press_sample import META, PRINT

from florilegium.errors import ConfigError
from florilegium.project.editions import load_editions
from florilegium.project.fonts import configuration, own_families
from florilegium.project.styles import (
    Styles,
    find_styles,
    opening_in,
    packaged,
    page_format,
    page_of,
    theme,
    to_compare,
)
from florilegium.render.press import style_for
from florilegium.render.press.layout.style import page_rules

PAGES = (
    "A5", "B5", "A4", "Letter", "5x8", "5.25x8", "5.5x8.5", "6x9", "6.14x9.21", "7x10", "8x10",
    "8.5x11",
)  # fmt: skip
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
    assert "5.25x8, 5.5x8.5, 5x8, 6.14x9.21, 6x9, 7x10" in caught.value.hint


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


def test_tables_of_the_book_are_merged_into_ours_key_by_key(tmp_path):
    styles = project(
        tmp_path,
        theme_toml="[pages.A5]\nlines = 30\n[pages.mine]\nsize = [170, 240]\n"
        '[themes.dark]\nextends = "classic"\nadds = "dark.css"\n',
        dark_css="p { color: gray }",
    )

    assert (30, 148.0) == (page_format(styles, "A5").lines, page_format(styles, "A5").width)
    assert 210.0 == page_format(styles, "A4").width
    assert ("print.css", "dark.css") == (theme(styles, "dark").print, theme(styles, "dark").adds)
    assert (
        "color: gray" in style_for(META, edition=replace(PRINT, theme="dark"), styles=styles).css
    )


@pytest.mark.parametrize("size", [(120, 190), (170, 240), (189, 246), (203, 254), (210, 210)])
def test_a_page_of_ones_own_is_fitted(tmp_path, size):
    edition = replace(PRINT, width=float(size[0]), height=float(size[1]))
    page = page_of(find_styles(tmp_path), edition)

    assert size == (page.width, page.height)
    assert 55 <= page.measure / page.type / 0.47 <= 70
    assert page.top < page.foot < page.height / 4
    assert page.inner < page.outer


def test_a_page_that_cannot_be_is_an_error(tmp_path):
    styles = find_styles(tmp_path)
    with pytest.raises(ConfigError, match="only one of width and height"):
        page_of(styles, replace(PRINT, width=150.0))
    with pytest.raises(ConfigError, match="15 × 21 mm"):
        page_of(styles, replace(PRINT, width=15.0, height=21.0))


def test_extra_rules_come_last_for_all_editions_and_for_one(tmp_path):
    styles = project(tmp_path, extra_css="p { orphans: 3 }")
    (tmp_path / "styles" / "extra-print.css").write_text("p { orphans: 4 }", encoding="utf-8")
    css = style_for(META, edition=PRINT, styles=styles).css
    other = style_for(META, edition=replace(PRINT, name="a4"), styles=styles).css

    assert css.rstrip().endswith("p { orphans: 4 }")
    assert other.rstrip().endswith("p { orphans: 3 }")


def test_extra_rules_for_no_edition_are_an_error(tmp_path):
    project(tmp_path)
    (tmp_path / "styles" / "extra-a55.css").write_text("", encoding="utf-8")
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "editions.toml").write_text('[a5]\nformat = "pdf"\n', encoding="utf-8")

    with pytest.raises(ConfigError, match="no edition is called 'a55'"):
        load_editions(tmp_path)


@pytest.mark.parametrize("name", ["large-print", "workbook", "economy"])
def test_a_theme_is_a_few_lines_over_the_default(name):
    look = theme(find_styles(), name)
    lines = find_styles().read(look.adds).splitlines()

    assert len(lines) < 40
    assert "A4" == look.page
    assert page_of(find_styles(), replace(PRINT, theme=name)).foot > 10


def test_a_theme_says_where_pages_open_and_the_edition_has_the_last_word():
    plain = opening_in(find_styles(), replace(PRINT, theme="economy"))
    own = replace(PRINT, theme="economy", opens=(("chapters", "recto"),))

    assert "any" == dict(plain.opens)["chapters"]
    assert "recto" == dict(opening_in(find_styles(), own).opens)["chapters"]
    assert "same-page" == dict(opening_in(find_styles(), own).opens)["back"]
    assert () == opening_in(find_styles(), PRINT).opens


def test_a_theme_that_opens_on_no_side_is_an_error(tmp_path):
    (tmp_path / "styles").mkdir()
    text = '[themes.mine]\nextends = "classic"\nopens = { back = "verso" }\n'
    (tmp_path / "styles" / "theme.toml").write_text(text, encoding="utf-8")

    with pytest.raises(ConfigError, match="back open on 'verso'"):
        opening_in(find_styles(tmp_path), replace(PRINT, theme="mine"))


def test_large_print_is_large():
    page = page_of(find_styles(), replace(PRINT, theme="large-print"))

    assert (18.0, 297.0) == (page.type, page.height)
    assert "16pt" in find_styles().read("themes/large-print.css")


def test_the_gutter_grows_with_the_pages_and_no_line_gets_shorter():
    pages = [page_of(find_styles(), PRINT, pages=n) for n in (100, 150, 299, 300, 500, 700)]

    assert [18.0, 20.0, 20.0, 22.0, 24.0, 26.0] == [page.inner for page in pages]
    assert 1 == len({round(page.measure, 6) for page in pages})
    assert all(page.outer >= 10 for page in pages)


def test_an_edition_can_say_its_gutter():
    page = page_of(find_styles(), replace(PRINT, gutter=0.0), pages=700)

    assert 18.0 == page.inner


def test_fonts_of_the_book_are_named_to_fontconfig_behind_ours(tmp_path):
    styles = project(tmp_path)
    (tmp_path / "styles" / "fonts").mkdir()
    made = tmp_path / "styles" / "fonts" / "NotoSerif-Regular.ttf"
    made.write_bytes((FONTS / "NotoSerif-Regular.ttf").read_bytes())

    assert ("Noto Serif",) == own_families(styles)
    text = configuration(styles)
    assert f"<dir>{tmp_path / 'styles' / 'fonts'}</dir>" in text
    assert "<accept><family>Noto Serif</family></accept>" in text


def test_a_file_that_is_no_font_is_an_error(tmp_path):
    styles = project(tmp_path)
    (tmp_path / "styles" / "fonts").mkdir()
    (tmp_path / "styles" / "fonts" / "hebrew.ttf").write_bytes(b"no font")

    with pytest.raises(ConfigError, match="this is no font"):
        own_families(styles)


@pytest.mark.parametrize(
    ("said", "page"), [({}, "A4"), ({"page": "A5"}, "A5"), ({"width": 150.0, "height": 200.0}, "")]
)
def test_what_a_theme_saves_is_counted_on_the_same_page(said, page):
    styles = find_styles()
    edition = replace(PRINT, **{"page": "", **said}, theme="economy")
    other = to_compare(styles, edition)

    assert other.theme == "classic"
    sizes = [(one.width, one.height) for one in map(partial(page_of, styles), (edition, other))]
    assert sizes[0] == sizes[1]
    assert not page or page == page_of(styles, other).name
    assert to_compare(styles, replace(PRINT, theme="classic")) is None
