"""A poem, a play, and passages that the editor orders to be verse or prose, as books."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from epub_tree import EpubTree

from florilegium import cli
from florilegium.check.pdf_words import words_of

# A judge that the machine lacks is said to be missing, which is no fault of the book.
ABSENT = {"E402", "E404", "E406"}


@pytest.fixture(scope="module")
def verse(tmp_path_factory):
    folder = tmp_path_factory.mktemp("books") / "verse"
    shutil.copytree(Path(__file__).parent / "books" / "verse", folder)
    assert cli.main(["build", "-q", "-C", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def e_book(verse):
    return EpubTree(next(verse.glob("build/epub/*.epub")))


def chapter(e_book, name):
    return e_book.tree(f"text/{name}.xhtml")


def test_the_check_finds_nothing(verse, capsys):
    code = cli.main(["check", "--json", "-q", "-C", str(verse)])
    found = json.loads(capsys.readouterr().out)

    short = {"P124"}  # the last lines of the play turn the page
    assert [] == [row for row in found if row["code"] not in ABSENT | short]
    assert code == 0


def test_line_numbers_are_printed_and_are_no_words(verse):
    path = next(verse.glob("build/pdf/*.pdf"))
    words = words_of(path).flow

    # As they stand on the page, and as who copies or reads gets them.
    assert "lower wall,10" not in words.replace(" ", "")
    assert "The water comes down as it always came,And it takes" in words.replace(", And", ",And")


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext (poppler)")
def test_who_copies_a_poem_gets_no_line_numbers(verse):
    path = next(verse.glob("build/pdf/*.pdf"))
    copied = subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True, text=True)

    at = copied.stdout.index("The ferry goes over")
    poem = copied.stdout[at : copied.stdout.index("and lock the door", at)]
    assert not any(line.strip() in {"5", "10"} for line in poem.splitlines())


def test_cited_lines_are_links_in_the_e_book(e_book):
    page = chapter(e_book, "weir")
    ids = {node.get("id") for node in page.iter() if node.get("id")}
    links = {
        "".join(map(str, link.itertext())): link.get("href", "").partition("#")[2]
        for link in page.iter("{*}a")
    }

    assert "weir-l13" == links["ll. 13–14"]
    assert "weir-l9" == links["the stones"]
    assert "weir-l11" == links["l. 11"]
    assert "weir-l9" == links["line 9"]
    assert {f"weir-l{number}" for number in range(1, 15)} <= ids


def test_the_poem_is_centred_and_its_indents_are_kept(e_book):
    page = chapter(e_book, "weir")
    (text,) = (div for div in page.iter("{*}div") if "text" in div.get("class", "").split())
    styles = [
        span.get("style") for span in text.iter("{*}span") if "line" in span.get("class", "")
    ]

    assert "centred" in text.get("class").split()
    assert [None, "margin-left: 2em"] * 6 + [None, None] == styles


def test_a_play_has_who_speaks_and_what_is_done(e_book):
    page = chapter(e_book, "play")
    cues = ["".join(map(str, p.itertext())) for p in page.iter("{*}p") if p.get("class") == "cue"]
    done = [p for p in page.iter("{*}p") if p.get("class") == "direction"]

    assert ["MIRA", "OLD MAN", "MIRA", "OLD MAN", "MIRA", "BOY"] == cues
    assert ["[Aside.]"] == ["".join(map(str, p.itertext())) for p in done]


def test_the_editor_has_the_last_word_on_verse_and_prose(e_book):
    page = chapter(e_book, "orders")
    verse = [
        "".join(map(str, p.itertext())) for p in page.iter("{*}p") if p.get("class") == "verse"
    ]

    assert ["the lampis out"] == [" ".join(words.split()) for words in verse]
    (prose,) = (
        p for p in page.iter("{*}p") if "The ink is dry" in "".join(map(str, p.itertext()))
    )
    assert "The ink is dry, the pen is old, The hand" in "".join(map(str, prose.itertext()))


def test_an_order_over_words_that_are_not_there_is_an_error(tmp_path, capsys):
    folder = tmp_path / "verse"
    shutil.copytree(Path(__file__).parent / "books" / "verse", folder)
    path = folder / "book" / "chapters" / "orders.md"
    path.write_text(path.read_text().replace("> the lamp", "> the lantern"), encoding="utf-8")

    assert cli.main(["build", "-q", "-C", str(folder)]) == 4
    assert "the verse quotes “the lantern is out”" in capsys.readouterr().err
