from florilegium.model import Block, Mark
from florilegium.model.markdown import to_markdown


def block(kind, text, **more):
    return Block(kind, text, (1, 1), **more)


def test_every_kind_of_block_has_its_markdown():
    blocks = (
        block("heading", "Head", level=2),
        block("paragraph", "Text."),
        block("quote", "a\nb"),
        block("item", "one", level=2),
        block("verse", "l1\nl2"),
        block("code", "x = 1"),
    )

    assert to_markdown(blocks) == (
        "## Head\n\nText.\n\n> a\n> b\n\n    - one\n\n| l1\n| l2\n\n```\nx = 1\n```\n"
    )


def test_marks_are_written():
    marks = (Mark(0, 3, "emphasis"), Mark(4, 7, "strong"), Mark(8, 11, "link", "u.html"))

    assert to_markdown([block("paragraph", "one two six", marks=marks)]) == (
        "*one* **two** [six](u.html)\n"
    )


def test_marks_of_the_apparatus_are_left_out():
    assert to_markdown([block("paragraph", "one", marks=(Mark(0, 3, "note", "n"),))]) == "one\n"


def test_what_looks_like_markup_is_escaped():
    assert to_markdown([block("paragraph", "a*b_c [x]")]) == "a\\*b\\_c \\[x\\]\n"
    assert to_markdown([block("paragraph", "# no head")]) == "\\# no head\n"
    assert to_markdown([block("paragraph", "1. no list")]) == "\\1. no list\n"
