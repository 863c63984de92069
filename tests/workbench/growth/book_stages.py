"""The stages of a whole book, timed: read, made an e-book, laid out, bound, checked."""

import os
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Protocol, TypeVar

from florilegium import check, pipeline
from florilegium.check import epubcheck, judges
from florilegium.errors import FlorilegiumError
from florilegium.model import Artefact, BookMeta
from florilegium.project.project import Project
from florilegium.project.styles import find_styles
from florilegium.render import cover, epub, press
from florilegium.render.contributors import contributors
from workbench.growth.book_shapes import files_of

_T = TypeVar("_T")


class Clock(Protocol):
    """What takes the time of a stage."""

    def stage(self, name: str, work: Callable[[], _T]) -> _T:
        """Return what *work* returns; its time is added to that of *name*."""


def make(clock: Clock, root: Path, text: str, *, printed: bool) -> None:
    """Make the book of the files in *text* in the folder *root*, and check it.

    Judges from outside are not asked: what they take is not ours.
    """
    _put(root, text)
    try:
        _made(clock, root, printed=printed)
    except FlorilegiumError as err:
        said = err
        clock.stage("said", lambda: str(said))


def _made(clock: Clock, root: Path, *, printed: bool) -> None:
    project = clock.stage("load", lambda: Project.load(root))
    reader = clock.stage("read", lambda: pipeline.read_book(project))
    clock.stage("notices", lambda: check.notices(reader, ()))
    made: list[Artefact] = []
    pages = None
    if printed:
        edition = project.editions.default("pdf")
        layout = clock.stage("lay out", lambda: pipeline.lay_out(reader, edition))
        pages = layout.pagination
        bound = clock.stage("bind", lambda: press.bind(layout, root / "build" / "a.pdf"))
        made.append(replace(bound, folios=pages.folios))
    written = clock.stage(
        "e-book",
        lambda: epub.write(
            reader.documents,
            meta=reader.book.meta,
            edition=project.editions.default("epub"),
            styles=reader.styles,
            target=root / "build" / "a.epub",
            pagination=pages,
            cover=_cover(reader.book.meta),
            authors=contributors(reader.book),
            pictures=reader.pictures,
        ),
    )
    _ask_nobody()
    clock.stage("check", lambda: check.inspect(reader, [*made, written]))


@cache
def _cover(meta: BookMeta) -> bytes:
    return cover.paint(meta, styles=find_styles())


def _ask_nobody() -> None:
    judges.JUDGES = {}
    epubcheck.judge = lambda _path: ()


def _put(root: Path, text: str) -> None:
    """Write the files as if an hour ago: a folder that has just changed is listed each time."""
    for name, content in files_of(text).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    long_ago = time.time() - 3600
    for folder in filter(Path.is_dir, root.rglob("*")):
        os.utime(folder, (long_ago, long_ago))
