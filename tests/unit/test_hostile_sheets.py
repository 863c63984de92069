"""What a style sheet of the book may try: it is told with its file and line, and ends nothing."""

# ruff: noqa: E501  # tables of inputs are read by the row

import base64
import io
import signal
from contextlib import suppress
from dataclasses import replace

import pytest
from library import picture
from PIL import Image
from press_sample import META, PRINT, document

from florilegium.errors import ConfigError, FlorilegiumError, RenderError
from florilegium.project.styles import find_styles
from florilegium.render.epub import resources
from florilegium.render.press.layout import laid_out
from florilegium.render.press.layout.laid_out import Job, do
from florilegium.render.press.layout.style import style_for

DEEP = "@media print {" * 3000 + "p { color: red }" + "}" * 3000


def styles(folder, sheet, name="extra.css"):
    path = folder / "styles" / name
    path.parent.mkdir()
    path.write_bytes(sheet if isinstance(sheet, bytes) else sheet.encode())
    return find_styles(folder)


@pytest.mark.parametrize(
    ("sheet", "where"),
    [
        (DEEP, "styles/extra.css:1"),
        ("p {}\n\np { width: " + "calc(" * 2000 + "1px" + ")" * 2000 + "}", "styles/extra.css:3"),
        ("a[" * 60, "styles/extra.css:1"),
        (b"\xff\xfep\x00{\x00}\x00", "styles/extra.css:1"),
        ("p { color: \0red }", "styles/extra.css:1"),
    ],
)
@pytest.mark.parametrize("name", ["extra.css", "extra-pdf.css"])
def test_a_sheet_that_is_no_sheet_is_told(sheet, where, name, tmp_path):
    found = styles(tmp_path, sheet, name)
    edition = replace(PRINT, name="pdf")

    with pytest.raises(ConfigError) as caught:
        style_for(META, edition=edition, styles=found)
    assert where.replace("extra.css", name) == caught.value.where


@pytest.mark.parametrize(
    "sheet",
    [
        "/* {{{{ */" * 90,
        'p::before { content: "' + "{" * 90 + '" }',
        "p { quotes: '" + "(" * 90 + "' }",
        "}" * 90 + "p {}" * 90,
    ],
)
def test_brackets_that_are_none_do_not_count(sheet, tmp_path):
    assert [sheet] == list(styles(tmp_path, sheet).added(PRINT).values())


@pytest.mark.parametrize(
    ("sheet", "line"),
    [
        ("p {}\n@import url(http://127.0.0.1:9/x.css);", ":2"),
        ("p { background: url(file:///etc/hostname) }", ""),
        ("p { background: url(../../x.png) }", ""),
    ],
)
def test_what_no_e_book_can_hold_is_told_where_it_stands(sheet, line, tmp_path):
    found = styles(tmp_path, sheet)

    with pytest.raises(FlorilegiumError) as caught:
        resources.items(found, sheet="epub.css", added=found.added(PRINT))
    assert f"styles/extra.css{line}" == caught.value.where


@pytest.mark.parametrize("size", ["1e9pt", "0", "1e-30px", "-4pt", "99999px", "1e300em"])
def test_no_size_ends_in_a_traceback(size, tmp_path):
    found = styles(tmp_path, f"p {{ font-size: {size}; line-height: {size} }}")
    job = Job(document("one", "<p>A</p>"), style_for(META, edition=PRINT, styles=found))
    try:
        do(job)
    except RenderError as err:
        assert err.where in {"styles/", "one"}  # noqa: PT017  # that it is told is as good


NUMBERS = ["nan", "inf", "-inf", "1e300", "1e-320", "1" + "0" * 400, "-1e13"]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(
    "table",
    [
        "[themes.classic]\nchanges = {{ leading = {} }}",
        "[themes.classic]\nchanges = {{ type = {} }}",
        "[pages.A5]\ninner = {}",
        "[pages.A5]\nsize = [148.0, {}]",
        "[pages.A5]\nlines = {}",
        "[gutter]\n1 = {}",
    ],
)
def test_a_number_that_is_none_is_told_at_its_key(table, number, tmp_path):
    found = styles(tmp_path, table.format(number), "theme.toml")

    with pytest.raises(FlorilegiumError) as caught:
        style_for(META, edition=PRINT, styles=found)
    assert caught.value.where.startswith("styles/theme.toml")


@pytest.mark.parametrize(
    ("table", "what"),
    [
        ("[gutter]\nmany = 3.0", "for 'many' pages"),
        ("[gutter]\n-1 = 3.0", "for '-1' pages"),
        ("[themes.classic]\nchanges = { type = 4000.0 }", "4000 pt"),
        ("[themes.classic]\nchanges = { leading = -9.0 }", "-9 pt apart"),
        ("[themes.classic]\nchanges = { leading = 0.001 }", "0.001 pt apart"),
    ],
)
def test_a_page_that_cannot_be_is_told(table, what, tmp_path):
    found = styles(tmp_path, table, "theme.toml")

    with pytest.raises(ConfigError, match=what) as caught:
        style_for(META, edition=PRINT, styles=found)
    assert caught.value.where.startswith("styles/theme.toml")


