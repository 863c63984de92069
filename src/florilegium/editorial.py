"""The editor's questions about a book: what is cleared, which page is which, what went.

`review` shows the seeds, `rights` what is cleared, `keep` and `concordance` which page is which.
They read the book as a build does, and write to ``build/`` and ``book/kept/`` alone.
"""

from collections.abc import Sequence
from pathlib import Path

from florilegium import pipeline, text_stages
from florilegium.assemble.reader import Reader
from florilegium.desk import add as adding
from florilegium.desk import review as review_page
from florilegium.desk.add import Plan
from florilegium.desk.add.fetch import Fetcher
from florilegium.desk.add.public_addresses import is_public
from florilegium.desk.concordance import (
    KeptEdition,
    compare,
    from_json,
    kept_edition,
    to_csv,
    to_html,
    to_json,
)
from florilegium.desk.rights import Row, page_ranges, rows
from florilegium.errors import ConfigError
from florilegium.project.book import slugify
from florilegium.project.paths import below
from florilegium.project.project import Project
from florilegium.resources import DEFAULT_RESOURCES, Progress, Resources, silent
from florilegium.store.files import made_at, put


def add(
    project: Project,
    names: Sequence[str],
    *,
    allow_private: bool = False,
    dry_run: bool = False,
    progress: Progress = silent,
) -> Plan:
    """Take the texts that *names* are (paths, addresses) into the book; return what was written.

    With *dry_run* nothing is. Raises every error of every one of them, and then nothing is
    written either.
    """
    allowed = (lambda _address: True) if allow_private else is_public
    with Fetcher(allowed=allowed) as fetcher:
        found = adding.plan(project, names, fetcher, progress=progress)
    if not dry_run:
        adding.write(found)
    return found


def review(project: Project, *, progress: Progress = silent) -> Path:
    """Write ``build/review.html``, every seed with what became of it; return its path."""
    seeds = review_page.reviewed(
        project.root / "seeds",
        pipeline.read_texts(project, progress=progress),
        cleaning=text_stages.load_cleaning(project.root),
        language=project.meta.language,
    )
    target = project.build / "review.html"
    put(target, review_page.to_html(project.meta.title, tuple(seeds)))
    return target


def rights(
    project: Project, *, progress: Progress = silent, resources: Resources = DEFAULT_RESOURCES
) -> tuple[Reader, tuple[Row, ...]]:
    """Return the book and a row for each text: its right, its pages, what is missing.

    The pages are those of the print edition, which is laid out for it and not written.
    """
    reader = pipeline.read_book(project, progress=progress, resources=resources)
    printed = project.editions.default("pdf")
    layout = pipeline.lay_out(reader, printed, progress=progress, resources=resources)
    found = rows(
        reader.book,
        tuple(project.editions),
        pages=page_ranges(layout),
        today=made_at(project.meta.date).date(),
    )
    return reader, found


def keep(
    project: Project,
    name: str,
    *,
    progress: Progress = silent,
    resources: Resources = DEFAULT_RESOURCES,
) -> Path:
    """Write ``book/kept/<name>.json``, the pages of the print edition; return its path.

    Raises `ConfigError` for a name that is none, and for one that is kept already.
    """
    target = _kept_path(project, name)
    if target.exists():
        raise ConfigError(
            f"the edition {name!r} is kept already; nothing was written",
            where=f"book/kept/{name}.json",
            hint="Give this one another name, or take the file out first.",
        )
    now = _edition_now(project, name, progress=progress, resources=resources)
    put(target, to_json(now))
    return target


def concordance(
    project: Project,
    old: str,
    new: str = "",
    *,
    progress: Progress = silent,
    resources: Resources = DEFAULT_RESOURCES,
) -> tuple[Path, Path]:
    """Write the concordance of the kept edition *old* and *new* (or the book as it is now).

    Returns the paths of the HTML page and of the CSV file in ``build/``.
    """
    before = _kept(project, old)
    if new:
        after = _kept(project, new)
    else:
        after = _edition_now(project, "now", progress=progress, resources=resources)
    found = compare(before, after)
    stem = f"concordance-{slugify(before.name)}-{slugify(after.name)}"
    page, table = (
        below(project.build, f"{stem}{suffix}", where="book/kept/", makes=True)
        for suffix in (".html", ".csv")
    )
    put(page, to_html(found))
    put(table, to_csv(found))
    return page, table


def _edition_now(
    project: Project, name: str, *, progress: Progress, resources: Resources
) -> KeptEdition:
    reader = pipeline.read_book(project, progress=progress, resources=resources)
    printed = project.editions.default("pdf")
    layout = pipeline.lay_out(reader, printed, progress=progress, resources=resources)
    return kept_edition(
        name, reader.book, reader.documents, layout.pagination.starts, edition=printed.name
    )


def _kept(project: Project, name: str) -> KeptEdition:
    path = _kept_path(project, name)
    if not path.is_file():
        there = ", ".join(sorted(one.stem for one in path.parent.glob("*.json"))) or "none"
        raise ConfigError(
            f"no kept edition is called {name!r}",
            where="book/kept/",
            hint=f"Kept are: {there}. 'florilegium keep NAME' keeps the book as it is now.",
        )
    return from_json(path.read_text(encoding="utf-8"), where=f"book/kept/{name}.json")


def _kept_path(project: Project, name: str) -> Path:
    if slugify(name) != name:
        raise ConfigError(
            f"{name!r} cannot name an edition",
            where="book/kept/",
            hint=f"Use small letters, digits and hyphens: {slugify(name)!r}.",
        )
    return below(project.root / "book" / "kept", f"{name}.json", where="book/kept/", makes=True)
