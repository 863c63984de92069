"""``florilegium print``: the files for a print shop."""

import argparse

from florilegium import builder
from florilegium.cli.console import Console
from florilegium.cli.options import Commands, add_work_options, executor_for
from florilegium.project.project import Project

_SAID = ("interior.pdf", "cover.pdf", "booklet.pdf", "ticket.txt", ".zip")


def add_print(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add ``florilegium print`` to *commands*."""
    parser = commands.add_parser("print", parents=[common], help="make what a print shop asks for")
    parser.description = (
        "Make interior.pdf, cover.pdf, booklet.pdf where asked, a job ticket and proofs in "
        "build/print/EDITION, and report what a shop would object to."
    )
    parser.add_argument(
        "-e", "--edition", action="append", default=[], metavar="NAME",
        help="an edition of book/editions.toml (may be repeated); else all with keys for print",
    )  # fmt: skip
    parser.add_argument(
        "--deposit", action="store_true", help="make the ZIP for a library too, in build/deposit"
    )
    add_work_options(parser)
    parser.set_defaults(run=_run_print)


def _run_print(options: argparse.Namespace, console: Console) -> int:
    request = builder.Request(
        editions=tuple(options.edition), keep=not options.no_cache, deposit=options.deposit
    )
    with builder.Workers(lambda: executor_for(options)) as workers:
        made = builder.print_books(
            Project.load(options.project), request, workers, progress=console.activity
        )
    for file in made.books:
        if file.path.endswith(_SAID):
            pages = f", {file.pages} pages" if file.pages else ""
            console.done(f"{'' if made.is_new else 'nothing changed: '}{file.path}{pages}")
    console.findings(made.findings)
    return int(any(one.severity == "error" and not one.accepted for one in made.findings))
