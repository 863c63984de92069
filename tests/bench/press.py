"""How long a book takes, and how much memory, beside other ways to make it.

    nox -s bench -- press [--chapters 2,10,50] [--peers one-html,typst]

Writes ``build/bench.json`` and prints the same as a table. Ratios within one run hold on any
machine; times do not.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import anthology

from florilegium.styles import packaged

HERE = Path(__file__).parent
REPORT = HERE.parents[1] / "build" / "bench.json"


@dataclass(frozen=True)
class Run:
    """One run: seconds on the clock and of all processors, megabytes of the largest process."""

    chapters: int
    case: str
    wall: float
    cpu: float
    memory: float
    size: int


def main(arguments: Sequence[str]) -> int:
    """Time the books asked for; return 0."""
    parser = argparse.ArgumentParser(prog="bench press", description=__doc__)
    parser.add_argument("--chapters", default="2,10,50", metavar="N,N")
    parser.add_argument("--peers", default="one-html,typst", metavar="NAME,NAME")
    parser.add_argument("--workers", default="1,2", metavar="1,2", help="2 alone saves a run")
    options = parser.parse_args(arguments)
    runs: list[Run] = []
    workers = [int(number) for number in options.workers.split(",")]
    for count in (int(number) for number in options.chapters.split(",")):
        for run in press(
            count, peers=list(filter(None, options.peers.split(","))), workers=workers
        ):
            runs.append(run)
            print(_row(run), flush=True)
    ratios = _ratios(runs)
    report = {"press": [asdict(run) for run in runs], "ratios (clock, processors)": ratios}
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    for case, found in ratios.items():
        print(case, found)
    return 0


def press(count: int, *, peers: list[str], workers: list[int]) -> Iterator[Run]:
    """Yield the runs for a book of *count* chapters."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "book"
        made = anthology.write(folder, count)
        seed = folder / "seeds" / f"{made[0].slug}.txt"
        build = [sys.executable, "-m", "florilegium.cli", "build", "pdf", "-q", "-C", str(folder)]
        target = folder / "build" / "pdf" / f"an-anthology-of-{count}.pdf"

        def ours(case: str, *options: str) -> Run:
            return _timed(count, case, [*build, *options], target)

        if 1 in workers:
            yield ours("cold, 1 worker", "--jobs", "1")
            shutil.rmtree(folder / "build")
        yield ours("cold, 2 workers", "--jobs", "2")
        yield ours("nothing changed", "--jobs", "2")
        words = seed.read_text(encoding="utf-8")
        seed.write_text(f"{words}\nAnother paragraph of the same.\n", encoding="utf-8")
        yield ours("one chapter edited", "--jobs", "2")
        for peer in peers:
            yield PEERS[peer](count, Path(scratch), made)


def one_html(count: int, scratch: Path, _made: tuple[anthology.Chapter, ...]) -> Run:
    """Return the run of WeasyPrint over the book in one piece, with the same text stages."""
    target = scratch / "one.pdf"
    command = [sys.executable, str(HERE / "one_html.py"), str(scratch / "book"), str(target)]
    return _timed(count, "one HTML, WeasyPrint", command, target)


def typst(count: int, scratch: Path, made: tuple[anthology.Chapter, ...]) -> Run:
    """Return the run of Typst over the same texts, without text stages."""
    source, target = scratch / "book.typ", scratch / "typst.pdf"
    source.write_text(anthology.typst(made), encoding="utf-8")
    program = "import sys, typst; typst.compile(*sys.argv[1:3], font_paths=[sys.argv[3]])"
    fonts = str(packaged() / "fonts")
    command = [sys.executable, "-c", program, str(source), str(target), fonts]
    return _timed(count, "Typst", command, target)


PEERS: dict[str, Callable[[int, Path, tuple[anthology.Chapter, ...]], Run]] = {
    "one-html": one_html,
    "typst": typst,
}


def _timed(count: int, case: str, command: list[str], target: Path) -> Run:
    environment = {**os.environ, "FONTCONFIG_FILE": str(packaged() / "fonts.conf")}
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=environment)  # our own commands
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    if status:
        sys.exit(f"{case} failed: {' '.join(command)}")
    cpu = used.ru_utime + used.ru_stime
    size = target.stat().st_size
    return Run(count, case, round(wall, 2), round(cpu, 2), round(used.ru_maxrss / 1024), size)


def _ratios(runs: list[Run]) -> dict[str, dict[int, tuple[float, float]]]:
    """How many times the clock and the processors every case takes of ours, cold, 2 workers."""
    ours = {run.chapters: run for run in runs if run.case == "cold, 2 workers"}
    found: dict[str, dict[int, tuple[float, float]]] = {}
    for run in runs:
        base = ours[run.chapters]
        ratio = (round(run.wall / base.wall, 3), round(run.cpu / base.cpu, 3))
        found.setdefault(run.case, {})[run.chapters] = ratio
    return found


def _row(run: Run) -> str:
    return (
        f"{run.chapters:5}  {run.case:22} {run.wall:8.2f} s {run.cpu:8.2f} s cpu "
        f"{run.memory:7.0f} MB {run.size / 1e6:7.2f} MB"
    )
