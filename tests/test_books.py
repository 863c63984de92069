"""Whole books, built by the command line and opened as their readers open them."""

import json
import re
import shutil
from pathlib import Path

import pytest
from epub_tree import EpubTree
from lxml import etree

from florilegium import clean, cli
from florilegium.check.pdf_words import words_of
from florilegium.model.letters import letters

# A judge that the machine lacks is said to be missing, which is no fault of the book.
ABSENT = {"E402", "E404", "E406"}
TREE = {"book", "seeds", "build"}


@pytest.fixture(scope="module")
def everything(tmp_path_factory):
    """The book that uses everything, built once and checked."""
    folder = tmp_path_factory.mktemp("books") / "everything"
    shutil.copytree(Path(__file__).parent / "books" / "everything", folder)
    assert cli.main(["build", "-q", "-C", str(folder)]) == 0
    return folder


def only(folder, pattern):
    (found,) = folder.glob(pattern)
    return found


def test_a_build_writes_to_build_alone(everything):
    original = Path(__file__).parent / "books" / "everything"

    assert {path.name for path in everything.iterdir()} == TREE
    for path in original.rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (everything / path.relative_to(original)).read_bytes()


def test_the_check_finds_nothing_but_the_missing_permission(everything, capsys):
    code = cli.main(["check", "--json", "-q", "-C", str(everything)])

    found = {row["code"] for row in json.loads(capsys.readouterr().out)}

    assert code == 0
    # A short last page is a note (P124), which no build can promise away.
    assert found - ABSENT - {"P124"} == {"R102"}


def test_two_builds_give_the_same_bytes(everything, book, monkeypatch):
    monkeypatch.setenv("TZ", "Pacific/Chatham")
    monkeypatch.setenv("LC_ALL", "tr_TR.UTF-8")
    again = book("everything")
    assert cli.main(["build", "-q", "-C", str(again)]) == 0

    for path in sorted(everything.rglob("build/**/*")):
        if path.is_file() and ".cache" not in path.parts:  # there the check keeps what judges say
            assert path.read_bytes() == (again / path.relative_to(everything)).read_bytes(), path


def test_the_manifest_names_inputs_versions_and_outputs(everything):
    manifest = json.loads((everything / "build" / "manifest.json").read_text())

    assert set(manifest["seeds"]) == {"interview.txt", "page.html", "regen.md"}
    assert {"florilegium", "weasyprint", "ebooklib", "pandoc"} == set(manifest["versions"])
    for artefact in manifest["artefacts"]:
        assert (everything / artefact["path"]).is_file()


def said_before_the_note_on_the_text(folder):
    """The words of the printed book up to the page that tells what was cut."""
    before, note, _ = words_of(only(folder, "build/pdf/*.pdf")).flow.rpartition("Note on the Text")
    assert note
    return before


def test_emendation_elision_and_gloss_are_carried_out(everything):
    flow = letters(said_before_the_note_on_the_text(everything))

    assert letters("never wrong by more than[a] a thimble").replace("[a]", "a") in flow
    assert letters("The first had been a gift") not in flow
    assert "[...]" in flow
    assert "gauge,°" in flow


def test_boilerplate_is_gone_and_kept_lines_stay(everything):
    flow = said_before_the_note_on_the_text(everything)

    assert "Share Tweet" not in flow
    assert "last dried on Monday" not in flow
    assert "Read more: the sky is full of print." in flow
    assert "alert(" not in flow


def test_the_ledger_says_what_went_and_why(everything):
    ledger = json.loads((everything / "build" / "ledger" / "interview.json").read_text())
    removed = {row["text"]: row for row in ledger["removals"]}

    assert removed["Share Tweet Email Print"]["action"] == "removed"
    assert removed["By Ida Inkwell"]["role"] == "byline"
    assert all(row["why"] and row["first_line"] > 0 for row in ledger["removals"])


def test_the_e_book_has_every_chapter_with_its_language(everything):
    tree = EpubTree(only(everything, "build/epub/*.epub"))

    assert tree.find("text/regen.xhtml", "//h:section[@id='regen']/@lang") == ["de"]
    assert tree.find("text/page.xhtml", "//h:section[@id='page']/@lang") == ["en"]


def test_a_foreign_title_says_its_language_wherever_it_is_cited(everything):
    tree = EpubTree(only(everything, "build/epub/*.epub"))
    said = "//h:span[@lang='de' and @xml:lang='de']/text()"

    assert tree.find("text/sources.xhtml", said) == ["Vom Regen", "Der Bote"]
    assert tree.find("text/copyright.xhtml", said) == ["Vom Regen", "Der Bote"]


def test_series_claim_and_the_authors_of_the_texts_are_in_the_package(everything):
    tree = EpubTree(only(everything, "build/epub/*.epub"))

    assert tree.prop("belongs-to-collection") == ["Test & Weather"]
    assert tree.prop("dcterms:conformsTo") == ["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"]
    assert tree.opf("//dc:contributor/text()") == [
        "Ida Inkwell",
        "Frank Flood",
        "Rita Rill",
        "Sal Snap",
        "Dora Dry",
        "Nora Nass",
    ]


