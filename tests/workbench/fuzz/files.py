"""Files that are no text (DOCX, ODT, EPUB, PDF, mails, archives of pages): sound ones, and spoilt.

Input the name of a kind and dice, output the bytes of a file of that kind in which something is
not as it should be: a member of an archive, an object of a PDF, a head of a mail.
"""

# ruff: noqa: E501  # tables of inputs are read by the row

import base64
import plistlib
import random
import zipfile
import zlib
from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO

from PIL import Image

from florilegium.host import pandoc

Mutate = Callable[[bytes, str, random.Random], bytes]

DOCUMENTS = ("docx", "odt", "epub", "pdf", "eml", "mhtml", "webarchive")
KINDS = (*DOCUMENTS, "picture")
PARTS: Mapping[str, list[str]] = {
    "docx": ["<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>words</w:t>", "<w:br/>", "<w:cr/>", "<w:tab/>", "<w:vanish/>", "<w:rPr>", "</w:rPr>",
             "<w:tbl>", "</w:tbl>", "<w:tr>", "<w:tc>", "<w:vMerge/>", "<w:gridSpan w:val='9'/>", "<w:ins w:id='1'>", "</w:ins>", "<w:del>",
             "<w:delText>gone</w:delText>", "<w:footnoteReference w:id='2'/>", "<w:footnoteReference w:id='-9'/>", "<w:commentReference w:id='0'/>",
             "<w:numPr><w:ilvl w:val='9'/><w:numId w:val='1'/></w:numPr>", "<w:fldSimple w:instr='PAGE'>", "</w:fldSimple>", "<w:fldChar w:fldCharType='begin'/>",
             "<w:instrText>HYPERLINK x</w:instrText>", "<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", "<w:txbxContent>", "</w:txbxContent>", "<w:ruby>",
             "<w:sym w:font='Symbol' w:char='F0B7'/>", "<w:sym w:char='zz'/>", "<w:hyperlink r:id='rId9'>", "<w:bookmarkStart w:name='a'/>", "<w:pStyle w:val='Title'/>",
             "<w:altChunk r:id='x'/>", "<m:oMath>", "</m:oMath>", "<w:smartTag>", "<w:customXml>", "<w:noBreakHyphen/>", "&#xFFFE;", "&bogus;", "<?x y?>", "<!-- x -->"],
    "odt": ["<text:p>", "</text:p>", "<text:h text:outline-level='99'>", "<text:span>", "</text:span>", "<text:list>", "<text:list-item>", "<text:note>",
            "<text:note-citation>1</text:note-citation>", "<text:note-body>", "<text:s text:c='9'/>", "<text:s text:c='-1'/>", "<text:tab/>", "<text:line-break/>",
            "<text:section text:display='none'>", "</text:section>", "<draw:frame>", "<draw:text-box>", "</draw:text-box>", "<draw:image xlink:href='x'/>",
            "<draw:object xlink:href='./o/'/>", "<table:table>", "<table:table-cell table:number-columns-repeated='3'>", "<office:annotation>", "<text:bibliography>",
            "<text:tracked-changes>", "<text:deletion>", "<text:title>t</text:title>", "<text:ruby><text:ruby-base>b</text:ruby-base>", "&x;", "<?x?>", "<!-- -->"],
    "epub": ["<p>", "</p>", "<div epub:type='footnote' id='a'>", "<aside epub:type='endnotes'>", "<a epub:type='noteref' href='#a'>1</a>", "<a href='b.xhtml#c'>",
             "<section epub:type='titlepage'>", "<nav epub:type='toc'>", "<img src='../x.png' alt='a'/>", "<svg>", "<math><mi>x</mi></math>", "<iframe src='x'/>",
             "<itemref idref='a' linear='no'/>", "<item id='a' href='a.xhtml' media-type='application/xhtml+xml'/>", "<itemref idref='nowhere'/>", "<meta property='role' refines='#a'>x</meta>",
             "<dc:creator>", "<spine>", "</spine>", "<table>", "<td colspan='0'>", "<ol start='x'>", "<li value='-1'>", "<pre>", "<br/>", "&nbsp;", "&x;", "<!DOCTYPE x>", "<?x?>"],
    "pdf": ["BT ", " ET", "/F1 12 Tf ", "/F9 -1 Tf ", "(words) Tj ", "<FEFF> Tj ", "[(a) -900 (b)] TJ ", "1 0 0 1 9 9 Tm ", "0 0 0 0 0 0 Tm ", "3 Tr ", "q ", " Q", "/X Do ",
            "/Span <</ActualText (x)>> BDC ", "EMC ", " obj", "endobj", "stream\n", "endstream", "<<", ">>", "[", "]", "/Kids", "/Type", "/Rotate 90", "/Rotate 7", "/Lang (xx)", "0 R",
            "3 0 R", "999 0 R", "-1", "1e99", "99999999999", "null", "/UserUnit 99", "/MediaBox [0 0 0 0]", "/MediaBox [9 9 1 1]", "/Encoding /Identity-H", "/ToUnicode 4 0 R"],
    "eml": ["\n", "\n\n", "--b\n", "--b--\n", "Content-Type: text/html; charset=utf-8\n", "Content-Type: multipart/alternative; boundary=b\n", "Content-Type: message/rfc822\n", "Content-Type: ;;=;\n",
            "Content-Transfer-Encoding: base64\n", "Content-Transfer-Encoding: quoted-printable\n", "Content-Transfer-Encoding: x-uuencode\n", "Content-Disposition: attachment; filename*=utf-8''%ff\n",
            "Subject: =?utf-8?q?=FF?= =?x?b?!?=\n", 'From: "a" <b@c>, (x\n', "Date: 99 Foo 0000\n", "Date: Mon, 1 Jan 99999 00:00\n", "> ", ">> ", "begin 644 a\n", "end\n", "=\n", "=3", "=FF", "<p>", "From \n", "From x\n",
            "charset=undefined", "; charset*0*=x", "format=flowed", "-- \n", " \n"],
    "picture": ["\xff\xd8", "\xff\xd9", "IHDR", "IDAT", "IEND", "iCCP", "tRNS", "Exif\0\0", "II*\0", "MM\0*", "ftypavif", "meta", "iloc", "RIFF", "VP8X", "\xff\xff\xff\xff"],
    "webarchive": ["WebMainResource", "WebResourceData", "WebSubresources", "<dict>", "</dict>", "<array>", "<key>", "<data>", "<date>x</date>", "<integer>z</integer>", "<true/>", "\xd1", "\xa1\x01"],
}  # fmt: skip
_MARKDOWN = """---
title: A title
author: Ida Inkwell
---

# A heading

The keeper of the *weir* wrote it down[^1] every evening, see [there](https://example.org).

- an item
    1. within

> A quotation.

| a | b |
|---|---|
| c | d |

| verse one
| verse two

$a^2$ and `code`

[^1]: A note of the author's.
"""
_PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
_MAIL = b"""From: Ida Inkwell <ida@example.org>
To: b@example.org
Subject: =?utf-8?q?A_t=C3=ACtle?=
Date: Mon, 1 Jan 2001 10:00:00 +0000
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

The keeper of the weir wrote it down =
every evening.

> So he said, and more than once.

--b
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: base64

PHA+V29yZHMgb2YgYSBwYWdlLCBhbmQgbW9yZS48L3A+
--b--
"""
_PAGE = b"<html><head><title>A page</title></head><body><p>The keeper of the weir wrote it down.<img src='cid:a' alt='x'></p></body></html>"
_SAVED = (
    b"From: <Saved by Blink>\nSnapshot-Content-Location: https://example.org/a\nSubject: A page\nMIME-Version: 1.0\n"
    b'Content-Type: multipart/related; type="text/html"; boundary="b"\n\n--b\nContent-Type: text/html\n'
    b"Content-Location: https://example.org/a\n\n" + _PAGE + b"\n--b\nContent-Type: image/png\n"
    b"Content-Transfer-Encoding: base64\nContent-ID: <a>\n\n" + base64.b64encode(_PNG) + b"\n--b--\n"
)  # fmt: skip


