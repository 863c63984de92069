import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from florilegium.model.letters import QUOTES, letters


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


@given(st.text(st.sampled_from("ae ´`’…\u00a0\u00ad\u200d\u0301\u0327ﬁé≠가ᄀ\u1161\u11a8*–″½")))
@example("e\u200d\u0301")
@example("\u0327 \u0301e")
def test_the_quick_way_is_the_whole_way(text):
    bare = text.translate(dict.fromkeys(map(ord, QUOTES)))
    kept = [c for c in unicodedata.normalize("NFKD", bare) if letters(c) or combines(c)]

    assert letters(text) == unicodedata.normalize("NFKC", "".join(kept))


def combines(char):
    return unicodedata.combining(char) > 0
