import hashlib
import io
import time
import zipfile
from dataclasses import replace

import pytest
from epub_samples import EDITION, META, STYLES, chapter, document, sample_book, sample_pagination
from epub_tree import EpubTree
from PIL import Image

from florilegium.check.epub import check_epub
from florilegium.errors import FlorilegiumError, RenderError
from florilegium.model import ContentDocument
from florilegium.project.styles import Styles
from florilegium.render import epub
from florilegium.render.epub import resources


def picture(kind="PNG"):
    buffer = io.BytesIO()
    Image.new("RGB", (16, 25), "#1d2b36").save(buffer, kind)
    return buffer.getvalue()


def write(target, documents=None, **changes):
    options = {
        "meta": META,
        "edition": EDITION,
        "styles": STYLES,
        "pagination": sample_pagination() if documents is None else None,
        "cover": picture(),
    }
    book = sample_book() if documents is None else documents
    return epub.write(book, target=target, **(options | changes))


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return write(tmp_path_factory.mktemp("epub") / "book.epub")


@pytest.fixture(scope="module")
def tree(built):
    return EpubTree(built.path)


def test_the_artefact_names_the_file_and_its_digest(built):
    assert hashlib.sha256(built.path.read_bytes()).hexdigest() == built.sha256
    assert (built.edition, built.format, built.warnings) == ("ebook", "epub", ())


def test_the_spine_follows_the_book_with_the_navigation_for_the_printed_contents(tree):
    names = [section.id for section in sample_book()]
    expected = ["nav.xhtml" if name == "contents" else f"text/{name}.xhtml" for name in names]

    assert ["cover.xhtml", *expected] == tree.spine()


def test_a_book_without_printed_contents_has_its_navigation_all_the_same(tmp_path):
    tree = EpubTree(write(tmp_path / "a.epub", [chapter("one", "<p>x</p>")]).path)

    assert tree.spine() == ["cover.xhtml", "nav.xhtml", "text/one.xhtml"]
    assert tree.find("nav.xhtml", "//h:nav[1]//h:a/@href") == ["text/one.xhtml"]


def test_chapters_stand_under_their_part(tree):
    (part,) = tree.find("nav.xhtml", "//h:nav[@epub:type='toc']/h:ol/h:li[h:ol]")

    assert [a.text for a in part.iter("{*}a")] == [
        "On the Quay",
        "The Keeper Speaks",
        "Aus dem Kassenbuch",
    ]


def test_an_entry_in_another_language_says_so(tree):
    assert tree.find("nav.xhtml", "//h:nav[1]//h:a[@lang]/@lang") == ["de"]


def test_what_has_no_rank_is_not_in_the_contents(tree):
    entries = tree.find("nav.xhtml", "//h:nav[@epub:type='toc']//h:a/@href")

    assert "text/preface.xhtml" in entries
    assert "text/copyright.xhtml" not in entries


def test_landmarks_lead_to_what_readers_look_for(tree):
    links = tree.find("nav.xhtml", "//h:nav[@epub:type='landmarks']//h:a")
    kinds = {a.get("{http://www.idpf.org/2007/ops}type"): a.get("href") for a in links}

    assert kinds["bodymatter"] == "text/part-1.xhtml"
    assert kinds["toc"] == "nav.xhtml#contents"
    assert kinds["cover"] == "cover.xhtml"
    assert kinds["bibliography"] == "text/sources.xhtml"


def test_a_link_to_the_contents_leads_to_the_navigation(tree):
    assert "../nav.xhtml#contents" in tree.find("text/preface.xhtml", "//h:a/@href")


def test_the_list_of_pages_is_the_print_editions(tree):
    pages = tree.find("nav.xhtml", "//h:nav[@epub:type='page-list']//h:a/text()")

    assert pages == ["i", "iii", "iv", "vii", "1", "3", "4", "5", "6", "7"]
    assert pages == tree.find("toc.ncx", "//ncx:pageTarget//ncx:text/text()")
    assert len(tree.prop("pageBreakSource")) == 1


def test_without_a_print_edition_there_are_no_pages(tmp_path):
    tree = EpubTree(write(tmp_path / "a.epub", sample_book()).path)

    assert tree.find("nav.xhtml", "//h:nav[@epub:type='page-list']") == []
    assert tree.find("toc.ncx", "//ncx:pageList") == []
    assert tree.prop("pageBreakSource") == []
    assert tree.text("text/index.xhtml", "//h:li") == "Orr, Tamsin"


def test_the_ncx_is_never_deeper_than_two_levels(tmp_path):
    book = [
        document("part-1", kind="part", matter="body"),
        chapter("one", "", depth=2),
        chapter("two", "", depth=3),
        chapter("three", "", depth=4),
    ]
    tree = EpubTree(write(tmp_path / "a.epub", book).path)

    assert len(tree.find("nav.xhtml", "//h:nav[1]//h:ol//h:ol//h:ol//h:ol/h:li")) == 1
    assert len(tree.find("toc.ncx", "//ncx:navPoint/ncx:navPoint")) == 3
    assert tree.find("toc.ncx", "//ncx:navPoint/ncx:navPoint/ncx:navPoint") == []
    assert tree.find("toc.ncx", "//ncx:meta[@name='dtb:depth']/@content") == ["2"]


