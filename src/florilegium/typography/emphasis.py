"""Asterisks and underscores that stand for italics in a plain text become marks."""

import re
from collections.abc import Iterable
from dataclasses import replace

from florilegium.model import Block, Mark, MarkKind
from florilegium.model.edits import Edit, rewrite
from florilegium.typography.protected import outside, protected

# At most 200 characters, so that two footnote stars in a paragraph do not make it italic.
_STRONG = re.compile(r"(?<![\w*])\*\*(?![\s*])([^*\n]{1,200})(?<!\s)\*\*(?![\w*])")
_STARRED = re.compile(r"(?<![\w*])\*(?![\s*])([^*\n]{1,200})(?<!\s)\*(?![\w*])")
_UNDERLINED = re.compile(r"(?<!\w)_(?![\s_])([^_\n]{1,200})(?<!\s)_(?!\w)")
_FORMS: tuple[tuple[re.Pattern[str], MarkKind], ...] = (
    (_STRONG, "strong"),
    (_STARRED, "emphasis"),
    (_UNDERLINED, "emphasis"),
)


def set_emphasis(block: Block) -> tuple[Block, int]:
    """Return *block* with ``*word*``, ``_word_`` and ``**word**`` as marks, and how many."""
    count = 0
    for pattern, kind in _FORMS:
        marks, edits = _found(block, pattern, kind)
        if marks:
            block = rewrite(replace(block, marks=block.marks + marks), edits)
            count += len(marks)
    return block, count


def _found(
    block: Block, pattern: re.Pattern[str], kind: MarkKind
) -> tuple[tuple[Mark, ...], list[Edit]]:
    spans = protected(block)
    marks: list[Mark] = []
    edits: list[Edit] = []
    for match in pattern.finditer(block.text):
        signs = list(_signs(match))
        if any(map(str.isalnum, match[1])) and len(outside(signs, spans)) == len(signs):
            marks.append(Mark(match.start(1), match.end(1), kind))
            edits += signs
    return tuple(marks), edits


def _signs(match: re.Match[str]) -> Iterable[Edit]:
    yield Edit(match.start(), match.start(1), "", "emphasis")
    yield Edit(match.end(1), match.end(), "", "emphasis")
