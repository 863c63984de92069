"""What a stranger's headnote or bibliography may try, and what becomes of it."""

# ruff: noqa: E501, PT017  # tables of inputs are read by the row

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from library import Chapter, Volume

from florilegium import cli
from florilegium.errors import ConfigError, FlorilegiumError
from florilegium.host import pandoc as program
from florilegium.model import addresses
from florilegium.render import pandoc

YAML = "references:\n- id: smith2001\n  type: book\n  title: A Book\n  issued: 2001\n"


@pytest.fixture
def sources(tmp_path):
    path = tmp_path / "sources.yaml"
    path.write_text(YAML, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def plain_sources(tmp_path_factory):
    path = tmp_path_factory.mktemp("sources") / "sources.yaml"
    path.write_text(YAML, encoding="utf-8")
    return path


def render(text, sources):
    known = frozenset({"smith2001"})
    made = pandoc.render({"a": text}, bibliography=sources, language="en", known=known)
    return made.pieces.get("a", "")


def refusals(texts, sources):
    """What was told of each of *texts*, by its key."""
    try:
        pandoc.render(
            texts, bibliography=sources, language="en", known=frozenset({"smith2001"})
        )  # fmt: skip
    except FlorilegiumError as err:
        told = {}
        for error in getattr(err, "errors", (err,)):
            told[error.where] = f"{told.get(error.where, '')}{error}\n"
        return told
    return {}


def rendered(texts, sources):
    """What became of those of *texts* that are no error."""
    told = refusals(texts, sources)
    made = pandoc.render(
        {key: text for key, text in texts.items() if key not in told},
        bibliography=sources, language="en", known=frozenset({"smith2001"}),
    )  # fmt: skip
    return made.pieces


# -- nothing is opened ----------------------------------------------------------------------


@pytest.fixture
def listener():
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/x", asked
    server.shutdown()
    server.server_close()


NAMING = (
    "csl", "citation-style", "bibliography", "citation-abbreviations", "template", "css",
    "include-before", "header-includes", "metadata-file", "abbreviations", "lua-filter",
)  # fmt: skip


def test_metadata_of_a_piece_open_nothing(sources, listener, tmp_path):
    address, asked = listener
    secret = tmp_path / "secret.bib"
    secret.write_text("@book{smith2001, title={Purloined}, date={1999}}")
    blocks = {
        f"{key} {value[:9]} {end} {above}": f"{above}---\n{key}: {value}\n{end}\n\n[@smith2001]"
        for key in NAMING
        for value in (address, str(secret))
        for end in ("---", "...")
        for above in ("", "Words.\n\n")
    }
    shown = rendered(blocks, sources)

    assert asked == []
    assert "Purloined" not in f"{shown}"
    for key, found in shown.items():  # shown, not lost
        assert key.split()[0] in found


@pytest.mark.parametrize("place", ["above", "beside", "in an item"])
def test_a_bibliography_opens_nothing(place, sources, listener, tmp_path):
    address, asked = listener
    secret = tmp_path / "secret.bib"
    secret.write_text("@book{smith2001, title={Purloined}, date={1999}}")
    for value in (address, str(secret)):
        lines = [f"{key}: {value}\n" for key in NAMING]
        text = {
            "above": "".join(lines) + YAML,
            "beside": YAML + "".join(lines),
            "in an item": YAML + "".join(f"  {line}" for line in lines),
        }
        sources.write_text(text[place])
        made = pandoc.render(
            {"a": "See [@smith2001]."}, bibliography=sources, language="en",
            known=frozenset({"smith2001"}),
        )  # fmt: skip
        assert "Purloined" not in f"{made}"

    assert asked == []


def test_the_packaged_pandoc_is_used_whatever_stands_first_on_the_path(
    sources, tmp_path, monkeypatch
):
    other = tmp_path / "pandoc"
    other.write_text("#!/bin/sh\ntouch '%s'\nexit 1\n" % (tmp_path / "was-run"))
    other.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYPANDOC_PANDOC", str(other))
    program.program.cache_clear()
    program.version.cache_clear()

    assert "<p>x</p>" == render("x", sources)
    assert program.version()
    assert not (tmp_path / "was-run").exists()


# -- nothing acts ---------------------------------------------------------------------------

SCRIPTS = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java&#115;cript:alert(1)",
    "javascript&colon;alert(1)", "&#x6A;avascript:alert(1)", "vbscript:x", "data:text/html,x",
    "data:image/svg+xml;base64,xx", "file:///etc/passwd", "FILE:/etc/passwd", "ftp://example.org/",
    "blob:x", "about:blank", "view-source:http://example.org", "jar:http://example.org!/x",
    "ws://example.org", "intent:x", "ms-word:ofe|u|x", "smb://host/x", "\\\\\\\\host\\\\share",
    "//example.org/x", "/etc/passwd", "../../x", "chapter.html", "x.pdf#page=2", "?q=1", "./",
    "http:", "http://", "https:///etc", "http://user:secret@example.org/", "http://a..b/",
    "http://-a.example/", "http://example.org:port/", "http://[::1", "mailto:", "mailto:x",
    "mailto:a@b.c?attach=/etc/passwd", "mailto:a@b.c?attachment=x", "tel:javascript", "doi:x",
    "#", "http:example.org", "C:/x", "c|/x",
)  # fmt: skip


