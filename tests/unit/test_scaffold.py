"""``init`` writes a whole small book, and never over anything."""

import base64
import csv
import hashlib
import json
import tomllib
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

from florilegium import editorial
from florilegium.cli import main
from florilegium.desk import scaffold
from florilegium.errors import ConfigError, Several
from florilegium.pipeline import build, read_texts
from florilegium.project.project import Project
from florilegium.project.styles import find_styles
from florilegium.render import imposition
from florilegium.render.shop.job import print_job
from florilegium.render.shop.possible import require_possible

TOP = {
    "noxfile.py", "pyproject.toml", "README.md", "constraints.txt", ".gitignore",
    ".gitattributes", "book", "styles", "build", "seeds",
}  # fmt: skip


WHEEL = "./florilegium-1.2.3-py3-none-any.whl[check]"


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
    assert TOP | {scaffold.wheel.name()} == {path.name for path in book.iterdir()}


def test_every_file_written_is_named(tmp_path):
    named = scaffold.write(tmp_path)

    assert sorted(named) == sorted(path for path in tmp_path.rglob("*") if path.is_file())


def test_what_was_written_loads_as_a_book(book):
    project = Project.load(book)

    assert project.outline.chapters == ("lincoln", "dickinson")
    assert [edition.format for edition in project.editions] == ["pdf", "epub", "pdf"]


@pytest.mark.parametrize("page", ["", "A5", "A4", "B5", "Letter", "6x9", "5.5x8.5", "8x10"])
def test_its_booklet_can_be_printed_whatever_the_page(page, tmp_path):
    scaffold.write(tmp_path / "b", scaffold.Wishes(page=page))
    edition = Project.load(tmp_path / "b").editions.named("booklet")
    job = print_job(edition, styles=find_styles(tmp_path / "b"), root=tmp_path / "b")
    require_possible(job, edition.printing)

    folded = imposition.sheet_for(job).trim
    assert (folded[0] <= 297.0, folded[1] <= 216.0) == (True, True)
    assert job.sheet == ("A4" if page[:1] in ("", "A", "B") else "Letter")


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
    files = (path for path in book.rglob("*") if path.is_file() and path.suffix != ".whl")
    texts = [path.read_text() for path in files]

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
        ({"url": "file:///src/my%20flo", "dir_info": {"editable": True}}, [WHEEL]),
        ({"url": "file:///src/flo", "dir_info": {}}, [WHEEL]),
        ({"url": "file:///src/f-1.whl", "archive_info": {}}, [WHEEL]),
        ({"url": "file:///f.git", "vcs_info": {"vcs": "git", "commit_id": "abc"}}, [WHEEL]),
        (
            {"url": "https://example.org/f.git", "vcs_info": {"vcs": "git", "commit_id": "abc"}},
            ["florilegium[check] @ git+https://example.org/f.git@abc"],
        ),
    ],
)
def test_a_book_installs_the_engine_that_made_it_from_anywhere(monkeypatch, origin, expected):
    monkeypatch.setattr(scaffold.wheel, "name", lambda: "florilegium-1.2.3-py3-none-any.whl")
    monkeypatch.setattr(scaffold.metadata, "distribution", lambda _name: Installed(origin))

    assert expected == eval(scaffold.engine(), {"extras": "[check]"})  # noqa: S307  # our own line


def test_the_engine_comes_along_where_no_index_has_it(book):
    (wheel,) = book.glob("*.whl")
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
        record = next(name for name in names if name.endswith(".dist-info/RECORD"))
        rows = list(csv.reader(archive.read(record).decode().splitlines()))
        for name, digest, _size in rows:
            if name != record:
                data = hashlib.sha256(archive.read(name)).digest()
                assert f"sha256={base64.urlsafe_b64encode(data).decode().rstrip('=')}" == digest
    assert names == {row[0] for row in rows}
    assert {"florilegium/cli/__init__.py", "florilegium/styles/print.css"} < names
    assert {"florilegium/desk/scaffold/template/noxfile.py"} < names
    assert f'engine = [f"./{wheel.name}{{extras}}"]' in (book / "noxfile.py").read_text()
    assert scaffold.wheel.pack() == scaffold.wheel.pack() == wheel.read_bytes()


