"""What documents and e-books say of themselves, for the draft of their source."""

from documents import archive, ebook, opendocument, paragraph, word, written

from florilegium import ingest
from florilegium.ingest import document_metadata
from florilegium.ingest.metadata import Metadata

HEAD = "---\ntitle: The Weir\nauthor: Ida Inkwell\nlang: en-GB\ndate: 1911-03-04\n---\n\nText.\n"
OPF = """<package xmlns="http://www.idpf.org/2007/opf" xmlns:opf="http://www.idpf.org/2007/opf"
xmlns:dc="http://purl.org/dc/elements/1.1/" version="3.0"><metadata>
<dc:title>Weirs</dc:title><dc:creator id="c1">Ida Inkwell</dc:creator>
<dc:contributor id="c2">Mira Miller</dc:contributor><dc:contributor>A printer</dc:contributor>
<dc:creator opf:role="trl">Tom Tern</dc:creator>
<meta refines="#c2" property="role">edt</meta><dc:date>1911</dc:date>
<dc:publisher>Open Shelf</dc:publisher><dc:identifier>urn:isbn:9780306406157</dc:identifier>
<dc:rights>https://creativecommons.org/licenses/by/4.0/</dc:rights><dc:language>en</dc:language>
</metadata><manifest/><spine/></package>"""


def values(facts):
    return [fact.value for fact in facts]


def test_a_word_document_says_title_author_and_day():
    found = document_metadata.read_docx(written(HEAD, "docx"))

    assert ["The Weir"] == values(found.titles)
    assert ["Ida Inkwell"] == values(found.authors)
    assert 1 == len(found.dates)
    assert "docProps/core.xml, title" == found.titles[0].source


def test_an_opendocument_text_says_who_began_it():
    meta = (
        '<m xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:m"><dc:title>Weirs'
        "</dc:title><dc:creator>Last Hand</dc:creator><meta:initial-creator>Ida Inkwell"
        "</meta:initial-creator><meta:creation-date>1911-03-04T00:00:00</meta:creation-date>"
        "<dc:language>de</dc:language></m>"
    )
    found = document_metadata.read_odt(opendocument("<text:p>x</text:p>", **{"meta.xml": meta}))

    assert (["Weirs"], ["Ida Inkwell"]) == (values(found.titles), values(found.authors))
    assert (["1911-03-04T00:00:00"], "de") == (values(found.dates), found.language)


def test_an_ebook_says_its_people_by_their_roles(tmp_path):
    data = archive(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container><rootfile full-path="a.opf"/></container>',
            "a.opf": OPF,
        }
    )
    (tmp_path / "a.epub").write_bytes(data)
    found = ingest.metadata_of(tmp_path / "a.epub")

    assert (["Ida Inkwell"], ["Mira Miller"], ["Tom Tern"]) == (
        values(found.authors),
        values(found.editors),
        values(found.translators),
    )
    assert (["Open Shelf"], ["1911"]) == (values(found.publishers), values(found.dates))
    assert (["isbn:9780306406157"], ["CC-BY-4.0"], "en") == (
        values(found.identifiers),
        values(found.licences),
        found.language,
    )


def test_the_title_and_the_author_of_an_rtf():
    info = (
        r"{\rtf1\ansi\ansicpg1251{\info{\title \'cf\'f2\'e8\'f6\'fb}{\author Ida Inkwell}}Text.}"
    )
    found = ingest.metadata_in(info.encode(), "a.rtf")
    assert (["Птицы"], ["Ida Inkwell"]) == (values(found.titles), values(found.authors))


def test_what_cannot_be_opened_says_nothing():
    for read in (
        document_metadata.read_rtf,
        document_metadata.read_docx,
        document_metadata.read_odt,
        document_metadata.read_epub,
    ):
        assert Metadata() == read(b"A text.")
    assert Metadata() == document_metadata.read_docx(word(paragraph("x")))
    assert "Weirs" == document_metadata.read_epub(ebook({"a.xhtml": "<p>x</p>"})).titles[0].value
