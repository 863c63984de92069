"""Many books at once: a line for each, the same workers for all, the exit code of the worst."""

import shutil

import pytest

from florilegium import builder, cli, pipeline
from florilegium.errors import ConfigError


@pytest.fixture
def root(book, tmp_path):
    """Return a folder with two books in it, one of them deep, and things that are no books."""
    root, one = tmp_path / "shelf", book("minimal")
    for name in ("deep/below/second", "first"):
        shutil.copytree(one, root / name)
    for name in ("build/pdf", ".nox/made", "first/tests/books/inner"):
        shutil.copytree(root / "deep/below/second/book", root / name / "book")
    return root


def build(root, *options):
    return cli.main(["build", "pdf", "-j1", "--all", str(root), *options])


def lines(capsys):
    return [line for line in capsys.readouterr().err.splitlines() if line[:1] in "✓✗"]


def test_every_book_below_a_folder_is_found_but_none_in_a_book(root):
    found = [path.relative_to(root).as_posix() for path in builder.find(root)]

    assert ["deep/below/second", "first"] == found


def test_every_book_is_made_and_has_one_line(root, capsys):
    assert 0 == build(root)

    said = lines(capsys)
    assert ["deep/below/second", "first"] == [line.split(":")[0][2:] for line in said]
    assert all(".pdf, " in line and "pages" in line for line in said)
    assert 2 == len(list(root.rglob("build/pdf/*.pdf")))


def test_what_did_not_change_is_not_made_again(root, capsys, monkeypatch):
    build(root)
    capsys.readouterr()
    settings = root / "first" / "book" / "book.toml"
    settings.write_text(settings.read_text("utf-8") + "\n# a remark\n", "utf-8")
    made, plain = [], pipeline.build

    def noting(project, **options):
        made.append(project.root.name)
        return plain(project, **options)

    monkeypatch.setattr(pipeline, "build", noting)
    assert 0 == build(root)

    assert ["first"] == made
    assert [True, False] == ["nothing changed" in line for line in lines(capsys)]


def test_the_exit_code_is_that_of_the_worst_and_the_others_are_made(root, capsys):
    chapter = next((root / "deep/below/second/book/chapters").glob("*.md"))
    chapter.write_text(chapter.read_text("utf-8").replace("seed:", "seed: no-"), "utf-8")

    assert 4 == build(root)

    bad, good = lines(capsys)
    assert bad.startswith("✗ deep/below/second: book/chapters/")
    assert good.startswith("✓ first: ")
    assert "\n" not in bad


def test_books_go_through_the_same_executor(root, monkeypatch):
    executors, plain = [], pipeline.build

    def noting(project, **options):
        executors.append(options["resources"].executor)
        return plain(project, **options)

    monkeypatch.setattr(pipeline, "build", noting)
    build(root, "--no-cache")

    assert 2 == len(executors)
    assert executors[0] is executors[1]


def test_a_folder_without_a_book_is_an_error(tmp_path, capsys):
    assert ConfigError.exit_code == build(tmp_path)
    assert "no book is below this folder" in capsys.readouterr().err


def test_errors_of_one_book_are_one_line():
    error = builder.Several([ConfigError("a\nb", where="x"), ConfigError("c")])

    assert "x: a b (and 1 more)" == builder.in_a_line(error)
