"""What a document takes of memory is given back when it is laid out."""

import gc

import pytest
from press_lines import style
from press_sample import book
from weasyprint.formatting_structure import boxes

from florilegium.render.press.layout import engine

WORDS = "Sol, terra et luna: <em>mundi partes</em>, quas <a href='#one'>nemo</a> numerat. " * 40
NOTE = "<span class='fn'>Hic <em>de re</em> dicitur.</span>"
BODIES = {
    "prose": f"<section id='one'><h1>Liber</h1><p>{WORDS}</p><p>{WORDS}</p></section>",
    "notes": f"<section id='one'>{f'<p>{WORDS}{NOTE}</p>' * 4}</section>",
    "table": "<section id='one'><table><tr><td>a</td><td>b</td></tr></table><ul><li>c</li></ul>"
    f"<div>{WORDS}<p>a</p>{WORDS}</div></section>",
    "nothing": "",
} | {document.id: document.xhtml for document in book()}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_no_box_outlives_its_document(body):
    engine.lay_out(body, style(), start=1, name="one")
    gc.collect()
    before = {id(one) for one in gc.get_objects() if isinstance(one, boxes.Box)}
    gc.disable()
    try:
        engine.lay_out(body, style(), start=1, name="two")
        left = [
            type(one).__name__
            for one in gc.get_objects()
            if isinstance(one, boxes.Box) and id(one) not in before
        ]
    finally:
        gc.enable()

    assert left == []


def test_documents_that_begin_on_other_pages_share_their_styles():
    for start in (1, 2):
        engine.lay_out(BODIES["notes"], style(), start=start, name="one")
    remembered = engine._prepare(style()).fonts.__dict__["memories_of_styles"]
    before = len(remembered)

    for start in range(3, 9):
        engine.lay_out(BODIES["notes"], style(), start=start, name="one")

    assert 0 < before == len(remembered)
