"""The whole of ``florilegium print`` on a small book: files, numbers, cache, errors."""

import errno
import hashlib
import io
import json
import os
import shutil
import zipfile
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageCms

from florilegium import cli, print_kit
from florilegium.errors import FlorilegiumError
from florilegium.project.project import Project
from florilegium.resources import Resources
from florilegium.store.cache import Cache

pytest.importorskip("pdfimpose")
pytest.importorskip("barcode")

EDITIONS = """
[print]
format = "pdf"

[ebook]
format = "epub"

[shop]
extends = "print"
caliper = 0.1
bleed = 3
isbn = "978-3-16-148410-0"

[handout]
extends = "print"
printer = "copy-shop-a4"
binding = "saddle"
"""


@pytest.fixture
def folder(book):
    made = book("minimal")
    (made / "book" / "editions.toml").write_text(EDITIONS, "utf-8")
    return made


def digests(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_one_command_makes_all_that_a_shop_asks_for(folder, capsys):
    seeds = digests(folder / "seeds")

    assert 0 == cli.main(["print", "-j1", "-C", str(folder)])

    made = digests(folder / "build" / "print")
    assert {
        *(f"shop/{name}" for name in ("interior.pdf", "cover.pdf", "ticket.txt", "ticket.json")),
        *(f"handout/{name}" for name in ("interior.pdf", "cover.pdf", "booklet.pdf")),
        "shop/proof/cover.png", "shop/proof/spreads-01.png",
    } <= made.keys()  # fmt: skip
    assert "shop/booklet.pdf" not in made
    assert seeds == digests(folder / "seeds")
    said = capsys.readouterr().err
    assert "build/print/shop/interior.pdf" in said
    assert "S116 note" in said


def test_the_ticket_says_what_is_in_the_files(folder):
    cli.main(["print", "-j1", "-q", "-C", str(folder), "--edition", "handout"])
    shop = folder / "build" / "print" / "handout"
    ticket = json.loads((shop / "ticket.json").read_text("utf-8"))

    with (
        pikepdf.open(shop / "interior.pdf") as interior,
        pikepdf.open(shop / "booklet.pdf") as booklet,
    ):
        assert len(interior.pages) == ticket["pages"]
        assert ticket["pages"] % 4 == 0
        assert len(booklet.pages) == ticket["sides_a_copy"] == 2 * ticket["sheets_a_copy"]
    for row in ticket["files"]:
        assert row["sha256"] == digests(shop)[row["name"]]
    text = (shop / "ticket.txt").read_text("utf-8")
    assert "saddle stitch" in text
    assert ticket["files"][0]["sha256"] in text
    assert "None" not in text


def halves(path):
    """The words of each side of the sheets at *path*: of its left page and of its right one."""
    found = []
    with pdfium.PdfDocument(path) as pdf:
        for page in pdf:
            width, height = page.get_size()
            text = page.get_textpage()
            parts = [(0, width / 2), (width / 2, width)]
            found.append([plain(text.get_text_bounded(a, 0, b, height)) for a, b in parts])
    return found


def plain(text):
    return sorted("".join(text.split()))  # in which order they are read is pdfium's matter


def test_the_sheets_of_a_book_fold_into_its_pages(folder):
    cli.main(["print", "-j1", "-q", "-C", str(folder), "--edition", "handout"])
    shop = folder / "build" / "print" / "handout"
    with pdfium.PdfDocument(shop / "interior.pdf") as pdf:
        pages = [plain(page.get_textpage().get_text_range()) for page in pdf]
        folios = [pdf.get_page_label(number) for number in range(len(pdf))]
    right, left = [], []
    sides = halves(shop / "booklet.pdf")
    for front, back in zip(sides[::2], sides[1::2], strict=True):
        right += [front[1], back[0]]  # the leaf to the right of the fold, then turned
        left += [front[0], back[1]]

    assert pages == right + left[::-1]
    assert "1" in folios
    assert any(folio in "".join(page) for page, folio in zip(pages, folios, strict=True) if page)


def test_the_ticket_says_what_economy_saves(folder):
    text = (
        EDITIONS
        + """
[economy]
extends = "handout"
theme = "economy"
page = "A5"
copies = 30
"""
    )
    (folder / "book" / "editions.toml").write_text(text, "utf-8")
    handout, economy = print_kit.make(Project.load(folder), ["handout", "economy"])
    shop = folder / "build" / "print"
    ticket = json.loads((shop / "economy" / "ticket.json").read_text("utf-8"))
    other = json.loads((shop / "handout" / "ticket.json").read_text("utf-8"))

    assert ticket["theme"]["sheets"] == ticket["sheets_a_copy"]
    assert ticket["theme"]["instead_of"] == other["sheets_a_copy"]
    assert other["theme"] is None
    (told,) = [one for one in economy.findings if one.code == "P120"]
    text = " ".join((shop / "economy" / "ticket.txt").read_text("utf-8").split())
    assert told.message in text
    assert f"({30 * ticket['sheets_a_copy']} in all)" in text
    assert not [one for one in handout.findings if one.code == "P120"]


def test_the_same_book_elsewhere_makes_the_same_kit(folder, tmp_path, monkeypatch):
    text = EDITIONS.replace("bleed = 3", 'bleed = 3\nsheets = "signatures"\nmarks = true')
    (folder / "book" / "editions.toml").write_text(text, "utf-8")
    other = tmp_path / "a book of – «Größe» 字"
    shutil.copytree(folder, other)
    cli.main(["print", "-j1", "-q", "-C", str(folder)])
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    monkeypatch.setenv("LC_ALL", "tr_TR.UTF-8")
    cli.main(["print", "-j2", "-q", "-C", str(other)])

    made = digests(folder / "build" / "print")
    assert made == digests(other / "build" / "print")
    assert "shop/booklet.pdf" in made


def test_an_edition_that_cannot_be_put_in_place_is_as_it_was(folder, monkeypatch, capsys):
    cli.main(["print", "-j1", "-q", "-C", str(folder), "-e", "shop"])
    before = digests(folder / "build" / "print")
    text = EDITIONS.replace("bleed = 3", "bleed = 5")
    (folder / "book" / "editions.toml").write_text(text, "utf-8")
    real = Path.write_bytes

    def full(path, content):
        if path.name == "ticket.txt":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    capsys.readouterr()

    assert 6 == cli.main(["print", "-j1", "-C", str(folder), "-e", "shop"])
    assert "no space left" in capsys.readouterr().err.lower()
    assert before == digests(folder / "build" / "print")


def test_the_proofs_are_pictures_of_every_spread(folder):
    cli.main(["print", "-j1", "-q", "-C", str(folder), "--edition", "shop"])
    shop = folder / "build" / "print" / "shop"

    with Image.open(shop / "proof" / "spreads-01.png") as sheet:
        assert sheet.width > 1800
    with (
        Image.open(shop / "proof" / "cover.png") as sheet,
        pikepdf.open(shop / "cover.pdf") as pdf,
    ):
        width = float(pdf.pages[0].mediabox[2])
        assert sheet.width == pytest.approx(width * 100 / 72, abs=2)


def test_nothing_changed_is_said_and_nothing_done(folder, capsys, monkeypatch):
    cli.main(["print", "-j1", "-C", str(folder)])
    capsys.readouterr()
    monkeypatch.setattr(print_kit, "make", None)

    assert 0 == cli.main(["print", "-j1", "-C", str(folder)])
    assert "nothing changed: build/print/shop/interior.pdf" in capsys.readouterr().err


def test_with_and_without_the_cache_the_bytes_are_the_same(folder):
    cli.main(["print", "-j1", "-q", "-C", str(folder)])
    first = digests(folder / "build" / "print")

    cli.main(["print", "-j1", "-q", "--no-cache", "-C", str(folder)])
    assert first == digests(folder / "build" / "print")


def test_another_paper_makes_the_cover_anew_and_no_page(folder, monkeypatch):
    def run():
        cache = Cache(folder / "build" / ".cache")
        print_kit.make(Project.load(folder), ["shop"], resources=Resources(cache=cache))
        return digests(folder / "build" / "print" / "shop")

    before = run()
    settings = folder / "book" / "editions.toml"
    settings.write_text(EDITIONS.replace("caliper = 0.1", "caliper = 0.2"), "utf-8")
    monkeypatch.setattr(print_kit, "convert", None)
    after = run()

    assert before["interior.pdf"] == after["interior.pdf"]
    assert before["cover.pdf"] != after["cover.pdf"]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('isbn = "978-3-16-148410-1"', "check digit"),
        ('printer = "kdp"', "takes 24 to 828"),
        ('profile = "mill.icc"', "colour profile"),
        ('trim = "6x8"', "no trim"),
        ('profile = "screen.icc"', "not for a press"),
        ('profile = "text.icc"', "is no ICC profile"),
        ('binding = "saddle"\nsheet = "A4"\nbleed = 3', "of bleed do not fit on A4"),
    ],
)
def test_a_mistake_stops_before_anything_is_written(line, what, folder, capsys):
    text = f'[shop]\nformat = "pdf"\ncaliper = 0.1\n{line}\n'
    screen = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    (folder / "book" / "screen.icc").write_bytes(screen)
    (folder / "book" / "text.icc").write_bytes(b"no profile")
    (folder / "book" / "editions.toml").write_text(text, "utf-8")

    assert cli.main(["print", "-j1", "-C", str(folder)]) in (3, 4)
    assert what in " ".join(capsys.readouterr().err.split())
    assert not (folder / "build" / "print").exists()


