"""Seeds made to take for ever: small files that a reader would read again and again."""

# ruff: noqa: E501  # tables of inputs are read by the row

import re
import time
import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from documents import archive, ebook

from florilegium import ingest
from florilegium.errors import SeedError

HEAD = b"From: Ida <a@example.org>\nTo: b@example.org\nSubject: x\n"
BODY = b"\n\nWords of a mail are here.\n"
PLAIN = HEAD + b"Content-Type: text/plain"
RTF = b"{\\rtf1\\ansi %s Words are here.}"
MANY = b"multipart/mixed; boundary=b"
ARCHIVE = b'From: <x>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\n'


def referring(depth, width):
    """A web archive in which each archive within another is *width* times the same one."""
    main = {"WebResourceData": b"<p>Words are here.</p>", "WebResourceMIMEType": "text/html"}
    keys = ["WebMainResource", "WebSubframeArchives", "WebSubresources", *main]
    objects = [*keys, *main.values()]

    def add(kind, references):
        objects.append((kind, references))
        return len(objects) - 1

    first = add(0xD0, [3, 4, 5, 6])
    inner = add(0xD0, [0, first])
    for _ in range(depth):
        inner = add(0xD0, [0, 1, 2, first, *[add(0xA0, [one] * width) for one in (inner, first)]])
    made, places = bytearray(b"bplist00"), []
    for one in objects:
        places.append(len(made))
        if isinstance(one, tuple):
            kind, references = one
            count = len(references) // (2 if kind == 0xD0 else 1)
            content = b"".join(number.to_bytes(2, "big") for number in references)
        else:
            kind = 0x40 if isinstance(one, bytes) else 0x50
            content = one if isinstance(one, bytes) else one.encode()
            count = len(content)
        made += bytes([kind | min(count, 15)])
        made += (b"\x11" + count.to_bytes(2, "big") if count >= 15 else b"") + content
    start = len(made)
    made += b"".join(place.to_bytes(4, "big") for place in places)
    numbers = (len(objects), inner, start)
    return bytes(made) + bytes(6) + b"\x04\x02" + b"".join(n.to_bytes(8, "big") for n in numbers)


def of_one_page(times, *, ids=1):
    """An e-book that names its one page *times*, under several *ids*."""
    words = " ".join(f"word{n}" for n in range(20_000))
    with zipfile.ZipFile(BytesIO(ebook({"a.xhtml": f"<p>{words}</p>"}))) as made:
        members = {name: made.read(name) for name in made.namelist()}
    opf = next(name for name in members if name.endswith(".opf"))
    package = members[opf]
    item = re.search(rb'<item [^>]*a\.xhtml"[^>]*/>', package)[0]
    name = re.search(rb'\bid="([^"]*)"', item)[1]
    items = [item.replace(b'"%s"' % name, b'"%s%d"' % (name, n)) for n in range(ids)]
    order = b"".join(b'<itemref idref="%s%d"/>' % (name, n % ids) for n in range(times))
    package = package.replace(item, item + b"".join(items))
    members[opf] = package.replace(b"</spine>", order + b"</spine>")
    return archive(members)


FOR_EVER = {
    "semicolons.eml": PLAIN + b";" * 2_000_000 + BODY,
    "quotes.eml": PLAIN + b'; a="' + b';"a";' * 60_000 + BODY,
    "parameters.eml": PLAIN + b"".join(b"; a%d=b" % n for n in range(300_000)) + BODY,
    "names of a file.eml": HEAD + b"Content-Disposition: attachment"
    + b"".join(b"; filename*%d*=b" % n for n in range(200_000)) + BODY,
    "boundary.eml": HEAD + b'Content-Type: multipart/mixed; boundary="' + b'";"' * 200_000 + BODY,
    "coded words.eml": HEAD + b"X-A: " + b"=?utf-8?q?a?= " * 60_000 + BODY,
    "subject.eml": HEAD[:-2] + b"=?utf-8?b?YQ==?= " * 60_000 + BODY,
    "comments.eml": b"From: " + b"(" * 90_000 + b"\nSubject: x\nDate: " + b"(1 " * 90_000 + BODY,
    "addresses.eml": b"From: " + b"<a@b>, " * 90_000 + b"\nTo: " + b"<" * 90_000 + BODY,
    "groups.eml": b"From: " + b"a: b, " * 90_000 + b";\nSubject: x\nMIME-Version: 1.0" + BODY,
    "parts.eml": HEAD + b"Content-Type: " + MANY + b"\n\n" + b"--b\n\nWords here\n\n" * 4_500,
    "turns.eml": PLAIN + b"\n\n" + b"> he says\n\nshe says\n\n" * 4_000,
    "frames.mhtml": ARCHIVE + b"Content-Type: text/html" + BODY
    + b"--b\nContent-Type: text/html;" + b";" * 2_000_000 + BODY,
    "pictures.mhtml": ARCHIVE + b"Content-Type: text/html\n\n<p>Words of it"
    + b"<img src='cid:a' alt='x'> w" * 20_000 + b"\n--b\nContent-Type: image/png\nContent-Id: <a>"
    + b"\n\n" + b"x" * 1_000_000,
    "in each other.webarchive": referring(18, 8),
    "side by side.webarchive": referring(2, 2_000),
    "deeper than deep.webarchive": referring(30, 2),
    "hidden.rtf": RTF % (b"\\v a\\v0 b " * 10_000),
    "hidden and never shown.rtf": RTF % (b"\\v a {b} " * 40_000),
    "groups.rtf": RTF % (b"{" * 40_000 + b"\\v a" + b"}" * 40_000),
    "one page.epub": of_one_page(3_000),
    "one page of many names.epub": of_one_page(3_000, ids=3_000),
}  # fmt: skip


