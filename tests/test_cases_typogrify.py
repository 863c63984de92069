"""Each folder of ``cases/typogrify/`` is a text as typed and as it is to be printed.

``in.txt`` holds paragraphs with blank lines between them, ``golden.txt`` the same after
typography with the changes counted, spaces that do not break shown as ``~`` (wide) and ``¬``
(narrow), emphasis as ``<…>``. The folder's name begins with the language.
"""

from pathlib import Path

import pytest

from florilegium.model import Block, CleanText, Seed
from florilegium.typography import typogrify

CASES = sorted(
    path for path in (Path(__file__).parent / "cases" / "typogrify").iterdir() if path.is_dir()
)
LANGUAGES = {"english": "en", "british": "en-GB", "german": "de", "swiss": "de-CH", "french": "fr"}


def shown(block):
    text = block.text
    for mark in sorted(block.marks, key=lambda mark: mark.start, reverse=True):
        text = f"{text[: mark.start]}<{text[mark.start : mark.end]}>{text[mark.end :]}"
    return text.replace("\u00a0", "~").replace("\u202f", "¬")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_text_is_printed_as_expected(case, golden):
    paragraphs = (case / "in.txt").read_text(encoding="utf-8").strip("\n").split("\n\n")
    blocks = tuple(Block("paragraph", text, (1, 1)) for text in paragraphs)
    seed = Seed("in.txt", "", "text/plain", "utf-8")
    language = LANGUAGES[case.name.partition("-")[0]]

    done = typogrify(CleanText(seed, blocks), language=language)

    counted = "".join(f"{change.kind}: {change.count}\n" for change in done.changes)
    golden(case / "golden.txt", "\n\n".join(map(shown, done.blocks)) + f"\n\n---\n{counted}")
