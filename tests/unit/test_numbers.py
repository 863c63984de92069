"""Whatever is written where a number should be: a number, or one error in its line; no defect."""

# ruff: noqa: E501  # tables of inputs are read by the row

import pytest
from library import Chapter, Volume

from florilegium import cli

WORDS = "A walk by the weir.\n\nIt was late, and the keeper had gone home.\n"
BEYOND = "9" * 5_000  # more figures than Python makes a number of
SHOP = '[print]\nformat = "pdf"\n{}\n[ebook]\nformat = "epub"\n'
HEAD = "---\nseed: one.txt\nsource: one\ntitle: One\n{}\nlanguage: en\n---\n"
NUMBERS = [
    BEYOND,
    f"-{BEYOND}",
    f"0x{'f' * 5_000}",
    "nan",
    "-inf",
    "1e999",
    "-1",
    "٣",
    "²",
    "1_0",
    "+5",
]


def built(tmp_path, capsys, **parts):
    folder = Volume([Chapter("one", WORDS, **parts.pop("chapter", {}))], **parts).put(tmp_path)
    code = cli.main(["build", "-q", "epub", "-C", str(folder)])
    return code, capsys.readouterr().err


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("key", ["spine", "caliper", "price", "copies", "bleed"])
def test_a_number_of_an_edition_that_is_none_is_told_in_its_line(key, number, tmp_path, capsys):
    files = {"book/editions.toml": SHOP.format(f"{key} = {number}")}
    code, told = built(tmp_path, capsys, files=files)

    assert code in (0, 1, 3), told[-500:]
    assert code != 3 or "book/editions.toml:3: " in told, told[:300]
    assert len(told) < 1_000


@pytest.mark.parametrize("number", [*NUMBERS, "0", "05", "5.0", "12345"])
def test_line_numbers_that_are_none_are_told_in_their_line(number, tmp_path, capsys):
    files = {"book/chapters/one.md": HEAD.format(f"line-numbers: {number}")}
    code, told = built(tmp_path, capsys, files=files)

    assert 3 == code
    assert "book/chapters/one.md:5: 'line-numbers' is " in told
    assert len(told) < 300


@pytest.mark.parametrize(
    "setting", ["original-pages: maybe", "pictures: perhaps", "tracked-changes: both", "verse: ja"]
)
def test_a_setting_of_a_chapter_is_told_in_its_line(setting, tmp_path, capsys):
    files = {"book/chapters/one.md": HEAD.format(f"deck: A\n{setting}")}
    code, told = built(tmp_path, capsys, files=files)

    assert 3 == code
    assert "book/chapters/one.md:6: " in told, told


@pytest.mark.parametrize("number", [BEYOND, "٣", "²", "-1"])
@pytest.mark.parametrize(
    "apparatus",
    ["::: {{.question marks={}}}\nWhy?\n:::\n", '::: {{.event date="{}"}}\nX\n:::\n'],
)
def test_a_number_in_the_apparatus_is_cut_short_in_its_error(apparatus, number, tmp_path, capsys):
    code, told = built(tmp_path, capsys, chapter={"apparatus": apparatus.format(number)})

    assert code in (0, 1, 4)
    assert len(told) < 800


def test_an_index_files_whatever_figures_there_are(tmp_path, capsys):
    heads = f"headings:\n- heading: '{BEYOND}'\n  match: [walk]\n- heading: b{BEYOND}\n  match: [weir]\n"
    book = {"files": {"book/index.yaml": heads}}
    folder = Volume([Chapter("one", WORDS)], **book).put(tmp_path)
    settings = folder / "book" / "book.toml"
    settings.write_text(settings.read_text().replace("[outline]", '[outline]\nback = ["index"]'))

    assert cli.main(["build", "-q", "epub", "-C", str(folder)]) in (0, 1), capsys.readouterr().err


@pytest.mark.parametrize("length", [f"{BEYOND}px", f"-{BEYOND}em", f".{BEYOND}em", f"{BEYOND}.5%"])
def test_an_indent_beyond_all_measure_is_one(length, tmp_path, capsys):
    lines = "".join(
        f"<p style='margin-left:{length}'>a line {n}<br>and another</p>" for n in "abc"
    )
    chapter = Chapter("one", f"<html><body>{lines}</body></html>", suffix="html")
    folder = Volume([chapter]).put(tmp_path)

    assert cli.main(["build", "-q", "epub", "-C", str(folder)]) in (0, 1), capsys.readouterr().err


@pytest.mark.parametrize(
    "number", [BEYOND, "0", "-1", "٣", "²", "1_0", "+5", "nan", "257", "", " 2"]
)
@pytest.mark.parametrize(
    "words", [["build", "--jobs"], ["cache", "--limit"], ["clean", "x", "--jobs"]]
)
def test_a_number_of_the_command_line_that_is_none_is_one_short_message(words, number, capsys):
    if words[1] == "--limit" and number in ("0", "257"):
        return
    with pytest.raises(SystemExit) as caught:
        cli.main([*words, number])
    told = capsys.readouterr().err

    assert 2 == caught.value.code
    assert f"{words[-1]}: " in told
    assert len(told.strip().splitlines()[-1]) < 200
