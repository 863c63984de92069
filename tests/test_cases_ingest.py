"""Reading, case by case: ``cases/ingest/<name>/in.*`` and, in ``golden.txt``, its blocks."""

from pathlib import Path

import pytest

from florilegium import ingest

CASES = sorted((Path(__file__).parent / "cases" / "ingest").iterdir())


def described(text):
    lines = [f"{text.seed.media_type} {text.seed.encoding} {text.language}".strip()]
    for block in text.blocks:
        level = f" {block.level}" if block.level else ""
        lines.append(f"{block.kind}{level} {block.lines[0]}-{block.lines[1]}: {block.text!r}")
        lines += [
            f"    {mark.kind} {block.text[mark.start : mark.end]!r} {mark.ref}".rstrip()
            for mark in block.marks
        ]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_seed_is_read_as_recorded(case, golden):
    golden(case / "golden.txt", described(ingest.read(next(case.glob("in.*")))))