# -- pictures and fonts that a sheet names --------------------------------------------------

SVG = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>{}<rect width='9' height='9'/></svg>"
POSTSCRIPT = io.BytesIO()  # Pillow has Ghostscript read it
Image.new("RGB", (4, 4)).save(POSTSCRIPT, "EPS")
USES = "".join(
    f"<g id='u{n}'>" + f"<use href='#u{n - 1}'/>" * 20 + "</g>" if n else "<g id='u0'><path/></g>"
    for n in range(6)
)
NO_PICTURES = {
    "runs": SVG.format("<script>x</script>"),
    "loads": SVG.format("<image href='file:///etc/hostname'/>"),
    "loads a sheet": SVG.format("<style>@import url(file:///etc/hostname);</style>"),
    "links": SVG.format("<a href='https://example.org'><path/></a>"),
    "grows": SVG.format(USES),
    "is a page": "<html xmlns='http://www.w3.org/1999/xhtml'><script>x</script></html>",
    "is words": "words",
    "is nothing": "",
    "is PostScript": POSTSCRIPT.getvalue(),
    "is a PDF": b"%PDF-1.7 x",
    "claims to be endless": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\x7f" * 200,
}
NAMES = ("drawn.svg", "drawn.png", "drawn.jpg")


def as_bytes(content):
    return content if isinstance(content, bytes) else content.encode()


def loaded(found):
    """What the press says when a document is laid out with the styles *found*."""
    job = Job(document("one", "<p>A</p>"), style_for(META, edition=PRINT, styles=found))
    return repr(do(job))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("what", NO_PICTURES)
def test_a_picture_of_a_sheet_is_looked_at_as_every_other(what, name, tmp_path):
    found = styles(tmp_path, f"p {{ background: url({name}) }}")
    (tmp_path / "styles" / name).write_bytes(as_bytes(NO_PICTURES[what]))

    with pytest.raises(FlorilegiumError) as caught:
        resources.items(found, sheet="epub.css", added=found.added(PRINT))
    assert f"styles/{name}" == caught.value.where


@pytest.mark.parametrize("what", NO_PICTURES)
def test_nor_does_it_reach_a_page(what, tmp_path):
    content = as_bytes(NO_PICTURES[what])
    coded = base64.b64encode(content).decode()
    kinds = ("image/svg+xml", "image/png", "application/postscript")
    named = [*NAMES, *(f"data:{kind};base64,{coded}" for kind in kinds)]
    found = styles(tmp_path, f"p {{ background: {', '.join(f'url({one})' for one in named)} }}")
    for name in NAMES:
        (tmp_path / "styles" / name).write_bytes(content)

    assert len(named) == loaded(found).count("Failed to load image")
    with pytest.raises(FlorilegiumError):
        resources.items(found, sheet="epub.css", added=found.added(PRINT))


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.svg", SVG.format("")), ("a.png", picture("PNG")), ("a.jpg", picture("JPEG"))],
)
def test_a_sound_picture_of_a_sheet_is_shown(name, content, tmp_path):
    found = styles(tmp_path, f"p {{ background: url({name}) }}")
    (tmp_path / "styles" / name).write_bytes(as_bytes(content))
    items = resources.items(found, sheet="epub.css", added=found.added(PRINT))

    assert "Failed" not in loaded(found)
    assert as_bytes(content) == next(one.content for one in items if one.href == f"styles/{name}")


@pytest.mark.parametrize("content", [b"", b"<script>", b"\0\1\0", b"ttcf" + b"\xff" * 40])
def test_a_font_of_a_sheet_is_one(content, tmp_path):
    found = styles(tmp_path, "@font-face { font-family: x; src: url(x.ttf) }")
    (tmp_path / "styles" / "x.ttf").write_bytes(content)

    with pytest.raises(FlorilegiumError) as caught:
        resources.items(found, sheet="epub.css", added=found.added(PRINT))
    assert "styles/x.ttf" == caught.value.where


OPEN = ("/*", "p { color: red } /* x", 'p { content: "\\', "p { content: '\\", "p {", "p { x: url(", "p, ",
        "@media print {", "@charset 'x'", "a[", "p { background: image-set(", "\\")  # fmt: skip
# What such an end would make of the sheet behind it, which by itself names nothing.
BEHIND = """"*/ p { background: url(http://127.0.0.1:9/x.png) } /*"
p { content: '"; background: url(http://127.0.0.1:9/x.png); x: "' }
"""


