"""The command line: parse, call the library, print. No logic of its own.

One module per group of commands; a new command is a function ``add_…`` there and a line below.

Exit codes: 0 done · 1 findings at or above the bar · 2 usage · 3 settings · 4 seed or note ·
5 missing tool · 70 our defect (a traceback is shown) · 130 interrupted.
"""

import argparse
import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from florilegium import __version__
from florilegium.cli import build, check, editions, init, rights, texts
from florilegium.cli.console import Console
from florilegium.errors import FlorilegiumError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    parser = make_parser()
    options = parser.parse_args(argv)
    console = Console(quiet=options.quiet)
    if options.verbose:
        logger = logging.getLogger("florilegium")
        logger.handlers = [logging.StreamHandler()]
        logger.setLevel(logging.INFO)
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
        "-v", "--verbose", action="store_true", help="say more, such as why pages take longer"
    )
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
    build.add_build(commands, common)
    texts.add_clean(commands, common)
    texts.add_review(commands, common)
    check.add_check(commands, common)
    build.add_cache(commands, common)
    texts.add_suggest(commands, common)
    rights.add_rights(commands, common)
    editions.add_keep(commands, common)
    editions.add_concordance(commands, common)
    init.add_init(commands, common)
    return parser
