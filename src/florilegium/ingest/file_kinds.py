"""Files of another kind under a false name: what their first bytes say they are.

Input bytes and a name, output an error in words or nothing. Nothing is unpacked.
"""

import json
import re
import zipfile
import zlib
from io import BytesIO
from pathlib import PurePath

from florilegium.errors import SeedError

# What reading an archive raises where it is damaged, or packed as nobody packs.
DAMAGED = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    ValueError,
    NotImplementedError,
)

OTHER_OPENDOCUMENT = "a spreadsheet or a presentation of OpenDocument"
_SAVE = "Save its text as .txt, .html or .md."
# Kinds that are read under their own names.
_RENAME = {
    "a Word document (DOCX)": ".docx",
    "an OpenDocument text (ODT)": ".odt",
    "an RTF file": ".rtf",
    "an e-book (EPUB)": ".epub",
    "a PDF": ".pdf",
    "a web archive of Safari": ".webarchive",
    "an HTML page": ".html",
}
_RENAMED = "Rename it so that it ends in {}."
# What to do with a file whose bytes say nothing, by its suffix.
_BY_SUFFIX = {
    **dict.fromkeys((".text", ".asc", ".srt", ".vtt", ".log"), _RENAMED.format(".txt")),
    **dict.fromkeys((".markdown", ".mdown", ".mkd", ".qmd", ".rmd"), _RENAMED.format(".md")),
    **dict.fromkeys((".xhtml", ".xht", ".shtml", ".php", ".asp"), _RENAMED.format(".html")),
    **dict.fromkeys((".tex", ".latex", ".rst", ".org", ".adoc", ".textile", ".typ", ".ipynb"),
                    "Turn it into a document first: 'pandoc {0} -o {0}.docx'."),
    **dict.fromkeys((".url", ".webloc", ".desktop"),
                    "It is only the address of a page: add that ('florilegium add https://…')."),
    **dict.fromkeys((".gdoc", ".gdocx"),
                    "It is only the address of a document: download that as .docx, and add it."),
    **dict.fromkeys((".mobi", ".azw", ".azw3", ".fb2", ".lit", ".lrf"),
                    "Turn it into an e-book first, in calibre: 'ebook-convert {0} {0}.epub'."),
    ".emlx": "Save the mail as .eml: in Apple Mail, drag it onto the desktop.",
    ".msg": "Save the mail as .eml, or its text as .txt.",
    ".ps": "Turn it into a PDF first: 'ps2pdf {0}'.",
}  # fmt: skip
MAILBOX = "a mailbox, which holds many mails (mbox)"
_ONE_BY_ONE = "Open it in a mail program, and save each mail that is meant as a file (.eml)."
_OCR = "Have its letters read first: 'img2pdf in.png | ocrmypdf - out.pdf', then add the PDF."
_OF_OFFICE = ("an Excel workbook (XLSX)", "a PowerPoint presentation (PPTX)", "a Pages document",
              OTHER_OPENDOCUMENT)  # fmt: skip
