# ruff: noqa: E501  # tables of inputs are read by the row

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from florilegium.clean.overrides import Override, places
from florilegium.clean.quoted import Quoted
from florilegium.clean.units import fold
from florilegium.errors import ConfigError, Several
from florilegium.model import Block, RawText, Seed

TEXT = RawText(
    Seed("walk.txt", "", "text/plain", "utf-8"),
    (
        Block("paragraph", "“Who’s there?” — the lamp\u00a0went out…", (1, 1)),
        Block("paragraph", "Wrapped by\nhand.", (3, 4)),
        Block("paragraph", "Wrapped by hand.", (6, 6)),
    ),
)


def places_of(quote, text=TEXT):
    (found,) = places(text, [Override("walk.txt", quote, "test", "book/cleaning.toml:7")])
    return found


def test_quotation_is_found_whatever_the_quotes_dashes_and_spaces():
    found = places_of('"Who\'s there?" - the  lamp went out...')

    assert ((0, (0, 35)),) == found


def test_quotation_counts_wherever_it_stands():
    assert [1, 2] == [n for n, _ in places_of("Wrapped by hand")]


def test_quotation_may_run_over_blocks():
    assert [1, 2] == [n for n, _ in places_of("hand. Wrapped")]


def test_quotation_that_stands_nowhere_is_an_error_with_the_nearest_line():
    with pytest.raises(ConfigError) as caught:
        places_of("Wrapped by hands")

    assert "book/cleaning.toml:7" == caught.value.where
    assert "line 3: 'Wrapped by hand.'" in caught.value.hint


def test_all_quotations_that_stand_nowhere_are_told():
    with pytest.raises(Several) as caught:
        places(TEXT, [Override("walk.txt", f"No such {word}", "test") for word in "abc"])

    assert ["a'", "b'", "c'"] == [str(one.what)[-2:] for one in caught.value.errors]


def text_of(*lines):
    blocks = tuple(Block("paragraph", line, (n, n)) for n, line in enumerate(lines, 1))
    return RawText(Seed("walk.txt", "", "text/plain", "utf-8"), blocks)


@pytest.mark.parametrize(
    ("quote", "lines", "nearest"),
    [
        ("The keeper rose at sunset", ("The sea", "Night. The keeper rose late.", "The keeper rose at sunrise."), 2),
        ("Das Gedicht endete", ("Aus dem Buch", "Das Gedict endet"), 1),
        ("日没に灯台守は起きた", ("夜になった", "日の出に灯台守は起きた"), 1),
        ("* * * *", ("One", "* * *", "Two"), 1),
        ("a", ("b", "c"), 0),
        ("xyz", ("One", "Two", ""), 0),
        ("LAMPS WENT OUT", ("When?", "The lamps went out."), 1),
        ("the lamp " * 4000, ("So it was", "the lamp " * 4000), 1),
    ],
)  # fmt: skip
def test_nearest_line(quote, lines, nearest):
    text = text_of(*lines)

    assert Quoted(text).nearest(quote).startswith(f"line {nearest + 1}: ")


def plainly(text, quote):
    """From where to where *quote* stands in *text*: every stretch is folded and compared."""
    wanted, at, found = fold(quote), 0, []
    while wanted and at < len(text):
        ends = range(at + 1, len(text) + 1) if fold(text[at]) else ()
        end = next(
            (one for one in ends if fold(text[one - 1]) and fold(text[at:one]) == wanted), at
        )
        found += [(at, end)] if end > at else []
        at = max(end, at + 1)
    return found


SAID = st.text(st.sampled_from("ab '’\"“«-–….\u200c\u200d\u00a0\n"), max_size=12)


@example(
    lines=["a… b", "ba....a"], quotes=["....", "…", ".", "b", "a…", "a. b", "b ba", "", "..", "aa"]
)
@example(
    lines=["a\u200cb a \u200d b"],
    quotes=["a\u200cb", "ab", "a b", "b a", "a", "b", "‘", "“", "-", "aa"],
)
@given(lines=st.lists(SAID, max_size=4), quotes=st.lists(SAID, max_size=12))
def test_quotations_stand_where_every_stretch_compared_says(lines, quotes):
    text = text_of(*lines)
    joined = "\n".join(lines)
    one_by_one, at_once = Quoted(text), Quoted(text)
    at_once.expect(quotes)
    starts = [sum(len(line) + 1 for line in lines[:n]) for n in range(len(lines))]

    for quote in quotes:
        expected = plainly(joined, quote)
        pieces = [
            (n, (max(a, at) - at, min(b, at + len(line)) - at))
            for a, b in expected
            for n, (at, line) in enumerate(zip(starts, lines, strict=True))
            if max(a, at) < min(b, at + len(line))
        ]
        assert len(expected) == one_by_one.count(quote) == at_once.count(quote)
        assert tuple(pieces) == one_by_one.places(quote) == at_once.places(quote)
