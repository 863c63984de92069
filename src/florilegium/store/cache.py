"""The cache: results under the hash of everything that shaped them, in ``build/.cache/``.

Every file carries the hash of its content: a damaged one counts as missing. A file appears
whole or not at all, so that several builds may share the folder. It is safe to delete.
"""

import hashlib
import os
import shutil
import tempfile
import time
import weakref
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from florilegium.store.files import put

LIMIT = 512 * 1024 * 1024
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
        folder = Path(tempfile.mkdtemp(prefix="florilegium-"))
        keep = _Keeper()
        weakref.finalize(keep, shutil.rmtree, folder, ignore_errors=True)
        return cls(folder, keep)

    def get(self, key: str) -> bytes | None:
        """What is kept under *key*; None when there is nothing, or nothing sound."""
        path = self._path(key)
        try:
            content = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        digest, _, data = content.partition(b"\n")
        return data if digest == _digest(data) else None

    def put(self, key: str, data: bytes) -> None:
        """Keep *data* under *key*."""
        put(self._path(key), _digest(data) + b"\n" + data)

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


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode()
