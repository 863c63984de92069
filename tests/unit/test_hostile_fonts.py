"""What a list of fonts (``styles/fonts.conf``) may try: fontconfig knows no file but the book's."""

# ruff: noqa: E501  # tables of inputs are read by the row

import io
import os
import re
import shutil
import struct
import subprocess
import zlib

import brotli
import pytest
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._n_a_m_e import makeName
from lxml import etree
from press_sample import META, PRINT, document

from florilegium.errors import ConfigError, RenderError
from florilegium.project import packed_fonts
from florilegium.project.fonts import configuration
from florilegium.project.styles import find_styles, packaged
from florilegium.render.epub import resources
from florilegium.render.press.layout import engine
from florilegium.render.press.layout.laid_out import Job, do
from florilegium.render.press.layout.style import style_for

FILE = packaged() / "fonts" / "SourceCodePro-Regular.ttf"
LIST = """<?xml version="1.0"?>
{head}<fontconfig>
{rules}
  <dir prefix="relative">fonts{behind}</dir>
  <cachedir prefix="xdg">fontconfig{beside}</cachedir>
</fontconfig>
"""
DTD = "<!DOCTYPE fontconfig [{}]>\n"
EDIT = '<match target="{}"><edit name="{}" mode="assign"><string>{}</string></edit></match>'
OUT = "/../../elsewhere"
# In each, 'elsewhere' is a folder beside the book's, and 'font' a file in it.
LISTS = {
    "another name of space": {"rules": '<dir xmlns="x">elsewhere</dir>'},
    "a list in another name of space": {"rules": '<include xmlns="x">list</include>'},
    "a list": {"rules": '<include ignore_missing="yes">list</include>'},
    "words behind a comment": {"behind": f"<!-- -->{OUT}"},
    "words behind an instruction": {"behind": f"<?x?>{OUT}"},
    "words behind an element": {"behind": f"<string/>{OUT}"},
    "words of another kind": {"behind": f"<![CDATA[{OUT}]]>"},
    "a cache behind a comment": {"beside": f"<!-- -->{OUT}"},
    "a sign of its own": {"head": DTD.format('<!ENTITY e "<dir>elsewhere</dir>">'), "rules": "&e;"},
    "a part of a name": {"head": DTD.format(f'<!ENTITY e "{OUT}">'), "behind": "&e;"},
    "what goes without saying": {
        "head": DTD.format('<!ATTLIST dir prefix CDATA "relative">'),
        "rules": "<dir>elsewhere</dir>",
    },
    "another file for a font": {"rules": EDIT.format("font", "file", "font")},
    "another file when it is found": {"rules": EDIT.format("scan", "file", "font")},
    "another file when it is asked": {"rules": EDIT.format("pattern", "file", "font")},
    "another root": {"rules": EDIT.format("font", "sysroot", "elsewhere")},
    "a folder by another name": {"rules": '<remap-dir as-path="elsewhere">fonts</remap-dir>'},
    "a folder from home": {"rules": '<dir prefix="xdg">fonts</dir>'},
    "a folder with salt": {"rules": '<dir prefix="relative" salt="x">fonts</dir>'},
    "all folders anew": {"rules": "<reset-dirs/>"},
    "fonts that are left out": {"rules": "<selectfont><rejectfont><glob>*</glob></rejectfont></selectfont>"},
    "a line of its own": {"rules": "<dir prefix='relative'>fonts\n/../../elsewhere</dir>"},
}  # fmt: skip


