"""Pages of the original in the book: shown where the editor asks, at the word they begin with."""

import pytest

from florilegium.annotate import Apparatus, annotate
from florilegium.model import Block, CleanText, Mark, Seed
from florilegium.project.wording import wording
from florilegium.render.pandoc import Prose
from florilegium.render.xhtml.chapter import chapter
from florilegium.render.xhtml.original_pages import page_starts

WORDS = wording("en")


def block(text, *pages, kind="paragraph"):
    marks = tuple(Mark(start, end, "page", ref) for start, end, ref in pages)
    return Block(kind, text, (1, 1), marks=marks)


CASES = {
    "at the start": ((block("Every morning", (0, 13, "7")),), [(0, 0, "p. 7")]),
    "within": (
        (block("Every morning", (0, 5, "7"), (6, 13, "8")),), [(0, 0, "p. 7"), (0, 6, "p. 8")],
    ),
    "within a word": (
        (block("Every morning came", (0, 9, "7"), (9, 18, "8")),),
        [(0, 0, "p. 7"), (0, 14, "p. 8")],
    ),
    "the same page again": (
        (block("Every", (0, 5, "7")), block("day", (0, 3, "7"))), [(0, 0, "p. 7")],
    ),
    "no note": ((block("See there", (0, 9, "7"), kind="author-note"),), []),
    "no page": ((block("Every morning"),), []),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_page_is_shown_where_it_begins(name):
    blocks, expected = CASES[name]

    shown = page_starts(blocks, WORDS, shown=True)
    hidden = page_starts(blocks, WORDS, shown=False)

    assert [
        (n, m.start, m.ref) for n, b in enumerate(shown) for m in b.marks if m.kind == "page"
    ] == expected
    assert [m for b in hidden for m in b.marks if m.kind == "page"] == []


@pytest.mark.parametrize("asked", [True, False])
def test_the_chapter_shows_them_if_it_is_asked_to(asked):
    text = CleanText(Seed("a.pdf", "0", "application/pdf", ""), CASES["within"][0])
    apparatus = Apparatus("a", "a.pdf", "heron1920", "a.md", title="T", original_pages=asked)
    selection = annotate(text, apparatus, language="en", item={})

    made = chapter(selection, Prose({}, {}), WORDS)
    signs = [node.text for node in made.iter("{*}span") if node.get("class") == "original-page"]

    assert signs == (["[p. 7]", "[p. 8]"] if asked else [])
