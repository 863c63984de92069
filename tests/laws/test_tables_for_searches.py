"""What is found by tables, or in one walk, is what a search through everything would find."""

import difflib
from types import SimpleNamespace
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from florilegium.check import index as index_check
from florilegium.errors import did_you_mean, near
from florilegium.model import Index, IndexHeading
from florilegium.render import references
from florilegium.render.epub.outline import Entry, outline
from florilegium.render.footnotes import has_footnotes

WORDS = st.text("abc", min_size=1, max_size=4)


@given(WORDS, st.lists(WORDS, max_size=30))
def test_the_word_that_is_meant_is_the_nearest_of_all(word, known):
    nearest = difflib.get_close_matches(word, known, n=1)

    assert next(iter(nearest), "") == near(word, known)


@given(st.integers(0, 4999), st.integers(0, 3))
def test_a_slip_is_seen_among_thousands_of_names(number, place):
    known = [f"{n:04}-chapter-{n * 7919 % 5000:04}" for n in range(5000)]
    right = known[number]

    assert right in did_you_mean(right[:place] + "x" + right[place + 1 :], known)
    assert right in did_you_mean(f"{right}x", known)


def _nested(ranked):
    entries = []
    while ranked:
        (rank, name), *rest = ranked
        below = next((n for n, one in enumerate(rest) if one[0] <= rank), len(rest))
        entries.append(Entry(name, name, "en", _nested(rest[:below])))
        ranked = rest[below:]
    return tuple(entries)


@given(st.lists(st.integers(1, 4), max_size=12))
def test_an_entry_of_the_contents_stands_below_the_last_of_a_lower_rank(depths):
    leaves = [
        SimpleNamespace(
            href=str(n),
            document=SimpleNamespace(
                id=str(n), title=str(n), language="en", depth=depth, matter="front", kind="page"
            ),
        )
        for n, depth in enumerate(depths)
    ]

    assert _nested([(depth, str(n)) for n, depth in enumerate(depths)]) == outline(leaves)


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=10))
def test_a_work_without_an_author_stands_before_the_first_that_is_filed_behind_it(works):
    made = {str(n): str(key) for n, (key, _) in enumerate(works)}
    book = SimpleNamespace(
        meta=SimpleNamespace(language="en"),
        item=lambda name: {"author": []} if works[int(name)][1] else {},
    )
    order = [name for name in made if works[int(name)][1]]
    for name in (name for name in made if name not in order):
        later = [n for n, other in enumerate(order) if made[other] > made[name]]
        order.insert(later[0] if later else len(order), name)

    with patch.object(references, "filing_key", lambda words, _language: words):
        assert order == list(references.file_references(made, book))


@given(st.lists(st.integers(0, 7), max_size=7))
def test_every_circle_of_references_is_told_from_its_first_heading(leads):
    headings = tuple(
        IndexHeading(f"k{n}", f"h{n}", see=f"h{to}", where=f"w{n}") for n, to in enumerate(leads)
    )
    circles = []
    for start in range(len(leads)):
        way = [start]
        while way[-1] < len(leads) and way.count(way[-1]) == 1:
            way.append(leads[way[-1]])
        told = {one for circle in circles for one in circle}
        if len(way) > 1 and way[-1] == start and start not in told:
            circles.append(way)

    told = [one for one in index_check._references(Index(headings)) if one.code == "B133"]

    assert [" → ".join(repr(f"h{n}") for n in way) for way in circles] == [
        one.message.partition(": ")[2] for one in told
    ]


@given(st.lists(st.sampled_from(["`", "``", "a", "[^1]", "^[b]", "[^", "]"]), max_size=8))
def test_code_is_what_stands_between_equal_rows_of_backticks(parts):
    text = " ".join(parts)
    kept, rest = [], parts
    while rest:
        first, *rest = rest
        if first.startswith("`") and first in rest:
            rest = rest[rest.index(first) + 1 :]
        else:
            kept.append(first)
    words = " ".join(kept)
    called = any(
        "[^" in words[:end] and words[:end].rpartition("[^")[2]
        for end in range(len(words))
        if words[end] == "]"
    )

    assert ("^[" in words or called) == has_footnotes(text)
