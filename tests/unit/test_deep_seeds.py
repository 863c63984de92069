"""A seed that nests without end goes through all stages, with every letter of it."""

import pytest

from florilegium import annotate, clean, ingest, typography
from florilegium.errors import SeedError
from florilegium.model import Apparatus
from florilegium.model.letters import letters
from florilegium.model.markdown import to_markdown
from florilegium.project.wording import wording
from florilegium.render import pandoc
from florilegium.render.xhtml.chapter import chapter
from florilegium.render.xhtml.elements import serialize

HTML = ["<blockquote>a", "<ul><li>a", "<ol><li>a", "<div>a", "<em>a ", "<span>a", "<dl><dd>a"]
HTML += ["<blockquote><ul><li>a", "<table><tr><td>a", "<sup>a", "<b><i>a", "<section><p>a"]
MARKDOWN = ["> ", "- ", "1. ", "*a ", "**a *b ", "[a](b ", "> - ", "_a **b "]
SEEDS = [("a.html", "<html><body><p>Words.</p>", part) for part in HTML]
SEEDS += [("a.md", "Words.\n\n", part) for part in MARKDOWN]


@pytest.mark.parametrize("times", [30, 120, 1000])
@pytest.mark.parametrize(("name", "head", "part"), SEEDS, ids=lambda one: one[:20])
def test_depth_ends_no_stage(name, head, part, times):
    try:
        raw = ingest.decode(f"{head}{part * times}a".encode(), name)
    except SeedError as error:
        assert "deep" in error.what  # noqa: PT017  # that it is told is as good
        return
    cleaned = clean.clean(raw, rules=())
    typeset = typography.typogrify(cleaned, language="en")
    apparatus = Apparatus("a", name, "one", "a.md", title="A title")
    selection = annotate.annotate(typeset, apparatus, language="en")
    made = chapter(selection, pandoc.Prose({}, {}), wording("en"))
    text = made.find("{*}div[@class='text']")

    assert letters("".join(block.text for block in raw.blocks)) == letters(
        "".join(block.text for block in typeset.blocks)
    )
    assert letters("".join(text.itertext())) == letters(
        "".join(block.text for block in selection.blocks)
    )
    assert serialize(made)
    assert to_markdown(typeset.blocks)


def test_a_deep_quotation_stands_as_deep_as_a_page_can_show():
    blocks = ingest.decode(b"<p>Words.</p>" + b"<blockquote><p>a</p>" * 100, "a.html").blocks

    assert list(range(1, 24)) == [block.quoted for block in blocks[1:24]]
    assert {24} == {block.quoted for block in blocks[24:]}
