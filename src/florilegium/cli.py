"""The command line: parse, call the library, print. No logic of its own.

Exit codes: 0 done · 1 findings at or above the bar · 2 usage · 3 settings · 4 seed or note ·
5 missing tool · 70 our defect (a traceback is shown) · 130 interrupted.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from florilegium import __version__
from florilegium.console import Console
from florilegium.errors import FlorilegiumError
from florilegium.findings import Finding


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
    _check(commands.add_parser("check", parents=[common], help="build, then check everything"))
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
    parser.set_defaults(run=_run_build)


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


def _check(parser: argparse.ArgumentParser) -> None:
    parser.description = "Build the PDF and the EPUB, and report all that is wrong with them."
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    parser.add_argument("--strict", action="store_true", help="fail on warnings too")
    parser.set_defaults(run=_run_check)


def _init(parser: argparse.ArgumentParser) -> None:
    parser.description = "Write a small book of your own to start from; nothing is overwritten."
    parser.add_argument("folder", type=Path, metavar="DIR", help="a new or empty folder")
    parser.set_defaults(run=_run_init)


def _run_build(options: argparse.Namespace, console: Console) -> int:
    from florilegium import check, pipeline  # noqa: PLC0415  # the engines are slow to load
    from florilegium.project import Project  # noqa: PLC0415  # the same

    project = Project.load(options.project)
    formats = options.formats or ["pdf", "epub"]
    reader, artefacts = pipeline.build(
        project, formats=formats, editions=options.edition, progress=console.activity
    )
    findings = check.notices(reader, artefacts)
    for made in artefacts:
        pages = f", {made.pages} pages" if made.pages else ""
        console.done(f"{made.path.relative_to(project.root)}{pages}")
    console.findings(findings)
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
    from florilegium.project import Project  # noqa: PLC0415  # the same

    project = Project.load(options.project)
    for text in pipeline.read_texts(project, progress=console.activity):
        slug, removals = text.apparatus.slug, text.typeset.removals
        lifted = sum(removal.action == "lifted" for removal in removals)
        console.done(
            f"build/text/{slug}.md: {len(text.typeset.blocks)} blocks kept, "
            f"{len(removals) - lifted} removed, {lifted} lifted, "
            f"{len(text.typeset.doubts)} in doubt (build/ledger/{slug}.json)"
        )
    return 0


def _run_check(options: argparse.Namespace, console: Console) -> int:
    from florilegium import pipeline  # noqa: PLC0415  # the engines are slow to load
    from florilegium.outputs import to_json  # noqa: PLC0415  # the same
    from florilegium.project import Project  # noqa: PLC0415  # the same

    project = Project.load(options.project)
    findings = pipeline.check(project, progress=console.activity)
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


def _run_init(options: argparse.Namespace, console: Console) -> int:
    from florilegium import scaffold  # noqa: PLC0415  # only when asked for

    for path in scaffold.write(options.folder):
        console.done(str(path))
    console.done(f"Now: cd {options.folder} && nox")
    return 0


if __name__ == "__main__":
    sys.exit(main())