@cache
def sound(kind: str) -> tuple[bytes, ...]:
    """Return sound files of a *kind*."""
    if kind in ("docx", "odt", "epub"):
        given = _MARKDOWN.encode()
        options = ("--standalone", "--output=-")
        return (pandoc.convert(given, "markdown", kind, *options, size=len(given)),)
    if kind == "picture":
        return _pictures()
    resource = {"WebResourceData": _PAGE, "WebResourceMIMEType": "text/html", "WebResourceURL": "https://example.org/a"}  # fmt: skip
    picture = {"WebResourceData": _PNG, "WebResourceMIMEType": "image/png", "WebResourceURL": "https://example.org/a.png"}  # fmt: skip
    page = {"WebMainResource": resource, "WebSubresources": [picture], "WebSubframeArchives": [{"WebMainResource": resource}]}  # fmt: skip
    return {
        "pdf": (_pdf(), _pdf(packed=True)), "eml": (_MAIL,), "mhtml": (_SAVED,),
        "webarchive": tuple(plistlib.dumps(page, fmt=form) for form in (plistlib.FMT_BINARY, plistlib.FMT_XML)),
    }[kind]  # fmt: skip


def _pictures() -> tuple[bytes, ...]:
    Image.init()
    noise = Image.effect_noise((64, 48), 90)
    exif = Image.Exif()
    exif[0x0112] = 6  # turned
    made = []
    for form in ("PNG", "JPEG", "GIF", "TIFF", "WEBP", "BMP", "PPM", "JPEG2000", "AVIF"):
        for mode in ("RGB", "L", "CMYK") if form in ("JPEG", "TIFF") else ("RGB",):
            buffer = BytesIO()
            if form in Image.SAVE:
                noise.convert(mode).save(
                    buffer, form, **({"exif": exif} if form == "JPEG" else {})
                )
                made.append(buffer.getvalue())
    return tuple(made)


