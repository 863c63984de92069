"""Folios drawn at the binding are the ones that the engine would have set."""

from dataclasses import replace

import pikepdf
import pypdfium2
import pytest
from pdf_inspector import PdfInspector
from press_sample import META, PRINT, book, chapter

from florilegium.project.styles import find_styles
from florilegium.render import press
from florilegium.render.press.binding import pagination
from florilegium.render.press.layout import folio_boxes
from florilegium.render.press.layout.folios import Folio


def style():
    return press.style_for(META, edition=PRINT, styles=find_styles())


def lay_out_book(documents):
    return press.lay_out_book(documents, meta=META, edition=PRINT, styles=find_styles())


def pictures(path):
    with pypdfium2.PdfDocument(path) as pdf:
        return [page.render(scale=3).to_pil().tobytes() for page in pdf]


def test_pages_look_the_same_to_the_pixel(tmp_path, monkeypatch):
    drawn = press.bind(lay_out_book(book()), tmp_path / "drawn.pdf")
    with monkeypatch.context() as patch:
        patch.setattr(folio_boxes, "_place", lambda _margin, _parts: None)
        layout = lay_out_book(book())
    plain = press.bind(layout, tmp_path / "plain.pdf")

    assert any(placed.facts.is_numbered for placed in layout.documents)
    assert pictures(plain.path) == pictures(drawn.path)


@pytest.mark.parametrize("first", [7, 71, 111, 147, 999, 1204])
def test_every_figure_stands_where_the_engine_puts_it(tmp_path, monkeypatch, first):
    plan = pagination._sequence

    def far(book):
        for document, folio in plan(book):
            yield document, Folio(folio.number + first - 1, folio.matter)

    monkeypatch.setattr(pagination, "_sequence", far)
    document = chapter("one", paragraphs=14)
    drawn = press.bind(lay_out_book([document]), tmp_path / "drawn.pdf")
    monkeypatch.setattr(folio_boxes, "_place", lambda _margin, _parts: None)
    plain = press.bind(lay_out_book([document]), tmp_path / "plain.pdf")

    assert pictures(plain.path) == pictures(drawn.path)
    texts = PdfInspector(drawn.path).texts
    assert str(first) in texts[0].split()
    assert str(first + 1) in texts[1].split()


def test_the_figures_of_a_style_are_measured_once(monkeypatch):
    made = replace(style(), css=style().css + "h6 { color: red }")  # a shop of its own
    counted = []
    plain = folio_boxes._measure
    monkeypatch.setattr(
        folio_boxes, "_measure", lambda *args: counted.append(args[1]) or plain(*args)
    )

    press.lay_out(chapter("one", paragraphs=9), made)
    press.lay_out(chapter("two", paragraphs=9), made)

    assert 1 == len(counted)


def test_page_numbers_in_the_text_itself_are_true(tmp_path):
    said = "#two-p1::before { content: 'page ' counter(page) ': ' }"
    (tmp_path / "styles").mkdir()
    sheet = find_styles().read("print.css")
    (tmp_path / "styles" / "print.css").write_text(sheet + said, encoding="utf-8")
    layout = press.lay_out_book(
        [chapter("one"), chapter("two")], meta=META, edition=PRINT, styles=find_styles(tmp_path)
    )

    path = press.bind(layout, tmp_path / "book.pdf").path

    assert "page 3: " in PdfInspector(path).texts[2]


def test_folios_are_artifacts_of_pagination(tmp_path):
    path = press.bind(lay_out_book([chapter("one")]), tmp_path / "one.pdf").path

    with pikepdf.open(path) as pdf:
        content = pdf.pages[0].Contents.read_bytes()

    assert content.endswith(b"ET Q EMC")
    assert 1 == content.count(b"/Artifact <</Type /Pagination>> BDC")
