"""A name is not a path: what an editor, a file or a stranger may call things."""

# ruff: noqa: E501, PT017  # tables of inputs are read by the row

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from library import Chapter, Volume

from florilegium import cli
from florilegium.errors import ConfigError
from florilegium.project.book import slugify
from florilegium.project.paths import below, name_fault
from florilegium.project.styles import find_styles

WORDS = "A walk by the weir.\n\nIt was late, and the keeper had gone home.\n"
PARTS = st.sampled_from(
    [
        "..", ".", "", "/", "//", "\\", "..\\", "C:", "c:/", "\\\\host\\share", "~", "a", "b.txt",
        "\0", "\n", "\x1b[2J", "con", "NUL.txt", "com1", "x" * 300, "é" * 150, "%2e%2e", "..%2f",
        "\u202e", "\ud800", " ", "...", "file:///etc/passwd", "http://example.org", "*", "?", "|",
        "$(id)", "`id`", "-rf", "--output=x", "\u2215", "\uff0e\uff0e", "/etc/passwd", "/dev/zero",
    ]
)  # fmt: skip


@given(st.lists(PARTS, min_size=1, max_size=5).map("".join), st.booleans())
def test_a_name_becomes_a_path_below_its_folder_or_an_error(tmp_path_factory, name, makes):
    folder = tmp_path_factory.getbasetemp()
    try:
        path = below(folder, name, where="x:1", makes=makes)
    except ConfigError as err:
        assert ("x:1", True) == (err.where, bool(err.hint))
    else:
        assert path.resolve().is_relative_to(folder.resolve())
        assert path != folder
        assert len(os.fsencode(path.name)) <= 255
        assert not makes or path.parent == folder


@pytest.mark.parametrize(
    "name",
    ["../x", "a/../../x", "/etc/passwd", "C:x", "c:\\x", "\\\\h\\s", "a\0b", "x" * 201, "", ".",
     "a//b", "nul", "LPT9.txt", "a\nb", "a/./b", "a/"],
)  # fmt: skip
def test_names_that_lead_elsewhere_are_told(name):
    assert name_fault(name)


@pytest.mark.parametrize("name", ["a\u202etxt.pdf", "a\u200b", "\u2066a", "a\ufeff", "a\u00ad"])
def test_no_file_is_made_whose_name_is_seen_as_another(name):
    assert name_fault(name, makes=True)
    assert not name_fault(name)  # a seed may be called so


@pytest.mark.parametrize(
    "name", ["a.txt", "b/c.html", "Wehr am Fluß.html", "What is it?.txt", "字.md"]
)
def test_names_of_seeds_as_browsers_save_them_are_sound(name):
    assert "" == name_fault(name)


@given(st.text(max_size=400))
def test_a_slug_is_a_name_for_every_system(title):
    assert "" == name_fault(f"{slugify(title)}.pdf", makes=True)


