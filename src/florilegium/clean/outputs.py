"""Where cleaned files go: never over a file that was given, nor into an editor's folders.

In: the files to be cleaned and where they are to go. Out: the path of each, or an error before
anything is read; and whatever is written, whole or not at all.
"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from florilegium.errors import ConfigError, FlorilegiumError, SeedError, raise_all
from florilegium.project.paths import FOLDERS
from florilegium.store.files import put


def targets(files: Sequence[Path], *, out: Path | None, ledger: Path | None) -> dict[Path, Path]:
    """Return for each of *files* the path of its cleaned text in *out*; nothing without it.

    Raises `FlorilegiumError` for all that would be written over something else that counts: a
    file that is given, another's text, the *ledger*, a file of an editor's.
    """
    found = {path: out / f"{path.stem}.txt" for path in files} if out else {}
    errors = [*_same(files)] if out else []
    errors += _lost(files, [*found.values(), *([ledger] if ledger else [])])
    if ledger and _place(ledger) in map(_place, found.values()):
        errors.append(_refused(ledger, "it is both the ledger and a cleaned text"))
    raise_all(errors)
    return found


def write(path: Path, text: str) -> None:
    """Write *text* to the file *path*, all of it or nothing; to a device or pipe as it is."""
    if path.exists() and not (path.is_file() or path.is_dir()):
        path.write_text(text, encoding="utf-8")
    else:
        put(_place(path), text)


def _place(path: Path) -> Path:
    """Return *path* after all links; it may lead anywhere, and nothing need be there."""
    return Path(os.path.realpath(path))


def _same(files: Sequence[Path]) -> Iterator[FlorilegiumError]:
    seen: dict[str, Path] = {}
    for path in files:
        if path.stem in seen:
            yield SeedError(
                f"{seen[path.stem]} and {path} would both become {path.stem}.txt",
                where=str(path),
                hint="Rename one of them, or clean them into two folders.",
            )
        seen.setdefault(path.stem, path)


def _lost(files: Sequence[Path], written: Sequence[Path]) -> list[FlorilegiumError]:
    given = set(map(_place, files))
    errors: list[FlorilegiumError] = []
    for path in written:
        place = _place(path)
        if place in given:
            errors.append(_refused(path, "it is a file that is to be cleaned"))
        elif any(_is_editors(folder) for folder in place.parents):
            errors.append(_refused(path, "it stands among what an editor has written or saved"))
    return errors


def _is_editors(folder: Path) -> bool:
    """Whether *folder* is one of a book's that its editor alone writes to."""
    return folder.name in FOLDERS and (folder.parent / "book" / "book.toml").is_file()


def _refused(path: Path, why: str) -> ConfigError:
    return ConfigError(
        f"nothing is written here: {why}",
        where=str(path),
        hint="Name another folder with --out, and another file with --ledger.",
    )
