"""An end to what is fetched: the connection is cut when its time is over, however slowly it drips.

Input: seconds, and the events of a connection as httpx tells them. Output: a connection that is
shut at the moment set. A limit for each read alone would let a server that says one letter in a
while go on for ever.
"""

import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any, Self


class Deadline:
    """The moment, *seconds* from now, at which whatever is being fetched is cut off.

    Use as a context manager; *is_over* tells that it has come.
    """

    def __init__(self, seconds: float) -> None:
        """Begin when the context is entered."""
        self.is_over = False
        self._open: socket.socket | None = None
        self._timer = threading.Timer(max(seconds, 0.0), self._end)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()

    def watch(self, event: str, told: Mapping[str, Any]) -> None:
        """Take note of the connection that httpx tells of (its extension ``trace``)."""
        if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            self._open = told["return_value"].get_extra_info("socket")
            if self.is_over:
                self._cut()

    def _end(self) -> None:
        self.is_over = True
        self._cut()

    def _cut(self) -> None:
        if self._open is not None:
            with suppress(OSError):  # it is closed already
                # Not the method of a TLS socket: that would take it apart while it is read.
                socket.socket.shutdown(self._open, socket.SHUT_RDWR)
