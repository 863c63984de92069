"""Formulas of a page, in every form tools leave them in: once, as MathML, or a finding."""

import tomllib
from pathlib import Path

import pytest

from florilegium import ingest
from florilegium.ingest.mathml import MATHML
from florilegium.render.xhtml.drawn import drawing, said_by

CASES = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "formulas.toml").read_text(encoding="utf-8")
)
READ = {one["name"]: one for one in CASES["read"]}


def named(kind):
    return [pytest.param(one["markup"], one["said"], id=one["name"]) for one in CASES[kind]]


def read(markup):
    return ingest.decode(f"<html><p>He wrote {markup} down.</p></html>".encode(), "a.html")


@pytest.mark.parametrize(("markup", "said"), named("read"))
def test_a_formula_is_there_once(markup, said):
    text = read(markup)

    assert f"He wrote {said} down.".split() == " ".join(b.text for b in text.blocks).split()
    marks = [m for block in text.blocks for m in block.marks if m.kind == "formula"]
    assert [True] == [said.endswith(said_by(mark.ref)) for mark in marks]
    assert f"{{{MATHML}}}math" == drawing(marks[0].ref).tag
    assert () == text.damage


def test_copies_of_a_formula_are_in_the_ledger():
    (copy,) = read(READ["katex"]["markup"]).left_out

    assert ("formula-copy", "N=e^t N=et") == (copy.rule, copy.text)


@pytest.mark.parametrize(("markup", "said"), named("unread"))
def test_a_formula_that_cannot_be_read_is_told_and_stands_as_it_was(markup, said):
    text = read(markup)

    assert f"He wrote {said} down.".split() == text.blocks[0].text.split()
    assert ["T110"] == [one.code for one in text.damage]


@pytest.mark.parametrize("markup", CASES["hostile"]["markup"])
def test_nothing_in_a_formula_acts(markup):
    marks = [m for b in read(markup).blocks for m in b.marks if m.kind == "formula"]

    assert all(
        word not in mark.ref for mark in marks for word in ("on", "href", "url", "style", "img")
    )


def test_money_is_no_formula():
    text = ingest.decode(b"It cost $5 and $10, or $ 3; $HOME and $PATH.\n\n$x$ is one.", "a.md")

    assert [False, True] == [bool(block.marks) for block in text.blocks]
