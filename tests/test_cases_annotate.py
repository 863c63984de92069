"""Each folder of ``cases/annotate/`` is a text, an apparatus for it, and what comes of the two.

``in.txt`` holds paragraphs with blank lines between them, ``apparatus.md`` the editor's file;
``golden.txt`` shows the selection, or the errors when the two do not fit. Marks are shown as
``{id|words}``.
"""

import re
from pathlib import Path

import pytest

from florilegium.annotate import annotate, read_apparatus
from florilegium.errors import FlorilegiumError
from florilegium.model import Block, CleanText, Seed
from florilegium.typography import typogrify

CASES = sorted(
    path for path in (Path(__file__).parent / "cases" / "annotate").iterdir() if path.is_dir()
)
PARAGRAPH = re.compile(r"(?:.+\n?)+")


def paragraphs(text):
    for match in PARAGRAPH.finditer(text):
        first = text.count("\n", 0, match.start()) + 1
        words = match[0].rstrip("\n")
        yield Block("paragraph", words, (first, first + words.count("\n")))


def shown(block):
    text = block.text
    marks = sorted(block.marks, key=lambda mark: (mark.start, mark.end))
    edges = [(mark.start, 1, f"{{{mark.ref or mark.kind}|") for mark in marks]
    edges += [(mark.end, 0 if mark.start < mark.end else 2, "}") for mark in marks]
    for at, _, sign in sorted(edges, key=lambda edge: edge[:2], reverse=True):
        text = text[:at] + sign + text[at:]
    who = f"{block.speaker.upper() if block.opens_turn else block.speaker}: "
    return (who if block.speaker else "") + text.replace("\u00a0", "~")


def report(selection):
    yield "\n\n".join(map(shown, selection.blocks))
    yield from (f"{note.id} {note.label} {note.lemma!r}: {note.body}" for note in selection.notes)
    for record in selection.emendations:
        change = f"{record.original!r} → {record.reading!r}"
        yield f"{record.id} {record.label} {record.lines}: {change} {record.reason}"
    for record in selection.elisions:
        yield f"{record.id} {record.label} {record.lines}: {record.text!r} {record.reason}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_text_and_apparatus_make_the_selection(case, golden):
    text = (case / "in.txt").read_text(encoding="utf-8")
    seed = Seed("in.txt", "", "text/plain", "utf-8")
    typeset = typogrify(CleanText(seed, tuple(paragraphs(text))), language="en")
    try:
        apparatus = read_apparatus(case / "apparatus.md", slug="case")
        made = "\n\n".join(report(annotate(typeset, apparatus, language="en")))
    except FlorilegiumError as err:
        made = str(err)

    golden(case / "golden.txt", made + "\n")
