"""Styles that put citations into notes: notes of their pieces, brackets within a note."""

import re
from pathlib import Path

import pytest
from library import Chapter, Volume
from lxml import html

from florilegium import pipeline
from florilegium.project.citation_style import find_style
from florilegium.project.project import Project
from florilegium.render import pandoc
from florilegium.store.cache import Cache

SOURCES = """references:
- id: a
  type: article-magazine
  title: Rain
  author: [{family: Old, given: Oswald}]
  container-title: The Gauge
  issued: 1900
- id: b
  type: article-magazine
  title: Snow
  author: [{family: Old, given: Oswald}]
  container-title: The Gauge
  issued: 1900
- id: c
  type: book
  title: Hail
"""
FULL = "Oswald Old, “Rain,” The Gauge, 1900"


@pytest.fixture
def render(tmp_path):
    path = tmp_path / "sources.yaml"

    def rendered(pieces, style="chicago-notes-bibliography", series=(), cache=None, text=SOURCES):
        path.write_text(text, encoding="utf-8")
        return pandoc.render(
            pieces, bibliography=[path], language="en-US", known=frozenset("abc"),
            style=find_style(Path(), style), series=series, cache=cache,
        )  # fmt: skip

    return rendered


def parted(made):
    """Return the words of a piece without its notes, and the words of each note."""
    tree = html.fragment_fromstring(made, create_parent="div")
    notes = [" ".join(note.text_content().split()) for note in tree.iter("aside")]
    for group in tree.findall("section[@class='notes']"):
        group.drop_tree()
    return " ".join(tree.text_content().split()), notes


WRITTEN = (
    ("It rained [@a].", "It rained.1", [f"{FULL}."]),
    ("It rained [@a, p. 3], once.", "It rained,1 once.", [f"{FULL}, 3."]),
    ("It rained [see @a].", "It rained.1", [f"See {FULL}."]),
    ("@a says so.", "Oswald Old1 says so.", ["“Rain,” The Gauge, 1900."]),
    ("Both [@a; @c].", "Both.1", [f"{FULL}; Hail (n.d.)."]),
    ("One [@a]. Two [@a].", "One.1 Two.2", [f"{FULL}.", "Old, “Rain.”"]),
    ("So[^1].\n\n[^1]: As said [@a].", "So1.", [f"As said ({FULL})."]),
    ("So^[[@a].] and [@a].", "So1 and.2", [f"{FULL}.", "Old, “Rain.”"]),
    ("- one [@c]\n- two", "one1 two", ["Hail (n.d.)."]),
)


def test_a_citation_becomes_a_note_of_its_piece(render):
    pieces = {f"page{number}": written for number, (written, _, _) in enumerate(WRITTEN)}
    made = render(pieces).pieces

    assert [(shown, notes) for _, shown, notes in WRITTEN] == [parted(made[key]) for key in pieces]


def test_within_a_note_a_citation_makes_no_note(render):
    keys = ("rain-n1", "rain-g1", "rain-e1-reason", "rain-x2-reason")
    made = render(dict.fromkeys(keys, "As Pew counted [@a]. See @c.")).pieces

    assert {(f"As Pew counted ({FULL}). See Hail (n.d.).", ())} == {
        (words, tuple(notes)) for words, notes in (parted(made[key]) for key in keys)
    }


# What a style says of a work named before depends on the note before, and on its number.
CHAPTER = {
    "rain/headnote": "First [@a]. Then [@c].",
    "rain-n1": "[@a].",
    "rain-n2": "[@a, p. 9].",
    "rain/questions": "Why [@c]?",
}


def test_notes_of_a_chapter_know_each_others_numbers_and_no_other_chapters(render):
    other = {key.replace("rain", "snow"): text for key, text in CHAPTER.items()}
    made = render({**other, **CHAPTER}, "oscola", (tuple(CHAPTER), tuple(other))).pieces

    for slug in ("rain", "snow"):
        notes = parted(made[f"{slug}/headnote"])[1]
        assert ["Oswald Old, “Rain” [1900] The Gauge.", "Hail."] == notes
        assert "Old (n 1)." == parted(made[f"{slug}-n1"])[0]
        assert "ibid 9." == parted(made[f"{slug}-n2"])[0].lower()
        assert ["Hail (n 2)."] == parted(made[f"{slug}/questions"])[1]


