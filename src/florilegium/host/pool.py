"""Processes of this machine that share work, and end when the one they work for does.

In: functions and their arguments. Out: futures of what they give back. However this process
ends, theirs end with it; one that is killed alone is an error, never a wait without end.
"""

import multiprocessing
import os
import signal
import threading
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
)
from contextlib import contextmanager
from functools import partial
from multiprocessing import connection, resource_tracker
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import ForkingPickler
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

from florilegium.host.aside import sweep_lent, sweep_own
from florilegium.host.process import be_frugal
from florilegium.host.signals import held

_P = ParamSpec("_P")
_A = TypeVar("_A")
_T = TypeVar("_T")
# Seconds without a result after which it is asked whether anybody is still at work.
PATIENCE = 4.0


class InProcess(Executor):
    """Does the work at once, here."""

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Return the future of work already done."""
        future: Future[_T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as err:  # noqa: BLE001  # it is raised where the result is asked for
            future.set_exception(err)
        return future


class Pool(Executor):
    """A pool of *jobs* new processes, started when first needed, ended at once on Ctrl-C."""

    def __init__(self, jobs: int | None = None) -> None:
        """Use every core when no number is given."""
        self._jobs = jobs or _cores()
        self._pool: ProcessPoolExecutor | None = None
        self._others = frozenset[int | None]()
        self._ours: set[int | None] = set()

    @property
    def is_started(self) -> bool:
        """Whether there are processes already."""
        return self._pool is not None

    def start(self, prepare: Callable[[], object]) -> None:
        """Start all processes now, each with *prepare*, unless there are some."""
        if not self.is_started:
            for _ in range(self._jobs):  # a process is started for each piece of work
                self.submit(prepare)

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Return the future of work given to the pool; a pool that broke is made anew.

        The work that the broken one had is lost: its futures say so.
        """
        # Half told what to do, a new process would complain; the second it inherits.
        with held(), _without_interrupts():
            if self._pool is not None:
                try:
                    return self._given(self._pool, fn, *args, **kwargs)
                # Up to Python 3.11 it may break while it starts a process: its pipe is closed.
                except (BrokenExecutor, OSError):
                    self.shutdown(cancel_futures=True)
            return self._given(self._started(), fn, *args, **kwargs)

    def _given(
        self,
        pool: ProcessPoolExecutor,
        fn: Callable[_P, _T],
        *args: _P.args,
        **kwargs: _P.kwargs,
    ) -> Future[_T]:
        future = pool.submit(_done, partial(fn, *args, **kwargs))
        self._ours |= {child.pid for child in self._children()}
        return future

    def _children(self) -> list[BaseProcess]:
        """The processes of this pool that are alive."""
        return [one for one in multiprocessing.active_children() if one.pid not in self._others]

    def _started(self) -> ProcessPoolExecutor:
        """The processes, started now if there are none."""
        if self._pool is None:
            self._others = frozenset(child.pid for child in multiprocessing.active_children())
            self._pool = ProcessPoolExecutor(
                self._jobs,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_begin,
            )
        return self._pool

    def is_lost(self) -> bool:
        """Whether a process has ended: what it had to do may never be done."""
        return not self._ours <= {child.pid for child in self._children()}

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes, when they are done or *cancel_futures* at once."""
        if self._pool is None:
            return
        children = self._children()
        if hasattr(signal, "pthread_sigmask"):
            _have_tracker()
        if cancel_futures:
            for child in children:
                child.terminate()
            _cut_off(self._pool)
        self._pool.shutdown(wait, cancel_futures=cancel_futures)
        if wait:
            for child in children:  # the pool has waited for them, unless it broke
                child.join(PATIENCE)
        self._pool = None
        self._ours = set()
        sweep_lent()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.shutdown(cancel_futures=kind is not None)


def _done(work: Callable[[], _T]) -> _T:
    """Return what *work* gives back; what it raises is such as gets to the other process.

    Some errors of libraries are written down and not read again: the pool would break of them,
    and a worker seem to have been ended from outside.
    """
    try:
        return work()
    except Exception as err:
        try:
            ForkingPickler.loads(ForkingPickler.dumps(err))
        except Exception:  # noqa: BLE001  # whatever it raises
            raise RuntimeError(f"{type(err).__name__}: {err}") from err
        raise


def _cut_off(pool: ProcessPoolExecutor) -> None:
    """Let the thread that reads results meet the end: it may wait for the second half of one."""
    queue: Any = pool._result_queue  # noqa: SLF001  # a test says that it is there
    queue._writer.close()  # noqa: SLF001


def local(jobs: int | None = None) -> Executor:
    """Return the executor of this machine with *jobs* workers; every core when None."""
    return InProcess() if jobs == 1 else Pool(jobs)


def shared(fn: Callable[[_A], _T], items: Iterable[_A], *, jobs: int) -> Iterator[_T]:
    """Yield what *fn* makes of each of *items*, in their order, *jobs* of them at a time.

    Raises `BrokenExecutor` when a process was ended from outside.
    """
    if jobs <= 1:
        yield from map(fn, items)
        return
    with Pool(jobs) as pool:
        futures = deque(pool.submit(fn, item) for item in items)
        while futures:
            yield _result(futures[0], pool)
            futures.popleft()


def _result(future: Future[_T], pool: Pool) -> _T:
    while True:
        try:
            return future.result(PATIENCE)
        except CancelledError as err:
            raise BrokenExecutor from err
        except TimeoutError:
            if future.done():
                return future.result()  # what was done has raised it, or it came just now
            if pool.is_lost():
                raise BrokenExecutor from None


def _cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Hold Ctrl-C back for the moment: a process begun now leaves it to the one it works for."""
    if not hasattr(signal, "pthread_sigmask"):  # on Windows; there `_begin` does what it can
        yield
        return
    _have_tracker()  # when it starts, it lets them through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _have_tracker() -> None:
    """Start the process that takes semaphores away, unless it is there.

    One in place of another that was ended from outside says nothing: it would complain of each
    semaphore that it has never heard of.
    """
    tracker: Any = resource_tracker._resource_tracker  # noqa: SLF001  # a test says that it is there
    if tracker._fd is None or tracker._check_alive():  # noqa: SLF001
        resource_tracker.ensure_running()
        return
    said, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)  # it inherits this one, whatever else is asked for
    try:
        with warnings.catch_warnings(action="ignore"):
            resource_tracker.ensure_running()
    finally:
        os.dup2(said, 2)
        os.close(said)
        os.close(nowhere)


def _end_with(parent: BaseProcess) -> None:
    """End this process as soon as *parent* has ended, however that came."""
    connection.wait([parent.sentinel])
    sweep_own()
    os._exit(1)


def _begin() -> None:
    """Make a new process a worker: it dies with the one it works for, and silently."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if (parent := multiprocessing.parent_process()) is not None:
        threading.Thread(target=_end_with, args=[parent], daemon=True).start()
    be_frugal()
