import re

import pytest

from florilegium.errors import ConfigError, Several
from florilegium.project.project import Project, slugify
from florilegium.project.wording import words_of

BOOK = """\
title = "A Reader"
language = "en-US"
identifier = "urn:uuid:00000000-0000-4000-8000-000000000000"
date = "2026-01-02"

[[person]]
name = "Ann Editor"
file_as = "Editor, Ann"
roles = ["edt"]

[outline]
front = ["title-page", "contents"]
back = ["colophon"]

[[outline.part]]
title = "One"
chapters = ["first", "second"]
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "book").mkdir()
    (tmp_path / "seeds").mkdir()
    (tmp_path / "book" / "book.toml").write_text(BOOK, encoding="utf-8")
    return tmp_path


def write(folder, name, text):
    (folder / "book" / name).write_text(text, encoding="utf-8")


def test_a_book_is_loaded_with_what_the_editor_said(folder):
    project = Project.load(folder)

    assert project.meta.title == "A Reader"
    assert project.meta.people[0].roles == ("edt",)
    assert project.outline.chapters == ("first", "second")
    assert project.slug == "a-reader"
    assert project.root == folder


def test_without_editions_there_is_one_for_each_format(folder):
    project = Project.load(folder)

    assert project.editions.default("pdf").page == ""
    assert project.editions.default("epub").format == "epub"


def test_an_edition_inherits_what_it_does_not_say(folder):
    write(
        folder,
        "editions.toml",
        '[print]\nformat = "pdf"\npage = "A5"\noptions = { marks = "crop" }\n'
        '[large]\nextends = "print"\npage = "A4"\n',
    )
    large = Project.load(folder).editions.named("large")

    assert (large.format, large.page, large.options) == ("pdf", "A4", (("marks", "crop"),))


def test_editions_in_a_circle_are_refused(folder):
    write(folder, "editions.toml", '[a]\nextends = "b"\n[b]\nextends = "a"\n')

    with pytest.raises(ConfigError, match="extends"):
        Project.load(folder)


def test_an_edition_without_a_format_is_refused(folder):
    write(folder, "editions.toml", '[a]\npage = "A4"\n')

    with pytest.raises(ConfigError, match="has no format"):
        Project.load(folder)


def test_an_unknown_edition_names_those_there_are(folder):
    with pytest.raises(ConfigError) as caught:
        Project.load(folder).editions.named("pocket")

    assert "print, ebook" in caught.value.hint


def test_all_mistakes_of_all_files_are_told_at_once(folder):
    write(folder, "editions.toml", '[a]\nformat = "docx"\n')
    write(folder, "rights.toml", '[[right]]\nsource = "x"\n')

    with pytest.raises(Several) as caught:
        Project.load(folder)

    assert ["book/editions.toml:2", "book/rights.toml:2"] == [
        error.where for error in caught.value.errors
    ]


def test_a_form_that_means_two_people_is_refused(folder):
    write(
        folder,
        "names.toml",
        '[[name]]\nheading = "Clinton, Bill"\nforms = ["Clinton"]\n'
        '[[name]]\nheading = "Clinton, Hillary"\nforms = ["Clinton"]\n',
    )

    with pytest.raises(ConfigError, match="'Clinton' belongs to"):
        Project.load(folder)


def test_a_section_stands_once_in_the_outline(folder):
    write(folder, "book.toml", BOOK.replace('"second"', '"first"'))

    with pytest.raises(ConfigError, match="stands twice"):
        Project.load(folder)


def test_the_editor_has_other_words_for_the_fixed_ones(folder):
    write(folder, "book.toml", f'{BOOK}\n[wording]\nquestions = "For the seminar"\n')

    words = words_of(Project.load(folder).meta)

    assert words["questions"] == "For the seminar"
    assert words["notes"] == "Notes"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('qestions = "x"', "unknown key 'qestions'"),
        ('edited-by = "Edited"', "has not the places it should have: {people}"),
        ('and = "{x}"', "has not the places it should have: {x}"),
    ],
)
def test_a_word_that_no_page_asks_for_is_an_error(folder, line, message):
    write(folder, "book.toml", f"{BOOK}\n[wording]\n{line}\n")

    with pytest.raises(ConfigError, match=re.escape(message)):
        Project.load(folder)


def test_a_slug_is_lower_case_with_hyphens(folder):
    write(folder, "book.toml", BOOK.replace('"second"', '"Second Text"'))

    with pytest.raises(ConfigError) as caught:
        Project.load(folder)

    assert "'second-text'" in caught.value.hint


def test_a_date_that_is_none_is_refused(folder):
    write(folder, "book.toml", BOOK.replace("2026-01-02", "next year"))

    with pytest.raises(ConfigError) as caught:
        Project.load(folder)

    assert caught.value.where == "book/book.toml:4"


def test_a_folder_without_a_book_says_where_to_get_one(tmp_path):
    with pytest.raises(ConfigError) as caught:
        Project.load(tmp_path)

    assert "florilegium init" in caught.value.hint


def test_the_digest_follows_names_and_contents_of_the_inputs(folder):
    before = Project.load(folder).digest()
    (folder / "seeds" / "a.txt").write_text("x")
    after = Project.load(folder).digest()
    (folder / "build").mkdir()
    (folder / "build" / "a.pdf").write_text("x")

    assert before != after
    assert after == Project.load(folder).digest()


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Me Too, One Year Later", "me-too-one-year-later"),
        ("L'été à Übersee!", "lete-a-ubersee"),
        ("日本", "book"),
    ],
)
def test_slugs(title, slug):
    assert slugify(title) == slug


def test_series_and_claim_are_tables_of_the_book(folder):
    tables = (
        '[series]\nname = "Readers"\nposition = "2"\n'
        '[accessibility]\nconformance = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"\n'
    )
    write(folder, "book.toml", BOOK.replace("[outline]", f"{tables}[outline]"))
    meta = Project.load(folder).meta

    assert (meta.series.name, meta.series.position) == ("Readers", "2")
    assert meta.accessibility.conformance.endswith("Level AA")


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "file:///etc/passwd", "report.html", "//example.org/x", "#report",
     "data:text/html,x", "http://", "https://ada:secret@example.org/", "x y"],
)  # fmt: skip
def test_a_report_that_is_no_address_is_told_at_its_line(folder, address):
    table = (
        '[accessibility]\nconformance = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"\n'
        f'report = "{address}"\n'
    )
    write(folder, "book.toml", BOOK.replace("[outline]", f"{table}[outline]"))

    with pytest.raises(ConfigError, match="'report' is") as caught:
        Project.load(folder)

    assert caught.value.where == "book/book.toml:13"


@pytest.mark.parametrize(
    "claim", ["WCAG 2.2 AA", "EPUB Accessibility 1.1 - WCAG 3.0 Level AA", "yes", ""]
)
def test_a_claim_that_no_reader_understands_is_an_error(folder, claim):
    table = f'[accessibility]\nconformance = "{claim}"\n'
    write(folder, "book.toml", BOOK.replace("[outline]", f"{table}[outline]"))

    with pytest.raises(ConfigError, match="'conformance' is") as caught:
        Project.load(folder)

    assert caught.value.where == "book/book.toml:12"


@pytest.mark.parametrize("way", ["total-fit", "greedy"])
def test_an_edition_says_how_lines_are_broken(folder, way):
    write(folder, "editions.toml", f'[a]\nformat = "pdf"\nline-breaking = "{way}"\n')

    assert way == Project.load(folder).editions.named("a").line_breaking


def test_lines_are_chosen_together_if_an_edition_says_nothing(folder):
    write(folder, "editions.toml", '[a]\nformat = "pdf"\n')

    assert "total-fit" == Project.load(folder).editions.named("a").line_breaking


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('line-breaking = "tex"', "'line-breaking' is 'tex'"),
        ('line_breaking = "greedy"', "unknown"),
    ],
)
def test_another_way_to_break_lines_is_an_error(folder, line, said):
    write(folder, "editions.toml", f'[a]\nformat = "pdf"\n{line}\n')

    with pytest.raises(ConfigError, match=said):
        Project.load(folder)


def test_editions_may_extend_each_other_a_thousand_times(folder):
    chain = "".join(f'[e{n}]\nextends = "e{n + 1}"\n' for n in range(3000))
    write(folder, "editions.toml", f'{chain}[e3000]\nformat = "pdf"\npage = "A4"\n')

    made = Project.load(folder).editions

    assert "A4" == made.named("e0").page
    assert "pdf" == made.named("e0").format
