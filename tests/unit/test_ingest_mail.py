"""Mail, pages saved in MIME and web archives of Safari: the text within, and all else told."""

import base64
import plistlib
import quopri

import pytest

from florilegium import ingest
from florilegium.errors import SeedError

PAGE = (
    "<html lang='de'><head><meta charset='utf-8'><title>Reiher</title></head><body>\n"
    "<h1>Reiher</h1>\n<p>Jeden Morgen kamen die <i>Störche</i> – still.</p>\n</body></html>\n"
)


def message(body, *, heads="", coding="8bit", kind="text/plain; charset=utf-8"):
    return (
        f"From: Ann <ann@example.org>\nSubject: Herons\nMIME-Version: 1.0\n{heads}"
        f"Content-Type: {kind}\nContent-Transfer-Encoding: {coding}\n\n"
    ).encode() + body


def multipart(kind, *parts, preamble=""):
    body = "".join(f"--x\n{part}\n" for part in parts)
    text = f"{preamble}\n{body}--x--\n" if preamble else f"{body}--x--\n"
    return message(text.encode(), kind=f'multipart/{kind}; boundary="x"')


def read(data, name="a.eml"):
    return ingest.decode(data, name)


def shown(text):
    return [(block.kind, block.lines, block.text) for block in text.blocks]


def out(text, rule):
    return [one.text for one in text.left_out if one.rule == rule]


CODED = {
    "8bit": ("Jeden Morgen\n\nkamen Störche.".encode(), "8bit", "utf-8"),
    "latin-1": ("Jeden Morgen\n\nkamen Störche.".encode("latin-1"), "8bit", "iso-8859-1"),
    "quoted": (b"Jeden Morgen\n\nkamen St=C3=B6rche.", "quoted-printable", "utf-8"),
    "base64": (base64.encodebytes("Jeden Morgen\n\nkamen Störche.".encode()), "base64", "utf-8"),
    "shift_jis": ("朝\n\n鷺が来た。".encode("shift_jis"), "8bit", "shift_jis"),
}  # fmt: skip


@pytest.mark.parametrize("name", CODED)
def test_a_body_is_decoded_by_its_heads(name):
    body, coding, charset = CODED[name]
    text = read(message(body, coding=coding, kind=f"text/plain; charset={charset}"))

    expected = (
        ["朝", "鷺が来た。"] if charset == "shift_jis" else ["Jeden Morgen", "kamen Störche."]
    )

    assert [words for _, _, words in shown(text)] == expected


def test_lines_are_those_of_the_file():
    body = b"The herons came caf=E9 =\nand went.\n\nThen=\n they rose.\n"
    data = message(body, coding="quoted-printable", kind="text/plain; charset=iso-8859-1")
    lines = data.decode().split("\n")

    found = {words: lines[places[0] - 1] for _, places, words in shown(read(data))}

    assert found == {
        "The herons came café and went.": "The herons came caf=E9 =",
        "Then they rose.": "Then=",
    }


def test_the_heads_of_the_mail_are_metadata_and_no_words():
    text = read(message(b"They came.", heads="Received: from a\n by b\n"))

    assert shown(text) == [("paragraph", (9, 9), "They came.")]
    assert "Received: from a by b" in out(text, "mail-head")[0]


def test_a_digest_is_read_whole_with_the_heads_of_each_message():
    first = "\nFrom: =?utf-8?q?B=C3=A9la?= <b@example.org>\nSubject: Herons\nDate: 1 May 1920\n"
    first += "\nThey came.\n"
    second = (
        "Content-Type: message/rfc822\n\nFrom: Cy <c@example.org>\nSubject: Storks\n\nThey went.\n"
    )

    text = read(multipart("digest", first, second, preamble="A digest."))

    assert [(kind, words) for kind, _, words in shown(text)] == [
        ("heading", "Herons"), ("paragraph", "From: Béla <b@example.org>"),
        ("paragraph", "Date: 1 May 1920"), ("paragraph", "They came."),
        ("heading", "Storks"), ("paragraph", "From: Cy <c@example.org>"),
        ("paragraph", "They went."),
    ]  # fmt: skip
    assert out(text, "mail-part") == ["A digest."]


def test_of_alternatives_the_fullest_is_read_and_the_other_told():
    plain = "Content-Type: text/plain\n\nThey came.\n"
    page = "Content-Type: text/html; charset=utf-8\n\n<p>They <b>came</b>.</p>\n"

    text = read(multipart("alternative", plain, page))

    assert [words for _, _, words in shown(text)] == ["They came."]
    assert [mark.kind for mark in text.blocks[0].marks] == ["strong"]
    assert out(text, "mail-part") == ["They came."]
    assert text.damage == ()


