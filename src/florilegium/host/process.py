"""The share of the machine that this process takes, and programs that do not outlive it.

In: a command. Out: what it said, when it is done. However this process ends, what was started
ends with it, and all that it has started itself.
"""

import gc
import os
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

# A watcher beside the program ends the group of both when its input does: with us, or by us.
_LEASH = (
    'exec 3<&0; "$@" 3<&- </dev/null & program=$!; '
    '{ read -r _; kill -9 0; } <&3 >/dev/null 2>&1 & exec 3<&-; wait "$program"'
)
_HELD: set[int] = set()
_LONGEST = 60  # of the 104 that the path of a socket can have
_THREADS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS")


def be_frugal() -> None:
    """Let arithmetic take one thread, and cycles be looked for seldom.

    To be asked for before NumPy is loaded; what the environment says already holds. Our sums
    are short: a second thread only waits in a loop, on a processor that another worker could
    use. And sums over several threads may differ in their last digits.
    """
    for name in _THREADS:
        os.environ.setdefault(name, "1")
    # Of a page's boxes none is garbage before the document is done: 3 to 12 % of the time.
    gc.set_threshold(50_000, 20, 100)


def leashed(
    command: Sequence[str],
    *,
    folder: Path,
    seconds: float,
    env: Mapping[str, str] = MappingProxyType({}),
) -> subprocess.CompletedProcess[str]:
    """Return what *command* said; it ends with us, however we end, and with `let_go`.

    What it puts aside is below *folder*, where the system takes so long a path; *env* is what
    its environment has beside ours. Raises `OSError` where it cannot be started,
    `subprocess.TimeoutExpired` after *seconds*.
    """
    env = {**os.environ, **env}
    if len(str(folder)) < _LONGEST:
        env |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))
    if os.name != "posix":
        return subprocess.run(  # noqa: S603  # whoever calls has looked at it
            command, capture_output=True, encoding="utf-8", errors="replace", check=False,
            timeout=seconds, env=env,
        )  # fmt: skip
    end, held = os.pipe()
    _HELD.add(held)
    try:
        return subprocess.run(  # noqa: S603  # the same
            ["/bin/sh", "-c", _LEASH, "sh", *command], stdin=end, capture_output=True,
            encoding="utf-8", errors="replace", check=False, timeout=seconds, env=env,
            process_group=0,
        )  # fmt: skip
    finally:
        os.close(end)
        _close(held)


def let_go() -> None:
    """End all that is leashed, whichever thread waits for it."""
    for held in tuple(_HELD):
        _close(held)


def _close(held: int) -> None:
    with suppress(KeyError):  # another thread was quicker
        _HELD.remove(held)
        os.close(held)
