"""Word, OpenDocument, RTF and EPUB as blocks: what each thing in them becomes."""

import zipfile
from io import BytesIO

import pytest
from documents import archive, ebook, opendocument, paragraph, run, word, written

from florilegium import clean, ingest
from florilegium.errors import SeedError
from florilegium.ingest import SeedSettings

VANISH = "<w:vanish/>"
PROSE = (
    "The keeper of the weir wrote it down every evening, in a hand as even as the water, "
    "and nobody ever asked her why she did."
)


def read(data, name, **settings):
    return ingest.decode(data, name, settings=SeedSettings(**settings))


def said(raw):
    return [(block.kind, block.text) for block in raw.blocks]


def marked(block):
    return {(mark.kind, block.text[mark.start : mark.end]) for mark in block.marks}


def left(raw):
    return [(one.rule, one.text) for one in raw.left_out]


MARKDOWN = {
    "# Head\n\nText.": [("heading", "Head"), ("paragraph", "Text.")],
    "> quoted": [("quote", "quoted")],
    "4. four\n5. five": [("item", "four"), ("item", "five")],
    "Mill\n:   It grinds.": [("term", "Mill"), ("definition", "It grinds.")],
    "    ten = 10": [("code", "ten = 10")],
    "a\n\n----\n\nb": [("paragraph", "a"), ("break", "* * *"), ("paragraph", "b")],
    "| a | b |\n|---|---|\n| c | d |": [("row", "a\tb"), ("row", "c\td")],
    "Said.[^1]\n\n[^1]: One.\n\n    Two.": [
        ("paragraph", "Said.1"),
        ("author-note", "One."),
        ("author-note", "Two."),
    ],
    "$x^2$": [("paragraph", "x 2")],
}


@pytest.mark.parametrize("markdown", MARKDOWN)
def test_a_word_document_is_read_block_by_block(markdown):
    assert MARKDOWN[markdown] == said(read(written(markdown, "docx"), "a.docx"))


@pytest.mark.parametrize("form", ["docx", "odt", "epub"])
def test_items_know_their_number_and_their_depth(form):
    raw = read(written("4. four\n5. five\n\n    - deeper", form), f"a.{form}")

    assert [(1, "4"), (1, "5"), (2, "")] == [(b.level, b.label) for b in raw.blocks][-3:]


@pytest.mark.parametrize("form", ["docx", "odt", "rtf", "epub"])
def test_notes_are_the_authors_and_called_where_they_were(form):
    raw = read(
        written("Said[^b] and done[^a].\n\n[^a]: Later.\n\n[^b]: First.", form), f"a.{form}"
    )
    (text,) = (block for block in raw.blocks if "Said" in block.text)
    notes = [(block.label, block.text) for block in raw.blocks if block.kind == "author-note"]

    assert "Said1 and done2." == text.text
    assert [("1", "First."), ("2", "Later.")] == notes
    assert ["1", "2"] == [mark.ref for mark in text.marks if mark.kind == "author-note"]


def test_marks_lie_on_their_words():
    source = "*a* **b** ~~c~~ ^d^ ~e~ [f]{.smallcaps} [g](https://example.org) `h` [i]{.underline}"
    (block,) = read(written(source, "docx"), "a.docx").blocks

    assert {
        ("emphasis", "a"), ("strong", "b"), ("struck", "c"), ("superscript", "d"),
        ("subscript", "e"), ("small-caps", "f"), ("link", "g"), ("code", "h"),
        ("underlined", "i"),
    } == marked(block)  # fmt: skip


