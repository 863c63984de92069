"""``book/rights.toml``: who holds the rights to each source, and on what ground it is printed."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path

from babel.core import get_global

from florilegium.errors import ConfigError, did_you_mean, raise_all
from florilegium.model import Right
from florilegium.model.dates import day_of
from florilegium.model.rights import FILE
from florilegium.project import licences
from florilegium.project.config import SettingsFile, read_toml, record
from florilegium.project.paths import below

_DATES = ("asked", "granted", "expires")  # in the order of their days
_AMOUNT = re.compile(r"[\d.,\s]*\d[\d.,\s]*")


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
    file = read_toml(path, name=FILE)
    read = record(_RightsFile, file.table, file=file).right
    lines = _lines(file)
    rights = tuple(replace(right, lines=tuple(lines[n])) for n, right in enumerate(read))
    raise_all(_mistakes(rights, root / "book"))
    return rights


def _lines(file: SettingsFile) -> Mapping[int, list[tuple[str, int]]]:
    """Return for each record, by its number, its keys with their lines."""
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for place, line in file.lines.items():
        match place:
            case ("right", int(number), str(key)):
                found[number].append((key, line))
    return found


def _mistakes(rights: tuple[Right, ...], folder: Path) -> Iterator[ConfigError]:
    seen: dict[str, Right] = {}
    for right in rights:
        if (first := seen.setdefault(right.source, right)) is not right:
            yield ConfigError(
                f"two records are of {right.source!r}",
                where=right.where(),
                hint=f"The first is {first.where()}. Keep one, with all that is known.",
            )
        yield from _wrong_dates(right)
        yield from _wrong_licence(right)
        yield from _wrong_fee(right)
        if right.copies is not None and right.copies < 1:
            yield ConfigError(
                f"'copies' is {right.copies}",
                where=right.where("copies"),
                hint="Write how many copies may be made, or leave the line out.",
            )
        if right.letter and not below(folder, right.letter, where=right.where("letter")).is_file():
            yield ConfigError(
                f"the letter {right.letter!r} is not there",
                where=right.where("letter"),
                hint="Put its file below book/, and name it from there: letters/makers.pdf.",
            )


def _wrong_dates(right: Right) -> Iterator[ConfigError]:
    days: dict[str, date] = {}
    for key in _DATES:
        if not (value := getattr(right, key)):
            continue
        if day := day_of(value):
            days[key] = day
        else:
            yield ConfigError(
                f"{key!r} is {value!r}",
                where=right.where(key),
                hint="Write the day as 2026-11-23.",
            )
    for former, later in pairwise(_DATES):
        if former in days and later in days and days[later] < days[former]:
            yield ConfigError(
                f"{later!r} ({days[later]}) is before {former!r} ({days[former]})",
                where=right.where(later),
                hint="One of the two days is wrong.",
            )


def _wrong_fee(right: Right) -> Iterator[ConfigError]:
    currencies = sorted(get_global("all_currencies"))
    if right.currency and right.currency not in currencies:
        yield ConfigError(
            f"no currency is called {right.currency!r}",
            where=right.where("currency"),
            hint=f"{did_you_mean(right.currency.upper(), currencies)}Write its code of ISO 4217, "
            "such as USD or EUR.",
        )
    elif _AMOUNT.fullmatch(right.fee) and not right.currency:
        yield ConfigError(
            f"the fee is {right.fee!r}, in no currency",
            where=right.where("fee"),
            hint='Add currency = "USD", or whichever it is.',
        )


def _wrong_licence(right: Right) -> Iterator[ConfigError]:
    if right.basis == "licence" and not right.licence:
        yield ConfigError(
            f"the record of {right.source!r} names no licence",
            where=right.where("basis"),
            hint='Add licence = "CC-BY-4.0", or the address of a statement of RightsStatements.',
        )
    elif right.licence and not licences.is_known(right.licence):
        near = licences.nearest(right.licence)
        guess = f"Did you mean {near!r}? " if near else ""
        yield ConfigError(
            f"no licence is called {right.licence!r}",
            where=right.where("licence"),
            hint=f"{guess}Write its SPDX id, such as CC-BY-4.0.",
        )