def _pdf(*, packed: bool = False) -> bytes:
    lines = b"".join(
        b"0 -14 Td (The keeper of the weir wrote it down, line %d of it.) Tj " % n
        for n in range(12)
    )
    drawing = b"BT /F1 11 Tf 72 700 Td " + lines + b"ET /X Do"
    code = b"/Filter /FlateDecode " if packed else b""
    content = zlib.compress(drawing) if packed else drawing
    form = b"BT /F1 9 Tf 72 90 Td (A note at the foot of the page.) Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (en) >>",
        b"<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >> >>",
        b"<< %s/Length %d >> stream\n%s\nendstream" % (code, len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /Font << /F1 5 0 R >> >> /Length %d >> stream\n%s\nendstream" % (len(form), form),
    ]  # fmt: skip
    made = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(made) + b"trailer << /Size 7 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start


def spoilt(kind: str, dice: random.Random, mutate: Mutate) -> bytes:
    """Return a file of a *kind* in which something is wrong; *mutate* changes bytes."""
    data = dice.choice(sound(kind))
    words = "eml" if kind == "mhtml" else kind
    if kind not in ("docx", "odt", "epub") or dice.random() < 0.1:
        return mutate(data, words, dice)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    told = [name for name in members if name.endswith((".xml", ".xhtml", ".opf", ".rels", ".ncx"))]
    for _ in range(dice.randrange(1, 4)):
        name = dice.choice(told if dice.random() < 0.9 else list(members))
        way = dice.random()
        if way < 0.8:
            members[name] = mutate(members[name], words, dice)
        elif way < 0.87 and len(members) > 1:
            members[name] = members[dice.choice(list(members))]
        elif way < 0.94:
            members[name] = b""
        else:
            members[
                dice.choice(("x.xml", "../x", "word/footnotes.xml", "META-INF/encryption.xml"))
            ] = members[name]
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()
