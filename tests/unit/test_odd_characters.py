"""Text is XML text from ingest on; what an editor writes is, too, or is an error with its line."""

# ruff: noqa: E501, PT017  # tables of inputs are read by the row

import json
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from library import Chapter, Volume
from lxml import etree

from florilegium import cli, ingest
from florilegium.errors import FlorilegiumError, SeedError
from florilegium.model import addresses, xml_text
from florilegium.render.pandoc import read_sources

WORDS = "A walk by the weir.\n\nIt was late, and the keeper had gone home.\n"
ODD = [chr(code) for code in (*range(9), 0xB, 0xC, *range(0xE, 0x20), 0x7F, 0x85, 0xFFFE, 0xFFFF)]
ODD += ["\ud800", "\udfff", "\U0001fffe", "\U0010ffff", "\ufdd0", "\u2028", "\u202e", "\u0000"]


@given(st.text() | st.lists(st.sampled_from(ODD)).map("".join))
def test_shown_text_is_what_xml_can_hold_and_as_long(text):
    made = xml_text.shown(text)
    element = etree.Element("p")
    element.text = made

    assert len(made) == len(text)
    assert xml_text.forbidden(made) == -1
    assert [c for c in text if c.isalnum()] == [c for c in made if c.isalnum()]


def seed_texts(raw):
    yield raw.language
    for block in raw.blocks:
        yield block.text
        yield block.label
        yield from (mark.ref for mark in block.marks)
    for one in raw.illustrations:
        yield from (one.address, one.words)


PIECES = (
    st.sampled_from(ODD)
    | st.sampled_from(
        [
            "&#{};", "&#x{:x};", "words ", "\n\n", "<p>", "</p>", "<a href='http://e.org/{}'>x</a>", "*", "`",
            "[x](http://e.org/{})", "[^1]", "[^1]: note {}\n", "- item {}\n", "1. {}\n", "# {}\n", "    {}\n",
            "<table><tr><td>{}</td></tr></table>", "<img src='{}' alt='{}'>", "<pre>{}</pre>", "<html lang='{}'>",
            "| a | {} |\n|---|---|\n| {} | b |\n", "<math><mi>{}</mi></math>", "> {}\n", "<h2>{}</h2>", "<ol start='{}'>",
        ]
    )
    | st.text(max_size=8)
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=12), st.sampled_from(ODD), st.sampled_from(["txt", "html", "md"]))
@example(["words \f words"], "\f", "md")
@example(["&#{};"], "\ufffe", "md")
@example(["<p>", "&#x{:x};"], "\x0c", "html")
def test_every_block_of_every_seed_is_xml_text(pieces, odd, suffix):
    text = "Words. " + "".join(
        piece.replace("{:x}", f"{ord(odd):x}").replace("{}", odd) for piece in pieces
    )
    try:
        raw = ingest.decode(text.encode("utf-8", "surrogatepass"), f"a.{suffix}")
    except SeedError as err:
        assert "a." in err.where
        return
    for one in seed_texts(raw):
        assert xml_text.forbidden(one) == -1
        etree.Element("p").text = one


@pytest.mark.parametrize("odd", ["\f", "\ufffe", "\x0b", "\x01"])
@pytest.mark.parametrize("suffix", ["txt", "html", "md"])
def test_one_odd_character_in_a_seed_stops_no_book(odd, suffix, tmp_path, capsys):
    text = WORDS.replace("late", f"la{odd}te")
    text = f"<p>{text}</p>" if suffix == "html" else text
    folder = Volume([Chapter("one", text, suffix=suffix)]).put(tmp_path)

    assert cli.main(["build", "-q", "-C", str(folder), "epub"]) in (0, 1), capsys.readouterr().err


