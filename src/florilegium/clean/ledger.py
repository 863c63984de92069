"""The ledger of a text: every span that was taken out, by which rule, why, from which lines.

Input `CleanText` (after cleaning, or after typography too), output JSON that a person can
read and a program can check: the same text gives the same bytes.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

from florilegium.model import CleanText, Doubt, Removal
from florilegium.store.files import to_json as as_json


def to_json(cleaned: CleanText) -> str:
    """Return the ledger of one text as JSON."""
    return as_json(record(cleaned))


def to_json_array(texts: Sequence[CleanText]) -> str:
    """Return the ledgers of several texts as one JSON array, in their order."""
    return as_json([record(cleaned) for cleaned in texts])


def record(cleaned: CleanText) -> dict[str, object]:
    """Return the ledger of one text: ``seed``, ``counts``, ``doubts``, ``removals`` and more."""
    removals = sorted(cleaned.removals, key=lambda removal: (removal.index, removal.start))
    return {
        "seed": asdict(cleaned.seed),
        "article": cleaned.article,
        "counts": _counts(cleaned, removals),
        "doubts": [_doubt(doubt) for doubt in cleaned.doubts],
        "removals": [_entry(removal) for removal in removals],
        "left_out": [asdict(one) for one in cleaned.left_out],
        "typography": {change.kind: change.count for change in cleaned.changes},
    }


def _entry(removal: Removal) -> dict[str, object]:
    first, last = removal.lines
    likely = {} if removal.probability is None else {"probability": removal.probability}
    return {
        "rule": removal.rule,
        "role": removal.role,
        "action": removal.action,
        "why": removal.why,
        **likely,
        "first_line": first,
        "last_line": last,
        "text": removal.text,
    }


def _doubt(doubt: Doubt) -> dict[str, object]:
    first, last = doubt.lines
    return {
        "role": doubt.role,
        "why": doubt.why,
        "probability": doubt.probability,
        "first_line": first,
        "last_line": last,
        "text": doubt.text,
    }


def _counts(cleaned: CleanText, removals: Sequence[Removal]) -> dict[str, object]:
    taken = {
        action: [removal for removal in removals if removal.action == action]
        for action in ("removed", "lifted")
    }
    return {
        "blocks_kept": len(cleaned.blocks),
        "doubtful": len(cleaned.doubts),
        "letters_kept": sum(_letters(block.text) for block in cleaned.blocks),
        **{action: len(found) for action, found in taken.items()},
        **{
            f"letters_{action}": sum(_letters(removal.text) for removal in found)
            for action, found in taken.items()
        },
        "by_rule": dict(sorted(Counter(removal.rule for removal in removals).items())),
    }


def _letters(text: str) -> int:
    return sum(1 for letter in text if letter.isalnum())
