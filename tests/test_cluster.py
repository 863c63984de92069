"""A book laid out on a real Dask cluster: a scheduler and two workers, each a process."""

import os
import re
import shutil
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
def cluster(tmp_path):
    """Return the address of a scheduler, and its two workers, for as long as a test lasts."""
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
            running(_WORKER, found, *work, str(tmp_path / "w1"), **quiet) as first,
            running(_WORKER, found, *work, str(tmp_path / "w2"), **quiet) as second,
        ):
            time.sleep(2)
            yield found, (first, second)


def build_while_workers_are_killed(folder, address, doomed):
    """Build on the cluster, kill the *doomed* workers at the first page; return code and words."""
    command = [sys.executable, "-m", "florilegium", "build", "pdf", "-C", str(folder)]
    with subprocess.Popen(
        [*command, "--dask", address], stderr=subprocess.PIPE, text=True
    ) as process:
        said = []
        for line in process.stderr:
            if "laid out" in line and not any("laid out" in one for one in said):
                for worker in doomed:
                    os.kill(worker.pid, signal.SIGKILL)
            said.append(line)
        return process.wait(timeout=120), "".join(said)


def local_bytes(folder):
    """Return the bytes of a build in this process, with whatever is kept."""
    assert cli.main(["build", "pdf", "-q", "-j1", "-C", str(folder)]) in {0, 1}
    return next((folder / "build" / "pdf").glob("*.pdf")).read_bytes()


def test_when_all_workers_are_killed_the_error_is_clear_and_the_next_build_good(book, cluster):
    address, workers = cluster
    folder = book("everything")

    code, said = build_while_workers_are_killed(folder, address, workers)

    assert 6 == code, said
    assert "all workers of the Dask cluster are gone" in said
    assert "What was finished is kept" in said
    assert "Traceback" not in said
    assert [] == list((folder / "build").glob("pdf/*"))
    after = local_bytes(folder)
    shutil.rmtree(folder / "build")
    assert local_bytes(folder) == after


def test_when_one_worker_is_killed_another_does_its_work(book, cluster):
    address, workers = cluster
    folder = book("everything")

    code, said = build_while_workers_are_killed(folder, address, workers[:1])

    assert code in {0, 1}, said
    made = next((folder / "build" / "pdf").glob("*.pdf")).read_bytes()
    shutil.rmtree(folder / "build")
    assert local_bytes(folder) == made


def test_a_cluster_makes_the_same_bytes(book, cluster):
    address, _workers = cluster
    local, far = book("everything"), None
    assert cli.main(["build", "pdf", "-q", "--no-cache", "-j1", "-C", str(local)]) in {0, 1}
    path = next((local / "build" / "pdf").glob("*.pdf"))
    far = path.read_bytes()
    path.unlink()

    # In a process of its own: here, nothing may use the network.
    command = [sys.executable, "-m", "florilegium", "build", "pdf", "-q", "--no-cache"]
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
    command = [sys.executable, "-m", "florilegium", "build", "pdf", "-q"]
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


def test_a_cluster_makes_the_same_print_kit(book, cluster):
    pytest.importorskip("pdfimpose")
    address, _workers = cluster
    folder = book("minimal")
    settings = '[print]\nformat = "pdf"\nprinter = "copy-shop-a4"\nbinding = "saddle"\n'
    (folder / "book" / "editions.toml").write_text(settings, "utf-8")
    kits = []
    for where in (["-j1"], ["--dask", address]):
        command = [sys.executable, "-m", "florilegium", "print", "-q", "--no-cache", *where]
        done = subprocess.run(
            [*command, "-C", str(folder)], capture_output=True, text=True, check=False, timeout=120
        )
        assert 0 == done.returncode, done.stderr
        kit = folder / "build" / "print"
        kits.append({path.name: path.read_bytes() for path in kit.rglob("*") if path.is_file()})
        shutil.rmtree(kit)

    assert "booklet.pdf" in kits[0]
    assert kits[0] == kits[1]