@pytest.mark.parametrize("end", OPEN)
@pytest.mark.parametrize("name", ["epub.css", "print.css", "extra.css"])
def test_a_sheet_ends_what_it_begins(end, name, tmp_path):
    found = styles(tmp_path, f"p {{}}\n\n{end}", name)
    (tmp_path / "styles" / "extra-pdf.css").write_text(BEHIND)

    with pytest.raises(ConfigError, match="does not end") as caught:
        found.read(name)
    assert caught.value.where in (f"styles/{name}:1", f"styles/{name}:3")


def test_a_sheet_that_ends_is_read_before_any_other(tmp_path):
    whole = "/* { */ p::before { content: '{ /*' } a[href] {} @media print { p {} } /* x */ "
    found = styles(tmp_path, whole)
    (tmp_path / "styles" / "extra-pdf.css").write_text("p { color: red }")

    assert style_for(META, edition=replace(PRINT, name="pdf"), styles=found)


ELSEWHERE = (
    'p { --x: "http://127.0.0.1:9/x.png"; background-image: image-set(var(--x) 1x) }',
    "p { background-image: -webkit-image-set(attr(title) 1x) }",
    'p { background-image: image-set(env(x, "http://127.0.0.1:9/x.png") 1x) }',
    "p { background-image: src(v\\61r(--x)) }",
    "p { background-image: image-set(--f() 1x) }",
    'p { background-image: image-set(calc("http://127.0.0.1:9/x.png") 1x) }',
    'p { background-image: image-set(("http://127.0.0.1:9/x.png") 1x) }',
    'p { background-image: cross-fade(image-set(["//127.0.0.1:9/x.png"] 1x)) }',
    'p { background-image: image-set(if(style(--x: 1): "http://127.0.0.1:9/x.png") 1x) }',
)  # fmt: skip


@pytest.mark.parametrize("sheet", ELSEWHERE)
def test_nothing_is_loaded_in_an_e_book_by_what_is_said_elsewhere(sheet, tmp_path):
    found = styles(tmp_path, sheet)

    with pytest.raises(FlorilegiumError) as caught:
        resources.items(found, sheet="epub.css", added=found.added(PRINT))
    assert caught.value.where.startswith("styles/extra.css")


WAYS = ("../styles/", "../../book/styles/", "./", "/etc/", "..%2fstyles/", "a/../../styles/")


@pytest.mark.parametrize("way", WAYS)
def test_no_other_name_for_a_picture_leads_past_the_look_at_it(way, tmp_path):
    (tmp_path / "book" / "pictures").mkdir(parents=True)
    found = styles(tmp_path / "book", f"p {{ background: url(picture:{way}drawn.svg) }}")
    (tmp_path / "book" / "styles" / "drawn.svg").write_text(NO_PICTURES["runs"])

    told = loaded(replace(found, pictures=tmp_path / "book" / "pictures"))
    assert 1 == told.count("Failed to load image")


@pytest.mark.parametrize("source", ["x.icc", "picture:../x", "http://127.0.0.1:9/x", "extra.css"])
def test_a_profile_of_colours_that_cannot_be_had_is_told(source, tmp_path):
    found = styles(tmp_path, f"@color-profile --x {{ src: url({source}) }}")

    with pytest.raises(FlorilegiumError) as caught:
        loaded(found)
    assert "styles/" == caught.value.where


@pytest.mark.parametrize("digits", [500, 5_000, 500_000])
@pytest.mark.parametrize(
    "around", ["p {{ width: {}px }}", "a[x='{}'] {{}}", "p {{ width: calc(-{}.5px) }}"]
)
def test_a_number_of_hundreds_of_digits_is_told(around, digits, tmp_path):
    found = styles(tmp_path, "p {}\n" + around.format("1" * digits))

    with pytest.raises(ConfigError, match="digits") as caught:
        found.added(PRINT)
    assert "styles/extra.css:2" == caught.value.where


TENFOLD = "".join(f"--v{n}: " + f"var(--v{n - 1}) " * 10 + "; " for n in range(1, 9))
GROWING = {
    "one sheet": ('p { --v0: "x"; ' + TENFOLD + "}\np::before { content: var(--v8) }", ""),
    "two sheets": (f"p {{ {TENFOLD} }}", 'p { --v0: "x"; content: var(--v8) }'),
    "two rules": ('@media print { p { --v0: "x" } }\np { ' + TENFOLD + "}", ""),
    "escapes": (f"p {{ {TENFOLD.replace('var', 'v' + chr(92) + '61r').replace('--v1', chr(92) + '2d-v1')} }}", ""),
    "what is used instead": ("p { " + TENFOLD.replace(") ", ", x x x) ") + "}", ""),
    "a circle": ("p { --a: var(--b); --b: var(--a) }", ""),
    "itself": ("p { --a: x var(--a) }", ""),
    "all at once": ("p { --v: " + "x " * 900 + "; content: " + "var(--v) " * 100 + "}", ""),
}  # fmt: skip


