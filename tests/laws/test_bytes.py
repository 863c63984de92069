"""Law 2 from the bytes on: each is a letter of the text, left out with a reason, or damage."""

from collections import Counter
from html import escape
from html.parser import HTMLParser

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from florilegium import clean, ingest
from florilegium.errors import SeedError
from florilegium.ingest.encoding import decode_bytes
from florilegium.model.letters import letters

# A label as pages have it, the codec that wrote the bytes, letters of the languages it is for.
LABELS = (
    ("iso-8859-1", "cp1252", "’“”–—…€Šžéüß"), ("latin1", "cp1252", "‚„†‰Œ™ÿ"),
    ("ascii", "cp1252", "•›œñ"), ("iso-8859-9", "cp1254", "ğışĞİŞ’"),
    ("iso-8859-2", "iso8859-2", "ąęłńżźČř"), ("windows-1251", "cp1251", "ЖдяёЇґ«»№"),
    ("koi8-r", "koi8-r", "ЖдяЩю"), ("koi8-u", "koi8-u", "їґє"),
    ("iso-8859-7", "iso8859-7", "αβγώ"), ("windows-1255", "cp1255", "שלום"),
    ("windows-1256", "cp1256", "سلام‌"), ("tis-620", "cp874", "กขคฤๅ"),
    ("iso-8859-11", "cp874", "“”กข"), ("macintosh", "mac-roman", "éü’“†"),
    ("shift_jis", "cp932", "鷺①㈱髙～"), ("windows-31j", "cp932", "湿地Ⅷ"),
    ("x-sjis", "cp932", "ｻｷﾞ№"), ("euc-jp", "euc_jp", "鷺湿地ｻ"),
    ("iso-2022-jp", "iso2022_jp", "鷺湿地"), ("gb2312", "gbk", "镕朱鹭"),
    ("gbk", "gb18030", "㐀鹭€"), ("gb18030", "gb18030", "𠀀鹭"), ("big5", "big5", "鷺濕地"),
    ("big5-hkscs", "big5hkscs", "嘅啲"), ("euc-kr", "cp949", "똠방각하"),
    ("ks_c_5601-1987", "cp949", "펲햏"), ("utf8", "utf-8", "鷺é—"),
    ("unicode-1-1-utf-8", "utf-8", "é"),
)  # fmt: skip
HEADS = (
    '<meta charset="{}">',
    "<meta charset={}>",
    '<meta http-equiv="Content-Type" content="text/html; charset={}">',
    "<META CONTENT='text/html;charset={}' HTTP-EQUIV=content-type />",
    '<!-- <meta charset="utf-16"> --><meta name=x content="charset=koi8-r"><meta charset=" {} ">',
    '<?xml version="1.0" encoding="{}"?><html>',
)


@given(st.sampled_from(LABELS), st.sampled_from(HEADS), st.data())
def test_a_label_means_what_browsers_make_of_it(label, head, data):
    name, codec, own = label
    words = data.draw(st.text(own, min_size=3, max_size=40))
    page = f"{head.format(name)}<p>x {words} x</p>".encode(codec)
    # Very few letters of two bytes may chance to be UTF-8, too; a real page has many.
    assume(codec == "utf-8" or not _is_utf8(page) or page.isascii())

    read = ingest.decode(page, "a.html")

    assert (f"x {words} x", ()) == (read.blocks[0].text, read.damage)


def _is_utf8(data):
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


