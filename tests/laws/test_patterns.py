"""Laws of patterns: what a pattern matches has what the pattern needs."""

import re

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from florilegium.clean import load_rules
from florilegium.clean.rules.required_words import caseless, needed

PATTERNS = [
    pattern.source for rule in load_rules() for pattern in rule.patterns if pattern.needed()
]
WORDS = ("lamp", "Boat ", "ß", "İ", "©", r"\d", "[a-c]", ".")


AROUND = ("{}?", "{}+", "{}{{2}}", "{}*?", "(?={}).*", "(?!{})", "(?-i:{})")


def sequences(parts):
    return st.lists(parts, min_size=1, max_size=4).map("".join)


words = st.sampled_from(WORDS)
parts = words | st.tuples(st.sampled_from(AROUND), words).map(
    lambda both: both[0].format(f"(?:{both[1]})")
)
branches = st.lists(sequences(parts), min_size=2, max_size=3).map(
    lambda some: f"(?:{'|'.join(some)})"
)
made_up = sequences(parts | branches)


def has_what_it_needs(source, line):
    words = needed(source)
    return words is None or any(word in caseless(line) for word in words)


@settings(max_examples=400)
@given(st.data())
def test_line_of_a_shipped_pattern_has_what_the_pattern_needs(data):
    source = data.draw(st.sampled_from(PATTERNS))

    line = data.draw(st.from_regex(re.compile(source, re.IGNORECASE), fullmatch=True))

    assert has_what_it_needs(source, line)


@settings(max_examples=500)
@given(made_up, st.data())
def test_line_of_any_pattern_has_what_the_pattern_needs(source, data):
    pattern = re.compile(source, re.IGNORECASE)
    line = data.draw(
        st.from_regex(pattern, fullmatch=True) | st.text("lampthe Boß©1x", max_size=12)
    )
    assume(pattern.fullmatch(line))

    assert has_what_it_needs(source, line)
