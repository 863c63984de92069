"""Progress and findings for a person, on standard error.

A live line on a terminal, plain lines elsewhere, nothing but errors when quiet. Standard
output is left to what was asked for.
"""

import errno
import os
import re
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Self

from rich.console import Console as Terminal
from rich.markup import escape
from rich.status import Status

from florilegium.errors import FlorilegiumError, Several
from florilegium.findings import Finding

_COLORS = {"error": "red", "warning": "yellow", "note": "cyan"}


_MOST_ALIKE = 5  # findings of one kind in one file that are shown
_LONGEST = 200  # letters of a word of an error


# What steers a terminal, or turns the words behind it round: neither is to be seen.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def seen(text: str) -> str:
    """Return *text* for a terminal: a sign of damage for each character that would steer it."""
    return _STEERING.sub("\ufffd", text)


def give(text: str) -> None:
    """Write *text* to standard output: to a terminal as `seen`, else as it is."""
    sys.stdout.write(seen(text) if sys.stdout.isatty() else text)


def _plain(text: str) -> str:
    """Return *text* for a terminal: without markup, and without what would steer the terminal."""
    return escape(seen(text))


def _place(where: str) -> str:
    """Return *where* something is for a terminal, on one line."""
    return _plain(re.sub(r"[\t\n]", "\ufffd", where))


def _short(text: str) -> str:
    """Return *text* with what no reader would read to its end cut short."""
    return re.sub(rf"(\S{{{_LONGEST}}})\S+", r"\1…", text)


class _Terminal(Terminal):
    """A terminal that says so when nobody reads it any more."""

    def on_broken_pipe(self) -> None:
        """Raise what the system raised; the library would end the program with the code 1."""
        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))


class Console:
    """Progress for people; use as a context manager, so that the live line is put away.

    *before* is asked whenever something new is done: it may raise.
    """

    before: Callable[[], None] = staticmethod(lambda: None)

    def __init__(self, *, quiet: bool = False) -> None:
        """Write to standard error; nothing but errors when *quiet*."""
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):  # whatever the machine can show of our letters
                stream.reconfigure(errors="backslashreplace")
        self._terminal = _Terminal(stderr=True, highlight=False, soft_wrap=True)
        self._quiet = quiet
        self._status: Status | None = None
        self._begun = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def activity(self, text: str) -> None:
        """Say what is being done now."""
        self.before()
        if self._quiet:
            return
        if not self._terminal.is_terminal:
            seconds = time.monotonic() - self._begun
            self._terminal.print(f"{seconds:5.1f} s  {seen(text)}", markup=False)
        elif self._status is None:
            self._status = self._terminal.status(_plain(text))
            self._status.start()
        else:
            self._status.update(_plain(text))

    def done(self, text: str) -> None:
        """Say what is finished."""
        if not self._quiet:
            self._stop()
            self._terminal.print(f"[green]✓[/green] {_plain(text)}")

    def say(self, text: str) -> None:
        """Say more of what is finished, or what comes next."""
        if not self._quiet:
            self._stop()
            self._terminal.print(_plain(text))

    def ask(self, question: str, *, usual: str) -> str:
        """Return what is typed on the terminal; *usual* where only the return key is pressed."""
        self._stop()
        self._terminal.print(f"{_plain(question)} [dim]({_plain(usual)})[/dim]: ", end="")
        try:
            return input().strip() or usual
        except EOFError:
            return usual

    def failed(self, text: str) -> None:
        """Say what could not be made, though work goes on."""
        self._stop()
        self._terminal.print(f"[red]✗[/red] {_plain(text)}")

    def error(self, error: FlorilegiumError) -> None:
        """Show an error, or each of several, with its remedy."""
        self._stop()
        for one in error.errors if isinstance(error, Several) else (error,):
            where = f"[bold]{_place(one.where)}[/bold]: " if one.where else ""
            self._terminal.print(f"[red]error[/red] {where}{_plain(_short(one.what))}")
            if one.hint:
                self._terminal.print(f"  {_plain(one.hint)}")

    def defect(self) -> None:
        """Show the exception being handled: it is a defect of the program."""
        self._stop()
        sys.stderr.write(seen(traceback.format_exc()))
        self._terminal.print("[red]defect[/red] This should not happen. Please report it.")

    def findings(self, findings: Iterable[Finding]) -> None:
        """Show findings, one a line, with the hint of each kind said once.

        Of many of one kind in one file, none of them an error, the first are shown.
        """
        self._stop()
        hinted: set[str] = set()
        shown: Counter[tuple[str, str]] = Counter()
        for finding in findings:
            kind = finding.code, re.sub(r":\d+$", "", finding.where)
            shown[kind] += finding.severity != "error" and not finding.accepted
            if shown[kind] > _MOST_ALIKE:
                continue
            if self._quiet and (finding.severity != "error" or finding.accepted):
                continue
            if finding.accepted:
                self._terminal.print(
                    f"[dim]{finding.code} accepted {_place(finding.where)}: "
                    f"{_plain(finding.message)} ({_plain(finding.accepted)})[/dim]"
                )
                continue
            color = _COLORS[finding.severity]
            self._terminal.print(
                f"[{color}]{finding.code} {finding.severity}[/{color}] "
                f"[bold]{_place(finding.where)}[/bold]: {_plain(finding.message)}"
            )
            if finding.code not in hinted:
                hinted.add(finding.code)
                self._terminal.print(f"  {_plain(finding.hint)}")
        for (code, file), count in shown.items():
            if count > _MOST_ALIKE and not self._quiet:
                more = f"{code}: {count - _MOST_ALIKE} more in {file}"
                self._terminal.print(f"{_plain(more)} ('florilegium check --json' lists all)")

    def _stop(self) -> None:
        if self._status is not None:
            self._status.stop()
            self._status = None