_PACKED = ("a zip archive", "a 7z archive", "a RAR archive")
_OFFICE = "Open it in the program it was made with, and save its text as .docx or .odt."
_MAGIC = (
    (b"{\\rtf", "an RTF file"),
    (b"\x1f\x8b", "compressed (gzip)"),
    (b"BZh91AY&SY", "compressed (bzip2)"),
    (b"\xfd7zXZ\0", "compressed (xz)"),
    (b"(\xb5/\xfd", "compressed (zstd)"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a file of an old office program (DOC, XLS, PPT)"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF87a", "a picture (GIF)"),
    (b"GIF89a", "a picture (GIF)"),
    (b"II*\0", "a picture (TIFF)"),
    (b"MM\0*", "a picture (TIFF)"),
    (b"AT&TFORM", "a DjVu file"),
    (b"%!PS", "a PostScript file"),
    (b"bplist00", "a web archive of Safari"),
    (b"SQLite format 3\0", "a database"),
    (b"ID3\x03\0", "a sound (MP3)"),
    (b"ID3\x04\0", "a sound (MP3)"),
    (b"\xff\xfb", "a sound (MP3)"),
    (b"OggS\0", "a sound or a film (Ogg)"),
    (b"\x7fELF", "a program"),
    (b"\0asm", "a program"),
    (b"WARC/", "a web archive (WARC)"),
)
_ZIPPED = (
    ("word/", "a Word document (DOCX)"),
    ("xl/", "an Excel workbook (XLSX)"),
    ("ppt/", "a PowerPoint presentation (PPTX)"),
    ("META-INF/container.xml", "an e-book (EPUB)"),
    ("Index/", "a Pages document"),
)
_MIME = re.compile(
    rb"(?:From: <Saved by |(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,60}?"
    rb"(?:MIME-Version|Content-Transfer-Encoding|Content-Type: multipart/)[^\n]*\n)",
    re.IGNORECASE,
)
# A mail in a mailbox begins with a line of its own above its heads (RFC 4155).
_MESSAGE = re.compile(rb"^From (?>[^\n]+\d{4})[^\n]*\n[!-9;-~]{1,70}:[ \t]", re.MULTILINE)
_MAILBOX = re.compile(rb"\A" + _MESSAGE.pattern)
_HTTP = re.compile(rb"HTTP/[\d.]+ \d{3}")
_MARKUP = re.compile(
    r"\s*(?>(?:<!--.*?-->\s*|<\?xml[^>]*\?>\s*)*)<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?>(?:<!--.*?-->\s*|<\?xml[^>]*\?>\s*)*)"
    rb"<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(
    r"\s*<\?xml[^>]*\?>\s*"
    r"(?>(?:<!--.*?-->\s*|<\?[^>]*\?>\s*|<!DOCTYPE\s+\w++[^>\[]*(?:\[.*?\]\s*)?>\s*)*)<([\w:-]+)",
    re.IGNORECASE | re.DOTALL,
)
_FEEDS = {
    "rss": "a news feed (RSS)", "feed": "a news feed (Atom)", "svg": "a drawing (SVG)",
    "FictionBook": "an e-book (FictionBook)", "TEI": "a TEI document",
    "office:document": "a document of OpenOffice in XML (FODT)",
    "pkg:package": "a document of Microsoft Office in XML",
    "w:wordDocument": "a document of Microsoft Office in XML", "ncx": "the contents of an e-book",
    "package": "the package of an e-book",
}  # fmt: skip
_ANY_TAG = re.compile(r"<[a-zA-Z!/?]")


def refuse_other_kinds(data: bytes, name: str) -> None:
    """Raise `SeedError` when the first bytes of *data* are those of another kind of file."""
    kind = _by_magic(data) or _by_place(data)
    if kind:
        suffix = _RENAME.get(kind, "")
        rename = f"Rename it so that it ends in {suffix}, and name it so in its chapter."
        hint = rename if suffix else remedy(kind)
        raise SeedError(f"the file is {kind}, not text", where=name, hint=hint)
    if _MIME.match(data):
        raise SeedError(
            "the file is a web archive or an e-mail (MIME, MHTML), in which a page is coded",
            where=name,
            hint="It was saved as “single file”: rename it so that it ends in .mhtml (a page)"
            " or .eml (a mail).",
        )
    if _HTTP.match(data):
        raise SeedError(
            "the file begins with what the server said (HTTP), above the page",
            where=name,
            hint="Delete everything above the page, up to the first empty line.",
        )


def remedy(kind: str, name: str = "") -> str:
    """Return what to do with a file of a *kind* that is not read, as `kind_of` calls it.

    Its *name* tells what its bytes do not.
    """
    path = PurePath(name)
    if (told := _BY_SUFFIX.get(path.suffix.lower(), "")) or not kind:
        return told.format(path.name)
    if kind in _RENAME:
        return _RENAMED.format(_RENAME[kind])
    if kind == MAILBOX:
        return _ONE_BY_ONE
    if kind.startswith("compressed") or kind in _PACKED:
        return "Unpack it, and add the texts that are in it."
    if kind.startswith("a picture") or "DjVu" in kind:
        return _OCR
    return _OFFICE if "office" in kind.lower() or kind in _OF_OFFICE else _SAVE