@given(
    st.sampled_from(["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]),
    st.text("aé鷺𠀀 \n", min_size=9),
)
def test_a_byte_order_mark_is_believed_before_all_else(codec, words):
    marks = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
    data = marks.get(codec, b"") + f"x{words}x".encode(codec)

    assert f"x{words}x" == decode_bytes(data, "a.txt", markup=True).text


TEXT = st.text(
    st.sampled_from("abc \n’“”é鷺𠀀ж") | st.characters(exclude_categories=("Cs", "Cc", "Cn")),
    min_size=20, max_size=120,
)  # fmt: skip


@given(
    TEXT, st.lists(st.tuples(st.integers(0, 400), st.binary(min_size=1, max_size=3)), max_size=3)
)
def test_damaged_bytes_are_named_and_all_others_are_letters(text, wounds):
    data = f"“Every morning’s herons – Müller, Łódź, 鷺”\n{text}".encode()
    for place, wound in wounds:
        at = place % (len(data) - 3)
        data = data[:at] + bytes(byte | 0x80 for byte in wound) + data[at + 1 :]
    try:
        decoded = decode_bytes(data, "a.txt")
    except SeedError:
        assume(False)  # control characters enough for a binary file
    assume(decoded.encoding == "utf-8")

    made, done = [], 0
    for lost in decoded.lost:
        made += [decoded.text[done : lost.place].encode(), lost.data]
        assert decoded.text[lost.place] == "\ufffd"
        done = lost.place + 1
    assert data == b"".join([*made, decoded.text[done:].encode()])


@given(
    st.sampled_from(["a.txt", "a.html", "a.md"]), st.binary(max_size=200) | TEXT.map(str.encode)
)
@settings(max_examples=300)
def test_whatever_the_bytes_a_text_is_text_of_xml_or_one_error(name, data):
    try:
        read = ingest.decode(data, name)
    except SeedError:
        return
    for block in read.blocks:
        etree.Element("p").text = block.text  # raises for what XML cannot hold


IMPOSSIBLE = st.sampled_from(
    "\0\x02\x0b\x0c\x1a\x1f\x7f\x80\x85\x92\ufffe\uffff\ufdd0\u2028\ufeff"
)


@given(
    st.sampled_from(["a.txt", "a.html", "a.md"]),
    st.lists(
        st.tuples(IMPOSSIBLE, st.sampled_from(["{}", "\n{}", "`{}`", "&#{:d};"])), max_size=4
    ),
)
def test_no_impossible_character_reaches_the_text_and_each_is_named(name, found):
    line = "Every morning the herons came down to the marsh and stood in the water. " * 5
    written = "".join(form.format(ord(c) if "d" in form else c) + "heron " for c, form in found)
    data = f"{line}{'<p>' if name == 'a.html' else ''}{written}{line}".encode()

    read = ingest.decode(data, name)

    for block in read.blocks:
        etree.Element("p").text = block.text
        assert not set(block.text) & set("\x7f\ufffe\uffff\ufdd0\ufeff\x80\x92")
    gone = {
        c for c, form in found if form != "&#{:d};" and c in "\0\x02\x1f\x7f\ufffe\uffff\ufdd0"
    }
    said = "".join(one.what for one in read.damage)
    assert all(f"U+{ord(c):04X}" in said for c in gone)


def test_two_bytes_that_are_utf8_by_chance_are_what_the_page_says():
    chance = "<meta charset=gbk><p>模式</p>".encode("gbk")
    wrong = "<meta charset=shift_jis><p>Ein Café, zwei Cafés</p>".encode()

    assert "模式" == ingest.decode(chance, "a.html").blocks[0].text
    assert "Ein Café, zwei Cafés" == ingest.decode(wrong, "a.html").blocks[0].text


def test_a_page_that_says_a_wrong_encoding_is_told():
    page = '<meta charset="utf-8"><p>Die Straße, 20 € – “so”</p>'.encode("cp1252")

    read = ingest.decode(page, "a.html")

    assert "Die Straße, 20 € – “so”" == read.blocks[0].text
    assert ["T109"] == [one.code for one in read.damage]


@pytest.mark.parametrize(
    ("words", "read"),
    [
        (b"One \xc3\xa9 two, caf\xe9", "One é two, caf�"),
        ("“Come in,” ".encode() + b"\xff\xfe he said \xe2\x80", "“Come in,” �� he said �"),
        ("€20 ".encode() + b"\x80", "€20 �"),
        # Nothing speaks for UTF-8 but the page itself.
        (b"one caf\xe9, two caf\xe9s", "one café, two cafés"),
        ("Frühstück über Äpfel".encode("cp1252"), "Frühstück über Äpfel"),
    ],
)
def test_a_short_page_that_says_utf8_is_believed_if_a_letter_speaks_for_it(words, read):
    page = b"<meta charset=utf-8><p>" + words + b"</p>"

    assert read == ingest.decode(page, "a.html").blocks[0].text


@given(st.binary(min_size=1, max_size=60), st.sampled_from(["plenty of plain words ", "so "]))
def test_nobody_guesses_an_encoding_that_no_browser_reads(data, plain):
    try:
        decoded = decode_bytes(plain.encode() + bytes(byte | 0x80 for byte in data), "a.txt")
    except SeedError:
        assume(False)

    assert decoded.encoding not in {"johab", "mac_latin2", "mac_iceland", "hp_roman8", "cp037"}


def test_five_hundred_damaged_bytes_are_six_findings():
    data = "“Zoë’s herons”\n".encode() * 900 + b"\xe9\n" * 500

    found = ingest.decode(data, "a.txt").damage

    assert [6, 901, 906] == [len(found), found[0].line, found[-1].line]
    assert "495 more" in found[-1].what


# -- pages ---------------------------------------------------------------------------------

WORDS = st.text("heron’s é鷺", min_size=1, max_size=12).filter(str.strip)
HIDING = st.sampled_from([
    "<p hidden>{}</p>", "<span style='display: none'>{}</span>", "<div class=x>{}</div>",
    "<dialog>{}</dialog>", "<p popover>{}</p>", "<b class='md sr-only'>{}</b>",
    "<i style='VISIBILITY:hidden'>{}</i>", "<div hidden><p>{0}</p><ul><li>{0}</ul></div>",
])  # fmt: skip
LEFT_OUT = st.sampled_from([
    "<noscript>{}</noscript>", "<template><p>{}</p></template>", "<select><option>{}</select>",
    "<textarea>{}</textarea>", "<svg><text>{}</text></svg>", "<video>{}</video>",
    "<object><p>{}</object>", "<noscript><b>{0}</b>{0}</noscript>",
    "<iframe>{}</iframe>", "<datalist><option>{}</datalist>",
    "<script>{}</script>", "<style>{}</style>", "<noembed>{}</noembed>", "<canvas>{}</canvas>",
])  # fmt: skip
SHOWN = st.sampled_from([
    "<p>{}</p>", "{}", "<details><summary>{0}</summary>{0}</details>", "<dl><dt>{0}<dd>{0}</dl>",
    "<p><s>{0}</s><ruby>{0}<rt>{0}</ruby></p>", "<dialog open>{}</dialog>", "<pre>{}</pre>",
    "<table><tr><td>{0}<th>{0}<tr><td colspan=2>{0}</table>", "<blockquote><p>{}</blockquote>",
    "<ol reversed><li>{0}<li>{0}</ol>", "</body></html><p>{}</p>", "<plain>{}</plain>",
    "<p hidden=until-found>{}</p>", "<q>{}</q>",
    "<template shadowrootmode=open><p>{}</p></template>",
    "<form><label>{0}</label><button>{0}</button></form>",
])  # fmt: skip
PARTS = st.lists(
    st.tuples(st.one_of(SHOWN, HIDING, LEFT_OUT), WORDS.map(escape)).map(
        lambda part: part[0].format(part[1])
    ),
    max_size=8,
).map("".join)
BODY = (
    "<p>Every morning the herons came down to the marsh, and the old ferryman counted them "
    "from his bench on the bank.</p>"
)


class Independent(HTMLParser):
    """The text of a page as the standard library's parser finds it."""

    def __init__(self):
        super().__init__()
        self.said, self.within = [], 0

    def handle_starttag(self, tag, _attributes):
        self.within += tag in ("script", "style")

    def handle_endtag(self, tag):
        self.within -= tag in ("script", "style")

    def handle_data(self, data):
        self.said += [] if self.within else [data]


@given(PARTS)
@settings(deadline=None)
def test_every_letter_of_a_page_is_in_a_block_or_left_out(parts):
    page = f"<title>T</title><style>.x{{display:none}}</style>{BODY}{parts}"
    apart = Independent()
    apart.feed(page)
    apart.close()

    read = ingest.decode(page.encode(), "a.html")

    kept = [block.text for block in read.blocks] + [one.text for one in read.left_out]
    assert Counter(letters("".join(apart.said))) == Counter(letters("".join(kept)))
    assert all(one.why and one.count for one in read.left_out)


@given(st.lists(st.tuples(HIDING, st.integers(100, 999)), min_size=1, max_size=5), PARTS)
@settings(deadline=None)
def test_what_a_page_hides_is_a_removal_with_its_reason(hidden, parts):
    secret = "".join(form.format(f"secret{number}") for form, number in hidden)
    page = f"<style>.x{{display:none}}</style>{BODY}<p>He rowed {secret} back.</p>{parts}"
    read = ingest.decode(page.encode(), "a.html")

    cleaned = clean.clean(read, rules=())

    assert read.blocks == clean.merge(cleaned)
    assert not any("secret" in block.text for block in cleaned.blocks)
    gone = [one for one in cleaned.removals if one.rule == "hidden"]
    assert all(f"secret{number}" in "".join(one.text for one in gone) for _, number in hidden)
    assert all("does not show it (" in one.why for one in gone)


@pytest.mark.parametrize("hide", ["hidden", "style='visibility:hidden'", "class=sr-only"])
def test_a_page_that_hides_all_its_prose_is_not_believed(hide):
    read = ingest.decode(f"<body {hide}>{BODY}{BODY}</body>".encode(), "a.html")

    assert not any(mark.kind == "hidden" for block in read.blocks for mark in block.marks)
