"""A file of another kind under a false name is one error that says what it is."""

import gzip
import io
import zipfile

import pytest

from florilegium import ingest
from florilegium.errors import SeedError


def zipped(*names, media=""):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        if media:
            archive.writestr("mimetype", media)
        for name in names:
            archive.writestr(name, "x")
    return made.getvalue()


MAIL = (
    b"Received: from a\r\n by b\r\nSubject: x\nContent-Transfer-Encoding: base64\r\n\r\nSGVyb24="
)
MAILBOX = b"From a@b Mon Jan 1 00:00:00 2001\nFrom: a@b\nSubject: x\n\nHerons\n\n" * 2
FILES = {
    "pdf": ("a.html", b"\xef\xbb\xbf\n%PDF-1.4\n" + b"x" * 400, "a PDF"),
    "docx": ("a.txt", zipped("[Content_Types].xml", "word/document.xml"), "Word document"),
    "xlsx": ("a.txt", zipped("xl/workbook.xml"), "Excel"),
    "odt": ("a.md", zipped(media="application/vnd.oasis.opendocument.text"), "OpenDocument"),
    "epub": ("a.html", zipped("META-INF/container.xml"), "e-book (EPUB)"),
    "zip": ("a.txt", zipped("photo.jpg"), "zip archive"),
    "cut zip": ("a.txt", zipped("word/document.xml")[:40], "damaged zip"),
    "old doc": ("a.txt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old office"),
    "rtf": ("a.txt", rb"{\rtf1\ansi Herons}", "RTF"),
    "gzip": ("a.html", gzip.compress(b"<p>Herons</p>"), "gzip"),
    "webp": ("a.txt", b"RIFF\x10\0\0\0WEBPVP8 ", "WebP"),
    "jpeg": ("a.html", b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG"),
    "heic": ("a.txt", b"\0\0\0\x18ftypheic\0\0", "HEIC"),
    "mobi": ("a.txt", b"Herons".ljust(60, b"\0") + b"BOOKMOBI", "MOBI"),
    "program": ("a.txt", b"MZ\x90\0\x03\0\0\0" + bytes(60), "program"),
    "webarchive": ("a.html", b"bplist00\xd1\x01\x02_\x10\x0fWebMainResource", "Safari"),
    "warc": ("a.html", b"WARC/1.0\r\nWARC-Type: response\r\n", "WARC"),
    "mhtml": ("a.html", b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<p>", ".mhtml"),
    "e-mail": ("a.txt", MAIL, "e-mail"),
    "http": ("a.html", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>x</p>", "server"),
    "html as txt": ("a.txt", b"<!-- saved -->\n<!DOCTYPE html><p>Herons", "ends in .html"),
    "html as md": ("a.md", b"<?xml version='1.0'?><html><p>Herons</html>", "ends in .html"),
    "utf-16 html as txt": ("a.txt", "<html><p>Herons".encode("utf-16"), "ends in .html"),
    "txt as html": ("a.html", b"Every morning\n\nthe herons came, 3 < 4.", "ends in .txt"),
    "json as html": ("a.html", b'{"title": "Herons"}', "JSON"),
    "feed": ("a.html", b'<?xml version="1.0"?>\n<!-- f --><rss version="2.0"><channel>', "RSS"),
    "fb2": ("a.html", b'<?xml version="1.0" encoding="utf-8"?><FictionBook>', "FictionBook"),
    "mailbox": ("a.mbox", MAILBOX, "save each mail"),
    "mailbox as mail": ("a.eml", MAILBOX, "save each mail"),
    "docx with macros": ("a.docm", zipped("word/document.xml"), "ends in .docx"),
    "pdf without suffix": ("a", b"%PDF-1.4\n", "ends in .pdf"),
    "packed page": ("a.html", gzip.compress(b"<p>Herons</p>"), "Unpack it"),
    "archive of pages": ("a.zip", zipped("a.html"), "Unpack it"),
    "page of XML": ("a.xhtml", b"<html><p>Herons</p></html>", "ends in .html"),
    "markdown": ("a.markdown", b"# Herons", "ends in .md"),
    "LaTeX": ("my herons.tex", b"\\documentclass{article}", "'pandoc my herons.tex -o"),
    "an address": ("a.url", b"[InternetShortcut]\nURL=http://x.org", "address of a page"),
    "kindle": ("a.azw3", b"x".ljust(60, b"\0") + b"BOOKMOBI", "calibre"),
    "postscript": ("a.ps", b"%!PS-Adobe", "ps2pdf"),
    "fodt": ("a.fodt", b'<?xml version="1.0"?><office:document>', "as .docx or .odt"),
    "flat docx": ("a.xml", b'<?xml version="1.0"?><pkg:package>', "save its text as .docx"),
    "svg": ("a.html", b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "x" "y"><svg>', "SVG"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "data", "words"), FILES.values(), ids=FILES)
def test_a_false_name_is_told(name, data, words):
    with pytest.raises(SeedError) as caught:
        ingest.decode(data, name)

    assert words in str(caught.value)
    assert (name, True) == (caught.value.where, bool(caught.value.hint))


HONEST = {
    "ID3": ("a.txt", b"ID3 tags are what a heron never had. BM is a letter; MZ another."),
    "a letter": (
        "a.txt",
        b"From Rome, 1817\nMadam: the herons came.\n\nFrom home, 1818\nSir: no.",
    ),
    "colon": ("a.txt", b"Subject: herons\nTo: nobody\n\nThis is a letter, and no e-mail."),
    "fragment": ("a.html", b"<p>Only a paragraph of a page.</p>"),
    "xhtml": (
        "a.html",
        b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x "y">]><html><p>x</html>',
    ),
    "markdown": ("a.md", b"<div>A block of HTML in Markdown.</div>\n\nAnd words."),
    "about html": ("a.txt", b"In 1990 <html> was a new word, and <p> another."),
}


@pytest.mark.parametrize(("name", "data"), HONEST.values(), ids=HONEST)
def test_an_honest_text_is_read(name, data):
    assert ingest.decode(data, name).blocks
