"""Writing to ``build/``: every file is written aside and then put in place whole.

A build that fails or is killed leaves the last good file as it was.
"""

import dataclasses
import hashlib
import json
import os
import re
import secrets
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from florilegium.errors import ConfigError
from florilegium.host.aside import aside_tag, is_aside, is_left, sweep_lent


def put(path: Path, data: bytes | str) -> str:
    """Replace the file *path* by *data* in one step; return the SHA-256 of what was written."""
    content = data.encode() if isinstance(data, str) else data
    with putting(path) as target:
        target.write(content)
    return hashlib.sha256(content).hexdigest()


@contextmanager
def putting(path: Path) -> Iterator[BinaryIO]:
    """Lend a stream whose content replaces the file *path* in one step, if all goes well."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = aside_of(path)
    try:
        with aside.open("xb") as target:
            yield target
        aside.chmod(0o644)  # whatever is usual for the user
        aside.replace(path)
    except BaseException as err:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        if isinstance(err, OSError) and err.errno and err.filename in (None, str(aside)):
            # A disk that is full does not say for what; nobody knows what is put aside.
            err.filename = str(path.parent if is_aside(path) else path)
        raise


def aside_of(path: Path) -> Path:
    """Return a name for what will be put in the place of *path*.

    It is known before there is anything: whenever writing is stopped, it can be taken away.
    """
    return path.parent / f".{path.name[:100]}.{secrets.token_hex(4)}{aside_tag()}"


def put_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Replace all that is in *folder* by *files*, by their paths in it, in one step.

    If that fails, or is killed, what was there is there still, or again with the next call. Of
    several that do it at once each waits for the one before it.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with alone_in(folder.parent):
        _put_folder(folder, files)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Let no other process of ours do the same in *folder*, where the system can see to that."""
    if sys.platform == "win32":
        yield
        return
    import fcntl  # noqa: PLC0415  # not on Windows

    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # a file system that knows no locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _put_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    before = folder.with_name(f".{folder.name}.before")
    if before.exists():  # killed between the two steps of `_exchange`
        shutil.rmtree(before) if folder.exists() else before.rename(folder)
    aside = aside_of(folder)
    try:
        aside.mkdir()
        for name, content in files.items():
            path = aside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        aside.chmod(0o755)  # whatever is usual for the user
        _exchange(folder, aside, before)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise


def _exchange(folder: Path, aside: Path, before: Path) -> None:
    """Put *aside* in the place of *folder*, which is *before* for the moment between."""
    if folder.exists():
        folder.rename(before)
    try:
        aside.rename(folder)
    except BaseException:
        if before.exists():
            before.rename(folder)
        raise
    shutil.rmtree(before, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Delete what builds that were killed have left aside below *folder*, and of folders lent."""
    for parent, folders, names in os.walk(folder):
        for name in names:
            if is_left(path := Path(parent, name)):
                path.unlink(missing_ok=True)
        for name in [one for one in folders if is_left(Path(parent, one))]:
            shutil.rmtree(Path(parent, name), ignore_errors=True)
            folders.remove(name)
    sweep_lent()


def sweep_beside(folder: Path, *, but: str = "") -> None:
    """Delete what processes that are no more have left aside in *folder*, and not below it.

    What was put aside for a file of the name *but* stays.
    """
    for path in folder.glob(".*.aside"):
        if is_left(path) and not (but and path.name.startswith(f".{but}.")):
            path.unlink(missing_ok=True)


_EPOCH = "[0-9]{1,11}"  # seconds: ISO 8601 writes the year of such a moment in four digits


def made_at(date: str) -> datetime:
    """Return when the book was made: ``SOURCE_DATE_EPOCH``, else its *date*; never the clock.

    *date* is an ISO 8601 day, month or year. Raises `ConfigError` for an epoch that is none.
    Source: the specification of SOURCE_DATE_EPOCH of the Reproducible Builds project.
    """
    if epoch := os.environ.get("SOURCE_DATE_EPOCH", ""):
        if not re.fullmatch(_EPOCH, epoch):
            raise ConfigError(
                f"SOURCE_DATE_EPOCH is {epoch[:80]!r}",
                where="environment",
                hint="It should be a number of seconds since 1970, up to the year 5138, or not be"
                " set.",
            )
        return datetime.fromtimestamp(int(epoch), UTC)
    year, month, day = (*(int(part) for part in date[:10].split("-")), 1, 1)[:3]
    return datetime(year, month, day, tzinfo=UTC)


def file_digest(path: Path) -> str:
    """Return the SHA-256 of the file at *path*; nothing where there is none."""
    try:
        return content_digest(path).hex()
    except OSError:
        return ""


def content_digest(path: Path) -> bytes:
    """Return the SHA-256 of the file at *path*, read piece by piece; raise `OSError` for none."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def folder_digest(root: Path) -> str:
    """Return the SHA-256 over names and contents of all files below *root*."""
    total = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            total.update(path.relative_to(root).as_posix().encode() + b"\0")
            total.update(content_digest(path))
    return total.hexdigest()


def to_json(value: object) -> str:
    """Return *value* (dataclasses, tuples, paths …) as indented JSON, keys in their order."""
    return json.dumps(value, default=_plain, ensure_ascii=False, indent=2) + "\n"


def to_json_rows(value: object, *, levels: int) -> str:
    """Return *value* as JSON in which lists and tables of the first *levels* are indented.

    What stands below them is on one line each: to be compared line by line, and quickly made.
    """
    return _rows(value, levels, "\n") + "\n"


def _rows(value: object, levels: int, line: str) -> str:
    if dataclasses.is_dataclass(value):
        value = _plain(value)
    inner = f"{line}  "
    if levels and value and isinstance(value, dict):
        rows = (f"{_row(key)}: {_rows(one, levels - 1, inner)}" for key, one in value.items())
        return f"{{{inner}{f',{inner}'.join(rows)}{line}}}"
    if levels and value and isinstance(value, list | tuple):
        return f"[{inner}{f',{inner}'.join(_rows(one, levels - 1, inner) for one in value)}{line}]"
    return _row(value)


def _row(value: object) -> str:
    return json.dumps(value, default=_plain, ensure_ascii=False)


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
    if isinstance(value, Path):
        return value.as_posix()
    raise TypeError(f"{type(value).__name__} has no JSON form")
