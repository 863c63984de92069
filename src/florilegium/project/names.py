"""``book/names.toml``: the headings of an index of names, and the forms the texts use."""

from dataclasses import dataclass
from pathlib import Path

from florilegium.errors import ConfigError
from florilegium.model import Index, IndexHeading
from florilegium.model.index import heading_keys
from florilegium.project.config import SettingsFile, read_toml, record

_FILE = "book/names.toml"


@dataclass(frozen=True, slots=True)
class _Name:
    heading: str
    forms: tuple[str, ...]
    see: str = ""
    file_as: str = ""


@dataclass(frozen=True, slots=True)
class _NamesFile:
    name: tuple[_Name, ...] = ()


def load_names(root: Path) -> Index:
    """Return the index of names of the book in *root*.

    Raises `ConfigError` for a form of two names.
    """
    path = root / "book" / "names.toml"
    if not path.is_file():
        return Index()
    file = read_toml(path, name=_FILE)
    names = record(_NamesFile, file.table, file=file).name
    _check_forms(names, file)
    keys = heading_keys(("", name.heading) for name in names)
    headings = tuple(
        IndexHeading(
            key,
            name.heading,
            forms=name.forms,
            see=name.see,
            file_as=name.file_as,
            where=file.where("name", number, "heading"),
        )
        for number, (key, name) in enumerate(zip(keys, names, strict=True))
    )
    return Index(headings, ranges="single", searched=("texts",), file=_FILE, of_names=True)


def _check_forms(names: tuple[_Name, ...], file: SettingsFile) -> None:
    owner: dict[str, str] = {}
    for number, name in enumerate(names):
        for at, form in enumerate(name.forms):
            if owner.setdefault(form, name.heading) != name.heading:
                raise ConfigError(
                    f"{form!r} belongs to {owner[form]!r} and to {name.heading!r}",
                    where=file.where("name", number, "forms", at),
                    hint="Give the longer form to each, so that every form means one person.",
                )
