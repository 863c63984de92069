"""The records of rights: read strictly, holding up a build, stamped, asked for."""

import csv
import io
from dataclasses import replace
from datetime import date

import pytest
from book_sample import BOOK

from florilegium import cli
from florilegium.assemble.clearance import obstacles, require_clearance, stamped, uncleared
from florilegium.check import rights as checks
from florilegium.desk.rights import letter, rows, to_csv, to_text
from florilegium.errors import ConfigError, FlorilegiumError
from florilegium.model import ContentDocument, Edition, Elision, Right
from florilegium.project import licences
from florilegium.project.project import Project
from florilegium.project.rights import load_rights

TODAY = date(2026, 11, 29)
CLASS = Edition("reader", "pdf", audience="class", copies=25)
GRANTED = Right("x", "A", "permission", "Granted.", granted="2026-01-01")


def told(right, edition=CLASS):
    return list(obstacles(right, edition, today=TODAY))


def codes(findings):
    return sorted(finding.code for finding in findings)


@pytest.mark.parametrize(
    "right",
    [
        GRANTED,
        replace(GRANTED, expires="2026-11-29"),  # to the end of that day
        replace(GRANTED, copies=25),
        replace(GRANTED, formats=("pdf",)),
        Right("x", "", "public-domain", "", reason="published before 1930", country="US"),
        Right("x", "A", "licence", "", licence="CC-BY-NC-ND-4.0"),
        Right("x", "A", "quotation", "", reason="twelve lines, discussed"),
    ],
)
def test_a_cleared_text_has_nothing_in_its_way(right):
    assert [] == told(right)


@pytest.mark.parametrize(
    ("right", "edition", "words"),
    [
        (None, CLASS, "no record"),
        (Right("x", "", "unknown", ""), CLASS, "no permission is on file"),
        (Right("x", "", "unknown", "", asked="2026-09-01"), CLASS, "asked for on 2026-09-01"),
        (Right("x", "A", "permission", ""), CLASS, "'granted'"),
        (replace(GRANTED, granted="2027-01-01"), CLASS, "begins on 2027-01-01"),
        (replace(GRANTED, expires="2026-11-28"), CLASS, "ended on 2026-11-28"),
        (replace(GRANTED, copies=24), CLASS, "24 copies are allowed, the edition has 25"),
        (replace(GRANTED, copies=24), replace(CLASS, copies=None), "does not say its 'copies'"),
        (replace(GRANTED, formats=("epub",)), CLASS, "for epub, not for pdf"),
        (GRANTED, replace(CLASS, audience="public"), "for a class edition"),
        (replace(GRANTED, audience="private"), CLASS, "for a private edition"),
        (Right("x", "", "public-domain", ""), CLASS, "'reason'"),
        (Right("x", "", "quotation", ""), CLASS, "'reason'"),
        (
            Right("x", "", "licence", "", licence="http://rightsstatements.org/vocab/InC/1.0/"),
            CLASS,
            "asks for a permission",
        ),
    ],
)
def test_what_is_missing_is_said(right, edition, words):
    assert [one for one in told(right, edition) if words in one]


@pytest.mark.parametrize("right", [None, Right("x", "", "unknown", "")])
def test_an_edition_for_oneself_is_given_to_nobody(right):
    assert [] == told(right, replace(CLASS, audience="private"))


def test_an_uncleared_text_stops_the_edition_or_is_stamped():
    book = replace(BOOK, rights=())
    document = ContentDocument(BOOK.selections[0].slug, "chapter", "body", "", "en", "<p/>")

    with pytest.raises(FlorilegiumError) as caught:
        require_clearance(book, CLASS, today=TODAY)
    draft = replace(CLASS, uncleared="stamp")
    require_clearance(book, draft, today=TODAY)

    assert BOOK.selections[0].source in str(caught.value)
    assert len(uncleared(book, draft, today=TODAY)) == len(BOOK.selections)
    (made,) = stamped([document], book, draft, today=TODAY)
    assert made.stamp.startswith("DRAFT, NOT CLEARED: ")
    assert "there is no record of its rights" in made.stamp
    assert "R110" in codes(checks.stamps(book, draft, today=TODAY))


