"""What holds the documents of a bound book together: names, links, structure, one set of fonts."""

import pikepdf
import pytest
from press_sample import META, PRINT, book, chapter, document

from florilegium.project.styles import find_styles
from florilegium.render import press
from florilegium.render.press.binding import outline
from florilegium.render.press.binding.outline import Entry
from florilegium.render.press.layout.facts import FontUse
from florilegium.render.press.layout.font_usage import glyphs_in_conflict, merged
from florilegium.render.press.layout.fragment import fill

TABLE = (
    "<table><thead><tr><th>Lamp</th><th>Dawn</th></tr></thead>"
    "<tbody><tr><td>9</td><td>out</td></tr></tbody></table>"
)


def bound(tmp_path, documents):
    layout = press.lay_out_book(documents, meta=META, edition=PRINT, styles=find_styles())
    return press.bind(layout, tmp_path / "book.pdf")


def elements(element):
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


@pytest.fixture
def whole(tmp_path):
    with pikepdf.open(bound(tmp_path, book()).path) as pdf:
        yield pdf


def test_a_link_leads_into_another_document(tmp_path):
    one = document("one", '<h1>One</h1><p><a href="#two-p3">see there</a></p>')
    with pikepdf.open(bound(tmp_path, [one, chapter("two")]).path) as pdf:
        link = pdf.pages[0].Annots[0]
        names = pdf.Root.Names.Dests.Names
        places = dict(zip(map(str, names[::2]), names[1::2], strict=True))

        assert "two-p3" == str(link.Dest)
        assert pdf.pages[2].objgen == places["two-p3"][0].objgen


def test_the_names_of_places_are_sorted(whole):
    names = [bytes(name) for name in whole.Root.Names.Dests.Names[::2]]

    assert sorted(set(names)) == names


def test_heads_of_tables_have_names_of_their_own(tmp_path):
    made = [document(name, f"<h1>T</h1>{TABLE}") for name in ("one", "two")]
    with pikepdf.open(bound(tmp_path, made).path) as pdf:
        found = list(elements(pdf.Root.StructTreeRoot))
        heads = [str(one.ID) for one in found if one.S == "/TH"]
        called = [str(h) for one in found if one.S == "/TD" for h in one.A.Headers]

    assert 4 == len(heads) == len(set(heads))
    assert sorted(called) == sorted(heads)


def test_content_and_structure_lead_to_each_other(whole):
    numbers = whole.Root.StructTreeRoot.ParentTree.Nums
    parents = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    for page in whole.pages:
        for mark, element in enumerate(parents[int(page.StructParents)]):
            assert mark in [kid for kid in element.K if isinstance(kid, int)]
            assert page.objgen == element.Pg.objgen
        for annotation in page.get("/Annots", []):
            element = parents[int(annotation.StructParent)]
            assert any(
                kid.Obj.objgen == annotation.objgen
                for kid in element.K
                if not isinstance(kid, int)
            )
    assert sorted(parents) == list(range(int(whole.Root.StructTreeRoot.ParentTreeNextKey)))


def test_all_documents_stand_below_one_element(whole):
    (top,) = whole.Root.StructTreeRoot.K

    assert "/Document" == top.S
    assert all(kid.P.objgen == top.objgen for kid in top.K)


def test_every_font_is_embedded_once(whole):
    files = [
        one.FontName
        for one in whole.objects
        if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
    ]
    fonts = {page.Resources.Font.objgen for page in whole.pages}

    assert len(files) == len({str(name) for name in files})
    assert 1 == len(fonts)


def test_annotations_may_be_printed(whole):
    flags = {int(one.F) for page in whole.pages for one in page.get("/Annots", [])}

    assert {4} == flags


def test_marks_of_a_fragment_become_numbers():
    template = b"<</P \x00document\x00/K [\x0012\x00 \x000\x00]/StructParent \x00+3\x00>>"

    filled = fill(template, first=100, key=40, shared={b"document": 7})

    assert b"<</P 7 0 R/K [112 0 R 100 0 R]/StructParent 43>>" == filled


# -- parts ------------------------------------------------------------------------------------


def entry(level, label="x"):
    return Entry(level, label, 1, 0, 0)


def test_the_outline_nests_by_rank_whatever_ranks_are_skipped():
    top = outline.nested([entry(2), entry(1), entry(3), entry(2), entry(1)])

    assert [0, 2, 0] == [len(one.below) for one in top]


def test_the_outline_is_one_chain():
    top = outline.nested([entry(1, "a"), entry(2, "b"), entry(2, "c"), entry(1, "d")])
    made = dict(outline.objects(top, parent=10, first=11))

    assert b"<</Type /Outlines/First 11 0 R/Last 14 0 R/Count 4>>" == outline.root(top, first=11)
    assert b"/Next 14 0 R" in made[11]
    assert b"/First 12 0 R/Last 13 0 R/Count 2" in made[11]
    assert b"/Prev 12 0 R" in made[13]
    assert b"/Prev 11 0 R" in made[14]


def use(widths, *, name="ABCDEF", file="f", missing=None):
    letters = {glyph: chr(glyph) for glyph in widths}
    return FontUse(name, "Face", 12.0, file, widths, letters, missing or {})


def test_a_font_used_in_two_documents_is_one_with_the_glyphs_of_both():
    (font,) = merged([use({65: 500}), use({66: 600})])

    assert {65: 500, 66: 600} == font.widths
    assert {65: "A", 66: "B"} == font.unicode


def test_two_fonts_of_one_name_are_a_defect():
    with pytest.raises(AssertionError, match="two fonts are called ABCDEF"):
        merged([use({65: 500}), use({66: 600}, file="other")])


def test_two_missing_letters_with_one_glyph_are_told():
    (font,) = merged([use({}, missing={0x13000: 9}), use({}, missing={0x13001: 9})])

    assert ("U+13001 has no glyph, and is copied as another letter",) == glyphs_in_conflict([font])
