"""A book in Hebrew, Arabic, Japanese, Chinese, Devanagari and Thai, with fonts of its own."""

import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from epub_tree import EpubTree
from fontTools.ttLib import TTFont
from pdf_inspector import PdfInspector

from florilegium import cli
from florilegium.check import missing_glyphs
from florilegium.check.pdf_words import _base, words_of
from florilegium.model.letters import letters

# A judge that the machine lacks is said to be missing, which is no fault of the book.
ABSENT = {"E402", "E404", "E406"}
WORDS = {
    "Hebrew, pointed": "בְּרֵאשִׁית בָּרָא אֱלֹהִים אֵת הַשָּׁמַיִם",
    "Hebrew beside figures": "בשנת 1948 נוסדה the State of Israel והספר נקרא (שוב) ב־12 לשונות",
    "Hebrew in English": "the Hebrew שלום",
    "Arabic, pointed": "بِسْمِ اللَّهِ الرَّحْمَٰنِ الرَّحِيمِ",
    "Arabic beside figures": "قرأت 25 صفحة",
    "Japanese": "吾輩は猫である。名前はまだ無い。",
    "Chinese": "道可道，非常道。名可名，非常名。",
    "Devanagari": "कितना मनोहर, कितना सुहावना प्रभात है",
    "Thai": "วรรณยุกต์ ผู้อ่านน้ำใจดีที่สุด",
}


@pytest.fixture(scope="module")
def scripts(tmp_path_factory):
    """The book, built and checked once: its folder, and the codes of what the check found."""
    folder = tmp_path_factory.mktemp("books") / "scripts"
    shutil.copytree(Path(__file__).parent / "books" / "scripts", folder)
    return folder


@pytest.fixture(scope="module")
def built(scripts):
    assert cli.main(["build", "-q", "-C", str(scripts)]) == 0
    return scripts


def test_the_check_finds_nothing(scripts, capsys):
    code = cli.main(["check", "--json", "-q", "-C", str(scripts)])
    found = json.loads(capsys.readouterr().out)

    assert [] == [row for row in found if row["code"] not in ABSENT]
    assert code == 0


@pytest.mark.parametrize("name", WORDS)
def test_the_words_of_the_pdf_are_those_of_the_seed(built, name):
    assert letters(WORDS[name]) in letters(words_of(next(built.glob("build/pdf/*.pdf"))).flow)


def test_the_fonts_of_the_book_are_found_and_embedded(built):
    fonts = " ".join(PdfInspector(next(built.glob("build/pdf/*.pdf"))).fonts)

    for family in ("Hebrew", "Naskh", "Devanagari", "Thai", "CJK"):
        assert family in fonts, family


def test_languages_and_directions_are_kept_in_the_e_book(built):
    tree = EpubTree(next(built.glob("build/epub/*.epub")))
    page = tree.tree("text/mixed.xhtml")
    spans = {
        (span.get("lang"), span.get("dir")) for span in page.iter("{*}span") if span.get("lang")
    }

    assert {("he", "rtl"), ("ar", "rtl"), ("ja", None), ("zh-Hant", None)} <= spans
    assert {("hi", None), ("th", None)} <= spans


def test_the_fonts_of_the_book_go_into_the_e_book_with_the_letters_it_needs(built):
    with zipfile.ZipFile(next(built.glob("build/epub/*.epub"))) as book:
        name = next(one for one in book.namelist() if "fonts/" in one and "Hebrew" in one)
        letters_kept = set(TTFont(io.BytesIO(book.read(name))).getBestCmap())
        sheet = book.read("EPUB/styles/epub.css").decode()

    assert {ord(one) for one in "בראשית"} <= letters_kept
    assert {ord(one) for one in "Qxz"} - letters_kept  # what the book has no use for
    assert ":lang(he) { font-family:" in sheet
    assert ":lang(en)" not in sheet


def test_without_its_fonts_the_check_names_those_that_it_needs(tmp_path, capsys):
    folder = tmp_path / "scripts"
    shutil.copytree(Path(__file__).parent / "books" / "scripts", folder)
    shutil.rmtree(folder / "styles")
    cli.main(["build", "pdf", "-C", str(folder)])
    printed = capsys.readouterr()
    said = printed.out + printed.err

    for family in ("Noto Serif Hebrew", "Noto Naskh Arabic", "Noto Serif CJK JP"):
        assert family in said, family
    assert "fonts-noto-core" in said


def test_a_letter_is_told_once_for_each_document_and_script():
    complaint = '{}: .notdef glyph rendered for Unicode string unsupported by fonts: "{}" (U+{})'
    told = list(
        missing_glyphs.told(
            [
                complaint.format("one", "ש", "05E9"),
                complaint.format("one", "ל", "05DC"),
                complaint.format("one", "😀", "1F600"),
                complaint.format("two", "؟", "061F"),
            ]
        )
    )

    assert 3 == len(told)
    assert "one: no font has “ל” (U+05DC), “ש” (U+05E9); Noto Serif Hebrew has it" in told[0]
    assert "Noto Emoji" in told[1]
    assert "Noto Naskh Arabic" in told[2]


def test_words_that_are_not_those_of_the_glyphs_are_not_believed():
    assert _base("בְּרֵאשִׁית") == _base("תישארב")
    assert _base("שלום") != _base("שלוח")
