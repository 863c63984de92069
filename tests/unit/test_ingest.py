import contextlib
import hashlib
import unicodedata

import pytest

from florilegium import ingest
from florilegium.errors import SeedError
from florilegium.model import Mark


def texts(data, name="seed.txt"):
    content = data if isinstance(data, bytes) else data.encode()
    return [block.text for block in ingest.decode(content, name).blocks]


def kinds(data, name="seed.txt"):
    return [block.kind for block in ingest.decode(data.encode(), name).blocks]


# -- encoding -----------------------------------------------------------------------------

GERMAN = "Über den Dächern grüßten die Gäste – „sehr spät“, wie er schrieb."
POLISH = "Zażółć gęślą jaźń. Późnym wieczorem wróciłem do domu, gdzie czekała żona."
RUSSIAN = "В начале жизни школу помню я; там нас, детей беспечных, было много."
CHINESE = "道可道,非常道。名可名,非常名。无名天地之始;有名万物之母。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "utf-8"),
        (GERMAN, "utf-8-sig"),
        (GERMAN, "utf-16"),
        (GERMAN, "utf-32"),
        (GERMAN, "cp1252"),
        (POLISH, "cp1250"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (CHINESE, "gb18030"),
    ],
)
def test_every_letter_survives_the_encoding(text, encoding):
    assert [text] == texts(text.encode(encoding))


def test_encoding_found_is_on_record():
    assert "cp1252" == ingest.decode(GERMAN.encode("cp1252"), "a.txt").seed.encoding


def test_short_western_text_is_not_taken_for_central_european():
    assert ["It’s a café — naïve."] == texts("It’s a café — naïve.".encode("cp1252"))


def test_html_charset_is_heard_when_bytes_are_not_utf8():
    page = "<meta charset=koi8-r><p>школа</p>".encode("koi8-r")

    assert ["школа"] == texts(page, "a.html")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"\xef\xbb\xbf\n", "no text"),
        (b"*** \n ---", "no text"),
        (b"one\x00two", "binary"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04 ...", "zip"),
        (bytes(range(1, 9)) * 40, "binary"),
        (b"\xff\xfea", "no text"),
    ],
)
def test_what_is_no_text_is_one_error_that_names_the_file(data, words):
    with pytest.raises(SeedError, match=words) as caught:
        ingest.decode(data, "odd.txt")

    assert ("odd.txt", True) == (caught.value.where, bool(caught.value.hint))


@pytest.mark.parametrize("seed", range(64))
def test_any_bytes_are_a_text_or_one_error(seed):
    data = bytes((seed * 31 + n * n * 7) % 255 + 1 for n in range(300))
    with contextlib.suppress(SeedError):  # and no other exception
        assert ingest.decode(data, "odd.txt").blocks


def test_page_without_text_is_an_error():
    with pytest.raises(SeedError, match="no text"):
        ingest.decode(b"<html><script>var a</script><!-- x --></html>", "a.html")


def test_unknown_suffix_is_an_error_that_names_the_known_ones():
    with pytest.raises(SeedError) as caught:
        ingest.decode(b"text", "a.pages")

    assert ".html" in caught.value.hint


@pytest.mark.parametrize(
    ("name", "data", "what", "hint"),
    [
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(40), "picture (PNG)", "ocrmypdf"),
        ("a.pdf", b"\x89PNG\r\n\x1a\n" + bytes(40), "picture (PNG)", "ocrmypdf"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old office program", ".docx"),
        ("a.html", b"%PDF-1.4 x", "a PDF", ".pdf"),
        ("a", b"text", "without a suffix", ".txt"),
        *((f"a{suffix}", b" \n", "empty", "again") for suffix in ingest.READERS),
    ],
)
def test_what_is_not_read_is_told_with_what_to_do(name, data, what, hint):
    with pytest.raises(SeedError) as caught:
        ingest.decode(data, name)

    assert what in caught.value.what
    assert hint in caught.value.hint


def test_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(SeedError, match="cannot be read"):
        ingest.read(tmp_path / "gone.txt")


