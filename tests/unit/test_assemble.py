"""The join: sections with nothing in them are left out, and what is shown is set."""

import shutil
from pathlib import Path

import pytest

from florilegium import pipeline
from florilegium.project.project import Project

MINIMAL = Path(__file__).parents[1] / "books" / "minimal"
NAMES = '[[name]]\nheading = "Zorn, Ida"\nforms = ["{form}"]\n'


@pytest.fixture
def project(tmp_path):
    root = tmp_path / "book"
    shutil.copytree(MINIMAL, root)
    seed = next((root / "seeds").iterdir())
    seed.write_text("A walk\n\nIda Zorn went for a walk along the river.\n", encoding="utf-8")
    (root / "book" / "chapters" / "walk.md").write_text(
        f"---\nseed: {seed.name}\nsource: walk2001\ntitle: A walk\n---\n", encoding="utf-8"
    )
    settings = root / "book" / "book.toml"
    outline = '[outline]\nback = ["glossary", "textual-note", "sources", "index"]\n\n'
    told = settings.read_text(encoding="utf-8").replace("[[outline", f"{outline}[[outline")
    settings.write_text(told.replace("A Small Reader", 'A \\"Small\\" Reader'), encoding="utf-8")

    def read(**files):
        for name, content in files.items():
            path = root / "book" / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(exist_ok=True)
            path.write_text(content, encoding="utf-8")
        return pipeline.read_book(Project.load(root)).book

    return read


def back(book):
    return [section.kind for section in book.sections if section.matter == "back"]


def test_what_would_be_empty_makes_no_page(project):
    assert ["sources"] == back(project(names_toml=NAMES.format(form="Nobody")))


def test_what_has_something_makes_one(project):
    book = project(
        names_toml=NAMES.format(form="Ida Zorn"),
        back__glossary_md="# Glossary\n\nThere are no hard words.\n",
    )

    assert ["glossary", "sources", "index"] == back(book)


def test_the_books_own_title_is_set_like_its_texts(project):
    assert "A “Small” Reader" == project().meta.title