def test_a_link_that_is_no_address_for_a_book_is_an_error(plain_sources):
    forms = ("[words]({})", "[words]({} 'title')", '<a href="{}">words</a>')
    texts = {f"{form} {address}": form.format(address) for form in forms for address in SCRIPTS}
    told = refusals(texts, plain_sources)

    assert [] == [key for key in texts if "the link to" not in told.get(key, "")]


ADDRESSES = (
    "http://example.org", "HTTPS://Example.org/a?b=c#d", "https://example.org:8080/x",
    "mailto:ada@example.org", "mailto:ada@example.org?subject=Weirs", "tel:+1-201-555-0123",
    "doi:10.1000/182", "#a-place", "https://en.wikipedia.org/wiki/Weir_(dam)",
    "https://münchen.example/straße", "http://127.0.0.1/x",
    "https://web.archive.org/web/2020/https://example.org/a,b;c",
)  # fmt: skip


def test_an_address_for_a_book_is_kept(plain_sources):
    found = rendered({address: f"[words](<{address}>)" for address in ADDRESSES}, plain_sources)

    assert [] == [
        address
        for address in ADDRESSES
        if not re.search(r'<a href="[^"]+">words</a>', found.get(address, ""))
    ]
    assert {""} == {addresses.fault(address) for address in (*ADDRESSES, "http://[::1]:80/x")}


ACTS = (
    "<script>alert(1)</script>", "<SCRIPT>x</SCRIPT>", "<style>p{}</style>", "<iframe src=x></iframe>",
    "<object data=x></object>", "<embed src=x>", "<svg><script>x</script></svg>",
    "<svg onload=x></svg>", "<form action=x><input></form>", "<button formaction=x>y</button>",
    "<base href=http://example.org/>", "<meta http-equiv=refresh content=0>",
    "<link rel=stylesheet href=x>", "<video src=x></video>", "<audio src=x></audio>",
    "<img src=x onerror=alert(1)>", "<p onclick=x>y</p>", "<b OnMouseOver=x>y</b>",
    "<iframe srcdoc='<script>x</script>'></iframe>", "<template>x</template>", "<noscript>x</noscript>",
    "<math><maction actiontype=statusline>x</maction></math>", "<a href=x ping=y>z</a>",
    "<details ontoggle=x open>y</details>", "<p style='background:url(http://e.org)'>x</p>",
    "[x]{onclick=y}", "[x]{style='background: url(http://example.org/a)'}",
    "[x]{style='background-image: u\\72l(//e.org)'}", '[x]{style="width: expression(alert(1))"}',
    "[x]{style='position:fixed'}", "[x]{style='behavior:url(x)'}", "[x]{style='-moz-binding:url(x)'}",
    "[x]{style='width: 1px; content: \"y\"'}", "[x]{formaction=y}", "[x]{srcdoc=y}", "[x]{xlink:href=y}",
    "::: {onclick=x}\ny\n:::", "# H {onfocus=x}", "`c`{onclick=x}", "[l](https://e.org){onclick=x}",
    "![p](pictures/p.png){onerror=x}", "``` {.python onclick=x}\nc\n```", "![x](a.mp4)", "![x](a.pdf)",
    "<a href='https://e.org' target=_blank>x</a>", "<p contenteditable>x</p>", "<input type=image src=x>",
    "[x]{data-evil=y}", "<select><option>x</option></select>", "<textarea>x</textarea>",
    "<table><tr><td colspan=1000000000>x</td></tr></table>", "<table><tr><td rowspan='99999'>x</td></tr></table>",
    "<table><colgroup span=1e9></colgroup><tr><td>x</td></tr></table>", "<ol start=99999999999><li>x</li></ol>",
    "<ol><li value='-99999999999'>x</li></ol>", "[x]{lang='he){}*{background:url(http://example.org/)}:lang(he'}", "[x]{lang='<b>'}", "[x]{lang=xx}",
    "<span lang='de;x'>y</span>", "[x]{dir=sideways}", "<p dir='javascript:x'>y</p>",
    "<marquee>x</marquee>", "<frame src=x>", "<applet code=x></applet>", "<portal src=x></portal>",
)  # fmt: skip


