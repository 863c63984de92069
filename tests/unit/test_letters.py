import pytest

from florilegium.model.letters import letters


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“Don’t” — he said…", '"Don\'t" - he said...'),
        ("co\u00adoperate", "cooperate"),
        ("well-known\u00a0thing", "wellknown thing"),
        ("*him* and `code`", "him and code"),
        ("ﬁn", "fin"),
        ("e\u0301", "é"),
        ("geht´s", "geht's"),
        ("«\u202fOui\u202f»", '"Oui"'),
        (". . .", "…"),
    ],
)
def test_typography_makes_no_difference(one, other):
    assert letters(one) == letters(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("life", "live"), ("Me too", "me too"), ("a.", "a"), ("1", "l"), ("&", "and")],
)
def test_words_and_points_make_one(one, other):
    assert letters(one) != letters(other)
