"""Tables for a spreadsheet: CSV (RFC 4180) in which no cell is a formula.

Input: rows of words, whoever wrote them. Output: text. It never changes a cell but for the
apostrophe by which a spreadsheet knows that it is words.
"""

import csv
import io
import re
from collections.abc import Iterable

# What begins a formula, also in full width, and behind blanks; and what some take for nothing.
_FORMULA = re.compile(r"[\s\x00-\x20\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n\x00]")


def to_csv(rows: Iterable[Iterable[str]]) -> str:
    """Return *rows*, the first of them the names of the columns, as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([_guarded(cell) for cell in row] for row in rows)
    return text.getvalue()


def _guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell
