"""A bound on the time of a processor that a piece of work may take.

In: seconds. Out: an error in the middle of the work when they are over. It knows no clock: a busy
machine has as long as an idle one. Where a system has no such timer, or in a thread that is not
the first of its process, there is no bound.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_AGAIN = 5.0  # seconds: what was raised within a destructor is heard by nobody


class OutOfTimeError(Exception):
    """A piece of work took longer than it may."""


@contextmanager
def bounded_time(seconds: float) -> Iterator[None]:
    """Raise `OutOfTimeError` in what is done meanwhile when *seconds* of it are over."""
    is_first = threading.current_thread() is threading.main_thread()
    if not (is_first and hasattr(signal, "setitimer")):
        yield
        return

    def stop(*_args: object) -> None:
        raise OutOfTimeError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
