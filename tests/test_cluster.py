"""A book laid out on a real Dask cluster: a scheduler and two workers, each a process."""

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from florilegium import cli

pytest.importorskip("distributed")

_SCHEDULER = "from distributed.cli.dask_scheduler import main; main()"
_WORKER = "from distributed.cli.dask_worker import main; main()"


@contextmanager
def running(program, *arguments, **options):
    process = subprocess.Popen(
        [sys.executable, "-c", program, *arguments], start_new_session=True, **options
    )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process.stderr:
            process.stderr.close()


@pytest.fixture
def address(tmp_path):
    """Return the address of a scheduler with two workers, for as long as a test lasts."""
    here = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard")
    log = {"stderr": subprocess.PIPE, "text": True}
    with running(_SCHEDULER, *here, **log) as scheduler:
        found = next(
            match[1]
            for line in scheduler.stderr
            if (match := re.search(r"Scheduler at:\s+(tcp://\S+)", line))
        )
        work = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory")
        quiet = {"stderr": subprocess.DEVNULL}
        with (
            running(_WORKER, found, *work, str(tmp_path / "w1"), **quiet),
            running(_WORKER, found, *work, str(tmp_path / "w2"), **quiet),
        ):
            time.sleep(2)
            yield found


def test_a_cluster_makes_the_same_bytes(book, address):
    local, far = book("everything"), None
    assert cli.main(["build", "pdf", "-q", "--no-cache", "-j1", "-C", str(local)]) in {0, 1}
    path = next((local / "build" / "pdf").glob("*.pdf"))
    far = path.read_bytes()
    path.unlink()

    # In a process of its own: here, nothing may use the network.
    command = [sys.executable, "-m", "florilegium.cli", "build", "pdf", "-q", "--no-cache"]
    done = subprocess.run(
        [*command, "--dask", address, "-C", str(local)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert done.returncode in {0, 1}, done.stderr
    assert far == path.read_bytes()


def test_a_cluster_that_is_not_there_is_an_error(book):
    command = [sys.executable, "-m", "florilegium.cli", "build", "pdf", "-q"]
    done = subprocess.run(
        [*command, "--dask", "tcp://127.0.0.1:9", "-C", str(book("minimal"))],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "2s"},
    )

    assert 5 == done.returncode
    assert "no Dask scheduler answers" in done.stderr
