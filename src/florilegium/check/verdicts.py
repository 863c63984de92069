"""Verdicts of judges from outside, kept until the file or the judge changes.

In: a judge and what it is made of. Out: the same judge, asked only about what is new. That a
judge was missing or did not finish is never kept.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from florilegium.findings import Finding, all_known
from florilegium.store import engine_digest, serial
from florilegium.store.cache import Cache
from florilegium.store.files import file_digest
from florilegium.store.serial import UnreadableError

Judge = Callable[[Path], Sequence[Finding]]
Identity = Callable[[], tuple[str, ...]]

# A judge is not here, or it did not finish.
_NO_VERDICT = frozenset({"E303", "E402", "E404", "E406", "E407"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a judge found in a file."""

    findings: tuple[Finding, ...]


def kept(judge: Judge, identity: Identity, cache: Cache | None) -> Judge:
    """Return *judge*, its verdicts kept in *cache* under what *identity* says that it is."""
    if cache is None:
        return judge

    def judged(path: Path) -> Sequence[Finding]:
        key = _key(path, (judge.__module__, *identity()))
        if (before := read_verdict(cache.get(key))) is not None:
            return before.findings
        verdict = Verdict(tuple(judge(path)))
        if not any(finding.code in _NO_VERDICT for finding in verdict.findings):
            cache.put(key, serial.to_bytes(verdict))
        return verdict.findings

    return judged


def read_verdict(data: bytes | None) -> Verdict | None:
    """Return the verdict that was kept as *data*; None for none, and for what is none of ours."""
    try:
        found = serial.from_bytes(Verdict, data) if data else None
    except UnreadableError:
        return None
    return found if found and all_known(found.findings) else None


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