def test_read_names_the_file_and_its_digest(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"A line.")

    seed = ingest.read(tmp_path / "a.txt").seed

    assert ("a.txt", "text/plain", "utf-8") == (seed.name, seed.media_type, seed.encoding)
    assert hashlib.sha256(b"A line.").hexdigest() == seed.sha256


# -- canonical characters -----------------------------------------------------------------


def test_newlines_of_all_systems_are_one():
    assert ["one", "two", "three"] == texts("one\r\n\r\ntwo\rthree")


def test_text_is_composed():
    decomposed = unicodedata.normalize("NFD", "Größe")

    assert ["Größe"] == texts(decomposed)


def test_invisible_debris_goes_and_joiners_stay():
    assert ["Zeilenende", "می\u200cخواهم"] == texts(
        "Zei\u00adlen\u200bende\ufeff\n\nمی\u200cخواهم"
    )


def test_no_break_spaces_stay_inside_and_make_no_line():
    assert ["10\u00a0km"] == texts("\u00a0\n10\u00a0km\n\u00a0")


# -- plain text ---------------------------------------------------------------------------


def test_each_line_is_a_paragraph_with_its_number():
    blocks = ingest.decode(b"One line.\n\n\nAnother line.\nA third line.", "a.txt").blocks

    assert [(1, 1), (4, 4), (5, 5)] == [block.lines for block in blocks]


WRAPPED = """\
The ferry left the island once a day, an hour before the tide turned,
and nobody who missed it had ever been known to complain about the wait
until the following morning, when it left again.

In the winter of that year the harbour froze for the first time, and
the boats lay in the ice.

Then spring came.
"""


def test_hard_wrapped_prose_is_joined_by_paragraph():
    blocks = ingest.decode(WRAPPED.encode(), "a.txt").blocks

    assert [(1, 3), (5, 6), (8, 8)] == [block.lines for block in blocks]
    assert {"paragraph"} == {block.kind for block in blocks}
    assert WRAPPED.split() == " ".join(block.text for block in blocks).split()


def test_indented_paragraphs_of_wrapped_prose_are_parted():
    text = WRAPPED + (
        "\n   Nobody remembers now who was the first to walk across the ice, only\n"
        "that he came back with a newspaper under his arm and would not tell\n"
        "any of us what was in it.\n"
        "   What we ate was fish, and what we burned was whatever the storms had\n"
        "left on the beach that week.\n"
    )

    assert 5 == len(texts(text))


def test_headlines_of_like_length_are_not_joined():
    headlines = (
        "Council Votes To Mend The Old Sea Wall Before Winter Comes",
        "Ferry Company Says Fares Will Rise Again In The New Year",
        "Harbour Master Retires After Forty Years At The Same LayoutContext",
    )

    long = "A line of more than seventy letters shows that this text is not wrapped to a width."

    assert [*headlines, long] == texts("\n".join((*headlines, "", long)))


VERSE = """\
The tide goes out, the tide comes in,
the lamp burns low, the lamp burns thin,
    and who will trim it now?
"""


def test_verse_keeps_its_lines_and_its_indents():
    blocks = ingest.decode(VERSE.encode(), "a.txt").blocks

    assert [("verse", VERSE.rstrip(), (1, 3))] == [(b.kind, b.text, b.lines) for b in blocks]


def test_unpunctuated_verse_alone_in_its_file_keeps_its_lines():
    assert ["verse"] == kinds("tide that goes out\nlamp that burns low\nwho will trim you now")


def test_menu_is_not_verse():
    assert ["paragraph"] * 4 == kinds("Home\nAbout us\nNews\nContact")


# -- HTML ---------------------------------------------------------------------------------


def html(source):
    return ingest.decode(source.encode(), "a.html").blocks


def test_block_elements_have_their_kinds_and_ranks():
    page = (
        "<h2>Head</h2><p>Text</p><blockquote><p>Said</p></blockquote>"
        "<ul><li>one<ul><li>two</li></ul></li></ul><pre><code>x = 1</code></pre>"
    )

    assert [
        ("heading", "Head", 2),
        ("paragraph", "Text", 0),
        ("quote", "Said", 0),
        ("item", "one", 1),
        ("item", "two", 2),
        ("code", "x = 1", 0),
    ] == [(block.kind, block.text, block.level) for block in html(page)]