FILES = {
    "book/book.toml": ("title = '''A Made-up Book'''", "title = '''A {}'''", 'title = "A {e}"'),
    "book/sources.yaml": ("title: One", "title: O{}ne", 'title: "O{e}"'),
    "book/chapters/one.md": ('title: "One"', "title: O{}ne", 'title: "O{e}"'),
    "book/editions.toml": ("theme = 'plain'", "theme = 'a{}'", 'theme = "a{e}"'),
    "book/rights.toml": ("holder = 'Ada'", "holder = 'A{}'", 'holder = "A{e}"'),
    "book/names.toml": ("heading = 'Ada'", "heading = 'A{}'", 'heading = "A{e}"'),
    "book/cleaning.toml": ("why = 'x'", "why = 'x{}'", 'why = "x{e}"'),
    "book/front/preface.md": ("Words", "W{}", "W&#x{x};"),
    "styles/theme.toml": ("epub = 'a.css'", "epub = 'a{}.css'", 'epub = "a{e}.css"'),
}
BASE = {
    "book/editions.toml": "[ebook]\nformat = 'epub'\ntheme = 'plain'\n",
    "book/rights.toml": "[[right]]\nsource = 'one'\nbasis = 'permission'\nholder = 'Ada'\n",
    "book/names.toml": "[[name]]\nheading = 'Ada'\nforms = ['Ada']\n",
    "book/cleaning.toml": "[[rule]]\nid = 'x'\nrole = 'promo'\nmatch = 'x'\nwhy = 'x'\n",
    "book/front/preface.md": "# Preface\n\nWords\n",
    "styles/theme.toml": "[themes.plain]\nepub = 'a.css'\n",
}


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("odd", ["\x01", "\f", "\ufffe", "\x1b"])
def test_one_odd_character_in_an_editors_file_is_told(file, odd, tmp_path, capsys):
    files = {name: text for name, text in BASE.items() if name == file}
    volume = Volume([Chapter("one", WORDS)], files=files)
    if "front" in file:
        volume.front = ("preface",)
    folder = volume.put(tmp_path)
    path = folder / file
    text = path.read_text()
    old, *forms = FILES[file]
    assert old in text
    for form in forms:
        new = (
            form.format(odd, e=f"\\u{ord(odd):04x}", x=f"{ord(odd):x}")
            if "{e}" in form or "{x}" in form
            else form.replace("{}", odd)
        )
        path.write_text(text.replace(old, new))

        code = cli.main(["build", "-q", "-C", str(folder), "epub"])
        told = capsys.readouterr().err
        assert code in (3, 4), told
        assert re.search(rf"{re.escape(file)}|{re.escape(path.name)}", told), told
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe]", told)


def test_odd_characters_in_other_bibliographies_are_told(tmp_path, capsys):
    folder = Volume([Chapter("one", WORDS)]).put(tmp_path)
    (folder / "book" / "sources.yaml").unlink()
    (folder / "book" / "sources.json").write_text(
        json.dumps([{"id": "one", "type": "book", "title": "x\u0001"}])
    )

    assert 3 == cli.main(["build", "-q", "-C", str(folder), "epub"])
    assert "book/sources.json" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('language = "en"', 'language = "english"', "book.toml:3"), ('language = "en"', 'language = "en_US"', "book.toml:3"),
        ('language = "en"', 'language = "xx"', "book.toml:3"), ('language = "en"', 'language = "../x"', "book.toml:3"),
        ("urn:uuid:22222222-3333-4444-8555-666666666666", "urn:isbn:9783161484101", "book.toml:4"),
        ("urn:uuid:22222222-3333-4444-8555-666666666666", "isbn:316148410", "book.toml:4"),
        ("urn:uuid:22222222-3333-4444-8555-666666666666", "urn:uuid:2", "book.toml:4"),
        ("[outline]", "[[person]]\nname='A'\nfile_as='A'\nroles=['editor']\n[outline]", "book.toml:10"),
    ],
)  # fmt: skip
def test_codes_are_checked_at_the_door(old, new, where, tmp_path, capsys):
    folder = Volume([Chapter("one", WORDS)]).put(tmp_path)
    path = folder / "book" / "book.toml"
    path.write_text(path.read_text().replace(old, new))

    assert 3 == cli.main(["build", "-q", "-C", str(folder), "epub"])
    assert where in capsys.readouterr().err


