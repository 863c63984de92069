"""A command that is killed leaves nothing behind: no process, no half file, the same next book."""

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from library import Chapter, Volume

MOMENTS = int(
    os.environ.get("FLORILEGIUM_KILLS", "20" if os.environ.get("CI") else "4")
)  # by hand: 200
SENTENCE = "The keeper of the weir wrote it down every evening, in a hand as even as the water. "
# So much markup that workers are started for it, and little to lay out.
LINKS = " ".join(f"[weir](https://example.org/{'a' * 900}{number})" for number in range(60))
EDITIONS = (
    '[print]\nformat = "pdf"\npage = "A5"\nprinter = "copy-shop-a4"\n[ebook]\nformat = "epub"\n'
)
COMMANDS = {
    "check": ["check"], "print": ["print"], "handout": ["handout", "c1"],
    "watch": ["build", "--watch"],
}  # fmt: skip
OTHERS = [(name, moment) for name in (*COMMANDS, "add") for moment in range(-(-MOMENTS // 10))]
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
pytestmark = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="needs /proc to count processes"
)


def tmp_of(folder):
    """A folder for what passes, of a path short enough for sockets."""
    made = Path(tempfile.gettempdir(), f"k{hashlib.sha256(str(folder).encode()).hexdigest()[:8]}")
    made.mkdir(exist_ok=True)
    return made


def start(folder, *words):
    return subprocess.Popen(
        [sys.executable, "-m", "florilegium", *words, "-q", "-C", folder],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        env={**os.environ, "TMPDIR": str(tmp_of(folder))},
    )  # fmt: skip


def of_session(leader):
    """The processes of the session of *leader* that are still there, with their command lines."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
            words = (stat.parent / "cmdline").read_text(errors="replace")
        except OSError:
            continue
        if int(fields[3]) == leader and fields[0] != "Z":
            found[int(stat.parent.name)] = words
    return found


def contents(folder, *names):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for name in names
        for path in sorted((folder / name).rglob("*"))
        # What a killed process had put aside is swept by the next command.
        if path.is_file() and path.suffix != ".aside"
    }


def inputs(folder):
    return contents(folder, "book", "seeds")


def outputs(folder):
    return contents(folder, "build/pdf", "build/epub", "build/print", "build/handout")


def put_aside(folder):
    passing = tmp_of(folder).iterdir()
    return [*folder.rglob("*.aside"), *folder.rglob(".*.before"), *passing]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A book with all that is made of it, made in peace, to compare with; how long that took."""
    chapters = [
        Chapter(f"c{n}", "\n\n".join([SENTENCE * 12] * 8), f"::: headnote\n*A* {LINKS}\n:::\n")
        for n in range(4)
    ]
    volume = Volume(chapters, files={"book/editions.toml": EDITIONS})
    folder = volume.put(tmp_path_factory.mktemp("whole") / "b")
    begun = time.monotonic()
    for words in (["build"], ["print"], ["handout", "c1"]):
        done = start(folder, *words, "--jobs", "2")
        _, told = done.communicate(timeout=300)
        assert done.returncode in (0, 1), told
        if words == ["build"]:
            seconds = time.monotonic() - begun
    shutil.rmtree(folder / "build" / ".cache")
    yield folder, seconds
    shutil.rmtree(tmp_of(folder))


@pytest.fixture
def copied(whole, tmp_path):
    shutil.copytree(whole[0], tmp_path / "b")
    yield tmp_path / "b"
    shutil.rmtree(tmp_of(tmp_path / "b"))


def end(process, number, *, expected=()):
    """Wait for *process*, which got the signal *number*: it says one thing, and leaves nobody."""
    _, told = process.communicate(timeout=60)  # a worker that lived on would hold the pipe
    assert process.returncode in (-number, 128 + number, *expected), told
    assert "Traceback" not in told
    assert process.returncode != 128 + number or 1 == len(told.strip().splitlines()), told
    deadline = time.monotonic() + 15
    while (left := of_session(process.pid)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert {} == left
    return told


@pytest.mark.parametrize("moment", range(MOMENTS))
def test_a_killed_build_leaves_nothing_behind(moment, whole, copied):
    good, seconds = whole
    dice = random.Random(moment)  # noqa: S311  # the same every time
    number = SIGNALS[moment % 3]

    build = start(copied, "build", "--jobs", "2")
    time.sleep(seconds * (moment + dice.random()) / MOMENTS)
    build.send_signal(number)
    end(build, number, expected=(0, 1))

    assert inputs(good) == inputs(copied)
    assert outputs(good) == outputs(copied)
    if number != signal.SIGKILL:
        assert [] == put_aside(copied)
    if moment % 5 == 0:
        start(copied, "build", "--jobs", "1").communicate(timeout=300)
        assert outputs(good) == outputs(copied)
        assert [] == put_aside(copied)


@pytest.mark.parametrize(("name", "moment"), OTHERS)
def test_no_command_that_is_killed_leaves_anything_behind(name, moment, whole, copied, tmp_path):
    good, seconds = whole
    dice = random.Random(f"{name} {moment}")  # noqa: S311  # the same every time
    number = SIGNALS[(moment + len(name)) % 3]
    (pile := tmp_path / "pile").mkdir()
    for title in ("One", "Two", "Three"):
        (pile / f"{title}.txt").write_text(f"{title}\n\n{SENTENCE * 5}\n")
    words = ["add", str(pile)] if name == "add" else [*COMMANDS[name], "--jobs", "2"]

    command = start(copied, *words)
    time.sleep(dice.uniform(0.3, 2.5 if name == "add" else seconds * 1.2))
    command.send_signal(number)
    end(command, number, expected=() if name == "watch" else (0, 1))

    assert outputs(good) == outputs(copied)
    if number != signal.SIGKILL:
        assert [] == put_aside(copied)
    start(copied, "cache").communicate(timeout=60)  # any next command
    if inputs(good) != inputs(copied):
        assert name == "add"
        before = inputs(copied)
        again = start(copied, *words)
        again.communicate(timeout=60)
        assert (0, before) == (again.returncode, inputs(copied))
    if moment % 4 == 1 and name not in ("add", "watch", "check"):
        start(copied, *words).communicate(timeout=300)
        assert outputs(good) == outputs(copied)
        assert [] == put_aside(copied)


@pytest.mark.parametrize("number", SIGNALS)
def test_files_that_are_cleaned_are_left_by_all_workers(number, tmp_path):
    words = ["clean", "--jobs", "2", "--out", "out"]
    for place in range(40):
        path = tmp_path / f"{place}.txt"
        path.write_text("\n\n".join([SENTENCE * 5] * 200))
        words.append(path.name)
    command = subprocess.Popen(
        [sys.executable, "-m", "florilegium", *words], cwd=tmp_path, text=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    while command.poll() is None and not list(tmp_path.glob("out/*.txt")):
        time.sleep(0.01)
    assert len(of_session(command.pid)) > 2
    command.send_signal(number)

    end(command, number)
    if number == signal.SIGKILL:  # the next one sweeps
        again = [sys.executable, "-m", "florilegium", *words[:6]]
        subprocess.run(again, cwd=tmp_path, check=True, capture_output=True)
    assert [] == list(tmp_path.rglob("*.aside"))


@pytest.mark.parametrize(
    ("part", "number", "why"),
    [
        ("spawn_main", signal.SIGKILL, "a worker process was ended from outside"),
        ("pypandoc", signal.SIGKILL, "pandoc was ended from outside"),
        ("pypandoc", signal.SIGTERM, "pandoc was ended from outside"),
    ],
)
def test_one_process_that_is_killed_alone_is_told_and_blamed_on_nobody(
    part, number, why, whole, copied
):
    build = start(copied, "build", "--jobs", "2")
    while build.poll() is None:
        if found := [pid for pid, words in of_session(build.pid).items() if part in words]:
            os.kill(found[0], number)
            break
    told = end(build, number, expected=(6,))

    assert 6 == build.returncode
    assert told.startswith(f"error {why}"), told
    assert 2 == len(told.strip().splitlines()), told
    assert (inputs(whole[0]), outputs(whole[0])) == (inputs(copied), outputs(copied))
    assert [] == put_aside(copied)


def test_ctrl_c_is_one_line_whatever_the_workers_do(copied):
    shutil.rmtree(copied / "build")
    build = start(copied, "build", "--jobs", "2")
    while build.poll() is None:
        if sum("spawn_main" in words for words in of_session(build.pid).values()) > 1:
            break  # they are just being started
    os.killpg(build.pid, signal.SIGINT)  # as a terminal does: to all of them
    told = end(build, signal.SIGINT, expected=(0, 1))

    assert build.returncode == 130, told


def test_a_worker_never_hears_ctrl_c(copied):
    build = start(copied, "build", "--jobs", "2")
    heard = set()
    while build.poll() is None:
        for pid, words in of_session(build.pid).items():
            if "spawn_main" in words:
                try:
                    status = Path(f"/proc/{pid}/status").read_text()
                except OSError:
                    continue
                mask = int(status.partition("SigBlk:")[2].split()[0], 16)
                heard.add(bool(mask & 1 << signal.SIGINT - 1))
        if heard:
            break
    build.terminate()
    end(build, signal.SIGTERM)

    assert {True} == heard