def test_a_wider_gutter_moves_the_type_and_changes_no_line(folder):
    text = EDITIONS.replace("bleed = 3", "inner = 25.0")
    (folder / "book" / "editions.toml").write_text(text, "utf-8")

    (kit,) = print_kit.make(Project.load(folder), ["shop"])
    assert [] == [one for one in kit.findings if one.code == "S111"]


def test_an_epub_is_no_edition_for_a_shop(folder):
    with pytest.raises(FlorilegiumError, match="no printed one"):
        print_kit.make(Project.load(folder), ["ebook"])


def test_the_deposit_is_a_valid_bag_and_the_same_every_time(folder, tmp_path):
    bagit = pytest.importorskip("bagit")
    arguments = ["print", "-j1", "-q", "--deposit", "-C", str(folder), "--edition", "shop"]
    cli.main(arguments)
    (path,) = (folder / "build" / "deposit").glob("*.zip")
    first = path.read_bytes()

    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        archive.extractall(tmp_path / "bag")
        names = archive.namelist()
    (bag,) = (tmp_path / "bag").iterdir()
    assert bagit.Bag(str(bag)).is_valid()
    assert any(name.endswith(".epub") for name in names)
    assert any(name.endswith(".pdf") for name in names)
    assert any("/build/ledger/" in name for name in names)
    assert not any("/seeds/" in name for name in names)
    cli.main([*arguments, "--no-cache"])
    assert first == path.read_bytes()
