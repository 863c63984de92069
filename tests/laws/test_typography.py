"""Typography never changes a letter, is done after one go, and leaves marks on their words."""

from hypothesis import given
from hypothesis import strategies as st

from florilegium.model import Block, CleanText, Mark, Seed
from florilegium.model.letters import letters
from florilegium.typography import KINDS, typogrify

WORDS = ("me", "too", "The", "actress'", "don't", "90s", "em", "1914", "18", "Dr.", "é", "n")
SIGNS = (
    *"\"'“”„«»‘’‚‹›´`-–—.…,;:!?()[]*_/\n\t \u00a0\u202f\u00ad\u200b",
    "--",
    "---",
    "...",
    ". . .",
    " - ",
    " – ",
    "**",
    "https://a.org/b_c",
    "@some_one_",
)
# Combining accents, jamo, ligatures, fractions, joiners, a star outside the BMP, Thai, kana.
ODD = "aZ9 é\u0301\u0308\u1100\u1161ﬁ½²\u200d\u200c\u2060\u202e´\x00\x1f𝒜กかß'\"*_-.…–"
LANGUAGES = st.sampled_from(("en", "en-GB", "de", "de-CH", "fr", "fi"))
KIND = st.sampled_from(("paragraph", "heading", "quote", "item", "verse", "code"))
PROSE = st.lists(st.sampled_from((*WORDS, *SIGNS, " ", " ", " ")), max_size=30).map("".join)


@st.composite
def blocks(draw):
    text = draw(PROSE | st.text(ODD, max_size=20))
    edges = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(edges, edges), max_size=3))
    marks = tuple(Mark(min(pair), max(pair), "link", "#") for pair in pairs)
    return Block(draw(KIND), text, (1, 1), marks=marks)


@st.composite
def texts(draw):
    seed = Seed("a.txt", "", draw(st.sampled_from(("text/plain", "text/html"))), "utf-8")
    return CleanText(seed, tuple(draw(st.lists(blocks(), max_size=3))))


@given(texts(), LANGUAGES)
def test_no_letter_is_changed(text, language):
    done = typogrify(text, language=language)

    assert [letters(b.text) for b in text.blocks] == [letters(b.text) for b in done.blocks]


@given(texts(), LANGUAGES)
def test_twice_is_once(text, language):
    once = typogrify(text, language=language)

    assert once == typogrify(once, language=language)


def undotted(text, mark):
    return letters(text[mark.start : mark.end]).replace(".", "")


@given(texts(), LANGUAGES)
def test_marks_stay_on_their_words(text, language):
    done = typogrify(text, language=language)

    for before, after in zip(text.blocks, done.blocks, strict=True):
        expected = [undotted(before.text, mark) for mark in before.marks]
        links = [mark for mark in after.marks if mark.kind == "link"]
        assert [words for words in expected if words] == [
            words for mark in links if (words := undotted(after.text, mark))
        ]


@given(texts(), LANGUAGES)
def test_code_is_left_as_it_is(text, language):
    done = typogrify(text, language=language)

    assert [b for b in text.blocks if b.kind == "code"] == [
        b for b in done.blocks if b.kind == "code"
    ]


@given(texts(), LANGUAGES)
def test_a_change_is_counted_and_nothing_else_is(text, language):
    done = typogrify(text, language=language)

    assert (done.blocks != text.blocks) == bool(done.changes)
    assert all(change.kind in KINDS and change.count > 0 for change in done.changes)


@given(st.text(ODD))
def test_letters_of_letters_are_the_same_letters(text):
    assert letters(text) == letters(letters(text))