def test_a_stopped_build_leaves_what_was_there_and_a_stamped_one_says_so_on_every_page(
    book, capsys
):
    folder = book("everything")
    editions = folder / "book" / "editions.toml"
    plain = editions.read_text()
    editions.write_text(plain.replace("[print]", '[print]\naudience = "public"', 1))

    stopped = cli.main(["build", "pdf", "-q", "-C", str(folder)])
    assert stopped == 3
    assert not list(folder.glob("build/pdf/*"))
    assert "'regen1999' is not cleared" in capsys.readouterr().err

    stamp = '[print]\naudience = "public"\nuncleared = "stamp"'
    editions.write_text(plain.replace("[print]", stamp, 1))
    assert cli.main(["build", "pdf", "-q", "-C", str(folder)]) == 0
    (made,) = folder.glob("build/pdf/*.pdf")
    assert "DRAFT, NOT CLEARED: regen1999, no permission is on file" in page_texts(made)


def page_texts(path):
    import pypdfium2  # noqa: PLC0415  # only here

    with pypdfium2.PdfDocument(path) as pdf:
        return "".join(page.get_textpage().get_text_range() for page in pdf)


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ('[[right]]\nsource = "a"\nholder = ""\nbasis = "unknown"\nstatus = ""\n' * 2, 7, "two"),
        ('expires = "2026-13-01"', 6, "expires"),
        ('expires = "soon"', 6, "expires"),
        ("copies = 0", 6, "copies"),
        ('licence = "CC-BY-NC-5.0"', 6, "no licence is called"),
        ('licence = "http://rightsstatements.org/vocab/XYZ/1.0/"', 6, "no licence is called"),
    ],
)
def test_a_wrong_record_is_an_error_with_its_line(tmp_path, text, line, what):
    head = '[[right]]\nsource = "a"\nholder = ""\nbasis = "licence"\nstatus = ""\n'
    written = text if text.startswith("[[") else f"{head}{text}\n"
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "rights.toml").write_text(written)

    with pytest.raises(FlorilegiumError) as caught:
        load_rights(tmp_path)

    assert f"book/rights.toml:{line}" in str(caught.value)
    assert what in str(caught.value)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("cc-by-4.0", "CC-BY-4.0"), ("CC BY 4.0", "CC-BY-4.0"), ("CC-BY-SA-4", "CC-BY-SA-4.0")],
)
def test_a_licence_written_otherwise_is_guessed(typed, meant):
    assert not licences.is_known(typed)
    assert meant == licences.nearest(typed)


def test_every_licence_of_the_table_is_one_of_spdx():
    assert [name for name in licences._terms() if not licences.is_known(name)] == []


def test_the_checks_of_the_records():
    (record,) = BOOK.rights
    selection = BOOK.selections[0]
    elided = replace(selection, elisions=(object.__new__(Elision),), emendations=())

    assert [] == codes(checks.missing(BOOK, set()))
    assert ["R101"] == codes(checks.missing(replace(BOOK, rights=()), set()))
    unknown = replace(record, basis="unknown")
    assert ["R102"] == codes(checks.missing(replace(BOOK, rights=(unknown,)), set()))
    bare = replace(BOOK, sections=[s for s in BOOK.sections if s.kind != "copyright"])
    assert ["R101", "R111"] == codes(checks.missing(replace(bare, rights=()), set()))
    assert ["R102", "R111"] == codes(checks.missing(replace(bare, rights=(unknown,)), set()))
    assert [] == codes(checks.missing(bare, set()))
    other = replace(record, source="other")
    assert ["R103"] == codes(checks.missing(replace(BOOK, rights=(record, other)), set()))
    within = replace(record, source=f"seeds/{selection.seed.name}")
    assert [] == codes(checks.missing(replace(BOOK, rights=(record, within)), set()))
    assert ["R109"] == codes(checks.missing(BOOK, {"pictures/map.png"}))
    assert ["R104"] == codes(checks.grounds(Right("x", "", "quotation", ""), TODAY))
    assert ["R105"] == codes(checks.grounds(replace(GRANTED, expires="2026-01-01"), TODAY))
    no_changes = Right("x", "", "licence", "", licence="CC-BY-NC-ND-4.0")
    assert ["R106", "R107"] == codes(checks.changed(elided, no_changes))
    same = replace(no_changes, licence="CC-BY-SA-4.0")
    assert ["R108"] == codes(checks.changed(elided, same))


