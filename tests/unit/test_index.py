from dataclasses import replace

from florilegium.assemble.index import mark_names, unused_forms
from florilegium.model import Block, IndexName, Mark, Seed, Selection

SEED = Seed("x.txt", "0" * 64, "text/plain", "utf-8")


def selection(*texts):
    blocks = tuple(Block("paragraph", text, (n, n)) for n, text in enumerate(texts, start=1))
    return Selection("x", SEED, "src", "en", "T", "", "", "", blocks)


def names_in(marked):
    return [
        (block.text[mark.start : mark.end], mark.ref)
        for block in marked.blocks
        for mark in block.marks
    ]


def test_the_longest_form_wins():
    names = (
        IndexName("Clinton, Bill", ("Bill Clinton", "Clinton")),
        IndexName("Clinton, Hillary", ("Hillary Clinton",)),
    )
    (marked,) = mark_names([selection("Hillary Clinton and Clinton.")], names)

    assert [("Hillary Clinton", "name-1-1-x"), ("Clinton", "name-0-1-x")] == names_in(marked)


def test_a_form_is_no_part_of_a_longer_word():
    (marked,) = mark_names([selection("Burkean, Burke’s")], (IndexName("Burke", ("Burke",)),))

    assert [("Burke", "name-0-1-x")] == names_in(marked)


def test_apostrophes_and_spaces_are_folded():
    (marked,) = mark_names(
        [selection("Louis O’Neill\nwrote.")], (IndexName("O'Neill", ("Louis O'Neill",)),)
    )

    assert [("Louis O’Neill", "name-0-1-x")] == names_in(marked)


def test_ids_count_in_each_text_and_other_marks_stay():
    first = selection("Burke")
    first = Selection(
        **{
            **{name: getattr(first, name) for name in first.__dataclass_fields__},
            "blocks": (Block("paragraph", "Burke", (1, 1), marks=(Mark(0, 5, "emphasis"),)),),
        }
    )
    other = replace(selection("Burke", "Burke"), slug="y")
    one, two = mark_names([first, other], (IndexName("B", ("Burke",)),))

    assert [("Burke", ""), ("Burke", "name-0-1-x")] == names_in(one)
    assert [("Burke", "name-0-1-y"), ("Burke", "name-0-2-y")] == names_in(two)


def test_unused_forms_are_told():
    names = (IndexName("B", ("Burke", "Tarana Burke")),)

    assert (("B", "Tarana Burke"),) == unused_forms([selection("Burke")], names)


def test_without_names_nothing_changes():
    text = selection("Burke")

    assert (text,) == mark_names([text], ())
    assert () == unused_forms([text], ())
