import json

import pytest
from lxml import html

from florilegium.errors import ApparatusError, ConfigError
from florilegium.render import citations, pandoc
from florilegium.store.cache import Cache

YAML = """\
references:
- id: smith2001
  type: book
  author: [{family: Smith, given: Ann}]
  title: A Book
  issued: 2001
- id: smith2001b
  type: book
  author: [{family: Smith, given: Ann}]
  title: Another Book
  issued: 2001
"""


@pytest.fixture
def sources(tmp_path):
    path = tmp_path / "sources.yaml"
    path.write_text(YAML, encoding="utf-8")
    return path


def render(pieces, sources):
    known = frozenset({"smith2001", "smith2001b"})
    return pandoc.render(pieces, bibliography=sources, language="en-US", known=known)


def test_every_piece_comes_back_under_its_key(sources):
    prose = render({"a": "One *two*.", "b": "- x\n- y", "none": " "}, sources)

    assert prose.pieces["a"] == "<p>One <em>two</em>.</p>"
    assert prose.pieces["b"].startswith("<ul>")
    assert set(prose.pieces) == {"a", "b"}
    assert prose.warnings == ()


def test_citations_are_told_apart_across_pieces(sources):
    prose = render({"a": "See [@smith2001].", "b": "See [@smith2001b, 5]."}, sources)

    assert "Smith 2001a" in prose.pieces["a"]
    assert "Smith 2001b, 5" in prose.pieces["b"]
    assert list(prose.references) == ["smith2001", "smith2001b"]
    assert "<em>A Book</em>" in prose.references["smith2001"]


def test_quotes_are_left_to_the_typography_of_the_texts(sources):
    assert '"x" -- y' in render({"a": 'He said "x" -- y.'}, sources).pieces["a"]


def test_an_unknown_source_is_named_with_the_piece(sources):
    with pytest.raises(ApparatusError) as caught:
        render({"notes": "As [@jones1999] says."}, sources)

    assert caught.value.where == "notes"
    assert "[@jones1999]" in caught.value.what


def test_a_source_taken_away_is_missed_in_a_piece_that_was_sound(sources):
    piece = {"a-n1": "As [@smith2001] says of it."}
    render(piece, sources)

    with pytest.raises(ApparatusError, match=r"\[@smith2001\]"):
        pandoc.render(piece, bibliography=sources, language="en", known=frozenset({"x"}))


def test_what_is_sound_in_a_text_is_not_so_in_a_note(sources):
    words = "Words[^1] called here.\n\n[^1]: A note of theirs.\n"
    render({"a": words}, sources)

    with pytest.raises(ApparatusError, match="footnote of its own"):
        render({"a-n1": words}, sources)


def test_a_mail_address_is_no_citation(sources):
    assert "x@example.org" in render({"a": "Write to x@example.org."}, sources).pieces["a"]


@pytest.mark.parametrize("text", ["one\n\n:::\n\ntwo", "one\n\n::: aside\n\ntwo"])
def test_fences_that_do_not_match_are_an_error(sources, text):
    with pytest.raises(ApparatusError, match="do not match"):
        render({"a": text, "b": "x"}, sources)


@pytest.mark.parametrize("kind", ["note", "gloss", "emend", "question", "answer", "headnote"])
def test_a_page_has_nothing_that_is_about_the_words_of_a_text(sources, kind):
    with pytest.raises(ApparatusError, match=f"has a '::: {kind}'"):
        render({"preface": f"one\n\n::: {{.{kind} #x}}\n> {{==one==}}\n\ntwo\n:::\n"}, sources)
    assert "two" in render({"preface": "::: aside\ntwo\n:::\n"}, sources).pieces["preface"]


def test_a_piece_may_begin_with_a_heading(sources):
    assert render({"a": "## Head\n\ntext"}, sources).pieces["a"] == "<h2>Head</h2>\n<p>text</p>"


def test_all_sources_are_listed_cited_or_not(sources):
    assert list(render({"a": "x"}, sources).references) == ["smith2001", "smith2001b"]


@pytest.mark.parametrize("key", ["milano-n1", "milano-g12", "milano-e2-reason"])
def test_a_note_has_no_footnote_of_its_own(key, sources):
    with pytest.raises(ApparatusError, match="footnote of its own"):
        render({key: "Text.^[Note.]"}, sources)


