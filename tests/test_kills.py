"""A build that is killed leaves nothing behind: no process, no half file, the same next book."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from library import Chapter, Volume

MOMENTS = int(
    os.environ.get("FLORILEGIUM_KILLS", "20" if os.environ.get("CI") else "4")
)  # by hand: 200
SENTENCE = "The keeper of the weir wrote it down every evening, in a hand as even as the water. "
pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")


def start(folder, *options):
    return subprocess.Popen(
        [sys.executable, "-m", "florilegium", "build", "-q", "-C", folder, *options],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        env={**os.environ, "TMPDIR": str(folder.parent / "tmp")},
    )  # fmt: skip


def of_session(leader):
    """The processes of the session of *leader* that are still there."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == leader and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def contents(folder, *names):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for name in names
        for path in sorted((folder / name).rglob("*"))
        # What a killed process had put aside is swept by the next build.
        if path.is_file() and ".cache" not in path.parts and path.suffix != ".aside"
    }


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A book that was built in peace, to compare with."""
    chapters = [Chapter(f"c{n}", "\n\n".join([SENTENCE * 12] * 24)) for n in range(4)]
    folder = Volume(chapters).put(tmp_path_factory.mktemp("whole") / "b")
    (folder.parent / "tmp").mkdir()
    begun = time.monotonic()
    done = start(folder, "--jobs", "2")
    _, told = done.communicate(timeout=300)
    assert done.returncode in (0, 1), told
    return folder, time.monotonic() - begun


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to count processes")
@pytest.mark.parametrize("moment", range(MOMENTS))
def test_a_killed_build_leaves_nothing_behind(moment, whole, tmp_path):
    good, seconds = whole
    folder = tmp_path / "b"
    shutil.copytree(good, folder)
    shutil.rmtree(folder / "build" / ".cache")
    (tmp_path / "tmp").mkdir()
    inputs, books = contents(folder, "book", "seeds"), contents(folder, "build/pdf", "build/epub")
    dice = random.Random(moment)  # noqa: S311  # the same every time
    number = (signal.SIGKILL, signal.SIGTERM)[moment % 2]

    build = start(folder, "--jobs", "2")
    time.sleep(seconds * (moment + dice.random()) / MOMENTS)
    build.send_signal(number)
    _, told = build.communicate(timeout=30)  # a worker that lived on would hold the pipe
    code = build.returncode

    assert code in (-number, 128 + number, 0, 1), told
    assert "Traceback" not in told
    deadline = time.monotonic() + 15
    while (left := of_session(build.pid)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert [] == left
    assert inputs == contents(folder, "book", "seeds")
    assert books == contents(folder, "build/pdf", "build/epub")
    if number == signal.SIGTERM:
        assert [] == list(folder.rglob("*.aside")) + list((tmp_path / "tmp").iterdir())
    if moment % 5 == 0:
        again = start(folder, "--jobs", "1")
        again.communicate(timeout=300)
        assert books == contents(folder, "build/pdf", "build/epub")
        assert [] == list(folder.rglob("*.aside")) + list((tmp_path / "tmp").iterdir())


def test_ctrl_c_is_one_line_whatever_the_workers_do(whole, tmp_path):
    good, seconds = whole
    folder = tmp_path / "b"
    shutil.copytree(good, folder)
    shutil.rmtree(folder / "build")
    (tmp_path / "tmp").mkdir()
    build = start(folder, "--jobs", "2")
    time.sleep(seconds * 0.6)
    os.killpg(build.pid, signal.SIGINT)  # as a terminal does: to all of them
    _, told = build.communicate(timeout=30)

    assert build.returncode in (130, 0, 1)
    assert build.returncode != 130 or 1 == len(told.strip().splitlines()), told
