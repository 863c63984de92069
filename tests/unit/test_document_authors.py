"""What a document says of its authors and their machines does not go with the finished books."""

# ruff: noqa: E501  # tables of inputs are read by the row

import re
import zipfile
from io import BytesIO

import pikepdf
import pytest
from documents import archive, ebook, opendocument, word
from library import Chapter, Volume

from florilegium import cli

AUTHOR = "Zweig"  # in no word of the books
SAID = "The keeper of the weir wrote it down every evening, in a hand as even as the water."
RUN = f"<w:r><w:t>{SAID}</w:t></w:r>"
WHO = f'w:author="{AUTHOR}" w:initials="{AUTHOR}" w:date="2020-01-01T00:00:00Z"'
NAME = f'<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">{AUTHOR}</dc:creator>'


def with_parts(data, **parts):
    with zipfile.ZipFile(BytesIO(data)) as read:
        members = {name: read.read(name).decode() for name in read.namelist()}
    return archive(
        {
            **members,
            **{name.replace("__", "/").replace("_", "."): part for name, part in parts.items()},
        }
    )


def text_of_word():
    body = (
        f'<w:p w:rsidR="{AUTHOR}">{RUN}<w:ins w:id="1" {WHO}>{RUN}</w:ins>'
        f'<w:del w:id="2" {WHO}><w:r><w:delText>{AUTHOR}</w:delText></w:r></w:del>'
        f'<w:moveFrom w:id="3" {WHO}><w:r><w:t>{AUTHOR}</w:t></w:r></w:moveFrom>'
        '<w:commentRangeStart w:id="4"/><w:r><w:t> Said again.</w:t></w:r><w:commentRangeEnd w:id="4"/>'
        f'<w:r><w:commentReference w:id="4"/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>{AUTHOR}</w:t></w:r>'
        f'<w:bookmarkStart w:id="5" w:name="{AUTHOR}"/><w:bookmarkEnd w:id="5"/></w:p>'
        f'<w:sdt><w:sdtPr><w:alias w:val="{AUTHOR}"/><w:tag w:val="{AUTHOR}"/></w:sdtPr><w:sdtContent>'
        f'<w:p><w:pPr><w:pStyle w:val="{AUTHOR}"/><w:pPrChange w:id="6" {WHO}><w:pPr/></w:pPrChange></w:pPr>{RUN}</w:p></w:sdtContent></w:sdt>'
        f'<w:p><w:hyperlink w:anchor="{AUTHOR}" w:tooltip="{AUTHOR}">{RUN}</w:hyperlink></w:p>'
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> INCLUDETEXT "C:\\{AUTHOR}\\a.docx" </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{RUN}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )  # fmt: skip
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return with_parts(
        word(body),
        docProps__core_xml=f'<cp:coreProperties xmlns:cp="x">{NAME}</cp:coreProperties>',
        docProps__app_xml=f"<Properties><Template>C:\\{AUTHOR}.dotx</Template><Company>{AUTHOR}</Company></Properties>",
        word__people_xml=f'<people><person author="{AUTHOR}"/></people>',
        word__comments_xml=f'<w:comments {w}><w:comment w:id="4" {WHO}><w:p><w:r><w:t>{AUTHOR}</w:t></w:r></w:p></w:comment></w:comments>',
        customXml__item1_xml=f"<x>{AUTHOR}</x>",
    )


def text_of_opendocument():
    body = (
        f'<text:tracked-changes><text:changed-region text:id="c"><text:deletion><office:change-info>{NAME}</office:change-info>'
        f"<text:p>{AUTHOR}</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        f'<text:p text:style-name="{AUTHOR}">{SAID}<text:change text:change-id="c"/><office:annotation>{NAME}<text:p>{AUTHOR}</text:p></office:annotation>'
        f' Said again.<text:bookmark text:name="{AUTHOR}"/></text:p>'
        f'<text:section text:name="{AUTHOR}" text:protection-key="{AUTHOR}"><text:p>{SAID}</text:p></text:section>'
    )  # fmt: skip
    return with_parts(
        opendocument(body), meta_xml=f"<meta>{NAME}<template>/home/{AUTHOR}</template></meta>"
    )


SEEDS = {
    "docx": text_of_word(),
    "odt": text_of_opendocument(),
    "rtf": (
        rf"{{\rtf1\ansi{{\info{{\author {AUTHOR}}}{{\operator {AUTHOR}}}{{\company {AUTHOR}}}}}{{\*\template C:\\{AUTHOR}.dot}}"
        rf"{{\*\revtbl{{Unknown;}}{{{AUTHOR};}}}}{SAID}{{\deleted\revauthdel1 {AUTHOR}}}{{\*\atnid {AUTHOR}}}{{\*\atnauthor {AUTHOR}}}"
        rf"{{\chatn{{\*\annotation {AUTHOR}}}}}{{\*\bkmkstart {AUTHOR}}}{{\*\bkmkend {AUTHOR}}}\par {SAID}\par}}"
    ).encode(),
    "epub": ebook(
        {"a.xhtml": f'<p id="{AUTHOR}" class="{AUTHOR}" title="{AUTHOR}" data-x="{AUTHOR}">{SAID}<!-- {AUTHOR} --></p><p>{SAID}</p>'},
        members={"META-INF/rights.xml": f"<x>{AUTHOR}</x>"},
    ),
    "html": (
        f"<html><head><meta name=author content={AUTHOR}><meta name=generator content={AUTHOR}></head><body id={AUTHOR}>"
        f"<!-- {AUTHOR} --><p data-user={AUTHOR} class={AUTHOR} title={AUTHOR}>{SAID}</p></body></html>"
    ).encode(),
}  # fmt: skip


def parts_of(path):
    """Every part of a finished book, unpacked."""
    if path.suffix == ".epub":
        with zipfile.ZipFile(path) as book:
            return {name: book.read(name) for name in book.namelist()}
    made = BytesIO()
    with pikepdf.open(path) as pdf:
        pdf.save(made, qdf=True, stream_decode_level=pikepdf.StreamDecodeLevel.all)
    return {path.name: made.getvalue()}


@pytest.mark.parametrize("form", SEEDS)
def test_no_name_of_an_author_or_machine_is_in_the_books(form, tmp_path):
    root = Volume([Chapter("one", "", suffix=form)], title="Weirs").put(tmp_path / "book")
    (seed,) = root.glob("seeds/*")
    seed.write_bytes(SEEDS[form])
    wide = AUTHOR.encode("utf-16-be")

    assert cli.main(["build", "-q", "-C", str(root), "--jobs", "1"]) in (0, 1)
    books = [*root.glob("build/pdf/*.pdf"), *root.glob("build/epub/*.epub")]
    assert 2 == len(books)
    words = re.compile(
        b"|".join(
            map(
                re.escape,
                (AUTHOR.encode(), wide, wide.hex().encode(), wide.hex().upper().encode()),
            )
        )
    )
    assert [] == [
        name for book in books for name, part in parts_of(book).items() if words.search(part)
    ]
