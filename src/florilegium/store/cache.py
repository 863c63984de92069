"""The cache: results under the hash of everything that shaped them, in ``build/.cache/``.

Every file carries the hash of its key and its content: one that is damaged, or is another's,
counts as missing, and so does what is no plain file of the folder. A file appears whole or not
at all, so that several builds may share the folder. It is safe to delete.
"""

import errno
import hashlib
import os
import shutil
import stat
import tempfile
import time
import weakref
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from florilegium.host.aside import aside_tag
from florilegium.store.files import put

LIMIT = 512 * 1024 * 1024
_LARGEST = LIMIT // 2  # bytes of one file
# What was used this recently may be in use by a build that is going on.
_IN_USE = 3600
_SUFFIX = ".made"


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of things made."""

    folder: Path
    keep: object = field(default=None, compare=False)

    @classmethod
    def passing(cls) -> "Cache":
        """Return a cache that is gone with its last user."""
        folder = Path(tempfile.mkdtemp(prefix="florilegium-", suffix=aside_tag()))
        keep = _Keeper()
        weakref.finalize(keep, shutil.rmtree, folder, ignore_errors=True)
        return cls(folder, keep)

    def get(self, key: str) -> bytes | None:
        """What is kept under *key*; None when there is nothing, or nothing sound."""
        path = self._path(key)
        try:
            content = _read(path)
            os.utime(path)
        except OSError:
            return None
        digest, _, data = content.partition(b"\n")
        return data if digest == _digest(key, data) else None

    def put(self, key: str, data: bytes) -> None:
        """Keep *data* under *key*."""
        path = self._path(key)
        if path.parent.is_symlink():
            path.parent.unlink()  # none of ours: what is kept stays in the folder
        put(path, _digest(key, data) + b"\n" + data)

    def prune(self, *, limit: int = LIMIT, in_use: float = _IN_USE) -> tuple[int, int]:
        """Delete what was not used longest until *limit* bytes are left; return files and bytes.

        What was used in the last *in_use* seconds stays.
        """
        found = sorted(self._files())
        left = sum(size for _, size, _ in found)
        files = freed = 0
        for used, size, path in found:
            if left - freed <= limit or used > time.time() - in_use:
                break
            path.unlink(missing_ok=True)
            files, freed = files + 1, freed + size
        return files, freed

    def size(self) -> tuple[int, int]:
        """Return how many files there are, and their bytes."""
        found = tuple(self._files())
        return len(found), sum(size for _, size, _ in found)

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        """When each file was last used, its size and path."""
        for path in self.folder.rglob(f"*{_SUFFIX}"):
            try:
                state = path.stat()
            except OSError:
                continue  # another build was quicker
            yield state.st_mtime, state.st_size, path

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key[2:]}{_SUFFIX}"


class _Keeper:
    """Something that can be gone."""


def _digest(key: str, data: bytes) -> bytes:
    return hashlib.sha256(key.encode() + b"\n" + data).hexdigest().encode()


def _read(path: Path) -> bytes:
    """What is in the file *path*; `OSError` for a link, a pipe, or what none of ours can be."""
    if path.parent.is_symlink():
        raise OSError(errno.ELOOP, "a link", str(path))
    flags = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
    with os.fdopen(os.open(path, os.O_RDONLY | flags), "rb") as file:
        state = os.fstat(file.fileno())
        if not stat.S_ISREG(state.st_mode) or state.st_size > _LARGEST:
            raise OSError(errno.EINVAL, "no file of ours", str(path))
        return file.read()
