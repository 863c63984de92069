"""Every code a check can report is explained to editors, and every explained code exists."""

import re
from pathlib import Path

import pytest

from florilegium.findings import CATALOGUE

ROOT = Path(__file__).parents[2]
EDITING = (ROOT / "docs" / "editing.md").read_text(encoding="utf-8")
SOURCES = "".join(
    path.read_text(encoding="utf-8")
    for path in (ROOT / "src" / "florilegium").rglob("*.py")
    if path.name != "findings.py"
)


def row(code: str) -> str:
    """The line that docs/editing.md must have for *code*."""
    kind = CATALOGUE[code]
    return f"| {code} | {kind.severity} | {kind.title} | {kind.hint} |"


def test_the_catalogue_is_not_empty():
    assert CATALOGUE


def test_codes_say_what_was_looked_at():
    assert [code for code in CATALOGUE if not re.fullmatch(r"[TBRPES]\d{3}", code)] == []


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_code_is_explained_in_the_docs(code):
    assert row(code) in EDITING.splitlines(), f"docs/editing.md needs this line:\n{row(code)}"


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_code_can_be_reported(code):
    assert f'"{code}"' in SOURCES, f"no check ever reports {code}"


def test_the_docs_explain_no_code_that_is_not_there():
    explained = re.findall(r"^\| ([A-Z]\d{3}) \|", EDITING, re.MULTILINE)

    assert sorted(CATALOGUE) == sorted(explained)
