"""``add``: texts come into the book whole, once, and with nothing of the editor's touched."""

import base64
import json
import shutil
import sys
from pathlib import Path

import pytest
from library import picture
from reader_sample import BOOK, EDITIONS, PROSE, SOURCES

from florilegium import editorial, pipeline
from florilegium.cli import main
from florilegium.desk import add as adding
from florilegium.desk.add.fetch import Fetcher
from florilegium.errors import ConfigError, FlorilegiumError, MachineError, Several
from florilegium.project.project import Project

DATA = "data:image/png;base64," + base64.b64encode(picture("PNG")).decode()
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>A Year at the Weir</title>
<meta name="author" content="Ida Inkwell"><meta property="og:site_name" content="The Footpath">
<meta property="article:published_time" content="2011-03-04">
<link rel="canonical" href="https://example.org/weir"></head>
<body><h1>A Year at the Weir</h1><p>{PROSE}</p><p><img src="weir_files/a.png" alt="A weir">
</p><p>{PROSE}</p></body></html>"""


@pytest.fixture
def book(tmp_path):
    root = tmp_path / "reader"
    files = {
        "book/book.toml": BOOK,
        "book/sources.yaml": SOURCES,
        "book/rights.toml": "# Rights.",
        "book/editions.toml": EDITIONS,
        "book/chapters/old.md": "---\nseed: old.txt\nsource: old2000\n---\n",
        "seeds/old.txt": f"Old\n\n{PROSE}\n",
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    return root


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "saved" / "Weir – Größe 2.html"
    path.parent.mkdir()
    path.write_text(PAGE, encoding="utf-8")
    return path


def added(book, *names, **options):
    return editorial.add(Project.load(book), [str(name) for name in names], **options)


def state(root):
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and "build" not in path.parts
    }


def test_text_is_copied_and_all_that_a_book_says_of_it_is_drafted(book, page):
    made = added(book, page)

    (text,) = made.texts
    assert ("a-year-at-the-weir.html", "inkwell2011") == (text.seed, text.source)
    assert page.read_bytes() == (book / "seeds" / text.seed).read_bytes()
    (project, read) = Project.load(book), pipeline.read_texts(Project.load(book))
    assert ("old", "a-year-at-the-weir") == project.outline.chapters
    assert "Ida Inkwell" == read[1].selection.byline
    assert ["inkwell2011"] == [right.source for right in project.rights]
    assert "unknown" == project.rights[0].basis


def test_pictures_that_come_along_get_a_record_of_rights(book, tmp_path):
    page = tmp_path / "weir.html"
    page.write_text(PAGE)
    beside = tmp_path / "weir_files"
    beside.mkdir()
    (beside / "a.png").write_bytes(picture("PNG"))
    within = tmp_path / "mill.html"
    within.write_text(PAGE.replace("weir_files/a.png", DATA).replace("Weir", "Mill"))
    added(book, page, within)

    records = {right.source: right.basis for right in Project.load(book).rights}
    assert ("unknown", "unknown") == (
        records["seeds/weir_files"], records["seeds/a-year-at-the-mill.html"]
    )  # fmt: skip


def test_no_letter_of_the_editors_files_is_changed(book, page):
    before = state(book)
    added(book, page)

    after = state(book)
    for name, data in before.items():
        rest = iter(after[name])
        assert all(byte in rest for byte in data), name
    assert b'    "old",  # week one\n    "a-year-at-the-weir"' in after["book/book.toml"]
    assert after["book/sources.yaml"].startswith(SOURCES.partition("\n\n")[0].encode())


def test_twice_does_nothing_twice(book, page, tmp_path):
    added(book, page)
    before = state(book)
    again = tmp_path / "again.html"
    shutil.copy(page, again)

    made = added(book, page, again)

    assert [False, False] == [text.is_new for text in made.texts]
    assert before == state(book)


def test_the_same_bytes_given_twice_are_one_text(book, page, tmp_path):
    again = tmp_path / "again.html"
    shutil.copy(page, again)

    assert [True, False] == [text.is_new for text in added(book, page, again).texts]


def test_seed_that_is_there_gets_a_chapter(book, page):
    shutil.copy(page, book / "seeds" / "mine.html")
    before = state(book / "seeds")

    (text,) = added(book, book / "seeds" / "mine.html").texts

    assert ("mine.html", "a-year-at-the-weir") == (text.seed, text.slug)
    assert before == state(book / "seeds")


def test_nothing_is_overwritten(book, page, tmp_path):
    other = tmp_path / "other.html"
    other.write_text(PAGE.replace("evening", "morning"), encoding="utf-8")

    made = added(book, page, other)

    assert ["a-year-at-the-weir", "a-year-at-the-weir-2"] == [text.slug for text in made.texts]
    assert ["inkwell2011", "inkwell2011b"] == [text.source for text in made.texts]
    assert other.read_bytes() == (book / "seeds" / "a-year-at-the-weir-2.html").read_bytes()


def test_every_error_of_every_file_is_told_and_nothing_is_left_behind(book, page, tmp_path):
    (empty := tmp_path / "empty.txt").write_text("")
    (binary := tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 9)
    (strange := tmp_path / "a.xyz").write_text("x")
    before = state(book)

    with pytest.raises(Several) as caught:
        added(book, empty, page, binary, strange, tmp_path / "none.html", "ftp://example.org/a")

    assert before == state(book)
    places = [error.where for error in caught.value.errors]
    assert {str(empty), str(binary), str(strange), str(tmp_path / "none.html")} < set(places)
    assert 5 == len(places)


@pytest.mark.parametrize("failing", range(6))
def test_a_disk_that_fills_up_leaves_nothing_behind(book, page, monkeypatch, failing):
    before = state(book)
    made = adding.plan(Project.load(book), [str(page)], Fetcher(), progress=lambda _: None)
    files = [*made.new, *made.changed]
    bad, real = files[failing % len(files)], Path.open

    def full(path, *rest, **options):
        if path.name.lstrip(".").startswith(f"{bad.name}."):  # aside, before it gets its name
            raise OSError(28, "full")
        return real(path, *rest, **options)

    monkeypatch.setattr(Path, "open", full)

    with pytest.raises(OSError, match="full"):
        adding.write(made)

    monkeypatch.undo()
    assert before == state(book)
    assert not list(book.rglob("*.aside"))


@pytest.mark.parametrize("name", ["sources.yaml", "rights.toml", "book.toml"])
def test_a_file_that_is_saved_while_texts_are_added_keeps_what_was_saved(
    name, book, page, monkeypatch
):
    planning = sys.modules["florilegium.desk.add.plan"]  # a function has its name
    saved = book / "book" / name
    real = planning.gather

    def gather(*args, **options):  # it may take minutes
        saved.write_text(saved.read_text() + "# saved meanwhile\n" if saved.exists() else "#\n")
        return real(*args, **options)

    monkeypatch.setattr(planning, "gather", gather)
    made = adding.plan(Project.load(book), [str(page)], Fetcher(), progress=lambda _: None)
    before = state(book)
    with pytest.raises(MachineError, match="nothing was written") as caught:
        adding.write(made)

    assert f"book/{name}" == caught.value.where
    assert before == state(book)


def test_dry_run_writes_nothing(book, page, capsys):
    before = state(book)

    assert 0 == main(["add", "-C", str(book), "--dry-run", str(page)])
    assert before == state(book)
    assert "Nothing was written" in capsys.readouterr().err


def test_command_says_what_became_of_it_and_what_to_do_next(book, page, capsys):
    assert 0 == main(["add", "-C", str(book), str(page)])

    said = capsys.readouterr().err
    assert "“A Year at the Weir”, Ida Inkwell, 2011-03-04" in said
    assert "florilegium build" in said
    assert (book / "build" / "review.html").is_file()


def test_folder_of_a_saved_page_comes_along(book, tmp_path):
    page = tmp_path / "weir.html"
    page.write_text(PAGE, encoding="utf-8")
    (tmp_path / "weir_files" / "deep").mkdir(parents=True)
    (tmp_path / "weir_files" / "a.png").write_bytes(b"\x89PNG")
    (tmp_path / "weir_files" / "deep" / "b.css").write_text("p {}")

    added(book, page)

    assert b"\x89PNG" == (book / "seeds" / "weir_files" / "a.png").read_bytes()
    assert (book / "seeds" / "weir_files" / "deep" / "b.css").is_file()


def test_two_pages_with_folders_of_one_name_do_not_mix(book, tmp_path):
    for name, word in (("one", "evening"), ("two", "morning")):
        folder = tmp_path / name
        (folder / "weir_files").mkdir(parents=True)
        text = PAGE.replace("evening", word)
        (folder / "weir.html").write_text(text, encoding="utf-8")
        (folder / "weir_files" / "a.png").write_text(name)

    made = added(book, tmp_path / "one" / "weir.html", tmp_path / "two" / "weir.html")

    assert "a-year-at-the-weir-2/a-year-at-the-weir-2.html" == made.texts[1].seed
    seeds = book / "seeds"
    assert "one" == (seeds / "weir_files" / "a.png").read_text()
    assert "two" == (seeds / "a-year-at-the-weir-2" / "weir_files" / "a.png").read_text()
    assert 3 == len(pipeline.read_texts(Project.load(book)))


def test_folder_gives_all_its_texts_and_names_what_is_none(book, page):
    folder = page.parent
    (folder / "notes.txt").write_text(f"{PROSE}\n\n{PROSE}\n")
    (folder / "picture.png").write_bytes(b"\x89PNG")

    made = added(book, folder)

    assert 2 == len(made.texts)
    assert (str(folder / "picture.png"),) == made.passed_over


def test_title_in_another_script_or_none_gets_a_name_that_tells(book, tmp_path):
    names = {"Größe & Maß.txt": "groesse", "水.txt": "text", "003_3e423f4.txt": "text-2"}
    for number, name in enumerate(names):
        (tmp_path / name).write_text(f"{PROSE} {number}\n")

    made = added(book, *(tmp_path / name for name in names))

    assert all("title" in text.missing for text in made.texts)

    assert ["grosse-mass", "text", "text-2"] == [text.slug for text in made.texts]


@pytest.mark.parametrize("other", ["weir-2", "weir_b"])
def test_pages_whose_names_begin_alike_keep_their_own_folders(book, tmp_path, other):
    for stem, title in (("weir", "One"), (other, "Two")):
        (tmp_path / f"{stem}_files").mkdir()
        (tmp_path / f"{stem}_files" / "a.png").write_text(title)
        (tmp_path / f"{stem}.html").write_text(f"<h1>{title}</h1><p>{PROSE}</p>")

    added(book, tmp_path / "weir.html", tmp_path / f"{other}.html")

    seeds = book / "seeds"
    assert "One" == (seeds / "weir_files" / "a.png").read_text()
    assert "Two" == (seeds / f"{other}_files" / "a.png").read_text()


def test_items_of_an_export_are_matched_to_their_files(book, page, tmp_path):
    note = tmp_path / "A note.txt"
    note.write_text(f"{PROSE}\n\n{PROSE}\n")
    export = tmp_path / "export.json"
    items = [
        {"id": "http://zotero.org/users/1/items/AB", "type": "webpage", "title": "Weirs",
         "URL": "http://www.example.org/weir/", "author": [{"family": "Lark", "given": "Ada"}]},
        {"id": "other", "type": "book", "title": "Another Book",
         "issued": {"date-parts": [[1999, 4]]}},
    ]  # fmt: skip
    export.write_text(json.dumps(items), encoding="utf-8")

    made = added(book, page, export, note)

    assert [True, False] == [text.matched for text in made.texts]
    assert "AB" == made.texts[0].source
    read = {
        one["id"]: one for one in pipeline.pandoc.read_sources(Project.load(book).bibliography)
    }
    assert "Weirs" == read["AB"]["title"]
    assert [[1999, 4]] == read["other"]["issued"]["date-parts"]


BIB = """@article{lark2011,
  title = {Something Else},
  author = {Lark, Ada},
  year = {2011},
  file = {Full Text:files/12/Weir – Größe 2.html:text/html;Other:files/13/x.pdf:application/pdf}
}
@book{flood1999, title = {Rain}, author = {Flood, Frank}, year = {1999}}
"""
RIS = """TY  - JOUR
TI  - A Year at the Weir
AU  - Lark, Ada
PY  - 2011
ER  -
"""


@pytest.mark.parametrize(("name", "text"), [("a.bib", BIB), ("a.ris", RIS)])
def test_bibtex_and_ris_are_matched_by_file_and_by_title(book, page, name, text):
    export = book.parent / name
    export.write_text(text, encoding="utf-8")

    (planned,) = added(book, page, export).texts

    items = pipeline.pandoc.read_sources(Project.load(book).bibliography)
    (item,) = [one for one in items if one["id"] == planned.source]
    assert planned.matched
    assert [{"family": "Lark", "given": "Ada"}] == item["author"]


def test_source_that_the_book_has_is_used(book, page):
    path = book / "book" / "sources.yaml"
    path.write_text("references:\n- id: mine\n  type: book\n  title: A year at the weir!\n")

    (text,) = added(book, page).texts

    assert ("mine", True) == (text.source, text.matched)


def test_list_of_sources_that_is_an_export_is_left_alone(book, page):
    (book / "book" / "sources.yaml").unlink()
    (book / "book" / "sources.bib").write_text("@book{old2000, title = {Old}, year = {2000}}\n")
    before = state(book)

    with pytest.raises(ConfigError, match="not written to"):
        added(book, page)
    assert before == state(book)


def test_text_of_which_only_a_title_is_left_is_refused(book, tmp_path):
    (text := tmp_path / "a.txt").write_text("The Weir\n\nAdvertisement\n\nAdvertisement\n")

    with pytest.raises(FlorilegiumError, match="only 'The Weir' was kept"):
        added(book, text)