def test_cells_know_what_they_span():
    def cell(words, more=""):
        return f"<w:tc><w:tcPr>{more}</w:tcPr>{paragraph(words)}</w:tc>"

    rows = (
        cell("a", '<w:gridSpan w:val="2"/>') + cell("b"),
        cell("c") + cell("d", '<w:vMerge w:val="restart"/>') + cell("e"),
        cell("f") + "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>" + cell("g"),
    )
    columns = '<w:gridCol w:w="9"/>' * 3
    grid = f"<w:tblGrid>{columns}</w:tblGrid>"
    table = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    blocks = read(word(f"<w:tbl>{grid}{table}</w:tbl>"), "a.docx").blocks

    assert ["a\t\tb", "c\td\te", "f\t\tg"] == [block.text for block in blocks]
    assert [["colspan=2"], ["rowspan=2"], []] == [
        [mark.ref for mark in block.marks if mark.kind == "cell"] for block in blocks
    ]


def test_a_table_of_one_cell_is_a_box_around_words():
    box = f"<w:tbl><w:tr><w:tc>{paragraph('In a box.')}</w:tc></w:tr></w:tbl>"

    assert [("paragraph", "In a box.")] == said(read(word(box), "a.docx"))


def test_lines_of_a_poem_are_verse():
    markdown = (
        "| The weir is grey,\n|   the mill is old,\n| and nobody will\n| be told, be told;\n"
    )
    raw = read(written(markdown, "docx"), "a.docx")

    assert ["verse"] == [block.kind for block in raw.blocks]
    assert raw.blocks[0].text.startswith("The weir is grey,\n  the mill")


# -- tracked changes, comments ---------------------------------------------------------------


def change(kind, words, more=""):
    tag = "delText" if kind == "del" else "t"
    return (
        f'<w:{kind} w:id="1" w:author="Mira" w:date="2011-03-04T00:00:00Z"><w:r>'
        f'<w:{tag} xml:space="preserve">{words}</w:{tag}></w:r></w:{kind}>{more}'
    )


CHANGED = word(paragraph("She ", change("del", "never "), change("ins", "often "), "sang."))
BY = "by Mira on 2011-03-04, and the tracked changes are"


def test_tracked_changes_are_accepted_and_what_went_is_told():
    raw = read(CHANGED, "a.docx")

    assert [("paragraph", "She often sang.")] == said(raw)
    assert [("tracked-change", "never")] == left(raw)
    assert f"Deleted {BY} accepted." == raw.left_out[0].why


def test_tracked_changes_are_refused_where_the_editor_says_so():
    raw = read(CHANGED, "a.docx", tracked_changes="reject")

    assert [("paragraph", "She never sang.")] == said(raw)
    assert [("tracked-change", "often")] == left(raw)
    assert f"Inserted {BY} refused." == raw.left_out[0].why


def test_paragraphs_whose_end_was_deleted_are_one():
    gone = '<w:del w:id="1" w:author="Mira" w:date="2011-03-04T00:00:00Z"/>'
    end = f"<w:pPr><w:rPr>{gone}</w:rPr></w:pPr>"
    data = word(f"<w:p>{end}{run('She sang ')}</w:p>{paragraph('all night.')}")

    assert ["She sang all night."] == [text for _, text in said(read(data, "a.docx"))]
    assert ["She sang", "all night."] == [
        text for _, text in said(read(data, "a.docx", tracked_changes="reject"))
    ]


def test_comments_are_listed_with_their_author():
    comments = (
        '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:comment w:id="0" w:author="Mira" w:date="2011-03-04T00:00:00Z">'
        f"{paragraph('Is it so?')}</w:comment></w:comments>"
    )
    body = paragraph(
        '<w:commentRangeStart w:id="0"/>',
        "She sang.",
        '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>',
    )
    raw = read(word(body, comments=comments), "a.docx")

    assert [("paragraph", "She sang.")] == said(raw)
    assert [("comment", "Is it so?")] == left(raw)
    assert "A comment by Mira on 2011-03-04." == raw.left_out[0].why


# -- hidden, told apart ----------------------------------------------------------------------


