"""From a name that somebody wrote to a path: the one way there is.

Input: a folder and the name of an edition, a chapter, a seed, a picture, a style sheet, a font
or a member of an archive. Output: a path below the folder, after all links. It never returns
a path that leads elsewhere; nothing else in the program joins such names.
"""

import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from florilegium.errors import ConfigError

_LONGEST = 200  # bytes of a part: file systems take 255, and a suffix and a prefix are added
# What Windows takes for a device, whatever suffix it has.
_DEVICE = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\..*)?", re.IGNORECASE
)
_DRIVE = re.compile(r"[A-Za-z]:")
# What no file can be called on some system; for names of files that we make.
_FOREIGN = re.compile(r'[<>:"|?*/]')
_UNSEEN = frozenset({"Cc", "Cs", "Zl", "Zp"})  # what seeds of browsers have, such as ZWJ, may stay
_FILES = (".toml", ".yaml", ".yml", ".json", ".bib", ".ris", ".md", ".css")  # an editor's
FOLDERS = ("book", "seeds", "styles")  # an editor's


def below(folder: Path, name: str, *, where: str, makes: bool = False) -> Path:
    """Return the path of *name* below *folder*; it need not be there.

    With *makes* a file of that name is to be written: it is one part, which every system can
    have. Raises `ConfigError` for a name that leads out of the folder, by itself or by a link;
    *where* says who wrote it.
    """
    if wrong := name_fault(name, makes=makes):
        raise ConfigError(
            f"{name[:80]!r} cannot be the name of a file: {wrong}",
            where=where,
            hint=f"Name a file in {folder.name}/, such as {_plain(name)!r}.",
        )
    path = folder / name
    if not is_below(path, folder):
        raise ConfigError(
            f"{name[:80]!r} is a link that leads out of {folder.name}/",
            where=where,
            hint="Put a copy of the file there in place of the link.",
        )
    return path


def name_fault(name: str, *, makes: bool = False) -> str:
    """Return why *name* is no relative path of plain parts; nothing when it is."""
    parts = name.split("/")
    if not name:
        return "it is empty"
    if "\\" in name or _DRIVE.match(name) or any(part in ("", ".", "..") for part in parts):
        return "it leads out of its folder"
    unseen = _UNSEEN | {"Cf"} if makes else _UNSEEN
    if any(unicodedata.category(sign) in unseen for sign in name):
        return "there is a sign in it that cannot be seen"
    if any(len(part.encode()) > _LONGEST for part in parts):
        return f"it is longer than {_LONGEST} bytes"
    if any(_DEVICE.fullmatch(part) for part in parts):
        return "on Windows it is a device"
    is_foreign = makes and (_FOREIGN.search(name) or name.strip(" .") != name)
    return "not every system can have a file called so" if is_foreign else ""


def faults(root: Path) -> Iterator[ConfigError]:
    """Yield what is wrong with names and links in the folders of the book in *root*.

    A link must not lead out of the book's folder; a name must be such as can be written down;
    and what is neither file nor folder may wait for ever for its first byte.
    """
    for path in _entries(root):
        name = path.relative_to(root).as_posix()
        if path.is_symlink() and not is_below(path, root):
            yield ConfigError(
                "this is a link that leads out of the book's folder",
                where=name,
                hint="Put a copy of what it leads to in its place.",
            )
        elif path.exists() and not (path.is_file() or path.is_dir()):
            yield ConfigError(
                "this is neither a file nor a folder",
                where=name,
                hint="It is a pipe, a socket or a device: put a file in its place.",
            )
        elif path.is_dir() and path.suffix in _FILES and not name.startswith("seeds/"):
            yield ConfigError(
                "this is a folder, and should be a file",
                where=name,
                hint="Put the file in its place, or give the folder another name.",
            )
        if any("\ud800" <= sign <= "\udfff" for sign in path.name):
            yield ConfigError(
                "the name of this file is not UTF-8",
                where=name.encode("utf-8", "replace").decode(),
                hint="Rename it.",
            )


def _entries(root: Path) -> Iterator[Path]:
    for name in FOLDERS:
        yield root / name
        for folder, folders, files in os.walk(root / name):
            yield from (Path(folder, one) for one in (*folders, *files))
    # Of what was made only the folders matter: a file there is replaced, not followed.
    build = root / "build"
    yield build
    if build.is_dir():
        yield from build.iterdir()


def is_below(path: Path, folder: Path) -> bool:
    """Tell whether *path* is in *folder*, after all links."""
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a circle of links
        return False


def _plain(name: str) -> str:
    """What is left of *name* when all that is wrong with it is taken away."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name).rstrip("/\\."))[-1]
    plain = re.sub(r"[^\w.-]+", "-", _DRIVE.sub("", last)).strip("-.")[:40] or "name"
    return f"{plain}-1" if _DEVICE.fullmatch(plain) else plain
