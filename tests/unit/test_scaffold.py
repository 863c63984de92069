"""``init`` writes a whole small book, and never over anything."""

import json
import tomllib
from pathlib import Path

import pytest

from florilegium.desk import scaffold
from florilegium.errors import ConfigError
from florilegium.pipeline import build, read_texts
from florilegium.project.project import Project

TOP = {
    "noxfile.py", "pyproject.toml", "README.md", "constraints.txt", ".gitignore",
    ".gitattributes", "book", "styles", "build", "seeds",
}  # fmt: skip


class Installed:
    """Stands in for the installed package: where it came from, as pip writes it down."""

    version = "1.2.3"

    def __init__(self, origin: dict[str, object] | None) -> None:
        self.origin = origin

    def read_text(self, _name: str) -> str | None:
        return None if self.origin is None else json.dumps(self.origin)


@pytest.fixture
def book(tmp_path):
    scaffold.write(tmp_path / "reader")
    return tmp_path / "reader"


def test_the_fixed_top_level_is_written(book):
    assert TOP == {path.name for path in book.iterdir()}


def test_every_file_written_is_named(tmp_path):
    named = scaffold.write(tmp_path)

    assert sorted(named) == sorted(path for path in tmp_path.rglob("*") if path.is_file())


def test_what_was_written_loads_as_a_book(book):
    project = Project.load(book)

    assert project.outline.chapters == ("lincoln", "dickinson")
    assert [edition.format for edition in project.editions] == ["pdf", "epub"]


def test_every_chapter_has_its_seed_source_and_rights(book):
    project = Project.load(book)
    sources = (book / "book" / "sources.yaml").read_text()

    for slug in project.outline.chapters:
        head = (book / "book" / "chapters" / f"{slug}.md").read_text().split("---")[1]
        fields = dict(line.split(": ", 1) for line in head.strip().splitlines())
        assert (book / "seeds" / fields["seed"]).is_file()
        assert f"- id: {fields['source']}\n" in sources
        assert fields["source"] in {right.source for right in project.rights}


def test_two_books_are_not_the_same_book(tmp_path):
    one, other = (
        tomllib.loads((target / "book" / "book.toml").read_text())
        for target in (tmp_path / "one", tmp_path / "other")
        if scaffold.write(target)
    )

    assert one["identifier"] != other["identifier"]
    assert one["title"] == other["title"]


def test_nothing_is_left_to_fill_in(book):
    texts = [path.read_text() for path in book.rglob("*") if path.is_file()]

    assert [text for text in texts if "@uuid@" in text or "@date@" in text] == []


@pytest.mark.parametrize("name", ["noxfile.py", "book/book.toml", "seeds/dickinson-hope.html"])
def test_a_file_that_is_there_stops_everything(tmp_path, name):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("mine")

    with pytest.raises(ConfigError) as caught:
        scaffold.write(tmp_path)

    assert str(tmp_path / name) == caught.value.where
    assert [tmp_path / name] == [path for path in tmp_path.rglob("*") if path.is_file()]
    assert (tmp_path / name).read_text() == "mine"


def test_files_of_other_names_do_not_matter(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")

    scaffold.write(tmp_path)

    assert (tmp_path / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        (None, ["florilegium[check]==1.2.3"]),
        (
            {"url": "file:///src/my%20flo", "dir_info": {"editable": True}},
            ["-e", str(Path("/src/my flo")) + "[check]"],
        ),
        (
            {"url": "file:///src/flo", "dir_info": {}},
            ["florilegium[check] @ file:///src/flo"],
        ),
        (
            {"url": "https://example.org/f.git", "vcs_info": {"vcs": "git", "commit_id": "abc"}},
            ["florilegium[check] @ git+https://example.org/f.git@abc"],
        ),
    ],
)
def test_a_book_installs_the_engine_that_made_it(monkeypatch, origin, expected):
    monkeypatch.setattr(scaffold.metadata, "distribution", lambda _name: Installed(origin))

    assert expected == eval(scaffold.engine(), {"extras": "[check]"})  # noqa: S307  # our own line


@pytest.mark.parametrize(
    ("slug", "first", "last"),
    [
        ("lincoln", "Four score and seven", "shall not perish from the earth."),
        ("dickinson", "Hope is the thing", "It asked a crumb of me."),
    ],
)
def test_the_sample_texts_come_out_clean(book, slug, first, last):
    texts = {text.apparatus.slug: text for text in read_texts(Project.load(book))}

    text = texts[slug].selection
    assert text.blocks[0].text.startswith(first)
    assert text.blocks[-1].text.endswith(last)
    assert len(text.blocks) == 3
    assert text.title in {"The Gettysburg Address", "Hope"}


def test_the_sample_book_builds_in_both_formats(book):
    _, artefacts = build(Project.load(book))

    assert ["pdf", "epub"] == [made.format for made in artefacts]
    assert all(made.path.stat().st_size > 10_000 for made in artefacts)
    assert not any(made.warnings for made in artefacts)