BLOCKS = ("# ", "::: ", "``` ")


def test_markup_that_acts_is_an_error_with_what_to_write_instead(plain_sources):
    texts = {
        around.format(text): around.format(text)
        for text in ACTS
        for around in ("{}", "Words.\n\n{}\n\nMore.", "Words, then {} there.")
        if not (text.startswith(BLOCKS) and "then" in around)
    }
    told = refusals(texts, plain_sources)

    assert [] == [text for text in texts if len(told.get(text, "").splitlines()) < 2]


KEPT = (
    "H<sub>2</sub>O", "a<br>b", "<span lang='de'>Wehr</span>", "<ruby>字<rt>ji</rt></ruby>",
    "<ol start=1848><li value=1850>x</li></ol>", "[x]{lang=zh-Hant-TW}", "[x]{lang=grc dir=ltr}", "<bdo dir='RTL'>x</bdo>", "[x]{.smallcaps}", "::: {.aside}\nx\n:::", "| a | b |\n|:--|--:|\n| c | d |",
    "![x](pictures/x.png){width=50%}", "$\\frac{1}{2}$", "<!-- seen by the editor alone --> x",
    "``` python\nimport x\n```", "Term\n:   Definition", "| verse\n|   line", "- [ ] to do",
    "4. four\n5. five", "~~struck~~ H~2~O x^2^", "See [@smith2001, 5].", "# Head {#here .x}",
    "AT&T, 3 < 4 > 2, <3", "<ada@example.org>", "<https://example.org>", "@smith2001 says",
    "```\n@import x\n<script>\n```", "`@import` and `<script>`", "\\<script>",
    "See [here].\n\n[here]: https://example.org",
)  # fmt: skip


def test_what_an_editor_writes_is_kept(plain_sources):
    assert {} == refusals({text: text for text in KEPT}, plain_sources)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("URL", "javascript:alert(1)"), ("URL", "www.example.org/x"), ("URL", "file:///etc/passwd"),
        ("title", "'<script>x</script>'"), ("title", "'[x](javascript:y)'"),
        ("note", "'<b onclick=x>y</b>'"), ("title", "'![x](y.mp4)'"),
        ("publisher", "'<iframe src=x>y</iframe>'"),
    ],
)  # fmt: skip
def test_a_bibliography_cannot_act_either(field, value, sources):
    text = YAML.replace("  title: A Book\n", "") if field == "title" else YAML
    sources.write_text(f"{text}  {field}: {value}\n")
    try:
        made = pandoc.render({}, bibliography=sources, language="en", known=frozenset())
    except FlorilegiumError as err:
        first = getattr(err, "errors", (err,))[0]
        assert first.where.startswith("book/sources.yaml")
    else:
        assert not re.search(
            r"<(?:script|iframe|video)|href=.javascript|<b onclick", made.references["smith2001"]
        )


# -- nothing is lost ------------------------------------------------------------------------

