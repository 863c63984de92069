"""Every check, shown something wrong: each must see it."""

import shutil
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from book_sample import BOOK, PRODUCTION, PROSE

from florilegium import cli, pipeline
from florilegium.check import agreement, pdf, texts
from florilegium.check import book as book_checks
from florilegium.check import index as index_checks
from florilegium.check.pdf_words import words_of
from florilegium.findings import CATALOGUE, Finding, worst
from florilegium.model import Artefact
from florilegium.project.project import Project
from florilegium.render.xhtml import typeset

A5 = (148.0, 210.0)
FAMILIES = ("Source Serif 4", "Source Sans 3", "Source Code Pro", "Noto Serif")


def codes(findings):
    return sorted({finding.code for finding in findings})


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """The smallest book: its reader and its two artefacts."""
    folder = tmp_path_factory.mktemp("small") / "minimal"
    shutil.copytree(Path(__file__).parents[1] / "books" / "minimal", folder)
    return pipeline.build(Project.load(folder))


def test_a_sound_pdf_and_epub_agree_with_the_book(small):
    reader, (printed, packed) = small

    assert [] == list(pdf.check_pdf(printed.path, families=FAMILIES, size=A5))
    assert [] == list(agreement.agrees_pdf(printed.path, reader.documents, printed.folios))
    assert [] == list(agreement.agrees_epub(packed.path, reader.documents, packed.folios))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("herons stand", "herons sit"),
        ("Nor do the herons.", "Nor do they."),
        ("manners", "manner"),
    ],
)
def test_one_other_word_is_seen_in_both_formats(small, old, new):
    reader, (printed, packed) = small
    changed = [replace(d, xhtml=d.xhtml.replace(old, new)) for d in reader.documents]

    assert [d.xhtml for d in reader.documents] != [d.xhtml for d in changed]
    assert ["P104"] == codes(agreement.agrees_pdf(printed.path, changed, printed.folios))
    assert ["E201"] == codes(agreement.agrees_epub(packed.path, changed, packed.folios))


def test_letters_lost_or_won_are_told(small):
    reader, _ = small
    (text,) = reader.texts
    document = next(d for d in reader.documents if d.id == "walk")
    spoilt = replace(document, xhtml=document.xhtml.replace("herons stand", "heron stands!"))

    def told(raw, cleaned, document):
        return list(texts.accounted(raw, cleaned, text.selection, document))

    assert [] == told(text.raw, text.cleaned, document)
    (found,) = told(text.raw, text.cleaned, spoilt)
    assert found.code == "T102"
    assert "1 × '!'" in found.message
    lost = replace(text.cleaned, blocks=text.cleaned.blocks[1:])
    assert ["T101"] == codes(told(text.raw, lost, document))


def test_a_strange_font_and_a_strange_size_are_seen(small):
    _, (printed, _) = small

    assert ["P102"] == codes(pdf.check_pdf(printed.path, families=("Comic Sans",), size=A5))
    assert ["P106"] == codes(pdf.check_pdf(printed.path, families=FAMILIES, size=(210, 297)))


def spoil(source, target, change):
    with pikepdf.open(source) as file:
        change(file)
        file.save(target)
    return target


def _without(key):
    def change(file):
        del file.Root[key]

    return change


def _without_title(file):
    del file.docinfo["/Title"]


def _unembed(file):
    for item in file.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
            for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                if key in item:
                    del item[key]


def _second_rank_first(file):
    for node in pdf.elements(file.Root.StructTreeRoot):
        if node.get("/S") == "/H1":
            node.S = pikepdf.Name.H3


def _formula_undescribed(file):
    next(pdf.elements(file.Root.StructTreeRoot)).S = pikepdf.Name.Formula


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("P102", _unembed),
        ("P105", _without("/Lang")),
        ("P105", _without("/PageLabels")),
        ("P105", _without("/Outlines")),
        ("P105", _without_title),
        ("P107", _without("/StructTreeRoot")),
        ("P107", _without("/ViewerPreferences")),
        ("P107", _second_rank_first),
        ("P107", _formula_undescribed),
    ],
)
def test_a_spoilt_pdf_is_seen(small, tmp_path, code, change):
    _, (printed, _) = small
    spoilt = spoil(printed.path, tmp_path / "spoilt.pdf", change)

    assert code in codes(pdf.check_pdf(spoilt, families=FAMILIES, size=A5))


