"""Pictures that a seed names and does not bring: never fetched, never left out in silence."""

import pytest
from library import Chapter, Volume, picture

from florilegium import pipeline
from florilegium.check import notices
from florilegium.ingest import decode
from florilegium.project.project import Project

PAGE = """\
<html><body>
<p>The heron stands in the river and does not move at all.</p>
<figure><img src="https://example.org/a/heron%20one.jpg?w=600" alt="A  heron">
<figcaption>A heron.</figcaption></figure>
<p>It waits for the fish, and the fish waits for the evening.</p>
<img src="https://example.org/count.gif" width="1" height="1">
</body></html>
"""
MARKDOWN = """\
The heron stands in the river and does not move at all.

![A heron](pictures/heron.jpg)

It waits <img src="reed.png"> for the fish.

<p><img src="eel.png" alt="An eel"></p>
"""


def told(tmp_path, seed, *, suffix="html", headnote="", files=None):
    """What is said of the pictures of a book whose one text is *seed*."""
    book = Volume([Chapter("heron", seed, headnote, suffix=suffix)], files=files or {})
    reader = pipeline.read_book(Project.load(book.put(tmp_path)))
    return [(found.where, found.message) for found in notices(reader, ()) if found.code == "T108"]


def test_a_page_says_which_pictures_it_had_and_where():
    (one,) = decode(PAGE.encode(), "heron.html").illustrations

    assert ("A heron", 1, 3) == (one.words, one.block, one.line)


def test_markdown_says_which_pictures_it_had_and_where():
    found = decode(MARKDOWN.encode(), "heron.md").illustrations

    assert [("pictures/heron.jpg", 3), ("reed.png", 5), ("eel.png", 7)] == [
        (one.address, one.line) for one in found
    ]


def test_a_picture_left_out_is_told_with_its_line(tmp_path):
    ((where, message),) = told(tmp_path, PAGE)

    assert where.endswith(":3")
    assert "heron%20one.jpg?w=600 (“A heron”) is not in the book" in message


def test_a_picture_that_lies_beside_the_seed_is_told_with_its_file(tmp_path):
    ((_, message),) = told(tmp_path, PAGE, files={"seeds/heron_files/heron one.jpg": picture()})

    assert message.endswith("; its file is seeds/heron_files/heron one.jpg")


def test_a_picture_that_the_editor_shows_is_not_told(tmp_path):
    headnote = "::: headnote\n\n![A heron](pictures/heron%20one.jpg)\n\n:::\n"
    files = {"book/pictures/heron one.jpg": picture()}

    assert [] == told(tmp_path, PAGE, headnote=headnote, files=files)


@pytest.mark.parametrize(("seed", "suffix"), [(PAGE, "html"), (MARKDOWN, "md")])
def test_no_picture_of_a_seed_is_in_the_book_by_itself(tmp_path, seed, suffix):
    book = Volume([Chapter("heron", seed, suffix=suffix)])
    reader = pipeline.read_book(Project.load(book.put(tmp_path)))

    assert () == reader.pictures
    assert not any("<img" in document.xhtml for document in reader.documents)
