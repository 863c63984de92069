"""Workers that lay out pages: this process, a pool of others, or a Dask cluster."""

import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, as_completed
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

from florilegium.errors import FlorilegiumError, MachineError, ToolError, raise_all
from florilegium.host.pool import PATIENCE, InProcess, Pool
from florilegium.render.press.layout import engine, laid_out
from florilegium.render.press.layout.laid_out import Job
from florilegium.render.press.layout.packing import pack

_P = ParamSpec("_P")
_T = TypeVar("_T")
# Less XHTML than this is laid out sooner than a worker has started.
_SMALL = 150_000
_ONE_AT_A_TIME = threading.Lock()


def expect(executor: Executor | None, letters: int) -> None:
    """Start the processes of *executor* now if so many *letters* to lay out will need them."""
    if isinstance(executor, Pool) and letters >= _SMALL:
        executor.start(engine.load)


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
    places = {id(job): place for place, job in enumerate(jobs)}
    errors: dict[int, FlorilegiumError] = {}
    # Here, one at a time: what is done can be kept before the next is begun.
    batches = [[job] for job in order] if isinstance(executor, InProcess) else [order]
    try:
        for job, future in _done(batches, executor):
            try:
                yield job, future.result()
            except FlorilegiumError as err:
                errors[places[id(job)]] = err
    except (BrokenExecutor, CancelledError) as err:
        raise _lost() from err
    raise_all(errors[place] for place in sorted(errors))


def _done(batches: list[list[Job]], executor: Executor) -> Iterator[tuple[Job, Future[bytes]]]:
    for batch in batches:
        futures = {executor.submit(work, job): job for job in batch}
        doubts = 0
        while futures:
            try:
                for future in as_completed(futures, timeout=PATIENCE):
                    # Popped, so that results do not pile up.
                    yield futures.pop(future), future
            except TimeoutError:
                is_lost = isinstance(executor, Cluster | Pool) and executor.is_lost()
                doubts = doubts + 1 if is_lost else 0
                if doubts > 1:  # a worker that is started again has its time
                    raise (_lost() if isinstance(executor, Pool) else _no_workers()) from None


def work(job: Job) -> bytes:
    """Return the pages of *job*, packed: what a worker runs.

    One at a time in a process, should an executor have threads: the engine is patched while it
    works.
    """
    with _ONE_AT_A_TIME:
        return pack(laid_out.do(job))


def _size(jobs: list[Job]) -> int:
    return sum(len(job.document.xhtml) for job in jobs)


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
