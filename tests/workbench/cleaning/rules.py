"""What each rule takes of the pages with gold text: how much of it rightly, how much wrongly.

A rule that takes more of the author's than it is worth is to be mended, or taken out.
"""

from collections import Counter, defaultdict
from pathlib import Path
from typing import cast

from florilegium import ingest
from florilegium.clean import clean, load_rules
from florilegium.model import Removal
from workbench.training.gold import Judge, Record, records, source

_FORMS = ("text", "near", "html")


def told(data: Path) -> str:
    """Return a line for each form and rule: lines and words taken rightly and wrongly."""
    lines: list[str] = []
    for form in _FORMS:
        right: dict[bool, Counter[str]] = defaultdict(Counter)
        words: dict[bool, Counter[str]] = defaultdict(Counter)
        for record in records(data):
            for gone, wrong in _judged(record, form, data):
                right[wrong][gone.rule] += 1
                words[wrong][gone.rule] += len(gone.text.split())
        lines += [
            f"{form:5} {rule:28} right {right[False][rule]:5} lines {words[False][rule]:6} words  "
            f"wrong {right[True][rule]:4} lines {words[True][rule]:5} words\n"
            for rule in sorted({*right[True], *right[False]}, key=lambda one: -words[True][one])
        ]
    return "".join(lines)


def _judged(record: Record, form: str, data: Path) -> list[tuple[Removal, bool]]:
    """Return what rules alone remove of a page, and whether it is the author's."""
    name = "page.html" if form == "html" else "page.txt"
    raw = ingest.decode(source(record, form, data).encode(), name)
    judge = Judge(record)
    first, last = cast("tuple[int, int]", record["near"])
    made: list[tuple[Removal, bool]] = []
    for gone in clean(raw, rules=load_rules()).removals:
        inside = {"html": None, "near": True, "text": first <= gone.lines[0] - 1 < last}[form]
        wanted, counts = judge.verdict(" ".join(gone.text.split()), inside=inside)
        if gone.action == "removed" and counts:
            made.append((gone, bool(wanted)))
    return made