def test_two_sources_of_one_id_are_told(tmp_path, capsys):
    folder = Volume([Chapter("one", WORDS)]).put(tmp_path)
    path = folder / "book" / "sources.yaml"
    path.write_text(path.read_text() + "- id: one\n  type: book\n  title: Again\n")

    assert 3 == cli.main(["build", "-q", "-C", str(folder), "epub"])
    assert "the id 'one' is given twice" in capsys.readouterr().err


@pytest.mark.parametrize(
    "charset",
    ["undefined", "idna", "punycode", "zlib", "rot13", "mbcs", "unicode_escape", "x" * 20, "-"],
)
def test_a_charset_that_is_none_stops_nothing(charset):
    data = f"<meta charset={charset}><p>Caf\xe9 by the weir.".encode("latin-1")
    try:
        ingest.decode(data, "a.html")
    except FlorilegiumError as err:
        assert "a.html" == err.where


LINKS = {
    "http://user:pass@example.org/x": "http://example.org/x", "HTTPS://u@example.org": "HTTPS://example.org",
    "mailto:a@b.org?attach=/etc/passwd": "mailto:a@b.org", "mailto:a@b.org?bcc=x@y.z": "mailto:a@b.org",
    "http://exa mple.org/": "", "http://example..org/": "", "http://[::1": "", "http://example.org:99999/": "",
    "javascript:alert(1)": "", " javascript:alert(1)": "", "java\nscript:alert(1)": "", "//example.org/x": "",
    "file:///etc/passwd": "", "http://": "", "mailto:": "", "data:text/html,x": "", "x.html": "", "http://-a.org": "",
    "https://example.org/a b": "https://example.org/a%20b", "https://example.org/?a=b@c": "https://example.org/?a=b@c",
    'https://e.org/"onclick=x': "https://e.org/%22onclick=x", "http:\\\\example.org": "",
}  # fmt: skip


@pytest.mark.parametrize("address", LINKS)
@pytest.mark.parametrize(
    "form", ['<p>Words <a href="{}">here</a> and on.', "Words [here](<{}>) and on."]
)
def test_a_link_of_a_seed_is_cleaned_or_none_and_its_words_stay(address, form):
    if "<p>" in form:
        raw = ingest.decode(form.format(address.replace('"', "&quot;")).encode(), "a.html")
    elif "\n" in address:
        return
    else:
        raw = ingest.decode(form.format(address).encode(), "a.md")
    refs = [mark.ref for block in raw.blocks for mark in block.marks if mark.kind == "link"]

    assert "here" in raw.blocks[0].text
    assert all(addresses.fault(ref) == "" for ref in refs)
    assert [ref.rstrip("/") for ref in refs] in ([LINKS[address].rstrip("/")], [])
    assert refs or not LINKS[address]


FAR = [
    "\U0001f600",
    "\U0001d49c",
    "\U00020bb7",
    "\U0010fffd",
    "\U000e0041",
    "\u2028",
    "\x85",
    "\ue000",
    "\u202e",
]
FAR += ["\\ud83d\\ude00", " \\LaTeX ", " C:\\it "]


@pytest.mark.parametrize("far", FAR, ids=ascii)
def test_every_letter_of_a_list_of_sources_reaches_the_book(far, tmp_path):
    words = f"O{far}ne"
    text = f"references:\n- id: one\n  type: book\n  title: '{words}'\n  author: '{words}'\n"
    (tmp_path / "sources.yaml").write_text(text, encoding="utf-8")
    (source,) = read_sources((tmp_path / "sources.yaml",), cache=None)

    said = [source["title"], source["author"][0]["literal"]]
    assert [" ".join(words.split())] * 2 == [" ".join(one.split()) for one in said]
