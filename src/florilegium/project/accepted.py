"""``book/accepted.toml``: findings that the editor has seen and accepts, each with its reason."""

from dataclasses import dataclass
from pathlib import Path

from florilegium.errors import ConfigError, raise_all
from florilegium.findings import CATALOGUE, Acceptance
from florilegium.project.config import SettingsFile, read_toml, record, unknown_value


@dataclass(frozen=True, slots=True)
class _AcceptedFile:
    accepted: tuple[Acceptance, ...] = ()


def load_accepted(root: Path) -> tuple[Acceptance, ...]:
    """Return the acceptances of the book in *root*; none when it has no such file.

    Raises `ConfigError` for a code that no check has, and for one without a reason.
    """
    path = root / "book" / "accepted.toml"
    if not path.is_file():
        return ()
    file = read_toml(path, name="book/accepted.toml")
    accepted = record(_AcceptedFile, file.table, file=file).accepted
    raise_all(_mistakes(accepted, file))
    return accepted


def _mistakes(accepted: tuple[Acceptance, ...], file: SettingsFile) -> list[ConfigError]:
    found: list[ConfigError] = []
    for number, one in enumerate(accepted):
        if one.code not in CATALOGUE:
            where = file.where("accepted", number, "code")
            found.append(unknown_value("code", one.code, tuple(CATALOGUE), where=where))
        if not one.reason.strip():
            found.append(
                ConfigError(
                    f"no reason is given why {one.code} is accepted",
                    where=file.where("accepted", number, "reason"),
                    hint="Say why it is all right here, for whoever checks the book next.",
                )
            )
    return found
