"""The command line: parse, call the library, print. No logic of its own.

Exit codes: 0 done · 1 findings at or above the bar · 2 usage · 3 settings · 4 seed or note ·
5 missing tool · 70 our defect (a traceback is shown) · 130 interrupted.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from pathlib import Path

from florilegium import __version__, builder
from florilegium.cli.console import Console
from florilegium.errors import FlorilegiumError
from florilegium.findings import Finding
from florilegium.project.project import Project
from florilegium.store.build_record import Output

_MEGABYTE = 1024 * 1024


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    parser = make_parser()
    options = parser.parse_args(argv)
    console = Console(quiet=options.quiet)
    run: Callable[[argparse.Namespace, Console], int] = options.run
    try:
        with console:
            return run(options, console)
    except FlorilegiumError as err:
        console.error(err)
        return err.exit_code
    except KeyboardInterrupt:
        return 130
    except Exception:  # noqa: BLE001  # whatever else is raised is ours to mend
        console.defect()
        return 70


def make_parser() -> argparse.ArgumentParser:
    """Return the parser; each command's function is in ``options.run``."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("-q", "--quiet", action="store_true", help="show no progress")
    common.add_argument(
        "-C", "--project", type=Path, default=Path(), metavar="DIR", help="the book's folder"
    )
    parser = argparse.ArgumentParser(
        prog="florilegium",
        description="Build anthologies and course readers from texts saved off the web.",
        epilog="See docs/editing.md for what an editor writes.",
    )
    parser.add_argument("--version", action="version", version=f"florilegium {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _build(commands.add_parser("build", parents=[common], help="make the books"))
    _clean(commands.add_parser("clean", parents=[common], help="strip boilerplate from texts"))
    _review(commands.add_parser("review", parents=[common], help="show what cleaning did"))
    _check(commands.add_parser("check", parents=[common], help="build, then check everything"))
    _cache(commands.add_parser("cache", parents=[common], help="show or shrink what is kept"))
    _suggest(commands.add_parser("suggest", parents=[common], help="draft what you write"))
    _init(commands.add_parser("init", parents=[common], help="start a new book"))
    return parser


def _build(parser: argparse.ArgumentParser) -> None:
    parser.description = "Make the books in build/pdf and build/epub."
    parser.add_argument(
        "formats", nargs="*", choices=["pdf", "epub", []], metavar="FORMAT",
        help="pdf, epub (both when none is named)",
    )  # fmt: skip
    parser.add_argument(
        "-e", "--edition", action="append", default=[], metavar="NAME",
        help="an edition of book/editions.toml (may be repeated)",
    )  # fmt: skip
    parser.add_argument(
        "--all", type=Path, metavar="ROOT", help="make every book in the folders below ROOT"
    )
    _work(parser)
    parser.set_defaults(run=_run_build)


def _work(parser: argparse.ArgumentParser) -> None:
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


def _clean(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Clean FILEs and print the text; without FILE, clean every seed of the book into "
        "build/text and build/ledger."
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help=".txt, .html or .md")
    parser.add_argument("--ledger", type=Path, metavar="PATH", help="write what went, as JSON")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write DIR/<name>.txt for each")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="files at a time")
    parser.add_argument(
        "--strictness", choices=("gentle", "normal", "strict"), default="normal",
        help="how far to go where no rule knows a line (default: normal); for FILEs",
    )  # fmt: skip
    parser.set_defaults(run=_run_clean)


def _review(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Write build/review.html: every seed in full, what was taken out struck through, why, "
        "and the lines for book/cleaning.toml that overrule it."
    )
    parser.set_defaults(run=_run_review)


def _check(parser: argparse.ArgumentParser) -> None:
    parser.description = "Build the PDF and the EPUB, and report all that is wrong with them."
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    parser.add_argument("--strict", action="store_true", help="fail on warnings too")
    _work(parser)
    parser.set_defaults(run=_run_check)


def _cache(parser: argparse.ArgumentParser) -> None:
    parser.description = "Show how much build/.cache holds; deleting the folder is safe."
    parser.add_argument(
        "--prune", action="store_true", help="delete what was not used longest until LIMIT is met"
    )
    parser.add_argument(
        "--limit", type=int, default=512, metavar="MB", help="what to leave (512 megabytes)"
    )
    parser.set_defaults(run=_run_cache)


def _suggest(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Print a draft to paste and to mend: 'turns' of an interview for its chapter, or the "
        "item of a 'source' for book/sources.yaml."
    )
    parser.add_argument("what", choices=["turns", "source"], metavar="WHAT", help="turns, source")
    parser.add_argument("seed", metavar="SEED", help="a file of seeds/, or any other")
    parser.add_argument("--asks", default="", metavar="NAME", help="turns: who asks")
    parser.add_argument("--answers", default="", metavar="NAME", help="turns: who answers")
    parser.set_defaults(run=_run_suggest)


def _init(parser: argparse.ArgumentParser) -> None:
    parser.description = "Write a small book of your own to start from; nothing is overwritten."
    parser.add_argument("folder", type=Path, metavar="DIR", help="a new or empty folder")
    parser.set_defaults(run=_run_init)


def _run_build(options: argparse.Namespace, console: Console) -> int:
    request = builder.Request(
        tuple(options.formats), tuple(options.edition), keep=not options.no_cache
    )
    with builder.Workers(lambda: _executor(options)) as workers:
        if options.all:
            return _build_all(request, workers, options.all, console)
        made = builder.build(
            Project.load(options.project), request, workers, progress=console.activity
        )
    for book in made.books:
        console.done(f"{'' if made.is_new else 'nothing changed: '}{_output(book)}")
    return _report(made.findings, console)


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


def _executor(options: argparse.Namespace) -> AbstractContextManager[Executor]:
    from florilegium.render.press.binding import workers  # noqa: PLC0415  # only when asked for

    return workers.cluster(options.dask) if options.dask else workers.local(options.jobs)


def _output(book: Output) -> str:
    return f"{book.path}, {book.pages} pages" if book.pages else book.path


def _report(findings: Sequence[Finding], console: Console) -> int:
    console.findings(findings)
    return _code(findings)


def _code(findings: Sequence[Finding]) -> int:
    return int(any(finding.severity == "error" for finding in findings))


def _run_clean(options: argparse.Namespace, console: Console) -> int:
    if not options.files:
        return _clean_book(options, console)
    from florilegium.clean import filter as cleaning  # noqa: PLC0415  # only when asked for

    findings: list[Finding] = []
    text = cleaning.run(
        options.files,
        ledger=options.ledger,
        out=options.out,
        jobs=options.jobs,
        strictness=options.strictness,
        report=findings.append,
    )
    console.findings(findings)
    if options.out is None:
        sys.stdout.write(text)
    return 0


def _clean_book(options: argparse.Namespace, console: Console) -> int:
    from florilegium import pipeline  # noqa: PLC0415  # the engines are slow to load
    from florilegium.clean.notices import doubtful  # noqa: PLC0415  # the same

    project = Project.load(options.project)
    for text in pipeline.read_texts(project, progress=console.activity):
        slug, removals = text.apparatus.slug, text.typeset.removals
        lifted = sum(removal.action == "lifted" for removal in removals)
        console.done(
            f"build/text/{slug}.md: {len(text.typeset.blocks)} blocks kept, "
            f"{len(removals) - lifted} removed, {lifted} lifted, "
            f"{len(text.typeset.doubts)} in doubt (build/ledger/{slug}.json)"
        )
        console.findings(doubtful(text.cleaned, where=f"seeds/{text.cleaned.seed.name}"))
    return 0


def _run_review(options: argparse.Namespace, console: Console) -> int:
    from florilegium import pipeline  # noqa: PLC0415  # the engines are slow to load

    project = Project.load(options.project)
    page = pipeline.review(project, progress=console.activity)
    console.done(f"{page.relative_to(project.root)}: open it in a browser")
    return 0


def _run_check(options: argparse.Namespace, console: Console) -> int:
    from florilegium import pipeline  # noqa: PLC0415  # the engines are slow to load
    from florilegium.store.cache import Cache  # noqa: PLC0415  # the same
    from florilegium.store.files import to_json  # noqa: PLC0415  # the same

    project = Project.load(options.project)
    cache = None if options.no_cache else Cache(project.build / ".cache")
    with _executor(options) as executor:
        resources = pipeline.Resources(executor, cache)
        findings = pipeline.check(project, progress=console.activity, resources=resources)
    if options.json:
        rows = [
            {"code": f.code, "severity": f.severity, "where": f.where, "message": f.message,
             "hint": f.hint}
            for f in findings
        ]  # fmt: skip
        sys.stdout.write(to_json(rows))
    else:
        console.findings(findings)
        console.done(f"{len(findings)} findings")
    bar = {"error", "warning"} if options.strict else {"error"}
    return int(any(finding.severity in bar for finding in findings))


def _run_cache(options: argparse.Namespace, console: Console) -> int:
    from florilegium.store.cache import Cache  # noqa: PLC0415  # only when asked for

    cache = Cache(Project.load(options.project).build / ".cache")
    if options.prune:
        files, freed = cache.prune(limit=options.limit * _MEGABYTE)
        console.done(f"{files} files deleted, {freed / _MEGABYTE:.1f} MB")
    files, size = cache.size()
    console.done(f"build/.cache: {files} files, {size / _MEGABYTE:.1f} MB")
    return 0


def _run_suggest(options: argparse.Namespace, _console: Console) -> int:
    from florilegium.desk import suggest  # noqa: PLC0415  # its model is slow to load

    root = options.project
    path = suggest.find_seed(options.seed, root=root)
    if options.what == "turns":
        names = {"asks": options.asks, "answers": options.answers}
        sys.stdout.write(suggest.turns_of(path, root=root, **names))
    else:
        sys.stdout.write(suggest.source_of(path, root=root))
    return 0


def _run_init(options: argparse.Namespace, console: Console) -> int:
    from florilegium.desk import scaffold  # noqa: PLC0415  # only when asked for

    for path in scaffold.write(options.folder):
        console.done(str(path))
    console.done(f"Now: cd {options.folder} && nox")
    return 0


if __name__ == "__main__":
    sys.exit(main())
