import pytest

from florilegium.annotate.quotation import Concordance, Place
from florilegium.errors import ApparatusError
from florilegium.model import Block, Quotation, Removal

BLOCKS = (
    Block("paragraph", "She sent the tweet; the tweet went viral.", (3, 3)),
    Block("paragraph", "“MeToo is a tiny part—of a ‘movement’,” she said… twice.", (5, 6)),
    Block("paragraph", "A lifelong reader of life.", (8, 8)),
)
GONE = Removal("teaser", "teaser", "removed", "A call to action.", (9, 9), "Watch it here.", 3)
TEXT = Concordance(BLOCKS, removals=(GONE,), seed="a.txt")


def locate(exact, prefix="", suffix=""):
    return TEXT.locate(Quotation(exact, prefix, suffix, "c.md:7"), what="the note")


def found(place):
    return BLOCKS[place.block].text[place.start : place.end]


@pytest.mark.parametrize(
    ("quoted", "expected"),
    [
        ("went viral.", "went viral."),
        ('"MeToo is a tiny', "“MeToo is a tiny"),
        ("part - of a 'movement',\"", "part—of a ‘movement’,”"),
        ("part -- of", "part—of"),
        ("movement', \" she", "movement’,” she"),
        ("said ... twice", "said… twice"),
        ("is a\n  *tiny*  pa\u00adrt", "is a tiny part"),
    ],
)
def test_a_quotation_is_found_whatever_was_typed(quoted, expected):
    assert expected == found(locate(quoted))


def test_context_makes_a_place_unique():
    assert Place(0, 24, 29) == locate("tweet", prefix="; the ", suffix=" went")


def test_whole_words_come_before_parts_of_words():
    assert "life" == found(locate("life"))
    assert Place(2, 21, 25) == locate("life")


def test_a_part_of_a_word_is_found_when_no_word_is_meant():
    assert Place(2, 6, 10) == locate("long")


def test_an_insertion_is_placed_in_the_gap():
    assert Place(0, 8, 9) == locate("", prefix="She sent ", suffix=" the tweet")
    assert Place(0, 8, 8) == locate("", prefix="She sent")
    assert Place(0, 9, 9) == locate("", suffix="the tweet; the")


def test_capitals_matter():
    with pytest.raises(ApparatusError, match="Went viral") as caught:
        locate("Went viral")

    assert "Nearest, line 3: “went viral”" in caught.value.hint


def test_two_places_are_both_shown():
    with pytest.raises(ApparatusError) as caught:
        locate("the tweet")

    assert caught.value.what == "the note quotes “the tweet”, which a.txt has 2 times"
    assert caught.value.where == "c.md:7"
    assert "line 3: She sent the tweet; the tweet went viral." in caught.value.hint
    assert "{==…==}" in caught.value.hint


def test_many_places_are_counted():
    text = Concordance([Block("paragraph", "so " * 9, (1, 1))], seed="a.txt")

    with pytest.raises(ApparatusError) as caught:
        text.locate(Quotation("so"), what="the note")

    assert "has 9 times" in caught.value.what
    assert "and 4 more" in caught.value.hint


def test_a_slip_shows_the_nearest_passage():
    with pytest.raises(ApparatusError) as caught:
        locate("MeToo is a tinny part of a movment")

    assert "Nearest, lines 5–6: “MeToo is a tiny part—of a ‘movement" in caught.value.hint


def test_words_unlike_any_say_so():
    with pytest.raises(ApparatusError) as caught:
        locate("zzz qqq")

    assert caught.value.hint.startswith("Nothing is near it.")


def test_words_of_two_paragraphs_are_told_apart():
    with pytest.raises(ApparatusError) as caught:
        locate("went viral. MeToo is".replace(" MeToo", ' "MeToo'))

    assert "from one paragraph (line 3) into another (lines 5–6)" in caught.value.hint


def test_words_that_cleaning_removed_are_named():
    with pytest.raises(ApparatusError) as caught:
        locate("Watch it")

    assert "Cleaning removed it (line 9, rule 'teaser': A call to action.)" in caught.value.hint


def test_a_quotation_without_words_is_refused():
    with pytest.raises(ApparatusError, match="quotes no words"):
        locate("**")
