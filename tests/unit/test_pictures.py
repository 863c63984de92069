"""Pictures of the editor's: shown as they are, made showable, or refused with file and line."""

import io
import warnings

import pytest
from epub_samples import chapter
from library import picture
from PIL import Image

from florilegium.check import book as book_checks
from florilegium.errors import FlorilegiumError, RenderError
from florilegium.project import pictures

SVG = '<svg xmlns="http://www.w3.org/2000/svg" {}>{}</svg>'


@pytest.fixture
def book(tmp_path):
    """Return a function that puts *files* into ``book/pictures/`` and gathers *names*."""

    def gather(*names, **files):
        folder = tmp_path / "book"
        (folder / "pictures").mkdir(parents=True)
        for name, content in files.items():
            path = folder / "pictures" / name.replace("__", ".")
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        lines = "\n\n".join(f"![what is seen]({name})" for name in names)
        (folder / "note.md").write_text(f"# Page\n\n{lines}\n", encoding="utf-8")
        shown = "".join(f'<p><img src="{name}" alt="seen"/></p>' for name in names)
        return pictures.gather([chapter("one", shown)], book=folder)

    return gather


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.jpg", picture("JPEG"), "image/jpeg"),
        ("a.png", picture("PNG"), "image/png"),
        ("a.svg", SVG.format("", '<path d="M0 0" fill="url(#x)"/>'), "image/svg+xml"),
    ],
)
def test_a_sound_picture_stays_byte_for_byte(book, name, content, media_type):
    (document,), (made,) = book(f"pictures/{name}", **{name.replace(".", "__"): content})

    assert (made.name, made.media_type, made.notices) == (name, media_type, ())
    assert made.content == (content if isinstance(content, bytes) else content.encode())
    assert f'src="pictures/{name}"' in document.xhtml


def test_a_document_without_pictures_is_left_alone(tmp_path):
    document = chapter("one", "<p>x</p>")

    assert pictures.gather([document], book=tmp_path) == ((document,), ())


def test_colours_for_print_become_colours_for_screens(book):
    _, (made,) = book("pictures/a.jpg", a__jpg=picture("JPEG", mode="CMYK"))
    shown = Image.open(io.BytesIO(made.content))

    assert (shown.mode, shown.format) == ("RGB", "JPEG")
    assert made.notices == ("converted from CMYK to colours for screens",)
    assert all(
        abs(a - b) < 12 for a, b in zip(shown.getpixel((50, 20)), (29, 75, 54), strict=True)
    )


def test_a_kind_that_e_readers_lack_becomes_png(book):
    (document,), (made,) = book("pictures/a.tiff", a__tiff=picture("TIFF"))

    assert (made.name, made.media_type, made.notices) == (
        "a.png",
        "image/png",
        ("converted from TIFF",),
    )
    assert 'src="pictures/a.png"' in document.xhtml


def test_a_huge_picture_is_made_smaller_and_that_is_said(book):
    _, shown = book("pictures/a.png", a__png=picture("PNG", size=(4800, 120)))
    (finding,) = book_checks.changed(shown)

    assert Image.open(io.BytesIO(shown[0].content)).size == (2400, 60)
    assert (finding.code, finding.where) == ("B108", "book/pictures/a.png")
    assert "4800 × 120 pixels to 2400 × 60" in finding.message


def test_a_photograph_held_upright_stands_upright(book):
    buffer = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (60, 40)).save(buffer, "JPEG", exif=exif)
    _, (made,) = book("pictures/a.jpg", a__jpg=buffer.getvalue())

    assert Image.open(io.BytesIO(made.content)).size == (40, 60)


def test_the_same_picture_is_the_same_bytes(book, tmp_path):
    _, first = book("pictures/a.jpg", a__jpg=picture("JPEG", mode="CMYK"))
    (document,), again = pictures.gather(
        [chapter("one", '<p><img src="pictures/a.jpg" alt="seen"/></p>')], book=tmp_path / "book"
    )

    assert first == again
    assert document.id == "one"


def test_files_have_plain_names(book):
    names = {"Höhe 1.PNG": picture("PNG")}
    _, (made,) = book("pictures/H%C3%B6he%201.PNG", **names)

    assert made.name == "hohe-1.png"