HIDDEN = {
    "run.docx": word(paragraph("Seen ", run("unseen", VANISH), " again.")),
    "style.docx": word(
        paragraph("Seen ", run("unseen", '<w:rStyle w:val="Gone"/>'), " again."),
        styles='<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:style w:type="character" w:styleId="Gone"><w:name w:val="Gone"/>'
        f"<w:rPr>{VANISH}</w:rPr></w:style></w:styles>",
    ),
    "style.odt": opendocument(
        '<text:p>Seen <text:span text:style-name="T1">unseen</text:span> again.</text:p>',
        '<style:style style:name="T1" style:family="text"><style:text-properties'
        ' text:display="none"/></style:style>',
    ),
    "group.rtf": rb"{\rtf1 Seen {\v unseen} again.\par}",
    "switch.rtf": rb"{\rtf1 Seen \v unseen\v0  again.\par}",
}


@pytest.mark.parametrize("name", HIDDEN)
def test_hidden_words_go_by_a_rule_of_the_ledger(name):
    raw = read(HIDDEN[name], name)
    cleaned = clean.clean(raw, rules=())

    assert ["Seen unseen again."] == [block.text for block in raw.blocks]
    assert ["Seen again."] == [" ".join(block.text.split()) for block in cleaned.blocks]
    assert [("hidden", "unseen")] == [(one.rule, one.text.strip()) for one in cleaned.removals]


def test_a_document_that_hides_all_of_itself_is_shown():
    raw = read(word(paragraph(run("All of it.", VANISH))), "a.docx")

    assert ["All of it."] == [block.text for block in clean.clean(raw, rules=()).blocks]


def test_what_is_switched_off_is_shown():
    data = word(paragraph("Seen ", run("too", '<w:vanish w:val="0"/>'), "."))

    assert not [m for block in read(data, "a.docx").blocks for m in block.marks]


def test_heads_and_feet_of_pages_are_told():
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    head = f'<w:hdr xmlns:w="{space}">{paragraph("A head")}</w:hdr>'
    data = word(paragraph("Text."), header1=head)

    assert [("page-furniture", "A head")] == left(read(data, "a.docx"))


def test_the_title_above_a_document_is_lifted():
    data = written(f"---\ntitle: The Weir\n---\n\n{PROSE}", "docx")
    raw = read(data, "a.docx")
    cleaned = clean.clean(raw, rules=clean.load_rules())

    assert ("heading", "The Weir") == said(raw)[0]
    assert [("title", "lifted")] == [(one.role, one.action) for one in cleaned.removals]


# -- e-books ---------------------------------------------------------------------------------


PAGES = {
    "cover.xhtml": "<p>Weirs</p>",
    "title.xhtml": "<section epub:type='titlepage'><h1>Weirs</h1><p>Ida Inkwell</p></section>",
    "one.xhtml": "<section id='s1'><h1 id='h1'>The First</h1><p>Said.</p>"
    "<section id='s2'><h2>Below</h2><p>Deeper.</p></section></section>",
    "goes-on.xhtml": "<p>And on.</p>",
    "two.xhtml": "<h1>The Second</h1><p>Done.</p><h1 id='x'>The Third</h1><p>Over.</p>",
}
BOOK = ebook(PAGES, types={"cover.xhtml": "cover", "title.xhtml": "frontmatter"})
PARTS = {
    "one.xhtml": ["The First", "Said.", "Below", "Deeper."],
    "one": ["The First", "Said.", "Below", "Deeper."],
    "The First": ["The First", "Said.", "Below", "Deeper.", "And on."],
    "the first": ["The First", "Said.", "Below", "Deeper.", "And on."],
    "s2": ["Below", "Deeper.", "And on."],
    "The Second": ["The Second", "Done."],
    "two.xhtml#x": ["The Third", "Over."],
    "title": ["Weirs", "Ida Inkwell"],
}


@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_an_ebook_is_named_by_page_id_or_heading(part):
    raw = read(BOOK, "book.epub", part=part)

    assert PARTS[part] == [block.text for block in raw.blocks]
    assert not [m for block in raw.blocks for m in block.marks if m.kind == "apart"]


