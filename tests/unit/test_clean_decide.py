"""From probabilities to a decision: what goes, what stands together, what is only doubted."""

import pytest

from florilegium.clean.model.bars import bars_for
from florilegium.clean.model.body import body_of
from florilegium.clean.model.decide import decide
from florilegium.clean.model.wholes import levelled, wholes
from florilegium.clean.units import units_of
from florilegium.model import Block

SENTENCE = (
    "The keeper of the lamp counted the boats as they came home, and wrote each of them down, "
    "as he had done on every evening of that winter."
)
NORMAL = bars_for("normal", markup=False)
LABEL, STORY = ("Menu",), (SENTENCE,)


def units(*lines, kinds=None):
    kinds = kinds or ["paragraph"] * len(lines)
    return units_of(
        [
            Block(kind, line, (n, n))
            for n, (kind, line) in enumerate(zip(kinds, lines, strict=True), 1)
        ]
    )


def fates(lines, likely, *, bars=NORMAL, frame=(), kinds=None):
    made = units(*lines, kinds=kinds)
    return decide(made, [2] * len(made), likely, bars, frame=frame)


def test_unlikely_lines_go_and_likely_ones_stay():
    lines = [*LABEL * 9, *STORY * 5, *LABEL * 9]

    decision = fates(lines, [0.01] * 9 + [0.95] * 5 + [0.01] * 9)

    assert ("removed",) * 9 + ("kept",) * 5 + ("removed",) * 9 == decision.fates
    assert range(9, 14) == decision.body


def test_page_without_a_likely_line_loses_nothing():
    decision = fates(LABEL * 20, [0.01] * 20, bars=bars_for("strict", markup=False))

    assert (("kept",) * 20, False) == (decision.fates, decision.article)


def test_gentle_takes_no_more_than_strict():
    lines = [*STORY, *LABEL * 30]
    likely = [0.95, *(0.01 + at / 60 for at in range(30))]
    gone = [
        fates(lines, likely, bars=bars_for(strictness, markup=False)).fates.count("removed")
        for strictness in ("gentle", "normal", "strict")
    ]

    assert gone == sorted(gone)
    assert gone[0] < gone[-1]


def test_inside_the_body_a_line_needs_less_to_stay():
    lines = [SENTENCE, "Share", "Ad", SENTENCE, "Share", "Ad", SENTENCE, *["Menu"] * 9]
    likely = [0.95, 0.01, 0.2, 0.95, 0.01, 0.01, 0.95, *[0.09] * 9]

    decision = fates(lines, likely, frame={1, 4})

    assert range(7) == decision.body
    assert "doubtful" == decision.fates[2]
    assert "removed" == decision.fates[5]
    assert ("removed",) * 9 == decision.fates[7:]


def test_inside_the_body_nothing_goes_that_stands_beside_no_line_of_a_frame():
    decision = fates([SENTENCE, "Ad", SENTENCE, *["Menu"] * 9], [0.95, 0.01, 0.95, *[0.09] * 9])

    assert "doubtful" == decision.fates[1]


def test_run_of_lines_inside_the_body_stands():
    lines = [*STORY * 12, *LABEL * 5, *STORY * 12, *LABEL * 4, *STORY]
    likely = [0.95] * 12 + [0.01] * 5 + [0.95] * 12 + [0.01] * 4 + [0.95]

    decision = fates(lines, likely, frame={12, 29})

    assert ("doubtful",) * 4 == decision.fates[13:17]
    assert ("removed",) * 3 == decision.fates[30:33]


def test_of_a_stanza_nothing_goes():
    stanza = "The tide came in,\nthe door stood wide,\nand we were three."

    kinds = ["paragraph"] * 12 + ["verse"]
    decision = fates([*STORY * 3, *LABEL * 9, stanza], [0.95] * 3 + [0.01] * 12, kinds=kinds)

    assert (*["removed"] * 9, *["doubtful"] * 3) == decision.fates[3:]


def test_body_takes_the_list_of_marked_lines_below_it_along():
    dates = [f"June {day} - Nordhafen, Old Pier" for day in (9, 10, 12, 13)]
    made = units(*STORY * 9, "The dates", *dates, *LABEL * 4)

    body = body_of(made, [0.95] * 9 + [0.05] * 9, [False] * 18, NORMAL)

    assert range(14) == body


def test_few_lines_up_to_one_that_a_rule_knows_are_the_authors():
    lines = [*STORY, "Ada Lark", "Nordhafen", "Menu", "Terms of use"]

    decision = fates(lines, [0.95, 0.01, 0.01, 0.01, 0.01], frame={3, 4})

    assert range(3) == decision.body
    assert ("doubtful",) * 2 == decision.fates[1:3]


def test_few_lines_at_the_very_end_are_the_authors():
    decision = fates([*STORY, "Your loving brother", "Jonas"], [0.95, 0.05, 0.05])

    assert ("doubtful",) * 2 == decision.fates[1:]


PLAIN = "Nothing much happened"
SAID = "He said nothing, and went."


