"""What counts as hidden by a page, and what does not."""

import tomllib
from pathlib import Path

import pytest

from florilegium import clean, ingest

CASES = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "hidden.toml").read_text(encoding="utf-8")
)
BODY = (
    "<p>Every morning the herons came down to the marsh, and the old ferryman counted them "
    "from his bench.</p>"
)


def kept(markup):
    text = ingest.decode(f"{BODY}{markup.replace('{}', 'A secret heron.')}".encode(), "a.html")
    cleaned = clean.clean(text, rules=())
    assert text.blocks == clean.merge(cleaned)
    return "secret" in "".join(block.text for block in cleaned.blocks)


@pytest.mark.parametrize("markup", CASES["hides"])
def test_hidden_words_go(markup):
    assert not kept(markup)


@pytest.mark.parametrize("markup", CASES["shows"])
def test_shown_words_stay(markup):
    assert kept(markup)


def test_the_editor_brings_hidden_words_back():
    page = f"{BODY}<p hidden>A secret heron.</p><p hidden>Another.</p>"
    text = ingest.decode(page.encode(), "a.html")
    order = clean.Override("a.html", "secret heron", "It is the author's.")

    cleaned = clean.clean(text, rules=(), overrides=clean.Overrides(keep=(order,)))

    assert "A secret heron." == cleaned.blocks[-1].text
    assert ["Another."] == [removal.text for removal in cleaned.removals]


@pytest.mark.parametrize("name", ["shadowrootmode", "shadowmode"])
def test_a_template_that_is_shown_is_read(name):
    page = f"<p>Seen.</p><div><template {name}='open'><p>In its shadow.</p></template></div>"
    text = ingest.decode(page.encode(), "a.html")
    assert [block.text for block in text.blocks] == ["Seen.", "In its shadow."]
