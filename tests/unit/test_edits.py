from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from florilegium.model import Block, Mark
from florilegium.model.edits import Edit, landings, rewrite


def block(text, *marks):
    return Block("paragraph", text, (1, 1), marks=tuple(Mark(a, b, "link") for a, b in marks))


def words(made):
    return [made.text[mark.start : mark.end] for mark in made.marks]


def test_marks_move_with_their_words():
    made = rewrite(block("one two three", (4, 7), (8, 13)), [Edit(0, 3, "fifteen")])

    assert made.text == "fifteen two three"
    assert words(made) == ["two", "three"]


def test_a_mark_grows_over_the_words_that_replace_its_end():
    made = rewrite(block("one two three", (0, 5)), [Edit(4, 7, "and twenty")])

    assert words(made) == ["one and twenty"]


def test_a_mark_on_replaced_words_is_on_the_new_ones():
    assert words(rewrite(block("one two", (4, 7)), [Edit(4, 7, "five")])) == ["five"]


def test_a_mark_on_deleted_words_goes_with_them():
    assert rewrite(block("one two", (4, 7)), [Edit(3, 7, "")]).marks == ()


def test_an_empty_mark_stays():
    made = rewrite(block("one two", (3, 3)), [Edit(0, 1, "")])

    assert made.marks == (Mark(2, 2, "link"),)


def test_an_insertion_at_the_edge_of_a_mark_stays_outside():
    made = rewrite(block("one two", (0, 3), (4, 7)), [Edit(3, 3, "!"), Edit(4, 4, "(")])

    assert made.text == "one! (two"
    assert words(made) == ["one", "two"]


def test_landings_are_where_the_new_text_begins():
    assert landings([Edit(0, 3, "fifteen"), Edit(4, 7, "x"), Edit(8, 9, "")]) == (0, 8, 10)


def _stepwise(position, edits, *, is_end):
    """The place of *position* after *edits*, by going through them one by one."""
    shift = 0
    for edit in edits:
        if is_end and edit.start >= position:
            break
        if edit.end <= position:
            shift += len(edit.text) - (edit.end - edit.start)
        elif edit.start < position:
            return edit.start + shift + (len(edit.text) if is_end else 0)
        else:
            break
    return position + shift


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 3), st.text("ab", max_size=3)), max_size=8
    ),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6),
)
def test_marks_move_as_if_edit_after_edit_were_done(steps, places):
    edits, at = [], 0
    for gap, length, text in steps:
        edits.append(Edit(at + gap, at + gap + length, text))
        at += gap + length + 1
    marks = tuple(Mark(min(p), max(p), "emphasis") for p in places)
    block = Block("paragraph", "x" * 60, (1, 1), marks=marks)
    expected = []
    for mark in marks:
        start = _stepwise(mark.start, edits, is_end=False)
        end = start if mark.start == mark.end else _stepwise(mark.end, edits, is_end=True)
        if start < end or mark.start == mark.end:
            expected.append(replace(mark, start=start, end=end))

    assert tuple(expected) == rewrite(block, edits).marks
