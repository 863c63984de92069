"""``florilegium init``: start a new book."""

import argparse
from pathlib import Path

from florilegium.cli.console import Console
from florilegium.cli.options import Commands


def add_init(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add ``florilegium init`` to *commands*."""
    parser = commands.add_parser("init", parents=[common], help="start a new book")
    parser.description = "Write a small book of your own to start from; nothing is overwritten."
    parser.add_argument("folder", type=Path, metavar="DIR", help="a new or empty folder")
    parser.set_defaults(run=_run_init)


def _run_init(options: argparse.Namespace, console: Console) -> int:
    from florilegium.desk import scaffold  # noqa: PLC0415  # only when asked for

    for path in scaffold.write(options.folder):
        console.done(str(path))
    console.done(f"Now: cd {options.folder} && nox")
    return 0
