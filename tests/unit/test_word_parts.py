"""Words in parts of a DOCX that pandoc does not read: in the text, or in the ledger."""

import re
import zipfile
from io import BytesIO

import pytest
from documents import R, W, archive, paragraph, run, word

from florilegium import ingest
from florilegium.ingest.seed_pictures import SeedPictures

V = 'xmlns:v="urn:schemas-microsoft-com:vml"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
STRICT = "http://purl.oclc.org/ooxml"


def read(data):
    return ingest.decode(data, "a.docx")


def said(raw):
    return [block.text for block in raw.blocks]


def left(raw):
    return [(one.rule, one.text) for one in raw.left_out]


def members(data):
    with zipfile.ZipFile(BytesIO(data)) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


def box(words, around=V):
    inner = f"<w:txbxContent>{paragraph(words)}</w:txbxContent>"
    return f"<w:pict><v:shape {around}><v:textbox>{inner}</v:textbox></v:shape></w:pict>"


WIDE = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'


def table(*rows):
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (
            paragraph("Map ", f'<w:fldSimple w:instr=" SEQ F ">{run("4")}</w:fldSimple>', ": a"),
            ["Map 4: a"],
        ),
        (
            paragraph(f'<w:customXml w:element="q">{run("marked")}</w:customXml>', " up"),
            ["marked up"],
        ),
        (f'<w:customXml w:element="q">{paragraph("marked")}</w:customXml>', ["marked"]),
        (paragraph("one", "<w:r><w:cr/></w:r>", "two"), ["one", "two"]),
        (
            paragraph(
                f"<w:r><w:ruby><w:rt>{run('とう')}</w:rt>"
                f"<w:rubyBase>{run('東')}</w:rubyBase></w:ruby></w:r>",
                "京",
            ),
            ["東京"],
        ),
        (
            paragraph("before", f"<w:r>{box('in the box')}</w:r>", " after"),
            ["before after", "in the box"],
        ),
        (paragraph(f"<w:r>{box('alone')}</w:r>"), ["alone"]),
        (
            paragraph(
                f"<mc:AlternateContent {MC}><mc:Choice Requires='w14'>{run('chosen')}</mc:Choice>"
                f"<mc:Fallback>{run('not chosen')}</mc:Fallback></mc:AlternateContent>",
                " words",
            ),
            ["chosen words"],
        ),
        (paragraph(f'<w:dir w:val="rtl">{run("right")}</w:dir>', " left"), ["right left"]),
        (paragraph(f"<w:ins>{run('inserted by nobody')}</w:ins>"), ["inserted by nobody"]),
        (
            table(
                f"<w:tc>{WIDE}{paragraph('head')}</w:tc><w:tc>{paragraph('third')}</w:tc>",
                f"<w:tc>{paragraph('a')}</w:tc>",
            ),
            ["head\t\tthird", "a\t\t"],
        ),
        (
            paragraph(
                f"<w:r><mc:AlternateContent {MC}><mc:Choice Requires='wps'>{box('twice')}"
                f"</mc:Choice><mc:Fallback>{box('twice')}</mc:Fallback></mc:AlternateContent></w:r>",
            ),
            ["twice"],
        ),
        (
            paragraph(
                f"<w:r><mc:AlternateContent {MC}><mc:Choice Requires='wps'>{box('chosen')}"
                f"</mc:Choice><mc:Fallback>{box('chosen')}</mc:Fallback></mc:AlternateContent></w:r>",
                "beside",
            ),
            ["beside", "chosen"],
        ),
    ],
)
def test_words_that_pandoc_drops_are_in_the_text(body, words):
    assert said(read(word(body))) == words


def test_the_reading_of_a_character_is_told():
    base = f"<w:rt>{run('とう')}</w:rt><w:rubyBase>{run('東')}</w:rubyBase>"
    raw = read(word(paragraph(f"<w:r><w:ruby>{base}</w:ruby></w:r>", "京")))
    assert ("not-read", "とう") in left(raw)


def other_name(data):
    return archive(
        {
            name.replace("document.xml", "document2.xml"): part.replace(
                "word/document.xml", "word/document2.xml"
            )
            for name, part in members(data).items()
        }
    )


def strict(data):
    return archive(
        {
            name: part.replace(W, f"{STRICT}/wordprocessingml/main").replace(
                R, f"{STRICT}/officeDocument/relationships"
            )
            for name, part in members(data).items()
        }
    )


def other_prefix(data):
    return archive(
        {
            name: re.sub(r"\bw:", "ns0:", part).replace("xmlns:w=", "xmlns:ns0=")
            if name.startswith("word/")
            else part
            for name, part in members(data).items()
        }
    )


