"""A book made again whenever its editor saves: the engines stay loaded, workers stay started.

In: the folder of a book and what is asked for. Out: what became of it, now and after each burst
of saves in ``book/``, ``seeds/`` and ``styles/``. It never looks at ``build/``, and a mistake
in a file does not end it. The only module that imports watchfiles.
"""

import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from florilegium import builder
from florilegium.builder import Progress, Request, Result, Workers
from florilegium.errors import FlorilegiumError, MachineError, ToolError
from florilegium.project.paths import FOLDERS
from florilegium.project.project import digest_of, require_book

_LOOK = 1_000  # milliseconds between two looks whether the folders are still the same ones
_QUIET = 100  # milliseconds without a save that end a burst
_BURST = 2_000  # milliseconds that a burst may last


def builds(
    root: Path, request: Request, workers: Workers, *, progress: Progress
) -> Iterator[Result | FlorilegiumError]:
    """Yield what became of the book in *root* now, then after each burst of saves; never end.

    A burst that changed no file in fact is passed over, while the books are there. Raises
    `ConfigError` when there is no book in *root*, and `ToolError` for what is missing on the
    machine: no save mends that.
    """
    root = root.resolve()
    require_book(root)
    seen, books = "", tuple[Path, ...]()
    with Saves(root) as saves:
        while True:
            now = _digest(root)
            if not seen or now != seen or not all(path.is_file() for path in books):
                made = builder.attempt(root, request, workers, progress=progress)
                if isinstance(made, ToolError):
                    raise made
                # What the machine refused is tried again at the next save, whatever is saved.
                seen = "" if isinstance(made, MachineError) else now
                given = made.books if isinstance(made, Result) else ()
                books = tuple(root / one.path for one in given)
                yield made
                builder.load_engines()
            saves.wait()


def _digest(root: Path) -> str:
    """The digest of all that the editor wrote; nothing where a file cannot be read just now."""
    try:
        return digest_of(root)
    except OSError:
        return ""


class Saves:
    """Saves below the folders of an editor in *root*, noticed while the context lasts."""

    def __init__(self, root: Path) -> None:
        """Watch the book in *root*."""
        self._root = root
        self._come = threading.Event()
        self._ended = threading.Event()
        self._polls = False
        self._thread = threading.Thread(target=self._listen, name="saves", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._thread.join(timeout=2)

    def wait(self) -> None:
        """Return when something was saved since the last time this returned."""
        # By turns: on Windows nothing else lets Ctrl-C through.
        while not self._come.wait(timeout=0.5):
            if not self._thread.is_alive():
                raise MachineError(
                    "changes of files are not noticed any more",
                    where=str(self._root),
                    hint="Begin again; if it comes again, build without --watch.",
                )
        self._come.clear()

    def _listen(self) -> None:
        """Notice saves; folders that are taken away and come again are watched again."""
        while not self._ended.is_set():
            try:
                self._listen_to(_folders(self._root))
            except (OSError, RuntimeError):  # the system watches no more files: look instead
                self._polls = True
            # Something may have been saved while nothing was watched.
            self._come.set()

    def _listen_to(self, folders: dict[Path, int]) -> None:
        """Notice saves in *folders* until other folders are there in their place."""
        from watchfiles import Change, watch  # noqa: PLC0415  # only when asked for

        if not folders:
            self._ended.wait(_LOOK / 1000)
            return
        is_new = True
        for changes in watch(
            *folders,
            watch_filter=lambda _change, path: not Path(path).name.startswith("."),
            debounce=_BURST,
            step=_QUIET,
            stop_event=self._ended,
            rust_timeout=_LOOK,
            yield_on_timeout=True,
            force_polling=self._polls or None,
        ):
            if changes or is_new:
                self._come.set()
            is_new = False
            are_gone = any(
                Path(path) in folders for kind, path in changes if kind == Change.deleted
            )
            if are_gone or _folders(self._root) != folders:
                return


def _folders(root: Path) -> dict[Path, int]:
    """The folders of an editor that are there, and which ones they are."""
    found: dict[Path, int] = {}
    for name in FOLDERS:
        try:
            state = (root / name).stat()
        except OSError:
            continue
        found[root / name] = state.st_ino
    return found
