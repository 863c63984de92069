"""Options that several commands share: how many workers, and which."""

import argparse
import re
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from typing import TypeAlias

from florilegium.errors import clipped

MOST = 256  # workers: each is a process, with the engines in it
_SHOWN = 40
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001  # no public name


def add_work_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say who lays out pages, and whether anything is kept."""
    parser.add_argument(
        "-j", "--jobs", type=number("workers", 1, MOST), metavar="N",
        help="lay out N chapters at a time (every core when not said)",
    )  # fmt: skip
    parser.add_argument(
        "--dask", metavar="ADDRESS", help="lay out on the Dask cluster whose scheduler is there"
    )
    parser.add_argument(
        "--no-cache", action="store_true", help="make everything anew, and keep nothing"
    )


def number(what: str, least: int, most: int) -> Callable[[str], int]:
    """Return what reads the number of an option: of *what*, from *least* to *most*."""

    def read(text: str) -> int:
        if re.fullmatch("[0-9]{1,9}", text) and least <= int(text) <= most:
            return int(text)
        shown = clipped(text, _SHOWN)
        raise argparse.ArgumentTypeError(f"{shown!r} is no number of {what}: {least} to {most}")

    return read


def executor_for(options: argparse.Namespace) -> AbstractContextManager[Executor]:
    """Return the workers that *options* ask for: of this machine or of a Dask cluster."""
    if options.dask:
        from florilegium.render.press.binding import workers  # noqa: PLC0415  # only when asked for

        return workers.cluster(options.dask)
    from florilegium.host import pool  # noqa: PLC0415  # the same

    return pool.local(options.jobs)