def wide(data):
    head = '<?xml version="1.0" encoding="UTF-16"?>'
    return archive(
        {
            name: f"{head}{part}".encode("utf-16") if name.startswith("word/") else part
            for name, part in members(data).items()
        }
    )


@pytest.mark.parametrize("other", [other_name, strict, other_prefix, wide])
def test_hidden_words_and_boxes_are_found_under_other_names(other):
    body = paragraph("seen ", run("hidden", "<w:vanish/>"), f"<w:r>{box('boxed')}</w:r>")
    head = f'<w:hdr xmlns:w="{W}">{paragraph("of each page")}</w:hdr>'
    raw = read(other(word(body, header1=head)))
    assert said(raw) == ["seen hidden", "boxed"]
    assert [mark.kind for mark in raw.blocks[0].marks] == ["hidden"]
    assert left(raw) == [("page-furniture", "of each page")]


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("word/diagrams/data1.xml", f"<d {A}><a:t>words of it</a:t></d>"),
        ("word/charts/chart1.xml", f"<c {A}><a:t>words of it</a:t></c>"),
        ("word/chunk.htm", "<title>no</title><p>words of <i>it</i></p>"),
    ],
)
def test_words_that_are_drawn_or_put_in_from_a_file_are_told(name, part):
    made = {**members(word(paragraph("text"))), name: part}
    link = f'<Relationship Id="r9" Type="{R}/aFChunk" Target="chunk.htm"/></Relationships>'
    rels = "word/_rels/document.xml.rels"
    made[rels] = made[rels].replace("</Relationships>", link)
    raw = read(archive(made))
    assert ("not-read", "words of it") in left(raw)
    assert "T121" in {one.code for one in raw.damage}


def test_a_comment_on_nothing_is_told():
    comments = (
        f'<w:comments xmlns:w="{W}"><w:comment w:id="1" w:author="E">'
        f"{paragraph('to nobody')}</w:comment></w:comments>"
    )
    raw = read(word(paragraph("text"), comments=comments))
    assert left(raw) == [("comment", "to nobody")]


def test_letters_of_a_font_of_signs_are_not_missed():
    font = '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>'
    raw = read(word(paragraph(run("abg", font))))
    assert said(raw) == ["αβγ"]
    assert not raw.damage


def test_a_picture_that_stands_in_the_title_comes_along():
    words = paragraph("The Weir", PICTURE, style="Title")
    raw = read(with_picture(word(words + paragraph("text")), "media/image1.png"))
    assert said(raw) == ["The Weir", "text"]
    assert [(one.address, one.block) for one in raw.illustrations] == [("media/image1.png", 1)]


@pytest.mark.parametrize(
    ("target", "member", "comes"),
    [
        ("media/image1.png", "word/media/image1.png", True),
        ("/word/media/image1.png", "word/media/image1.png", True),
        ("/media/image1.png", "media/image1.png", True),
        ("../media/image1.png", "media/image1.png", False),
    ],
)
def test_a_picture_is_found_where_it_lies_or_told(tmp_path, target, member, comes):
    made = members(with_picture(word(paragraph("text", PICTURE)), target, "Elsewhere"))
    data = archive({**made, member: "bytes"})
    (tmp_path / "a.docx").write_bytes(data)
    raw = read(data)
    found = [
        SeedPictures(tmp_path).read(f"seeds/a.docx#{one.address}") for one in raw.illustrations
    ]
    assert found == ([b"bytes"] if comes else [])
    assert left(raw) == ([] if comes else [("picture", member)])


def test_a_picture_on_the_web_is_told():
    address = "https://example.org/weir.png"
    raw = read(with_picture(word(paragraph("text", PICTURE)), address, "External"))
    assert left(raw) == [("picture", address)]


PICTURE = (
    f'<w:r><w:drawing {A}><wp:inline xmlns:wp="{WP}"><wp:extent cx="9" cy="9"/><a:graphic>'
    f'<a:graphicData><pic:pic xmlns:pic="{PIC}"><pic:blipFill><a:blip r:embed="r9"/>'
    "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline>"
    "</w:drawing></w:r>"
)


def with_picture(data, target, mode="Internal"):
    rels = "word/_rels/document.xml.rels"
    link = f'<Relationship Id="r9" Type="{R}/image" Target="{target}" TargetMode="{mode}"/>'
    made = members(data)
    made[rels] = made[rels].replace("</Relationships>", f"{link}</Relationships>")
    if mode == "Internal":
        made[f"word/{target}"] = "bytes"
    return archive(made)
