"""Text that its form gives away, and what of a page looks a little like it."""

import pytest

from florilegium.clean.model.forms import told_by_form
from florilegium.clean.units import units_of
from florilegium.model import Block

SPEECHES = [
    "Who is there?",
    "A friend, and cold.",
    "Come in.",
    "It rains.",
    "So I hear.",
    "Still.",
]
PLAY = [line for at, said in enumerate(SPEECHES) for line in (("ROSE", "KEEPER")[at % 2], said)]
PREFIXED = ["Rose. Who is there?", "Keeper. A friend, and cold."] * 3
INTERVIEW = ["THE POST : And then?", "ADA LARK : Then it rained."] * 3
ASKED = ["How long?", "Ten years.", "And then?", "One hears it.", "Always?", "No.", "Why?",
         "Wood is slow.", "And you?", "I wait."]  # fmt: skip
DASHES = ["—¿Quién va?", "—Gente de paz.", "—Da, idu.", "– Nein!", "- Pourquoi ?"]
WRAPPED = [
    "He counted the boats as they came home, and wrote each of them",
    "down in the book that his father had kept, and the father of",
    "him; nobody had ever asked to see it.",
]
OLD_VERSE = ["Was jener Kaiser dort gethan/", "Beweget mich zwar nicht;", "Doch feurt es mich"]
LAW = ["Art. 1. The society has a seat.", "It is at Northhaven.", "Art. 2. Members pay.",
       "Art. 3. They vote.", "Art. 4. They part."]  # fmt: skip
SECTIONS = ["§ 1 Scope", "§ 2 Seat", "§ 3 Members", "§ 4 End"]
NAMES = [
    "Bauer, Franz",
    "Bauer, Josef",
    "Dietz, Karl",
    "Eberle, Anton",
    "Fink, Georg",
    "Graf, Leo",
]

MENU = ["Home", "News", "Sport", "Weather", "Travel", "Video"] * 3
COMMENTS = [
    line
    for name in ("jo", "kim", "lee", "max", "pat", "sam", "val")
    for line in (name, "I was there.", "Reply")
]
HEADLINES = [
    "Why the ferry is late again this week, and again",
    "Ten bridges to see before the summer ends",
    "A new roof for the old theatre at last",
    "Harbour master steps down after forty years",
]
RANKS = ["1 The ferry", "2 The bridge", "3 The roof", "4 The harbour"]
TEASERS = ["- Read and comment", "- Share", "- Save for later", "- Print", "- Listen"]
STATIONS = ["hr1", "hr2", "hr3", "hr4"]


def told(lines, *, gap=1, known=(), marked_up=False):
    units = units_of([Block("paragraph", line, (n, n)) for n, line in enumerate(lines, 1)])
    flags = [at in known for at in range(len(lines))]
    return told_by_form(units, [gap] * len(lines), flags, marked_up=marked_up)


@pytest.mark.parametrize(
    "lines",
    [PLAY, PREFIXED, INTERVIEW, ASKED, DASHES, WRAPPED, OLD_VERSE, LAW, SECTIONS, NAMES],
)
def test_text_is_told_whole_by_its_form(lines):
    assert {*range(len(lines))} == told(lines)


@pytest.mark.parametrize("lines", [MENU, COMMENTS, HEADLINES, RANKS, TEASERS, STATIONS])
def test_frame_of_a_page_is_not(lines):
    assert not told(lines)


@pytest.mark.parametrize("lines", [PLAY, INTERVIEW, ASKED, DASHES, LAW, NAMES])
def test_form_is_told_across_the_gaps_of_a_page_with_markup(lines):
    assert {*range(len(lines))} == told(lines, gap=2, marked_up=True)


def test_lines_run_on_only_without_a_gap_and_where_paragraphs_are_not_marked():
    assert not told(WRAPPED, gap=2)
    assert not told(WRAPPED, marked_up=True)


def test_a_line_that_a_rule_knows_parts_what_runs_on():
    assert not told(WRAPPED, known={1})


def test_one_voice_alone_is_no_play():
    assert not told(["Reply", "I was there."] * 6)


def test_articles_are_counted_one_by_one():
    jumping = ["Art. 1. A seat.", "Art. 5. Members.", "Art. 9. Votes.", "Art. 2. The end."]

    assert not told(jumping)
    assert {*range(1, 5)} == told(["Art. 9. Of old.", *SECTIONS])
