"""Workers that lay out pages: this process, a pool of others, or an executor passed in."""

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import (
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    as_completed,
)
from contextlib import contextmanager
from multiprocessing import connection, resource_tracker
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

from florilegium.errors import FlorilegiumError, MachineError, ToolError, raise_all
from florilegium.host.process import be_frugal
from florilegium.host.signals import held
from florilegium.render.press.layout import engine, laid_out
from florilegium.render.press.layout.laid_out import Job
from florilegium.render.press.layout.packing import pack
from florilegium.store.files import sweep_lent, sweep_own

_P = ParamSpec("_P")
_T = TypeVar("_T")
# Less XHTML than this is laid out sooner than a worker has started.
_SMALL = 150_000
# Seconds without a result after which a cluster is asked whether it has workers.
_PATIENCE = 4.0
_ONE_AT_A_TIME = threading.Lock()


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

    @property
    def is_started(self) -> bool:
        """Whether there are processes already."""
        return self._pool is not None

    def expect(self, letters: int) -> None:
        """Start the processes now if so many *letters* to lay out will need them."""
        if letters >= _SMALL and not self.is_started:
            for _ in range(self._jobs):  # a process is started for each piece of work
                self.submit(engine.load)

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Return the future of work given to the pool; a pool that broke is made anew."""
        # Half told what to do, a new process would complain; the second it inherits.
        with held(), _without_interrupts():
            if self._pool is not None:
                try:
                    return self._pool.submit(fn, *args, **kwargs)
                except BrokenExecutor:
                    self.shutdown(cancel_futures=True)
            return self._started().submit(fn, *args, **kwargs)

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

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes, when they are done or *cancel_futures* at once."""
        if self._pool is None:
            return
        if cancel_futures:
            for child in multiprocessing.active_children():
                if child.pid not in self._others:
                    child.terminate()
        self._pool.shutdown(wait, cancel_futures=cancel_futures)
        self._pool = None
        sweep_lent()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.shutdown(cancel_futures=kind is not None)


def local(jobs: int | None = None) -> Executor:
    """Return the executor of this machine with *jobs* workers; every core when None."""
    return InProcess() if jobs == 1 else Pool(jobs)


class Cluster(Executor):
    """The workers of a Dask cluster."""

    def __init__(self, client: Any) -> None:  # noqa: ANN401  # an optional extra
        """Give the work to the scheduler of *client*."""
        self._client = client
        self._executor = client.get_executor(pure=False)
        self._had_workers = False

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Return the future of work given to the cluster."""
        future: Future[_T] = self._executor.submit(fn, *args, **kwargs)
        return future

    def is_lost(self) -> bool:
        """Whether there were workers, and now there are none: Dask would wait for others."""
        there_are = bool(self._client.nthreads())
        self._had_workers = self._had_workers or there_are
        return self._had_workers and not there_are


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """Lend the executor of the Dask cluster at *address*; raise `ToolError` without one."""
    try:
        from distributed import Client, KilledWorker  # noqa: PLC0415  # an optional extra
    except ImportError as err:
        raise ToolError(
            "Dask is not installed", where="--dask", hint="pip install 'florilegium[dask]'"
        ) from err
    # Of a piece of work whose worker is lost it would show a traceback beside our own error.
    logging.getLogger("tornado.application").setLevel(logging.CRITICAL)
    try:
        client = Client(address)
    except (OSError, ValueError) as err:
        raise ToolError(
            f"no Dask scheduler answers at {address}: {err}",
            where="--dask",
            hint="Start one with 'dask scheduler', and workers with 'dask worker ADDRESS'.",
        ) from err
    try:
        with client:
            client_executor = Cluster(client)
            client_executor.is_lost()  # it looks whether there are workers at all
            yield client_executor
    except (KilledWorker, CancelledError) as err:
        raise _lost() from err


def finished(jobs: list[Job], executor: Executor) -> Iterator[tuple[Job, bytes]]:
    """Yield every job with its packed pages as it is done, the longest begun first.

    Raises the errors of all documents together when there are any.
    """
    if isinstance(executor, Pool) and not executor.is_started and _size(jobs) < _SMALL:
        executor = InProcess()
    order = sorted(jobs, key=lambda job: -len(job.document.xhtml))
    errors: dict[int, FlorilegiumError] = {}
    # Here, one at a time: what is done can be kept before the next is begun.
    batches = [[job] for job in order] if isinstance(executor, InProcess) else [order]
    try:
        for job, future in _done(batches, executor):
            try:
                yield job, future.result()
            except FlorilegiumError as err:
                errors[jobs.index(job)] = err
    except BrokenExecutor as err:
        raise _lost() from err
    raise_all(errors[place] for place in sorted(errors))


def _done(batches: list[list[Job]], executor: Executor) -> Iterator[tuple[Job, Future[bytes]]]:
    for batch in batches:
        futures = {executor.submit(work, job): job for job in batch}
        doubts = 0
        while futures:
            try:
                for future in as_completed(futures, timeout=_PATIENCE):
                    # Popped, so that results do not pile up.
                    yield futures.pop(future), future
            except TimeoutError:
                is_lost = isinstance(executor, Cluster) and executor.is_lost()
                doubts = doubts + 1 if is_lost else 0
                if doubts > 1:  # a worker that is started again has its time
                    raise _no_workers() from None


def work(job: Job) -> bytes:
    """Return the pages of *job*, packed: what a worker runs.

    One at a time in a process, should an executor have threads: the engine is patched while it
    works.
    """
    with _ONE_AT_A_TIME:
        return pack(laid_out.do(job))


def _size(jobs: list[Job]) -> int:
    return sum(len(job.document.xhtml) for job in jobs)


def _cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _lost() -> MachineError:
    return MachineError(
        "a worker process was ended from outside while it laid out pages",
        hint="Often memory ran out. Build again with fewer workers: --jobs 1. "
        "What was finished is kept.",
    )


def _no_workers() -> MachineError:
    return MachineError(
        "all workers of the Dask cluster are gone",
        where="--dask",
        hint="Start others with 'dask worker ADDRESS', with more memory each if it ran out, "
        "and build again. What was finished is kept.",
    )


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Hold Ctrl-C back for the moment: a process begun now leaves it to the one it works for."""
    if not hasattr(signal, "pthread_sigmask"):  # on Windows; there `_begin` does what it can
        yield
        return
    resource_tracker.ensure_running()  # when it starts, it lets them through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


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
