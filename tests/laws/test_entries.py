"""What is added to an editor's files leaves every character of hers where it was."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from florilegium.desk.add.entries import with_chapters, with_rights, with_sources
from florilegium.errors import ConfigError
from florilegium.project.yaml_text import read_yaml

ITEM = "# Drafted.\n- id: new\n  author:\n  - family: Lark\n"
RIGHT = '[[right]]\nsource = "new"\n'


def in_order(before, after):
    rest = iter(after)
    return all(character in rest for character in before)


def ids(text):
    root = read_yaml(text.replace("---", "").removeprefix("\ufeff"), file="", errors=[])
    found = root.table.get("references", root)
    return [item.table["id"].text for item in found.items]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["new"]),
        ("# Ours.\n", ["new"]),
        ("references:\n", ["new"]),
        ("- id: a\n  title: A\n", ["a", "new"]),
        ("references:\n- id: a\n  title: A\n- id: b", ["a", "b", "new"]),
        ("references:\n  - id: a\n    title: A\n\n\n# end\n", ["a", "new"]),
        ("references:\n-   id: a\n    note: |\n      one\n\n      two\n", ["a", "new"]),
        ("references:\n- id: a\nother: x\n", ["a", "new"]),
        ("---\nreferences:\n- id: a\n---\n", ["a", "new"]),
        ("references:\n- {id: a, title: A}\n", ["a", "new"]),
        ("\ufeffreferences:\r\n- id: a\r\n", ["a", "new"]),
        ("references:\n- id: a\n  title: >\n    long\n    - no item\n", ["a", "new"]),
    ],
)
def test_source_goes_to_the_end_of_the_list(text, expected):
    made = with_sources(text, [ITEM])

    assert in_order(text, made)
    assert expected == ids(made)
    assert ("\r\n" in text) == ("\r\n" in made)


@pytest.mark.parametrize(
    "text", ["references: [{id: a}]\n", "items:\n- id: a\n", "references: a\n", "a: [\n"]
)
def test_source_is_shown_where_no_place_is_sure(text):
    with pytest.raises(ConfigError):
        with_sources(text, [ITEM])


@pytest.mark.parametrize(
    "text",
    ["", "# none", '[[right]]\nsource = "a"', '[[right]]\nsource = "a"\n\n', "\ufeff# a\r\n"],
)
def test_right_goes_to_the_end(text):
    made = with_rights(text, [RIGHT])

    assert made.startswith(text)
    records = tomllib.loads(made.removeprefix("\ufeff"))["right"]
    assert "new" == records[-1]["source"]


@pytest.mark.parametrize("text", ["right = []\n", "[[right]]\nsource = 'a'\n[right.x]\n[\n"])
def test_right_is_shown_where_no_place_is_sure(text):
    with pytest.raises(ConfigError, match="no sure place"):
        with_rights(text, [RIGHT])


SPACE = st.sampled_from(["", " ", "  ", "\n", "\n  ", " # a comment\n    "])
SLUGS = st.lists(st.from_regex(r"[a-z][a-z0-9-]{0,9}", fullmatch=True), unique=True, max_size=5)


@st.composite
def outlines(draw):
    slugs = draw(SLUGS)
    parts = []
    for number, slug in enumerate(slugs):
        comma = "," if number < len(slugs) - 1 or draw(st.booleans()) else ""
        parts.append(f'{draw(SPACE)}"{slug}"{draw(SPACE)}{comma}')
    body = "".join(parts) + draw(SPACE)
    after = draw(st.sampled_from(["", "\n", "  # end\n", '\n\n[wording]\nindex = "I"\n']))
    head = draw(st.sampled_from(["", "# first\n", 'title = "T"\n\n']))
    text = f"{head}[outline]\nfront = ['a']  # f\n\n[[outline.part]]\nchapters = [{body}]{after}"
    return slugs, text


@given(outlines(), SLUGS.filter(bool), st.booleans())
def test_chapters_go_to_the_end_of_the_last_part(outline, added, windows):
    slugs, text = outline
    new = [f"new-{slug}" for slug in added]
    text = text.replace("\n", "\r\n") if windows else text

    made = with_chapters(text, new)

    assert in_order(text, made)
    assert [*slugs, *new] == tomllib.loads(made)["outline"]["part"][-1]["chapters"]
    assert windows == ("\r\n" in made)


def test_outline_without_a_part_gets_one():
    made = with_chapters('[outline]\nfront = ["a"]\n', ["new"])

    assert [{"chapters": ["new"]}] == tomllib.loads(made)["outline"]["part"]
