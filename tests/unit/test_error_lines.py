"""What is wrong with an editor's words is told in the very line."""

# ruff: noqa: E501  # tables of inputs are read by the row

import pytest
from library import Chapter, Volume

from florilegium import cli

WORDS = "A walk by the weir.\n\nIt was late, and the keeper had gone home.\n"
CLEANING = "book/cleaning.toml"
PEOPLE = "people:\n- name: Ada Quill\n  also: [A. Quill]\n  sort: Quill, Ada\n  note: {}\n"


def told(tmp_path, capsys, *, apparatus="", files=None, formats="epub"):
    folder = Volume([Chapter("one", WORDS, apparatus)], files=files or {}).put(tmp_path)
    assert 4 == cli.main(["build", "-q", formats, "-C", str(folder)])
    return capsys.readouterr().err


@pytest.mark.parametrize("formats", ["pdf", "epub"])
@pytest.mark.parametrize(
    ("apparatus", "line"),
    [
        ("::: headnote\nFirst.\n\nSecond [x](#nowhere) here.\n:::\n", 11),
        ("::: note\n> {==walk==} by\n\nFirst.\n\nThen [x](#nowhere), [y](#here).\n:::\n", 13),
        ("::: questions\n1. One\n2. Two [x](#nowhere).\n:::\n", 10),
    ],
)
def test_a_link_that_leads_nowhere(apparatus, line, formats, tmp_path, capsys):
    said = told(tmp_path, capsys, apparatus=apparatus, formats=formats)

    assert f"book/chapters/one.md:{line}, " in said, said
    assert "a link leads to '#nowhere', which is nowhere in the book" in said


@pytest.mark.parametrize(
    "note", ["See [@none2000].", "'Bold <b>x'", "|\n    A.\n\n    See [@none2000]."]
)
def test_a_slip_in_the_note_on_a_contributor(note, tmp_path, capsys):
    said = told(tmp_path, capsys, files={"book/people.yaml": PEOPLE.format(note)})

    line = 5 + note.count("\n")
    assert f"book/people.yaml:{line}, note on Ada Quill: " in said, said


@pytest.mark.parametrize("line", [1, 3, 40])
def test_a_slip_in_a_style_sheet_of_the_book(line, tmp_path, capsys):
    sheets = {f"styles/{name}.css": "\n" * (line - 1) + "p { colour: red }\n"
              for name in ("extra", "extra-print")}  # fmt: skip
    volume = Volume([Chapter("one", WORDS)], files=sheets)

    assert 0 == cli.main(["build", "pdf", "-C", str(volume.put(tmp_path))])

    said = " ".join(" ".join(capsys.readouterr()).split())
    for name in sheets:
        assert f"at {name}:{line}, unknown property" in said


@pytest.mark.parametrize(
    ("settings", "files", "line", "said"),
    [
        ("cover = 'none.png'", {}, "book/book.toml:6", "the cover's picture 'none.png' is not"),
        ("cover = '../x.png'", {}, "book/book.toml:6", "'../x.png' cannot be the name of a file"),
        ("[outline.audience]\none = 'them'", {}, "book/book.toml:7", "no edition is for 'them'"),
        ("", {CLEANING: "\n[[accept]]\nreason = 'x'\nseed = 'x'\n"}, f"{CLEANING}:4", "there is no seed 'x'"),
        ("", {CLEANING: "[[keep]]\nreason = 'x'\nquote = 'x'\nseed = 'x'\n"}, f"{CLEANING}:4", "there is no seed 'x'"),
    ],
)  # fmt: skip
def test_a_slip_in_settings_that_is_found_late(  # noqa: PLR0913, PLR0917  # a row of the table
    settings, files, line, said, tmp_path, capsys
):
    folder = Volume([Chapter("one", WORDS)], settings=settings, files=files).put(tmp_path)

    assert 3 == cli.main(["build", "-q", "epub", "-C", str(folder)])
    told = capsys.readouterr().err
    assert told.startswith(f"error {line}: {said}"), told


def test_a_page_of_the_outline_that_is_not_there(tmp_path, capsys):
    volume = Volume([Chapter("one", WORDS)], title="foreword", front=("title-page", "foreword"))

    assert 3 == cli.main(["build", "-q", "epub", "-C", str(volume.put(tmp_path))])
    assert "error book/book.toml:8: the outline names 'foreword'" in capsys.readouterr().err


