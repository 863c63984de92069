"""A seed that nests without end goes through all stages, with every letter of it."""

import pytest
from documents import opendocument, paragraph, word

from florilegium import annotate, clean, ingest, typography
from florilegium.errors import SeedError
from florilegium.model import Apparatus
from florilegium.model.letters import letters
from florilegium.model.markdown import to_markdown
from florilegium.project.wording import wording
from florilegium.render import pandoc
from florilegium.render.elements import serialize
from florilegium.render.xhtml.chapter import chapter

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


@pytest.mark.parametrize("times", [50, 1200])
@pytest.mark.parametrize("suffix", ["docx", "odt"])
def test_a_deep_document_loses_no_word_of_a_box(suffix, times):
    if suffix == "docx":
        shape = f"<w:txbxContent>{paragraph('Boxed words.')}</w:txbxContent>"
        box = f'<v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>{shape}</v:textbox>'
        deep = f"{'<w:sdt><w:sdtContent>' * times}{paragraph('Deep.')}"
        deep += "</w:sdtContent></w:sdt>" * times
        data = word(f"{deep}<w:p><w:r><w:pict>{box}</v:shape></w:pict></w:r></w:p>")
    else:
        name = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
        box = f'<draw:rect xmlns:draw="{name}"><text:p>Boxed words.</text:p></draw:rect>'
        deep = f"{'<text:section>' * 2 * times}<text:p>Deep.</text:p>"
        deep += "</text:section>" * 2 * times
        data = opendocument(f"{deep}<text:p>{box}</text:p>")
    try:
        raw = ingest.decode(data, f"a.{suffix}")
    except SeedError as error:
        assert times > 1000
        assert "cannot be read" in error.what  # noqa: PT017  # that it is told is as good
    else:
        assert "Boxed words." in "\n".join(block.text for block in raw.blocks)


def test_a_document_that_is_no_sound_xml_loses_no_word_of_a_box():
    box = "<draw:rect><text:p>Boxed words.</text:p></draw:rect>"  # of a prefix that is not said

    with pytest.raises(SeedError, match="cannot be read"):
        ingest.decode(opendocument(f"<text:p>Words.</text:p><text:p>{box}</text:p>"), "a.odt")
