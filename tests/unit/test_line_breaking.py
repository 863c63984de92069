"""The lines of a paragraph, over numbers: against every way, and the published example."""

from itertools import combinations
from math import inf

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from florilegium.render.press.layout.line_breaking import (
    FORBIDDEN,
    Paragraph,
    Place,
    Taste,
    balance,
    choose,
    fill,
)

TASTE = Taste(short_width=25.0)


def spaced(words, width, *, indent=0.0, space=6.0, stretch=3.0, shrink=2.0, hyphen=5.0):  # noqa: PLR0913  # with defaults
    """A paragraph of *words*, each a list of the widths of its parts."""
    places, x, gaps = [Place(0.0, 0.0)], 0.0, 0
    for number, parts in enumerate(words):
        for part in parts[:-1]:
            x += part
            give = (gaps * stretch, gaps * shrink) * 2
            places.append(Place(x + hyphen, x, *give, penalty=50.0, is_hyphen=True))
        x += parts[-1]
        after = gaps + (number < len(words) - 1)
        start = x + space if after > gaps else x
        places.append(
            Place(x, start, gaps * stretch, gaps * shrink, after * stretch, after * shrink)
        )
        x, gaps = start, after
    return Paragraph(places, width, indent=indent)


@st.composite
def paragraphs(draw, words=5):
    widths = st.integers(3, 40).map(float)
    texts = draw(st.lists(st.lists(widths, min_size=1, max_size=3), min_size=1, max_size=words))
    indent = draw(st.sampled_from([0.0, 10.0]))
    return spaced(texts, draw(st.integers(20, 120).map(float)), indent=indent)


def every_way(paragraph):
    final = len(paragraph.places) - 1
    inner = [n for n in range(1, final) if paragraph.places[n].penalty != FORBIDDEN]
    for count in range(len(inner) + 1):
        for some in combinations(inner, count):
            yield (*some, final)


def is_overfull(paragraph, lines):
    return any(paragraph.ratio(a, b) < -1 for a, b in zip((0, *lines), lines, strict=False))


@given(paragraphs())
# One word may be a better line than two; and what follows two hyphens is dear.
@example(spaced([[38, 36], [32, 3, 31], [30, 9], [38], [22]], 104))
@example(spaced([[3, 21], [30, 9], [35], [33, 9, 12], [12]], 114, indent=10))
@example(spaced([[16, 24, 6], [19, 29], [32, 28, 5], [25], [37, 3]], 83))
@settings(max_examples=400, deadline=None)
def test_no_way_has_fewer_demerits(paragraph):
    chosen = choose(paragraph, TASTE)
    best = min(paragraph.demerits(way, TASTE) for way in every_way(paragraph))

    if is_overfull(paragraph, chosen):  # only where there is no other way
        assert all(is_overfull(paragraph, way) for way in every_way(paragraph))
    else:
        assert paragraph.demerits(chosen, TASTE) == pytest.approx(best)


@given(paragraphs(words=60))
@settings(max_examples=150, deadline=None)
def test_lines_chosen_together_are_never_worse_than_each_filled(paragraph):
    chosen, greedy = choose(paragraph, TASTE), fill(paragraph)

    if not is_overfull(paragraph, greedy):
        assert paragraph.demerits(chosen, TASTE) <= paragraph.demerits(greedy, TASTE) * (1 + 1e-9)


@given(paragraphs(words=60))
@settings(max_examples=100, deadline=None)
def test_what_follows_a_chosen_line_would_be_chosen_again(paragraph):
    """A page may end after any line: what goes over is planned as it was."""
    chosen = choose(paragraph, TASTE)
    for number, place in enumerate(chosen[:-1]):
        again = choose(paragraph, TASTE, first=place)
        rest = chosen[number + 1 :]
        if is_overfull(paragraph, chosen):  # no way is good, and which is least bad may change
            continue
        same = paragraph.demerits(again, TASTE, first=place)
        # But for what depends on the line before: contrast, and hyphens in a row.
        slack = TASTE.contrast + TASTE.ladder + TASTE.last_hyphen + TASTE.steep
        assert same <= paragraph.demerits(rest, TASTE, first=place) + 1e-6 <= same * 2 + slack


@given(paragraphs(words=40), st.integers(0, 39))
def test_a_forbidden_place_ends_no_line(paragraph, number):
    places = list(paragraph.places)
    number = 1 + number % max(len(places) - 2, 1)
    if number >= len(places) - 1:
        return
    places[number] = places[number]._replace(penalty=FORBIDDEN)
    forbidden = Paragraph(places, paragraph.width)

    assert number not in choose(forbidden, TASTE)
    assert number not in fill(forbidden)
    assert number not in balance(forbidden)


def test_three_hyphens_in_a_row_are_avoided_at_almost_any_price():
    paragraph = spaced([[14.0, 14.0]] * 9, 39.0, hyphen=5.0)
    lines = choose(paragraph, Taste(ladder=0.0))
    run = longest = 0
    for place in lines:
        run = run + 1 if paragraph.places[place].is_hyphen else 0
        longest = max(longest, run)

    assert longest < 3
    assert paragraph.demerits(lines, TASTE) < inf


