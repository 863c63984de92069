"""Pages of e-books: where those of the printed book begin, and words that a page hides."""

import zipfile
from io import BytesIO

import pytest
from documents import archive, ebook

from florilegium import ingest

FIRST = "<p>On the seventh page the herons stand.</p>"
NAV = (
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>'
    '<nav epub:type="page-list"><ol><li><a href="a.xhtml#x">8</a></li></ol></nav></body></html>'
)
NCX = (
    '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><pageList><pageTarget><navLabel>'
    '<text>Page 8</text></navLabel><content src="a.xhtml#x"/></pageTarget></pageList></ncx>'
)


def read(body, **more):
    return ingest.decode(ebook({"a.xhtml": body}, **more), "a.epub")


def pages(text):
    return [
        (block.text[mark.start : mark.end], mark.ref)
        for block in text.blocks
        for mark in block.marks
        if mark.kind == "page"
    ]


BREAKS = {
    "title": '<span epub:type="pagebreak" title="8"/>',
    "label": '<span role="doc-pagebreak" aria-label="8"></span>',
    "both": '<span epub:type="pagebreak" role="doc-pagebreak" aria-label=" page 8 "></span>',
    "words": '<span epub:type="pagebreak">8</span>',
    "id alone": '<a id="x" epub:type="pagebreak" title="8"></a>',
}


@pytest.mark.parametrize("sign", BREAKS.values(), ids=BREAKS)
def test_a_page_of_the_printed_book_begins_in_a_line(sign):
    start = '<span epub:type="pagebreak" title="vii"/>'
    text = read(f"{start}<p>On the first {sign}and on the next.</p><p>And there.</p>")
    assert [block.text for block in text.blocks] == ["On the first and on the next.", "And there."]
    assert pages(text) == [
        ("On the first", "vii"), ("and on the next.", "8"), ("And there.", "8"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "sign",
    [
        '<div epub:type="pagebreak" title="8"></div>',
        '<div role="doc-pagebreak" aria-label="8"/>',
        '<hr epub:type="pagebreak" title="8"/>',
        '<p><span epub:type="pagebreak" title="8"/></p>',
    ],
)
def test_a_page_of_the_printed_book_begins_between_paragraphs(sign):
    text = read(f"{FIRST}{sign}<p>On the eighth.</p>")
    assert [block.kind for block in text.blocks] == ["paragraph", "paragraph"]
    assert pages(text) == [("On the eighth.", "8")]


ITEM = '<item id="n" href="{}" media-type="{}" properties="nav"/>'
LISTS = {
    "nav": ("nav.xhtml", NAV, ITEM.format("nav.xhtml", "application/xhtml+xml")),
    "ncx": ("toc.ncx", NCX, ITEM.format("toc.ncx", "application/x-dtbncx+xml")),
}


@pytest.mark.parametrize(("name", "file", "item"), LISTS.values(), ids=LISTS)
@pytest.mark.parametrize(
    "sign", ['<p id="x">On the eighth.</p>', '<p><a id="x"/>On the eighth.</p>']
)
def test_a_page_that_only_the_list_of_pages_names_begins_there(name, file, item, sign):
    book = ebook({"a.xhtml": f"{FIRST}{sign}"}, members={f"OPS/{name}": file})
    book = with_item(book, item)
    assert pages(ingest.decode(book, "a.epub")) == [("On the eighth.", "8")]


def with_item(book, item):
    with zipfile.ZipFile(BytesIO(book)) as file:
        members = {name: file.read(name).decode() for name in file.namelist()}
    members["OPS/book.opf"] = members["OPS/book.opf"].replace("</manifest>", f"{item}</manifest>")
    return archive(members)


def test_notes_stand_on_no_page():
    note = '<aside epub:type="footnote" id="f"><p>A note.</p></aside>'
    call = '<a epub:type="noteref" href="#f">1</a>'
    text = read(f'<span epub:type="pagebreak" title="7"/><p>Called{call} here.</p>{note}')
    assert pages(text) == [("Called1 here.", "7")]


HIDDEN = {
    "style": '<p style="display: none">Unseen words.</p>',
    "attribute": '<p hidden="hidden">Unseen words.</p>',
    "sheet of the page": '<style>.u {display:none}</style><p class="u">Unseen words.</p>',
    "inner": '<div style="display:none"><p>Unseen <b>words</b>.</p></div>',
}


@pytest.mark.parametrize("body", HIDDEN.values(), ids=HIDDEN)
def test_words_that_a_page_hides_are_marked(body):
    text = read(f"{FIRST}{body}<p>And they are seen.</p>")
    hidden = ["".join(b.text[m.start : m.end] for m in b.marks if m.kind == "hidden")
              for b in text.blocks]  # fmt: skip
    assert "".join(hidden).replace(" ", "") == "Unseenwords."
    assert (hidden[0], hidden[-1]) == ("", "")


def test_a_style_sheet_of_the_book_hides_too():
    body = f'<link rel="stylesheet" href="css/s.css"/>{FIRST}<p class="u">Unseen words.</p>'
    text = read(body, members={"OPS/css/s.css": ".u { display: none }"})
    assert [[m.kind for m in block.marks] for block in text.blocks] == [[], ["hidden"]]


def test_a_page_that_hides_all_of_its_text_is_not_believed():
    long = "Every morning the herons came to the flooded field behind the old mill there. "
    text = read(f'<div style="display:none"><p>{long * 3}</p></div><p>Loading.</p>')
    assert all(mark.kind != "hidden" for block in text.blocks for mark in block.marks)


def test_a_way_back_that_names_no_place_is_left_out():
    back = '<a epub:type="backlink" href="a.xhtml">x</a>'
    note = f'<aside epub:type="footnote" id="f"><p>A note. {back}</p></aside>'
    text = read(f'<p>Called<a epub:type="noteref" href="#f">1</a> here.</p>{note}')
    assert [block.text for block in text.blocks] == ["Called1 here.", "A note."]
    assert ("back-link", "x") in [(one.rule, one.text) for one in text.left_out]


@pytest.mark.parametrize(
    "odd", ["<epub:switch><b>in</b></epub:switch>", '<i"x">in</i"x">', "<a:b:c/>in"]
)
def test_a_page_that_is_no_xml_may_have_elements_of_any_name(odd):
    text = read(f"{FIRST}<p>Words {odd} here<br>.</p>")
    assert "in here" in " ".join(block.text for block in text.blocks)
