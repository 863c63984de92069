"""``florilegium keep`` and ``florilegium concordance``: editions that agree."""

import argparse

from florilegium.cli.console import Console
from florilegium.cli.options import Commands, add_work_options, executor_for
from florilegium.project.project import Project


def add_keep(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add ``florilegium keep`` to *commands*."""
    parser = commands.add_parser("keep", parents=[common], help="keep the pages of an edition")
    parser.description = (
        "Write book/kept/NAME.json: what stands on which page of the print edition now, so that "
        "a later edition can be compared with it."
    )
    parser.add_argument("name", metavar="NAME", help="what the edition is called (spring-2027)")
    add_work_options(parser)
    parser.set_defaults(run=_run_keep)


def add_concordance(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add ``florilegium concordance`` to *commands*."""
    parser = commands.add_parser(
        "concordance", parents=[common], help="compare the pages of two editions"
    )
    parser.description = (
        "Write build/concordance-OLD-NEW.html and .csv: texts added, dropped or changed, notes "
        "changed, and for each old page the new one. Without NEW the book as it is now."
    )
    parser.add_argument("old", metavar="OLD", help="a kept edition (florilegium keep)")
    parser.add_argument("new", metavar="NEW", nargs="?", default="", help="another kept edition")
    add_work_options(parser)
    parser.set_defaults(run=_run_concordance)


def _run_keep(options: argparse.Namespace, console: Console) -> int:
    from florilegium import editorial  # noqa: PLC0415  # the engines are slow to load
    from florilegium.resources import resources_for  # noqa: PLC0415  # the same

    project = Project.load(options.project)
    with executor_for(options) as executor:
        resources = resources_for(project.build, executor, keep=not options.no_cache)
        path = editorial.keep(
            project, options.name, progress=console.activity, resources=resources
        )
    console.done(f"{path.relative_to(project.root)}: commit it with the book")
    return 0


def _run_concordance(options: argparse.Namespace, console: Console) -> int:
    from florilegium import editorial  # noqa: PLC0415  # the engines are slow to load
    from florilegium.resources import resources_for  # noqa: PLC0415  # the same

    project = Project.load(options.project)
    with executor_for(options) as executor:
        resources = resources_for(project.build, executor, keep=not options.no_cache)
        for path in editorial.concordance(
            project, options.old, options.new, progress=console.activity, resources=resources
        ):
            console.done(str(path.relative_to(project.root)))
    return 0