def test_a_short_word_is_not_left_alone_on_the_last_line():
    paragraph = spaced([[30.0], [30.0], [30.0], [10.0]], 110.0, stretch=20.0)

    assert (3, 4) == choose(paragraph, Taste(short=0.0))
    assert (3, 4) == choose(paragraph, Taste(short=1e9, short_width=5.0))
    assert (2, 4) == choose(paragraph, Taste(short=1e9, short_width=25.0))


@pytest.mark.parametrize("count", [1, 2, 500])
def test_what_fits_nowhere_is_still_set(count):
    paragraph = spaced([[100.0]] * count, 20.0)

    assert tuple(range(1, count + 1)) == choose(paragraph, TASTE) == fill(paragraph)
    assert tuple(range(1, count + 1)) == balance(paragraph)


def test_a_paragraph_of_nothing_has_no_lines():
    assert choose(Paragraph([Place(0, 0), Place(0, 0)], 50.0), TASTE) is None


def test_time_grows_with_the_paragraph_and_not_faster(monkeypatch):
    counts = []
    plain = Paragraph.reach

    def reach(self, *args):
        counts[-1] += 1
        return plain(self, *args)

    monkeypatch.setattr(Paragraph, "reach", reach)
    for size in (1_000, 8_000):
        counts.append(0)
        choose(spaced([[7.0, 9.0], [12.0], [8.0, 8.0, 11.0]] * (size // 3), 240.0), TASTE)

    assert counts[1] <= counts[0] * 9


def test_titles_are_balanced():
    paragraph = spaced([[30.0], [30.0], [30.0], [10.0]], 105.0)

    assert (3, 4) == fill(paragraph)
    assert (2, 4) == balance(paragraph)


@given(paragraphs(words=12))
def test_a_balanced_title_has_no_more_lines_than_a_filled_one(paragraph):
    if not is_overfull(paragraph, fill(paragraph)):
        assert len(balance(paragraph)) <= len(fill(paragraph))


# -- the published example ------------------------------------------------------------------

# Widths of letters in eighteenths of an em, and what the spaces after them are and can give.
WIDTHS = dict(
    zip("abcdefghijklmnopqrstuvwxyzCI-,;.'’", (
        9, 10, 8, 10, 8, 6, 9, 10, 5, 6, 10, 5, 15, 10, 9, 10, 10, 7, 7, 7, 10, 9, 13, 10, 10, 8,
        13, 6, 6, 5, 5, 5, 5, 5,
    ), strict=True)
)  # fmt: skip
SPACES = {",": (6, 4, 2), ";": (6, 4, 1), ".": (8, 6, 1)}
FROG_KING = (
    "In olden times when wish·ing still helped one, there lived a king whose daugh·ters were all "
    "beau·ti·ful; and the young·est was so beau·ti·ful that the sun it·self, which has seen so "
    "much, was aston·ished when·ever it shone in her face. Close by the king’s castle lay a "
    "great dark for·est, and un·der an old lime-tree in the for·est was a well, and when the day "
    "was very warm, the king’s child went out into the for·est and sat down by the side of the "
    "cool foun·tain; and when she was bored she took a golden ball, and threw it up on high and "
    "caught it; and this ball was her favor·ite play·thing."
)


def frog_king(width=390.0):
    """The paragraph of the paper's figures 2 to 4."""
    places, texts = [Place(0.0, 0.0)], [""]
    x = stretch = shrink = 0.0
    words = FROG_KING.split(" ")
    said = ""
    for number, word in enumerate(words):
        parts = word.replace("-", "-·").split("·")
        for part in parts[:-1]:
            x += sum(WIDTHS[letter] for letter in part)
            said += part
            is_cut = not part.endswith("-")
            end = x + WIDTHS["-"] if is_cut else x
            give = (stretch, shrink) * 2
            places.append(Place(end, x, *give, penalty=50.0, is_hyphen=True))
            texts.append(said)
        x += sum(WIDTHS[letter] for letter in parts[-1])
        said += parts[-1] + " "
        if number == len(words) - 1:
            places.append(Place(x, x, stretch, shrink, stretch, shrink))
            break
        space, more, less = SPACES.get(word[-1], (6, 3, 2))
        places.append(Place(x, x + space, stretch, shrink, stretch + more, shrink + less))
        x, stretch, shrink = x + space, stretch + more, shrink + less
        texts.append(said)
    return Paragraph(places, width, indent=18.0)


def ratios(paragraph, lines):
    pairs = zip((0, *lines), lines[:-1], strict=False)
    return [round(paragraph.ratio(a, b), 3) for a, b in pairs]


def test_the_published_paragraph_has_the_published_lines():
    paragraph = frog_king()
    taste = Taste(line=1, contrast=3000, ladder=3000, steep=0, last_hyphen=0, short=0)

    assert [0.857, 0.0, 0.28, 1.0, 0.067, -0.278, 0.536, -0.167, 0.7, -0.176] == ratios(
        paragraph, choose(paragraph, taste)
    )[:10]
