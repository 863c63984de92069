"""Verdicts of judges from outside, kept until the file or the judge changes.

In: a judge and what it is made of. Out: the same judge, asked only about what is new. That a
judge was missing or did not finish is never kept.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from florilegium.findings import Finding
from florilegium.store import engine_digest
from florilegium.store.cache import Cache
from florilegium.store.files import file_digest

Judge = Callable[[Path], Sequence[Finding]]
Identity = Callable[[], tuple[str, ...]]

# A judge is not here, or it did not finish.
_NO_VERDICT = frozenset({"E303", "E402", "E404", "E406", "E407"})


def kept(judge: Judge, identity: Identity, cache: Cache | None) -> Judge:
    """Return *judge*, its verdicts kept in *cache* under what *identity* says that it is."""
    if cache is None:
        return judge

    def judged(path: Path) -> Sequence[Finding]:
        key = _key(path, (judge.__module__, *identity()))
        if data := cache.get(key):
            return tuple(Finding(**row) for row in json.loads(data))
        found = judge(path)
        if not any(finding.code in _NO_VERDICT for finding in found):
            cache.put(key, json.dumps([asdict(finding) for finding in found]).encode())
        return found

    return judged


def program(path: Path | None) -> str:
    """Return what tells one build of the program at *path* from another, without running it."""
    if path is None:
        return "missing"
    try:
        real = path.resolve(strict=True)
        state = real.stat()
    except OSError:
        return "missing"
    return f"{real} {state.st_size} {state.st_mtime_ns}"


def _key(path: Path, judge: tuple[str, ...]) -> str:
    asked = ["verdict", path.name, file_digest(path), *judge, engine_digest.digest()]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()