SWAPPED = SOURCES.replace("Rain", "?").replace("Snow", "Rain").replace("?", "Snow")


@pytest.mark.parametrize("text", [SOURCES, SWAPPED])
def test_works_of_one_year_are_told_apart_in_notes_as_in_the_list(render, text):
    pieces = {"one": "So [@b].", "two": "So [@a].", "three": "So [@b] and [@a]."}
    made = render(pieces, "american-journal-of-archaeology", text=text)
    letters = {
        name: re.search("1900([ab])", html.fromstring(made.references[name]).text_content())[1]
        for name in "ab"
    }

    assert {"a", "b"} == set(letters.values())
    for key, cited in (("one", "b"), ("two", "a"), ("three", "ba")):
        assert [f"Old 1900{letters[name]}." for name in cited] == parted(made.pieces[key])[1]


def test_a_note_with_nothing_left_to_say_is_none(render):
    made = render({"preface": "So @b, and [@b]."}, "juristische-zitierweise-schweizer")

    assert ("So Old, and.1", ["Old."]) == parted(made.pieces["preface"])


@pytest.mark.parametrize("style", ["chicago-notes", "bluebook-inline"])
def test_a_style_without_a_list_of_works_still_has_a_reference_for_each(render, style):
    made = render({"preface": "So [@a]."}, style)

    assert ["a", "b", "c"] == list(made.references)
    assert "Hail" in made.references["c"]
    assert all("<a " not in text for text in made.references.values())


def test_what_is_kept_of_each_chapter_is_what_is_made(render, tmp_path):
    cache = Cache(tmp_path / "kept")
    series = (tuple(CHAPTER),)
    first = render(CHAPTER, series=series, cache=cache)
    changed = {**CHAPTER, "preface": "New [@a]."}

    assert first == render(CHAPTER, series=series, cache=cache)
    assert render(changed, series=series) == render(changed, series=series, cache=cache)


APPARATUS = """::: headnote
It fell[^1] on the roofs [@work].

[^1]: As it does [@work, p. 2].
:::

::: {.note on=text}
See [@work].
:::

::: note
> the {==second rain==}

Counted by [@work, p. 3].
:::

::: gloss
> the {==third rain==}

Water [@work].
:::

::: {.event date=2001}
It fell [@work].
:::

::: {.question #why}
Why [@work]?

::: answer
So [@work].
:::
:::
"""
TEXT = "\n\n".join(
    f"In the year of the {number} rain nobody asked the keeper of the weir why she wrote it down."
    for number in ("first", "second", "third", "fourth")
)
WORK = """- id: work
  type: book
  title: On Roofs
  author: [{family: Other, given: Bo}]
  publisher: Press
  issued: 1999
"""


@pytest.mark.parametrize("style", ["chicago-notes", "oscola"])
def test_a_book_that_cites_in_notes_passes_its_check(tmp_path, style):
    volume = Volume([Chapter(slug, TEXT, APPARATUS) for slug in ("rain", "snow")])
    volume.settings = f'[citations]\nstyle = "{style}"\nworks-cited = "both"\n'
    people = "people:\n- name: Ada Quill\n  note: She wrote [@work].^[Much.]\n"
    editions = "".join(
        f'[{name}]\nformat = "{kind}"\n{reader}'
        for name, kind, reader in (
            ("print", "pdf", ""), ("ebook", "epub", ""),
            ("teach", "pdf", 'reader = "instructor"\n'),
        )
    )  # fmt: skip
    root = volume.put(tmp_path)
    (root / "book/people.yaml").write_text(people, encoding="utf-8")
    (root / "book/editions.toml").write_text(editions, encoding="utf-8")
    sources = root / "book/sources.yaml"
    sources.write_text(sources.read_text(encoding="utf-8") + WORK, encoding="utf-8")
    settings = root / "book/book.toml"
    pages = 'back = ["chronology", "glossary", "sources", "citing", "contributors"]\n'
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("[[outline.part]]", f"{pages}[[outline.part]]"))

    found = pipeline.check(Project.load(root))

    assert [] == [one for one in found if one.code[0] in "PEB" and one.severity == "error"]
    assert [] == [one for one in found if one.code == "T102"]
