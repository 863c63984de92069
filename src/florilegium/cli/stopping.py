"""The way out when the program is told to stop: it unwinds, says so in a line, and is gone.

Input: a signal from outside (SIGTERM, SIGHUP, Ctrl-C). Output: `Stopped` or `KeyboardInterrupt`,
raised in the main thread, so that whatever is open is put away; once more where that was lost
on its way. It never ignores a second one.
"""

import os
import select
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from florilegium.errors import causes

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
def stoppable() -> Iterator[Callable[[], None]]:
    """Let a signal raise in what is done within, when this is the main thread.

    Yields what raises again what a signal has raised before. To be asked now and then: in a
    callback of a library, or while an object is taken away, nothing that is raised gets out.
    """
    if threading.current_thread() is not threading.main_thread():
        yield lambda: None
        return
    raised: list[BaseException] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        raised.append(KeyboardInterrupt() if number == signal.SIGINT else Stopped(number))
        if number != signal.SIGINT:
            signal.signal(number, signal.SIG_DFL)
        raise raised[-1]

    def again() -> None:
        if raised:
            raise raised[-1]

    usual = (signal.SIG_DFL, signal.default_int_handler)  # others stay, as under nohup
    before = {number: signal.getsignal(number) for number in (*_SIGNALS, signal.SIGINT)}
    before = {number: handler for number, handler in before.items() if handler in usual}
    told = sys.unraisablehook
    for number in before:
        signal.signal(number, stop)
    sys.unraisablehook = lambda lost: None if lost.exc_value in raised else told(lost)
    try:
        with _patience():
            yield again
    finally:
        sys.unraisablehook = told
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _patience() -> Iterator[None]:
    """End the process when a signal has not led out of this after a while.

    A library that is in a loop of its own never hears of one; another thread does.
    """
    if os.name != "posix":  # it has no pipes to wait for
        yield
        return
    here, there = os.pipe()
    os.set_blocking(there, False)
    before = signal.set_wakeup_fd(there, warn_on_full_buffer=False)
    threading.Thread(target=_wait, args=[here], name="patience", daemon=True).start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        os.close(there)


def _wait(here: int) -> None:
    """Wait for a signal on *here*, and then for the other end to be closed."""
    while come := os.read(here, 1):
        if come[0] in (*_SIGNALS, signal.SIGINT):
            while select.select([here], [], [], _PATIENCE)[0]:
                if not os.read(here, 1):
                    break
            else:
                os.write(2, b"told to stop; what was finished is kept\n")
                os._exit(128 + come[0])
            break
    os.close(here)


def hidden_stop(error: BaseException) -> Stopped | None:
    """Return the `Stopped` that *error* came of, if it did.

    A signal that comes while an extension module is loaded is raised in there, and what comes
    out is an error of the import.
    """
    return next((one for one in causes(error) if isinstance(one, Stopped)), None)
