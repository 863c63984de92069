"""``florilegium check``: build the books and report what is wrong with them."""

import argparse

from florilegium.cli.console import Console, give
from florilegium.cli.options import Commands, add_work_options, executor_for
from florilegium.project.project import Project


def add_check(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add ``florilegium check`` to *commands*."""
    parser = commands.add_parser("check", parents=[common], help="build, then check everything")
    parser.description = "Build the PDF and the EPUB, and report all that is wrong with them."
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    parser.add_argument("--strict", action="store_true", help="fail on warnings too")
    add_work_options(parser)
    parser.set_defaults(run=_run_check)


def _run_check(options: argparse.Namespace, console: Console) -> int:
    from florilegium import pipeline  # noqa: PLC0415  # the engines are slow to load
    from florilegium.resources import resources_for  # noqa: PLC0415  # the same
    from florilegium.store.files import to_json  # noqa: PLC0415  # the same

    project = Project.load(options.project)
    with executor_for(options) as executor:
        resources = resources_for(project.build, executor, keep=not options.no_cache)
        findings = pipeline.check(project, progress=console.activity, resources=resources)
    if options.json:
        rows = [
            {"code": f.code, "severity": f.severity, "where": f.where, "message": f.message,
             "hint": f.hint, "accepted": f.accepted}
            for f in findings
        ]  # fmt: skip
        give(to_json(rows))
    else:
        console.findings(findings)
        console.done(f"{len(findings)} findings")
    bar = {"error", "warning"} if options.strict else {"error"}
    return int(any(finding.severity in bar for finding in findings if finding.counts))
