"""Pages with less said of them: the same glyphs, the same places, the same reading order."""

import pikepdf
import pydyf
import pypdfium2
import pytest
from press_sample import META, PRINT, book, chapter

from florilegium.check.pdf_words import words_of
from florilegium.project.styles import find_styles
from florilegium.render import press
from florilegium.render.press.layout import compaction, fragment


def made(target, documents=None):
    layout = press.lay_out_book(
        documents or book(), meta=META, edition=PRINT, styles=find_styles()
    )
    return press.bind(layout, target).path


@pytest.mark.parametrize(
    ("long", "short"),
    [
        (b"[<01>0<02>0] TJ", b"[<0102>0] TJ"),
        (b"[<01>15<02>0<03>0] TJ", b"[<01>15<0203>0] TJ"),
        (b"[<01>0<>-7.123456789<02>-74<03>0] TJ", b"[<01>-7.123<02>-74<03>0] TJ"),
        (b"[<01>5<>-7.5<02>0] TJ", b"[<01>5 -7.5<02>0] TJ"),
        (b"1.23456789 0 0 -1 5 5 Tm\n[<01>0] TJ", b"1.23456789 0 0 -1 5 5 Tm\n[<01>0] TJ"),
    ],
)
def test_glyphs_in_a_row_are_one_string(long, short):
    assert short == compaction.shorten(long)


def test_the_pages_look_the_same_and_read_the_same(tmp_path, monkeypatch):
    short = made(tmp_path / "short.pdf")
    monkeypatch.setattr(fragment, "shorten", lambda content: content)
    monkeypatch.setattr(fragment, "merge_lines", lambda _pdf: frozenset())
    long = made(tmp_path / "long.pdf")

    assert short.stat().st_size < long.stat().st_size
    assert words_of(long) == words_of(short)
    with pypdfium2.PdfDocument(short) as one, pypdfium2.PdfDocument(long) as other:
        assert len(one) == len(other)
        for left, right in zip(one, other, strict=True):
            pictures = [page.render(scale=1).to_pil().tobytes() for page in (left, right)]
            different = sum(a != b for a, b in zip(*pictures, strict=True))
            # A glyph may fall on the other side of a pixel's border.
            assert different < 0.001 * len(pictures[0])


def test_a_paragraph_holds_its_lines_and_nothing_refers_to_what_is_gone(tmp_path):
    path = made(tmp_path / "book.pdf", [chapter("one")])

    with pikepdf.open(path) as pdf:
        elements = [
            one
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/StructElem"
        ]
        paragraphs = [one for one in elements if one.S == "/P"]
        assert any(len(one.K) > 1 and isinstance(one.K[0], int) for one in paragraphs)
        numbers = {one.objgen for one in elements}
        for entry in list(pdf.Root.StructTreeRoot.ParentTree.Nums)[1::2]:
            for one in entry if isinstance(entry, pikepdf.Array) else [entry]:
                assert one.objgen in numbers


def element(pdf, kind, parent, page, **more):
    made = pydyf.Dictionary(
        {"Type": "/StructElem", "S": kind, "K": pydyf.Array(), "Pg": page, "P": parent, **more}
    )
    pdf.add_object(made)
    return made


def tree(*kinds, **more):
    """Return a file with one element of each kind, each in the one before, and the elements."""
    pdf = pydyf.PDF()
    parents = pydyf.Dictionary({})
    root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(parents)
    pdf.add_object(root)
    root["ParentTree"] = parents.reference
    pdf.catalog["StructTreeRoot"] = root.reference
    chain = [root]
    for number, kind in enumerate(kinds, start=1):
        own = more if number == len(kinds) else {}
        one = element(pdf, kind, chain[-1].reference, b"9 0 R", **own)
        chain[-1].setdefault("K", pydyf.Array()).append(one.reference)
        chain.append(one)
    chain[-1]["K"].append(0)
    parents["Nums"] = pydyf.Array([0, pydyf.Array([chain[-1].reference])])
    return pdf, chain[1:]


def test_the_parent_of_a_line_that_is_gone_is_its_paragraph():
    pdf, (_document, paragraph, emphasis, line) = tree("/Document", "/P", "/NonStruct", "/Span")

    gone = compaction.merge_lines(pdf)

    assert {emphasis.number, line.number} == gone
    assert [0] == paragraph["K"]
    nums = next(one for one in pdf.objects if isinstance(one, dict) and "Nums" in one)["Nums"]
    assert [0, [paragraph.reference]] == nums


@pytest.mark.parametrize(
    ("kinds", "more"),
    [
        (("/Document", "/P", "/Span"), {"Lang": "(de)"}),
        (("/Document", "/Sect", "/Span"), {}),
        (("/Document", "/Sect", "/NonStruct"), {}),
        (("/Document", "/P", "/Figure"), {}),
        (("/Document", "/P", "/Span"), {"Pg": b"8 0 R"}),
    ],
)
def test_what_says_more_or_has_no_host_stays(kinds, more):
    pdf, _elements = tree(*kinds)
    _elements[-1].update(more)

    assert frozenset() == compaction.merge_lines(pdf)
