"""Handouts: pages of the book with its folios, gated by the same rights."""

import pypdfium2
import pytest
from epub_tree import EpubTree
from lxml import etree

from florilegium import cli, handout, pipeline
from florilegium.check.epub import check_epub
from florilegium.check.pdf import check_pdf
from florilegium.errors import ConfigError
from florilegium.project.project import Project
from florilegium.project.styles import page_of
from florilegium.resources import Resources
from florilegium.store.cache import Cache

pytestmark = pytest.mark.usefixtures("_without_judges")


def pages(path):
    """The words of each page by its label; small capitals are one glyph for both cases."""
    with pypdfium2.PdfDocument(path) as pdf:
        return {
            pdf.get_page_label(number): pdf[number].get_textpage().get_text_bounded().casefold()
            for number in range(len(pdf))
        }


@pytest.fixture
def everything(book):
    """The book that uses everything."""
    return Project.load(book("everything"))


def test_a_handout_has_the_pages_of_the_book(everything, tmp_path):
    resources = Resources(cache=Cache(tmp_path / "cache"))
    reader, (printed,) = pipeline.build(everything, formats=["pdf"], resources=resources)

    made, ebook = handout.make(everything, ["page", "interview"], resources=resources)

    whole, cut = pages(printed.path), pages(made.path)
    own = [label for label in cut if label.isdecimal()]
    assert ["3", "4", "7", "8"] == own
    assert {label: cut[label] for label in own} == {label: whole[label] for label in own}
    last = cut["i"]
    for words in ("pages 3–4, 7–8", "Courtesy of The Gauge.", "CC-BY-4.0", "A slip."):
        assert words.casefold() in " ".join(last.split())
    page = page_of(reader.styles, everything.editions.default("pdf"))
    families = ("Source Serif 4", "Source Sans 3", "Source Serif 4 Display",
                "Source Serif 4 Caption", "Noto Serif")  # fmt: skip
    size = (page.width, page.height)
    assert [] == list(check_pdf(made.path, families=families, size=size))

    assert "build/handout" in ebook.path.as_posix()
    assert [] == [one for one in check_epub(ebook.path) if one.severity == "error"]
    tree = EpubTree(ebook.path)
    text = "".join(
        "".join(etree.fromstring(tree.archive.read(name)).itertext())
        for name in tree.names()
        if name.endswith(".xhtml")
    )
    assert "p.\N{NO-BREAK SPACE}vii" in text  # a page that is not handed out keeps its figure
    assert "Vom Regen" not in text


def test_the_instructors_handout_has_what_is_reserved_on_its_texts_and_no_others(
    everything, tmp_path
):
    resources = Resources(cache=Cache(tmp_path / "cache"))
    names = ["instructor", "instructor-ebook"]
    reader, _ = pipeline.build(everything, editions=names, resources=resources)

    made, ebook = handout.make(everything, ["page"], names, resources=resources)
    none, _ = handout.make(everything, ["interview"], names, resources=resources)

    cut = pages(made.path)
    title = "for the instructor"
    assert title in cut["i"]
    assert "keys" not in cut["i"]
    assert "permissions" in cut["iii"]
    own = [label for label in cut if label.isdecimal()]
    student, _ = handout.make(everything, ["page"], resources=resources)
    assert {label: cut[label] for label in own} == {
        label: words for label, words in pages(student.path).items() if label.isdecimal()
    }
    assert title not in str(pages(none.path))
    assert title not in str(pages(student.path))
    assert [] == [one for one in check_epub(ebook.path) if one.severity == "error"]
    families = ("Source Serif 4", "Source Sans 3", "Source Serif 4 Display",
                "Source Serif 4 Caption", "Noto Serif")  # fmt: skip
    page = page_of(reader.styles, everything.editions.default("pdf"))
    assert [] == list(check_pdf(made.path, families=families, size=(page.width, page.height)))


def test_a_handout_is_made_again_only_when_something_changed(book, capsys):
    folder = book("minimal")
    for said in ("walk.pdf, ", "nothing changed: build/handout/walk.pdf"):
        assert 0 == cli.main(["handout", "walk", "-j1", "-C", str(folder)])
        assert said in capsys.readouterr().err
    assert {"walk.pdf", "walk.epub", "walk.onix.xml"} == {
        path.name for path in (folder / "build" / "handout").iterdir()
    }


def test_a_text_that_is_not_cleared_is_not_handed_out(book):
    folder = book("minimal")
    text = '[print]\nformat = "pdf"\naudience = "class"\n\n[ebook]\nformat = "epub"\n'
    (folder / "book" / "editions.toml").write_text(text, encoding="utf-8")
    rights = folder / "book" / "rights.toml"
    rights.write_text(rights.read_text(encoding="utf-8").replace('"public-domain"', '"unknown"'),
                      encoding="utf-8")  # fmt: skip

    with pytest.raises(ConfigError, match="not cleared for the edition 'print'"):
        handout.make(Project.load(folder), ["walk"])
    assert not (folder / "build" / "handout").exists()


def test_a_chapter_that_is_not_there_is_said(book):
    project = Project.load(book("minimal"))

    with pytest.raises(ConfigError) as caught:
        handout.make(project, ["wlak"])
    assert "Did you mean 'walk'?" in caught.value.hint


def test_a_handout_of_a_book_that_was_saved_while_it_was_made_is_made_again(
    book, capsys, monkeypatch
):
    folder = book("everything")
    chapter = folder / "book" / "chapters" / "page.md"
    plain = handout.make

    def saving(*args, **options):
        made = plain(*args, **options)
        chapter.write_text(f"{chapter.read_text('utf-8')}\n", "utf-8")
        return made

    before = chapter.read_text("utf-8")
    words = ["handout", "page", "-j1", "-C", str(folder)]
    with monkeypatch.context() as patch:
        patch.setattr(handout, "make", saving)
        assert 0 == cli.main(words)
    chapter.write_text(before, "utf-8")
    capsys.readouterr()
    assert 0 == cli.main(words)

    assert "nothing changed" not in capsys.readouterr().err