def volume(tmp_path, **files):
    return Volume(
        [Chapter("one", WORDS, "::: headnote\n![A weir](pictures/p.svg)\n:::\n")],
        files={"book/pictures/p.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>', **files},
    ).put(tmp_path / "book-of-it")


def build(folder, *options):
    return cli.main(["build", "-q", "-C", str(folder), "epub", *options])


ELSEWHERE = [
    "../../outside.txt", "/etc/hostname", "../seeds/../../outside.txt", "nul", "..", "",
    "a\\..\\..\\outside.txt", "C:/outside.txt",
]  # fmt: skip


@pytest.mark.parametrize("name", ELSEWHERE)
def test_no_place_for_a_name_leads_outside(name, tmp_path, capsys):
    (tmp_path / "outside.txt").write_text(WORDS)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    folder = volume(tmp_path)
    places = {
        "book/chapters/one.md": ("seed: one.txt", f"seed: {name!r}"),
        "book/editions.toml": ("", f"['{name}']\nformat = 'epub'\n"),
        "book/book.toml": ('chapters = ["one"]', f"chapters = ['{name}']"),
        "book/cleaning.toml": ("", f"[keep]\n'{name}' = [1]\n"),
        "styles/theme.toml": ("", f"[themes.classic]\nepub = '{name}'\nprint = '{name}'\n"),
    }
    for file, (old, new) in places.items():
        path = folder / file
        kept = path.read_text() if path.is_file() else None
        path.parent.mkdir(exist_ok=True)
        path.write_text((kept or "").replace(old, new, 1) if old else new)

        code = build(folder)

        told = capsys.readouterr().err
        assert code in (3, 4), (file, told)
        assert file.rpartition("/")[2].partition(".")[0] in told, told
        path.unlink() if kept is None else path.write_text(kept)
    after = {path: path.read_bytes() for path in tmp_path.glob("*") if path.is_file()}
    assert before == after
    assert {"outside.txt", "book-of-it"} == {path.name for path in tmp_path.iterdir()}


@pytest.mark.parametrize(
    "link",
    ["seeds/one.txt", "book/chapters/one.md", "book/sources.yaml", "book/book.toml", "seeds",
     "book/chapters", "book/pictures/p.svg", "book/pictures", "styles", "build", "build/epub",
     "build/.cache", "seeds/unused.txt", "styles/epub.css"],
)  # fmt: skip
def test_no_link_leads_outside(link, tmp_path, capsys):
    folder = volume(tmp_path)
    outside = tmp_path / "outside"
    path = folder / link
    if path.exists():
        path.rename(outside)
    elif "." in Path(link).name.lstrip("."):
        outside.write_text(WORDS)
    else:
        outside.mkdir()
    path.parent.mkdir(exist_ok=True, parents=True)
    path.symlink_to(outside)
    before = sorted(outside.rglob("*"))

    assert 3 == build(folder)
    assert link in capsys.readouterr().err
    assert before == sorted(outside.rglob("*"))


def test_a_link_within_the_book_is_followed(tmp_path):
    folder = volume(tmp_path)
    (folder / "seeds" / "one.txt").rename(folder / "seeds" / "real.txt")
    (folder / "seeds" / "one.txt").symlink_to("real.txt")

    assert build(folder) in (0, 1)  # findings are about rights


@pytest.mark.parametrize(
    "line",
    ["<dir>/usr/share/fonts</dir>", '<dir prefix="relative">../../x</dir>', "<include>/etc/fonts</include>",
     '<dir prefix="cwd">fonts</dir>', '<dir prefix="relative">/x</dir>', '<remap-dir as-path="/x">/y</remap-dir>',
     "<cachedir>/tmp/x</cachedir>"],
)  # fmt: skip
def test_a_list_of_fonts_names_no_folder_but_those_beside_it(line, tmp_path):
    styles = tmp_path / "styles"
    styles.mkdir()
    (styles / "fonts.conf").write_text(f"<fontconfig>\n{line}\n</fontconfig>")

    with pytest.raises(ConfigError) as caught:
        find_styles(tmp_path).fonts()
    assert "styles/fonts.conf:2" == caught.value.where
    assert find_styles().fonts()


@pytest.mark.parametrize(
    "css",
    ["@import url(http://example.org/x.css);", '@import "x.css";', "p{background:url(../../x.png)}",
     "p{background:u\\72l(http://example.org/x.png)}", "p{background:url('/etc/passwd')}",
     'p{background:image-set("http://example.org/x.png" 1x)}', "p{background:URL(//e.org/x.png)}",
     "@font-face{src:url(file:///x.ttf)}", "@media print{p{background:url(\\2e\\2e/x.png)}}",
     "@im\\70ort 'x';"],
)  # fmt: skip
def test_a_style_sheet_of_an_e_book_names_no_file_elsewhere(css, tmp_path):
    folder = volume(tmp_path)
    (folder / "styles").mkdir()
    (folder / "styles" / "epub.css").write_text(css)

    assert build(folder) in (3, 4)


@pytest.mark.parametrize(
    "name",
    ["seeds/one.txt", "seeds/other.html", "book/chapters/one.md", "book/rights.toml",
     "book/pictures/p.svg", "styles/extra.css", "styles/fonts/x.ttf", "styles/theme.toml"],
)  # fmt: skip
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_what_is_no_file_is_told_and_never_waited_for(name, tmp_path, capsys):
    folder = volume(tmp_path)
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    os.mkfifo(path)

    assert 3 == build(folder)
    assert f"{name}: this is neither a file nor a folder" in capsys.readouterr().err
