"""Measuring lines: their letters, their words, and how they look."""

import numpy as np
import pytest

from florilegium.clean.model.counting import counted
from florilegium.clean.model.lines import Line
from florilegium.clean.model.shape import SHAPE_NAMES, Learned, looks
from florilegium.clean.model.words import identities, numbered

LONG = "The keeper of the lamp counted the boats in the harbour as they came home, one by one."
LINES = [
    Line("Sign up for our newsletter"),
    Line(LONG),
    Line("3 boats came home"),
    Line("4 boats came home"),
    Line("3 boats came home"),
    Line("The keeper of the lamp counted the boats in vain"),
]


def looked(lines, words=None):
    return looks([Line(text) for text in lines], words or Learned())


def value(name, text, words=None):
    return looked([text], words).values[0, SHAPE_NAMES.index(name)]


@pytest.mark.parametrize(
    ("what", "text", "count"),
    [
        ("words", "The keeper, the lamp", 4),
        ("upper_words", "Ada Lark and Éva", 3),
        ("lower_words", "Ada Lark and Éva", 1),
        ("letters", "Ça va? 3", 4),
        ("digits", "12 of 3٤", 4),
        ("commas", "one, two; three、", 3),
        ("sentences", 'He went. "Why?" she said. Nobody knew.', 3),
        ("sentences", "灯台守は船を数えた。嵐の夜に。", 2),
        ("sentences", "One sentence only.", 0),
        ("humps", "MenuSearch CloseÉtoile", 2),
        ("separators", "News | Sport › Chess", 2),
    ],
)
def test_letters_and_signs_are_counted(what, text, count):
    for lines in ([text], ["Before. A line", text, "After it"]):
        assert count == getattr(counted(lines), what)[lines.index(text)]


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("ends", "So it was.", 1),
        ("colon", "Related:", 1),
        ("dots", "Read more ...", 1),
        ("question", "Who is there?", 1),
        ("date", "Seen on 3.4.2016", 1),
        ("date", "嵐の月", 1),
        ("date", "Room 123", 0),
        ("address", "write to ada@lark.org", 1),
        ("address", "at noon. Come home", 0),
        ("all_caps", "THE LAMP", 1),
        ("name_like", "Ada Lark", 1),
        ("name_like", "Ada Lark wrote", 0),
        ("quote_first", '"Who', 1),
        ("bullet_first", "- Who", 1),
        ("parenthesis", "(sic)", 1),
    ],
)
def test_a_line_looks_as_it_is(name, text, wanted):
    assert wanted == value(name, text)


def test_a_word_of_another_language_weighs_as_the_english_one():
    words = Learned(short={"news": -1.5})

    assert -1.5 == value("learned_sum", "Новости", words)
    assert 0 == value("learned_sum", "Лампа", words)


def test_long_and_short_lines_have_words_of_their_own():
    words = Learned(short={"harbour": -1.0}, long={"harbour": 1.0})

    assert value("learned", "Harbour", words) < 0 < value("learned", LONG, words)


def test_strange_lines_keep_their_shape_and_lose_their_words():
    seen = looks(LINES, Learned())
    strange = seen.wordless()

    kinds = [at for at, name in enumerate(SHAPE_NAMES) if name.startswith("kind")]
    others = [at for at in range(len(SHAPE_NAMES)) if at not in kinds]
    assert seen.values[0, kinds].any()
    assert not strange.values[:, kinds].any()
    assert np.array_equal(seen.values[:, others], strange.values[:, others])


def test_lines_that_are_left_look_as_before():
    left = [1, 2, 4, 5]

    seen, alone = looks(LINES, Learned()).of(left), looks([LINES[at] for at in left], Learned())

    assert np.array_equal(alone.values, seen.values)
    assert alone.prose.tolist() == seen.prose.tolist()
    assert alone.telling.each().tolist() == seen.telling.each().tolist()
    assert alone.about.line.tolist() == seen.about.line.tolist()
    for numbers, others in ((alone.whole, seen.whole), (alone.opening, seen.opening)):
        same = numbers[:, None] == numbers
        assert np.array_equal(same, others[:, None] == others)


def test_lines_are_the_same_alike_or_open_alike():
    seen = looks(LINES, Learned())

    assert seen.whole[2] == seen.whole[4] != seen.whole[3]
    assert seen.alike[2] == seen.alike[3]
    assert seen.opening[1] == seen.opening[5] >= 0
    assert -1 == looked(["Ada Lark"]).opening[0]


def test_words_are_pairs_of_numbers():
    words = numbered([["lamp", "boat", "lamp"], [], ["boat"]])

    assert [3, 0, 1] == words.each().tolist()
    assert [2, 0, 1] == words.once().each().tolist()
    assert [{0, 1}, set(), {1}] == words.sets(range(3))
    assert [{1}] == words.of(np.array([2])).sets(range(1))
    assert [2, 0, 0] == words.each(words.word == 0).tolist()


def test_the_same_texts_have_the_same_number():
    assert [0, 1, 0] == identities(["a", "b", "a"]).tolist()
