"""Processes that share work: one that is lost is told, and nobody waits for it."""

import os
import pickle
import signal
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor, CancelledError, ProcessPoolExecutor
from concurrent.futures import process as processes
from multiprocessing import active_children
from multiprocessing.connection import Connection

import pytest
from lxml import etree
from press_sample import META, PRINT, chapter

from florilegium.errors import ConfigError, FlorilegiumError, MachineError, SeedError, Several
from florilegium.host import pool as pools
from florilegium.host.pandoc import PandocError
from florilegium.host.pool import Pool, shared
from florilegium.project.styles import find_styles
from florilegium.render import press
from florilegium.render.press.binding import workers
from florilegium.render.press.layout.laid_out import Job


class Fragile(ProcessPoolExecutor):
    """A pool that can be told to break at the next piece of work."""

    made = 0
    breaks = None

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        Fragile.made += 1

    def submit(self, fn, /, *arguments, **options):
        if self.breaks is not None:
            raise self.breaks
        return super().submit(fn, *arguments, **options)


@pytest.mark.parametrize("fault", [BrokenExecutor("broken"), OSError("handle is closed")])
def test_a_pool_that_broke_is_made_anew(fault, monkeypatch):
    monkeypatch.setattr(pools, "ProcessPoolExecutor", Fragile)
    Fragile.made = 0
    with Pool(1) as pool:
        first = pool.submit(abs, -1)
        assert 1 == first.result()
        pool._pool.breaks = fault

        assert 2 == pool.submit(abs, -2).result()
    assert 2 == Fragile.made


def test_a_pool_that_breaks_while_it_starts_a_process_is_made_anew():
    with Pool(2) as pool:
        lost = pool.submit(time.sleep, 60)
        pool._pool._call_queue._reader.close()  # as Python 3.11 does, in a thread of its own

        assert 2 == pool.submit(abs, -2).result()
        with pytest.raises((BrokenExecutor, CancelledError)):
            lost.result()


def test_a_machine_that_starts_no_process_is_not_asked_for_ever(monkeypatch):
    def refuse(*_arguments, **_options):
        raise OSError(11, "no more processes")

    monkeypatch.setattr(processes.ProcessPoolExecutor, "submit", refuse)
    with Pool(1) as pool, pytest.raises(OSError, match="no more processes"):
        pool.submit(abs, -1)


@pytest.fixture
def unwatched(monkeypatch):
    """Let the thread that tells of lost processes be lost itself, as it may in Python 3.11."""
    monkeypatch.setattr(processes._ExecutorManagerThread, "terminate_broken", lambda *_: None)
    for module in (pools, workers):
        monkeypatch.setattr(module, "PATIENCE", 0.1)


def end_this_process(_job):
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(60)


@pytest.mark.usefixtures("unwatched")
def test_nobody_waits_for_a_process_of_which_nobody_tells(monkeypatch):
    monkeypatch.setattr(workers, "_SMALL", 0)
    monkeypatch.setattr(workers, "work", end_this_process)
    job = Job(chapter("one"), press.style_for(META, edition=PRINT, styles=find_styles()))
    with pytest.raises(MachineError, match="a worker process was ended"), Pool(2) as pool:
        list(workers.finished([job], pool))


@pytest.mark.usefixtures("unwatched")
def test_work_that_is_shared_waits_for_nobody_either():
    with pytest.raises(BrokenExecutor):
        list(shared(end_this_process, "ab", jobs=2))
    assert [] == active_children()


def end_in_the_middle_of_an_answer(_item):
    def half(connection, letters):
        connection._send(letters[: len(letters) // 2])
        os.kill(os.getpid(), signal.SIGKILL)

    Connection._send_bytes = half
    return b"x" * 1000


def test_half_an_answer_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(pools, "PATIENCE", 0.1)

    with pytest.raises(BrokenExecutor):
        list(shared(end_in_the_middle_of_an_answer, "ab", jobs=2))
    assert [] == active_children()


@pytest.mark.parametrize("moment", range(10))
def test_whoever_stops_workers_in_the_middle_of_an_answer_goes_on(moment):
    pool = Pool(2)
    answers = [pool.submit(bytes, 40_000_000) for _ in range(4)]
    answers[0].result()
    time.sleep(moment / 200)

    pool.shutdown(cancel_futures=True)

    assert [] == active_children()


def later(number):
    time.sleep(0.3 / (number + 1))
    return number


@pytest.mark.parametrize("jobs", [0, 1, 2])
def test_shared_work_comes_back_in_order(jobs):
    assert [0, 1, 2, 3] == list(shared(later, range(4), jobs=jobs))
    assert [] == active_children()


def fail(_item):
    raise TimeoutError("mine")


def test_a_fault_of_the_work_is_raised_as_it_is():
    with pytest.raises(TimeoutError, match="mine"):
        list(shared(fail, "ab", jobs=2))
    assert [] == active_children()


def test_workers_start_as_soon_as_much_is_expected():
    with Pool(1) as pool:
        workers.expect(pool, 1000)
        idle = pool.is_started
        workers.expect(pool, 10_000_000)

        assert (False, True) == (idle, pool.is_started)
    assert not pool.is_started


def kinds(kind):
    return {kind, *(one for below in kind.__subclasses__() for one in kinds(below))}


ERRORS = {
    Several: Several([ConfigError("a", where="b:1", hint="c"), SeedError("d")]),
    PandocError: PandocError("a", piece=3),
}


@pytest.mark.parametrize("kind", sorted(kinds(FlorilegiumError), key=str))
def test_an_error_of_ours_comes_from_another_process_as_it_is(kind):
    error = ERRORS.get(kind) or kind("what", where="a.md:3", hint="what next")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  # our own

    assert (type(error), str(error), error.exit_code) == (type(again), str(again), again.exit_code)
    if kind is Several:
        assert list(map(str, error.errors)) == list(map(str, again.errors))


def raise_ours(error):
    raise error


@pytest.mark.parametrize("error", ERRORS.values(), ids=lambda error: type(error).__name__)
def test_a_worker_that_raises_an_error_of_ours_is_not_lost(error):
    with pytest.raises(type(error), match="a"):
        list(shared(raise_ours, [error, error], jobs=2))


def read_a_page(text):
    return etree.fromstring(text).tag


def test_a_worker_whose_error_cannot_be_read_again_is_not_lost_either():
    with pytest.raises(RuntimeError, match="XMLSyntaxError: ") as caught:
        list(shared(read_a_page, ["<a>"] * 2, jobs=2))

    assert "in read_a_page" in str(caught.value.__cause__)  # the traceback of a defect


@pytest.mark.skipif(os.name != "posix", reason="it has no such process")
@pytest.mark.parametrize("then", ["pass", "pool.submit(abs, -2).result()"])
def test_of_a_lost_tracker_of_semaphores_nobody_hears(then):
    program = (
        "import os, time\n"
        "from multiprocessing import resource_tracker\n"
        "from florilegium.host.pool import Pool\n"
        "if __name__ == '__main__':\n"
        "    with Pool(2) as pool:\n"
        "        pool.submit(abs, -1).result()\n"
        "        os.kill(resource_tracker._resource_tracker._pid, 9)\n"
        "        time.sleep(0.2)\n"
        f"        {then}\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=False, capture_output=True, text=True
    )

    assert (0, "") == (done.returncode, done.stderr)