def test_two_pictures_never_share_a_name(book):
    with pytest.raises(FlorilegiumError, match=r"two pictures would be called 'a\.png'"):
        book(
            "pictures/a.png",
            "pictures/A.PNG",
            a__png=picture("PNG"),
            A__PNG=picture("PNG", size=(9, 9)),
        )


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("pictures/gone.jpg", "there is no picture"),
        ("https://example.org/a.jpg", "not in the book"),
        ("//example.org/a.jpg", "not in the book"),
        ("data:image/png;base64,AAAA", "not in the book"),
        ("file:///etc/passwd", "not in the book"),
        ("../seeds/a.jpg", "not in book/pictures"),
        ("pictures/../../seeds/a.jpg", "not in book/pictures"),
        ("a.jpg", "not in book/pictures"),
    ],
)
def test_what_is_not_in_the_book_is_refused_with_its_line(book, source, message):
    with pytest.raises(RenderError, match=message) as caught:
        book(source)

    assert caught.value.where == "book/note.md:3"
    assert "book/pictures/" in caught.value.hint


@pytest.mark.parametrize(
    "drawing",
    [
        SVG.format("", "<script>alert(1)</script>"),
        SVG.format('onload="alert(1)"', ""),
        SVG.format("", '<image href="https://example.org/a.png"/>'),
        SVG.format("", "<style>@import url(https://example.org/a.css);</style>"),
        SVG.format("", '<path style="fill: url(https://example.org/a)"/>'),
        SVG.format("", "<foreignObject/>"),
        "<!DOCTYPE svg [<!ENTITY a 'b'>]>" + SVG.format("", "<text>&a;</text>"),
        "<svg",
    ],
)
def test_a_drawing_that_can_act_or_load_is_refused(book, drawing):
    with pytest.raises(RenderError, match=r"a\.svg"):
        book("pictures/a.svg", a__svg=drawing)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x01\0\0\0" + bytes(36) + b" EMF" + bytes(40), "Windows (EMF)"),
        (b"\xd7\xcd\xc6\x9a" + bytes(40), "Windows (WMF)"),
        (b"%PDF-1.4", "a PDF"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "PostScript"),
        (b"\0\0\0\x18ftypheic", "HEIC"),
        (b"<!DOCTYPE html>", "a page of the web"),
        (bytes(9), "empty"),
        (b"no picture at all", "damaged"),
    ],
)
def test_a_kind_that_no_book_shows_is_told_with_what_to_do(book, content, words):
    with pytest.raises(RenderError, match="cannot be used") as caught:
        book("pictures/a.png", a__png=content)
    assert words in caught.value.what
    assert "0x" not in caught.value.what


@pytest.mark.parametrize("content", [b"", b"no picture", picture()[:200]])
def test_what_is_no_picture_is_refused(book, content):
    with pytest.raises(RenderError, match="cannot be used"):
        book("pictures/a.jpg", a__jpg=content)


def test_a_picture_that_claims_too_many_pixels_is_never_opened(book, monkeypatch):
    monkeypatch.setattr(pictures, "_HUGEST", 100)

    with pytest.raises(RenderError, match="60 × 40 pixels"):
        book("pictures/a.jpg", a__jpg=picture())


def test_every_mistake_is_told_at_once(book):
    with pytest.raises(FlorilegiumError) as caught:
        book("pictures/b.jpg", "pictures/c.jpg")

    assert "b.jpg" in str(caught.value)
    assert "c.jpg" in str(caught.value)


@pytest.mark.parametrize(
    ("markup", "codes"),
    [
        ('<img src="a.jpg"/>', ["B107"]),
        ('<img src="a.jpg" alt=" "/>', ["B107"]),
        ('<img src="a.jpg" alt="A heron"/>', []),
        ('<img src="a.jpg" alt="" role="presentation"/>', []),
    ],
)
def test_a_picture_says_what_it_shows(markup, codes):
    found = book_checks.described([chapter("one", f"<p>{markup}</p>")])

    assert codes == [finding.code for finding in found]


@pytest.mark.parametrize("cut", range(6, 60, 6))
def test_what_a_picture_says_of_its_camera_may_be_spoilt(cut):
    said = Image.Exif()
    said[pictures.ORIENTATION], said[305] = 6, "a camera of many words"
    buffer = io.BytesIO()
    Image.new("RGB", (90, 60)).save(buffer, "JPEG", exif=said)
    whole = buffer.getvalue()
    at = whole.index(b"Exif") + cut
    spoilt = pictures.opened(whole[:at] + b"\xfe" * 4 + whole[at + 4 :], "x.jpg")
    with warnings.catch_warnings():
        warnings.simplefilter("error")

        assert pictures.upright(spoilt).size in ((90, 60), (60, 90))
