"""What HTML elements say reaches both finished books: markup in the e-book, words on paper."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from epub_tree import EpubTree
from library import Chapter, Volume
from pdf_inspector import PdfInspector

from florilegium import cli
from florilegium.check.pdf_words import words_of

ABSENT = {"E303", "E402", "E404", "E406"}
OPENING = "<p>Every morning the herons came down to the marsh, and the ferryman counted them.</p>"
ELEMENTS = tomllib.loads(
    (Path(__file__).parent / "cases" / "elements.toml").read_text(encoding="utf-8")
)["element"]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return the folder of a book that has all of `ELEMENTS`, and what its check says."""
    text = f"<html lang=en><body>{OPENING}{''.join(one['seed'] for one in ELEMENTS)}{OPENING}"
    volume = Volume([Chapter("page", text, suffix="html")])
    folder = volume.put(tmp_path_factory.mktemp("elements"))
    cli.main(["build", "-q", "-C", str(folder)])
    return folder


@pytest.mark.parametrize("markup", [one["book"] for one in ELEMENTS])
def test_the_e_book_has_what_the_element_says(made, markup):
    tree = EpubTree(next(made.glob("build/epub/*.epub")))
    page = tree.read("text/page.xhtml").decode()

    assert markup in re.sub(r'<span epub:type="pagebreak"[^>]*/>| id="page-p\d+"', "", page)


@pytest.mark.parametrize("words", [one["words"] for one in ELEMENTS])
def test_the_paper_has_the_words(made, words):
    path = next(made.glob("build/pdf/*.pdf"))

    assert "".join(words.split()) in "".join(words_of(path).flow.split())


def test_lists_on_paper_have_the_numbers_of_the_seed(made):
    pages = " ".join(PdfInspector(next(made.glob("build/pdf/*.pdf"))).texts)

    assert "3. 2. 1. a. d. •" in " ".join(pages.split())


def test_the_checks_find_nothing_in_it(made, capsys):
    cli.main(["check", "--json", "-q", "-C", str(made)])
    found = json.loads(capsys.readouterr().out)

    assert [] == [row for row in found if row["code"][0] in "TEP" and row["code"] not in ABSENT]


def test_the_ledger_has_what_is_hidden(made):
    ledger = json.loads((made / "build" / "ledger" / "page.json").read_text(encoding="utf-8"))
    hidden = [row["text"] for row in ledger["removals"] if row["rule"] == "hidden"]

    assert ["never ", " (link)"] == hidden
    assert all(row["why"] for row in ledger["left_out"])
