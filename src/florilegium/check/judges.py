"""The judges from outside of an EPUB: Ace by DAISY, a reading system in a browser, calibre.

They are programs that a machine may lack. That one is missing is said with the line that
installs it; where ``CI`` is set in the environment, it is an error.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from florilegium.check import ace, calibre, reading
from florilegium.findings import Finding

Classifier = Callable[[Path], Sequence[Finding]]
JUDGES: tuple[Classifier, ...] = (reading.judge, ace.judge, calibre.judge)
# calibre is large, and looks at one device: that it is missing is never an error.
_NEEDED = frozenset({"E402", "E404"})


def ask(path: Path, *, judges: Sequence[Classifier] | None = None) -> tuple[Finding, ...]:
    """Return what *judges* (all) find in the EPUB at *path*, and which of them is not here."""
    judges = JUDGES if judges is None else judges
    with ThreadPoolExecutor(max_workers=len(judges) or 1) as pool:
        found = [finding for findings in pool.map(lambda one: one(path), judges)
                 for finding in findings]  # fmt: skip
    return tuple(_severe(finding) for finding in found)


def _severe(finding: Finding) -> Finding:
    if finding.code in _NEEDED and os.environ.get("CI", "").lower() in ("1", "true"):
        return Finding("E407", finding.where, finding.message)
    return finding
