"""Words of a PDF beside its text: remarks, fields, what is cut off, what a browser prints."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from florilegium import ingest
from florilegium.errors import SeedError
from support.paper import lines, pdf, word

TEXT = lines(50, 400, ["Every morning the herons came to the flooded field", "behind the mill."])
SAID = "Every morning the herons came to the flooded field behind the mill."


def read(data):
    return ingest.decode(data, "a.pdf")


def with_note(kind, *, page=TEXT, **said):
    with pikepdf.open(io.BytesIO(pdf(page))) as file:
        note = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=Array([9, 9, 99, 29]))
        for name, value in said.items():
            note[f"/{name}"] = value
        fields = Array([file.make_indirect(note)])
        file.pages[0].Annots = fields
        file.Root.AcroForm = Dictionary(Fields=fields)
        made = io.BytesIO()
        file.save(made)
        return made.getvalue()


def words(text):
    return [" ".join(block.text.split()) for block in text.blocks]


@pytest.mark.parametrize("kind", ["Text", "Highlight", "StrikeOut", "Stamp", "Ink", "Caret"])
def test_a_remark_of_a_reader_is_in_the_ledger(kind):
    text = read(with_note(kind, Contents=String("Really?")))
    assert words(text) == [SAID]
    assert [(one.rule, one.text) for one in text.left_out] == [("comment", "Really?")]
    assert not text.damage


@pytest.mark.parametrize(
    ("kind", "said", "rule"),
    [
        ("FreeText", {"Contents": String("typed on it")}, "comment"),
        ("Widget", {"FT": Name.Tx, "V": String("typed on it")}, "form-field"),
    ],
)
def test_what_is_typed_onto_a_page_is_told(kind, said, rule):
    text = read(with_note(kind, **said))
    assert words(text) == [SAID]
    assert [(one.rule, one.text) for one in text.left_out] == [(rule, "typed on it")]
    assert [one.code for one in text.damage] == ["T121"]


def test_a_page_of_nothing_but_what_was_typed_onto_it_is_refused():
    with pytest.raises(SeedError) as caught:
        read(with_note("FreeText", page=[], Contents=String("typed on it")))
    assert "typed on it" in caught.value.what
    assert "new PDF" in caught.value.hint


@pytest.mark.parametrize("kind", ["Link", "Popup"])
def test_what_says_nothing_of_its_own_is_not_told(kind):
    assert not read(with_note(kind, Contents=String("twice"))).left_out


def test_files_within_a_pdf_are_named_in_the_ledger():
    with pikepdf.open(io.BytesIO(pdf(TEXT))) as file:
        file.attachments["herons.csv"] = pikepdf.AttachedFileSpec(file, b"1,2")
        made = io.BytesIO()
        file.save(made)
    text = read(made.getvalue())
    assert [(one.rule, one.text) for one in text.left_out] == [("attached-file", "herons.csv")]


def test_letters_outside_of_what_is_shown_are_in_the_ledger():
    page = [*TEXT, word(50, 580, "printer’s mark"), word(50, 5, "trim")]
    with pikepdf.open(io.BytesIO(pdf(page))) as file:
        file.pages[0].CropBox = Array([20, 100, 380, 500])
        made = io.BytesIO()
        file.save(made)
    text = read(made.getvalue())
    assert words(text) == [SAID]
    assert [(one.rule, one.text) for one in text.left_out] == [
        ("outside-page", "printer’s mark"), ("outside-page", "trim"),
    ]  # fmt: skip
    assert [one.code for one in text.damage] == ["T136"]


def test_a_line_that_runs_over_the_edge_is_whole():
    long = "Every morning the herons came to the flooded field behind the old mill."
    text = read(pdf([word(50, 400, long), word(-60, 300, "Nobody had ever counted them.")]))
    assert " ".join(words(text)) == f"{long} Nobody had ever counted them."
    assert not text.left_out


def cover(said, **root):
    with pikepdf.open(io.BytesIO(pdf(lines(50, 500, said)))) as file:
        if "attached" in root:
            file.attachments["herons.pdf"] = pikepdf.AttachedFileSpec(file, b"%PDF")
        else:
            file.Root.AcroForm = Dictionary(XFA=file.make_stream(b"<xdp/>"), Fields=Array([]))
        made = io.BytesIO()
        file.save(made)
        return made.getvalue()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (cover(["Please wait...", "If this message is not replaced"]), "XFA"),
        (cover(["Open this PDF portfolio in Acrobat"], attached=True), "herons.pdf"),
    ],
)
def test_a_cover_that_asks_for_another_program_is_refused(data, what):
    with pytest.raises(SeedError) as caught:
        read(data)
    assert what in caught.value.what
    assert "Adobe Reader" in caught.value.hint


def test_a_form_with_pages_is_read():
    assert words(read(cover(["Name and address of the heron"]))) == [
        "Name and address of the heron"
    ]


PRINTED = {
    "Chromium": ("11/30/26, 8:38 AM", "Herons", "https://example.org/herons", "1/1"),
    "Chromium in German": ("30.11.26, 08:38", "Reiher", "https://example.org/reiher", "1/1"),
    "Edge, a file": ("2026/11/30 08:38", "Herons", "file:///C:/herons.html", "1/1"),
    "Firefox": ("Herons", "https://example.org/herons", "1 of 1", "11/30/26, 08:38"),
}


@pytest.mark.parametrize("said", PRINTED.values(), ids=PRINTED)
def test_what_a_browser_prints_around_its_only_page_is_furniture(said):
    places = ((24, 580), (180, 580), (24, 15), (250, 15))
    page = [word(x, y, one, size=8) for (x, y), one in zip(places, said, strict=True)]
    text = read(pdf([*page, *TEXT]))
    rules = [mark.ref for block in text.blocks for mark in block.marks if mark.kind == "furniture"]
    assert set(rules) == {"running-head"}
    assert [b for b in words(text) if "heron" in b or "Reiher" in b][-1] == SAID
    assert sum("furniture" in {m.kind for m in b.marks} for b in text.blocks) == len(rules)
    assert len(text.blocks) == len(rules) + 1


def test_an_address_at_the_foot_alone_is_kept():
    page = [word(50, 580, "Herons"), *TEXT, word(50, 15, "https://example.org/herons 1/1")]
    kinds = {mark.kind for block in read(pdf(page)).blocks for mark in block.marks}
    assert "furniture" not in kinds
