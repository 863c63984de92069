"""Brackets that would keep pandoc busy for years are told before it is asked; no others are."""

import pytest

from florilegium.errors import FlorilegiumError
from florilegium.host import pandoc as program
from florilegium.render import pandoc
from florilegium.render.markdown_source import bracket_faults

PILED = {
    "one in the other": "[a " * 12 + "x" + "]" * 12,
    "links": "[a " * 12 + "x" + "](b)" * 12,
    "over lines": "[a\n" * 12 + "x" + "]" * 12,
    "in a quotation": "> " + "[a " * 12 + "x" + "]" * 12,
    "in an item": "- a\n- " + "[a " * 12 + "x" + "]" * 12,
    "beside others": "[b] [c [d]] " + "[a " * 12 + "x" + "]" * 12,
}
OPEN = {
    "never closed": "[a " * 18,
    "pictures": "![a " * 18,
    "notes": "^[a " * 18,
    "citations": "[@a " * 18,
    "intervals": "the set [0,1[ " * 9,
    "behind code that is open": "`a " + "[a " * 18,
}
SOUND = {
    "few": "[a " * 11 + "x" + "]" * 11 + "\n\n" + "[a " * 17,
    "paragraphs": "the set [0,1[\n\n" * 30,
    "items": "- [a\n" * 30,
    "tasks": "- [ ] a\n" * 30,
    "numbered": "1. [a\n" * 30,
    "rows": "| [a | b |\n" * 30,
    "links": "[a](b) " * 300,
    "notes": "a^[b [c] d] " * 300,
    "signs": r"\[a " * 300,
    "code": "`[a` " * 300 + "``[`[`` " * 300,
    "formulas": "$[0,1[$ " * 300,
    "a block of code": "```\n" + "[a\n" * 300 + "```\n",
    "indented code": "a\n\n    " + "[" * 30 + "\n",
    "closed alone": "a] " * 300,
}


def _render(text: str) -> None:
    pandoc.render(
        {"a": text}, bibliography=(), language="en", known=frozenset(),
        place=lambda key, words: f"{key}: {words}",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "words"), [*((n, "within") for n in PILED), *((n, "never closed") for n in OPEN)]
)
def test_brackets_that_pandoc_is_never_done_with_are_told_without_it(name, words, monkeypatch):
    text = "A first paragraph.\n\n" + {**PILED, **OPEN}[name]
    monkeypatch.setattr(program, "run", lambda *_: pytest.fail("pandoc was asked"))

    with pytest.raises(FlorilegiumError) as caught:
        _render(text)

    assert words in str(caught.value)
    assert r"write \[ or \]" in caught.value.hint


def test_the_line_of_the_paragraph_is_told():
    with pytest.raises(FlorilegiumError) as caught:
        _render("A paragraph.\n\nAnother one\n" + OPEN["intervals"])

    assert "a: Another one" == caught.value.where


@pytest.mark.parametrize("name", SOUND)
def test_brackets_that_an_editor_writes_are_let_through(name):
    assert [] == list(bracket_faults(SOUND[name]))