def test_the_trade_is_told_of_the_e_book(everything):
    message = etree.parse(only(everything, "build/epub/*.onix.xml"))
    names = [node.text for node in message.iter("{*}PersonName")]

    makers = ["Ida Inkwell", "Frank Flood", "Rita Rill", "Sal Snap", "Dora Dry", "Nora Nass"]
    assert names == ["Ann Ever", "Bo Other", *makers]
    assert "EPUB Accessibility" not in etree.tostring(message, encoding="unicode")
    assert {"04", "82", "85"} <= {node.text for node in message.iter("{*}ProductFormFeatureValue")}


def test_the_picture_and_the_formula_are_in_both_books(everything):
    tree = EpubTree(only(everything, "build/epub/*.epub"))
    flow = words_of(only(everything, "build/pdf/*.pdf")).flow

    assert tree.find("text/preface.xhtml", "//h:figure/h:img/@alt") == ["A rain gauge, half full"]
    assert "The gauge in spring" in flow
    assert (everything / "build" / "pictures" / "gauge.png").is_file()


def test_another_edition_has_its_own_file_and_page(everything):
    assert cli.main(["build", "-q", "-C", str(everything), "--edition", "letter"]) == 0

    assert only(everything, "build/pdf/*-letter.pdf").is_file()


def test_a_failed_build_leaves_the_last_one_as_it_was(everything, capsys):
    made = only(everything, "build/epub/*.epub")
    before = made.read_bytes()
    chapter = everything / "book" / "chapters" / "page.md"
    text = chapter.read_text(encoding="utf-8")
    try:
        chapter.write_text(text.replace("fails==", "fales=="), encoding="utf-8")
        assert cli.main(["build", "-q", "-C", str(everything)]) == 4
    finally:
        chapter.write_text(text, encoding="utf-8")

    assert "Nearest" in capsys.readouterr().err
    assert before == made.read_bytes()


def test_the_shape_of_a_text_goes_into_both_books(book, capsys):
    folder = book("structure")

    assert cli.main(["check", "--json", "-q", "-C", str(folder)]) == 0
    codes = {row["code"] for row in json.loads(capsys.readouterr().out)}
    assert {"T108"} == codes - ABSENT
    tree = EpubTree(only(folder, "build/epub/*.epub"))
    page = "text/almanac.xhtml"
    assert ["3", "9"] == tree.find(page, "//h:ol/@start")
    assert ["col"] * 3 + ["row"] * 3 == tree.find(page, "//h:th/@scope")
    assert ["1", "*1", "[2]", "°", "*3", "2"] == [
        "".join(link.itertext()) for link in tree.find(page, "//h:a[@role='doc-noteref']")
    ]


def test_progress_is_plain_lines_and_quiet_is_quiet(book, capsys):
    folder = str(book("minimal"))

    assert cli.main(["clean", "-C", folder]) == 0
    loud = capsys.readouterr()
    assert cli.main(["clean", "-q", "-C", folder]) == 0
    quiet = capsys.readouterr()

    assert "reading walk" in loud.err
    assert re.search(r"2 blocks kept, 0 removed, 1 lifted", loud.err)
    assert (loud.out, quiet.out, quiet.err) == ("", "", "")


def test_a_file_outside_a_book_is_cleaned_to_standard_output(book, capsys):
    seed = book("everything") / "seeds" / "interview.txt"

    assert cli.main(["clean", str(seed)]) == 0

    out = capsys.readouterr().out
    assert out.startswith("Frank Flood has measured rain")
    assert "Share Tweet" not in out


def test_what_stands_beside_the_e_book_is_made_again_when_it_is_gone(everything):
    beside = only(everything, "build/epub/*.onix.xml")
    picture = only(everything, "build/pictures/*")
    before = beside.read_bytes(), picture.read_bytes()
    assert cli.main(["build", "-q", "-C", str(everything)]) == 0

    for path in (beside, picture):
        path.unlink()
        assert cli.main(["build", "-q", "-C", str(everything)]) == 0
        assert path.is_file(), path
    assert before == (beside.read_bytes(), picture.read_bytes())


def test_a_seed_without_a_chapter_is_reviewed_as_strictly_as_the_others(book, monkeypatch):
    folder = book("minimal")
    (folder / "book" / "cleaning.toml").write_text('strictness = "strict"\n', encoding="utf-8")
    (folder / "seeds" / "other.txt").write_text("A line that nobody uses.\n", encoding="utf-8")
    asked = []
    plain = clean.clean_by

    def listening(raw, settings):
        asked.append((raw.seed.name, settings.strictness))
        return plain(raw, settings)

    monkeypatch.setattr(clean, "clean_by", listening)
    assert cli.main(["review", "-q", "-C", str(folder)]) == 0

    assert [("walk.txt", "strict"), ("other.txt", "strict")] == asked


def test_the_index_of_the_e_book_leads_to_every_kind_of_place(everything):
    tree = EpubTree(only(everything, "build/epub/*.epub"))
    root = tree.tree("text/index.xhtml")
    entries = {
        "".join(node.itertext()): [link.get("href") for link in node.iter("{*}a")]
        for node in root.iter("{*}li")
    }

    assert ["interview.xhtml#name-winter_of_196263-a0-own.interview-n1"] == next(
        links for words, links in entries.items() if words.startswith("of 1962–63, 3n")
    )
    assert any("preface.xhtml#" in link for links in entries.values() for link in links)
    assert any("afterthought.xhtml#" in link for links in entries.values() for link in links)
    assert any(words.startswith("Flood, Frank, 3–4") for words in entries)
