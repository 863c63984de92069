"""The judges from outside of an EPUB: Ace by DAISY, a reading system in a browser, calibre.

They are programs that a machine may lack. That one is missing is said with the line that
installs it; where ``CI`` is set in the environment, it is an error.
"""

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from florilegium.check import ace, calibre, reading, verdicts
from florilegium.check.verdicts import Identity, Judge
from florilegium.findings import Finding
from florilegium.host.process import let_go
from florilegium.store.cache import Cache

# Each judge, and what its verdict depends on beside the file.
JUDGES: Mapping[Judge, Identity] = {
    reading.judge: reading.identity,
    ace.judge: ace.identity,
    calibre.judge: calibre.identity,
}
# calibre is large, and looks at one device: that it is missing is never an error.
_NEEDED = frozenset({"E402", "E404"})


def ask(
    path: Path, *, judges: Sequence[Judge] | None = None, cache: Cache | None = None
) -> tuple[Finding, ...]:
    """Return what *judges* (all) find in the EPUB at *path*, and which of them is not here.

    What a judge of `JUDGES` said about this very file before is taken from *cache*.
    """
    if judges is None:
        judges = [verdicts.kept(judge, identity, cache) for judge, identity in JUDGES.items()]
    with ThreadPoolExecutor(max_workers=len(judges) or 1) as pool:
        try:
            found = [finding for findings in pool.map(lambda one: one(path), judges)
                     for finding in findings]  # fmt: skip
        except BaseException:
            let_go()  # or they would be waited for
            raise
    return tuple(_severe(finding) for finding in found)


def _severe(finding: Finding) -> Finding:
    if finding.code in _NEEDED and os.environ.get("CI", "").lower() in ("1", "true"):
        return Finding("E407", finding.where, finding.message)
    return finding