def test_a_file_sent_along_is_named():
    named = 'Content-Disposition: attachment; filename="heron.pdf"'
    attached = f"Content-Type: application/pdf\n{named}\n\n%PDF\n"

    text = read(multipart("mixed", "Content-Type: text/plain\n\nThey came.\n", attached))

    assert [(one.code, "heron.pdf" in one.what) for one in text.damage] == [("T130", True)]


def test_what_a_mail_quotes_is_a_quotation():
    text = read(message(b"Ann wrote:\n\n> They came.\n> > All of them?\n\nYes.\n"))

    assert [(b.kind, b.quoted, b.text) for b in text.blocks] == [
        ("paragraph", 0, "Ann wrote:"), ("quote", 1, "They came."),
        ("quote", 2, "All of them?"), ("paragraph", 0, "Yes."),
    ]  # fmt: skip
    assert [one.count for one in text.left_out if one.rule == "mail-quote"] == [6]


def test_flowed_lines_are_joined():
    body = b"Every morning \nthe herons \ncame.\nThen they rose.\n"

    text = read(message(body, kind="text/plain; format=flowed"))

    assert [words for _, _, words in shown(text)] == [
        "Every morning the herons came.",
        "Then they rose.",
    ]


MAILS = {
    "mail": (message(b"They came.\n"), True),
    "in a mailbox": (b"From ann Mon May  1 1920\n" + message(b"They came.\n"), True),
    "letter": (b"From: Ann\nTo: Bob\n\nThey came.\n", False),
    "play": (b"Act: One\n\nHERON: They came.\n", False),
    "text on mail": (b"A mail begins so:\nFrom: Ann\nMIME-Version: 1.0\n\nThey came.\n", False),
}


@pytest.mark.parametrize("name", MAILS)
def test_a_plain_text_is_a_mail_only_where_that_is_sure(name):
    data, is_mail = MAILS[name]

    try:
        found = read(data, "a.txt").seed.media_type == "message/rfc822"
    except SeedError:
        found = False

    assert found == is_mail


def mhtml(page, *, charset="", coding="quoted-printable"):
    held = quopri.encodestring(page.encode()) if coding == "quoted-printable" else page.encode()
    said = f'; charset="{charset}"' if charset else ""
    return (
        b"From: <Saved by Blink>\nSnapshot-Content-Location: https://example.org/a\n"
        b"Subject: Reiher\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="x"\n\n\n--x\n'
        + f"Content-Type: text/html{said}\nContent-ID: <f@m>\n".encode()
        + f"Content-Transfer-Encoding: {coding}\n".encode()
        + b"Content-Location: https://example.org/a\n\n" + held
        + b"\n--x\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n"
        b"Content-Location: https://example.org/a.png\n\niVBORw0K\n\n--x--\n"
    )  # fmt: skip


@pytest.mark.parametrize("coding", ["quoted-printable", "binary"])
@pytest.mark.parametrize("suffix", ["mhtml", "mht"])
def test_the_page_of_an_mhtml_is_read_and_the_rest_told(coding, suffix):
    data = mhtml(PAGE, coding=coding)
    text = read(data, f"a.{suffix}")

    assert [(kind, words) for kind, _, words in shown(text)] == [
        ("heading", "Reiher"),
        ("paragraph", "Jeden Morgen kamen die Störche – still."),
    ]
    assert text.language == "de"
    assert text.page
    assert len(text.hints) == len(text.blocks)
    assert [one.count for one in text.left_out if one.rule == "archive-part"] == [6]
    assert b"<h1>" in data.split(b"\n")[text.blocks[0].lines[0] - 1]


@pytest.mark.parametrize("address", ["https://example.org/a.png", "a.png"])
def test_a_picture_within_an_mhtml_comes_with_its_bytes(address):
    page = PAGE.replace("</body>", f'<p>Three.</p><img src="{address}" alt="A heron"></body>')
    (one,) = read(mhtml(page), "a.mhtml").illustrations

    assert one.words == "A heron"
    assert one.address == "data:image/png;base64,iVBORw0K"


def test_a_picture_that_an_mhtml_has_not_stays_an_address():
    page = PAGE.replace("</body>", '<p>Three.</p><img src="https://example.org/b.png"></body>')
    (one,) = read(mhtml(page), "a.mhtml").illustrations

    assert one.address == "https://example.org/b.png"


def test_an_mhtml_says_where_its_page_was(tmp_path):
    path = tmp_path / "a.mhtml"
    path.write_bytes(mhtml(PAGE))

    found = ingest.metadata_of(path)

    assert found.titles[0].value == "Reiher"
    assert [fact.value for fact in found.addresses] == ["https://example.org/a"]


def webarchive(page, *, label="utf-8", **more):
    main = {
        "WebResourceData": page, "WebResourceMIMEType": "text/html",
        "WebResourceTextEncodingName": label, "WebResourceURL": "https://example.org/a",
    }  # fmt: skip
    return {"WebMainResource": main, **more}


