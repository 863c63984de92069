"""The ledger of a text: every span that was taken out, by which rule, why, from which lines.

Input `CleanText` (after cleaning, or after typography too), output JSON that a person can
read and a program can check: the same text gives the same bytes.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

from florilegium.model import CleanText, Doubt, LeftOut, Removal
from florilegium.store.files import to_json as as_json


def to_json(cleaned: CleanText) -> str:
    """Return the ledger of one text as JSON."""
    return as_json(record(cleaned))


def to_json_array(texts: Sequence[CleanText]) -> str:
    """Return the ledgers of several texts as one JSON array, in their order."""
    return as_json([record(cleaned) for cleaned in texts])


def record(cleaned: CleanText) -> dict[str, object]:
    """Return the ledger of one text: ``seed``, ``counts``, ``doubts``, ``removals`` and more.

    Places are called by what the seed counts: ``first_line`` or ``first_paragraph``.
    """
    removals = sorted(cleaned.removals, key=lambda removal: (removal.index, removal.start))
    seed = asdict(cleaned.seed)
    counted = str(seed.pop("counted"))
    return {
        "seed": seed,
        "article": cleaned.article,
        "counts": _counts(cleaned, removals),
        "doubts": [_doubt(doubt, counted) for doubt in cleaned.doubts],
        "removals": [_entry(removal, counted) for removal in removals],
        "left_out": [_scrap(one, counted) for one in cleaned.left_out],
        "typography": {change.kind: change.count for change in cleaned.changes},
    }


def _scrap(one: LeftOut, counted: str) -> dict[str, object]:
    return {counted if name == "line" else name: value for name, value in asdict(one).items()}


def _entry(removal: Removal, counted: str) -> dict[str, object]:
    first, last = removal.lines
    likely = {} if removal.probability is None else {"probability": removal.probability}
    return {
        "rule": removal.rule,
        "role": removal.role,
        "action": removal.action,
        "why": removal.why,
        **likely,
        f"first_{counted}": first,
        f"last_{counted}": last,
        "text": removal.text,
    }


def _doubt(doubt: Doubt, counted: str) -> dict[str, object]:
    first, last = doubt.lines
    return {
        "role": doubt.role,
        "why": doubt.why,
        "probability": doubt.probability,
        f"first_{counted}": first,
        f"last_{counted}": last,
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
    return sum(map(str.isalnum, text))
