"""The way out when the program is told to stop: it unwinds, says so in a line, and is gone.

Input: a signal from outside (SIGTERM, SIGHUP). Output: `Stopped`, raised in the main thread, so
that whatever is open is put away. It never ignores a second one.
"""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)
)
_PATIENCE = 10.0  # seconds for putting away what is open; then the process just ends


class Stopped(BaseException):
    """The program was told to stop by the signal *number*."""

    def __init__(self, number: int) -> None:
        """Keep the signal: the exit code says which it was."""
        super().__init__(number)
        self.exit_code = 128 + number


@contextmanager
def stoppable() -> Iterator[None]:
    """Let a signal raise `Stopped` in what is done within, when this is the main thread."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in _SIGNALS}
    for number, handler in before.items():
        if handler is not signal.SIG_IGN:  # as under nohup
            signal.signal(number, _stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(number: int, _frame: FrameType | None) -> None:
    signal.signal(number, signal.SIG_DFL)
    timer = threading.Timer(_PATIENCE, os._exit, [128 + number])
    timer.daemon = True
    timer.start()
    raise Stopped(number)


def hidden_stop(error: BaseException) -> Stopped | None:
    """Return the `Stopped` that *error* came of, if it did.

    A signal that comes while an extension module is loaded is raised in there, and what comes
    out is an error of the import.
    """
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, Stopped):
            return seen
        seen = seen.__cause__ or seen.__context__
    return None