@pytest.mark.parametrize("form", [plistlib.FMT_BINARY, plistlib.FMT_XML])
def test_the_page_of_a_web_archive_is_read_and_the_rest_told(form):
    picture = {
        "WebResourceData": b"x" * 9, "WebResourceMIMEType": "image/png",
        "WebResourceURL": "https://example.org/a.png",
    }  # fmt: skip
    within = webarchive(b"<p>An advertisement")
    tree = webarchive(
        PAGE.replace("utf-8", "x").replace("</body>", "<img src=a.png>").encode("cp1252"),
        label="windows-1252",
        WebSubresources=[picture], WebSubframeArchives=[within],
    )  # fmt: skip

    text = read(plistlib.dumps(tree, fmt=form), "a.webarchive")

    assert shown(text)[1] == ("paragraph", (3, 3), "Jeden Morgen kamen die Störche – still.")
    assert [one.count for one in text.left_out if one.rule == "archive-part"] == [9, 16]
    assert out(text, "archive-part") == ["", "An advertisement"]
    assert [one.address for one in text.illustrations] == ["data:image/png;base64,eHh4eHh4eHh4"]


deep = message(b"")
for number in range(60):
    around = b'Content-Type: multipart/mixed; boundary="y%d"\n\n--y%d\n%s\n--y%d--\n'
    deep = around % (number, number, deep, number)
REFUSED = {
    "mail without heads": ("a.eml", b"\nThey came.", "none of the heads", ".txt"),
    "mail without text": (
        "a.eml",
        message(b"iVBORw0K", coding="base64", kind='image/png; name="heron.png"'),
        "it holds heron.png",
        "seeds/",
    ),
    "parts without end": ("a.eml", b"From: a\n" + deep, "parts within parts", ".txt"),
    "page saved as mhtml": ("a.mhtml", PAGE.encode(), "HTML page", ".html"),
    "mhtml without page": ("a.mhtml", message(b"They came."), "no page", "save"),
    "damaged archive": ("a.webarchive", b"bplist00\xd1\x01", "damaged", "Safari"),
    "page saved as web archive": ("a.webarchive", PAGE.encode(), "HTML page", ".html"),
    "archive of a picture": (
        "a.webarchive", plistlib.dumps(webarchive(b"")), "no page", "Safari",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_one_error_with_a_remedy(name):
    file, data, what, hint = REFUSED[name]

    with pytest.raises(SeedError) as caught:
        read(data, file)

    assert what in caught.value.what
    assert hint in caught.value.hint
    assert caught.value.where == file


@pytest.mark.parametrize(("delsp", "words"), [("yes", "a long way on"), ("no", "a long  way on")])
def test_the_space_of_a_flowed_line_is_dropped_where_the_mail_says_so(delsp, words):
    kind = f"text/plain; format=flowed; delsp={delsp}"
    assert shown(read(message(b"a long  \nway on\n", kind=kind)))[0][2] == words


def test_a_mail_whose_parts_are_not_marked_off_is_read():
    mail = message(b"All words are here.\n", kind='multipart/mixed; boundary="never"')
    assert shown(read(mail)) == [("paragraph", (7, 7), "All words are here.")]


@pytest.mark.parametrize("name", ["a.eml", "a.mhtml"])
def test_a_file_that_breaks_off_between_its_marks_is_told(name):
    part = f"Content-Type: text/html; charset=utf-8\n\n{PAGE}"
    whole = multipart("related", part)
    assert not read(whole, name).damage
    assert [one.code for one in read(whole.partition(b" still")[0], name).damage] == ["T135"]


def test_words_of_a_page_within_a_saved_page_are_shown_in_the_ledger():
    page = f"Content-Type: text/html; charset=utf-8\n\n{PAGE}"
    frame = "Content-Type: text/html; charset=utf-8\n\n<p>Words of a frame.</p>"
    assert out(read(multipart("related", page, frame), "a.mhtml"), "archive-part") == [
        "Words of a frame."
    ]


def test_a_file_written_into_a_mail_as_letters_is_no_part_of_its_text():
    body = (
        b"Dear all,\n\nbegin 644 weir.txt\n#0V%T\n`\nend\n\nbegin 644 things, he said.\nYours, A\n"
    )
    mail = read(message(body))
    assert [words for *_, words in shown(mail)] == [
        "Dear all,", "begin 644 things, he said.", "Yours, A"
    ]  # fmt: skip
    assert [(one.line, one.count) for one in mail.left_out if one.rule == "mail-part"] == [(9, 25)]
    assert [(one.code, one.what.split()[0]) for one in mail.damage] == [("T130", "weir.txt")]
