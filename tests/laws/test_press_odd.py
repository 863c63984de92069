"""Paragraphs that are hardly any are set: no word lost, no line wider than it must be."""

import re
from xml.etree import ElementTree as ET

import pytest
from odd_paragraphs import ODD, WIDE
from press_lines import lines, narrow

from florilegium.render.press.layout import engine, long_words

WAYS = ["total-fit", "greedy"]
ROOM = 50  # pixels: less has no room for a letter behind an indent
_UNSEEN = r"[\s\u00ad\u200b\u2010•-]"


def said(made):
    """The letters of lines, without spaces and the hyphens at their ends."""
    return re.sub(_UNSEEN, "", "".join(line.text for line in made))


def letters(body):
    text = "".join(ET.fromstring(body).itertext())  # noqa: S314  # our own
    return re.sub(_UNSEEN, "", text)


def faults(kinds, width, way):
    """What is wrong with the lines of paragraphs of these *kinds*, all on one run of pages."""
    body = f"<div>{''.join(ODD[kind](160) for kind in kinds)}</div>"
    css = "p + p { text-indent: 0 }" if width < ROOM else ""
    made = lines(body, narrow(width, css, line_breaking=way))
    if letters(body) != said(made):
        yield "words"
    # WeasyPrint lets spaces, and what it cannot break, hang out of the measure.
    shown = [line for line in made if line.text.strip() and way == "total-fit"]
    yield from (line.text for line in shown if line.end > line.edge + 0.6)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("width", [18, 150])
def test_every_word_is_set_and_no_line_is_wider_than_it_must_be(width, way):
    kinds = [kind for kind in ODD if WIDE.get(kind, 0) < width]
    if any(faults(kinds, width, way)):
        # Which is it?
        assert [] == [(kind, *found) for kind in kinds if (found := [*faults([kind], width, way)])]
        raise AssertionError
    assert len(kinds) > 90


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", ["a word", "words", "hyphens", "a hash", "a German compound"])
def test_work_grows_with_a_paragraph_and_not_faster(kind, way, monkeypatch):
    """Counted in letters that Pango is given, which takes all the time there is."""
    given = []
    layout = engine._prepare(narrow(150)).parts.line_break.Layout
    plain = layout.set_text
    monkeypatch.setattr(
        layout, "set_text",
        lambda self, text, justify=False: given.append(len(text)) or plain(self, text, justify),
    )  # fmt: skip
    work = []
    for size in (500, 2_000):
        given.clear()
        lines(f"<div>{ODD[kind](size)}</div>", narrow(150, line_breaking=way))
        work.append(sum(given))

    assert work[1] <= 10 * work[0]  # sixteen would be the square


def test_a_word_is_broken_where_it_would_be_if_all_of_it_were_looked_at(monkeypatch):
    kinds = [kind for kind in ODD if kind != "families"]
    body = f"<div>{''.join(ODD[kind](300) for kind in kinds)}</div>"
    made = lines(body, narrow(150, line_breaking="greedy"))
    monkeypatch.setattr(long_words, "_LEAST", 100_000)

    assert lines(body, narrow(150, line_breaking="greedy")) == made