def test_no_file_of_a_book_names_a_place_of_this_machine(book):
    here = (str(Path.home()), str(Path(scaffold.__file__).parents[4]), "file://")

    for path in book.rglob("*"):
        if path.is_file() and path.suffix != ".whl":
            assert not any(place in path.read_text() for place in here), path


WISHES = scaffold.Wishes(
    title='Weirs “and”\n"Lamps"', editor="Ida van der Inkwell", language="de", page="A4"
)


@pytest.mark.parametrize("empty", [False, True])
def test_what_is_wished_stands_in_the_book(tmp_path, empty):
    scaffold.write(tmp_path, replace(WISHES, empty=empty))
    project = Project.load(tmp_path)

    assert ('Weirs “and” "Lamps"', "de") == (project.meta.title, project.meta.language)
    assert ("Ida van der Inkwell", "van der Inkwell, Ida") == (
        project.meta.people[0].name, project.meta.people[0].file_as
    )  # fmt: skip
    assert "A4" == project.editions.default("pdf").page


def test_a_book_without_samples_is_ready_for_texts(tmp_path):
    scaffold.write(tmp_path / "reader", scaffold.Wishes(empty=True))
    text = tmp_path / "weir.txt"
    text.write_text("A Year at the Weir\n\nBy Ida Inkwell\n\nIt rained on the weir.\n")

    with pytest.raises(ConfigError, match="no text yet") as caught:
        build(Project.load(tmp_path / "reader"))
    editorial.add(Project.load(tmp_path / "reader"), [str(text)])
    _, made = build(Project.load(tmp_path / "reader"))

    assert "florilegium add" in caught.value.hint
    assert ["pdf", "epub"] == [one.format for one in made]
    assert [text.name] == [path.name for path in (tmp_path / "reader" / "seeds").iterdir()]


def test_who_takes_the_samples_away_is_told_all_in_one_run(book):
    for path in (book / "seeds").iterdir():
        path.unlink()

    with pytest.raises(Several) as caught:
        build(Project.load(book))

    places = [error.where.partition(":")[0] for error in caught.value.errors]
    assert [
        "book/cleaning.toml", "book/chapters/lincoln.md", "book/chapters/dickinson.md"
    ] == places  # fmt: skip
    assert "take 'lincoln' out of the outline" in caught.value.errors[1].hint


def test_missing_record_of_rights_that_the_book_states_stops_nothing(book):
    (book / "book" / "rights.toml").unlink()

    assert 0 == main(["build", "-C", str(book)])


@pytest.mark.parametrize("wishes", [{"language": "German"}, {"page": "A44"}])
def test_a_wish_that_cannot_be_is_told_and_nothing_is_written(tmp_path, wishes):
    with pytest.raises(ConfigError):
        scaffold.write(tmp_path / "reader", scaffold.Wishes(**wishes))

    assert not (tmp_path / "reader").exists()


def test_what_is_not_said_is_asked_on_a_terminal(tmp_path, monkeypatch):
    answers = iter(["Weirs", ""])
    monkeypatch.setattr("builtins.input", lambda: next(answers))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)

    assert 0 == main(["init", str(tmp_path / "reader"), "--editor", "Ada Lark", "--page", "6x9"])

    meta = Project.load(tmp_path / "reader").meta
    assert ("Weirs", "en-US", "Ada Lark") == (meta.title, meta.language, meta.people[0].name)


def test_nothing_is_asked_without_a_terminal(tmp_path, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda: pytest.fail("asked"))

    assert 0 == main(["init", str(tmp_path / "reader")])


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
