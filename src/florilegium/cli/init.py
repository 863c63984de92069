"""``florilegium init``: start a new book."""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

from florilegium.cli.console import Console
from florilegium.cli.options import Commands


@dataclass(frozen=True, slots=True)
class _Question:
    option: str
    words: str
    usual: str


_QUESTIONS = (
    _Question("title", "Title of the book", "My Reader"),
    _Question("editor", "Editor", "Your Name"),
    _Question("language", "Language (en, en-US, de …)", "en-US"),
    _Question("page", "Page (A5, A4, Letter, 6x9 …)", "A5"),
)


def add_init(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add ``florilegium init`` to *commands*."""
    parser = commands.add_parser("init", parents=[common], help="start a new book")
    parser.description = (
        "Write a small book of your own to start from; nothing is overwritten. On a terminal "
        "what is not said is asked."
    )
    parser.add_argument("folder", type=Path, metavar="DIR", help="a new or empty folder")
    for question in _QUESTIONS:
        parser.add_argument(
            f"--{question.option}", default="", metavar="TEXT", help=question.words.lower()
        )
    parser.add_argument(
        "--empty", action="store_true", help="leave out the two sample texts and the preface"
    )
    parser.set_defaults(run=_run_init)


def _run_init(options: argparse.Namespace, console: Console) -> int:
    from florilegium.desk import scaffold  # noqa: PLC0415  # only when asked for

    wishes = {one.option: _wish(one, options, console) for one in _QUESTIONS}
    written = scaffold.write(options.folder, scaffold.Wishes(**wishes, empty=options.empty))
    tops = sorted({path.relative_to(options.folder).parts[0] for path in written})
    console.done(f"{options.folder}: {', '.join(tops)}")
    steps = ["florilegium add FILE…", "florilegium build"]
    console.say(f"Now: {' && '.join([f'cd {options.folder}', *steps])}")
    if not options.empty:
        console.say("Two sample texts are in it; 'florilegium init --empty' leaves them out.")
    return 0


def _wish(question: _Question, options: argparse.Namespace, console: Console) -> str:
    """Return what was said on the command line, else on the terminal, else nothing."""
    said = str(getattr(options, question.option)).strip()
    if said or options.quiet or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return said
    return console.ask(question.words, usual=question.usual)
