"""``florilegium rights``: the table of rights, a clearance request, a letter to a holder."""

import argparse

from florilegium.cli.console import Console, give
from florilegium.cli.options import Commands, add_work_options, executor_for
from florilegium.errors import ConfigError
from florilegium.project.project import Project


def add_rights(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add ``florilegium rights`` to *commands*."""
    parser = commands.add_parser("rights", parents=[common], help="show what is cleared")
    parser.description = (
        "Show each text with the ground on which it is printed, and what is missing for each "
        "edition. The print edition is laid out, so that its pages can be named."
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true", help="print a clearance request as CSV")
    form.add_argument("--letter", metavar="NAME", help="draft the letter for chapters/NAME.md")
    add_work_options(parser)
    parser.set_defaults(run=_run_rights)


def _run_rights(options: argparse.Namespace, console: Console) -> int:
    from florilegium import editorial  # noqa: PLC0415  # the engines are slow to load
    from florilegium.desk import rights  # noqa: PLC0415  # the same
    from florilegium.resources import resources_for  # noqa: PLC0415  # the same

    project = Project.load(options.project)
    with executor_for(options) as executor:
        resources = resources_for(project.build, executor, keep=not options.no_cache)
        reader, found = editorial.rights(project, progress=console.activity, resources=resources)
    if options.letter:
        row = next((one for one in found if one.slug == options.letter), None)
        if row is None:
            raise ConfigError(
                f"no chapter is called {options.letter!r}",
                where="--letter",
                hint=f"The chapters are {', '.join(one.slug for one in found)}.",
            )
        edition = project.editions.default("pdf")
        give(rights.letter(reader.book, row, edition, date=project.meta.date))
    else:
        give(rights.to_csv(found) if options.csv else rights.to_text(found))
    return 0
