"""Metadata are found in any file, or nothing is: no file stops who asks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from florilegium import ingest
from florilegium.desk.suggest.names import names_in
from florilegium.desk.suggest.source import Draft
from florilegium.desk.suggest.source_item import item_of, to_yaml
from florilegium.ingest.metadata import Fact, Metadata
from florilegium.project.yaml_text import read_yaml

PIECES = st.sampled_from(
    [
        "---\n", "title: ", "author:\n- name: ", "From: ", "Subject: =?utf-8?b?", "Date: ", "\n",
        "*** START OF", "Project Gutenberg", "Title: ", "<meta name=citation_author content='",
        "<script type=application/ld+json>", '{"@type": "Article", "author": [', "]}", "</script>",
        "<title>", "\x00", "\ud83d", "{", "[", "&a *a", "10.1234/x", "978-3-16-148410-0", "\t",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=12), max_size=14).map("".join)


@pytest.mark.parametrize("suffix", [".txt", ".html", ".md"])
@given(text=TEXTS)
def test_any_text_gives_metadata_or_none(suffix, text):
    found = ingest.metadata_in(text.encode("utf-8", "surrogatepass"), f"a{suffix}")

    assert isinstance(found, Metadata)
    assert all(fact.value == " ".join(fact.value.split()) for fact in found.titles)


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=40))
def test_any_words_are_read_back_from_the_list_of_sources_as_they_are(title, byline, site):
    words = [" ".join(one.split()) for one in (title, byline, site)]
    sound = ["".join(c for c in one if c.isprintable()) for one in words]
    title, byline, site = (Fact(one.strip(), "x") for one in sound)
    none = Fact("", "")
    draft = Draft(
        title, names_in(byline.value), byline, Fact("2011-03", ""), site, none, "", 0, ""
    )  # fmt: skip

    made = to_yaml(item_of(draft))

    errors = []
    (item,) = read_yaml(made, file="", errors=errors).items
    assert [] == errors
    assert title.value == (item.table["title"].text if title.value else "")
    people = item.table["author"].items if "author" in item.table else ()
    assert [name.family or name.literal for name in draft.authors] == [
        (one.table.get("family") or one.table["literal"]).text for one in people
    ]