def test_text_outside_of_paragraphs_is_kept_in_order():
    assert ["a", "b", "c", "d"] == texts("a<p>b</p>c<div>d</div>", "a.html")


def test_inline_elements_are_marks_on_trimmed_words():
    link = '<a href="https://example.org/x">here</a>'
    block = html(f"<p>A <em> fine </em>day, see {link}, H<sub>2</sub>O.</p>")[0]

    assert "A fine day, see here, H2O." == block.text
    assert (
        Mark(2, 6, "emphasis"),
        Mark(16, 20, "link", "https://example.org/x"),
        Mark(23, 24, "subscript"),
    ) == block.marks


def test_mark_over_a_paragraph_break_goes_on_in_the_next_paragraph():
    first, second = html("<em>One<p>two</p></em>")

    assert ((Mark(0, 3, "emphasis"),), (Mark(0, 3, "emphasis"),)) == (first.marks, second.marks)


def test_nothing_that_acts_gets_in():
    page = (
        "<p onclick='evil()'>Text <a href='javascript:evil()'>link</a></p>"
        "<script>evil()</script><style>p{}</style><iframe>evil</iframe>"
        "<svg><title>evil</title></svg><template>evil</template>"
    )

    blocks = html(page)

    assert [("Text link", ())] == [(block.text, block.marks) for block in blocks]


def test_line_numbers_are_those_of_the_file():
    page = "<html>\n<body>\n<p>One\nand on</p>\n\n<p>Two</p></body></html>"

    assert [(3, 4), (6, 6)] == [block.lines for block in html(page)]


def test_double_line_break_parts_paragraphs():
    assert ["First.", "Second."] == texts("<p>First.<br><br>Second.</p>", "a.html")


def test_line_breaks_of_verse_stay():
    page = "<p>The tide goes out,<br>the lamp burns low,<br>and who will trim it?</p>"

    assert ["verse"] == kinds(page, "a.html")


def test_row_of_a_table_is_one_block():
    assert ["a\tb", "1\t2"] == texts(
        "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>", "a.html"
    )


def test_language_of_the_page_is_known():
    assert "de-CH" == ingest.decode(b"<html lang='de-CH'><p>Ja</p>", "a.html").language


def test_page_that_cannot_be_read_whole_is_an_error():
    page = "<p>first</p>" + "<div>" * 5000 + "deep"

    with pytest.raises(SeedError, match="too deep"):
        html(page)


# -- Markdown -----------------------------------------------------------------------------


def test_markdown_blocks_have_their_kinds_and_lines():
    source = "# Head\n\nText\nwrapped\n\n> said\n\n- one\n  - two\n\n```\nx = 1\n```\n"

    assert [
        ("heading", "Head", 1, (1, 1)),
        ("paragraph", "Text\nwrapped", 0, (3, 4)),
        ("quote", "said", 0, (6, 6)),
        ("item", "one", 1, (8, 8)),
        ("item", "two", 2, (9, 9)),
        ("code", "x = 1", 0, (11, 13)),
    ] == [
        (b.kind, b.text, b.level, b.lines) for b in ingest.decode(source.encode(), "a.md").blocks
    ]


def test_markdown_emphasis_and_links_are_marks():
    block = ingest.decode(b"A *fine* **day**, `x`, [see](https://example.org/y)", "a.md").blocks[0]

    assert "A fine day, x, see" == block.text
    assert (
        Mark(2, 6, "emphasis"),
        Mark(7, 10, "strong"),
        Mark(12, 13, "code"),
        Mark(15, 18, "link", "https://example.org/y"),
    ) == block.marks


def test_html_in_markdown_is_read_as_html():
    source = "Text\n\n<div><script>evil()</script>kept</div>\n"

    assert ["Text", "kept"] == texts(source, "a.md")


def test_table_of_markdown_is_read_by_rows():
    blocks = ingest.decode(b"| a | b |\n|---|---|\n| 1 | 2 |\n", "a.md").blocks

    assert [("a\tb", (1, 1)), ("1\t2", (3, 3))] == [(b.text, b.lines) for b in blocks]
