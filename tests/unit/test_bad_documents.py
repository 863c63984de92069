"""Documents that cannot be read: locked, cut off, of another kind, or made to do harm."""

# tables of inputs are read by the row

import hashlib
import struct
import zipfile
import zlib
from io import BytesIO

import pytest
from documents import archive, ebook, opendocument, paragraph, word, written

from florilegium import ingest
from florilegium.errors import SeedError
from florilegium.host import pandoc
from florilegium.ingest import archives

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
LOCKED = OLE + "EncryptedPackage".encode("utf-16-le") + bytes(100)
WORD = written("A text.", "docx")
PAGE = b"<!DOCTYPE html><html><body><p>A page.</p></body></html>"
ENCRYPTION = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData>'
    '<EncryptionMethod Algorithm="{}"/></EncryptedData></encryption>'
)
AES = ENCRYPTION.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc")
FONTS = ENCRYPTION.format("http://www.idpf.org/2008/embedding")


def with_password():
    """The archive with the flag of a password on its members."""
    data = bytearray(word(paragraph("A text.")))
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def twice():
    buffer = BytesIO(word(paragraph("A text.")))
    with zipfile.ZipFile(buffer, "a") as made, pytest.warns(UserWarning, match="Duplicate"):
        made.writestr("word/document.xml", "<x/>")
    return buffer.getvalue()


