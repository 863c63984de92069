"""The command line: parse, call the library, print. No logic of its own.

One module per group of commands; a new command is a function ``add_…`` there and a line below.

Exit codes: 0 done · 1 findings at or above the bar · 2 usage · 3 settings · 4 seed or note ·
5 missing tool · 6 the machine refuses (disk full, file unreadable) · 70 our defect (a traceback
is shown) · 130 interrupted · 141 whoever read what we say has read enough · 143 told to stop.
"""

import argparse
import logging
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from florilegium import __version__
from florilegium.cli import (
    add,
    build,
    check,
    editions,
    handout,
    init,
    print_kit,
    rights,
    texts,
)
from florilegium.cli.console import Console
from florilegium.cli.stopping import Stopped, hidden_stop, stoppable
from florilegium.cli.streams import fill_streams, give_up_streams
from florilegium.errors import FlorilegiumError, MachineError, behind, of_machine
from florilegium.host.process import be_frugal

_UNREAD = 141  # as of a program that writes to a pipe which nobody reads


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    fill_streams()
    be_frugal()
    parser = make_parser()
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:2] == ["build", "handout"]:  # asked for as the other books are
        del words[0]
    options = parser.parse_args(words)
    console = Console(quiet=options.quiet)
    if options.verbose:
        logger = logging.getLogger("florilegium")
        logger.handlers = [logging.StreamHandler()]
        logger.setLevel(logging.INFO)
    run: Callable[[argparse.Namespace, Console], int] = options.run
    try:
        return _ended(lambda: run(options, console), console)
    except OSError as err:  # there is nobody, or no room, for what is to be said
        give_up_streams()
        return _UNREAD if isinstance(err, BrokenPipeError) else MachineError.exit_code


def _ended(work: Callable[[], int], console: Console) -> int:
    """Return the exit code of *work*, however it ended; say why when it was not done."""
    try:
        return _attempt(work, console)
    except KeyboardInterrupt:
        console.failed("interrupted; what was finished is kept")
        return 130
    except Stopped as err:
        console.failed("told to stop; what was finished is kept")
        return err.exit_code
    except Exception as err:
        if isinstance(err, OSError):  # of a message; all others have become one
            raise
        if stop := hidden_stop(err):
            console.failed("told to stop; what was finished is kept")
            return stop.exit_code
        if error := behind(err):
            console.error(error)
            return error.exit_code
        console.defect()
        return 70


def _attempt(work: Callable[[], int], console: Console) -> int:
    """Return the exit code of *work*, or of the error that it ended with, which is shown."""
    try:
        with stoppable() as again, console:
            console.before = again
            code = work()
            again()
            sys.stdout.flush()
            return code
    except FlorilegiumError as err:
        error = err
    except BrokenPipeError:  # who read our output has read enough
        raise
    except (OSError, MemoryError) as err:
        error = of_machine(err)
    if stop := hidden_stop(error):
        raise stop
    console.error(error)
    return error.exit_code


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
    init.add_init(commands, common)
    add.add_add(commands, common)
    build.add_build(commands, common)
    texts.add_clean(commands, common)
    texts.add_review(commands, common)
    check.add_check(commands, common)
    print_kit.add_print(commands, common)
    handout.add_handout(commands, common)
    build.add_cache(commands, common)
    texts.add_suggest(commands, common)
    rights.add_rights(commands, common)
    editions.add_keep(commands, common)
    editions.add_concordance(commands, common)
    return parser
