"""``florilegium add``: take texts into the book."""

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from florilegium.cli.console import Console
from florilegium.cli.options import Commands
from florilegium.errors import FlorilegiumError
from florilegium.project.project import Project

if TYPE_CHECKING:  # the engines behind them are slow to load
    from florilegium.desk.add import Plan, Planned


def add_add(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add ``florilegium add`` to *commands*."""
    parser = commands.add_parser("add", parents=[common], help="take texts into the book")
    parser.description = (
        "Copy texts into seeds/ and draft what the book says of each: its source, its rights, "
        "its chapter, its place in the outline. Nothing is overwritten, and nothing is written "
        "when anything is wrong."
    )
    parser.add_argument(
        "names", nargs="+", metavar="PATH|URL",
        help="files, folders, addresses; exports of Zotero (.json, .bib, .ris) beside them",
    )  # fmt: skip
    parser.add_argument("--dry-run", action="store_true", help="show it, write nothing")
    parser.add_argument(
        "--allow-private", action="store_true", help="fetch from this machine or network, too"
    )
    parser.set_defaults(run=_run_add)


def _run_add(options: argparse.Namespace, console: Console) -> int:
    from florilegium import editorial  # noqa: PLC0415  # the engines are slow to load

    project = Project.load(options.project)
    made = editorial.add(
        project,
        options.names,
        allow_private=options.allow_private,
        dry_run=options.dry_run,
        progress=console.activity,
    )
    for text in made.texts:
        console.done(_head(text))
        for line in _about(text):
            console.say(f"  {line}")
        console.findings(text.notices)
    for line in _rest(made):
        console.say(line)
    if options.dry_run:
        console.say("Nothing was written.")
    elif any(text.is_new for text in made.texts):
        _review(options, console)
    return 0


def _head(text: "Planned") -> str:
    if not text.is_new:
        chapter = f", in book/chapters/{text.slug}.md" if text.slug else ""
        return f"{text.where}: it is in the book already (seeds/{text.seed}{chapter})"
    by = f", {text.authors}" if text.authors else ""
    when = f", {text.issued}" if text.issued else ""
    return f"book/chapters/{text.slug}.md: “{text.title}”{by}{when} (seeds/{text.seed})"


def _about(text: "Planned") -> Iterator[str]:
    if not text.is_new:
        return
    kept, gone = text.words
    pictures = f", {_counted(text.pictures, 'picture')}" if text.pictures else ""
    doubts = f", {_counted(text.doubts, 'place')} in doubt" if text.doubts else ""
    yield f"{kept:,} words kept, {gone:,} taken out{doubts}{pictures}"
    if text.matched:
        yield f"its source is {text.source!r}, which you have"
    if text.missing:
        yield f"not found: {', '.join(text.missing)} (book/sources.yaml, {text.source!r})"
    if text.doubtful:
        yield f"doubtful, see whether they are names: {', '.join(text.doubtful)}"
    yield from (f"picture left: {one}" for one in text.lost_pictures)


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _rest(made: "Plan") -> Iterator[str]:
    if made.sources:
        yield f"book/sources.yaml: {_counted(made.sources, 'item')} of your export"
    if made.passed_over:
        names = ", ".join(made.passed_over[:5])
        more = f" and {len(made.passed_over) - 5} more" if len(made.passed_over) > 5 else ""  # noqa: PLR2004  # as shown
        yield f"passed over, for they are no texts: {names}{more}"


def _review(options: argparse.Namespace, console: Console) -> None:
    """Write the review page and say what to do next; a book with a mistake has none yet."""
    from florilegium import editorial  # noqa: PLC0415  # the engines are slow to load

    try:
        page = editorial.review(Project.load(options.project), progress=console.activity)
    except FlorilegiumError as err:
        console.error(err)
        console.say("The texts were added. Mend that, then: florilegium build")
        return
    shown = page.relative_to(options.project.resolve())
    console.say(
        f"Next: open {shown} to see what was taken out; read book/sources.yaml and "
        "book/rights.toml; write headnotes in book/chapters/; then: florilegium build"
    )
