"""``book/names.toml``: the headings of the index of names, and the forms the texts use."""

from dataclasses import dataclass
from pathlib import Path

from florilegium.errors import ConfigError
from florilegium.model import IndexName
from florilegium.project.config import read_toml, record


@dataclass(frozen=True, slots=True)
class _NamesFile:
    name: tuple[IndexName, ...] = ()


def load_names(root: Path) -> tuple[IndexName, ...]:
    """Return the names of the book in *root*; raise `ConfigError` for a form of two names."""
    path = root / "book" / "names.toml"
    if not path.is_file():
        return ()
    file = read_toml(path, name="book/names.toml")
    names = record(_NamesFile, file.table, file=file).name
    owner: dict[str, str] = {}
    for name in names:
        for form in name.forms:
            if owner.setdefault(form, name.heading) != name.heading:
                raise ConfigError(
                    f"{form!r} belongs to {owner[form]!r} and to {name.heading!r}",
                    where=file.where("forms", after=max(0, file.text.find(name.heading))),
                    hint="Give the longer form to each, so that every form means one person.",
                )
    return names
