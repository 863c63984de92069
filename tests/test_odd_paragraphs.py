"""A book of paragraphs that are hardly any, built whole: every word of it is in the PDF."""

import json
import re
import shutil
from pathlib import Path

import pytest
from odd_paragraphs import ODD
from pdf_inspector import PdfInspector

from florilegium import cli

# Fonts that the book has not; judges, people and letters that are not there.
ASIDE = {"P103", "E402", "E404", "E406", "B101", "T105"}
HEAD = "<!doctype html><html lang='en'><meta charset='utf-8'><title>Odd</title><h1>Odd</h1>"
CALL = re.compile('<a class="note-call"[^>]*>7</a>')
SENTENCE = "<p>The keeper of the weir, number {}, wrote it down.</p>"


@pytest.fixture
def book(tmp_path):
    shutil.copytree(Path(__file__).parent / "books" / "minimal", tmp_path / "odd")
    folder = tmp_path / "odd"
    parts = (
        CALL.sub("<sup>7</sup>", ODD[kind](120)) + SENTENCE.format(number)
        for number, kind in enumerate(ODD)
    )
    (folder / "seeds" / "walk.txt").unlink()
    (folder / "seeds" / "walk.html").write_text(f"{HEAD}{''.join(parts)}", encoding="utf-8")
    (folder / "book" / "chapters" / "walk.md").write_text(
        "---\nseed: walk.html\nsource: walk2001\ntitle: Odd\n---\n"
    )
    return folder


@pytest.mark.parametrize("way", ["total-fit", "greedy"])
def test_every_word_of_it_is_in_the_pdf(way, book, capsys):
    (book / "book" / "editions.toml").write_text(
        f'[print]\nformat = "pdf"\nline-breaking = "{way}"\n'
    )
    assert cli.main(["build", "pdf", "-q", "-j", "1", "-C", str(book)]) in (0, 1)
    capsys.readouterr()
    cli.main(["check", "--json", "-q", "-C", str(book)])
    found = json.loads(capsys.readouterr().out)

    assert [] == [row for row in found if row["code"] not in ASIDE]
    (file,) = book.glob("build/pdf/*.pdf")
    words = re.sub(r"\s|\ufffe|\x02", "", "".join(PdfInspector(file).texts))
    assert [] == [n for n in range(len(ODD)) if f"number{n},wroteitdown" not in words]