def test_cover_and_title_page_are_told_apart_from_the_text():
    raw = read(BOOK, "book.epub")
    cleaned = clean.clean(raw, rules=())

    assert "The First" == cleaned.blocks[0].text
    assert [("apart", "Weirs"), ("apart", "Weirs"), ("apart", "Ida Inkwell")] == [
        (one.rule, one.text) for one in cleaned.removals
    ]
    assert "title page of the e-book" in cleaned.removals[1].why


@pytest.mark.parametrize(
    ("part", "words"),
    [("The Frist", "Did you mean 'The First'?"), ("nothing like it", "It has one.xhtml (“The F")],
)
def test_a_part_that_is_not_there_is_an_error_that_lists_the_parts(part, words):
    with pytest.raises(SeedError) as raised:
        read(BOOK, "book.epub", part=part)

    assert words in str(raised.value)


def test_a_heading_that_stands_twice_has_to_be_named_by_its_page():
    pages = {"a.xhtml": "<h1>Same</h1><p>A.</p>", "b.xhtml": "<h1>Same</h1><p>B.</p>"}
    with pytest.raises(SeedError, match=r"2 parts.*\n.*a\.xhtml, b\.xhtml"):
        read(ebook(pages), "book.epub", part="Same")

    assert "B." == read(ebook(pages), "book.epub", part="b.xhtml#Same").blocks[1].text


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.rtf", "a.txt"])
def test_a_part_is_one_that_a_heading_names(name):
    form = name.partition(".")[2]
    data = b"A text of some words." if form == "txt" else written("A text.", form)
    with pytest.raises(SeedError, match="has no part 'two'"):
        read(data, name, part="two")


CALLS = {
    "by type, on another page": {
        "one.xhtml": '<p>Said<a href="notes.xhtml#n1" epub:type="noteref">1</a>.</p>',
        "notes.xhtml": '<aside id="n1" epub:type="footnote"><p>A note.</p></aside>',
    },
    "by link and way back": {
        "one.xhtml": '<p>Said<sup><a id="c1" href="#n1">1</a></sup>.</p>'
        '<p id="n1"><a href="#c1">↩</a> A note.</p>',
    },
    "in a list": {
        "one.xhtml": '<p>Said<sup><a id="c1" href="#n1">1</a></sup>.</p>'
        '<ol><li id="n1"><p>A note. <a href="#c1">↩</a></p></li></ol>',
    },
}


@pytest.mark.parametrize("pages", CALLS.values(), ids=CALLS)
def test_notes_of_an_ebook_are_the_authors(pages):
    blocks = read(ebook(pages), "book.epub").blocks

    assert [("paragraph", "Said1."), ("author-note", "A note.")] == [
        (block.kind, block.text) for block in blocks
    ]
    assert ["1"] == [mark.ref for mark in blocks[0].marks if mark.kind == "author-note"]


def test_pages_out_of_the_order_of_reading_are_read_and_told_apart():
    pages = {"one.xhtml": "<p>Said.</p>", "side.xhtml": "<p>Aside.</p>"}
    raw = read(ebook(pages, linear={"side.xhtml": "no"}), "book.epub")

    assert ["Said.", "Aside."] == [block.text for block in raw.blocks]
    assert ["apart"] == [mark.kind for mark in raw.blocks[1].marks]


def test_the_language_of_an_ebook_is_its_own():
    assert "en" == read(BOOK, "book.epub").language


