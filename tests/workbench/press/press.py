"""The time and memory that a book takes, beside other ways to make it.

    nox -s bench -- press [--chapters 2,10,50] [--peers one-html,pandoc,typst]

Writes ``build/bench.json`` and ``build/bench.svg``, prints the same as a table, and says the
ratios. Ratios within one run hold on any machine; times do not.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from florilegium.project.styles import packaged
from workbench.press import anthology, plot
from workbench.press.peers import NAMES, PEERS

REPORT = Path(__file__).parents[3] / "build" / "bench.json"
COLD, EDITED = "cold, 2 workers", "one chapter edited"


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
    parser.add_argument("--peers", default="one-html,pandoc,typst", metavar="NAME,NAME")
    parser.add_argument("--workers", default="1,2", metavar="1,2", help="2 alone saves a run")
    options = parser.parse_args(arguments)
    peers = [name for name in options.peers.split(",") if name]
    if unknown := set(peers) - set(PEERS):
        parser.error(f"no such peer: {', '.join(sorted(unknown))} (there are {', '.join(PEERS)})")
    runs: list[Run] = []
    workers = [int(number) for number in options.workers.split(",")]
    for count in (int(number) for number in options.chapters.split(",")):
        for run in press(count, peers=peers, workers=workers):
            runs.append(run)
            print(_row(run), flush=True)
    report = {"press": [asdict(run) for run in runs], "ratios (clock, processors)": _ratios(runs)}
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    counts = dict.fromkeys(run.chapters for run in runs)
    groups = [
        (f"{count} chapters", [(run.case, run.wall) for run in runs if run.chapters == count])
        for count in counts
    ]
    plot.draw(groups, REPORT.with_suffix(".svg"), peers=set(NAMES.values()))
    for sentence in _said(runs):
        print(sentence)
    return 0


def press(count: int, *, peers: list[str], workers: list[int]) -> Iterator[Run]:
    """Yield the runs for a book of *count* chapters."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "book"
        made = anthology.write(folder, count)
        style = folder / "styles" / "print.css"
        style.parent.mkdir()
        shutil.copyfile(packaged() / style.name, style)
        for peer in peers:
            command, target = PEERS[peer](Path(scratch), made)
            yield _timed(count, NAMES[peer], command, target)
        shutil.rmtree(folder / "build", ignore_errors=True)
        yield from _ours(count, folder, made, workers=workers)


def _ours(
    count: int, folder: Path, made: tuple[anthology.Chapter, ...], *, workers: list[int]
) -> Iterator[Run]:
    """Yield our own runs, each an edit after the one before it."""
    name = f"an-anthology-of-{count}"
    printed = folder / "build" / "pdf" / f"{name}.pdf"
    ebook = folder / "build" / "epub" / f"{name}.epub"
    seed = folder / "seeds" / f"{made[0].slug}.md"
    style = folder / "styles" / "print.css"

    def run(case: str, *options: str, target: Path = printed) -> Run:
        program = [sys.executable, "-m", "florilegium"]
        return _timed(count, case, [*program, *options, "-q", "-C", str(folder)], target)

    yield run("text stages alone", "clean", target=folder / "seeds")
    if 1 in workers:
        yield run("cold, 1 worker", "build", "pdf", "--jobs", "1")
        shutil.rmtree(folder / "build")
    build = ("build", "pdf", "--jobs", "2")
    yield run(COLD, *build)
    yield run("nothing changed", *build)
    _append(seed, "\nAnother paragraph of the same.\n")
    yield run(EDITED, *build)
    anthology.add_in_front(folder)
    yield run("a chapter added in front", *build)
    yield run("the e-book after it", "build", "epub", "--jobs", "2", target=ebook)
    _append(style, "\np { orphans: 3 }\n")
    yield run("one rule of the style edited", *build)


def _append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def _timed(count: int, case: str, command: list[str], target: Path) -> Run:
    environment = {**os.environ, "FONTCONFIG_FILE": str(packaged() / "fonts.conf")}
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=environment)  # our own commands
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    if status:
        sys.exit(f"{case} failed: {' '.join(command)}")
    cpu = used.ru_utime + used.ru_stime
    size = target.stat().st_size if target.is_file() else 0
    return Run(count, case, round(wall, 2), round(cpu, 2), round(used.ru_maxrss / 1024), size)


def _ratios(runs: list[Run]) -> dict[str, dict[int, tuple[float, float]]]:
    """How many times the clock and the processors every case takes of ours, cold, 2 workers."""
    ours = {run.chapters: run for run in runs if run.case == COLD}
    found: dict[str, dict[int, tuple[float, float]]] = {}
    for run in runs:
        base = ours[run.chapters]
        ratio = (round(run.wall / base.wall, 3), round(run.cpu / base.cpu, 3))
        found.setdefault(run.case, {})[run.chapters] = ratio
    return found


def _said(runs: list[Run]) -> Iterator[str]:
    """Yield the ratios as sentences: each peer beside everything made, and beside an edit."""
    cases = {(run.chapters, run.case): run for run in runs}
    for (count, case), peer in cases.items():
        if case not in NAMES.values():
            continue
        cold, edited = cases[count, COLD], cases[count, EDITED]
        yield (
            f"{count} chapters beside {case}: everything {peer.wall / cold.wall:.2f} times as "
            f"fast with {cold.memory / peer.memory:.2f} of the memory, an edit "
            f"{peer.wall / edited.wall:.1f} times as fast; the file is "
            f"{cold.size / peer.size:.2f} of the size."
        )
    colds = [run for run in runs if run.case == COLD]
    for run in colds[1:]:
        first = colds[0]
        each = (run.wall / run.chapters) / (first.wall / first.chapters)
        of_how_many = f"of {run.chapters} takes {each:.2f} of the time of one of {first.chapters}"
        yield f"A chapter {of_how_many}."


def _row(run: Run) -> str:
    return (
        f"{run.chapters:5}  {run.case:28} {run.wall:8.2f} s {run.cpu:8.2f} s cpu "
        f"{run.memory:7.0f} MB {run.size / 1e6:7.2f} MB"
    )
