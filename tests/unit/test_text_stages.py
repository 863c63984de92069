"""The text stages do again only what an edit made necessary."""

import shutil

import pytest

from florilegium import cli, pipeline, text_stages
from florilegium.errors import FlorilegiumError
from florilegium.ingest import language
from florilegium.project.project import Project
from florilegium.render import pandoc
from florilegium.resources import Resources
from florilegium.store.cache import Cache


@pytest.fixture
def project(book):
    return Project.load(book("everything"))


@pytest.fixture
def cache(tmp_path):
    return Cache(tmp_path / "cache")


@pytest.fixture
def made(monkeypatch):
    """The chapters whose text stages were run."""
    found = []
    plain = text_stages._made

    def noting(apparatus, *others):
        found.append(apparatus.slug)
        return plain(apparatus, *others)

    monkeypatch.setattr(text_stages, "_made", noting)
    return found


def again(project, cache):
    return pipeline.read_texts(Project.load(project.root), resources=Resources(cache=cache))


def test_a_kept_text_is_the_same(project, cache, made):
    first = again(project, cache)
    count = len(made)

    assert first == again(project, cache) == pipeline.read_texts(project)
    assert len(project.outline.chapters) == count
    assert 2 * count == len(made)  # once more without a cache


@pytest.mark.parametrize("kind", ["seed", "chapter"])
def test_only_the_edited_text_is_made_again(project, cache, made, kind):
    first = again(project, cache)
    slug, name = project.outline.chapters[0], first[0].raw.seed.name
    made.clear()
    path = project.root / ("seeds" if kind == "seed" else "book/chapters")
    path /= name if kind == "seed" else f"{slug}.md"
    path.write_bytes(path.read_bytes() + b"\n\n")

    again(project, cache)

    assert [slug] == made


def test_another_cleaning_makes_all_texts_again(project, cache, made):
    again(project, cache)
    made.clear()
    path = project.root / "book" / "cleaning.toml"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    path.write_text(f"# another thought\n{text}", encoding="utf-8")

    again(project, cache)

    assert list(project.outline.chapters) == made


def test_another_program_makes_all_texts_again(project, cache, made, monkeypatch):
    again(project, cache)
    made.clear()
    monkeypatch.setattr(text_stages.engine_digest, "digest", lambda: "another")

    again(project, cache)

    assert list(project.outline.chapters) == made


def test_files_that_are_gone_or_changed_are_written_again(project, cache):
    again(project, cache)
    markdown = project.build / "text" / f"{project.outline.chapters[0]}.md"
    record = project.build / "ledger" / f"{project.outline.chapters[0]}.json"
    before = markdown.read_bytes(), record.read_bytes()
    markdown.unlink()
    record.write_text("changed")

    again(project, cache)

    assert before == (markdown.read_bytes(), record.read_bytes())


def test_files_that_are_as_they_should_be_are_left_alone(project, cache):
    again(project, cache)
    markdown = project.build / "text" / f"{project.outline.chapters[0]}.md"
    inode = markdown.stat().st_ino

    again(project, cache)

    assert inode == markdown.stat().st_ino


def test_a_damaged_cache_is_not_believed(project, cache):
    first = again(project, cache)
    for path in cache.folder.rglob("*.made"):
        path.write_bytes(path.read_bytes()[:-3])

    assert first == again(project, cache)


def test_pandoc_is_asked_once(project, cache, monkeypatch):
    first = pipeline.read_book(project, resources=Resources(cache=cache))
    monkeypatch.setattr(
        pandoc.pandoc, "run", lambda *_args, **_options: pytest.fail("asked again")
    )

    second = pipeline.read_book(project, resources=Resources(cache=cache))

    assert first.documents == second.documents
    assert first.warnings == second.warnings
    assert first.book == second.book


def test_an_edited_note_asks_for_no_language(project, cache, made, monkeypatch):
    asked = []
    plain = language._asked
    monkeypatch.setattr(language, "_asked", lambda words: asked.append(1) or plain(words))
    first = again(project, cache)
    assert asked
    asked.clear()
    made.clear()
    for path in (project.root / "book" / "chapters").glob("*.md"):
        path.write_bytes(path.read_bytes() + b"\n\n")

    assert [one.typeset for one in first] == [one.typeset for one in again(project, cache)]
    assert (len(made), asked) == (len(first), [])


def test_a_mistake_is_told_again_and_what_is_right_is_kept(project, cache, made):
    path = project.root / "book" / "chapters" / f"{project.outline.chapters[0]}.md"
    right = path.read_text(encoding="utf-8")
    path.write_text(right + "\n::: note\n> {==no such words==}\n\nx\n:::\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(FlorilegiumError, match="no such words"):
            again(project, cache)
    assert not (project.build / "text").exists()
    made.clear()
    path.write_text(right, encoding="utf-8")

    again(project, cache)

    assert [project.outline.chapters[0]] == made


def test_an_edit_gives_the_same_bytes_as_a_build_without_a_cache(book):
    root = book("everything")
    assert cli.main(["build", "-q", "-j1", "-C", str(root)]) in {0, 1}
    project = Project.load(root)
    seed = pipeline.read_texts(project)[0].raw.seed.name
    path = root / "seeds" / seed
    path.write_bytes(path.read_bytes() + b"\n\nAnother paragraph.\n")

    assert cli.main(["build", "-q", "-j1", "-C", str(root)]) in {0, 1}
    edited = files(root)
    shutil.rmtree(root / "build")
    assert cli.main(["build", "-q", "-j1", "--no-cache", "-C", str(root)]) in {0, 1}

    assert edited == files(root)


def files(root):
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted((root / "build").rglob("*"))
        if path.is_file() and ".cache" not in path.parts
    }


@pytest.mark.parametrize("order", ["keep", "drop", "accept", "refuse"])
def test_every_order_about_a_seed_reaches_the_cleaner(project, order):
    seed = min(path.name for path in (project.root / "seeds").iterdir())
    quote = 'quote = "x"\n' if order in {"keep", "drop"} else ""
    rules = project.root / "book" / "cleaning.toml"
    rules.write_text(f'[[{order}]]\nseed = "{seed}"\n{quote}reason = "so"\n')

    orders = text_stages.load_cleaning(project.root).overrides

    assert [seed] == [one.seed for one in getattr(orders, order)]
