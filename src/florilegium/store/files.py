"""Writing to ``build/``: every file is written aside and then put in place whole.

A build that fails or is killed leaves the last good file as it was.
"""

import dataclasses
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from florilegium.errors import ConfigError


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
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as target:
            yield target
        os.chmod(aside, 0o644)  # noqa: PTH101  # mkstemp makes files private
        os.replace(aside, path)  # noqa: PTH105  # a string on the left
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise


def made_at(date: str) -> datetime:
    """Return when the book was made: ``SOURCE_DATE_EPOCH``, else its *date*; never the clock.

    *date* is an ISO 8601 day, month or year. Raises `ConfigError` for an epoch that is none.
    Source: the specification of SOURCE_DATE_EPOCH of the Reproducible Builds project.
    """
    if epoch := os.environ.get("SOURCE_DATE_EPOCH", ""):
        if not epoch.isdigit():
            raise ConfigError(
                f"SOURCE_DATE_EPOCH is {epoch!r}",
                where="environment",
                hint="It should be a number of seconds since 1970, or not be set.",
            )
        return datetime.fromtimestamp(int(epoch), UTC)
    year, month, day = (*(int(part) for part in date[:10].split("-")), 1, 1)[:3]
    return datetime(year, month, day, tzinfo=UTC)


def file_digest(path: Path) -> str:
    """Return the SHA-256 of the file at *path*; nothing where there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def folder_digest(root: Path) -> str:
    """Return the SHA-256 over names and contents of all files below *root*."""
    total = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            total.update(path.relative_to(root).as_posix().encode() + b"\0")
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def to_json(value: object) -> str:
    """Return *value* (dataclasses, tuples, paths …) as indented JSON, keys in their order."""
    return json.dumps(value, default=_plain, ensure_ascii=False, indent=2) + "\n"


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
    if isinstance(value, Path):
        return value.as_posix()
    raise TypeError(f"{type(value).__name__} has no JSON form")