def cpu():
    """Seconds of this process and of those it started."""
    resource = pytest.importorskip("resource")
    started = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + started.ru_utime + started.ru_stime


@pytest.mark.parametrize("name", FOR_EVER)
def test_a_seed_is_read_in_time_or_refused(name):
    begun = cpu()
    with suppress(SeedError):
        ingest.decode(FOR_EVER[name], name)
    ingest.metadata_in(FOR_EVER[name], name)

    assert cpu() - begun < 20  # seconds; each took a minute, an hour or for ever


@pytest.mark.parametrize("name", [name for name in FOR_EVER if name.startswith("one page")])
def test_a_page_that_is_named_often_is_read_once(name):
    (block,) = ingest.decode(FOR_EVER[name], name).blocks

    assert len(block.text.split()) == 20_000


def test_a_file_that_stands_in_a_web_archive_twice_is_told_once():
    raw = ingest.decode(referring(2, 2), "a.webarchive")

    assert "Words are here." in [block.text for block in raw.blocks]
    assert len(raw.left_out) <= 3


@pytest.mark.parametrize(
    ("rtf", "expected"),
    [
        (b"one {\\v two} six", "two"),
        (b"one {\\v two {three \\v0 four} five} six", "two three five"),
        (b"one \\v two\\v0 three \\v four\\v0 six", "two four"),
        (b"one \\v two\\plain three", "two"),
        (b"one {\\v two {\\plain three} four}", "two four"),
        (b"one \\v1 two\\v0 six", "two"),
        (b"one \\v\\b two\\b0\\v0 six", "two"),
        (b"one \\\\v two \\{\\v three\\}\\v0 six", "three}"),
        (b"one {\\vertalt two} \\viewkind4 three", ""),
        (b"{one {\\v two}}{\\v three}", "two three"),
    ],
)
def test_what_is_hidden_is_hidden_to_the_end_of_its_group(rtf, expected):
    blocks = ingest.decode(RTF % (rtf + b"\\v0 "), "a.rtf").blocks
    hidden = [
        block.text[mark.start : mark.end]
        for block in blocks
        for mark in block.marks
        if mark.kind == "hidden"
    ]

    assert " ".join(" ".join(hidden).split()) == expected


DIGITS = "9" * 5_000  # Python reads no number of so many
ODD_HEADS = {
    "Content-Type": (
        "text/plain; x*{}*=a", "text/plain; charset*{}=utf-8", "text/plain; charset={}",
        "multipart/mixed; boundary*{}*=b", "multipart/mixed; boundary*0=b; boundary*{}=c",
        "text/plain; name*{}=x", "text/plain; x*²=a",
    ),
    "Content-Disposition": ("attachment; filename*{}*=a", "attachment; filename*0=a; filename*{}=b"),
    "Date": (
        "{} Jan 2020 10:00:00 +0000", "Mon, 1 Jan {} 10:00:00 +0000", "Mon, 1 Jan 2020 {}:00:00 +0000",
        "Mon, 1 Jan 2020 10:00:00 +{}", "Mon, 1 Jan 2020 10:00:00 -{}", "{}", "²/²/²",
    ),
    "Content-Length": ("{}",), "Content-Transfer-Encoding": ("{}",), "Subject": ("=?utf-8?q?={}?=",),
    "From": ("{} <a@b>", '"x" <{}@b>'), "Message-ID": ("<{}>",),
}  # fmt: skip


@pytest.mark.parametrize("within", [b"%s", ARCHIVE + b"%s--b--\n"])
@pytest.mark.parametrize("suffix", ["eml", "mhtml", "txt"])
@pytest.mark.parametrize("name", ODD_HEADS)
def test_no_number_in_a_head_is_a_defect(name, suffix, within):
    for value in ODD_HEADS[name]:
        head = HEAD + f"{name}: {value.replace('{}', DIGITS)}".encode() + BODY
        with suppress(SeedError):
            raw = ingest.decode(within % head, f"a.{suffix}")
            assert any("Words of a mail" in block.text for block in raw.blocks) or raw.left_out
        ingest.metadata_in(within % head, f"a.{suffix}")
