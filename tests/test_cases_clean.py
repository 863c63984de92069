"""Cleaning, case by case: ``cases/clean/<name>/`` with ``in.*`` and perhaps ``cleaning.toml``.

``golden.md`` is the text that is kept, ``golden.ledger`` what went: action, role, lines,
text, and what is doubtful.
"""

from pathlib import Path

import pytest

from florilegium import clean, ingest
from florilegium.model.markdown import to_markdown

CASES = sorted((Path(__file__).parent / "cases" / "clean").iterdir())


def ledger_lines(cleaned):
    return "".join(
        f"{r.action} {r.role} ({r.rule}) {r.lines[0]}-{r.lines[1]}: {r.text.strip()}\n"
        for r in cleaned.removals
    ) + "".join(f"doubt {d.role} {d.lines[0]}-{d.lines[1]}: {d.text}\n" for d in cleaned.doubts)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_case_is_cleaned_as_recorded(case, golden):
    raw = ingest.read(next(case.glob("in.*")))
    settings = clean.load_cleaning(case / "cleaning.toml")

    cleaned = clean.clean_by(raw, settings)

    golden(case / "golden.md", to_markdown(cleaned.blocks))
    golden(case / "golden.ledger", ledger_lines(cleaned))
    assert raw.blocks == clean.merge(cleaned)