def test_words_that_pandoc_loses_are_told():
    first, merged = (
        '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>',
        "<w:tcPr><w:vMerge/></w:tcPr>",
    )
    cells = (
        f"<w:tc>{first}{paragraph('kept')}</w:tc>",
        f"<w:tc>{merged}{paragraph('outside')}</w:tc>",
    )
    rows = "".join(f"<w:tr>{cell}<w:tc>{paragraph('beside')}</w:tc></w:tr>" for cell in cells)
    raw = read(word(f"<w:tbl>{rows}</w:tbl>"), "a.docx")

    assert ("not-read", "outside") in left(raw)
    assert [("T121", "1 words of the file could not be read: “outside”")] == [
        (one.code, one.what) for one in raw.damage
    ]


def test_parts_of_an_ebook_keep_their_language_and_direction():
    body = "<div lang='he' dir='rtl'><p>שלום</p></div><div lang='de'><p>Wehr</p></div><p>Weir</p>"
    blocks = read(ebook({"a.xhtml": body}), "a.epub").blocks

    assert [["he rtl"], ["de"], []] == [
        [mark.ref for mark in block.marks if mark.kind == "language"] for block in blocks
    ]


def packed(pages, hrefs):
    """Return an e-book whose package names its pages otherwise than they are called."""
    made = ebook(pages)
    with zipfile.ZipFile(BytesIO(made)) as file:
        members = {name: file.read(name) for name in file.namelist()}
    for name, href in hrefs.items():
        members["OPS/book.opf"] = members["OPS/book.opf"].replace(name.encode(), href.encode())
    return members


@pytest.mark.parametrize(
    ("name", "href"),
    [
        ("one.xhtml", "ONE.xhtml"),
        ("one.xhtml", "./text/../one.xhtml"),
        ("chapter one.xhtml", "chapter%20one.xhtml"),
        ("über.xhtml", "%C3%BCber.xhtml"),
    ],
)
def test_pages_are_found_however_the_package_spells_them(name, href):
    pages = {"nav.xhtml": "<p>Contents.</p>", name: "<h1>One</h1><p>First.</p>"}
    members = packed(pages, {name: href})
    nav = b'<body epub:type="toc"'
    members["OPS/nav.xhtml"] = members["OPS/nav.xhtml"].replace(
        b'<body epub:type="bodymatter"', nav
    )
    raw = read(archive(members), "a.epub")
    assert [(b.text, [m.kind for m in b.marks]) for b in raw.blocks] == [
        ("Contents.", ["apart"]),
        ("One", []),
        ("First.", []),
    ]
    assert not raw.damage


def test_a_page_that_is_missing_is_named():
    members = packed({"one.xhtml": "<p>Here.</p>", "two.xhtml": "<p>Gone.</p>"}, {})
    del members["OPS/two.xhtml"]
    raw = read(archive(members), "a.epub")
    assert said(raw) == [("paragraph", "Here.")]
    assert [(one.code, "two.xhtml" in one.what) for one in raw.damage] == [("T121", True)]


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-16"])
def test_pages_of_another_encoding_are_read(encoding):
    members = packed({"one.xhtml": "<p>Here.</p>"}, {})
    page = '<?xml version="1.0" encoding="{}"?><html><body><p>Größe.</p></body></html>'
    members["OPS/one.xhtml"] = page.format(encoding).encode(encoding)
    raw = read(archive(members), "a.epub")
    assert said(raw) == [("paragraph", "Größe.")]
    assert not raw.damage


def test_the_number_of_a_printed_page_is_no_word_of_the_text():
    page = '<p>A long w<span epub:type="pagebreak" title="8">8</span>ord.</p>'
    raw = read(ebook({"one.xhtml": page}), "a.epub")
    assert said(raw) == [("paragraph", "A long word.")]
    assert left(raw) == [("page-furniture", "8")]


def test_a_note_is_one_where_its_call_says_so():
    page = '<p>Said<a epub:type="noteref" href="two.xhtml#x7"><sup>2</sup></a>.</p>'
    notes = '<ol><li id="x7"><p>By whom?</p></li></ol>'
    raw = read(ebook({"one.xhtml": page, "two.xhtml": notes}), "a.epub")
    assert ("author-note", "By whom?") in said(raw)
