from dataclasses import dataclass
from typing import Literal

import pytest

from florilegium.errors import ConfigError, Several
from florilegium.project.config import read_toml, record


@dataclass(frozen=True)
class Inner:
    name: str
    size: int | None = None


@dataclass(frozen=True)
class Outer:
    title: str
    kind: Literal["a", "b"] = "a"
    tags: tuple[str, ...] = ()
    inner: tuple[Inner, ...] = ()
    flag: bool = False


def load(tmp_path, text):
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    file = read_toml(path, name="book/settings.toml")
    return record(Outer, file.table, file=file)


def test_tables_become_records_and_lists_tuples(tmp_path):
    made = load(tmp_path, 'title = "T"\ntags = ["x"]\n[[inner]]\nname = "n"\nsize = 2\n')

    assert Outer("T", "a", ("x",), (Inner("n", 2),)) == made


def test_a_date_is_read_as_text(tmp_path):
    assert load(tmp_path, "title = 2026-11-23\n").title == "2026-11-23"


def test_an_unknown_key_names_its_line_the_nearest_key_and_all_keys(tmp_path):
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, 'title = "T"\ntag = ["x"]\n')

    assert caught.value.where == "book/settings.toml:2"
    assert "unknown key 'tag'" in caught.value.what
    assert "Did you mean 'tags'?" in caught.value.hint
    assert "title, kind, tags, inner, flag" in caught.value.hint


def test_a_missing_key_is_named(tmp_path):
    with pytest.raises(ConfigError, match="'title' is missing"):
        load(tmp_path, 'kind = "a"\n')


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("title = 3", "text in quotes"),
        ('title = "T"\nkind = "c"', "'a' or 'b'"),
        ('title = "T"\ntags = "x"', "a list"),
        ('title = "T"\nflag = 1', "true or false"),
        ('title = "T"\n[[inner]]\nname = "n"\nsize = true', "a whole number"),
    ],
)
def test_a_value_of_the_wrong_type_says_what_it_should_be(tmp_path, line, wanted):
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, line + "\n")

    assert wanted in caught.value.hint


def test_every_mistake_of_every_table_is_told_with_its_line(tmp_path):
    text = 'titel = "T"\nflag = 1\n\n[[inner]]\nsize = 1\n\n[[inner]]\nname = 2\nsize = 2\nx = 1\n'

    with pytest.raises(Several) as caught:
        load(tmp_path, text)

    found = {(error.where.rpartition(":")[2], error.what) for error in caught.value.errors}
    assert {
        ("1", "unknown key 'titel'"),
        ("2", "'flag' is 1"),
        ("5", "'name' is missing"),
        ("8", "'name' is 2"),
        ("10", "unknown key 'x'"),
    } == found


def test_bad_toml_names_the_line(tmp_path):
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, 'title = "T"\nkind = \n')

    assert caught.value.where == "book/settings.toml:2"


def test_a_missing_file_says_how_to_get_one(tmp_path):
    with pytest.raises(ConfigError) as caught:
        read_toml(tmp_path / "none.toml", name="book/none.toml")

    assert caught.value.where == "book/none.toml"
    assert "florilegium init" in caught.value.hint


def test_a_file_that_is_not_utf8_is_named(tmp_path):
    path = tmp_path / "x.toml"
    path.write_bytes(b'title = "\xff"')

    with pytest.raises(ConfigError, match="a byte that is not UTF-8: 0x"):
        read_toml(path)


def test_the_mark_that_some_programs_put_before_utf8_is_no_text(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_bytes(b'\xef\xbb\xbftitle = "T"\n')

    assert read_toml(path).table == {"title": "T"}
