"""Files found by the names an editor sees, however a system spells them in bytes.

Takes a folder and a name as typed; composed and decomposed letters, capitals, doubled or odd
spaces and characters that nobody sees make no difference. It never guesses between two files.
"""

import time
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path

from florilegium.errors import ConfigError, near

_UNPRINTED = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
RECEIVED = ".received.toml"  # behind a seed's name: from where it was fetched
_SETTLED = 3.0  # seconds after which a change of a folder has a time of its own
_NOT_SEEDS = frozenset({"readme.md", "thumbs.db", "desktop.ini"})


def find_file(folder: Path, name: str) -> Path | None:
    """Return the file of *folder* that is seen as *name*, or None.

    Raises `ConfigError` when two could be meant, and none has the very name.
    """
    if "\\" in name and "/" not in name:  # as some archives name what lies in a folder
        for path in folder.iterdir() if folder.is_dir() else ():
            if path.name == name and path.is_file():
                return path
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]
    if not parts or ".." in parts:
        return None
    found = folder
    for number, part in enumerate(parts, start=1):
        entry = _entry(found, part, is_folder=number < len(parts))
        if entry is None:
            return None
        found = entry
    return found


def find_seed(seeds: Path, name: str) -> tuple[Path | None, str]:
    """Return the file of *seeds* that *name* means, and the part of it behind a ``#``.

    A name that a file has as it stands names no part. Raises `ConfigError` as `find_file` does.
    """
    if (whole := find_file(seeds, name)) or "#" not in name:
        return whole, ""
    file, _, part = name.partition("#")
    return find_file(seeds, file.rstrip()), " ".join(part.split())


def shown_name(name: str) -> str:
    """Return *name* as it is seen: composed, what cannot be seen in it spelled out."""
    composed = unicodedata.normalize("NFC", name)
    return "".join(_shown(char) for char in composed)


def near_name(folder: Path, name: str) -> str:
    """Return the name of a file in *folder* that is much like *name*, or nothing."""
    names = _listing(folder).seeds
    return names.get(near(_key(name), names), "")


def is_seed(path: Path) -> bool:
    """Whether *path* is a file that somebody saved, and not one that a system left there."""
    name = path.name.casefold()
    is_ours = name.startswith(".") or name.endswith(RECEIVED) or name in _NOT_SEEDS
    return path.is_file() and not is_ours


class _Listing:
    """What is in a *folder*: by name, by the letters of a name, by how a name is seen."""

    def __init__(self, folder: Path) -> None:
        self.paths = {path.name: path for path in sorted(_entries(folder))}

    @cached_property
    def alike(self) -> tuple[Mapping[str, Sequence[Path]], ...]:
        """The entries by how like they are called: composed alike, then seen alike."""
        found: tuple[dict[str, list[Path]], ...] = ({}, {})
        for name, path in self.paths.items():
            for same, table in zip(_ALIKE, found, strict=True):
                table.setdefault(same(name), []).append(path)
        return found

    @cached_property
    def seeds(self) -> Mapping[str, str]:
        """The names of the seeds, as they are shown, by how they are seen."""
        return {_key(name): shown_name(name) for name, path in self.paths.items() if is_seed(path)}


def _entries(folder: Path) -> Iterator[Path]:
    return folder.iterdir() if folder.is_dir() else iter(())


def _listing(folder: Path) -> _Listing:
    """Return what is in *folder*; what nobody has changed for seconds is listed once."""
    try:
        found = folder.stat()
    except OSError:
        return _Listing(folder)
    if abs(time.time() - found.st_mtime) < _SETTLED:  # clocks of file systems are coarse
        return _Listing(folder)
    return _settled(folder, found.st_ino, found.st_mtime_ns)


@lru_cache(maxsize=16)
def _settled(folder: Path, _number: int, _changed: int) -> _Listing:
    return _Listing(folder)


def _entry(folder: Path, name: str, *, is_folder: bool) -> Path | None:
    def fits(path: Path) -> bool:
        return path.is_dir() if is_folder else path.is_file()

    exact, listing = folder / name, _listing(folder)
    if fits(exact) and name in listing.paths:
        return exact
    for same, table in zip(_ALIKE, listing.alike, strict=True):
        found = [path for path in table.get(same(name), ()) if fits(path)]
        if exact in found:  # on every system the one whose letters are all the same
            return exact
        if len(found) > 1:
            names = ", ".join(repr(path.name) for path in found)
            raise ConfigError(
                f"{shown_name(name)!r} could be any of {names}",
                where=folder.name,
                hint="Rename all but one of them.",
            )
        if found:
            return found[0]
    return None


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _key(name: str) -> str:
    """The name without capitals, kinds of spaces, final dots and what nobody sees."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    seen = (char for char in folded if unicodedata.category(char) not in _UNPRINTED)
    return " ".join("".join(seen).split()).rstrip(". ")


_ALIKE = (_composed, _key)


def _shown(char: str) -> str:
    if unicodedata.category(char) not in _UNPRINTED:
        return char
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # noqa: PLR2004  # a byte that is no UTF-8
        return f"\\x{code - 0xDC00:02x}"
    return f"\\u{code:04x}"