def test_footnotes_of_a_page_become_calls_and_notes(sources):
    text = "One.[^1] Two.^[Inline, *so*.] Code `[^1]`.\n\n[^1]: Named."
    made = render({"preface": text, "milano/headnote": text}, sources).pieces
    for name, piece in (
        ("preface", made["preface"]),
        ("milano-headnote", made["milano/headnote"]),
    ):
        tree = html.fragment_fromstring(piece, create_parent="div")
        calls = [(one.get("href"), one.text) for one in tree.iter("a")]
        bodies = [(one.get("id"), one.text_content().strip()) for one in tree.iter("aside")]

        assert calls == [(f"#{name}-n1", "1"), (f"#{name}-n2", "2")]
        assert bodies == [(f"{name}-n1", "Named."), (f"{name}-n2", "Inline, so.")]
        assert "[^1]" in tree.text_content()


def test_nothing_outside_is_read(sources, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret words")
    prose = render({"a": f"```{{.include}}\n{secret}\n```"}, sources)

    assert "secret words" not in prose.pieces["a"]
    with pytest.raises(ApparatusError, match="<embed> is no element"):
        render({"a": f"![x]({secret})"}, sources)


def test_sources_are_read_as_csl_items(sources):
    assert [item["id"] for item in pandoc.read_sources(sources)] == ["smith2001", "smith2001b"]


def test_csl_json_and_bibtex_are_read_too(tmp_path):
    items = [{"id": "x", "type": "book", "title": "T #1", "issued": {"date-parts": [[2001]]}}]
    as_json = tmp_path / "sources.json"
    as_json.write_text(json.dumps(items), encoding="utf-8")
    as_bib = tmp_path / "sources.bib"
    as_bib.write_text("@book{y, title={T}, author={Smith, Ann}, date={2001}}", encoding="utf-8")

    assert [item["id"] for item in pandoc.read_sources(as_json)] == ["x"]
    assert [item["id"] for item in pandoc.read_sources(as_bib)] == ["y"]
    known = frozenset({"x"})
    prose = pandoc.render({"a": "[@x]"}, bibliography=as_json, language="en", known=known)
    assert "T #1" in prose.references["x"]


def test_a_file_without_sources_is_refused(tmp_path):
    path = tmp_path / "sources.yaml"
    path.write_text("items: []\n", encoding="utf-8")

    with pytest.raises(ConfigError, match="no source found"):
        pandoc.read_sources(path)


PIECES = {
    "plain": 'One *two* <https://example.org>, $x^2$ and "three".',
    "list": "- a\n- b\n\n> said\n\n| x | y |\n| - | -: |\n| 1 | 2 |",
    "note": "A word.[^1] Another [^2].\n\n[^1]: First.\n\n[^2]: As [@smith2001] says.",
    "cited": "See [@smith2001] and @smith2001b.",
    "again": 'One *two* <https://example.org>, $x^2$ and "three".',
    "head": "## Head {#here}\n\n~~gone~~ H~2~O",
}  # fmt: skip


def test_a_piece_without_citations_is_the_same_written_alone(sources, monkeypatch):
    alone = render(PIECES, sources)
    monkeypatch.setattr(citations, "_is_cited", lambda _piece: True)

    assert render(PIECES, sources) == alone


def test_of_a_book_saved_again_only_what_changed_is_asked(sources, tmp_path, monkeypatch):
    asked = []
    run = pandoc.pandoc.run

    def told(script, document, *options):
        made = document["meta"].get("pieces", {"c": document["blocks"]})["c"]
        asked.append((script, len(made), options))
        return run(script, document, *options)

    monkeypatch.setattr(pandoc.pandoc, "run", told)
    cache = Cache(tmp_path / "cache")
    known = frozenset({"smith2001", "smith2001b"})

    def made(**changed):
        asked.clear()
        return pandoc.render(
            PIECES | changed, bibliography=sources, language="en-US", known=known, cache=cache
        )

    first = made()
    assert made() == first
    assert asked == []
    assert made(head="## Another head").pieces["head"] == "<h2>Another head</h2>"
    assert asked == [("pandoc_read.lua", 1, ()), ("pandoc_write.lua", 1, ())]
    made(cited="No more.")
    assert [script for script, _, options in asked if "--citeproc" in options]
    assert ("pandoc_read.lua", 1, ()) in asked


@pytest.mark.parametrize("number", [0, 2])
def test_a_warning_stays_with_its_piece(sources, tmp_path, number):
    wrong = "A [word].\n\n[word]: https://a.example\n[word]: https://b.example"
    names = ["a", "b", "c"]
    cache = Cache(tmp_path / "cache")
    for _ in range(2):
        pieces = {name: f"word {name}" for name in names} | {names[number]: wrong}
        prose = pandoc.render(
            pieces, bibliography=sources, language="en-US", known=frozenset(), cache=cache
        )
        assert [one.partition(":")[0] for one in prose.warnings] == [names[number]]