@pytest.fixture
def book(tmp_path):
    for folder in ("book/styles/fonts", "elsewhere"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copyfile(FILE, tmp_path / "elsewhere" / "font.ttf")
    (tmp_path / "elsewhere" / "list.conf").write_text(
        f"<fontconfig><dir>{tmp_path}/elsewhere</dir></fontconfig>"
    )
    return tmp_path / "book"


def put(book, parts):
    text = LIST.format(**{"head": "", "rules": "", "behind": "", "beside": "", **parts})
    place = f"{book.parent}/elsewhere"
    for word, path in (("list", f"{place}/list.conf"), ("font", f"{place}/font.ttf")):
        text = re.sub(rf"(?<=>){word}(?=<)", path, text)
    text = re.sub(r"(?<=[>\"])elsewhere(?=[<\"])", place, text)
    (book / "styles" / "fonts.conf").write_text(text)


@pytest.mark.parametrize("what", LISTS)
def test_a_list_of_fonts_is_understood_as_fontconfig_does_or_refused(what, book):
    put(book, LISTS[what])

    with pytest.raises(ConfigError) as caught:
        configuration(find_styles(book))
    assert re.fullmatch(r"styles/fonts\.conf:[0-9]+", caught.value.where)
    assert caught.value.hint


KEPT = (
    "",
    "<!-- a remark --> <description>Ours</description>",
    '<alias binding="same"><!-- x --><family>serif</family><prefer><family>Mine</family></prefer></alias>',
    EDIT.format("pattern", "family", "Mine"),
    '<match><test name="lang" compare="contains"><string>he</string></test></match>',
    '<match><edit name="family" mode="prepend" binding="strong"><string>A &amp; B</string></edit></match>',
)  # fmt: skip


@pytest.mark.parametrize("rules", KEPT)
def test_what_an_editor_says_of_fonts_is_kept(rules, book):
    put(book, {"rules": rules})
    made = configuration(find_styles(book))

    assert f"<dir>{book}/styles/fonts</dir>" in made
    assert "<include" not in made
    words = re.findall(r"<(?:family|string)>[^<]+", rules)
    assert words == [one for one in words if one in made]


def called(name):
    """A font whose family has the *name*, by the records that fontTools reads."""
    with TTFont(FILE) as font:
        table = font["name"]
        table.names = [one for one in table.names if one.nameID not in (1, 16)]
        record = makeName("x", 1, 3, 1, 0x409)
        record.string = name.encode("utf-16-be", "surrogatepass")
        table.names.append(record)
        made = io.BytesIO()
        font.save(made)
    return made.getvalue()


@pytest.mark.parametrize("sign", ["\0", "\1", "\x0b", "\x1b", "\ufffe", "\uffff"])
@pytest.mark.parametrize("name", ["own.ttf", "deeper/own.otf"])
def test_no_name_of_a_family_spoils_the_settings(sign, name, book):
    path = book / "styles" / "fonts" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(called(f"A{sign}B"))

    with pytest.raises(ConfigError, match="U\\+") as caught:
        configuration(find_styles(book))
    assert "styles/fonts/own" in caught.value.where


@pytest.mark.parametrize("name", ["Own & <Font>", "A\x85B", "A\u202eB", "A]]>B", "", "&#1;"])
def test_the_settings_are_whole_whatever_a_family_is_called(name, book):
    (book / "styles" / "fonts" / "own.ttf").write_bytes(called(name))
    made = configuration(find_styles(book))

    families = etree.fromstring(made.encode()).iterfind(".//accept/family")
    assert {name} == {one.text or "" for one in families}


def test_nor_does_the_name_of_a_folder(book):
    odd = book.rename(book.with_name("bo\1ok"))

    with pytest.raises(ConfigError, match=r"U\+0001"):
        configuration(find_styles(odd))


@pytest.mark.skipif(not shutil.which("fc-list"), reason="fontconfig has no programs here")
@pytest.mark.parametrize("rules", KEPT)
def test_fontconfig_reads_no_other_file(rules, book, tmp_path):
    put(book, {"rules": rules})
    shutil.copyfile(FILE, book / "styles" / "fonts" / "own.ttf")
    own = tmp_path / "all.conf"
    own.write_text(configuration(find_styles(book)))
    surroundings = {**os.environ, "FONTCONFIG_FILE": str(own), "XDG_CACHE_HOME": str(tmp_path)}

    told = subprocess.run(
        ["fc-list"], env=surroundings, capture_output=True, text=True, check=True
    )
    folders = {line.partition(":")[0].rpartition("/")[0] for line in told.stdout.splitlines()}
    assert {str(book / "styles" / "fonts"), str(packaged() / "fonts")} == folders
    assert "" == told.stderr


# -- fonts that are packed -----------------------------------------------------------------------


def woff(tables):
    """A WOFF of *tables* as they are packed, each with how many bytes it says it has."""
    rows, data, at = b"", b"", 44 + 20 * len(tables)
    for packed, said in tables:
        rows += struct.pack(">4s4I", b"glyf", at + len(data), len(packed), said, 0)
        data += packed
    head = struct.pack(
        ">4s4sI2HI2H5I", b"wOFF", b"\0\1\0\0", at + len(data), len(tables), 0, 0, 1, 0, *[0] * 5
    )
    return head + rows + data


def woff2(packed):
    """A WOFF 2 with one table, a 'cmap' of ten bytes as it says, and what is *packed*."""
    head = struct.pack(
        ">4s4sI2H2I2H5I", b"wOF2", b"\0\1\0\0", 48, 1, 0, 99, len(packed), 1, 0, *[0] * 5
    )
    return head + b"\0\x0a" + packed


ZEROS = zlib.compress(bytes(90_000_000), 9)
SWELLING = {
    "one table": woff([(ZEROS, 90_000_000)]),
    "one that lies": woff([(ZEROS, len(ZEROS) + 1)]),
    "many tables": woff([(zlib.compress(bytes(9_000_000)), 9_000_000)] * 20),
    "woff 2": woff2(brotli.compress(bytes(90_000_000), quality=5)),
    "damaged": woff([(b"x" * 90, 100)]),
    "cut off": woff([])[:13],
    "damaged woff 2": woff2(b"\xff" * 90),
    "woff 2 cut off": woff2(b"")[:49],
}


@pytest.mark.parametrize("what", SWELLING)
def test_a_packed_font_that_swells_is_refused(what):
    with pytest.raises(ValueError, match=r"unpacked|damaged"):
        packed_fonts.require_small(SWELLING[what])


@pytest.mark.parametrize("flavor", [None, "woff", "woff2"])
def test_a_sound_font_is_used_however_it_is_packed(flavor):
    with TTFont(FILE) as font:
        font.flavor = flavor
        made = io.BytesIO()
        font.save(made)

    packed_fonts.require_small(made.getvalue())


@pytest.mark.parametrize("name", ["x.woff2", "x.ttf"])
def test_a_sheet_names_no_font_that_swells(name, book):
    sheet = f"@font-face {{ font-family: x; src: url({name}) }} p {{ font-family: x }}"
    (book / "styles" / "extra.css").write_text(sheet)
    (book / "styles" / name).write_bytes(SWELLING["woff 2"])
    found = find_styles(book)
    style = style_for(META, edition=PRINT, styles=found)

    assert do(Job(document("one", "<p>A</p>"), style))
    assert "cannot be loaded" in repr(engine.style_warnings(style))
    with pytest.raises(RenderError):
        resources.items(found, sheet="epub.css", added=found.added(PRINT))