def test_a_clearance_request_has_the_pages_in_this_book():
    slug = BOOK.selections[0].slug
    found = rows(BOOK, [CLASS], pages={slug: "12–17"}, today=TODAY)

    table = list(csv.DictReader(io.StringIO(to_csv(found))))

    assert "12–17" == table[0]["pages in book"]
    assert str(sum(len(b.text.split()) for b in BOOK.selections[0].blocks)) == table[0]["words"]
    assert "25 (reader)" == table[0]["copies"]
    assert slug in to_text(found)
    assert "12–17" in letter(BOOK, found[0], CLASS, date="2026-11-29")


def test_a_text_for_one_audience_is_asked_about_for_its_editions_alone():
    slug = BOOK.selections[0].slug
    sections = tuple(
        replace(one, audiences=("tutor",)) if one.selection == slug else one
        for one in BOOK.sections
    )
    book = replace(BOOK, sections=sections, rights=())
    editions = [CLASS, replace(CLASS, name="tutors", reader="tutor")]

    (row,) = rows(book, editions, pages={}, today=TODAY)

    assert row.missing.startswith("tutors")
    assert CLASS.name not in row.missing


def test_no_cell_is_a_formula():
    selection = replace(BOOK.selections[0], title="=HYPERLINK(1)", source="nowhere")
    found = rows(replace(BOOK, selections=(selection,)), [], pages={}, today=TODAY)

    assert "'=HYPERLINK(1)" in to_csv(found)


def test_a_letter_for_a_chapter_that_is_not_there_names_those_there_are(book, capsys):
    folder = book("minimal")

    assert 3 == cli.main(["rights", "-q", "--letter", "frist", "-C", str(folder)])
    assert "no chapter is called 'frist'" in capsys.readouterr().err


def test_an_unknown_audience_is_an_error(book):
    folder = book("minimal")
    with (folder / "book" / "editions.toml").open("a") as file:
        file.write('\n[other]\nformat = "pdf"\naudience = "students"\n')

    with pytest.raises(ConfigError, match="audience"):
        Project.load(folder)


@pytest.mark.parametrize(
    ("text", "line", "what", "hint"),
    [
        ('letter = "letters/none.pdf"', 7, "is not there", "below book/"),
        ('fee = "1,200.50"', 7, "in no currency", "currency ="),
        ('currency = "USd"', 7, "no currency is called", "'USD'"),
        ("granted = 2026-05-01\nexpires = 2026-04-30", 8, "is before 'granted'", "wrong"),
        ("asked = 2026-05-01\ngranted = 2025-05-01", 8, "is before 'asked'", "wrong"),
        ('licence = "https://creativecommons.org/licenses/by-nc/4.0/deed.de"', 7, "no licence",
         "'CC-BY-NC-4.0'"),
        ('licence = "http://rightsstatements.org/vocab/InCC/1.0/"', 7, "no licence", "/InC/"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_record_is_told_with_the_line_of_its_key(
    tmp_path, text, line, what, hint
):
    record = '[[right]]\nsource = "a"\nholder = ""\nbasis = "unknown"\nstatus = ""\n'
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "rights.toml").write_text(f"# [[right]]\n{record}{text}\n")

    with pytest.raises(FlorilegiumError) as caught:
        load_rights(tmp_path)
    assert f"book/rights.toml:{line}" == caught.value.where
    assert what in caught.value.what
    assert hint in caught.value.hint


def test_findings_of_rights_have_the_line_of_their_key(tmp_path):
    records = "".join(
        f'[[right]]\nsource = "{name}"\nholder = ""\nbasis = "{basis}"\nstatus = ""\n{more}\n'
        for name, basis, more in (
            ("rain2020", "unknown", "expires = 2020-01-01"),
            ("rain2021", "public-domain", 'reason = "old"'),
        )
    )
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "rights.toml").write_text(records)
    book = replace(BOOK, rights=load_rights(tmp_path))
    found = {one.code: one for one in checks.check_rights(book, (), today=TODAY)}

    lines = {code: one.where.partition(":")[2] for code, one in found.items()}
    assert {"R102": "4", "R105": "6", "R103": "8", "R104": "10"} == lines
    assert "'expires'" in found["R105"].message
    assert "country" in found["R104"].message
