"""The pages of the e-book against those of the print edition, opened from outside."""

import re
import shutil
import zipfile
from pathlib import Path

import pytest

from florilegium import pipeline
from florilegium.check.page_marks import agree
from florilegium.project.project import Project


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The paths of the PDF and the EPUB of the book that uses everything."""
    folder = tmp_path_factory.mktemp("marks") / "everything"
    shutil.copytree(Path(__file__).parents[1] / "books" / "everything", folder)
    _, (printed, packed) = pipeline.build(Project.load(folder))
    return printed.path, packed.path


def spoil(source, target, change):
    """Write *source* to *target* with every chapter as *change* makes it."""
    with zipfile.ZipFile(source) as book, zipfile.ZipFile(target, "w") as spoilt:
        for name in book.namelist():
            content = book.read(name)
            spoilt.writestr(name, change(content) if name.endswith(".xhtml") else content)


def a_word_late(content):
    return re.sub(rb"(<span[^>]*doc-pagebreak[^>]*/>)((?:<[^>]*>)*\w+[ .,;:]+)", rb"\2\1", content)


def under_another_label(content):
    return content.replace(b'aria-label="1"', b'aria-label="1999"')


def test_every_mark_stands_where_its_page_begins(made):
    printed, packed = made

    assert [] == list(agree(packed, printed))


@pytest.mark.parametrize("change", [a_word_late, under_another_label])
def test_a_mark_elsewhere_is_told(made, tmp_path, change):
    printed, packed = made
    spoil(packed, tmp_path / "book.epub", change)

    found = list(agree(tmp_path / "book.epub", printed))

    assert {"E110"} == {finding.code for finding in found}


def test_a_mark_in_the_wrong_place_is_told_with_both_words(made, tmp_path):
    printed, packed = made
    spoil(packed, tmp_path / "book.epub", a_word_late)

    (first, *_) = agree(tmp_path / "book.epub", printed)

    assert re.search(r"page \w+ is marked at “.+”, but begins with “.+”", first.message)
