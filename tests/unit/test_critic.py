"""Signs of CriticMarkup, and comments, are those that a plain pattern finds."""

import re

from hypothesis import given
from hypothesis import strategies as st

from florilegium.annotate.critic import _places
from florilegium.annotate.divs import without_comments

SIGNS = re.compile(
    r"""
      \{==(?P<highlight>.*?)==\}
    | \{~~(?P<substitution>.*?)~>(?P<reading>.*?)~~\}
    | \{--(?P<deletion>.*?)--\}
    | \{\+\+(?P<insertion>.*?)\+\+\}
    """,
    re.VERBOSE,
)
PARTS = [
    "{==",
    "==}",
    "{~~",
    "~>",
    "~~}",
    "{--",
    "--}",
    "{++",
    "++}",
    "{",
    "}",
    "=",
    "~",
    "-",
    "+",
]
LINES = st.lists(st.sampled_from([*PARTS, ">", "a", " "])).map("".join)


@given(LINES)
def test_signs_are_those_of_the_pattern(line):
    expected = []
    for match in SIGNS.finditer(line):
        groups = {name: words for name, words in match.groupdict().items() if words is not None}
        reading = groups.pop("reading", "")
        ((sign, inside),) = groups.items()
        expected.append((sign, *match.span(), inside, reading))

    assert expected == [(p.sign, p.start, p.end, p.inside, p.reading) for p in _places(line)]


@given(st.lists(st.sampled_from(["<!--", "-->", "<!-", "--", ">", "a"])).map("".join))
def test_comments_are_those_of_the_pattern(line):
    assert re.sub(r"<!--.*?-->", "", line) == without_comments(line)
