"""What a style sheet of the book may try: it is told with its file and line, and ends nothing."""

# ruff: noqa: E501  # tables of inputs are read by the row

import base64
import io
from dataclasses import replace

import pytest
from library import picture
from PIL import Image
from press_sample import META, PRINT, document

from florilegium.errors import ConfigError, FlorilegiumError, RenderError
from florilegium.project.styles import find_styles
from florilegium.render.epub import resources
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
        (b"\xff\xfep\x00{\x00}\x00", "styles/extra.css"),
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