def test_the_cover_is_a_picture_and_a_page_that_describes_it(tree):
    (alt,) = tree.find("cover.xhtml", "//h:img/@alt")

    assert "The Lamp & the Ledger: Two Voices" in alt
    assert tree.opf("//opf:item[@properties='cover-image']/@href") == ["images/cover.png"]
    assert tree.opf("//opf:meta[@name='cover']/@content") == ["cover-image"]


def test_a_cover_may_be_a_jpeg_but_nothing_else(tmp_path):
    tree = EpubTree(write(tmp_path / "a.epub", cover=picture("JPEG")).path)

    assert tree.opf("//opf:item[@properties='cover-image']/@media-type") == ["image/jpeg"]
    with pytest.raises(RenderError, match="neither"):
        write(tmp_path / "a.epub", cover=b"GIF89a")


def test_only_the_fonts_that_the_style_sheet_names_are_embedded(tree):
    fonts = sorted(name for name in tree.names() if name.endswith(".ttf"))

    assert fonts
    assert all(font.rpartition("/")[2].encode() in tree.read("styles/epub.css") for font in fonts)


def test_the_package_says_its_language_once_more(tree):
    (package,) = tree.opf("/opf:package")

    assert package.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert package.get("dir") == "ltr"


def test_the_archive_begins_with_its_bare_type(tree):
    first = tree.archive.infolist()[0]

    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert tree.archive.read("mimetype") == b"application/epub+zip"


def test_the_book_has_one_date_and_it_is_its_own(tree):
    assert {entry.date_time for entry in tree.archive.infolist()} == {(2026, 3, 2, 0, 0, 0)}
    assert tree.prop("dcterms:modified") == ["2026-03-02T00:00:00Z"]


def test_source_date_epoch_comes_before_the_date_of_the_book(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    tree = EpubTree(write(tmp_path / "a.epub").path)

    assert tree.prop("dcterms:modified") == ["2023-11-14T22:13:20Z"]


@pytest.mark.parametrize("date", ["0001-01-01", "1979-12-31", "2108-01-01", "9999-12-31"])
def test_a_date_that_no_archive_can_have_is_the_nearest_that_it_can(date, tmp_path):
    tree = EpubTree(write(tmp_path / "a.epub", meta=replace(META, date=date)).path)

    (entry,) = {entry.date_time for entry in tree.archive.infolist()}
    assert entry in ((1980, 1, 1, 0, 0, 0), (2107, 12, 31, 23, 59, 58))
    assert tree.prop("dcterms:modified") == [f"{date}T00:00:00Z"]


def test_a_date_may_be_only_a_year(tmp_path):
    made = write(tmp_path / "a.epub", meta=replace(META, date="2026"))

    assert EpubTree(made.path).prop("dcterms:modified") == ["2026-01-01T00:00:00Z"]


def test_the_same_book_is_the_same_bytes_in_another_place_and_time_zone(
    built, tmp_path, monkeypatch
):
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    try:
        again = write(tmp_path / "elsewhere" / "other-name.epub")
    finally:
        monkeypatch.undo()
        time.tzset()

    assert built.path.read_bytes() == again.path.read_bytes()


def test_a_book_that_fails_leaves_the_old_one(tmp_path):
    target = tmp_path / "book.epub"
    target.write_bytes(b"the last good book")

    with pytest.raises(FlorilegiumError):
        write(target, [chapter("one", '<p><a href="#gone">x</a></p>')])

    assert target.read_bytes() == b"the last good book"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("url(fonts/Gone.ttf)", r"Gone\.ttf"),
        ("url('../secret.ttf')", "outside"),
        ("url(https://example.org/a.ttf)", "outside"),
        ('url("theme.toml")', "no e-book"),
    ],
)
def test_a_style_sheet_may_only_name_files_it_can_take_along(tmp_path, rule, message):
    (tmp_path / "epub.css").write_text(f"@font-face {{ src: {rule} }}", encoding="utf-8")

    with pytest.raises(FlorilegiumError, match=message):
        resources.items(Styles((tmp_path,)), sheet="epub.css")


def test_our_style_sheet_fixes_no_colour_and_no_size():
    sheet = STYLES.read("epub.css")

    assert "px" not in sheet
    assert "#" not in sheet
    assert sheet.count("color:") == sheet.count("color: inherit")


@pytest.mark.external
def test_epubcheck_finds_nothing_in_the_sample_book(built):
    assert check_epub(built.path) == ()


@pytest.mark.external
def test_epubcheck_finds_nothing_in_an_odd_book(tmp_path):
    mathematics = (
        '<p><math xmlns="http://www.w3.org/1998/Math/MathML" alttext="x"><mi>x</mi></math></p>'
    )
    odd: list[ContentDocument] = [
        chapter("nav", "<p>The file has the name of ours.</p>", title="<&\" '"),
        chapter("1984", f"<p>{'long ' * 50_000}</p>"),
        chapter("النص", "<p>قال</p>", language="ar"),
        chapter("雪", mathematics, language="ja"),
    ]
    odd += [chapter(f"c{n}", "<p>x</p>") for n in range(60)]
    meta = replace(META, title='A <&" B', language="ar", people=(), subtitle="")
    findings = check_epub(write(tmp_path / "a.epub", odd, meta=meta).path)

    assert [] == [finding.message for finding in findings]
