"""Pictures in the ledger of rights: they gate a build, are credited, and stand in the table."""

from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from library import Chapter, Volume, picture
from lxml import etree

from florilegium import handout, pipeline
from florilegium.assemble import audiences
from florilegium.assemble.clearance import stamped, uncleared
from florilegium.check.rights import check_rights
from florilegium.desk.rights import rows
from florilegium.errors import FlorilegiumError
from florilegium.project import licences
from florilegium.project.project import Project

TODAY = date(2026, 1, 2)
TEXT = "Nobody asked the keeper of the weir why she wrote it down every evening of the year.\n"
APPARATUS = "::: headnote\nSee.\n\n![The weir](pictures/weir.png{})\n:::\n"
SETTLED = 'holder = "W"\nstatus = "Asked."\n'
TEXT_RIGHT = (
    '[[right]]\nsource = "walk"\nbasis = "public-domain"\nreason = "old"\ncountry = "US"\n'
)
RECORD = '[[right]]\nsource = "pictures/weir.png"\n'
GRANTED = 'basis = "permission"\ngranted = "2025-01-01"\ncredit = "Photo: W."\n'
EDITIONS = (
    '[print]\nformat = "pdf"\naudience = "{}"\n[teach]\nextends = "print"\nreader = "tutor"\n'
)


def project(folder, record, *, audience="class", apparatus=None, cover=""):
    volume = Volume(
        [Chapter("walk", TEXT, APPARATUS.format("") if apparatus is None else apparatus)],
        settings=cover,
        files={
            "book/pictures/weir.png": picture("PNG"),
            "book/rights.toml": f"{TEXT_RIGHT}{SETTLED}{record}",
            "book/editions.toml": EDITIONS.format(audience),
        },
    )
    return Project.load(volume.put(folder))


@pytest.mark.parametrize(
    ("record", "missing"),
    [
        ("", "there is no record of its rights"),
        (f'{RECORD}basis = "unknown"\n{SETTLED}', "no permission is on file"),
        (f'{RECORD}{GRANTED}{SETTLED}expires = "2025-12-31"\n', "ended on 2025-12-31"),
        (f'{RECORD}{GRANTED}{SETTLED}formats = ["epub"]\n', "is for epub"),
        (f"{RECORD}{GRANTED}{SETTLED}copies = 3\n", "3 copies are allowed"),
        (f'{RECORD}{GRANTED}{SETTLED}audience = "private"\n', "for a private edition"),
    ],
)
def test_a_picture_that_is_not_cleared_stops_the_build(tmp_path, record, missing):
    made = project(tmp_path, record)

    with pytest.raises(FlorilegiumError) as caught:
        pipeline.build(made, formats=["pdf"])
    assert "'pictures/weir.png' is not cleared" in str(caught.value)
    assert missing in str(caught.value)
    assert not (made.build / "pdf").exists()


@pytest.mark.parametrize("where", ["pictures/weir.png", "the cover"])
def test_a_cleared_picture_is_credited_and_one_of_the_cover_counts(tmp_path, where):
    cover = 'cover = "weir.png"\n' if where == "the cover" else ""
    own = "" if cover else None
    made = project(tmp_path, f"{RECORD}{GRANTED}{SETTLED}", apparatus=own, cover=cover)
    reader = pipeline.read_book(made)
    edition = made.editions.default("pdf")

    assert () == uncleared(reader.book, edition, today=TODAY)
    found = check_rights(reader.book, reader.pictures, today=TODAY)
    assert [] == [one.message for one in found if one.code in ("R103", "R109")]
    row = rows(reader.book, [edition], pages={"walk": "1"}, today=TODAY)[-1]
    assert ("pictures/weir.png", "permission", "") == (row.slug, row.basis, row.missing)
    page = next(one.xhtml for one in reader.documents if one.id == "copyright")
    assert ("Picture weir.png. Used with permission." in page) == (not cover)