def test_page_heads_and_folios_are_no_words_of_the_book(small):
    _, (printed, _) = small
    words = words_of(printed.path)

    assert words.flow.count("A Small Reader") <= 3
    assert "Nor do the herons." in words.notes
    assert "Nor do the herons." not in words.flow


def test_what_the_press_complains_of_is_a_finding(tmp_path):
    made = Artefact(
        "print", "pdf", tmp_path / "x.pdf", "",
        warnings=(".notdef glyph rendered", "bad CSS", 'Image "" has no required alt description'),
    )  # fmt: skip

    assert ["P101", "P103"] == codes(pdf.warnings(made))


# -- the book before any format ------------------------------------------------------------


def found_in(book):
    return list(book_checks.check_book(book, typeset(book, PROSE, PRODUCTION)))


def test_missing_metadata_is_told():
    assert "B101" in codes(found_in(BOOK))
    assert {"description", "subjects"} == {
        finding.message.split("'")[1] for finding in found_in(BOOK) if finding.code == "B101"
    }


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("publisher", "Your Press"),
        ("title", "My Reader"),
        ("subtitle", "Two Short Texts to Begin With"),
        ("description", "TODO"),
        ("rights", "Lorem ipsum dolor"),
    ],
)
def test_a_placeholder_left_standing_is_told(key, words):
    made = replace(BOOK, meta=replace(BOOK.meta, **{key: words}))

    assert [Finding("B121", "book/book.toml", f"{key} is still {words!r}")] == list(
        book_checks.placeholders(made)
    )
    assert [] == list(book_checks.placeholders(BOOK))


def test_a_link_to_nowhere_and_an_id_used_twice_are_told():
    documents = list(typeset(BOOK, PROSE, PRODUCTION))
    documents[4] = replace(
        documents[4],
        xhtml=documents[4].xhtml.replace("<em>it</em>", '<a href="#x" id="index">it</a>'),
    )

    assert ["B102", "B103"] == codes(book_checks.links(documents))


def test_a_form_that_no_text_uses_is_told():
    (first, *_rest) = BOOK.index.headings
    names = replace(BOOK.index, headings=(replace(first, forms=("Rain", "Drizzle")),))

    assert ["B104"] == codes(index_checks.check_index(replace(BOOK, index=names), ()))


def test_a_seed_that_no_chapter_uses_is_told(tmp_path):
    (tmp_path / "rain.txt").touch()
    (tmp_path / "snow.txt").touch()
    (tmp_path / ".hidden").touch()

    assert [Finding("B105", "seeds/snow.txt", "no chapter uses this seed")] == list(
        book_checks.seeds(BOOK, tmp_path)
    )


def test_what_pandoc_complains_of_is_a_finding():
    assert ["B106"] == codes(book_checks.warnings(["odd\n"]))


@pytest.mark.usefixtures("_without_judges")
def test_a_rule_that_breaks_its_example_is_told(book, capsys):
    folder = book("minimal")
    (folder / "book" / "cleaning.toml").write_text(
        '[[rule]]\nid = "own"\nkind = "line"\nrole = "advert"\nwhy = "An advert."\n'
        'pattern = ["^Buy .*"]\nremoves = ["Sell this"]\nkeeps = ["By the sea"]\n',
        encoding="utf-8",
    )

    cli.main(["check", "-C", str(folder)])

    assert "T103" in capsys.readouterr().err


# -- findings themselves -------------------------------------------------------------------


def test_findings_know_their_gravity_and_remedy():
    assert Finding("B102", "x", "y").severity == "error"
    assert Finding("B105", "x", "y").hint == CATALOGUE["B105"].hint
    assert worst([Finding("B105", "x", "y"), Finding("B104", "x", "y")]) == "warning"
    assert worst([]) is None
