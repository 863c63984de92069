"""Law 4: the PDF and the EPUB say the same letters, whatever the text; law 6: twice the same."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from book_sample import BOOK, PRODUCTION, PROSE, SELECTION
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from florilegium.check import agreement
from florilegium.model import Block, Edition, Index, Mark, PlacedNote
from florilegium.project.styles import find_styles
from florilegium.render import cover, epub, press
from florilegium.render.xhtml import typeset

STYLES = find_styles()
COVER = cover.paint(BOOK.meta, styles=STYLES)
VOCABULARY = """
a of the office fjord affluent Überschwemmungsschutz incomprehensibilities “so,” ‘no’ it’s
well-known 1962–63 naïve Ελλάδα Москва [sic] A&E 50% x<y Œuvre #hash @name … — !
"""
WORDS = st.sampled_from(VOCABULARY.split())
TEXTS = st.lists(WORDS, min_size=1, max_size=60).map(" ".join)
KINDS = st.sampled_from(
    [
        "paragraph",
        "paragraph",
        "paragraph",
        "heading",
        "quote",
        "item",
        "verse",
        "row",
        "caption",
        "break",
        "author-note",
    ]
)


@st.composite
def selections(draw):
    """A text of a few pages: every kind of block, marks, and notes anywhere."""
    blocks, notes = [], []
    for number in range(draw(st.integers(1, 12))):
        text = draw(TEXTS)
        marks = []
        if draw(st.booleans()):
            start = draw(st.integers(0, len(text) - 1))
            end = draw(st.integers(start + 1, len(text)))
            name = f"rain-n{len(notes) + 1}"
            notes.append(PlacedNote(name, "note", str(len(notes) + 1), text[start:end], "x"))
            marks = [Mark(start, end, "note", name), Mark(0, end, "emphasis")]
        speaker = draw(st.sampled_from(["", "A", "B"]))
        kind = draw(KINDS)
        turn = bool(speaker) and kind == "paragraph"
        line = (number + 1, number + 1)
        if kind == "row":  # as long as it was, so that its marks stay
            text = text.replace(" ", "\t", 2)
        label = draw(st.sampled_from(["", "1", "2"])) if kind in ("item", "caption") else "1"
        if kind == "paragraph" and draw(st.booleans()):
            marks = [m for m in marks if m.kind != "emphasis"]
            marks.append(Mark(0, 1, "author-note", "1"))
        blocks.append(Block(kind, text, line, 2, tuple(marks), speaker, turn, label))
    return replace(
        SELECTION, blocks=tuple(blocks), notes=tuple(notes), emendations=(), elisions=()
    )


def prose_for(selection, words):
    notes = {note.id: f"<p>{words} <em>end</em></p>" for note in selection.notes}
    return replace(PROSE, pieces={**PROSE.pieces, **notes})


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(selections(), st.sampled_from(["Short.", "A longer note, of some lines. " * 12]))
def test_both_formats_say_what_the_book_says(selection, words):
    book = replace(BOOK, selections=(selection,), index=Index())
    documents = typeset(book, prose_for(selection, words), PRODUCTION)
    printed = Edition("print", "pdf")
    with TemporaryDirectory() as folder:
        layout = press.lay_out_book(documents, meta=book.meta, edition=printed, styles=STYLES)
        made = press.bind(layout, Path(folder) / "a.pdf")
        again = press.bind(layout, Path(folder) / "b.pdf")
        packed = epub.write(
            documents,
            meta=book.meta,
            edition=Edition("ebook", "epub"),
            styles=STYLES,
            target=Path(folder) / "a.epub",
            pagination=layout.pagination,
            cover=COVER,
        )
        folios = layout.pagination.folios

        assert [] == list(agreement.agrees_pdf(made.path, documents, folios))
        assert [] == list(agreement.agrees_epub(packed.path, documents, folios))
        assert made.sha256 == again.sha256