def edge(lines, likely, **settings):
    """Return the fates of *lines* above and below a body with menus around."""
    lines = [*LABEL * 9, *STORY, *lines, *LABEL * 9]
    likely = [*[0.005] * 9, 0.95, *likely, *[0.005] * 9]
    return fates(lines, likely, **settings).fates[10:-9]


def test_what_reads_as_text_beside_the_body_stays_in_doubt():
    assert ("doubtful",) * 3 == edge([SAID, "No", SAID], [0.05, 0.02, 0.08])


@pytest.mark.parametrize(
    ("lines", "likely"),
    [
        ([PLAIN] * 3, [0.05, 0.02, 0.08]),
        ([SAID] * 3, [0.03, 0.02, 0.04]),
        (["Menu", "Menu", SAID], [0.005, 0.005, 0.1]),
        ([PLAIN, "Menu", SAID], [0.1, 0.005, 0.1]),
    ],
    ids=["no sentences", "too unlikely", "behind a menu", "behind what reads as none"],
)
def test_what_reads_as_none_goes(lines, likely):
    assert ("removed",) * 3 == edge(lines, likely)[:3]


def test_text_goes_on_behind_one_line_of_the_page_but_must_be_likelier():
    lines = [SAID, "Menu", SAID]

    assert ("doubtful", "removed", "doubtful") == edge(lines, [0.05, 0.005, 0.07])
    assert ("doubtful", "removed", "removed") == edge(lines, [0.05, 0.005, 0.05])


def test_markup_tells_where_a_text_ends():
    bars = bars_for("normal", markup=True)

    assert ("removed",) * 3 == edge([SAID] * 3, [0.05] * 3, bars=bars)


@pytest.mark.parametrize("strictness", ["gentle", "normal", "strict"])
@pytest.mark.parametrize("markup", [False, True])
def test_of_a_play_nothing_goes_wherever_it_stands(strictness, markup):
    play = [line for at in range(3) for line in ("ROSE", f"Is it {at}?", "KEEPER", f"No, {at}.")]
    lines = [*LABEL * 9, *play, *LABEL * 9, *STORY * 3]
    likely = [0.001] * 30 + [0.95] * 3

    decision = fates(lines, likely, bars=bars_for(strictness, markup=markup))

    assert ("doubtful",) * 12 == decision.fates[9:21]


def test_text_told_by_its_form_has_its_head_and_its_signature():
    talk = ["How long?", "Ten years.", "And then?", "One hears it.", "Always?", "No."] * 2
    lines = [*LABEL * 9, "A talk", "by Ada Lark", *talk, *STORY, *talk, "Northhaven", *LABEL * 9]
    likely = [0.005] * 9 + [0.02] * 2 + [0.1] * 12 + [0.95] + [0.1] * 12 + [0.02] + [0.005] * 9

    decision = fates(lines, likely)

    assert ("doubtful",) * 2 == decision.fates[9:11]
    assert "doubtful" == decision.fates[36]
    assert {"removed"} == {*decision.fates[:9], *decision.fates[37:]}


def test_contents_above_the_body_are_a_list_in_roman_figures():
    contents = [f"{figure}. The tide {page}" for figure, page in (("I", 7), ("II", 9), ("IX", 30))]
    lines = [*LABEL * 9, *contents, "X. The end 40", "Words", "I.", *STORY * 3]

    decision = fates(lines, [0.005] * 9 + [0.1] * 6 + [0.95] * 3)

    assert "removed" not in decision.fates[9:]


def test_too_much_of_the_body_is_not_taken_and_said():
    line = "A line of no account at all in the middle of it, " * 3
    lines = [SENTENCE, "Share", line, SENTENCE, "Share", *["Menu"] * 9]
    likely = [0.95, 0.01, 0.01, 0.95, 0.01, *[0.01] * 9]

    decision = fates(lines, likely, frame={1, 4})

    assert "removed" not in decision.fates
    assert decision.held_back
    assert len(line.strip()) == decision.held_back.letters
    assert len(line.strip()) + len(SENTENCE) == decision.held_back.of


@pytest.mark.parametrize(
    ("kind", "gap", "whole"),
    [("item", 1, True), ("row", 1, True), ("heading", 1, False), ("paragraph", 2, False)],
)
def test_list_and_table_stand_or_fall_as_a_whole(kind, gap, whole):
    made = units("One of them", "two of them", kinds=[kind] * 2)

    assert ([[0, 1]] if whole else []) == list(wholes(made, [0, gap]))


def test_wrapped_prose_stands_or_falls_as_a_whole():
    made = units("He counted the boats as they came home, and", "wrote each down.", "Menu")

    assert [[0, 1]] == list(wholes(made, [0, 1, 1]))
    assert levelled(made, [0, 1, 1], [0.9, 0.9, 0.1]) == pytest.approx([0.9, 0.9, 0.1])
    assert len(set(levelled(made, [0, 1, 1], [0.9, 0.1, 0.1])[:2])) == 1
