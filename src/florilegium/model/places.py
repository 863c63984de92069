"""The place of something in a seed, in words for a message.

Input a number or a span and what it counts, output ``a.txt:4``, ``a.docx, paragraph 4`` or
``lines 4–6``.
"""

from florilegium.model.text import Counted


def place(name: str, number: int, counted: Counted = "line") -> str:
    """Return where *number* is in the file *name*: ``a.txt:4`` or ``a.docx, paragraph 4``."""
    return f"{name}:{number}" if counted == "line" else f"{name}, {counted} {number}"


def span(lines: tuple[int, int], counted: Counted = "line") -> str:
    """Return ``line 4``, ``lines 4–6`` or ``paragraphs 4–6``."""
    first, last = lines
    return f"{counted} {first}" if first == last else f"{counted}s {first}–{last}"