SETTINGS = [
    "book/book.toml",
    "book/editions.toml",
    CLEANING,
    "book/people.yaml",
    "book/sources.yaml",
    "book/chapters/one.md",
    "book/front/half-title.md",
]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["", "bom"])
@pytest.mark.parametrize("name", SETTINGS)
def test_a_byte_that_is_not_utf_8(name, mark, tmp_path, capsys):
    folder = Volume([Chapter("one", WORDS)]).put(tmp_path)
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(mark + "# é\n\n# ".encode() + b"caf\xe9\n")

    assert 3 == cli.main(["build", "-q", "epub", "-C", str(folder)])
    assert f"error {name}:3: a byte that is not UTF-8: 0xE9" in capsys.readouterr().err


RIS = "TY  - BOOK\nID  - two\nTI  - Two\nER  - \n"
BIB = "@book{two,\n title = {Two}}\n"
WRONG = RIS.replace("two", "three").replace("TI", "    TI")
SPOILT = [
    ("ris", RIS + WRONG, 7), ("ris", "\n\n" + WRONG, 5), ("ris", "\n\n" + RIS + RIS, 8),
    ("bib", "\n" + BIB + "@book{three, title {x}}", 4),
]  # fmt: skip


@pytest.mark.parametrize(("suffix", "text", "line"), SPOILT)
def test_a_file_of_sources_that_cannot_be_read(suffix, text, line, tmp_path, capsys):
    files = {f"book/sources.{suffix}": text}
    folder = Volume([Chapter("one", WORDS)], files=files).put(tmp_path)

    assert 3 == cli.main(["build", "-q", "epub", "-C", str(folder)])
    assert f"error book/sources.{suffix}:{line}: " in capsys.readouterr().err


PLAIN = "---\nseed: one.txt\nsource: {}\n---\n"
ONE = "book/chapters/one.md"
ONCE = [
    ("::: headnote\n<script>x</script>\n:::\n", {}, ["<script> is no element", "raw HTML"]),
    (":: note\n> walk by\n\nA note.\n::\n", {}, ["text outside a div: ':: note'"]),
    ("A\n\nB\n\n::: headnote\nx\n:::\n\nC\n\nD\n", {}, ["text outside a div: 'A'", "text outside a div: 'C'"]),
    ("", {ONE: PLAIN.format("onne")}, ["one.txt has no title: cleaning lifted none, and there is no source 'onne'"]),
    ("", {ONE: PLAIN.format("one"), "book/sources.yaml": "references:\n- id: one\n  title: [\n"}, ["not valid YAML"]),
    ("::: headnote\n| a | b |\n|---|\n| c | d |\n:::\n", {}, ["words would be left out"]),
]  # fmt: skip


@pytest.mark.parametrize(("apparatus", "files", "said"), ONCE)
def test_a_slip_is_told_once(apparatus, files, said, tmp_path, capsys):
    folder = Volume([Chapter("one", WORDS, apparatus)], files=files).put(tmp_path)

    assert cli.main(["build", "-q", "epub", "-C", str(folder)]) in (3, 4)
    told = capsys.readouterr().err
    assert len(said) == sum(line.startswith("error ") for line in told.splitlines()), told
    assert all(one in told for one in said), told


@pytest.mark.parametrize(
    ("apparatus", "hint"),
    [
        ("::: headnote\n| a | b |\n|---|\n| c | d |\n:::\n", "No row of a table can have more cells"),
        ("::: headnote\n[^1]: words\n:::\n", "A sign of Markdown takes them for something else"),
    ],
)  # fmt: skip
def test_words_that_would_be_left_out(apparatus, hint, tmp_path, capsys):
    assert hint in told(tmp_path, capsys, apparatus=apparatus)


def test_a_chapter_of_the_outline_is_named_without_its_suffix(tmp_path, capsys):
    folder = Volume([Chapter("one", WORDS)]).put(tmp_path)
    path = folder / "book" / "book.toml"
    path.write_text(path.read_text().replace('["one"]', '["one.md"]'))

    assert 3 == cli.main(["build", "-q", "epub", "-C", str(folder)])
    assert "Use small letters, digits and hyphens: 'one'." in capsys.readouterr().err
