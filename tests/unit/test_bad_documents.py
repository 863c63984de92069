"""Documents that cannot be read: locked, cut off, of another kind, or made to do harm."""

import zipfile
from io import BytesIO

import pytest
from documents import archive, ebook, opendocument, paragraph, word, written

from florilegium import ingest
from florilegium.errors import SeedError
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