@pytest.mark.parametrize(
    ("written", "around"),
    [
        ("![The weir](pictures/weir.png)", "figcaption"),
        ('![The weir](pictures/weir.png "Seen in March")', "figcaption"),
        ("The weir ![itself](pictures/weir.png) in March.", "p"),
    ],
)
def test_the_credit_line_stands_under_the_picture_word_for_word(tmp_path, written, around):
    record = f"{RECORD}{GRANTED}{SETTLED}credit_at_text = true\n"
    made = project(tmp_path, record, apparatus=f"::: headnote\nSee.\n\n{written}\n:::\n")
    chapter = next(one for one in pipeline.read_book(made).documents if one.id == "walk")
    tree = etree.fromstring(chapter.xhtml.encode())

    (line,) = tree.iterfind(".//{*}span[@class='picture-credit']")
    assert "Photo: W." == line.text
    assert f"{{http://www.w3.org/1999/xhtml}}{around}" == line.getparent().tag


def test_the_page_with_the_picture_is_stamped_and_no_other(tmp_path):
    made = project(tmp_path, "")
    reader = pipeline.read_book(made)
    draft = replace(made.editions.default("pdf"), uncleared="stamp")
    stamps = {
        one.id: one.stamp for one in stamped(reader.documents, reader.book, draft, today=TODAY)
    }

    assert [stamps["walk"]] == [stamp for stamp in stamps.values() if stamp]
    assert "pictures/weir.png, there is no record of its rights" in stamps["walk"]


def test_a_handout_names_the_right_of_its_pictures_and_is_stopped_without(tmp_path):
    made = project(tmp_path / "cleared", f"{RECORD}{GRANTED}{SETTLED}")
    (printed,) = handout.make(made, ["walk"], ["print"])
    with pypdfium2.PdfDocument(printed.path) as pdf:
        last = pdf[len(pdf) - 1].get_textpage().get_text_bounded()

    assert "Picture weir.png. Used with permission." in " ".join(last.split())
    with pytest.raises(FlorilegiumError, match=r"'pictures/weir\.png' is not cleared"):
        handout.make(project(tmp_path / "not", ""), ["walk"], ["print"])


def test_a_picture_for_one_audience_is_no_matter_of_the_others(tmp_path):
    apparatus = APPARATUS.format("").replace("::: headnote", "::: {.headnote audience=tutor}")
    made = project(tmp_path, f'{RECORD}basis = "unknown"\n{SETTLED}', apparatus=apparatus)
    reader = pipeline.read_book(made)
    pages = {one.id: one.xhtml for one in reader.documents}

    for name, count in (("print", 0), ("teach", 1)):
        edition = made.editions.named(name)
        book = audiences.book_for(reader.book, edition.reader)
        assert count == len(uncleared(book, edition, today=TODAY))
    assert "Picture weir.png" not in pages["copyright"]
    assert "Picture weir.png" in pages["for-tutor"]


@pytest.mark.parametrize(
    ("licence", "asked"),
    [
        ("CC-BY-ND-3.0-DE", {"by", "nd"}),
        ("CC-BY-NC-SA-2.0-UK", {"by", "nc", "sa"}),
        ("CC-BY-NC-ND-3.0-IGO", {"by", "nc", "nd"}),
        ("CC-BY-2.1-JP", {"by"}),
        ("CC-BY-ND-4.0 AND CC0-1.0", {"by", "nd"}),
        ("CC-BY-ND-4.0 OR CC-BY-NC-4.0", {"by"}),
        ("CC-BY-ND-4.0 OR MIT", set()),
        ("MIT", None),
    ],
)
def test_ported_licences_and_expressions_ask_what_their_parts_ask(licence, asked):
    assert licences.is_known(licence) or licence == "CC-BY-2.1-JP"
    assert asked == (None if licences.terms(licence) is None else set(licences.terms(licence)))
