"""One book, or every book below a folder: made where something changed, by the same workers.

The engines are loaded, and workers started, only when a book has to be made.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from florilegium.errors import ConfigError, FlorilegiumError, Several, of_machine
from florilegium.findings import Finding
from florilegium.host.signals import held
from florilegium.project.project import Project
from florilegium.project.styles import packaged
from florilegium.store import build_record
from florilegium.store.build_record import Output
from florilegium.store.cache import Cache
from florilegium.store.files import sweep

Progress = Callable[[str], None]
_FORMATS = ("pdf", "epub")
# Folders in which there is nothing of an editor's.
_MADE = frozenset({"build", "node_modules", "site-packages", "__pycache__"})


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for: *formats* (all when none is named) or *editions*; whether to *keep*.

    *deposit* asks for the ZIP of a library beside the files of a printer.
    """

    formats: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    keep: bool = True
    deposit: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a request: the *books*, what was noticed, and whether anything *is new*."""

    books: tuple[Output, ...]
    findings: tuple[Finding, ...]
    is_new: bool


class Workers:
    """An executor that is opened when first asked for, and closed with the context."""

    def __init__(self, open_executor: Callable[[], AbstractContextManager[Executor]]) -> None:
        """Take the executor from *open_executor* when it is first asked for."""
        self._open = open_executor
        self._stack = ExitStack()
        self._executor: Executor | None = None

    def executor(self) -> Executor:
        """Return the executor, the same every time."""
        if self._executor is None:
            self._executor = self._stack.enter_context(self._open())
        return self._executor

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.__exit__(kind, error, trace)


def build(project: Project, request: Request, workers: Workers, *, progress: Progress) -> Result:
    """Return the books of *project*, made now unless nothing has changed since they were."""
    sweep(project.build)
    cache = Cache(project.build / ".cache") if request.keep else None
    formats = request.formats or _FORMATS
    asked = _key(project, formats, request.editions) if cache else ""
    if cache and (last := build_record.find(cache, asked, root=project.root)):
        return Result(last.books, last.findings, is_new=False)
    with held():
        from florilegium import check, pipeline  # noqa: PLC0415  # the engines are slow to load
        from florilegium.resources import Resources  # noqa: PLC0415  # the same

    reader, artefacts = pipeline.build(
        project,
        formats=formats,
        editions=request.editions,
        progress=progress,
        resources=Resources(workers.executor(), cache),
    )
    findings = check.notices(reader, artefacts)
    books = build_record.outputs(artefacts, root=project.root)
    if cache and _is_as_it_was(project, asked, formats, request.editions):
        beside = [path for made in artefacts for path in made.beside]
        others = build_record.others([*project.side_outputs(), *beside], root=project.root)
        build_record.keep(cache, asked, build_record.BuildRecord(books, others, findings))
    if cache:
        cache.prune()
    return Result(books, findings, is_new=True)


def print_books(
    project: Project, request: Request, workers: Workers, *, progress: Progress
) -> Result:
    """Return the files for a print shop, made now unless nothing has changed since they were."""
    sweep(project.build)
    cache = Cache(project.build / ".cache") if request.keep else None
    what = ("print", "deposit") if request.deposit else ("print",)
    asked = _key(project, what, request.editions) if cache else ""
    if cache and (last := build_record.find(cache, asked, root=project.root)):
        return Result(last.books, last.findings, is_new=False)
    with held():
        from florilegium import print_kit  # noqa: PLC0415  # the engines are slow to load
        from florilegium.resources import Resources  # noqa: PLC0415  # the same

    resources = Resources(workers.executor(), cache)
    kits = print_kit.make(project, request.editions, progress=progress, resources=resources)
    files = [path for kit in kits for path in kit.files]
    pages = {kit.files[0]: kit.pages for kit in kits}
    if request.deposit:
        files.append(print_kit.make_deposit(project, progress=progress, resources=resources))
    made = build_record.others(files, root=project.root)
    books = tuple(
        replace(row, pages=pages.get(path)) for row, path in zip(made, files, strict=True)
    )
    findings = tuple(sorted({one for kit in kits for one in kit.findings}))
    if cache and _is_as_it_was(project, asked, what, request.editions):
        build_record.keep(cache, asked, build_record.BuildRecord(books, (), findings))
    if cache:
        cache.prune()
    return Result(books, findings, is_new=True)


def handouts(
    project: Project,
    slugs: tuple[str, ...],
    request: Request,
    workers: Workers,
    *,
    progress: Progress,
) -> Result:
    """Return the handout of the chapters *slugs*, made now unless nothing has changed since."""
    sweep(project.build)
    cache = Cache(project.build / ".cache") if request.keep else None
    what = ("handout", *slugs)
    asked = _key(project, what, request.editions) if cache else ""
    if cache and (last := build_record.find(cache, asked, root=project.root)):
        return Result(last.books, (), is_new=False)
    with held():
        from florilegium import handout  # noqa: PLC0415  # the engines are slow to load
        from florilegium.resources import Resources  # noqa: PLC0415  # the same

    resources = Resources(workers.executor(), cache)
    made = handout.make(project, slugs, request.editions, progress=progress, resources=resources)
    books = build_record.outputs(made, root=project.root)
    if cache and _is_as_it_was(project, asked, what, request.editions):
        beside = [path for one in made for path in one.beside]
        others = build_record.others(beside, root=project.root)
        build_record.keep(cache, asked, build_record.BuildRecord(books, others, ()))
    if cache:
        cache.prune()
    return Result(books, (), is_new=True)


def _key(project: Project, formats: Sequence[str], editions: Sequence[str]) -> str:
    return build_record.key(
        project.digest(), styles=packaged(), formats=formats, editions=editions
    )


def _is_as_it_was(
    project: Project, asked: str, formats: Sequence[str], editions: Sequence[str]
) -> bool:
    """Whether nobody has changed *project* since it was loaded, and its key *asked* for.

    A book that was saved while it was built may be half of this and half of that.
    """
    try:
        now = Project.load(project.root)
    except (FlorilegiumError, OSError):
        return False
    return now == project and _key(now, formats, editions) == asked


def load_engines() -> None:
    """Load what books are made with, before it is needed."""
    with held():
        from florilegium import check, pipeline  # noqa: F401, PLC0415  # slow to load
        from florilegium.render.press.layout import engine  # noqa: PLC0415  # the same

        engine.load()


def build_all(
    root: Path, request: Request, workers: Workers, *, progress: Progress
) -> Iterator[tuple[str, Result | FlorilegiumError]]:
    """Yield the name of every book below *root* with what became of it, or why nothing did."""
    for folder in find(root):
        name = folder.relative_to(root.resolve()).as_posix()
        yield name, attempt(folder, request, workers, progress=_naming(name, progress))


def attempt(
    folder: Path, request: Request, workers: Workers, *, progress: Progress
) -> Result | FlorilegiumError:
    """Return what became of the book in *folder*, or why nothing did."""
    try:
        return build(Project.load(folder), request, workers, progress=progress)
    except FlorilegiumError as err:
        return err
    except (OSError, MemoryError) as err:
        return of_machine(err)


def _naming(name: str, progress: Progress) -> Progress:
    """Progress of the book *name* among others."""
    return lambda text: progress(f"{name}: {text}")


def find(root: Path) -> tuple[Path, ...]:
    """Return the folder of every book below *root*, sorted; no book is looked for in a book.

    Raises `ConfigError` when there is none.
    """
    found = tuple(_books(root.resolve()))
    if not found:
        raise ConfigError(
            "no book is below this folder",
            where=str(root),
            hint="A book is a folder with book/book.toml; 'florilegium init FOLDER' makes one.",
        )
    return found


def in_a_line(error: FlorilegiumError) -> str:
    """Return what is wrong in one line: the first of several errors, and how many more."""
    errors = error.errors if isinstance(error, Several) else (error,)
    first = errors[0]
    where = f"{first.where}: " if first.where else ""
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    return f"{where}{first.what}{more}".replace("\n", " ")


def _books(root: Path) -> Iterator[Path]:
    for folder, below, _files in os.walk(root):
        if (Path(folder) / "book" / "book.toml").is_file():
            below.clear()
            yield Path(folder)
        below[:] = sorted(name for name in below if name not in _MADE and not name.startswith("."))
