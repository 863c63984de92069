"""Options that several commands share: how many workers, and which."""

import argparse
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from typing import TypeAlias

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001  # no public name


def add_work_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say who lays out pages, and whether anything is kept."""
    parser.add_argument(
        "-j", "--jobs", type=_count, metavar="N",
        help="lay out N chapters at a time (every core when not said)",
    )  # fmt: skip
    parser.add_argument(
        "--dask", metavar="ADDRESS", help="lay out on the Dask cluster whose scheduler is there"
    )
    parser.add_argument(
        "--no-cache", action="store_true", help="make everything anew, and keep nothing"
    )


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of workers: 1 or more")
    return int(text)


def executor_for(options: argparse.Namespace) -> AbstractContextManager[Executor]:
    """Return the workers that *options* ask for: of this machine or of a Dask cluster."""
    from florilegium.render.press.binding import workers  # noqa: PLC0415  # only when asked for

    return workers.cluster(options.dask) if options.dask else workers.local(options.jobs)
