"""Files found by the names an editor sees, however a system spells them in bytes.

Takes a folder and a name as typed; composed and decomposed letters, capitals, doubled or odd
spaces and characters that nobody sees make no difference. It never guesses between two files.
"""

import difflib
import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from florilegium.errors import ConfigError

_UNPRINTED = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
RECEIVED = ".received.toml"  # behind a seed's name: from where it was fetched
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
    names = {_key(path.name): shown_name(path.name) for path in _files(folder)}
    near = difflib.get_close_matches(_key(name), names, n=1)
    return names[near[0]] if near else ""


def is_seed(path: Path) -> bool:
    """Whether *path* is a file that somebody saved, and not one that a system left there."""
    name = path.name.casefold()
    is_ours = name.startswith(".") or name.endswith(RECEIVED) or name in _NOT_SEEDS
    return path.is_file() and not is_ours


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(path for path in folder.iterdir() if is_seed(path))


def _entry(folder: Path, name: str, *, is_folder: bool) -> Path | None:
    def fits(path: Path) -> bool:
        return path.is_dir() if is_folder else path.is_file()

    exact = folder / name
    if fits(exact) and name in os.listdir(folder):  # noqa: PTH208  # quicker; nearly always it is
        return exact
    entries = [path for path in sorted(folder.iterdir()) if fits(path)] if folder.is_dir() else []
    for same in (_composed, _key):
        found = [path for path in entries if same(path.name) == same(name)]
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


def _shown(char: str) -> str:
    if unicodedata.category(char) not in _UNPRINTED:
        return char
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # noqa: PLR2004  # a byte that is no UTF-8
        return f"\\x{code - 0xDC00:02x}"
    return f"\\u{code:04x}"
