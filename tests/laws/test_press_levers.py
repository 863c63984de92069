"""What makes the layout quicker changes no byte of it, and is off where WeasyPrint changed."""

import logging
from importlib.metadata import version

import pytest
from press_lines import prose, style
from press_sample import book

from florilegium.render.press.layout import engine, levers, print_markup, text_shaping

DOCUMENTS = {document.id: document for document in book()}
ODD = (
    "<p>fi\u00adgures of\u00a0lamps, <u>and ferries</u> <span style='letter-spacing: 2px'>of the"
    " quay</span> <span style='word-spacing: 3px'>in the year</span> \u05e9\u05dc\u05d5\u05dd"
    " <code>a  b</code> <span style='white-space: pre'> x  y </span> Æ ﬁ 燈 <s>no</s> \U0001f600"
    " <small style='visibility: hidden'>unseen words</small> To We VA “T” A. V. <sub>a b</sub></p>"
)


def laid_out(body, how, wanted, monkeypatch):
    monkeypatch.setattr(levers, "WANTED", wanted)
    return engine.lay_out(body, how, start=1, name="one")


def same(body, monkeypatch, **changes):
    plain = laid_out(body, style(**changes), set(), monkeypatch)
    for wanted in ({levers.SHARING}, {levers.SHAPING}, {levers.SHARING, levers.SHAPING}):
        for _ in range(2):  # cold and warm
            made = laid_out(body, style(**changes), wanted, monkeypatch)
            assert plain.fragment == made.fragment, wanted
            assert plain == made, wanted


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("way", ["total-fit", "greedy"])
def test_every_kind_of_document_is_the_same_bytes(name, way, monkeypatch):
    body = (
        print_markup.print_body(DOCUMENTS[name])
        if hasattr(print_markup, "print_body")
        else (DOCUMENTS[name].xhtml)
    )

    same(body, monkeypatch, line_breaking=way)


@pytest.mark.parametrize("way", ["total-fit", "greedy"])
@pytest.mark.parametrize("part", range(4))
def test_generated_paragraphs_are_the_same_bytes(part, way, monkeypatch):
    paragraphs = (prose(seed, words=24) for seed in range(part * 125, part * 125 + 125))

    same(f"<section>{''.join(paragraphs)}</section>", monkeypatch, line_breaking=way)


def test_what_is_unusual_is_the_same_bytes(monkeypatch):
    same(f'<section xmlns="http://www.w3.org/1999/xhtml">{ODD * 3}</section>', monkeypatch)


def test_what_a_book_is_set_in_is_nothing_unusual(monkeypatch):
    drawn, quick = [], []
    plain, shaped = text_shaping._Shaping.draw_text, text_shaping._Shaping._draw

    def draw_text(self, stream, box, *more):
        drawn.append(box.text)
        plain(self, stream, box, *more)

    def draw(self, stream, box, words, shown):
        quick.append(box.text)
        shaped(self, stream, box, words, shown)

    monkeypatch.setattr(text_shaping._Shaping, "draw_text", draw_text)
    monkeypatch.setattr(text_shaping._Shaping, "_draw", draw)
    words = "They were walking — “slowly,” he says, by Łódź — to the well-lit quay. " * 60
    engine.lay_out(f"<section><p>{words}</p></section>", style(), start=1, name="one")

    assert sum(map(len, quick)) > 0.9 * sum(map(len, drawn)) > 0


@pytest.mark.parametrize("lever", levers.PARTS)
def test_this_weasyprint_is_the_one_that_levers_know(lever):
    assert () == levers.changed(lever), version("weasyprint")


@pytest.mark.parametrize("lever", levers.PARTS)
def test_a_lever_is_off_where_a_part_changed(lever, monkeypatch, caplog):
    parts = {**levers.PARTS, lever: {**levers.PARTS[lever], "text/line_break.py": "other"}}
    monkeypatch.setattr(levers, "PARTS", parts)
    levers.changed.cache_clear()
    try:
        with caplog.at_level(logging.INFO, "florilegium"):
            assert [False, False] == [levers.may_use(lever) for _ in range(2)]
        (line,) = [record.getMessage() for record in caplog.records]
        assert "text/line_break.py changed" in line
        assert lever in line
    finally:
        levers.changed.cache_clear()


def test_styles_are_not_shared_where_a_size_of_page_changes_them():
    from florilegium.render.press.layout.style_sharing import may_share  # noqa: PLC0415

    assert not may_share("p { margin: 2vw }")
    assert may_share("p { margin: 2em }")


def test_a_lever_that_is_off_is_said_under_v(monkeypatch, capsys):
    from florilegium import cli  # noqa: PLC0415

    monkeypatch.setattr(levers, "PARTS", {levers.SHARING: {"css/units.py": "other"}})
    monkeypatch.setattr(logging.getLogger("florilegium"), "handlers", [])
    levers.changed.cache_clear()
    monkeypatch.setattr(cli.build, "_run_build", lambda *_: levers.report() or 0)
    try:
        assert 0 == cli.main(["build", "-v"])
        assert "css/units.py changed, so sharing is off" in capsys.readouterr().err
    finally:
        levers.changed.cache_clear()
