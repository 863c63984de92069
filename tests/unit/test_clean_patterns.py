"""Patterns of lines: what they need, and how the lines are found that have it."""

import re
import sys

import pytest

from florilegium.clean.rules.patterns import Finder, LinePattern
from florilegium.clean.rules.required_words import caseless, needed


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("share this", {"share this"}),
        ("(?:Read|see) more", {"read more", "see more"}),
        ("(?:the )?lamps?", {"lamp", "the lamp", "lamps", "the lamps"}),
        (r".{3,40}\bcookies?\b.*", {"cookie", "cookies"}),
        (r"\d+ comments", {" comments"}),
        ("(?=.*lamp).{4,30}", {"lamp"}),
        ("(?!.*lamp)boat", {"boat"}),
        ("(?-i:AP|AFP) photo", {"ap photo", "afp photo"}),
        ("(?:lamp)+", {"lamp"}),
        ("(?>lamp|boat)s*+", {"lamp", "boat"}),
        ("[Pp]hoto", {"photo"}),
        ("©.*", {"©"}),
        ("Straße", {"strasse"}),
    ],
)
def test_pattern_needs_its_words(pattern, words):
    assert words == needed(pattern)


@pytest.mark.parametrize(
    "pattern",
    [".*", "(?:lamp)?", "lamp|.{3}", r"\d+", "a.*", "[a-z]{4}", "(?!lamp)", "(lamp)?(?(1)x|y)"],
)
def test_pattern_that_may_match_anything_needs_nothing(pattern):
    assert needed(pattern) is None


def test_letters_that_patterns_take_for_equal_are_equal():
    unequal = []
    for code in range(sys.maxunicode + 1):
        letter = chr(code)
        for other in {letter.lower(), letter.upper(), letter.casefold()} - {letter}:
            if re.fullmatch(re.escape(letter), other, re.IGNORECASE):
                unequal += [letter] if caseless(letter) != caseless(other) else []

    assert [] == unequal
    assert caseless("İ") == caseless("i") == caseless("ı")


def test_lines_are_found_that_have_a_word_of_a_pattern():
    lamp, boat, digits = map(LinePattern, ("the lamp", "(?:boats?|ferry).*", r"\d+"))
    lines = ["The LAMP", "Boats", "The lamp on the ferry", "12"]

    found = Finder([lamp, boat, digits]).lines(lines)

    assert {0, 2} == found[lamp]
    assert {1, 2} == found[boat]
    assert digits not in found


def test_no_word_is_found_across_two_lines():
    pattern = LinePattern("lamp boat")

    assert set() == Finder([pattern]).lines(["the lamp", "boat"])[pattern]
