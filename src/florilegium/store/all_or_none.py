"""Several files of an editor's written together: all of them, or none.

In: new files, and others in their old and new content. What fails, or is told to stop, takes
back what it has written; what is killed leaves a note of what it was about in ``book/``, and the
next command takes it back. It never touches a file that somebody has changed since.
"""

import base64
import hashlib
import os
from collections.abc import Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from florilegium.errors import MachineError
from florilegium.host.aside import is_left
from florilegium.store import serial
from florilegium.store.files import alone_in, aside_of, file_digest, put, sweep_beside

_NOTE = "unfinished"
Change = tuple[bytes | None, bytes]  # what a file holds (None: it is not there), and gets


@dataclass(frozen=True, slots=True)
class _File:
    """A file by its *path* from the book's folder: the SHA-256 of what it gets, what it held.

    *old* is in base64; None where there was no such file.
    """

    path: str
    new: str
    old: str | None = None

    def held(self) -> bytes:
        return base64.b64decode(self.old or "", validate=True)


@dataclass(frozen=True, slots=True)
class _Note:
    """What is being written, and the *folders* made for it, the outer ones first."""

    files: tuple[_File, ...]
    folders: tuple[str, ...]


def put_all(root: Path, new: Mapping[Path, bytes], changed: Mapping[Path, Change]) -> None:
    """Write *new* files below *root* and change others, in order, or leave all as it was.

    Raises `MachineError` when one is not, or not any more, as it is known to be. Of several that
    do it at once each waits for the one before it.
    """
    with alone_in(root) if root.is_dir() else nullcontext():
        _put_all(root, new, changed)


def _put_all(root: Path, new: Mapping[Path, bytes], changed: Mapping[Path, Change]) -> None:
    known = {**dict.fromkeys(new), **{path: old for path, (old, _) in changed.items()}}
    contents = {**new, **{path: data for path, (_, data) in changed.items()}}
    for path, old in known.items():
        _require(path, old, root)
    folders = _missing_folders(root / "book" / _NOTE)
    note = _noted(root, known, contents)
    place = aside_of(root / "book" / _NOTE)
    try:
        put(place, serial.to_bytes(note))
        for path, data in contents.items():
            put(path, data) if known[path] is not None else _put_new(path, data)
        place.unlink()
    except BaseException:
        _take_back(root, note)
        with suppress(OSError):  # where it could not even be written
            place.unlink(missing_ok=True)
        _remove(folders)
        raise


def undo_unfinished(root: Path) -> None:
    """Take back what a process that was killed had begun to write below *root*."""
    for place in (root / "book").glob(f".{_NOTE}.*.aside"):
        if not is_left(place):
            continue
        # No note of ours, or another command was quicker.
        with suppress(serial.UnreadableError, FileNotFoundError):
            note = serial.from_bytes(_Note, place.read_bytes())
            if _is_untouched(root, note):
                _take_back(root, note)
        place.unlink(missing_ok=True)
    for folder in (root / "book", root / "book" / "kept"):
        sweep_beside(folder, but=_NOTE)


def _require(path: Path, content: bytes | None, root: Path) -> None:
    """Raise `MachineError` unless the file *path* has this *content*, or is not there for None."""
    if content is None and os.path.lexists(path):
        what = "the file is there already; nothing was written"
    elif content is not None and (not path.is_file() or path.read_bytes() != content):
        what = "the file was changed meanwhile; nothing was written"
    else:
        return
    where = path.relative_to(root).as_posix()
    raise MachineError(what, where=where, hint="Say the same again: it is read anew then.")


def _noted(
    root: Path, known: Mapping[Path, bytes | None], contents: Mapping[Path, bytes]
) -> _Note:
    files: list[_File] = []
    folders: dict[str, None] = {}
    for path, data in contents.items():
        old = known[path]
        coded = None if old is None else base64.b64encode(old).decode()
        digest = hashlib.sha256(data).hexdigest()
        files.append(_File(path.relative_to(root).as_posix(), digest, coded))
        for folder in _missing_folders(path):
            if folder.is_relative_to(root):
                folders[folder.relative_to(root).as_posix()] = None
    return _Note(tuple(files), tuple(folders))


def _put_new(path: Path, data: bytes) -> None:
    """Write a file that is not there, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = aside_of(path)
    try:
        put(aside, data)
        _place_new(aside, path)
        aside.unlink(missing_ok=True)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def _place_new(aside: Path, path: Path) -> None:
    """Give what is *aside* the name *path*, unless something has that name."""
    try:
        path.hardlink_to(aside)
    except OSError:
        if os.path.lexists(path):
            raise
        aside.rename(path)  # on a file system without links


def _is_untouched(root: Path, note: _Note) -> bool:
    """Whether nobody but us has written to the files of *note*, all of them below *root*."""
    names = [*(one.path for one in note.files), *note.folders]
    if not all(_is_below(root, name) for name in names):
        return False
    try:
        olds = [hashlib.sha256(one.held()).hexdigest() for one in note.files]
    except ValueError:
        return False
    return all(
        file_digest(root / one.path) in (one.new, "" if one.old is None else old)
        for one, old in zip(note.files, olds, strict=True)
    )


def _is_below(root: Path, name: str) -> bool:
    """Whether *name* is that of a file or folder below *root*, by no link."""
    parts = PurePosixPath(name).parts
    place = root.joinpath(*parts)
    return ".." not in parts and place.resolve() == root.resolve().joinpath(*parts)


def _take_back(root: Path, note: _Note) -> None:
    """Make what is written of *note* what it was; what was new goes first, to make room."""
    written = [one for one in note.files if file_digest(root / one.path) == one.new]
    for one in sorted(written, key=lambda one: one.old is not None):
        path = root / one.path
        if one.old is None:
            path.unlink(missing_ok=True)
        else:
            put(path, one.held())
    for one in note.files:
        sweep_beside((root / one.path).parent, but=_NOTE)
    _remove([root / name for name in note.folders])


def _remove(folders: Sequence[Path]) -> None:
    """Take away *folders* that are empty, the inner ones first."""
    for folder in reversed(folders):
        with suppress(OSError):
            folder.rmdir()


def _missing_folders(path: Path) -> list[Path]:
    """The folders above *path* that are not there, from the top."""
    return [folder for folder in reversed(path.parents) if not folder.exists()]
