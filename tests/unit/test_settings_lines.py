"""Where a key of a settings file stands: the line of its own table, however many there are."""

import pytest

from florilegium.project.config import read_toml
from florilegium.project.names import load_names

NAMES = """# Burke, Tarana
[[name]]
heading = "Inkwell, Ida"
forms = ["Ida Inkwell"]
see = "Burke, Tarana"

[[name]]
forms = ["Tarana Burke"]
heading = "Burke, Tarana"
"""


@pytest.fixture
def book(tmp_path):
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "names.toml").write_text(NAMES, encoding="utf-8")
    return tmp_path


def test_a_name_is_told_at_its_own_heading(book):
    index = load_names(book)

    assert ["book/names.toml:3", "book/names.toml:9"] == [one.where for one in index.headings]


def test_the_line_of_a_key_is_that_of_its_table(book):
    file = read_toml(book / "book" / "names.toml")

    lines = [file.where("name", number, "forms") for number in (0, 1)]
    assert ["names.toml:4", "names.toml:8"] == lines
