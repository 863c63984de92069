"""Reading, case by case: ``cases/ingest/<name>/in.*`` and, in ``golden.txt``, its blocks."""

from pathlib import Path

import pytest

from florilegium import ingest

CASES = sorted((Path(__file__).parent / "cases" / "ingest").iterdir())


def described(text):
    lines = [f"{text.seed.media_type} {text.seed.encoding} {text.language}".strip()]
    for block in text.blocks:
        level = f" {block.level}" if block.level else ""
        label = f" [{block.label}{block.numbering}]" if block.label else ""
        quoted = f" quoted {block.quoted}" if block.quoted else ""
        where = f"{block.lines[0]}-{block.lines[1]}"
        lines.append(f"{block.kind}{level}{label}{quoted} {where}: {block.text!r}")
        lines += [
            f"    {mark.kind} {block.text[mark.start : mark.end]!r} {mark.ref}".rstrip()
            for mark in block.marks
        ]
    lines += [f"picture {one.line}: {one.address} {one.words!r}" for one in text.illustrations]
    lines += [
        f"left out {one.line}: {one.text!r} {one.count} ({one.why})" for one in text.left_out
    ]
    lines += [f"{one.code} {one.line}: {one.what}" for one in text.damage]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_seed_is_read_as_recorded(case, golden):
    golden(case / "golden.txt", described(ingest.read(next(case.glob("in.*")))))
