"""``florilegium clean``, ``review`` and ``suggest``: look at single texts."""

import argparse
from pathlib import Path

from florilegium.cli.console import Console, give
from florilegium.cli.options import MOST, Commands, number
from florilegium.findings import Finding
from florilegium.project.project import Project


def add_clean(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add ``florilegium clean`` to *commands*."""
    parser = commands.add_parser("clean", parents=[common], help="strip boilerplate from texts")
    parser.description = (
        "Clean FILEs and print the text; without FILE, clean every seed of the book into "
        "build/text and build/ledger."
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help=".txt, .html, .docx …")
    parser.add_argument("--ledger", type=Path, metavar="PATH", help="write what went, as JSON")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write DIR/<name>.txt for each")
    parser.add_argument(
        "--jobs", type=number("files", 1, MOST), default=1, metavar="N", help="files at a time"
    )
    parser.add_argument(
        "--strictness", choices=("gentle", "normal", "strict"), default="normal",
        help="how far to go where no rule knows a line (default: normal); for FILEs",
    )  # fmt: skip
    parser.set_defaults(run=_run_clean)


def add_review(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add ``florilegium review`` to *commands*."""
    parser = commands.add_parser("review", parents=[common], help="show what cleaning did")
    parser.description = (
        "Write build/review.html: every seed in full, what was taken out struck through, why, "
        "and the lines for book/cleaning.toml that overrule it."
    )
    parser.set_defaults(run=_run_review)


def add_suggest(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add ``florilegium suggest`` to *commands*."""
    parser = commands.add_parser("suggest", parents=[common], help="draft what you write")
    parser.description = (
        "Print a draft to paste and to mend: 'turns' of an interview for its chapter, the item "
        "of a 'source' for book/sources.yaml, or an 'index' of all texts of the book."
    )
    kinds = ("turns", "source", "index")
    parser.add_argument("what", choices=kinds, metavar="WHAT", help=", ".join(kinds))
    parser.add_argument("seed", nargs="?", metavar="SEED", help="a file of seeds/, or any other")
    parser.add_argument("--asks", default="", metavar="NAME", help="turns: who asks")
    parser.add_argument("--answers", default="", metavar="NAME", help="turns: who answers")
    parser.set_defaults(run=_run_suggest, refuse=parser.error)


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
        give(text)
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
    from florilegium import editorial  # noqa: PLC0415  # the engines are slow to load

    project = Project.load(options.project)
    page = editorial.review(project, progress=console.activity)
    console.done(f"{page.relative_to(project.root)}: open it in a browser")
    return 0


def _run_suggest(options: argparse.Namespace, console: Console) -> int:
    from florilegium.desk import suggest  # noqa: PLC0415  # its model is slow to load

    root = options.project
    if options.what == "index":
        give(_draft_index(root, console))
        return 0
    if options.seed is None:
        options.refuse(f"name a seed: florilegium suggest {options.what} SEED")
    path, part = suggest.find_seed(options.seed, root=root)
    if options.what == "turns":
        names = {"asks": options.asks, "answers": options.answers}
        give(suggest.turns_of(path, root=root, part=part, **names))
    else:
        give(suggest.source_of(path, root=root, part=part))
    return 0


def _draft_index(root: Path, console: Console) -> str:
    from florilegium import pipeline  # noqa: PLC0415  # the engines are slow to load
    from florilegium.desk import suggest  # noqa: PLC0415  # the same

    project = Project.load(root)
    texts = [
        suggest.Spoken(text.apparatus.slug, text.selection.language, text.selection.blocks)
        for text in pipeline.read_texts(project, progress=console.activity)
    ]
    return suggest.draft_index(texts, project.index, language=project.meta.language)
