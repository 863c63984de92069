"""``florilegium build`` and ``florilegium cache``: make books, and look after what is kept."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from florilegium import builder
from florilegium.cli.console import Console
from florilegium.cli.options import Commands, add_work_options, executor_for, number
from florilegium.cli.stopping import hidden_stop
from florilegium.errors import FlorilegiumError
from florilegium.findings import Finding
from florilegium.project.project import Project
from florilegium.store.build_record import Output

_MEGABYTE = 1024 * 1024


def add_build(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add ``florilegium build`` to *commands*."""
    parser = commands.add_parser("build", parents=[common], help="make the books")
    parser.description = "Make the books in build/pdf and build/epub."
    parser.add_argument(
        "formats", nargs="*", choices=["pdf", "epub", []], metavar="FORMAT",
        help="pdf, epub (both when none is named)",
    )  # fmt: skip
    parser.add_argument(
        "-e", "--edition", action="append", default=[], metavar="NAME",
        help="an edition of book/editions.toml (may be repeated)",
    )  # fmt: skip
    how = parser.add_mutually_exclusive_group()
    how.add_argument(
        "--all", type=Path, metavar="ROOT", help="make every book in the folders below ROOT"
    )
    how.add_argument(
        "--watch", action="store_true", help="make the books again after every save, until Ctrl-C"
    )
    add_work_options(parser)
    parser.set_defaults(run=_run_build)


def add_cache(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add ``florilegium cache`` to *commands*."""
    parser = commands.add_parser("cache", parents=[common], help="show or shrink what is kept")
    parser.description = "Show how much build/.cache holds; deleting the folder is safe."
    parser.add_argument(
        "--prune", action="store_true", help="delete what was not used longest until LIMIT is met"
    )
    parser.add_argument(
        "--limit",
        type=number("megabytes", 0, 1_000_000),
        default=512,
        metavar="MB",
        help="what to leave (512 megabytes)",
    )
    parser.set_defaults(run=_run_cache)


def _run_build(options: argparse.Namespace, console: Console) -> int:
    request = builder.Request(
        tuple(options.formats), tuple(options.edition), keep=not options.no_cache
    )
    with builder.Workers(lambda: executor_for(options)) as workers:
        if options.all:
            return _build_all(request, workers, options.all, console)
        if options.watch:
            return _watch(request, workers, options.project, console)
        made = builder.build(
            Project.load(options.project), request, workers, progress=console.activity
        )
    _tell_books(made, console)
    return _report(made.findings, console)


def _tell_books(made: builder.Result, console: Console) -> None:
    for book in made.books:
        console.done(f"{'' if made.is_new else 'nothing changed: '}{_output(book)}")


def _watch(
    request: builder.Request, workers: builder.Workers, root: Path, console: Console
) -> int:
    """Make the book after every save; each time tell what is new. A signal ends it."""
    from florilegium import watch  # noqa: PLC0415  # only when asked for

    told: tuple[Finding, ...] = ()
    for made in watch.builds(root, request, workers, progress=console.activity):
        if isinstance(made, builder.Result):
            _tell_books(made, console)
            console.findings(one for one in made.findings if one not in told)
            if same := sum(one in told for one in made.findings):
                console.done(f"{same} findings as before")
            told = made.findings
        elif stop := hidden_stop(made):
            raise stop
        else:
            console.error(made)
        console.activity("waiting for a save in book/, seeds/ or styles/ (Ctrl-C ends it)")
    return 0


def _build_all(
    request: builder.Request, workers: builder.Workers, root: Path, console: Console
) -> int:
    """Make every book below *root*, with a line for each; return the worst exit code."""
    worst = 0
    for name, made in builder.build_all(root, request, workers, progress=console.activity):
        if isinstance(made, FlorilegiumError):
            console.failed(f"{name}: {builder.in_a_line(made)}")
            worst = max(worst, made.exit_code)
            continue
        books = ", ".join(map(_output, made.books))
        found = f" ({len(made.findings)} findings)" if made.findings else ""
        console.done(f"{name}: {'' if made.is_new else 'nothing changed: '}{books}{found}")
        worst = max(worst, _code(made.findings))
    return worst


def _output(book: Output) -> str:
    return f"{book.path}, {book.pages} pages" if book.pages else book.path


def _report(findings: Sequence[Finding], console: Console) -> int:
    console.findings(findings)
    return _code(findings)


def _code(findings: Sequence[Finding]) -> int:
    return int(any(finding.severity == "error" for finding in findings if finding.counts))


def _run_cache(options: argparse.Namespace, console: Console) -> int:
    from florilegium.store.cache import Cache  # noqa: PLC0415  # only when asked for

    cache = Cache(Project.load(options.project).build / ".cache")
    if options.prune:
        files, freed = cache.prune(limit=options.limit * _MEGABYTE)
        console.done(f"{files} files deleted, {freed / _MEGABYTE:.1f} MB")
    files, size = cache.size()
    console.done(f"build/.cache: {files} files, {size / _MEGABYTE:.1f} MB")
    return 0
