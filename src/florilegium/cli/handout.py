"""``florilegium handout``: texts of the book as handouts, with the book's own folios."""

import argparse

from florilegium import builder
from florilegium.cli.console import Console
from florilegium.cli.options import Commands, add_work_options, executor_for
from florilegium.project.project import Project


def add_handout(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add ``florilegium handout`` to *commands*."""
    parser = commands.add_parser(
        "handout", parents=[common], help="hand out texts with the book's own page numbers"
    )
    parser.description = (
        "Make build/handout/CHAPTER.pdf and .epub: the pages of one chapter or several as they "
        "are in the book, with their notes, and a page that says where they are from."
    )
    parser.add_argument(
        "chapters", nargs="+", metavar="CHAPTER", help="a chapter, as the outline names it"
    )
    parser.add_argument(
        "-e", "--edition", action="append", default=[], metavar="NAME",
        help="an edition of book/editions.toml (may be repeated); else the first of each format",
    )  # fmt: skip
    add_work_options(parser)
    parser.set_defaults(run=_run_handout)


def _run_handout(options: argparse.Namespace, console: Console) -> int:
    request = builder.Request(editions=tuple(options.edition), keep=not options.no_cache)
    with builder.Workers(lambda: executor_for(options)) as workers:
        made = builder.handouts(
            Project.load(options.project),
            tuple(options.chapters),
            request,
            workers,
            progress=console.activity,
        )
    for file in made.books:
        pages = f", {file.pages} pages" if file.pages else ""
        console.done(f"{'' if made.is_new else 'nothing changed: '}{file.path}{pages}")
    return 0