PIECES = st.lists(
    st.sampled_from(
        [
            "<", ">", "</", "/>", "<b>", "</b>", "<!", "<?", "?>", "<![CDATA[", "]]>", "&lt;", "\\<",
            "`", "```", "\n\n", "\n", "[", "]", "(", "): ", "]: ", "{", "}", "{=latex}", "{=html}", "*",
            "_", "^", "~", "$", "$$", ":::", "::: x", "|", "---", "#", "> ", "- ", "1. ", "    ",
            "\\begin{x}", "\\end{x}", "\\newcommand", "<div>", "</div>", "<p>", "<pre>", "</pre>",
            "<x-y>", '"', "'", "=", ":", ";", "&", "@", "!", "!!", "<table>", "<td>", "</td>",
        ]
    )
    | st.integers(0, 999).map(lambda n: f"wörd{n}q"),
    max_size=14,
)  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(st.lists(PIECES, min_size=12, max_size=12))
def test_every_word_of_a_piece_is_shown_or_there_is_an_error(plain_sources, pieces):
    texts = {f"p{n}": " ".join(parts) for n, parts in enumerate(pieces)}
    for key, text in texts.items():
        texts[key] = re.sub(r"<!--|@", "", text)
    known = frozenset({"smith2001"})
    while texts:  # what is an error goes, the others have to say all they have
        try:
            made = pandoc.render(texts, bibliography=plain_sources, language="en", known=known)
        except FlorilegiumError as err:
            gone = {error.where for error in getattr(err, "errors", (err,))}
            assert gone & texts.keys(), err
            texts = {key: text for key, text in texts.items() if key not in gone}
            continue
        for key, text in texts.items():
            for word in re.findall(r"wörd\d+q", text):
                assert word in made.pieces.get(key, ""), text
        return


LOST = (
    "[Ed.]: see above", "[Ed]: foo", "| <table> of contents", "`words`{=latex}", "x\n\n[^1]: note",
    "a `b`{=openxml} c", "```{=latex}\nwords\n```", "<Smith> said", "if a<b and c>d",
    "<!DOCTYPE html>", "<?php words ?>", "<pre>words</pre>", "[words]: <and more>", "<words here/>",
)  # fmt: skip


def test_words_that_markdown_would_leave_out_are_an_error(plain_sources):
    texts = {text: text for text in LOST}
    shown = rendered(texts, plain_sources)

    for text in shown:  # what is no error is shown
        assert re.findall(r"\w+", text) == re.findall(
            r"\w+", re.sub(r"</?p>|&\w+;", "", shown[text])
        )


def test_a_fence_left_open_names_the_chapter_it_stands_in(tmp_path, capsys):
    chapters = [
        Chapter(slug, "A walk by the weir.\n\nIt was late.\n", f"::: headnote\n{words}\n:::\n")
        for slug, words in (("one", "Words."), ("two", "```\nopen"), ("three", "```\nx\n```"))
    ]
    folder = Volume(chapters).put(tmp_path)

    assert 4 == cli.main(["build", "-q", "-C", str(folder), "epub"])
    told = capsys.readouterr().err
    assert "chapters/two.md:9" in told
    assert "chapters/one.md" not in told
    assert "chapters/three.md" not in told


def test_an_error_in_a_piece_names_file_and_line(tmp_path, capsys):
    note = "::: headnote\nWords.\n\nMore [words](javascript:x).\n:::\n"
    folder = Volume([Chapter("one", "A walk by the weir.\n\nIt was late.\n", note)]).put(tmp_path)

    assert 4 == cli.main(["build", "-q", "-C", str(folder), "epub"])
    assert "book/chapters/one.md:11" in capsys.readouterr().err


# -- nothing hangs --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["[" * 60 + "x", "[" * 30 + "a" + "](b" * 30, "*a **b " * 400, "> " * 3000 + "x"]
)
def test_a_piece_that_takes_too_long_is_named(text, sources, monkeypatch):
    monkeypatch.setattr(program, "_SECONDS", 2.0)
    known = frozenset({"smith2001"})
    pieces = {"before": "x", "guilty": text, "after": "y"}
    try:
        pandoc.render(pieces, bibliography=sources, language="en", known=known)
    except FlorilegiumError as err:
        assert "guilty" == err.where


def test_an_alias_bomb_is_stopped(sources, monkeypatch):
    monkeypatch.setattr(program, "_SECONDS", 2.0)
    bomb = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    bomb += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    sources.write_text("\n".join(bomb) + "\nreferences: *a8\n")

    with pytest.raises(ConfigError) as caught:
        pandoc.read_sources(sources)
    assert "book/sources.yaml" == caught.value.where


def test_what_json_of_any_depth_says_is_no_defect(tmp_path):
    path = tmp_path / "sources.json"
    path.write_text("[" * 50_000 + "]" * 50_000)
    with pytest.raises(ConfigError):
        pandoc.read_sources(path)
    path.write_text(json.dumps([{"id": "x", "type": "book", "title": "T", "csl": "/etc/passwd"}]))
    assert [item["id"] for item in pandoc.read_sources(path)] == ["x"]