@pytest.mark.parametrize("what", GROWING)
def test_no_property_grows_by_what_it_takes_from_others(what, tmp_path):
    one, other = GROWING[what]
    found = styles(tmp_path, one)
    (tmp_path / "styles" / "extra-pdf.css").write_text(other)
    edition = replace(PRINT, name="pdf")

    with pytest.raises(ConfigError, match="var") as caught:
        style_for(META, edition=edition, styles=found)
    assert caught.value.where.startswith("styles/extra")
    with pytest.raises(ConfigError, match="var"):
        resources.items(found, sheet="epub.css", added=found.added(edition))


GRIDS = ("grid-template-columns: repeat(100000000, 1fr)", "grid-row: 100000000", "GRID-AREA: 1 / -5000000",
         "--n: 90000000; grid-row: var(--n)", "grid: auto-flow / repeat(1e7, 1px)")  # fmt: skip


@pytest.mark.parametrize("grid", GRIDS)
def test_no_grid_has_millions_of_rows(grid, tmp_path):
    found = styles(tmp_path, f"p {{ display: grid; {grid} }}")

    with pytest.raises(ConfigError, match="grid") as caught:
        found.added(PRINT)
    assert "styles/extra.css:1" == caught.value.where


def test_what_designers_write_is_read(tmp_path):
    sheet = """
    :root { --ink: #123; --line: 1px solid var(--ink); --space: calc(var(--lines, 40) * 1rem) }
    p { border: var(--line); margin: var(--space); grid-template-columns: repeat(12, 1fr) 2000px }
    p { border: var(--line); z-index: 99999; width: 5000px }
    @media print { a::after { content: "(" attr(href) ")" } }
    """
    found = styles(tmp_path, sheet)

    assert style_for(META, edition=PRINT, styles=found)
    assert resources.items(found, sheet="epub.css", added=found.added(PRINT))


FIGURE = (
    "<p>A <em>b</em></p><figure><p>C</p><figcaption>D</figcaption></figure><ul><li>x</li></ul>"
)
WAYS_TO_LAY_OUT = ("flex", "inline-flex", "grid", "inline-grid", "flow-root", "inline-table")


@pytest.mark.parametrize("display", WAYS_TO_LAY_OUT)
@pytest.mark.parametrize("what", ["p", "figure", "section", "li"])
def test_no_way_to_lay_out_is_a_defect(display, what, tmp_path):
    found = styles(tmp_path, f"{what} {{ display: {display} }}")
    job = Job(document("one", FIGURE), style_for(META, edition=PRINT, styles=found))

    with suppress(FlorilegiumError):
        assert do(job).facts.pages >= 1


STUMBLES = (
    "p { transform: scale(0) }", "h2 { transform: scale(0) }", "li { transform: scale(0) }",
    "p { text-overflow: ellipsis; overflow: hidden }", "li { block-ellipsis: auto; max-lines: 1 }",
    "figure { columns: 2 }", "* { columns: 2 }", "td { position: running(x) }",
)  # fmt: skip


@pytest.mark.parametrize("sheet", STUMBLES)
def test_what_the_layout_stumbles_over_is_told(sheet, tmp_path):
    found = styles(tmp_path, sheet)
    words = f"<h2>E</h2>{FIGURE}<table><tr><td>a</td></tr></table>"
    job = Job(document("one", words), style_for(META, edition=PRINT, styles=found))

    with suppress(RenderError):
        assert do(job).facts.pages >= 1


def test_a_defect_stays_one_where_no_sheet_is_the_books(monkeypatch):
    def stumble(*_args, **_names):
        raise KeyError("x")

    monkeypatch.setattr(laid_out.engine, "lay_out", stumble)
    job = Job(document("one", "<p>A</p>"), style_for(META, edition=PRINT, styles=find_styles()))

    with pytest.raises(KeyError):
        do(job)


# The time may be over while Hypothesis's own hook of the garbage collector runs.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timers here")
def test_a_sheet_that_takes_for_ever_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(laid_out, "_SECONDS", 3.0)
    picture_of_a_border = "linear-gradient(red, blue) 1 round; border-image-width: 0.00001px"
    found = styles(tmp_path, f"p {{ border: 9px solid; border-image: {picture_of_a_border} }}")
    job = Job(document("one", "<p>A</p>"), style_for(META, edition=PRINT, styles=found))

    with pytest.raises(RenderError, match=r"not done after [0-9] seconds") as caught:
        do(job)
    assert "styles/" == caught.value.where
