"""Lines chosen together: no word is lost, every full line ends where its block does."""

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from press_lines import lines, narrow, prose

GREEDY = {"line_breaking": "greedy"}
BAD = {
    "one word of 500 letters": "<p>" + "extraordinarily" * 33 + "</p>",
    "nothing but dashes": "<p>" + "—" * 400 + "</p>",
    "dashes with spaces": "<p>" + "– " * 400 + "</p>",
    "Arabic": "<p>" + "هذا كتاب عن المصابيح والعبارات في المدينة " * 8 + "</p>",
    "mixed scripts": "<p>" + "the lamp المصباح was 燈籠 lit слово ΑΩ " * 12 + "</p>",
    "Chinese": "<p>" + "燈籠在黃昏時由一個有梯子的人點亮" * 12 + "</p>",
    "spaces": "<p>   </p><p> a </p><p></p>",
    "no-break spaces": "<p>" + "a\u00a0b\u00a0" * 100 + "</p>",
    "breaks": "<p>one<br/><br/>two <br/> three<em><br/>four</em><br/></p>",
    "initials": "<p>" + "J. R. R. " * 80 + "Tolkien</p>",
    "an address": "<p>See <a href='https://e.org'>https://e.org/" + "a-b/" * 60 + "</a>.</p>",
    "an inline block": '<p>a <span style="display: inline-block; width: 50px">b</span> c</p>' * 9,
    "nested": "<p>" + "<em>a <b>b <i>c" * 30 + "</i></b></em>" * 30 + "</p>",
    "a list": "<ul>" + "<li>extraordinarily conscientious administration</li>" * 4 + "</ul>",
    "an inside marker": '<ul style="list-style-position: inside"><li>' + "a lamp and a ferry " * 9
    + "</li></ul>",
    "a float": '<p><span style="float: left; width: 60px">b</span>' + "lamps and ferries " * 20
    + "</p>",
}  # fmt: skip


def said(made):
    """The letters of lines, without spaces and the hyphens at their ends."""
    return re.sub(r"[\s\u00ad-]|\u2010", "", "".join(line.text for line in made))


def letters(body):
    text = "".join(ET.fromstring(f"<div>{body}</div>").itertext())  # noqa: S314  # our own
    return re.sub(r"[\s\u00ad-]|\u2010", "", text)


@given(st.integers(0, 100_000), st.integers(90, 420), st.sampled_from(["en", "de", "cs"]))
@example(7412, 90, "en")  # a bracket behind a quotation
@settings(max_examples=25, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
def test_no_word_is_lost_and_every_full_line_is_full(seed, width, language):
    body = prose(seed)
    made = lines(f'<div lang="{language}">{body}</div>', narrow(width))

    assert letters(body) == said(made)
    for line in made:
        assert line.end <= line.edge + 0.6 or " " not in line.text.strip()


@given(st.integers(0, 100_000), st.integers(150, 420))
@settings(max_examples=15, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
def test_lines_end_on_the_measure(seed, width):
    body = re.sub("<br/>", "", prose(seed, words=120))
    made = lines(body, narrow(width))
    full = [line for line in made if not line.is_last and line.text.strip().count(" ") > 1]

    assert full
    assert [] == [line for line in full if abs(line.end - line.edge) > 0.05]


@pytest.mark.parametrize("width", [18, 150, 400])
@pytest.mark.parametrize("kind", BAD)
def test_bad_input_is_set(kind, width):
    body = f"<div>{BAD[kind]}</div>"
    together, greedy = (lines(body, narrow(width, **how)) for how in ({}, GREEDY))

    assert letters(body) == said(together).replace("•", "")
    assert len(together) <= len(greedy) * 1.5 + 2


@pytest.mark.parametrize("seed", range(6))
def test_lines_behind_a_break_are_chosen_together_too(seed):
    words = re.sub("<br/>|</?p>", "", prose(seed, words=50))
    alone = lines(f"<p>{words}</p>", narrow(240))
    behind = lines(f"<p>The lamp.<br/>{words}</p>", narrow(240))

    assert [line.text for line in alone] == [line.text for line in behind[1:]]


def test_a_long_paragraph_is_planned_once(monkeypatch):
    from florilegium.render.press.layout import line_breaking, paragraphs  # noqa: PLC0415

    planned = []
    plain = line_breaking.choose
    monkeypatch.setattr(
        paragraphs.line_breaking, "choose",
        lambda made, taste, first=0: planned.append(first) or plain(made, taste, first=first),
    )  # fmt: skip
    body = f"<div>{prose(7, words=4_000)}</div>".replace("<br/>", "")
    made = lines(body, narrow(400))

    assert len({line.page for line in made}) > 5
    # Once, and again after each page that would have ended within a word.
    assert len(planned) <= 1 + len({line.page for line in made})
    assert letters(body) == said(made)
