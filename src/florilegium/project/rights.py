"""``book/rights.toml``: who holds the rights to each source, and on what ground it is printed."""

from dataclasses import dataclass
from pathlib import Path

from florilegium.model import Right
from florilegium.project.config import read_toml, record


@dataclass(frozen=True, slots=True)
class _RightsFile:
    right: tuple[Right, ...] = ()


def load_rights(root: Path) -> tuple[Right, ...]:
    """Return the records of rights of the book in *root*; none when it has no such file."""
    path = root / "book" / "rights.toml"
    if not path.is_file():
        return ()
    file = read_toml(path, name="book/rights.toml")
    return record(_RightsFile, file.table, file=file).right
