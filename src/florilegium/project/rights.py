"""``book/rights.toml``: who holds the rights to each source, and on what ground it is printed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from florilegium.errors import ConfigError, raise_all
from florilegium.model import Right
from florilegium.project import licences
from florilegium.project.config import SettingsFile, read_toml, record

_DATES = ("asked", "granted", "expires")


@dataclass(frozen=True, slots=True)
class _RightsFile:
    right: tuple[Right, ...] = ()


def load_rights(root: Path) -> tuple[Right, ...]:
    """Return the records of rights of the book in *root*; none when it has no such file.

    Raises `ConfigError` for all that is wrong in it: two records of one source, a day that is
    none, a licence nobody knows, a letter that is not there.
    """
    path = root / "book" / "rights.toml"
    if not path.is_file():
        return ()
    file = read_toml(path, name="book/rights.toml")
    rights = record(_RightsFile, file.table, file=file).right
    raise_all(_mistakes(rights, file))
    return rights


def _mistakes(rights: tuple[Right, ...], file: SettingsFile) -> Iterator[ConfigError]:
    seen: set[str] = set()
    at = 0
    for right in rights:
        at = max(0, file.text.find("[[right]]", at))
        if right.source in seen:
            yield ConfigError(
                f"two records are of {right.source!r}",
                where=file.where("source", after=at),
                hint="Keep one, with all that is known.",
            )
        seen.add(right.source)
        yield from _wrong_dates(right, file, at)
        yield from _wrong_licence(right, file, at)
        if right.copies is not None and right.copies < 1:
            yield ConfigError(
                f"'copies' is {right.copies}",
                where=file.where("copies", after=at),
                hint="Write how many copies may be made, or leave the line out.",
            )
        at += len("[[right]]")


def _wrong_dates(right: Right, file: SettingsFile, at: int) -> Iterator[ConfigError]:
    for key in _DATES:
        if not (value := getattr(right, key)):
            continue
        try:
            date.fromisoformat(value)
        except ValueError:
            yield ConfigError(
                f"{key!r} is {value!r}",
                where=file.where(key, after=at),
                hint="Write the day as 2026-11-23.",
            )


def _wrong_licence(right: Right, file: SettingsFile, at: int) -> Iterator[ConfigError]:
    if right.basis == "licence" and not right.licence:
        yield ConfigError(
            f"the record of {right.source!r} names no licence",
            where=file.where("basis", after=at),
            hint='Add licence = "CC-BY-4.0", or the address of a statement of RightsStatements.',
        )
    elif right.licence and not licences.is_known(right.licence):
        near = licences.nearest(right.licence)
        guess = f"Did you mean {near!r}? " if near else ""
        yield ConfigError(
            f"no licence is called {right.licence!r}",
            where=file.where("licence", after=at),
            hint=f"{guess}Write its SPDX id, such as CC-BY-4.0.",
        )
