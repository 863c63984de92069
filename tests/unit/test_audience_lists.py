"""An index and a glossary of what one audience alone gets, and of nothing else."""

import pytest
from library import Chapter, Volume
from lxml import etree

from florilegium import pipeline
from florilegium.project.project import Project

TEXT = "\n\n".join(
    f"In the year of the {number} rain nobody asked the keeper of the {slug} why she wrote."
    for slug, number in (("{0}", "first"), ("{0}", "second"), ("{0}", "third"))
)
GLOSS = "::: gloss\n> the year of the {==second==} rain\n\nNot the first.\n:::\n"
TAUGHT = (
    "::: {.note audience=instructor}\n> year of the {==third==} rain\n\nAsk for the sluice.\n:::\n"
    "::: {.question}\nWhich lock is it?\n\n::: answer\nThe drowned lock.\n:::\n:::\n"
)
INDEX = """search: [texts, notes, questions]
headings:
- heading: Keeper
  match: [keeper]
- heading: Weir
  match: [weir]
- heading: Mill
  match: [mill]
- heading: Sluice
  match: [sluice]
- heading: Lock
  match: [lock]
- heading: Miller
  see: Mill
- heading: Nothing
  see: Nowhere
"""
EDITIONS = """[print]
format = "pdf"
[teaching]
extends = "print"
reader = "instructor"
"""


@pytest.fixture
def volume():
    chapters = [Chapter(slug, TEXT.format(slug), GLOSS + TAUGHT) for slug in ("weir", "mill")]
    return Volume(chapters, files={"book/index.yaml": INDEX, "book/editions.toml": EDITIONS})


def read(volume, folder, *, apart, back=("glossary", "index")):
    root = volume.put(folder)
    path = root / "book/book.toml"
    pages = ", ".join(f'"{name}"' for name in back)
    told = f"{apart}\nback = [{pages}]\n[[outline.part]]"
    path.write_text(path.read_text(encoding="utf-8").replace("[[outline.part]]", told))
    reader = pipeline.read_book(Project.load(root))
    return {one.id: (one, etree.fromstring(one.xhtml.encode())) for one in reader.documents}


def entries(tree):
    return [(one.text or "").rstrip(", ") for one in tree.iter("{*}li")]


def test_each_audience_has_an_index_and_a_glossary_of_its_own_pages(volume, tmp_path):
    made = read(volume, tmp_path, apart='audience = { mill = "instructor" }')
    own, tree = made["index-for-instructor"]

    assert ["Keeper", "Lock", "Nothing", "Weir"] == entries(made["index"][1])
    assert ["Keeper", "Lock", "Mill", "Miller", "Sluice"] == entries(tree)
    assert ("instructor",) == own.audiences
    assert list(made)[-2:] == ["glossary-for-instructor", "index-for-instructor"]
    for name, slug in (("glossary", "weir"), ("glossary-for-instructor", "mill")):
        links = [one.get("href") for one in made[name][1].iter("{*}a")]
        assert [f"#{slug}-g1-call"] == links
    ids = [node.get("id") for _, one in made.values() for node in one.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    links = [
        one.get("href")[1:]
        for _, page in made.values()
        for one in page.iter("{*}a")
        if (one.get("href") or "").startswith("#")
    ]
    assert set(links) <= set(ids)


def test_nothing_is_listed_where_nothing_is_the_audiences_own(volume, tmp_path):
    for chapter in volume.chapters:
        chapter.apparatus = GLOSS
    assert not [name for name in read(volume, tmp_path, apart="") if "for-" in name]


def test_an_index_without_entries_stands_in_no_list(volume, tmp_path):
    volume.files["book/index.yaml"] = "headings:\n- heading: First\n  match: [first]\n"
    made = read(volume, tmp_path, apart="")
    page = made["for-instructor"][1]

    assert "index-for-instructor" not in made
    assert not [one for one in page.iter("{*}a") if "index-for" in (one.get("href") or "")]


def test_a_book_without_an_index_makes_none_for_an_audience(volume, tmp_path):
    made = read(volume, tmp_path, apart='audience = { mill = "instructor" }', back=("glossary",))

    assert ["glossary-for-instructor"] == [name for name in made if "-for-" in name]