def refuse_page(data: bytes, kind: str) -> None:
    """Raise `SeedError` when *data*, which should be a *kind* of file, is an HTML page."""
    if _PAGE.match(data[:4096]):
        raise SeedError(
            f"the file is an HTML page under the name of {kind}, perhaps one that asks to log in",
            hint="Rename it so that it ends in .html, or get the file once more.",
        )


def kind_of(data: bytes) -> str:
    """Return what the bytes of *data* say it is, in words; empty when it may be any text."""
    if kind := _by_magic(data) or _by_place(data):
        return kind
    if _MAILBOX.match(data):
        return MAILBOX
    head = data[:4096].decode("utf-8", "replace").lstrip("\ufeff")
    if _MARKUP.match(head):
        return "an HTML page"
    root = _XML.match(head)
    return _FEEDS.get(root[1], "") if root else ""


def refuse_mailbox(data: bytes) -> None:
    """Raise `SeedError` when *data*, which should be a mail, is a mailbox of several."""
    if _MAILBOX.match(data) and len(_MESSAGE.findall(data)) > 1:
        raise SeedError(f"the file is {MAILBOX}", hint=_ONE_BY_ONE)


def refuse_other_text(text: str, name: str, media_type: str) -> None:
    """Raise `SeedError` when the decoded *text* is of another kind than *media_type*."""
    if media_type == "text/html":
        _refuse_no_page(text, name)
    elif _MARKUP.match(text):
        raise SeedError(
            "the file is an HTML page under the name of another kind",
            where=name,
            hint="Rename it so that it ends in .html, and name it so in its chapter.",
        )


def _refuse_no_page(text: str, name: str) -> None:
    root = _XML.match(text)
    # A page may lack its html element, but no element of it has a name of these.
    if root and (root[1] in _FEEDS or ":" in root[1]):
        kind = _FEEDS.get(root[1], f"XML of another kind (<{root[1]}>)")
        raise SeedError(f"the file is {kind}, not an HTML page", where=name, hint=_SAVE)
    if _ANY_TAG.search(text):
        return
    what, hint = "the file has no markup: it is plain text", "Rename it so that it ends in .txt."
    if text.lstrip()[:1] in ("{", "["):
        try:
            json.loads(text)
        except ValueError:
            pass
        else:
            what, hint = "the file is JSON, not an HTML page", _SAVE
    raise SeedError(what, where=name, hint=hint)


def _by_magic(data: bytes) -> str:
    head = data[:1024].lstrip()
    if head.startswith(b"%PDF-") or b"\n%PDF-" in head:
        return "a PDF"
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data)
    if data.startswith(b"RIFF") and data[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return {b"WEBP": "a picture (WebP)", b"WAVE": "a sound"}.get(data[8:12], "a film")
    return next((kind for magic, kind in _MAGIC if data.startswith(magic)), "")


def _by_place(data: bytes) -> str:
    """Return what the bytes further down say, for the kinds that begin with something else."""
    if data[4:8] == b"ftyp":
        return "a film, a sound or a picture (MP4, HEIC, AVIF)"
    if data[60:68] in (b"BOOKMOBI", b"TEXtREAd"):
        return "an e-book (MOBI)"
    if data[:2] == b"BM" and data[6:10] == b"\0\0\0\0":
        return "a picture (BMP)"
    if data[:4] == b"\0\0\1\0":
        return "a picture (ICO)"
    return "a program" if data[:2] == b"MZ" and b"\0" in data[:64] else ""


def _zipped(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()[:2000]
            media = b""
            if names[:1] == ["mimetype"]:
                with archive.open("mimetype") as member:
                    media = member.read(100)
    except (KeyError, RuntimeError, *DAMAGED):
        return "a damaged zip archive"
    if media.startswith(b"application/vnd.oasis.opendocument.text"):
        return "an OpenDocument text (ODT)"
    if media.startswith(b"application/vnd.oasis.opendocument."):
        return OTHER_OPENDOCUMENT
    found = (kind for start, kind in _ZIPPED if any(name.startswith(start) for name in names))
    return next(found, "a zip archive")