REFUSED = {
    "password.docx": (LOCKED, "with a password", "take the password away"),
    "flag.docx": (with_password(), "with a password", "take the password away"),
    "password.odt": (
        opendocument("<text:p>x</text:p>", **{"META-INF/manifest.xml": "<encryption-data/>"}),
        "with a password",
        "take the password away",
    ),
    "old.docx": (OLE, "an old office program", "save it as .docx"),
    "rich.docx": (rb"{\rtf1 A text.}", "an RTF file under the name", "Rename it"),
    "page.docx": (PAGE, "an HTML page under the name", "Rename it"),
    "plain.odt": (b"A text.", "text under the name", "Rename it"),
    "word.odt": (WORD, "a Word document", "Rename it"),
    "book.docx": (ebook({"a.xhtml": "<p>x</p>"}), "an e-book (EPUB), not", "Rename it"),
    "word.rtf": (WORD, "a Word document (DOCX) under the name", "Rename it"),
    "half.docx": (WORD[: len(WORD) // 2], "was cut off", "Get it again"),
    "half.epub": (written("A text.", "epub")[:-40], "was cut off", "Get it again"),
    "half.rtf": (rb"{\rtf1 A text", "its end is missing", "Get it again"),
    "drm.epub": (
        ebook({"a.xhtml": "<p>x</p>"}, members={"META-INF/encryption.xml": AES}),
        "locked (DRM)",
        "unlocked copy",
    ),
    "empty.epub": (
        archive({"mimetype": "application/epub+zip", "META-INF/container.xml": "<x/>"}),
        "no package",
        "Get it again",
    ),
    "out.docx": (
        archive({"[Content_Types].xml": "<x/>", "../../out.xml": "x"}),
        "leads out of its folder",
        "save it again",
    ),
    "swells.docx": (
        archive({"[Content_Types].xml": "<x/>", "word/document.xml": " " * 5_000_000}),
        "swells",
        "save it again",
    ),
    "twice.docx": (twice(), "have one name", "save it again"),
    "picture.docx": (
        word(paragraph()),
        "there is no text in this file",
        "Save the text again",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_one_error_that_says_what_to_do(name):
    data, what, hint = REFUSED[name]
    with pytest.raises(SeedError) as raised:
        ingest.decode(data, name)

    assert what in raised.value.what
    assert hint in raised.value.hint
    assert name == raised.value.where


def test_an_archive_has_bounds(monkeypatch):
    many = archive({"[Content_Types].xml": "<x/>", **{f"n{n}.xml": "x" for n in range(9)}})
    monkeypatch.setattr(archives, "MOST_ENTRIES", 5)
    with pytest.raises(SeedError, match="10 members, more than 5"):
        ingest.decode(many, "a.docx")
    monkeypatch.undo()
    monkeypatch.setattr(archives, "LARGEST_UNPACKED", 1_000_000)
    big = archive({"[Content_Types].xml": "<x/>", "a.xml": b"\x01" * 999_999 + b"\x02" * 9})
    with pytest.raises(SeedError, match="more than 1 MB"):
        ingest.decode(big, "a.docx")


def test_fonts_that_are_only_made_unreadable_are_no_lock():
    data = ebook({"a.xhtml": "<p>A text.</p>"}, members={"META-INF/encryption.xml": FONTS})

    assert ["A text."] == [block.text for block in ingest.decode(data, "a.epub").blocks]


def test_parts_nested_without_end_are_an_error():
    deep = "<blockquote>" * 3000 + "<p>x</p>" + "</blockquote>" * 3000
    with pytest.raises(SeedError, match=r"too deep|cannot be read"):
        ingest.decode(ebook({"a.xhtml": deep}), "a.epub")


@pytest.mark.parametrize(
    ("name", "suffix"), [("a.txt", ".docx"), ("b.html", ".docx"), ("c.md", ".docx")]
)
def test_a_document_under_the_name_of_a_text_is_to_be_renamed(name, suffix):
    with pytest.raises(SeedError) as raised:
        ingest.decode(WORD, name)

    assert f"ends in {suffix}" in raised.value.hint


@pytest.mark.parametrize("form", ["docx", "odt", "epub"])
def test_a_document_changed_anywhere_on_its_way_is_read_or_one_error(form):
    whole = written("The herons came, and nobody counted them. " * 40, form)
    errors = 0
    for at in range(0, len(whole) - 90, len(whole) // 60):
        changed = bytes(byte ^ 0x55 for byte in whole[at : at + 90])
        try:
            ingest.decode(whole[:at] + changed + whole[at + 90 :], f"a.{form}")
        except SeedError:
            errors += 1
    assert errors > 30


def lying(behind):
    """A Word document whose members go on with *behind* where their list says that they end."""
    made, listing, count = BytesIO(), b"", 0
    with zipfile.ZipFile(BytesIO(word(paragraph("A text.")))) as source:
        for one in source.infolist():
            part, name = source.read(one), one.filename.encode()
            packer = zlib.compressobj(9, zlib.DEFLATED, -15)
            packed = packer.compress(part + behind) + packer.flush()
            sizes = struct.pack("<IIIHH", zlib.crc32(part), len(packed), len(part), len(name), 0)
            head, at = struct.pack("<HHHHH", 20, 0, 8, 0, 33), made.tell()
            made.write(b"PK\3\4" + head + sizes + name + packed)
            listing += b"PK\1\2\24\0" + head + sizes + struct.pack("<HHHII", 0, 0, 0, 0, at) + name
            count += 1
    at = made.tell()
    ending = struct.pack("<HHHHIIH", 0, 0, count, count, len(listing), at, 0)
    return made.getvalue() + listing + b"PK\5\6" + ending


@pytest.fixture
def given(monkeypatch):
    """The archives that pandoc is given."""
    seen, convert = [], pandoc.convert

    def spy(data, *names, **options):
        seen.append(data)
        return convert(data, *names, **options)

    monkeypatch.setattr(pandoc, "convert", spy)
    return seen


def test_pandoc_gets_the_bytes_that_were_looked_at_and_no_others(given):
    read = ingest.decode(lying(hashlib.shake_128().digest(200_000)), "a.docx")

    assert ["A text."] == [block.text for block in read.blocks]
    assert 100_000 > max(map(len, given))


@pytest.mark.parametrize("form", ["docx", "odt", "epub"])
def test_text_and_markup_have_a_bound_and_pictures_have_theirs(form, monkeypatch):
    monkeypatch.setattr(archives, "LARGEST_TEXT", 60_000)
    data = written(f"A text. {'Words of the keeper. ' * 9_000}", form)
    with pytest.raises(SeedError, match="MB of text and markup, more than"):
        ingest.decode(data, f"a.{form}")

    with zipfile.ZipFile(more := BytesIO(written("A text.", form)), "a") as archive:
        archive.writestr("media/picture.png", bytes(range(256)) * 900)
    assert "A text." in ingest.decode(more.getvalue(), f"a.{form}").blocks[-1].text


def test_a_page_that_is_listed_in_thousands_of_spellings_is_read_once(given):
    items = "".join(
        f'<item id="i{n}" href="{"./" * n}a.xhtml" media-type="application/xhtml+xml"/>'
        for n in range(40)
    )
    order = "".join(f'<itemref idref="i{n}"/>' for n in range(40))
    package = (
        "<package xmlns='http://www.idpf.org/2007/opf' version='3.0'><metadata/>"
        f"<manifest>{items}</manifest><spine>{order}</spine></package>"
    )
    book = ebook({"a.xhtml": "<p>A text.</p>"}, members={"OPS/book.opf": package})
    read = ingest.decode(book, "a.epub")

    assert ["A text."] == [block.text for block in read.blocks]
    with zipfile.ZipFile(BytesIO(given[0])) as archive:
        assert 1 == sum(name.endswith("a.xhtml") for name in archive.namelist())


LEADING_OUT = {
    "above": "../x.xml", "absolute": "/x.xml", "a drive": "C:/x.xml", "its folder": "C:x.xml",
    "backslashes": "..\\x.xml", "within": "word/../../x.xml", "a device": "word/NUL.xml",
    "long": "x" * 65_000, "a line": "a\nb.xml", "nothing": "word//x.xml", "sign": "a\x01.xml",
    "a share": "\\\\server\\x.xml",
}  # fmt: skip


@pytest.mark.parametrize("name", LEADING_OUT)
@pytest.mark.parametrize("form", ["docx", "odt", "epub"])
def test_no_member_is_called_what_leads_out(name, form):
    with zipfile.ZipFile(more := BytesIO(written("A text.", form)), "a") as made:
        made.writestr(zipfile.ZipInfo(LEADING_OUT[name]), "x")
    with pytest.raises(SeedError, match="not unpacked: a member of it is called") as raised:
        ingest.decode(more.getvalue(), f"a.{form}")

    assert len(raised.value.what) < 200


@pytest.mark.parametrize("form", ["docx", "odt", "epub"])
def test_a_member_that_is_a_link_or_another_archive_is_only_bytes(form):
    link = zipfile.ZipInfo("word/link.xml.lnk")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(more := BytesIO(written("A text.", form)), "a") as made:
        made.writestr(link, "/etc/passwd")
        made.writestr("word/within.zip", written("Other words.", form))
        made.writestr("WORD/Document.xml", "<other/>")

    assert ["A text."] == [one.text for one in ingest.decode(more.getvalue(), f"a.{form}").blocks]
