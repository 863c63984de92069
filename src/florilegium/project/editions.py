"""``book/editions.toml``: the editions of the book, each built on another or on a format."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Literal, TypeGuard

from florilegium.errors import ConfigError, did_you_mean
from florilegium.model import AUDIENCES, Audience, Edition, LineBreaking, PrintSettings
from florilegium.project.book import slugify
from florilegium.project.config import SettingsFile, read_toml, record
from florilegium.project.openings import checked
from florilegium.project.paths import below
from florilegium.project.toml_lines import Place


@dataclass(frozen=True, slots=True)
class Editions:
    """The editions of a book in the order of the file; the first of a format is its default."""

    editions: tuple[Edition, ...]

    def __iter__(self) -> Iterator[Edition]:
        return iter(self.editions)

    def named(self, name: str) -> Edition:
        """Return the edition called *name*; raise `ConfigError` when there is none."""
        for edition in self.editions:
            if edition.name == name:
                return edition
        names = [edition.name for edition in self.editions]
        raise ConfigError(
            f"no edition is called {name!r}",
            where="book/editions.toml",
            hint=f"{did_you_mean(name, names)}The editions are {', '.join(names)}.",
        )

    def printed_for(self, edition: Edition) -> Edition:
        """Return the print edition whose pages an e-book marks.

        It is the first one for the same reader, else the default one, as that reader gets it.
        """
        for one in self.editions:
            if one.format == "pdf" and one.reader == edition.reader:
                return one
        return replace(self.default("pdf"), reader=edition.reader)

    def default(self, kind: str) -> Edition:
        """Return the first edition in format *kind* (``pdf`` or ``epub``)."""
        for edition in self.editions:
            if edition.format == kind:
                return edition
        raise ConfigError(
            f"no edition has format = {kind!r}",
            where="book/editions.toml",
            hint=f'Add one: two lines, "[name]" and format = "{kind}".',
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _EditionTable(PrintSettings):
    """A table as it is written: what the edition is, and what a print shop is told of it."""

    format: Literal["pdf", "epub"] | None = None
    extends: str = ""
    theme: str | None = None
    page: str | None = None
    width: float | None = None
    height: float | None = None
    gutter: float | None = None
    line_breaking: LineBreaking | None = field(default=None, metadata={"key": "line-breaking"})
    options: dict[str, str] | None = None
    audience: Audience | None = None
    copies: int | None = None
    reader: str | None = None
    uncleared: Literal["stop", "stamp"] | None = None
    opens: dict[str, str] | None = None


# What an edition takes over from the one it extends, where it does not say otherwise.
_TAKEN_OVER = (
    "format", "theme", "page", "width", "height", "gutter", "line_breaking", "audience", "copies",
    "uncleared", "reader",
)  # fmt: skip


def load_editions(root: Path) -> Editions:
    """Return the editions of the book in *root*: one of each format when it names none."""
    path = root / "book" / "editions.toml"
    if not path.is_file():
        return Editions((Edition("print", "pdf"), Edition("ebook", "epub")))
    file = read_toml(path, name="book/editions.toml")
    tables: dict[str, _EditionTable] = {}
    for name, table in file.table.items():
        if not isinstance(table, dict):
            raise ConfigError(
                f"{name!r} is no table", where=file.where(name), hint=f"Write [{name}] above it."
            )
        below(root / "build", name, where=file.where(name), makes=True)
        _check_audience(name, table, file=file)
        tables[name] = record(_EditionTable, table, file=file.inside(name))
        _check_reader(name, tables[name].reader or "", file=file)
    _check_extra(root, tables)
    lines: dict[str, dict[str, int]] = {}
    for place, line in file.lines.items():
        if _is_key(place):
            lines.setdefault(place[0], {})[place[1]] = line
    made: dict[str, Edition] = {}
    return Editions(tuple(_resolved(name, tables, made, lines, file=file) for name in tables))


def _check_audience(name: str, table: Mapping[str, object], *, file: SettingsFile) -> None:
    """Raise `ConfigError` for an audience of a text that stands where its rights are meant."""
    said = table.get("audience", AUDIENCES[0])
    if isinstance(said, str) and said not in AUDIENCES:
        raise ConfigError(
            f"the audience of edition {name!r} is {said!r}",
            where=file.where(name, "audience"),
            hint=f"How far it is given away: {', '.join(AUDIENCES)}. "
            f'Who reads it is another key: reader = "{slugify(said)}".',
        )


def _check_reader(name: str, reader: str, *, file: SettingsFile) -> None:
    """Raise `ConfigError` for an edition whose reader cannot be the name of an audience."""
    if reader and slugify(reader) != reader:
        raise ConfigError(
            f"edition {name!r} has the reader {reader!r}",
            where=file.where(name, "reader"),
            hint=f"It is one audience, in small letters, digits and hyphens: {slugify(reader)!r}.",
        )


def _check_extra(root: Path, names: Iterable[str]) -> None:
    """Raise `ConfigError` for a style sheet of an edition that there is not."""
    for path in sorted((root / "styles").glob("extra-*.css")):
        name = path.stem.removeprefix("extra-")
        if name not in names:
            raise ConfigError(
                f"no edition is called {name!r}",
                where=f"styles/{path.name}",
                hint=f"Rename the file after an edition: {', '.join(names)}.",
            )


def _resolved(
    name: str,
    tables: Mapping[str, _EditionTable],
    made: dict[str, Edition],
    lines: Mapping[str, Mapping[str, int]],
    *,
    file: SettingsFile,
) -> Edition:
    """Return the edition *name*; it is put into *made*, with all that it extends."""
    chain: dict[str, None] = {}  # from *name* on, each before that which it extends
    last = name
    while last not in made:
        chain[last] = None
        base = tables[last].extends
        if not base:
            break
        if base not in tables or base in chain:
            raise _wrong_base(last, base, tables, file=file)
        last = base
    for one in reversed(chain):
        base = tables[one].extends
        whole = made[base] if base else _first(one, tables[one], file=file)
        made[one] = _changed(whole, one, tables[one], lines.get(one, {}), file=file)
    return made[name]


def _first(name: str, table: _EditionTable, *, file: SettingsFile) -> Edition:
    """Return an edition that extends none, with nothing but its format."""
    if table.format is None:
        raise ConfigError(
            f"edition {name!r} has no format",
            where=file.where(name),
            hint='Add format = "pdf" or "epub", or extends = another edition.',
        )
    return Edition(name, table.format)


def _changed(
    base: Edition,
    name: str,
    table: _EditionTable,
    lines: Mapping[str, int],
    *,
    file: SettingsFile,
) -> Edition:
    """Return the edition *name*: *base* with what its *table* says, in *lines* by its keys."""
    changed = {key: value for key in _TAKEN_OVER if (value := getattr(table, key)) is not None}
    if "page" in changed:  # it stands in for a size that was taken over
        changed = {"width": 0.0, "height": 0.0, **changed}
    options = {**dict(base.options), **(table.options or {})}
    printing = {
        key.name: value
        for key in fields(PrintSettings)
        if (value := getattr(table, key.name)) is not None
    }
    opens = {**dict(base.opens), **checked(table.opens or {}, file=file.inside(name, "opens"))}
    return replace(
        base,
        name=name,
        lines=tuple({**dict(base.lines), **lines, "": file.lines[name,]}.items()),
        options=tuple(sorted(options.items())),
        printing=replace(base.printing, **printing),
        opens=tuple(sorted(opens.items())),
        **changed,
    )


def _is_key(place: Place) -> TypeGuard[tuple[str, str]]:
    """Whether *place* is that of a key of an edition."""
    return len(place) == 2  # noqa: PLR2004  # a table, and a key in it


def _wrong_base(name: str, base: str, tables: Iterable[str], *, file: SettingsFile) -> ConfigError:
    """Return what is wrong with an edition *name* that extends *base*."""
    others = [one for one in tables if one != name]
    is_circle = base in others
    guess = did_you_mean(base, others) if base != name and not is_circle else ""
    said = "itself" if base == name else repr(base)
    return ConfigError(
        f"edition {name!r} extends {said}{', which extends it' if is_circle else ''}",
        where=file.where(name, "extends"),
        hint=f"{guess}It can extend another edition of this file, in no circle.",
    )
