"""Files and folders put aside for a while: each names its process, and is swept after it."""

import hashlib
import os
import platform
import re
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

_ASIDE = re.compile(r"\.([0-9a-f]{8})-(\d+)\.aside")
_LONG_AGO = 24 * 3600  # seconds; no build lasts so long


@cache
def _machine() -> str:
    """Which machine this is, in a few letters: a folder may be shared by several."""
    return hashlib.sha256(platform.node().encode()).hexdigest()[:8]


def aside_tag() -> str:
    """Return the end of the name of what this process puts aside: who it is, and where."""
    return f".{_machine()}-{os.getpid()}.aside"


@contextmanager
def passing_folder() -> Iterator[Path]:
    """Lend a folder that is gone afterwards; one of a process that was killed is swept later."""
    folder = Path(tempfile.gettempdir(), f"florilegium-{secrets.token_hex(4)}{aside_tag()}")
    try:
        folder.mkdir(mode=0o700)
        yield folder
        shutil.rmtree(folder, ignore_errors=True)
    except BaseException:  # also of one that came while it was taken away
        shutil.rmtree(folder, ignore_errors=True)
        raise


def sweep_lent() -> None:
    """Delete the folders lent to processes of ours that are no more."""
    for path in Path(tempfile.gettempdir()).glob("florilegium-*.aside"):
        if is_left(path):
            shutil.rmtree(path, ignore_errors=True)


def sweep_own() -> None:
    """Delete the folders lent to this very process, which is about to end."""
    for path in Path(tempfile.gettempdir()).glob(f"florilegium-*{aside_tag()}"):
        shutil.rmtree(path, ignore_errors=True)


def is_aside(path: Path) -> bool:
    """Whether *path* has the name of what some process has put aside."""
    return bool(_ASIDE.search(path.name))


def is_left(path: Path) -> bool:
    """Whether *path* was put aside by a process that is no more."""
    found = _ASIDE.search(path.name)
    if found is None:
        return False
    if found[1] == _machine() and os.name == "posix":
        return not _is_alive(int(found[2]))
    try:
        return time.time() - path.stat().st_mtime > _LONG_AGO
    except OSError:
        return False  # another build was quicker


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):  # or a number that no process has
        return False
    except OSError:
        pass  # it is somebody else's
    return not _has_ended(process)


def _has_ended(process: int) -> bool:
    """Whether *process* is only there to be asked how it ended: in a container nobody may."""
    try:
        state = Path(f"/proc/{process}/stat").read_bytes()
    except OSError:
        return False
    return state.rpartition(b")")[2].split()[:1] == [b"Z"]
